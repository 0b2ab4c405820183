"""What the worker does: one id in, one service called."""

from celery import shared_task

from . import correo, services


@shared_task
def emitir_certificado(certificado_id: int) -> None:
    services.emitir_certificado(certificado_id)


@shared_task
def enviar_correo(correo_id: int) -> None:
    correo.enviar(correo_id)
