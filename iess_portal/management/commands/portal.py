import fcntl
import os
import signal
import socket
import sys
from functools import partial
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import OperationalError, connections

from iess_portal import valkey
from iess_portal.preparacion import preparar
from iess_portal.sonda import Sonda
from iess_portal.supervisor import Hijo, Supervisor, atender

# Seconds after which the other programs start even if the web server does not answer yet.
ESPERA_POR_LA_WEB = 5.0


class NoArranca(Exception):
    """Why the portal cannot start: one sentence for whoever runs it."""


class Command(BaseCommand):
    help = "Pone en marcha el portal entero: web, cola, worker y relevo, hasta Ctrl-C."
    # The checks import the whole portal, which the web server does again a moment later.
    requires_system_checks = ()

    def handle(self, **opciones):
        if settings.PRODUCCION:
            self.check()
        # The database and the socket hold people's data: only the user who runs the portal reads
        # them.
        os.umask(0o077)
        if os.geteuid() == 0:
            self.avisar("Aviso: se ejecuta como root; prefiera un usuario sin privilegios.")
        try:
            with ocupar_carpeta(settings.VAR), ocupar_puerto() as puerta:
                self._vivir(puerta)
        except NoArranca as motivo:
            self.stderr.write(str(motivo))
            sys.exit(1)
        self.avisar("El portal se detuvo.")

    def _vivir(self, puerta: socket.socket) -> None:
        """Run until a stop signal; whatever happens, no child is left behind."""
        # During the preparation a SIGTERM ends like a Ctrl-C; later the supervisor reads it.
        atender(signal.SIGTERM, signal.default_int_handler)
        atender(signal.SIGHUP, signal.default_int_handler)
        supervisor = Supervisor([], dict(os.environ), self.avisar)
        try:
            self._poner_en_marcha(supervisor, puerta)
        except KeyboardInterrupt:
            pass
        finally:
            self.avisar("Deteniendo el portal…")
            supervisor.detener()

    def _poner_en_marcha(self, supervisor: Supervisor, puerta: socket.socket) -> None:
        if not os.environ.get("REDIS_URL"):
            orden, supervisor.ambiente["REDIS_URL"] = preparar_valkey()
            supervisor.hijos.append(Hijo("valkey", orden, soporte=True))
            supervisor.hijos[0].iniciar(supervisor.ambiente)
        preparar_datos(self.avisar)
        connections.close_all()
        web, *detras = programas(puerta)
        supervisor.hijos += [web, *detras]
        # Visitors wait for the web server, nobody for the others: it gets the processor first.
        supervisor.aplazar(detras, ESPERA_POR_LA_WEB)
        sonda = Sonda(puerta.getsockname(), settings.ALLOWED_HOSTS[0])
        supervisor.vigilar(sonda, partial(self._anunciar, supervisor, detras))

    def _anunciar(self, supervisor: Supervisor, detras: list[Hijo]) -> None:
        supervisor.aplazar(detras, 0)
        personal = settings.VAR / "personal-demo.txt"
        del_personal = [
            f"Escritorio de funcionarios: {settings.PORTAL_URL}/admin/",
            f"Usuarios y contraseñas de demostración: {personal}",
        ]
        lineas = [
            f"El portal está listo: {settings.PORTAL_URL}/",
            *(del_personal if personal.exists() else []),
            "Para detenerlo, presione Ctrl-C.",
        ]
        self.avisar("\n".join(lineas))  # In one piece: the children write to the same screen.

    def avisar(self, frase: str) -> None:
        self.stdout.write(frase)
        self.stdout.flush()


def programas(puerta: socket.socket) -> list[Hijo]:
    """The three programs of the portal; the web server receives its socket already open."""
    python = [sys.executable, "-m"]
    gestor = [sys.executable, str(settings.BASE_DIR / "manage.py")]
    web = [*python, "gunicorn", "-c", "python:iess_portal.gunicorn_conf"]
    web += ["--bind", f"fd://{puerta.fileno()}", "--graceful-timeout", "2"]
    # The warning about root comes from us, in Spanish.
    worker = [sys.executable, "-W", "ignore:You're running the worker", "-m", "celery"]
    worker += ["--quiet", "--app", "iess_portal", "worker", "--concurrency", "2"]
    worker += ["--loglevel", "WARNING", "--without-gossip", "--without-mingle"]
    return [
        Hijo("web", web, descriptores=(puerta.fileno(),)),
        Hijo("worker", worker),
        Hijo("relevo", [*gestor, "relevo"]),
    ]


def preparar_valkey() -> tuple[list[str], str]:
    try:
        return valkey.preparar(settings.VAR)
    except valkey.SinValkey as motivo:
        raise NoArranca(str(motivo)) from None


def preparar_datos(avisar) -> None:
    try:
        preparar(avisar)
    except OperationalError as error:
        motivo = str(error).strip().splitlines()[0]
        raise NoArranca(f"No se puede usar la base de datos ({motivo}).") from None


def ocupar_carpeta(carpeta: Path):
    """Lock the data folder for one portal; the kernel releases it when this process ends."""
    carpeta.mkdir(parents=True, exist_ok=True)
    carpeta.chmod(0o700)
    candado = (carpeta / "portal.lock").open("w")
    try:
        fcntl.flock(candado, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise NoArranca(
            f"Ya hay un portal en marcha con la carpeta {carpeta}: deténgalo o elija otra, "
            "por ejemplo VAR=var-2."
        ) from None
    return candado


def ocupar_puerto() -> socket.socket:
    """Listen on HOST:PORT before anything else is done, or say why it is not possible."""
    direccion = (settings.ESCUCHA, settings.PUERTO)
    try:
        familia = socket.getaddrinfo(*direccion, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server(direccion, family=familia)
    except OSError:
        raise NoArranca(
            f"El puerto {settings.PUERTO} de {settings.ESCUCHA} ya está en uso o no está "
            f"permitido: elija otro, por ejemplo PORT={settings.PUERTO + 1} make run."
        ) from None
