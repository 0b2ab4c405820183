"""A small copy of a page that is kept: whoever looks at a list pays for few data."""

from io import BytesIO
from typing import BinaryIO

from PIL import Image

# Pixels: twice what the pages show, for the dense screens of phones.
LADOS = (272, 400)


def miniatura(pagina: BinaryIO) -> BytesIO:
    """`pagina` as a JPEG that fits in `LADOS`. Only for pages that the portal itself drew."""
    salida = BytesIO()
    with Image.open(pagina, formats=["JPEG"]) as imagen:
        imagen.thumbnail(LADOS)
        imagen.save(salida, "JPEG", quality=75)
    salida.seek(0)
    return salida
