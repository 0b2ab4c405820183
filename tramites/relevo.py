"""The relay: the alarm clock between the rows that must be worked on and Celery.

It finds due rows, pushes their next try forward and publishes their ids, so the web process never
talks to the broker, and neither a dead broker nor a lost message loses anything.
"""

import logging
from datetime import datetime

from kombu.exceptions import OperationalError

from certificados import services as certificados

from . import correo
from .estados import Estado
from .models import Solicitud
from .services import entregar
from .tasks import emitir_certificado, enviar_correo

registro = logging.getLogger(__name__)


def despertar(ahora: datetime, limite: int = 10) -> int:
    """Publish every due row. How many were published.

    In small handfuls: when the broker fails, only the handful already claimed waits for its claim
    to end, and the rest stays due.
    """
    publicados = 0
    for tarea, debidos in (
        (emitir_certificado, certificados.por_emitir),
        (enviar_correo, correo.por_enviar),
    ):
        while ids := debidos(ahora, limite):
            if not all(_publicar(tarea, pk) for pk in ids):
                return publicados
            publicados += len(ids)
    return publicados


def entregar_emitidos() -> None:
    """Tell the cases whose certificate was issued but whose worker died before telling them."""
    for solicitud in Solicitud.objects.filter(
        estado=Estado.APROBADA, certificados__estado="emitido"
    ):
        entregar(solicitud)


def _publicar(tarea, pk: int) -> bool:
    try:
        tarea.apply_async((pk,), retry=False)
    except OperationalError as error:
        # The row comes due again by itself: a broker that is down delays work, it loses none.
        registro.warning("The broker does not answer (%s).", type(error).__name__)
        return False
    return True
