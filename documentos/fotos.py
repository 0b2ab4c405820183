"""The parent's side of `reduccion`: a heavy or rotated photo goes in, one to keep comes out."""

from . import caja
from .formatos import FOTO_MAXIMA, TAMANO_MAXIMO, Defecto, defecto_de_archivo, tipo_real


class FotoImposible(Exception):
    """This photo cannot be made to fit; `defecto` says why."""

    def __init__(self, defecto: Defecto):
        super().__init__(defecto.causa)
        self.defecto = defecto


def reducir(contenido: bytes, giro: int = 0) -> bytes:
    """The photo as an upright JPEG of at most `TAMANO_MAXIMO` bytes, without metadata.

    `contenido` is a JPEG of at most `FOTO_MAXIMA` bytes; `giro`, 0 or 90 degrees clockwise.
    Raises `FotoImposible`.
    """
    defecto = defecto_de_archivo(contenido, FOTO_MAXIMA)
    if defecto is not None:
        raise FotoImposible(defecto)
    try:
        respuesta, reducida = caja.reducir(contenido, giro)
        if respuesta["defecto"] is not None:
            raise FotoImposible(Defecto(**respuesta["defecto"]))
    except (caja.CajaRota, KeyError, TypeError) as error:
        raise FotoImposible(Defecto("danado", "costoso")) from error
    except caja.CajaNoDisponible as error:
        raise FotoImposible(Defecto("revision")) from error
    if tipo_real(reducida) != "jpg" or len(reducida) > TAMANO_MAXIMO:
        # Such an answer can only come from a child that was taken over.
        raise FotoImposible(Defecto("danado", "costoso"))
    return reducida
