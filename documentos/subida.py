"""Receiving a file: as much of it as can ever be accepted, and not a byte more."""

import unicodedata
from dataclasses import dataclass
from io import BytesIO

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from .formatos import FOTO_MAXIMA, TAMANO_MAXIMO, tipo_real
from .informe import Informe


@dataclass(frozen=True)
class Subido:
    """A file that came in and was judged; `nombre` is for showing, never for a path.

    `peso_original`: bytes that a photo weighed before it was made to fit; None if it already did.
    """

    contenido: bytes
    nombre: str
    informe: Informe
    peso_original: int | None = None


class SubidaAcotada(FileUploadHandler):
    """Keep in memory at most the limit of its kind and one byte; count the rest and let it go.

    A photo is kept whole to be made smaller; anything else over 1 MB costs 1 MB, touches no disk,
    and the form can still say what it weighs.
    """

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self._guardado = BytesIO()

    def receive_data_chunk(self, raw_data, start):
        if not start:
            self._maximo = FOTO_MAXIMA if tipo_real(raw_data) == "jpg" else TAMANO_MAXIMO
        libre = max(0, self._maximo + 1 - self._guardado.tell())
        self._guardado.write(raw_data[:libre])

    def file_complete(self, file_size):
        self._guardado.seek(0)
        return InMemoryUploadedFile(
            file=self._guardado,
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
