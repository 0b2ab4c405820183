"""A case brought in person: from what the officer types to a case with its entry (R17 to R20).

While it is being typed it is a draft like any other, tied to the officer instead of a browser: a
good letter is not asked for twice, and a double click makes one case.
"""

from django.db import transaction
from django.utils import timezone

from documentos import services as documentos
from tramites import autorizaciones, enlace
from tramites.alcance import SIN_EFECTO, otras_de_la_persona
from tramites.models import Borrador, IngresoPresencial, Requisito, Solicitud, Tramite
from tramites.recepcion import borradores
from tramites.services import presentar


def abrir(clave: str, tramite: Tramite, oficial) -> Borrador:
    """The officer's draft of `clave`. Raises `EnOtroNavegador` for somebody else's."""
    return borradores.abrir(clave, tramite, f"mostrador-{oficial.pk}")


def requisitos(tramite: Tramite):
    """What the officer scans: the letter to the Director del IESS, and no identification."""
    return tramite.requisitos_con_archivo(Requisito.Canal.PRESENCIAL)


@transaction.atomic
def registrar(borrador: Borrador, datos: dict, entrada: dict, *, por) -> IngresoPresencial:
    """Make the case and its entry, in one transaction, from a draft that holds its letter.

    `datos` are the person's fields of a `Solicitud` and `entrada` those of an `IngresoPresencial`;
    its `autorizacion`, if somebody else brings the case, is used up. Raises
    `borradores.YaPresentada` when a twin of this request got there first, and
    `autorizaciones.NoVale`.
    """
    _tomar(borrador)
    tramite, provincia = borrador.tramite, datos["provincia"]
    solicitud = presentar(
        {
            **datos,
            "tramite": tramite,
            # The unit of the person's process, whatever the province of the centre (R37).
            "unidad": tramite.unidad_para(provincia),
            "canal": Solicitud.Canal.PRESENCIAL,
        },
        envio_huella=borrador.huella,
        navegador=borrador.navegador,
        por=por,
        lugar=f"En persona, en {entrada['centro']}.",
    )
    documentos.adoptar(borrador, solicitud)
    if autorizacion := entrada.get("autorizacion"):
        autorizaciones.consumir(autorizacion, solicitud, por=por)
    ingreso = IngresoPresencial.objects.create(solicitud=solicitud, registrado_por=por, **entrada)
    borrador.delete()
    return ingreso


def _tomar(borrador: Borrador) -> None:
    """Lock the draft until the end of the transaction. Raises `YaPresentada` if it is a case."""
    borradores.tomar(borrador)
    if Solicitud.objects.filter(envio_huella=borrador.huella).exists():
        raise borradores.YaPresentada


def anterior_de(por) -> IngresoPresencial | None:
    """The officer's last entry: the next one is most likely at the same centre."""
    return IngresoPresencial.objects.filter(registrado_por=por).first()


def otras_en_curso(ingreso: IngresoPresencial, por) -> tuple[list[Solicitud], int]:
    """The person's other cases under way or in force, as `alcance.otras_de_la_persona` tells them
    to `por`. Only while the person stands there: on the day of the entry, if they came themselves.
    """
    if ingreso.autorizacion_id or not _de_hoy(ingreso):
        return [], 0
    otras, ajenas = otras_de_la_persona(por, ingreso.solicitud)
    return [otra for otra in otras if otra.estado not in SIN_EFECTO], ajenas


def lleva_enlace(ingreso: IngresoPresencial) -> bool:
    """Whether its receipt may still carry the person's link: only on the day of the entry, and
    until another link is given.

    That day the officer hands it to the person. Whoever brought somebody else's papers gets no
    link; the holder has it by mail.
    """
    suyo = ingreso.autorizacion_id is None and enlace.ultimo_cambio(ingreso.solicitud) is None
    return suyo and _de_hoy(ingreso)


def _de_hoy(ingreso: IngresoPresencial) -> bool:
    return timezone.localdate(ingreso.registrado_en) == timezone.localdate()
