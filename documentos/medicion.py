"""What the limited child does with a file: measure it. Judging the measures is not its business.

The answer is plain data, because it crosses a process boundary:
`{"tipo", "defecto", "paginas": [{"numero", "ancho", "alto", "medidas", "firma"}],
"firma_electronica"}` and, apart, the bytes of each page's JPEG. A measure is `[value, box]`, the
box as fractions of the page or None.
"""

from collections.abc import Collection
from dataclasses import asdict

from PIL import Image

from . import firma, legibilidad, pdf
from .formatos import PIXELES_MAXIMOS, Defecto, defecto_de_archivo, tipo_real
from .paginas import Hoja, PaginaImposible, hojas_de
from .tinta import analizar

# A second lock behind `defecto_de_archivo`: Pillow refuses at twice this by itself.
Image.MAX_IMAGE_PIXELS = PIXELES_MAXIMOS


def medir(contenido: bytes, exigencias: Collection[str]) -> tuple[dict, list[bytes]]:
    """Facts about the file and the JPEG of each page; never raises on bad bytes."""
    respuesta = {"tipo": tipo_real(contenido), "defecto": None, "paginas": []}
    imagenes: list[bytes] = []
    try:
        _medir_paginas(contenido, exigencias, respuesta, imagenes)
    except PaginaImposible as imposible:
        respuesta["defecto"] = asdict(imposible.defecto)
    except (MemoryError, RecursionError):
        respuesta["defecto"] = asdict(Defecto("danado", "costoso"))
    return respuesta, imagenes


def _medir_paginas(
    contenido: bytes, exigencias: Collection[str], respuesta: dict, imagenes: list[bytes]
) -> None:
    defecto = defecto_de_archivo(contenido)
    if defecto is None and respuesta["tipo"] == "pdf":
        estructura = pdf.examinar(contenido)
        respuesta["firma_electronica"] = estructura.firma_electronica
        defecto = estructura.defecto
    if defecto is not None:
        raise PaginaImposible(defecto)
    for hoja in hojas_de(contenido, respuesta["tipo"]):
        respuesta["paginas"].append(_medir_hoja(hoja, exigencias))
        imagenes.append(hoja.para_leer())


def _medir_hoja(hoja: Hoja, exigencias: Collection[str]) -> dict:
    ancho, alto = hoja.imagen.size
    plana = analizar(hoja.luma)
    candidata = firma.buscar(plana, hoja.croma) if "firma" in exigencias else None
    return {
        "numero": hoja.numero,
        "ancho": ancho,
        "alto": alto,
        "medidas": legibilidad.medir(plana, hoja.lado_original or max(ancho, alto)),
        "firma": candidata,
    }
