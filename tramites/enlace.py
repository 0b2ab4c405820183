"""A new link for a person who has no mail and lost the paper; the old one stops working."""

from django.db import transaction

from . import identidad
from .hoja_de_ruta import CAMBIAR_ENLACE
from .models import Movimiento, Solicitud
from .numeros import huella, nueva_semilla, secreto_de
from .services import anotar_movimiento


class NoSeCambia(Exception):
    """There is no new link. The message tells the officer why."""


def can_cambiar(solicitud: Solicitud) -> bool:
    """Whether only paper can bring this person the link. Whoever has an address gets a code there,
    and the holder of a case brought by somebody else has the link by mail from the first day."""
    ingreso = getattr(solicitud, "ingreso", None)
    return bool(ingreso) and not solicitud.correo and ingreso.autorizacion_id is None


def sin_correo(solicitud: Solicitud) -> str:
    """For papers that do not bear the link: how to follow a case without an address, and who gives
    its link again. Empty for a case that has an address."""
    if solicitud.correo:
        return ""
    return (
        "Su solicitud no tiene correo: se sigue con el enlace del comprobante de ingreso. Si lo "
        f"perdió, otro se lo da la {solicitud.unidad}, con su documento original."
    )


@transaction.atomic
def cambiar(solicitud: Solicitud, *, por, lugar: str) -> Movimiento:
    """Give the case a new link, with its line of history. Raises `NoSeCambia`.

    Accounts that saved the case with the lost link lose it too: otherwise they would be led to the
    new one. The link to be replaced is the one that the caller read, so of two windows at once only
    one changes it.
    """
    if not can_cambiar(solicitud):
        raise NoSeCambia("Esta persona recibe su enlace por correo: no se imprime otro.")
    semilla = nueva_semilla()
    cambiadas = Solicitud.objects.filter(pk=solicitud.pk, semilla=solicitud.semilla).update(
        semilla=semilla, secreto_huella=huella(secreto_de(semilla))
    )
    if not cambiadas:
        raise NoSeCambia("Otra ventanilla acaba de dar un enlace nuevo a esta persona.")
    solicitud.refresh_from_db()
    identidad.desvincular(solicitud)
    return anotar_movimiento(solicitud, CAMBIAR_ENLACE, por=por, detalle=lugar)


def ultimo_cambio(solicitud: Solicitud) -> Movimiento | None:
    """The line of history that gave the current link; None while it is still the first one."""
    return solicitud.movimientos.filter(accion=CAMBIAR_ENLACE).last()
