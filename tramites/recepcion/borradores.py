"""Drafts: from the first typed word to a case with a number.

A draft is opened by the key in its address, in one browser at a time. That key also makes sending
idempotent: a double click, a retry and the back button all end in the same case.
"""

import re
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone

from documentos import services as documentos
from tramites.identificacion import termina_en
from tramites.models import (
    Borrador,
    Provincia,
    Requisito,
    Solicitud,
    Subsanacion,
    TipoIdentificacion,
    Tramite,
)
from tramites.numeros import huella
from tramites.rondas import cada_una
from tramites.services import presentar as presentar_caso

from . import pasos
from .forms import QuienForm

# Wrong answers after which a link opens in no other browser. With the last 4 characters of a
# number, 5 guesses succeed once in two thousand, and only for somebody who has the link.
INTENTOS = 5
# A key as `nueva_clave` makes it.
CLAVE = re.compile(r"[A-Za-z0-9_-]{32}", re.ASCII)


class YaPresentada(Exception):
    """The draft became a case before this change to it: the change is not in the case."""


class EnOtroNavegador(Exception):
    """The draft is alive, but open in another browser."""


class Incompleto(Exception):
    """The draft cannot be sent yet: some step is not complete."""


def nueva_clave() -> str:
    """The secret of a new draft, 192 bits."""
    return secrets.token_urlsafe(24)


def abrir(clave: str, tramite: Tramite, navegador: str) -> Borrador:
    """The draft of `clave`, made on first use by the browser that carries `navegador`.

    Raises `EnOtroNavegador`: whoever is handed the link of a draft must not fill it in for somebody
    who keeps the key.
    """
    borrador, _ = Borrador.objects.get_or_create(
        huella=huella(clave),
        defaults={
            "tramite": tramite,
            "navegador": huella(navegador),
            "caduca_en": _caducidad(),
        },
    )
    return _en_su_navegador(borrador, navegador)


def abierto(clave: str, navegador: str) -> Borrador:
    """The living draft of `clave`. Raises `Borrador.DoesNotExist`, `EnOtroNavegador`."""
    return _en_su_navegador(_vivos(clave).select_related("tramite").get(), navegador)


def de_correccion(subsanacion: Subsanacion) -> Borrador:
    """The draft that keeps the documents of a correction, made with its first document."""
    borrador, _ = Borrador.objects.get_or_create(
        subsanacion=subsanacion,
        defaults={
            "huella": huella(nueva_clave()),
            "tramite": subsanacion.solicitud.tramite,
            "caduca_en": _caducidad(),
        },
    )
    return borrador


def _en_su_navegador(borrador: Borrador, navegador: str) -> Borrador:
    if borrador.navegador != huella(navegador):
        raise EnOtroNavegador
    return borrador


def _vivos(clave: str):
    return Borrador.objects.filter(huella=huella(clave), caduca_en__gt=timezone.now())


@transaction.atomic
def anotar(borrador: Borrador, datos: dict) -> None:
    """Add what was typed in a step, good or not, to what the draft already holds.

    If it names a procedure that is offered, that becomes the draft's. Raises `YaPresentada` when
    the draft was sent meanwhile.
    """
    tomar(borrador)
    borrador.datos |= datos
    elegido = Tramite.ofrecidos().filter(codigo=datos.get("tramite", "")).first()
    borrador.tramite = elegido or borrador.tramite
    borrador.save(update_fields=["datos", "tramite"])


@transaction.atomic
def adjuntar(borrador: Borrador, requisito: Requisito, subido):
    """Keep one file, in place of the one that the draft had. Raises `YaPresentada`.

    `subido` is a `documentos.subida.Subido`. Returns the `Documento`.
    """
    tomar(borrador)
    return documentos.guardar(subido, requisito=requisito, borrador=borrador)


@transaction.atomic
def quitar(borrador: Borrador, documento) -> None:
    tomar(borrador)
    documentos.borrar(documento)


@transaction.atomic
def enviar_asi(borrador: Borrador, documento, *, en_papel: bool = False) -> None:
    """Note that a doubtful or reduced file is to be sent as it is, for an officer to look at.

    The person says so or, `en_papel`, the officer at a window who saw the paper.
    """
    tomar(borrador)
    documentos.dar_conformidad(documento, en_papel=en_papel)


def girar(borrador: Borrador, documento):
    """Turn a photo by a quarter. Raises `documentos.fotos.FotoImposible`, `YaPresentada`."""
    return adjuntar(borrador, documento.requisito, documentos.girada(documento))


def tomar(borrador: Borrador) -> None:
    """Lock the draft's row until the end of the transaction, so that it has one use at a time.

    Raises `YaPresentada` when the draft is gone.
    """
    tomados = Borrador.objects.filter(pk=borrador.pk).update(caduca_en=_caducidad())
    if not tomados:
        raise YaPresentada
    borrador.refresh_from_db()


def _caducidad() -> datetime:
    """When a draft that is used now will expire: each use gives it all its hours again."""
    return timezone.now() + timedelta(hours=settings.BORRADOR_HORAS)


def se_puede_retomar(clave: str) -> bool:
    """Whether the link of `clave` can be opened in another browser, by somebody who knows the
    person."""
    borrador = _vivos(clave).filter(intentos__lt=INTENTOS).first()
    return borrador is not None and "identificacion" in _buenos(borrador)


def retomar(clave: str, ultimos: str, navegador: str) -> str | None:
    """Move a draft to the browser that carries `navegador`. Returns its new key.

    None when `ultimos` are not the last characters of the identification typed in it, or after
    `INTENTOS` errors. The old key and the old browser open nothing any more, and the e-mail address
    must be typed again: whoever prepared a draft for somebody else loses it here.
    """
    contado = _vivos(clave).filter(intentos__lt=INTENTOS).update(intentos=F("intentos") + 1)
    borrador = _vivos(clave).first()
    if not contado or borrador is None or not _son_los_ultimos(borrador, ultimos):
        return None
    nueva = nueva_clave()
    movido = _vivos(clave).update(
        huella=huella(nueva),
        navegador=huella(navegador),
        intentos=0,
        datos=borrador.datos | {"correo": ""},
        caduca_en=_caducidad(),
    )
    return nueva if movido else None


def _son_los_ultimos(borrador: Borrador, ultimos: str) -> bool:
    identificacion = _buenos(borrador).get("identificacion", "")
    return bool(identificacion) and termina_en(identificacion, ultimos)


def _buenos(borrador: Borrador) -> dict:
    formulario = QuienForm(borrador.datos)
    return formulario.cleaned_data if formulario.is_valid() else {}


def ya_presentada(clave: str) -> Solicitud | None:
    """The case that the draft of this key became, if it did."""
    return Solicitud.objects.filter(envio_huella=huella(clave)).first()


def presentar(clave: str) -> Solicitud:
    """Turn the complete draft of `clave` into a case, once, however often it is called.

    Case, number, documents, first line of history and mail are one transaction. Raises
    `Borrador.DoesNotExist` when that key has neither a draft nor a case, and `Incompleto`.
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
    """The complete draft of `clave`, locked until the end of the transaction."""
    vivos = _vivos(clave)
    vivos.update(intentos=F("intentos"))
    borrador = vivos.select_related("tramite").get()
    if pasos.pendiente(borrador) != pasos.REVISAR:
        raise Incompleto
    return borrador


def datos_de(borrador: Borrador) -> dict:
    """What the draft says, as the fields of a case: rows in place of their codes."""
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
    """Delete, with their files, the drafts past their 48 hours and those of corrections that are
    over (withdrawn, or not sent in time). Returns how many went."""
    sin_uso = Q(subsanacion=None, caduca_en__lt=ahora)
    terminadas = Q(subsanacion__atendida_en__isnull=False)
    return cada_una(_borrar, Borrador.objects.filter(sin_uso | terminadas))


@transaction.atomic
def _borrar(borrador: Borrador) -> bool:
    """Delete a draft, unless somebody used or sent it after we read it. Whether it went."""
    sin_uso = Borrador.objects.filter(pk=borrador.pk, caduca_en=borrador.caduca_en)
    if not sin_uso.update(intentos=0):
        return False
    for documento in borrador.documentos.all():
        documentos.borrar(documento)
    borrador.delete()
    return True


def _crear(borrador: Borrador) -> Solicitud:
    solicitud = presentar_caso(
        datos_de(borrador), envio_huella=borrador.huella, navegador=borrador.navegador
    )
    _soltar_lo_que_no_se_pide(borrador)
    documentos.adoptar(borrador, solicitud)
    borrador.delete()
    return solicitud


def _soltar_lo_que_no_se_pide(borrador: Borrador) -> None:
    """Delete the files for requirements that no longer apply, so that they stay out of the case."""
    pedidos = pasos.pedidos(borrador)
    for documento in borrador.documentos.exclude(requisito__in=pedidos):
        documentos.borrar(documento)
