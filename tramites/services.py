"""The only writer of a case. Views, the admin and tasks translate a request into one call and back.

Every change is one conditional UPDATE (state and version as the caller saw them): exactly one row
means that this call won; none means that somebody else got there first. Rows for what must follow
(history, mail, certificate) are written in the same transaction; nothing here talks to the broker.
"""

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.formats import date_format

from certificados.services import DatosCertificado
from certificados.services import emitir as emitir_pdf
from certificados.services import registrar as registrar_certificado
from documentos import services as documentos

from . import correo
from .comprobaciones import por_comprobar
from .estados import TRANSICIONES, Aviso, Estado, Rol, Transicion
from .hoja_de_ruta import PRESENTAR, hecho, nombre_de
from .models import (
    Borrador,
    DocumentoObservado,
    Movimiento,
    Requisito,
    Solicitud,
    Subsanacion,
    UnidadAdministrativa,
)
from .numeros import huella, nueva_semilla, numero_de_caso, secreto_de
from .plazos import feriados_de_caso, habiles_entre, sumar_habiles
from .rondas import cada_una

# What the person tried to do, as they would say it.
DE_LA_PERSONA = {"retirar": "retirar la solicitud", "corregir": "corregir la solicitud"}


class TransicionInvalida(Exception):
    """The case is not where the caller believed. The message says what happened, in Spanish."""


class FaltaComprobar(TransicionInvalida):
    """Some point of the checklist was not ticked, or was added meanwhile."""


@transaction.atomic
def presentar(datos: dict, *, envio_huella: str, navegador: str, por=None, lugar="") -> Solicitud:
    """Make a case: number, link, legal clock, first line of history and, with an address, a mail.

    `datos` are the fields of a `Solicitud` that the person gives, and its unit. `envio_huella` is
    unique: a second case with the same one raises `IntegrityError`. For a case brought in person,
    `lugar` and `por` say where and by which officer it was taken.
    """
    ahora, semilla = timezone.now(), nueva_semilla()
    hoy, provincia = timezone.localdate(ahora), datos["provincia"]
    solicitud = Solicitud.objects.create(
        **datos,
        numero=numero_de_caso(datos["tramite"].sigla, provincia.codigo, hoy.year),
        semilla=semilla,
        secreto_huella=huella(secreto_de(semilla)),
        envio_huella=envio_huella,
        navegador=navegador,
        presentada_en=ahora,
        vence_el=sumar_habiles(
            hoy, settings.TERMINO_RESOLUCION_DIAS, feriados_de_caso(provincia, datos["unidad"])
        ),
    )
    detalle = f"{lugar} Se envió a la {solicitud.unidad}.".strip()
    anotar_movimiento(solicitud, PRESENTAR, por=por, detalle=detalle, aviso=Aviso.RECIBIDA)
    return solicitud


def tomar(solicitud: Solicitud, *, por) -> None:
    """Claim a received case: INGRESADA → EN_REVISION, with `por` in charge."""
    mover(solicitud, "tomar", por=por, responsable=por)


def soltar(solicitud: Solicitud, *, por) -> None:
    """Give a claimed case back to the unit's tray: EN_REVISION → INGRESADA, nobody in charge."""
    mover(solicitud, "soltar", por=por, responsable=None)


def derivar(solicitud: Solicitud, *, por, unidad: UnidadAdministrativa, motivo: str) -> None:
    """Send a case to the unit that must attend it: move, log and mail. The legal clock runs on."""
    detalle = f"De {solicitud.unidad} a {unidad}: {motivo}"
    mover(solicitud, "derivar", por=por, detalle=detalle, unidad=unidad, responsable=None)


@transaction.atomic
def aprobar(
    solicitud: Solicitud,
    *,
    por,
    expediente: str,
    vigente_desde: date,
    vigente_hasta: date,
    comprobado: Iterable[str],
) -> None:
    """Decide in favour: move, log, mail, and register the certificate for the worker to issue.

    `comprobado` are the sentences that the officer ticked; they stay in the history. Raises
    `FaltaComprobar` unless they are all those of `comprobaciones.por_comprobar`.
    """
    detalle = "\n· ".join(["Se comprobó:", *_check_comprobado(solicitud, set(comprobado))])
    _decidir(solicitud, "aprobar", por=por, detalle=detalle, expediente=expediente)
    registrar_certificado(
        solicitud.pk,
        DatosCertificado(
            titulo=solicitud.tramite.resultado,
            proposito=solicitud.tramite.proposito_certificado,
            nombres=solicitud.nombres,
            tipo_identificacion=solicitud.get_tipo_identificacion_display(),
            identificacion=solicitud.identificacion,
            expediente=expediente,
            provincia=solicitud.provincia.nombre,
            unidad=solicitud.unidad.nombre,
            aprobado_por=solicitud.unidad.nombre,
            vigente_desde=vigente_desde,
            vigente_hasta=vigente_hasta,
        ),
    )


def _check_comprobado(solicitud: Solicitud, comprobado: set[str]) -> list[str]:
    """Every sentence of the checklist, in its order. Raises `FaltaComprobar`."""
    frases = list(por_comprobar(solicitud).values())
    if faltan := [frase for frase in frases if frase not in comprobado]:
        raise FaltaComprobar(f"No se pudo aprobar: falta comprobar «{'», «'.join(faltan)}».")
    return frases


def negar(solicitud: Solicitud, *, por, motivo: str) -> None:
    """Decide against: move, log and mail; `motivo` is what the person will read."""
    _decidir(solicitud, "negar", por=por, detalle=motivo, motivo=motivo)


@transaction.atomic
def pedir_correccion(solicitud: Solicitud, *, por, motivos: dict[Requisito, str]) -> None:
    """Ask for named documents again: move, stop the clock, log and mail.

    `motivos` says what is wrong with each document that fails, in words for the person.
    """
    if not motivos:
        raise ValueError("A correction names at least one document.")
    detalle = "\n".join(
        f"{requisito.nombre_corto}: {motivo}" for requisito, motivo in motivos.items()
    )
    mover(solicitud, "pedir_correccion", por=por, detalle=detalle)
    ahora = timezone.now()
    subsanacion = Subsanacion.objects.create(
        solicitud=solicitud,
        pedida_en=ahora,
        vence_el=sumar_habiles(
            timezone.localdate(ahora),
            settings.PLAZO_SUBSANACION_DIAS,
            feriados_de_caso(solicitud.provincia, solicitud.unidad),
        ),
    )
    DocumentoObservado.objects.bulk_create(
        DocumentoObservado(subsanacion=subsanacion, requisito=requisito, motivo=motivo)
        for requisito, motivo in motivos.items()
    )


@transaction.atomic
def corregir(solicitud: Solicitud, borrador: Borrador, *, por=None, lugar="") -> Movimiento:
    """Replace the documents that were asked for: move back to review, log, mail, resume the clock.

    `borrador` is the correction's own and is deleted. Raises `ValueError` unless it has a document
    for each one asked for. If done in person, `lugar` and `por` say where and by which officer.
    """
    subsanacion = borrador.subsanacion
    traidos = borrador.documentos.values("requisito")
    if subsanacion.observados.exclude(requisito__in=traidos).exists():
        raise ValueError("A correction brings every document that was asked.")
    movimiento = mover(solicitud, "corregir", por=por, detalle=lugar)
    documentos.adoptar(borrador, solicitud)
    borrador.delete()
    _reanudar_termino(solicitud, subsanacion)
    return movimiento


@transaction.atomic
def retirar(solicitud: Solicitud, *, por=None, lugar="") -> Movimiento:
    """Withdraw a case, which ends without a decision. `por` and `lugar` are as in `corregir`."""
    movimiento = mover(solicitud, "retirar", por=por, detalle=lugar)
    solicitud.subsanaciones.filter(atendida_en=None).update(atendida_en=timezone.now())
    return movimiento


def vencer_correcciones(hoy: date) -> int:
    """End the cases whose correction did not come in time (COA 140). Returns how many."""
    vencidas = Subsanacion.objects.filter(
        atendida_en=None, vence_el__lt=hoy, solicitud__estado=Estado.EN_SUBSANACION
    ).select_related("solicitud")
    return cada_una(_vencer, vencidas)


def emitir_certificado(certificado_id: int) -> None:
    """Issue one registered certificate and deliver it to its case. Safe to repeat at any point."""
    if emitir_pdf(certificado_id):
        for solicitud in Solicitud.objects.filter(certificados=certificado_id):
            entregar(solicitud)


def entregar(solicitud: Solicitud) -> None:
    """Deliver a certificate that is ready: move, log and mail, once however often it is called."""
    if solicitud.estado == Estado.APROBADA:
        try:
            mover(solicitud, "entregar")
        except TransicionInvalida:
            return  # Another worker delivered it between our reading and our writing.


def anotar_movimiento(
    solicitud: Solicitud, accion: str, *, por=None, detalle="", aviso=None
) -> Movimiento:
    """Write one line of history and, with `aviso`, its mail, in the caller's transaction."""
    ahora = timezone.now()
    movimiento = Movimiento.objects.create(
        solicitud=solicitud,
        accion=accion,
        estado=solicitud.estado,
        por=por,
        detalle=detalle,
        en=ahora,
    )
    if aviso:
        correo.encolar(aviso, solicitud.correo, movimiento=movimiento)
    return movimiento


def _decidir(solicitud: Solicitud, accion: str, *, por, detalle="", **campos) -> None:
    campos |= {"decidida_en": timezone.now(), "decidida_por": por}
    mover(solicitud, accion, por=por, detalle=detalle, **campos)


@transaction.atomic
def mover(solicitud: Solicitud, accion: str, *, por=None, detalle="", **campos) -> Movimiento:
    """The compare and swap behind every action. Raises `TransicionInvalida` when it loses."""
    transicion = TRANSICIONES[accion]
    movidas = Solicitud.objects.filter(
        pk=solicitud.pk, version=solicitud.version, estado__in=transicion.desde
    ).update(estado=transicion.hacia, version=F("version") + 1, **campos)
    if movidas != 1:
        raise TransicionInvalida(_lo_que_paso(solicitud.pk, transicion))
    solicitud.refresh_from_db()
    return anotar_movimiento(solicitud, accion, por=por, detalle=detalle, aviso=transicion.aviso)


def _lo_que_paso(solicitud_id: int, intento: Transicion) -> str:
    if intento.rol == Rol.SOLICITANTE:
        # In the words of their page, without the name of any member of staff.
        estado = Solicitud.objects.get(pk=solicitud_id).estado_publico
        return (
            f"No se pudo {DE_LA_PERSONA[intento.accion]}: ya no está como usted la vio. "
            f"Su estado ahora es «{estado}»."
        )
    ultimo = Movimiento.objects.filter(solicitud_id=solicitud_id).select_related("por").last()
    quien = f" por {nombre_de(ultimo.por)}" if ultimo.por else ""
    cuando = date_format(timezone.localtime(ultimo.en), "d-m-Y H:i")
    paso = f"esta solicitud {hecho(ultimo.accion)}{quien} el {cuando}"
    return f"No se pudo {intento.boton.lower() or 'continuar'}: {paso}. Revise su estado actual."


def _reanudar_termino(solicitud: Solicitud, subsanacion: Subsanacion) -> None:
    """Give back to the legal term the business days that it waited for the person (COA 162)."""
    ahora = timezone.now()
    feriados = feriados_de_caso(solicitud.provincia, solicitud.unidad)
    espera = habiles_entre(
        timezone.localdate(subsanacion.pedida_en), timezone.localdate(ahora), feriados
    )
    subsanacion.observados.update(corregido_en=ahora)
    Subsanacion.objects.filter(pk=subsanacion.pk).update(atendida_en=ahora)
    Solicitud.objects.filter(pk=solicitud.pk).update(
        vence_el=sumar_habiles(solicitud.vence_el, espera, feriados)
    )


@transaction.atomic
def _vencer(subsanacion: Subsanacion) -> bool:
    try:
        mover(subsanacion.solicitud, "vencer_correccion")
    except TransicionInvalida:
        return False  # The person corrected it at the last moment.
    Subsanacion.objects.filter(pk=subsanacion.pk).update(atendida_en=timezone.now())
    return True
