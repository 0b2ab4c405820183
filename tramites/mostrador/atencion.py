"""What is done at a window for a case that already is: corrected, withdrawn, its link again.

For whoever has no internet, at any centre (R37), with the original document seen and, of what is
handed in, the number that Quipux gave to the paper.
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
    """The case that the person in front names: its number and their own, whole.

    Raises `ValidationError`, the same for whatever does not fit.
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
    """Raises what `correcciones.enviar` does. `entrada` has the fields of an `Atencion`."""
    return _anotar(correcciones.enviar(subsanacion, por=por, lugar=_lugar(entrada)), entrada)


@transaction.atomic
def retirar(solicitud: Solicitud, entrada: dict, *, por) -> Atencion:
    """Raises `services.TransicionInvalida`."""
    return _anotar(services.retirar(solicitud, por=por, lugar=_lugar(entrada)), entrada)


@transaction.atomic
def dar_enlace(solicitud: Solicitud, entrada: dict, *, por) -> Atencion:
    """Raises `enlace.NoSeCambia`."""
    return _anotar(enlace.cambiar(solicitud, por=por, lugar=_lugar(entrada)), entrada)


def can_dar_enlace(usuario, solicitud: Solicitud) -> bool:
    """Only the unit that attends the case: what opens it for ever is not for every window."""
    return enlace.can_cambiar(solicitud) and can_ver(usuario, solicitud)


def quien_da_enlace(usuario, solicitud: Solicitud) -> UnidadAdministrativa | None:
    """Where to send who asks for another link and can have one, but not from this officer."""
    aqui = can_dar_enlace(usuario, solicitud) or not enlace.can_cambiar(solicitud)
    return None if aqui else solicitud.unidad


def lleva_enlace(atencion: Atencion) -> bool:
    """Whether its receipt may be printed with the link: the day that it was given, while no other
    was."""
    movimiento = atencion.movimiento
    if movimiento.accion != CAMBIAR_ENLACE:
        return False
    de_hoy = timezone.localdate(movimiento.en) == timezone.localdate()
    return de_hoy and movimiento == enlace.ultimo_cambio(movimiento.solicitud)


def tiene_comprobante(atencion: Atencion) -> bool:
    """Any has one; that of a link, while it may bear it."""
    return atencion.movimiento.accion != CAMBIAR_ENLACE or lleva_enlace(atencion)


def _lugar(entrada: dict) -> str:
    quipux = f" Quipux {entrada['quipux']}." if entrada.get("quipux") else ""
    return f"En persona, en {entrada['centro']}, con su documento original.{quipux}"


def _anotar(movimiento: Movimiento, entrada: dict) -> Atencion:
    return Atencion.objects.create(movimiento=movimiento, **entrada)
