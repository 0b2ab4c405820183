"""A real portal for the tests: `manage.py portal` in processes of its own, on a free port."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from iess_portal.supervisor import morir_con_el_padre
from iess_portal.valkey import puerto_libre

RAIZ = Path(__file__).resolve().parent.parent
# Variables of the tests and of whoever runs them, which no portal of a test may see.
AJENOS = ("PYTEST", "DJANGO", "PORTAL_", "SELLO_", "HOST", "DEBUG")
# Seconds until a new portal answers, on a busy machine.
PACIENCIA = 90.0
# Seconds in which a portal that was asked to stop must be gone, and a second start must answer.
PARADA = ARRANQUE = 5.0


@dataclass
class PortalVivo:
    """A portal that answers at `url`, with its data under `var`."""

    url: str
    var: Path
    ambiente: dict[str, str]
    proceso: subprocess.Popen

    @property
    def personal(self) -> dict[str, str]:
        """User name → password of the demo staff."""
        lineas = (self.var / "personal-demo.txt").read_text().splitlines()
        return dict(linea.split() for linea in lineas)

    @property
    def bitacora(self) -> str:
        """What the operator has read on the terminal so far."""
        return self.var.with_suffix(".log").read_text()

    def gestionar(self, *argumentos: str) -> str:
        """What a `manage.py` command printed, run on this portal's data. Raises if it fails."""
        orden = [sys.executable, "manage.py", *argumentos]
        hecho = subprocess.run(
            orden, cwd=RAIZ, env=self.ambiente, capture_output=True, text=True, timeout=60
        )
        assert hecho.returncode == 0, hecho.stdout + hecho.stderr
        return hecho.stdout

    def responde(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/salud/viva", timeout=2) as respuesta:  # noqa: S310
                return respuesta.status == 200
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False

    def descendientes(self) -> set[int]:
        """The pids of every process that the portal has below it."""
        padres: dict[int, list[int]] = {}
        for carpeta in Path("/proc").glob("[0-9]*"):
            if padre := _padre(carpeta):
                padres.setdefault(padre, []).append(int(carpeta.name))
        pendientes, hallados = [self.proceso.pid], set()
        while pendientes:
            nuevos = padres.get(pendientes.pop(), [])
            hallados.update(nuevos)
            pendientes += nuevos
        return hallados


def _padre(carpeta: Path) -> int | None:
    """The parent of the process in `carpeta`; none for one that ended, a zombie or not."""
    try:
        _, _, resto = (carpeta / "stat").read_text().rpartition(") ")
    except OSError:
        return None
    estado, padre, *_ = resto.split()
    return None if estado == "Z" else int(padre)


def vivos(pids: set[int]) -> set[int]:
    return {pid for pid in pids if _padre(Path("/proc") / str(pid)) is not None}


def esperar(condicion: Callable[[], bool], segundos: float = 30.0) -> None:
    limite = time.monotonic() + segundos
    while not condicion():
        assert time.monotonic() < limite, "It did not happen in time."
        time.sleep(0.05)


def plazo(segundos: float) -> float:
    """`segundos` on an idle machine; on a busy one, in proportion to its load."""
    return segundos * max(1.0, os.getloadavg()[0] / os.cpu_count())


def ambiente_de_portal(var: Path, puerto: int, **extra: str) -> dict[str, str]:
    """The environment of a portal with the real settings and nothing of the tests' own."""
    ambiente = {k: v for k, v in os.environ.items() if not k.startswith(AJENOS)}
    # Given and empty, so that a developer's .env cannot fill them.
    vacios = {"DATABASE_URL": "", "REDIS_URL": "", "EMAIL_URL": "", "SECRET_KEY": ""}
    propios = {"DJANGO_SETTINGS_MODULE": "iess_portal.settings", "PORTAL_ENTORNO": "local"}
    # One address sends all the requests of the tests.
    propios["SOLICITUDES_POR_ORIGEN"] = str(10**6)
    return {**ambiente, **vacios, **propios, "VAR": str(var), "PORT": str(puerto), **extra}


@contextmanager
def portal_encendido(var: Path, *, puerto: int | None = None, **extra: str) -> Iterator[PortalVivo]:
    """A portal that already answers, with data in `var`; it is stopped when the block ends."""
    puerto = puerto or puerto_libre()
    ambiente = ambiente_de_portal(var, puerto, **extra)
    with open(var.with_suffix(".log"), "ab") as bitacora:
        proceso = subprocess.Popen(
            [sys.executable, "manage.py", "portal"],
            cwd=RAIZ,
            env=ambiente,
            stdin=subprocess.DEVNULL,
            stdout=bitacora,
            stderr=subprocess.STDOUT,
            # A Ctrl-C on the tests must not reach it before they say goodbye to it.
            process_group=0,
            preexec_fn=partial(morir_con_el_padre, os.getpid()),
        )
    portal = PortalVivo(f"http://localhost:{puerto}", var, ambiente, proceso)
    try:
        _esperar_respuesta(portal)
        yield portal
    finally:
        apagar(portal)


def _esperar_respuesta(portal: PortalVivo) -> None:
    limite = time.monotonic() + PACIENCIA
    while not portal.responde():
        muerto = portal.proceso.poll() is not None
        assert not muerto and time.monotonic() < limite, f"No arrancó:\n{portal.bitacora}"
        time.sleep(0.05)


def apagar(portal: PortalVivo, senal: signal.Signals = signal.SIGTERM) -> float:
    """Ask the portal to stop and wait. Returns the seconds it took; kills it if it will not."""
    antes = time.monotonic()
    portal.proceso.send_signal(senal)
    try:
        portal.proceso.wait(3 * PARADA)
    except subprocess.TimeoutExpired:
        portal.proceso.kill()
        portal.proceso.wait()
    return time.monotonic() - antes
