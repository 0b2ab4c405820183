"""The log of checks: each is written once, its row is deleted after some months, and the count of
them is kept for ever."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import Count, F

from certificados.models import Certificado, Consulta

registro = logging.getLogger(__name__)
# Rows per transaction, few enough for whoever waits to write.
TANDA = 500
# Written here and not built by Django at each check, which took as long as the database itself.
ANOTAR = """
    INSERT INTO certificados_consulta (certificado_id, en, via, por_maquina, resultado, origen)
    VALUES (%s, CURRENT_TIMESTAMP, %s, %s, %s, %s)
"""


def anotar(
    *, certificado_id: int | None, via: str, por_maquina: bool, resultado: str, origen: str
) -> None:
    """Log one check; a log that cannot be written must not keep a hospital from its answer."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(ANOTAR, [certificado_id, via, por_maquina, resultado, origen])
    except DatabaseError:
        registro.exception("No se anotó una consulta")


def purgar(ahora: datetime) -> int:
    """Delete the checks past CONSULTAS_DIAS, keeping how many each certificate had.

    Returns how many rows went.
    """
    viejas = Consulta.objects.filter(en__lt=ahora - timedelta(days=settings.CONSULTAS_DIAS))
    borradas = 0
    while ids := list(viejas.order_by("pk").values_list("pk", flat=True)[:TANDA]):
        if not _borrar(ids):
            break  # Another relay is at it.
        borradas += len(ids)
    return borradas


@transaction.atomic
def _borrar(ids: list[int]) -> bool:
    """Count and delete these rows: all of them or, if somebody else took any, none."""
    tanda = Consulta.objects.filter(pk__in=ids)
    por_certificado = tanda.exclude(certificado=None).values_list("certificado").order_by()
    for certificado_id, cuantas in list(por_certificado.annotate(Count("pk"))):
        Certificado.objects.filter(pk=certificado_id).update(
            consultas_borradas=F("consultas_borradas") + cuantas
        )
    todas = tanda.delete()[0] == len(ids)
    if not todas:
        transaction.set_rollback(True)
    return todas
