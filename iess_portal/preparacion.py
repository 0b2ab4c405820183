"""What a portal needs before it can serve: every step is idempotent."""

import hashlib
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command

from certificados.clave_desarrollo import crear_sello_de_desarrollo

# Whoever changes these may change how a static file is named or compressed.
PAQUETES_DE_ESTATICOS = ("django", "whitenoise", "crispy-bootstrap5")


def preparar(avisar: Callable[[str], None]) -> None:
    """Database, catalogue and static files; locally also demo staff and a development seal."""
    avisar("Preparando la base de datos y el catálogo…")
    call_command("migrate", interactive=False, verbosity=0)
    call_command("cargar_catalogo", verbosity=0)
    recoger_estaticos(avisar)
    if not settings.PRODUCCION:
        asegurar_sello()
        call_command("crear_personal_demo")


def asegurar_sello() -> None:
    if not settings.SELLO_PKCS12.exists():
        crear_sello_de_desarrollo(settings.SELLO_PKCS12, settings.SELLO_CLAVE_ARCHIVO)


def recoger_estaticos(avisar: Callable[[str], None]) -> None:
    """Run collectstatic only when a file or one of its packages changed: it takes seconds."""
    marca = Path(settings.STATIC_ROOT) / ".huella"
    huella = huella_de_estaticos()
    if marca.exists() and marca.read_text() == huella:
        return
    avisar("Reuniendo hojas de estilo e imágenes…")
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    marca.write_text(huella)


def huella_de_estaticos() -> str:
    """SHA-256 (hex) over name, size and time of every static file, and the packages' versions."""
    resumen = hashlib.sha256()
    for paquete in PAQUETES_DE_ESTATICOS:
        resumen.update(f"{paquete}={version(paquete)}\n".encode())
    for buscador in finders.get_finders():
        for nombre, almacen in buscador.list(None):
            estado = Path(almacen.path(nombre)).stat()
            resumen.update(f"{nombre} {estado.st_size} {estado.st_mtime_ns}\n".encode())
    return resumen.hexdigest()
