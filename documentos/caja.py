"""The parent's side of the box: no document is ever decoded in the process that serves people.

Each server process has one warm process (`celda`), started at the first file and again if it dies,
which forks a child with limits for every file. So the start is paid once, each file has its own
limits, and a file that kills its child kills nothing else. Safe for threads and forked servers.
"""

import atexit
import os
import socket
import subprocess
import sys
import threading
from pathlib import Path

from .mensajero import enviar, recibir

_RAIZ = Path(__file__).resolve().parent.parent
# Isolated mode: neither PYTHON* variables nor the current folder decide what is imported.
_ARRANQUE = "import sys; sys.path.insert(0, sys.argv[2]); from documentos.celda import atender; \
atender(int(sys.argv[1]))"
AMBIENTE = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "LC_ALL": "C.UTF-8",
    # Each child is new, so every page of memory that it touches faults. With huge pages a judgement
    # takes 61 ms instead of 71; keeping freed memory, to use it again, saves 3 more.
    "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1:glibc.malloc.mmap_threshold=33554432"
    ":glibc.malloc.trim_threshold=805306368",
}
ESPERA = 8  # seconds for an answer; the child's own limit (`celda.RELOJ`) is a little longer
_ESPERA_ARRANQUE = 30  # seconds, on a machine that is busy with other things
SIMULTANEOS = max(2, os.cpu_count() or 2)


class CajaRota(Exception):
    """The child died or was stopped: the file is to blame."""


class CajaNoDisponible(Exception):
    """The box itself cannot be started: the file is not to blame."""


class CajaLenta(CajaNoDisponible):
    """No answer in time, although the file's CPU limit was not reached: the machine is busy."""


class Caja:
    """A started warm process and the way to give it files."""

    def __init__(self) -> None:
        self._canal, ajeno = socket.socketpair()
        with ajeno:
            self._proceso = subprocess.Popen(
                [sys.executable, "-I", "-c", _ARRANQUE, str(ajeno.fileno()), str(_RAIZ)],
                env=AMBIENTE,
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=(ajeno.fileno(),),
            )
        self._candado = threading.Lock()
        self._canal.settimeout(_ESPERA_ARRANQUE)
        if self._canal.recv(1) != b"L":
            raise OSError("The box did not start.")

    @property
    def pid(self) -> int:
        return self._proceso.pid

    def viva(self) -> bool:
        return self._proceso.poll() is None

    def soltar(self) -> None:
        """Close our end of the channel, which ends the process unless somebody else holds it."""
        self._canal.close()

    def cerrar(self) -> None:
        self.soltar()
        self._proceso.kill()
        self._proceso.wait()

    def _pedir(self, descriptor: int) -> None:
        try:
            with self._candado:
                socket.send_fds(self._canal, [b"J"], [descriptor])
        except OSError as error:
            raise CajaNoDisponible from error

    def encargar(self, contenido: bytes, tarea: str, *argumentos) -> tuple[dict, bytes]:
        """The child's answer to a task of `celda.TAREAS`.

        Raises `CajaRota` if the child dies of it, `CajaLenta` if it does not answer in time.
        """
        propio, ajeno = socket.socketpair()
        with propio:
            propio.settimeout(ESPERA)
            with ajeno:
                self._pedir(ajeno.fileno())
            try:
                enviar(propio, [tarea, *argumentos], contenido)
                return recibir(propio)
            except TimeoutError as error:
                raise CajaLenta from error
            except (OSError, ValueError) as error:
                raise CajaRota from error


_actual: Caja | None = None
_candado = threading.Lock()
_turnos = threading.BoundedSemaphore(SIMULTANEOS)
# Seconds to wait for a turn. Whoever is behind several costly files is told to try again in a
# minute: a longer wait would hold the threads that serve everybody else.
ESPERA_DE_TURNO = 4.0


def medir(contenido: bytes, exigencias: list[str]) -> tuple[dict, bytes]:
    """Measure a file in a limited child (`medicion.medir`). Raises as `_encargar`."""
    return _encargar(contenido, "medir", exigencias)


def reducir(contenido: bytes, giro: int) -> tuple[dict, bytes]:
    """Make a photo lighter in a limited child (`reduccion.reducir`). Raises as `_encargar`."""
    return _encargar(contenido, "reducir", giro)


def _encargar(contenido: bytes, tarea: str, *argumentos) -> tuple[dict, bytes]:
    """Raises `CajaRota` if the file killed the child, `CajaNoDisponible` if there is no box."""
    if not _turnos.acquire(timeout=ESPERA_DE_TURNO):
        raise CajaNoDisponible
    try:
        return _encargar_con_turno(contenido, tarea, *argumentos)
    finally:
        _turnos.release()


def _encargar_con_turno(contenido: bytes, tarea: str, *argumentos) -> tuple[dict, bytes]:
    for _ in range(2):
        caja = _abierta()
        try:
            return caja.encargar(contenido, tarea, *argumentos)
        except CajaRota:
            if caja.viva():
                raise
        except CajaLenta:
            raise
        except CajaNoDisponible:
            pass  # It died since its last file: the second round starts another.
        _descartar(caja)
    raise CajaNoDisponible


def _abierta() -> Caja:
    global _actual
    with _candado:
        if _actual is None:
            try:
                _actual = Caja()
            except OSError as error:
                raise CajaNoDisponible from error
        return _actual


def _descartar(caja: Caja) -> None:
    global _actual
    with _candado:
        if _actual is caja:
            _actual = None
    caja.cerrar()


def _olvidar_en_el_hijo() -> None:
    """After a fork the box stays with the parent; the child will start its own."""
    global _actual, _candado, _turnos
    if _actual is not None:
        _actual.soltar()
    _actual = None
    _candado = threading.Lock()
    _turnos = threading.BoundedSemaphore(SIMULTANEOS)


def _al_salir() -> None:
    if _actual is not None:
        _actual.cerrar()


atexit.register(_al_salir)
os.register_at_fork(after_in_child=_olvidar_en_el_hijo)
