"""The link of a person who has no mail and lost the paper: a new one, and the old opens nothing."""

from django.db import transaction

from . import identidad
from .hoja_de_ruta import CAMBIAR_ENLACE
from .models import Movimiento, Solicitud
from .numeros import huella, nueva_semilla, secreto_de
from .services import anotar_movimiento


class NoSeCambia(Exception):
    """Why there is no new link, in words to the officer."""


def can_cambiar(solicitud: Solicitud) -> bool:
    """Whether only paper can bring the link: whoever has an address gets a code there, and one
    brought by somebody else was followed by its holder from the first day."""
    ingreso = getattr(solicitud, "ingreso", None)
    return bool(ingreso) and not solicitud.correo and ingreso.autorizacion_id is None


def sin_correo(solicitud: Solicitud) -> str:
    """For a paper without the link, how a case without an address is followed and who gives its
    link again; empty for a case that has one."""
    if solicitud.correo:
        return ""
    return (
        "Su solicitud no tiene correo: se sigue con el enlace del comprobante de ingreso. Si lo "
        f"perdió, otro se lo da la {solicitud.unidad}, con su documento original."
    )


@transaction.atomic
def cambiar(solicitud: Solicitud, *, por, lugar: str) -> Movimiento:
    """Another link for the case, with its line of history. Raises `NoSeCambia`.

    The accounts that saved the case with the lost link lose it too: they would be led to the new.

    The link that the caller read is the one that ends: of two at once, one changes it.
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
    """The line of the history that gave the link of today; None for the one of the entry."""
    return solicitud.movimientos.filter(accion=CAMBIAR_ENLACE).last()
