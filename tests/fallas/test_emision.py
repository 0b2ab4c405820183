"""Issuing on the real portal while its parts die: nothing lost, nothing twice, no gap
(R02, R05, R06 and R21 of the reliability table)."""

import os
import signal
import time

import pytest

from tests.fallas.test_portal import lideres
from tests.portal_vivo import esperar

APROBAR = """
from django.contrib.auth import get_user_model
from tests.tramites.reparto import APROBACION, en_revision, services
bruno = get_user_model().objects.get(username="bruno")
for _ in range({cuantas}):
    services.aprobar(en_revision(bruno), por=bruno, **APROBACION)
"""
CONTAR = """
from certificados.models import Certificado
from tramites.models import Correo, Solicitud
emitidos = Certificado.objects.filter(estado="emitido")
print(
    emitidos.count(),
    sorted(emitidos.values_list("orden", flat=True)) == list(range(1, emitidos.count() + 1)),
    Solicitud.objects.filter(estado="aprobada").count(),
    Correo.objects.filter(aviso="certificado_listo").count(),
)
"""


def aprobar(portal, cuantas: int) -> None:
    portal.gestionar("shell", "--no-imports", "-c", APROBAR.format(cuantas=cuantas))


def cuenta(portal) -> tuple[int, bool, int, int]:
    """Issued, numbered from 1 without gaps, cases still waiting, mails that tell it."""
    emitidos, seguidos, esperan, correos = portal.gestionar(
        "shell", "--no-imports", "-c", CONTAR
    ).split()[-4:]
    return int(emitidos), seguidos == "True", int(esperan), int(correos)


def todo_emitido(portal, cuantos: int) -> bool:
    return cuenta(portal) == (cuantos, True, 0, cuantos)


@pytest.fixture
def ya_emitidos(portal) -> int:
    """What other tests of this portal issued before."""
    esperar(lambda: cuenta(portal)[2] == 0, 60)
    return cuenta(portal)[0]


def test_matar_al_trabajador_una_y_otra_vez_no_pierde_ni_duplica(portal, ya_emitidos):
    aprobar(portal, 12)
    muertes = 0
    while muertes < 6:
        if trabajador := lideres(portal).get("worker"):
            time.sleep(0.3 * muertes)
            os.killpg(trabajador, signal.SIGKILL)
            muertes += 1
        time.sleep(0.3)
    esperar(lambda: todo_emitido(portal, ya_emitidos + 12), 150)
    portal.gestionar("comprobar_invariantes")


REPETIDOS = """
from certificados.models import Certificado
print(Certificado.objects.filter(intentos__gt=1).count())
"""


def test_parar_al_trabajador_con_calma_no_pierde_ni_repite(portal, ya_emitidos):
    """R21: told to stop while it issues, it ends what it has and goes; another one continues."""
    repetidos = portal.gestionar("shell", "--no-imports", "-c", REPETIDOS)
    aprobar(portal, 8)
    for _ in range(4):
        esperar(lambda: "worker" in lideres(portal))
        trabajador = lideres(portal)["worker"]
        os.kill(trabajador, signal.SIGTERM)
        esperar(lambda trabajador=trabajador: trabajador not in lideres(portal).values(), 60)
    esperar(lambda: todo_emitido(portal, ya_emitidos + 8), 150)
    assert portal.gestionar("shell", "--no-imports", "-c", REPETIDOS) == repetidos
    portal.gestionar("comprobar_invariantes")


@pytest.mark.skipif(
    os.environ.get("PORTAL_BASE") == "postgresql",
    reason="In that run the broker is not a child of the portal; the SQLite run covers it.",
)
@pytest.mark.parametrize("senal", [signal.SIGSTOP, signal.SIGKILL])
def test_un_broker_colgado_o_muerto_no_retrasa_la_decision_ni_pierde_nada(
    portal, ya_emitidos, senal
):
    broker = lideres(portal)["valkey"]
    os.kill(broker, senal)
    aprobar(portal, 5)  # The decision does not know the broker.
    if senal == signal.SIGSTOP:
        time.sleep(3)
        assert cuenta(portal)[2] == 5  # The control: without a broker nothing is issued.
        os.kill(broker, signal.SIGCONT)
    esperar(lambda: todo_emitido(portal, ya_emitidos + 5), 90)
    portal.gestionar("comprobar_invariantes")
