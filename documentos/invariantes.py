"""What must hold between the rows of documents and their files, whatever was killed or restored."""

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from . import services
from .models import Documento

# A younger folder may belong to a request that is about to write its row.
GRACIA = timedelta(hours=1)


def comprobar() -> Iterator[str]:
    """Every broken promise, as Spanish sentences; none if all is well."""
    yield from archivos_intactos()
    for carpeta in huerfanas(timezone.now()):
        yield f"La carpeta {carpeta} no pertenece a ningún documento."


def archivos_intactos() -> Iterator[str]:
    """The file of every document is there, byte for byte, with a picture of each page."""
    for documento in Documento.objects.order_by("pk").iterator():
        if (problema := _problema(documento)) is not None:
            yield f"El archivo del documento {documento.pk} {problema}."


def _problema(documento: Documento) -> str | None:
    try:
        with services.leer_original(documento) as original:
            if hashlib.file_digest(original, "sha256").hexdigest() != documento.sha256:
                return "no es el que se recibió"
        for numero in documento.numeros_de_pagina:
            services.leer_pagina(documento, numero).close()
    except OSError as error:
        return f"no se puede leer ({type(error).__name__})"
    return None


def huerfanas(ahora: datetime) -> Iterator[str]:
    """Folders of files without a row, older than `GRACIA`: a kill between both leaves one."""
    limite = (ahora - GRACIA).timestamp()
    for grupo in sorted((settings.ALMACEN / services.RAIZ).glob("*")):
        # First the disk, then the rows: a document stored in between already has its row.
        viejas = {carpeta.name for carpeta in grupo.iterdir() if _tocada_en(carpeta) < limite}
        con_fila = Documento.objects.filter(carpeta__startswith=grupo.name)
        yield from sorted(viejas - set(con_fila.values_list("carpeta", flat=True)))


def _tocada_en(carpeta: Path) -> float:
    """When it was modified, in seconds since the epoch; now, if it is deleted while we look."""
    try:
        return carpeta.stat().st_mtime
    except FileNotFoundError:
        return timezone.now().timestamp()


def recoger(ahora: datetime) -> int:
    """Delete the orphans. Returns how many folders went."""
    carpetas = list(huerfanas(ahora))
    for carpeta in carpetas:
        services.borrar_carpeta(carpeta)
    return len(carpetas)
