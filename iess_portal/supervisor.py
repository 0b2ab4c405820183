"""Keep a handful of child processes alive, and take every one of them down at the end.

Each child leads its own process group, so that a Ctrl-C on the terminal reaches only the
supervisor, and a stop also reaches the grandchildren. On Linux the kernel kills the children of a
supervisor that died without warning (`kill -9`), so nothing holds on to the port or the database.
"""

import ctypes
import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial

from .sonda import Sonda

PR_SET_PDEATHSIG = 1
SENALES_DE_PARADA = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
# Seconds between the request to stop and SIGKILL: the whole stop must take under 5.
GRACIA = 3.0
GRACIA_DEL_SOPORTE = 1.0
PRIMERA_ESPERA = 0.5
ESPERA_MAXIMA = 15.0
# A child that lived this long was healthy: its next fall starts again from the first wait.
VIDA_SANA = 30.0
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def morir_con_el_padre(padre: int) -> None:
    """Ask the kernel to kill this process when `padre` (a pid), its parent, dies."""
    if _libc is None:
        return
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != padre:  # It died before the kernel was told.
        os._exit(1)


def atender(senal: signal.Signals, hacer: Callable) -> None:
    """Set the handler of a signal; a SIGHUP that `nohup` told to ignore stays ignored."""
    if senal != signal.SIGHUP or signal.getsignal(senal) != signal.SIG_IGN:
        signal.signal(senal, hacer)


@dataclass
class Hijo:
    """A program to keep running. `soporte` ones (the broker) are the last to be stopped."""

    nombre: str
    orden: list[str]
    descriptores: tuple[int, ...] = ()
    soporte: bool = False
    proceso: subprocess.Popen | None = None
    desde: float = 0.0
    proximo: float = 0.0
    espera: float = PRIMERA_ESPERA

    def iniciar(self, ambiente: dict[str, str]) -> None:
        self.desde = time.monotonic()
        self.proceso = subprocess.Popen(
            self.orden,
            env=ambiente,
            stdin=subprocess.DEVNULL,
            pass_fds=self.descriptores,
            process_group=0,
            preexec_fn=partial(morir_con_el_padre, os.getpid()),  # The parent has one thread.
        )

    def senalar(self, senal: signal.Signals) -> None:
        """Signal the child and its own children; a group that is gone is what we want."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.proceso.pid, senal)

    def vive(self) -> bool:
        return self.proceso is not None and self.proceso.poll() is None


@dataclass
class Supervisor:
    """Run `hijos` until a stop signal; `avisar` is given sentences for whoever runs the portal."""

    hijos: list[Hijo]
    ambiente: dict[str, str]
    avisar: Callable[[str], None]

    def vigilar(self, sonda: Sonda, al_responder: Callable[[], None]) -> None:
        """Start what is not running, again and again, until a signal asks to stop.

        `al_responder` is called once, when the probe first hears a good answer.
        """
        with _despertador() as senales:
            while True:
                self._levantar_caidos()
                listos, _, _ = select.select([senales, *sonda.sockets()], [], [], 0.5)
                if senales in listos and set(senales.recv(4096)) & set(SENALES_DE_PARADA):
                    return
                if sonda.atender(listos):
                    al_responder()

    def aplazar(self, hijos: list[Hijo], segundos: float) -> None:
        """Let these children wait for their first start; 0 starts them at once."""
        for hijo in hijos:
            hijo.proximo = time.monotonic() + segundos

    def _levantar_caidos(self) -> None:
        for hijo in self.hijos:
            if hijo.vive():
                continue
            if hijo.proceso is not None:
                self._anotar_caida(hijo)
            if time.monotonic() >= hijo.proximo:
                hijo.iniciar(self.ambiente)

    def _anotar_caida(self, hijo: Hijo) -> None:
        codigo = hijo.proceso.returncode
        hijo.senalar(signal.SIGKILL)  # Whatever the dead leader left in its group.
        hijo.proceso = None
        ahora = time.monotonic()
        if ahora - hijo.desde > VIDA_SANA:
            hijo.espera = PRIMERA_ESPERA
        hijo.proximo = ahora + hijo.espera
        espera = f"{hijo.espera:g}".replace(".", ",")
        self.avisar(
            f"El proceso «{hijo.nombre}» terminó (código {codigo}); "
            f"se inicia de nuevo en {espera} s."
        )
        hijo.espera = min(hijo.espera * 2, ESPERA_MAXIMA)

    def detener(self) -> None:
        """Stop every child within `GRACIA` + `GRACIA_DEL_SOPORTE` seconds, the broker last."""
        # A second Ctrl-C must not leave the job half done.
        for senal in SENALES_DE_PARADA:
            signal.signal(senal, signal.SIG_IGN)
        _detener([hijo for hijo in self.hijos if not hijo.soporte], GRACIA)
        _detener([hijo for hijo in self.hijos if hijo.soporte], GRACIA_DEL_SOPORTE)


@contextmanager
def _despertador() -> Iterator[socket.socket]:
    """A socket on which Python writes the number of every signal, to end the wait of `select`."""
    lectura, escritura = socket.socketpair()
    with lectura, escritura:
        lectura.setblocking(False)
        escritura.setblocking(False)
        signal.set_wakeup_fd(escritura.fileno(), warn_on_full_buffer=False)
        for senal in (*SENALES_DE_PARADA, signal.SIGCHLD):
            atender(senal, lambda *_: None)
        try:
            yield lectura
        finally:
            signal.set_wakeup_fd(-1)


def _detener(hijos: list[Hijo], gracia: float) -> None:
    vivos = [hijo for hijo in hijos if hijo.proceso is not None]
    for hijo in vivos:
        hijo.proceso.terminate()
    limite = time.monotonic() + gracia
    for hijo in vivos:
        with suppress(subprocess.TimeoutExpired):
            hijo.proceso.wait(max(0.0, limite - time.monotonic()))
        hijo.senalar(signal.SIGKILL)
        hijo.proceso.wait()
