"""Receiving a file: as much of it as can ever be accepted, and not a byte more."""

import unicodedata
from dataclasses import dataclass
from io import BytesIO

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from .formatos import TAMANO_MAXIMO
from .informe import Informe


@dataclass(frozen=True)
class Subido:
    """A file that came in and was judged; `nombre` is for showing, never for a path."""

    contenido: bytes
    nombre: str
    informe: Informe


class SubidaAcotada(FileUploadHandler):
    """Keep at most the limit and one byte in memory; count the rest and let it go.

    So a file of 12 MB costs 1 MB, touches no disk, and the form can still say what it weighs.
    """

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self._guardado = bytearray()

    def receive_data_chunk(self, raw_data, start):
        libre = TAMANO_MAXIMO + 1 - len(self._guardado)
        self._guardado += raw_data[:libre]

    def file_complete(self, file_size):
        return InMemoryUploadedFile(
            file=BytesIO(bytes(self._guardado)),
            field_name=self.field_name,
            name=self.file_name,
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )


def nombre_visible(nombre: str) -> str:
    """The user's name for the file, fit to be shown: no control or direction marks, 255 at most."""
    limpio = "".join(c for c in nombre if unicodedata.category(c)[0] != "C")
    return limpio[-255:].strip() or "documento"
