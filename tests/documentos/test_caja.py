"""The box: each file in a process with limits of its own, and the deaths of the box."""

import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from documentos import caja, celda
from documentos.revision import revisar
from tests import muestras


def se_quedo_sin_hijos(pid: int) -> bool:
    """The last child answers and then dies: it may take a moment."""
    for _ in range(50):
        with open(f"/proc/{pid}/task/{pid}/children") as hijos:
            if not hijos.read().split():
                return True
        time.sleep(0.05)
    return False


def test_la_caja_arranca_una_vez_y_sirve_a_muchos_hilos():
    revisar(muestras.carta_jpg(), [])
    pid = caja._abierta().pid
    veredictos = []
    hilos = [
        threading.Thread(
            target=lambda: veredictos.append(revisar(muestras.carta_jpg(), []).veredicto)
        )
        for _ in range(8)
    ]
    for hilo in hilos:
        hilo.start()
    for hilo in hilos:
        hilo.join()
    assert veredictos == ["aceptado"] * 8
    assert caja._abierta().pid == pid
    assert se_quedo_sin_hijos(pid)


def test_si_la_caja_muere_se_abre_otra():
    pid = caja._abierta().pid
    os.kill(pid, signal.SIGKILL)
    assert revisar(muestras.carta_jpg(), []).veredicto == "aceptado"
    assert caja._abierta().pid != pid


def test_si_no_hay_caja_no_se_acepta_ni_se_culpa_al_archivo(monkeypatch):
    monkeypatch.setattr(sys, "executable", "/no/existe")
    caja._descartar(caja._abierta())
    informe = revisar(muestras.carta_jpg(), [])
    assert [(h.causa, h.gravedad) for h in informe.hallazgos] == [("revision", "bloquea")]


def test_un_proceso_hijo_abre_su_propia_caja():
    pid = caja._abierta().pid
    lectura, escritura = os.pipe()
    if not os.fork():
        igual = caja._abierta().pid == pid
        os.write(escritura, b"igual" if igual else b"propia")
        caja._al_salir()
        os._exit(0)
    os.wait()
    assert os.read(lectura, 10) == b"propia"
    assert caja._abierta().viva()


def test_la_caja_muere_con_su_padre():
    codigo = (
        "from documentos import caja; import os; print(caja._abierta().pid, flush=True);"
        "os.kill(os.getpid(), 9)"
    )
    salida = subprocess.run([sys.executable, "-c", codigo], capture_output=True, text=True)
    pid = int(salida.stdout)
    for _ in range(50):
        if not os.path.exists(f"/proc/{pid}"):
            return
        time.sleep(0.1)
    pytest.fail("The box outlived its parent.")


def test_el_hijo_no_puede_abrir_nada_ni_ve_secretos(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "no-debe-verse")
    caja._descartar(caja._abierta())
    pid = caja._abierta().pid
    with open(f"/proc/{pid}/environ", "rb") as ambiente:
        assert b"no-debe-verse" not in ambiente.read()
    codigo = (
        "from documentos import celda; celda._limitarse()\n"
        "import socket\n"
        "for abrir in (lambda: open('/etc/passwd'), socket.socket):\n"
        "    try: abrir(); print('abierto')\n"
        "    except OSError: print('negado')\n"
        "try: bytearray(2**30); print('abierto')\n"
        "except MemoryError: print('negado')\n"
    )
    salida = subprocess.run([sys.executable, "-c", codigo], capture_output=True, text=True)
    assert salida.stdout.split() == ["negado"] * 3


def test_a_una_maquina_ocupada_no_se_le_echa_la_culpa_al_archivo(monkeypatch):
    """Nothing answered in time, but the file did not kill its child: try again in a while."""
    pid = caja._abierta().pid
    monkeypatch.setattr(caja, "ESPERA", 0.2)
    os.kill(pid, signal.SIGSTOP)
    try:
        informe = revisar(muestras.carta_jpg(), [])
    finally:
        os.kill(pid, signal.SIGCONT)
    assert [(h.causa, h.gravedad) for h in informe.hallazgos] == [("revision", "bloquea")]
    assert caja._abierta().pid == pid


def test_la_caja_cede_el_paso_a_quien_sirve_paginas():
    with open(f"/proc/{caja._abierta().pid}/stat") as estado:
        cortesia = int(estado.read().rsplit(")", 1)[1].split()[16])
    assert cortesia == min(19, os.nice(0) + celda.CORTESIA)  # The kernel goes no further.


def test_quien_no_consigue_turno_no_espera_para_siempre(monkeypatch):
    """S02: costly files must not hold the threads that serve everybody else."""
    monkeypatch.setattr(caja, "ESPERA_DE_TURNO", 0.05)
    monkeypatch.setattr(caja, "_turnos", threading.BoundedSemaphore(1))
    with caja._turnos, pytest.raises(caja.CajaNoDisponible):
        caja.medir(b"", [])
