"""Hostile and broken files: an answer in Spanish, in time, and nobody else notices (F01 to F03)."""

import os
import time

import pytest

from documentos import caja
from documentos.revision import revisar
from tests.documentos import bombas, semillas

EN_SUITE, EN_LARGO = 100, 4000


def memoria(pid: int) -> int:
    """Resident bytes."""
    with open(f"/proc/{pid}/statm") as archivo:
        return int(archivo.read().split()[1]) * os.sysconf("SC_PAGESIZE")


def juzgado(archivo: bytes) -> tuple[str, float]:
    """Verdict, and CPU seconds of the child, of an answer that keeps what every answer must."""
    inicio = time.monotonic()
    informe = revisar(archivo, ["legible", "firma"])
    tardo = time.monotonic() - inicio
    assert all(hallazgo.mensaje.endswith(".") for hallazgo in informe.hallazgos)
    assert informe.veredicto == "rechazado" or informe.paginas
    assert tardo < caja.ESPERA + 0.5
    return informe.veredicto, informe.ms / 1000


@pytest.fixture
def servidor():
    """Its box stays the same one, and its memory where it was."""
    revisar(semillas.jpegs()[0], ["legible", "firma"])
    pid, antes = caja._abierta().pid, memoria(os.getpid())
    yield
    assert caja._abierta().pid == pid
    assert memoria(os.getpid()) - antes < 30 * 2**20


@pytest.mark.parametrize("nombre", bombas.rapidas())
def test_una_bomba_no_se_acepta(servidor, nombre):
    assert juzgado(bombas.rapidas()[nombre])[0] != "aceptado"


@pytest.mark.largo
@pytest.mark.parametrize("nombre", bombas.lentas())
def test_una_bomba_lenta_se_para_a_tiempo(servidor, nombre):
    assert juzgado(bombas.lentas()[nombre])[0] != "aceptado"


def test_las_semillas_son_cuarenta_y_se_abren():
    juzgadas = [revisar(semilla, []) for semilla in (*semillas.jpegs(), *semillas.pdfs())]
    assert [informe.veredicto for informe in juzgadas] == ["aceptado"] * 40


@pytest.mark.parametrize("hacer", [semillas.jpegs, semillas.pdfs])
def test_los_mutantes_se_contestan(servidor, hacer):
    for mutante in semillas.mutantes(hacer(), EN_SUITE):
        juzgado(mutante)


@pytest.mark.largo
@pytest.mark.parametrize("hacer", [semillas.jpegs, semillas.pdfs])
def test_miles_de_mutantes_se_contestan(servidor, hacer):
    """Half a second for nineteen of twenty (the p95 of F02 and F03)."""
    tiempos = sorted(juzgado(m)[1] for m in semillas.mutantes(hacer(), EN_LARGO, EN_SUITE))
    assert tiempos[int(len(tiempos) * 0.95)] < 0.5
