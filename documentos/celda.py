"""The far side of the box: a warm process that forks one short-lived child per file.

It is started by `caja` with an empty environment and never imports Django. The warm process reads
no file: for each one it receives one end of a socket pair and hands it to a child, which sets its
limits of memory, CPU, time and descriptors before it reads a byte, answers, and exits.
"""

import codecs
import contextlib
import ctypes
import encodings.aliases
import gc
import os
import resource
import signal
import socket
import time
from io import BytesIO

from PIL import Image, ImageDraw, ImageOps, MpoImagePlugin, TiffImagePlugin

from . import firma
from .medicion import medir
from .mensajero import enviar, recibir
from .reduccion import reducir

MEMORIA = 768 * 1024 * 1024  # bytes of address space
CPU = 4  # seconds
RELOJ = 9  # seconds of wall clock: the parent waits 8, so it has given up by then
# Web requests go first: a costly file must not slow down everybody else.
CORTESIA = 5  # nice(2)
# Pillow imports these when a photo carries EXIF or a second picture; see `_calentar`.
_CARGADOS = (ImageOps, MpoImagePlugin, TiffImagePlugin)
_ORIENTACION = 0x0112  # EXIF
_NO_NUEVOS_PRIVILEGIOS = 38  # prctl(2) PR_SET_NO_NEW_PRIVS
# Each takes a file's bytes and arguments, and returns (plain data, images).
TAREAS = {"medir": medir, "reducir": reducir}


def atender(mando: int) -> None:
    """Serve files until the parent closes its end of `mando`, then die."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # The kernel reaps the children.
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, whose end ends us.
    os.nice(CORTESIA)
    _calentar()
    _soltar_memoria()
    gc.freeze()
    with socket.socket(fileno=mando) as canal:
        canal.sendall(b"L")
        while True:
            _, descriptores, _, _ = socket.recv_fds(canal, 1, 1)
            if not descriptores:
                return
            _parir(canal, descriptores[0])


def _calentar() -> None:
    """Run every reader once, because the children can open no file, not even a module's.

    A module that Python only loads on meeting a photo's EXIF, or a text in a rare encoding, would
    be missing, and an honest file would look damaged.
    """
    firma.modelo()
    for nombre in {*encodings.aliases.aliases.values(), "utf_8_sig", "idna"}:
        with contextlib.suppress(LookupError):
            codecs.lookup(nombre)
    for formato, giro in (("JPEG", 6), ("PDF", 1)):
        salida, exif = BytesIO(), Image.Exif()
        exif[_ORIENTACION] = giro
        dibujo = Image.new("RGB", (600, 800), "white")
        ImageDraw.Draw(dibujo).text((50, 50), "Ventanilla virtual", "black", font_size=40)
        dibujo.save(salida, formato, exif=exif)
        for exigencias in ({"legible", "firma"}, set()):
            respuesta, _ = medir(salida.getvalue(), exigencias)
            if respuesta["defecto"] is not None:
                raise RuntimeError(f"The box cannot read its own {formato}: {respuesta}")


def _soltar_memoria() -> None:
    """Give back the memory used to warm up, which a child would copy page by page to reuse."""
    gc.collect()
    with contextlib.suppress(AttributeError):  # Only glibc knows how.
        ctypes.CDLL(None).malloc_trim(0)


def _parir(canal: socket.socket, descriptor: int) -> None:
    with socket.socket(fileno=descriptor) as vuelta:
        if os.fork():
            return
        try:
            canal.close()
            _limitarse()
            _responder(vuelta)
        finally:
            os._exit(0)


def _limitarse() -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.alarm(RELOJ)  # Its default action kills.
    for recurso, tope in (
        (resource.RLIMIT_AS, MEMORIA),
        (resource.RLIMIT_CPU, CPU),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        # Zero: open descriptors stay open, and no other file or socket can be opened.
        (resource.RLIMIT_NOFILE, 0),
    ):
        # macOS knows no RLIMIT_AS: the others still hold there.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(recurso, (tope, tope))
    with contextlib.suppress(AttributeError):
        ctypes.CDLL(None).prctl(_NO_NUEVOS_PRIVILEGIOS, 1, 0, 0, 0)


def _responder(vuelta: socket.socket) -> None:
    (tarea, *argumentos), contenido = recibir(vuelta)
    inicio = time.process_time()
    respuesta, imagenes = TAREAS[tarea](contenido, *argumentos)
    respuesta["ms"] = round((time.process_time() - inicio) * 1000, 1)
    respuesta["pico"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    respuesta["largos"] = [len(imagen) for imagen in imagenes]
    enviar(vuelta, respuesta, b"".join(imagenes))
