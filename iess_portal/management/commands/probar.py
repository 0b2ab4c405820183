import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, suppress
from functools import partial
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from iess_portal.supervisor import morir_con_el_padre
from tests import servicios
from tests.sello_desechable import escribir_sello

PYTHON = sys.executable
PROGRAMAS = Path(PYTHON).parent
GESTOR = [PYTHON, "manage.py"]
# Set and empty, so that neither the shell nor a developer's .env decides what is tested.
AMBIENTE_LOCAL = {"DATABASE_URL": "", "REDIS_URL": "", "EMAIL_URL": "", "PORTAL_ENTORNO": "local"}
# Throw-away values: `check --deploy` wants a production that is complete.
AMBIENTE_DE_PRODUCCION = {
    "PORTAL_ENTORNO": "produccion",
    "SECRET_KEY": "solo-para-revisar-los-ajustes-de-produccion-y-nunca-para-servir-0123456789",
    "PORTAL_URL": "https://ventanilla.example.org",
    "DATABASE_URL": "postgres://portal:clave@base.example.org/portal",
    "REDIS_URL": "redis://cola.example.org/0",
    "EMAIL_URL": "smtp://correo.example.org:25",
    "PORTAL_REMITENTE": "Ventanilla virtual <no-responder@example.org>",
    "POSTGRES_PASSWORD": "clave",
    "VALKEY_PASSWORD": "clave",
    "TLS_CERTIFICADO": "tls.crt",
    "TLS_CLAVE": "tls.key",
}
REVISIONES = {
    "formato": [PROGRAMAS / "ruff", "format", "--check", "--quiet", "."],
    "estilo": [PROGRAMAS / "ruff", "check", "--quiet", "."],
    "plantillas": [PROGRAMAS / "djlint", "--lint", "--quiet", "templates"],
    "dirección de las importaciones": [PROGRAMAS / "lint-imports"],
    "migraciones al día": [*GESTOR, "makemigrations", "--check", "--dry-run", "-v", "0"],
    "ajustes de producción": [*GESTOR, "check", "--deploy", "--fail-level", "WARNING"],
    "docker-compose.yml": [
        PROGRAMAS / "docker-compose",
        *("--env-file", ".env.example", "config", "--quiet"),
    ],
    "Dockerfile": [PROGRAMAS / "hadolint", "Dockerfile"],
}
CON_PRODUCCION = {"ajustes de producción", "docker-compose.yml"}
BASES = {"sqlite": "sqlite", "postgres": "postgresql"}


class Command(BaseCommand):
    help = "Prueba el portal entero: estilo, ajustes y la suite sobre SQLite y PostgreSQL reales."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("--rapido", action="store_true", help="solo SQLite y sin navegador")
        parser.add_argument("--solo", choices=BASES, help="la suite sobre una sola base")
        parser.add_argument("--largo", action="store_true", help="también las pruebas de minutos")
        parser.add_argument("pytest", nargs="*", help="tras --, para pytest, sin las revisiones")

    def handle(self, *, rapido, solo, largo, pytest, **opciones):
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        bases = ["sqlite"] if rapido else [solo] if solo else list(BASES)
        fuera = [*(["navegador"] if rapido else []), *([] if largo else ["largo"])]
        with ExitStack() as pila, suppress(KeyboardInterrupt):
            carpeta = _carpeta_temporal(pila)
            if not pytest:
                self._revisar(carpeta)
            ambiente = {} if rapido else self._traer_programas()
            for base in bases:
                self._probar(base, [*sin(fuera), *pytest], carpeta, ambiente)
                fuera.append("una_vez")
            return
        self._terminar(130, "Las pruebas se interrumpieron.")

    def _revisar(self, carpeta: Path) -> None:
        """The checks that need no server: all of them run, and any failure ends the command."""
        produccion = {**AMBIENTE_DE_PRODUCCION, **escribir_sello(carpeta)}
        fallidas = []
        for nombre, orden in REVISIONES.items():
            propio = produccion if nombre in CON_PRODUCCION else {}
            if not self._pasa(nombre, orden, ambiente_de_pruebas(carpeta, **propio)):
                fallidas.append(nombre)
        if fallidas:
            self._terminar(1, "No pasan: " + ", ".join(fallidas) + ".")

    def _pasa(self, nombre: str, orden: list, ambiente: dict[str, str]) -> bool:
        """Run one check and say how it went; what it printed matters only when it fails."""
        antes = time.monotonic()
        hecho = subprocess.run(
            orden,
            cwd=settings.BASE_DIR,
            env=ambiente,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        bien = hecho.returncode == 0
        if not bien:
            self._decir(hecho.stdout)
        self._decir(f"{'bien' if bien else 'MAL '} {time.monotonic() - antes:5.1f} s  {nombre}")
        return bien

    def _traer_programas(self) -> dict[str, str]:
        servicios.traer_softhsm()
        try:
            programa = servicios.traer_chromium(settings.BASE_DIR / "var" / "navegador")
        except servicios.SinServicio as motivo:
            self._faltar(str(motivo))
            return {}
        return {"PORTAL_CHROMIUM": str(programa)}

    def _probar(self, base: str, argumentos: list[str], carpeta: Path, ambiente: dict) -> None:
        """Run the suite on one database; the first one that fails ends the command."""
        with ExitStack() as pila:
            if base == "postgres":
                try:
                    ambiente = {**ambiente, **_encender_servicios(pila, carpeta)}
                except servicios.SinServicio as motivo:
                    return self._faltar(str(motivo))
            self._decir(f"\nLa suite sobre {base}")
            orden = [PYTHON, "-m", "pytest", "-n", "2", *argumentos]
            # manage.py has already named the portal's own settings.
            propio = {"DJANGO_SETTINGS_MODULE": "tests.settings", "PORTAL_BASE": BASES[base]}
            codigo = ejecutar(orden, ambiente_de_pruebas(carpeta, **propio, **ambiente))
        if codigo:
            self._terminar(codigo)

    def _faltar(self, motivo: str) -> None:
        """Say loudly what is not tested here; on a continuous-integration machine, fail."""
        self._decir(f"\n{'!' * 78}\n!! NO SE PRUEBA TODO: {motivo}\n{'!' * 78}\n")
        if os.environ.get("CI") == "true":
            self._terminar(1)

    def _decir(self, frase: str) -> None:
        self.stdout.write(frase)
        self.stdout.flush()

    def _terminar(self, codigo: int, frase: str = "") -> None:
        if frase:
            self.stderr.write(frase)
        sys.exit(codigo)


def sin(marcas: list[str]) -> list[str]:
    """Arguments of pytest that leave out the tests with these marks."""
    return ["-m", " and ".join(f"not {marca}" for marca in marcas)] if marcas else []


def _carpeta_temporal(pila: ExitStack) -> Path:
    """One folder for all that the tests write, gone at the end. `nobody` may walk through it."""
    carpeta = Path(tempfile.mkdtemp(prefix="probar-"))
    pila.callback(shutil.rmtree, carpeta, ignore_errors=True)
    carpeta.chmod(0o711)
    return carpeta


def _encender_servicios(pila: ExitStack, carpeta: Path) -> dict[str, str]:
    base = pila.enter_context(servicios.postgres(carpeta))
    return {"DATABASE_URL": base, "REDIS_URL": pila.enter_context(servicios.valkey(carpeta))}


def ambiente_de_pruebas(carpeta: Path, **propio: str) -> dict[str, str]:
    temporales = {"TMPDIR": str(carpeta), "VAR": str(carpeta / "var")}
    return {**os.environ, **AMBIENTE_LOCAL, **temporales, **propio}


def ejecutar(orden: list, ambiente: dict[str, str]) -> int:
    """Run the tests and return their code; after a Ctrl-C, wait until they have tidied up."""
    morir = partial(morir_con_el_padre, os.getpid())
    proceso = subprocess.Popen(orden, cwd=settings.BASE_DIR, env=ambiente, preexec_fn=morir)
    try:
        return proceso.wait()
    except KeyboardInterrupt:
        proceso.send_signal(signal.SIGINT)
        proceso.wait(30)
        raise
    finally:
        proceso.kill()
