"""What happens to the running portal when its parts die, hang or are told to stop."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from iess_portal.supervisor import morir_con_el_padre
from iess_portal.valkey import LARGO_MAXIMO_DE_SOCKET, puerto_libre
from tests.portal_vivo import (
    ARRANQUE,
    PARADA,
    RAIZ,
    ambiente_de_portal,
    apagar,
    esperar,
    plazo,
    portal_encendido,
    vivos,
)

pytestmark = pytest.mark.una_vez
PROGRAMAS = {"web": "gunicorn", "worker": "celery", "relevo": "relevo", "valkey": "valkey"}


@pytest.fixture(scope="module")
def encendido(tmp_path_factory):
    with portal_encendido(tmp_path_factory.mktemp("fallas") / "var") as portal:
        esperar(lambda: set(lideres(portal)) == set(PROGRAMAS))
        yield portal


def lideres(portal) -> dict[str, int]:
    """Name → pid of the programs that the supervisor itself started."""
    hallados = {}
    for pid in portal.descendientes():
        padre, orden = _padre_y_orden(pid)
        if padre == portal.proceso.pid:
            hallados |= {nombre: pid for nombre, marca in PROGRAMAS.items() if marca in orden}
    return hallados


def _padre_y_orden(pid: int) -> tuple[int, str]:
    try:
        estado = (Path("/proc") / str(pid) / "stat").read_text().rpartition(") ")[2]
        orden = (Path("/proc") / str(pid) / "cmdline").read_bytes()
    except OSError:
        return 0, ""
    return int(estado.split()[1]), orden.replace(b"\0", b" ").decode()


def correr_portal(var: Path, puerto: int) -> subprocess.CompletedProcess:
    """A portal that is expected to refuse to start."""
    return subprocess.run(
        [sys.executable, "manage.py", "portal"],
        cwd=RAIZ,
        env=ambiente_de_portal(var, puerto),
        capture_output=True,
        text=True,
        timeout=20,
    )


@pytest.mark.parametrize("nombre", PROGRAMAS)
def test_un_programa_que_muere_vuelve_con_todos_sus_hijos(encendido, nombre):
    antes = lideres(encendido)[nombre]
    familia = {antes} | hijos_de(antes)
    os.kill(antes, signal.SIGKILL)
    esperar(lambda: lideres(encendido).get(nombre, antes) != antes)
    esperar(lambda: not vivos(familia))
    esperar(encendido.responde)
    assert f"El proceso «{nombre}» terminó (código -9)" in encendido.bitacora


def hijos_de(pid: int) -> set[int]:
    tareas = (Path("/proc") / str(pid) / "task").glob("*/children")
    return {int(hijo) for tarea in tareas for hijo in tarea.read_text().split()}


@pytest.mark.parametrize("senal", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_se_detiene_en_menos_de_cinco_segundos_y_no_deja_procesos(tmp_path, senal):
    with al_colgar(signal.SIG_DFL), portal_encendido(tmp_path / "var") as portal:
        esperar(lambda: set(lideres(portal)) == set(PROGRAMAS))
        familia = portal.descendientes()
        assert apagar(portal, senal) < plazo(PARADA)
    assert (portal.proceso.returncode, vivos(familia)) == (0, set())


def test_con_nohup_sobrevive_al_cierre_de_la_terminal(tmp_path):
    with al_colgar(signal.SIG_IGN), portal_encendido(tmp_path / "var") as portal:
        portal.proceso.send_signal(signal.SIGHUP)
        time.sleep(1)
        assert portal.responde()


@contextmanager
def al_colgar(disposicion):
    """What the children do with SIGHUP, which is inherited: nohup, for one, has them ignore it."""
    anterior = signal.signal(signal.SIGHUP, disposicion)
    try:
        yield
    finally:
        signal.signal(signal.SIGHUP, anterior)


def test_se_detiene_aunque_el_worker_y_la_cola_esten_colgados(tmp_path):
    with portal_encendido(tmp_path / "var") as portal:
        esperar(lambda: set(lideres(portal)) == set(PROGRAMAS))
        familia = portal.descendientes()
        for nombre in ("worker", "valkey"):
            os.kill(lideres(portal)[nombre], signal.SIGSTOP)
        assert apagar(portal) < plazo(PARADA)
    assert (portal.proceso.returncode, vivos(familia)) == (0, set())


def test_matar_al_supervisor_no_deja_procesos_ni_ocupa_el_puerto(tmp_path):
    """Not even the box that opens the documents, which the web server started."""
    with portal_encendido(tmp_path / "var") as portal:
        portal.gestionar("recorrido", "--url", portal.url, "--salida", str(tmp_path))
        esperar(lambda: set(lideres(portal)) == set(PROGRAMAS))
        familia = portal.descendientes()
        portal.proceso.kill()
        portal.proceso.wait()
        esperar(lambda: not vivos(familia), plazo(2))
        with socket.create_server(("127.0.0.1", int(portal.ambiente["PORT"]))):
            pass


def test_control_sin_el_aviso_del_nucleo_un_hijo_sobrevive_a_su_padre():
    assert _sobrevive_un_hijo("None")
    assert not _sobrevive_un_hijo("partial(morir_con_el_padre, os.getpid())")


def _sobrevive_un_hijo(preparacion: str) -> bool:
    """Kill a parent that has just started a child with this `preexec_fn`; does the child live?"""
    guion = (
        "import os, subprocess\n"
        "from functools import partial\n"
        "from iess_portal.supervisor import morir_con_el_padre\n"
        f"hijo = subprocess.Popen(['sleep', '30'], preexec_fn={preparacion})\n"
        "print(hijo.pid, flush=True)\n"
        "input()\n"
    )
    tuberia = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "cwd": RAIZ}
    with subprocess.Popen([sys.executable, "-c", guion], **tuberia) as padre:
        hijo = int(padre.stdout.readline())
        padre.kill()
    time.sleep(0.3)
    sobrevive = bool(vivos({hijo}))
    if sobrevive:
        os.kill(hijo, signal.SIGKILL)
    return sobrevive


def test_la_segunda_vez_arranca_en_menos_de_cinco_segundos_y_conserva_los_datos(tmp_path):
    with portal_encendido(tmp_path / "var") as portal:
        antes = (portal.personal, portal.gestionar(*CONTAR_CUENTAS))
    inicio = time.monotonic()
    with portal_encendido(tmp_path / "var") as portal:
        assert time.monotonic() - inicio < plazo(ARRANQUE)
        assert (portal.personal, portal.gestionar(*CONTAR_CUENTAS)) == antes
    assert (antes[1], len(antes[0])) == ("3\n", 3)


CONTAR = "from django.contrib.auth.models import User; print(User.objects.count())"
CONTAR_CUENTAS = ["shell", "-v", "0", "-c", CONTAR]


def test_un_puerto_ocupado_se_dice_en_una_frase(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as ocupante:
        puerto = ocupante.getsockname()[1]
        hecho = correr_portal(tmp_path / "var", puerto)
    assert (hecho.returncode, hecho.stderr) == (
        1,
        f"El puerto {puerto} de 127.0.0.1 ya está en uso o no está permitido: elija otro, "
        f"por ejemplo PORT={puerto + 1} make run.\n",
    )


def test_una_carpeta_ocupada_se_dice_en_una_frase(encendido):
    hecho = correr_portal(encendido.var, puerto_libre())
    assert (hecho.returncode, hecho.stderr) == (
        1,
        f"Ya hay un portal en marcha con la carpeta {encendido.var}: deténgalo o elija otra, "
        "por ejemplo VAR=var-2.\n",
    )


def test_dos_portales_a_la_vez_y_uno_con_una_ruta_larga(encendido, tmp_path):
    var = tmp_path / ("x" * LARGO_MAXIMO_DE_SOCKET)
    with portal_encendido(var) as otro:
        esperar(lambda: set(lideres(otro)) == set(PROGRAMAS))
        assert (otro.responde(), encendido.responde()) == (True, True)
        assert otro.personal != encendido.personal
        assert "requirepass" in (var / "valkey.conf").read_text()


def test_una_base_de_datos_que_no_contesta_se_dice_en_una_frase(tmp_path):
    ambiente = ambiente_de_portal(
        tmp_path / "var", puerto_libre(), DATABASE_URL="postgres://a:b@127.0.0.1:1/c"
    )
    hecho = subprocess.run(
        [sys.executable, "manage.py", "portal"],
        cwd=RAIZ,
        env=ambiente,
        capture_output=True,
        text=True,
        timeout=20,
        preexec_fn=partial(morir_con_el_padre, os.getpid()),
    )
    assert hecho.returncode == 1
    assert re.fullmatch(r"No se puede usar la base de datos \(.*\)\.\n", hecho.stderr)
