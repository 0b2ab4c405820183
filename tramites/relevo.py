"""The relay: the alarm clock between the rows that must be worked on and Celery.

It finds due rows, claims them for a while and publishes their ids. So the web process never talks
to the broker, and neither a dead broker nor a lost message loses anything.
"""

import logging
from datetime import datetime

from celery import current_app
from celery.exceptions import OperationalError
from redis.exceptions import RedisError

from certificados import services as certificados

from . import correo
from .estados import Estado
from .models import Solicitud
from .rondas import cada_una
from .services import entregar
from .tasks import emitir_certificado, enviar_correo

registro = logging.getLogger(__name__)
SIN_RESPUESTA = (OperationalError, RedisError, OSError)


def despertar(ahora: datetime, limite: int = 10) -> int:
    """Publish every due row. Returns how many.

    Nothing is claimed until the broker has answered, so what falls due while it is dead or hung
    is published as soon as it comes back.
    """
    publicados = 0
    try:
        _preguntar_al_broker()
        for tarea, debidos in (
            (emitir_certificado, certificados.por_emitir),
            (enviar_correo, correo.por_enviar),
        ):
            while ids := debidos(ahora, limite):
                for pk in ids:
                    tarea.apply_async((pk,), retry=False)
                publicados += len(ids)
    except SIN_RESPUESTA as error:
        # Claims expire by themselves: a broker that is down delays work and loses none.
        registro.warning("The broker does not answer (%s).", type(error).__name__)
    return publicados


def entregar_emitidos() -> None:
    """Deliver the certificates that were issued by a worker that died before telling their case."""
    emitidas = Solicitud.objects.filter(estado=Estado.APROBADA, certificados__estado="emitido")
    cada_una(entregar, emitidas)


def _preguntar_al_broker() -> None:
    """A whole round trip, because a hung broker accepts connections and answers nothing."""
    with current_app.connection_for_write() as conexion:
        conexion.default_channel.client.ping()
