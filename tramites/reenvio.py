"""An officer sends a mail of a case again: the same words, in a new message."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from .hoja_de_ruta import REENVIAR_CORREO
from .models import Correo
from .services import anotar_movimiento

# More would not help: an address that lost three is wrong, or its server refuses us.
REENVIOS_AL_DIA = 3


class NoSeReenvia(Exception):
    """A mail is not sent again. The message tells the officer why."""


@transaction.atomic
def reenviar(original: Correo, *, por) -> Correo:
    """Write the same mail again to the case's address, with a line of history.

    Raises `NoSeReenvia`.
    """
    solicitud = original.movimiento.solicitud
    _check_reenviable(original, solicitud)
    movimiento = anotar_movimiento(
        solicitud, REENVIAR_CORREO, por=por, detalle=original.get_aviso_display()
    )
    return Correo.objects.create(
        movimiento=movimiento,
        aviso=original.aviso,
        para=solicitud.correo,
        asunto=original.asunto,
        texto=original.texto,
        proximo_intento=movimiento.en,
    )


def _check_reenviable(original: Correo, solicitud) -> None:
    if not solicitud.correo:
        raise NoSeReenvia("La solicitud no tiene una dirección de correo.")
    if not original.reenviable:
        raise NoSeReenvia("Ese correo todavía no sale: espere a saber si llegó.")
    desde = timezone.now() - timedelta(days=1)
    hechos = solicitud.movimientos.filter(accion=REENVIAR_CORREO, en__gte=desde)
    if hechos.count() >= REENVIOS_AL_DIA:
        raise NoSeReenvia(
            f"Ya se reenviaron {REENVIOS_AL_DIA} correos hoy. Confirme por teléfono que la "
            "dirección está bien escrita."
        )
