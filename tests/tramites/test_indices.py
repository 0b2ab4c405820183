"""What is asked many times a day reads no table whole, however many cases and mails there are."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tramites import correo, relevo, vigilancia

from .reparto import presentada

# The tables that grow with every case.
ENTERA = re.compile(r"SCAN tramites_(correo|solicitud)\b")
FRECUENTES = {
    "the relay, each second": lambda client: (
        correo.por_enviar(timezone.now()),
        relevo.entregar_emitidos(),
    ),
    "its upkeep": lambda client: correo.purgar(timezone.now()),
    "each page of a supervisor": lambda client: vigilancia.alarmas(timezone.now()),
    "the monitor": lambda client: client.get(reverse("salud_lista")),
    "each new case": lambda client: presentada(),
}


def planes(pedir) -> list[str]:
    """How SQLite would find the rows that `pedir` reads, changes or deletes."""
    with CaptureQueriesContext(connection) as capturadas:
        pedir()
    buscan = ("SELECT", "UPDATE", "DELETE")
    preguntas = [c["sql"] for c in capturadas if c["sql"].startswith(buscan)]
    with connection.cursor() as cursor:
        return [
            fila[3]
            for pregunta in preguntas
            for fila in cursor.execute(f"EXPLAIN QUERY PLAN {pregunta}").fetchall()
        ]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL reads an empty table whole")
@pytest.mark.parametrize("que", FRECUENTES)
def test_lo_que_se_pregunta_a_menudo_no_recorre_una_tabla_entera(catalogo, client, que):
    hechos = planes(lambda: FRECUENTES[que](client))
    assert hechos and [plan for plan in hechos if ENTERA.search(plan)] == []
