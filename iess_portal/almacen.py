import os
import secrets
from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage


class AlmacenPrivado(FileSystemStorage):
    """The citizens' files: outside the web root, with no address, never half written.

    A file appears under its name only when every byte is on the disk (write aside, fsync,
    rename, fsync the folder), so a kill or a full disk leaves at most a stray `.part`.
    """

    def __init__(self, **opciones):
        super().__init__(location=settings.ALMACEN, **opciones)

    def url(self, name):
        raise ValueError("Private files have no address.")

    def _save(self, name, content):
        destino = Path(self.path(name))
        # Apart, because the mode of mkdir does not reach the parents that it makes.
        Path(self.location).mkdir(parents=True, exist_ok=True, mode=0o700)
        destino.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        parcial = destino.with_name(f"{destino.name}.{secrets.token_hex(4)}.part")
        try:
            with open(parcial, "xb", opener=_solo_dueno) as archivo:
                for trozo in content.chunks():
                    archivo.write(trozo)
                archivo.flush()
                os.fsync(archivo.fileno())
            parcial.replace(destino)
        except BaseException:
            parcial.unlink(missing_ok=True)
            raise
        _fsync_carpeta(destino.parent)
        return name


def _solo_dueno(ruta, banderas):
    return os.open(ruta, banderas, 0o600)


def _fsync_carpeta(carpeta: Path) -> None:
    descriptor = os.open(carpeta, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
