"""A non-blocking probe: does the web server answer yet?"""

import socket
from contextlib import suppress


class Sonda:
    """Ask `GET /salud/viva` on `direccion` until it answers 200.

    The caller waits on `sockets()` beside its own, and hands those with something to read to
    `atender`. The listening socket exists before the server does, so the request just waits in its
    queue.
    """

    def __init__(self, direccion: tuple, anfitrion: str) -> None:
        self.direccion = direccion
        self.pregunta = f"GET /salud/viva HTTP/1.0\r\nHost: {anfitrion}\r\n\r\n".encode()
        self.conexion: socket.socket | None = None
        self.respondida = False

    def sockets(self) -> list[socket.socket]:
        if self.respondida:
            return []
        if self.conexion is None:
            with suppress(OSError):
                self.conexion = socket.create_connection(self.direccion[:2], timeout=1)
                self.conexion.sendall(self.pregunta)
        return [self.conexion] if self.conexion else []

    def atender(self, listos: list[socket.socket]) -> bool:
        """Read the answer if there is one. True once, when it is a 200."""
        if self.conexion is None or self.conexion not in listos:
            return False
        with self.conexion, suppress(OSError):
            self.respondida = b" 200 " in self.conexion.recv(64)
        self.conexion = None
        return self.respondida
