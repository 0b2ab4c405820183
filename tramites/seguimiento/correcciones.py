"""A correction in the making: each new document waits in its draft until all are sent."""

from django.db import transaction

from documentos.models import Documento
from tramites import services
from tramites.models import Borrador, Movimiento, Requisito, Solicitud, Subsanacion
from tramites.recepcion import borradores, pasos


def abierta(solicitud: Solicitud) -> Subsanacion | None:
    """The correction that the case waits for, if it does."""
    return solicitud.subsanaciones.filter(atendida_en=None).select_related("solicitud").first()


def pedidos(subsanacion: Subsanacion) -> dict[Requisito, Documento | None]:
    """Each document asked for again, with the new file that is ready to be sent or None."""
    observados = subsanacion.observados.select_related("requisito__tramite")
    nuevos = Documento.objects.filter(borrador__subsanacion=subsanacion)
    return pasos.con_su_archivo([o.requisito for o in observados], nuevos)


@transaction.atomic
def enviar(subsanacion: Subsanacion, **quien) -> Movimiento:
    """Send a complete correction, once. `quien` is as in `services.corregir`.

    Raises `borradores.Incompleto`, `borradores.YaPresentada` and `services.TransicionInvalida`.
    """
    borrador = Borrador.objects.filter(subsanacion=subsanacion).first()
    if borrador is None:
        raise borradores.Incompleto
    borradores.tomar(borrador)
    if pasos.falta_alguno(pedidos(subsanacion).values()):
        raise borradores.Incompleto
    return services.corregir(subsanacion.solicitud, borrador, **quien)
