"""What the limited child does with a photo that weighs too much: the same photo, lighter.

The browser does the same by itself (`static/js/fotos.js`, same sizes and qualities); this is for
browsers without JavaScript, and for turning a photo that lies on its side.
"""

from collections.abc import Iterator
from dataclasses import asdict
from io import BytesIO

from PIL import Image, ImageOps

from .formatos import FOTO_MAXIMA, TAMANO_MAXIMO, Defecto, defecto_de_archivo

# Long sides tried, px: on an A4 page, 220, 190, 160 and 140 dots per inch.
LADOS = (2600, 2200, 1900, 1600)
CALIDADES = (85, 75, 65)


def reducir(contenido: bytes, giro: int) -> tuple[dict, list[bytes]]:
    """A JPEG of at most `TAMANO_MAXIMO` bytes, upright, turned `giro` degrees clockwise (0 or 90).

    No metadata comes along: neither the place nor the telephone. Never raises on bad bytes: the
    answer is `{"defecto"}` and one image, or none when there is a defect.
    """
    defecto = defecto_de_archivo(contenido, FOTO_MAXIMA)
    if defecto is None:
        try:
            return {"defecto": None}, [next(_que_quepan(contenido, giro))]
        except StopIteration:
            defecto = Defecto("tamano", "foto", len(contenido), TAMANO_MAXIMO)
        except (MemoryError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
            defecto = Defecto("danado")
    return {"defecto": asdict(defecto)}, []


def _que_quepan(contenido: bytes, giro: int) -> Iterator[bytes]:
    """Each version under the limit, the most legible first."""
    foto = _derecha(contenido, giro)
    for lado in LADOS:
        foto.thumbnail((lado, lado), Image.Resampling.LANCZOS)
        for calidad in CALIDADES:
            salida = BytesIO()
            foto.save(salida, "JPEG", quality=calidad)
            if salida.tell() <= TAMANO_MAXIMO:
                yield salida.getvalue()


def _derecha(contenido: bytes, giro: int) -> Image.Image:
    """The photo at about the largest size of use, as its EXIF says to look at it, and turned."""
    with Image.open(BytesIO(contenido), formats=("JPEG",)) as archivo:
        archivo.draft("L" if archivo.mode == "L" else "RGB", (LADOS[0], LADOS[0]))
        archivo.load()
        foto = archivo if archivo.mode in ("L", "RGB") else archivo.convert("RGB")
        foto.thumbnail((LADOS[0], LADOS[0]), Image.Resampling.LANCZOS)
        foto = ImageOps.exif_transpose(foto)
    if giro:
        foto = foto.transpose(Image.Transpose.ROTATE_270)
    foto.info.clear()
    return foto
