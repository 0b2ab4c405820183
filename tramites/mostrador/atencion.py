"""What is done at a window for a case that already exists: correct it, withdraw it, a new link.

For whoever has no internet, at any centre (R37): the officer sees the original document and notes
the number that Quipux gave to the paper handed in.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from tramites import enlace, services
from tramites.alcance import can_ver
from tramites.hoja_de_ruta import CAMBIAR_ENLACE
from tramites.models import Atencion, Movimiento, Solicitud, Subsanacion, UnidadAdministrativa
from tramites.numeros import normalizar
from tramites.seguimiento import correcciones


def buscar(numero: str, identificacion: str) -> Solicitud:
    """The case with that number and that whole identification.

    Raises `ValidationError`, the same one whatever does not match.
    """
    casos = Solicitud.objects.select_related("tramite", "unidad", "provincia")
    escrita = normalizar(identificacion).replace("-", "")
    if solicitud := casos.filter(numero=normalizar(numero), identificacion=escrita).first():
        return solicitud
    raise ValidationError(
        "No hay una solicitud con ese número y esa identificación. Compare los dos con el "
        "comprobante y con el documento."
    )


@transaction.atomic
def corregir(subsanacion: Subsanacion, entrada: dict, *, por) -> Atencion:
    """Send a correction at a window. `entrada` has the fields of an `Atencion`.

    Raises what `correcciones.enviar` raises.
    """
    return _anotar(correcciones.enviar(subsanacion, por=por, lugar=_lugar(entrada)), entrada)


@transaction.atomic
def retirar(solicitud: Solicitud, entrada: dict, *, por) -> Atencion:
    """Withdraw a case at a window. Raises `services.TransicionInvalida`."""
    return _anotar(services.retirar(solicitud, por=por, lugar=_lugar(entrada)), entrada)


@transaction.atomic
def dar_enlace(solicitud: Solicitud, entrada: dict, *, por) -> Atencion:
    """Give a case a new link at a window. Raises `enlace.NoSeCambia`."""
    return _anotar(enlace.cambiar(solicitud, por=por, lugar=_lugar(entrada)), entrada)


def can_dar_enlace(usuario, solicitud: Solicitud) -> bool:
    """Only the unit that attends the case may: a link opens it for ever."""
    return enlace.can_cambiar(solicitud) and can_ver(usuario, solicitud)


def quien_da_enlace(usuario, solicitud: Solicitud) -> UnidadAdministrativa | None:
    """The unit to send the person to, when they can have another link but not from this officer."""
    aqui = can_dar_enlace(usuario, solicitud) or not enlace.can_cambiar(solicitud)
    return None if aqui else solicitud.unidad


def lleva_enlace(atencion: Atencion) -> bool:
    """Whether its receipt may carry the link: on the day it was given, until another is given."""
    movimiento = atencion.movimiento
    if movimiento.accion != CAMBIAR_ENLACE:
        return False
    de_hoy = timezone.localdate(movimiento.en) == timezone.localdate()
    return de_hoy and movimiento == enlace.ultimo_cambio(movimiento.solicitud)


def tiene_comprobante(atencion: Atencion) -> bool:
    """Every `Atencion` has a receipt; that of a new link, only while it may carry the link."""
    return atencion.movimiento.accion != CAMBIAR_ENLACE or lleva_enlace(atencion)


def _lugar(entrada: dict) -> str:
    quipux = f" Quipux {entrada['quipux']}." if entrada.get("quipux") else ""
    return f"En persona, en {entrada['centro']}, con su documento original.{quipux}"


def _anotar(movimiento: Movimiento, entrada: dict) -> Atencion:
    return Atencion.objects.create(movimiento=movimiento, **entrada)
