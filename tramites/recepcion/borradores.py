"""From the first typed word to a case with a number.

A draft is opened by the key that its form carries. That key is also what makes the sending
idempotent: a double click, a retry or the back button all end in the same case.
"""

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from documentos import services as documentos
from tramites.models import Borrador, Provincia, Requisito, Solicitud, TipoIdentificacion, Tramite
from tramites.numeros import huella
from tramites.rondas import cada_una
from tramites.services import presentar as presentar_caso


class YaPresentada(Exception):
    """The draft became a case before this change of it: the change is not in the case."""


def nueva_clave() -> str:
    """The secret of a new draft, 192 bits."""
    return secrets.token_urlsafe(24)


def abrir(clave: str, tramite: Tramite, navegador: str) -> Borrador:
    """The draft of `clave`, made at its first use by the browser that carries `navegador`.

    Raises `Borrador.DoesNotExist` for a draft of another browser: whoever is handed a draft's
    link must not fill it for somebody who keeps the key.
    """
    borrador, _ = Borrador.objects.get_or_create(
        huella=huella(clave),
        defaults={
            "tramite": tramite,
            "navegador": huella(navegador),
            "caduca_en": _caducidad(),
        },
    )
    if borrador.navegador != huella(navegador):
        raise Borrador.DoesNotExist
    return borrador


@transaction.atomic
def guardar(borrador: Borrador, tramite: Tramite, datos: dict, subidos: dict, completo: bool):
    """Keep what was typed and each good file, whether or not the rest is right.

    `subidos` holds one `documentos.fields.Subido` per `Requisito`; a file replaces the one that
    the draft had for that requirement. Raises `YaPresentada` when the draft was sent meanwhile.
    """
    _tomar(borrador, tramite=tramite, datos=datos, completo=completo)
    for requisito, subido in subidos.items():
        documentos.guardar(subido, requisito=requisito, borrador=borrador)


@transaction.atomic
def adjuntar(borrador: Borrador, requisito: Requisito, subido):
    """Keep one file by itself. Raises `YaPresentada`. Returns the `Documento`."""
    _tomar(borrador)
    return documentos.guardar(subido, requisito=requisito, borrador=borrador)


def _tomar(borrador: Borrador, **cambios) -> None:
    """Hold the draft's row until the end of the transaction: one use of a draft at a time."""
    tomados = Borrador.objects.filter(pk=borrador.pk).update(caduca_en=_caducidad(), **cambios)
    if not tomados:
        raise YaPresentada
    borrador.refresh_from_db()


def _caducidad() -> datetime:
    """Each use of a draft gives it all its hours again."""
    return timezone.now() + timedelta(hours=settings.BORRADOR_HORAS)


def ya_presentada(clave: str) -> Solicitud | None:
    """The case that this key already made, if it did."""
    return Solicitud.objects.filter(envio_huella=huella(clave)).first()


def presentar(clave: str) -> Solicitud:
    """Turn the complete draft of `clave` into a case, once, however often it is called.

    Case, number, documents, first line of history and mail are one transaction. Raises
    `Borrador.DoesNotExist` when there is no complete draft nor a case of that key.
    """
    try:
        with transaction.atomic():
            return ya_presentada(clave) or _crear(_para_enviar(clave))
    except (IntegrityError, Borrador.DoesNotExist):
        # A twin of this request got there first: its case is the answer.
        if solicitud := ya_presentada(clave):
            return solicitud
        raise


def _para_enviar(clave: str) -> Borrador:
    """The complete draft of `clave`, held until the end of the transaction."""
    enviables = Borrador.objects.filter(
        huella=huella(clave), completo=True, caduca_en__gt=timezone.now(), tramite__activo=True
    )
    enviables.update(completo=True)
    return enviables.select_related("tramite").get()


def datos_de(borrador: Borrador) -> dict:
    """What the draft says, with its rows: the fields that a case takes from it."""
    datos = borrador.datos
    provincia = Provincia.objects.select_related("unidad").get(codigo=datos["provincia"])
    return {
        "tramite": borrador.tramite,
        "provincia": provincia,
        "unidad": borrador.tramite.unidad_para(provincia),
        "tipo_identificacion": TipoIdentificacion(datos["tipo_identificacion"]),
        **{campo: datos[campo] for campo in CAMPOS_DEL_CASO},
    }


CAMPOS_DEL_CASO = ("identificacion", "nombres", "correo", "telefonos", "mensaje")


def purgar(ahora: datetime) -> int:
    """Delete the drafts past their 48 hours with their files. How many went."""
    return cada_una(_borrar, Borrador.objects.filter(caduca_en__lt=ahora))


@transaction.atomic
def _borrar(borrador: Borrador) -> bool:
    """Whether the draft went: not if somebody used or sent it after we read it."""
    sin_uso = Borrador.objects.filter(pk=borrador.pk, caduca_en=borrador.caduca_en)
    if not sin_uso.update(completo=False):
        return False
    for documento in borrador.documentos.all():
        documentos.borrar(documento)
    borrador.delete()
    return True


def _crear(borrador: Borrador) -> Solicitud:
    solicitud = presentar_caso(
        datos_de(borrador), envio_huella=borrador.huella, navegador=borrador.navegador
    )
    documentos.adoptar(borrador, solicitud)
    borrador.delete()
    return solicitud
