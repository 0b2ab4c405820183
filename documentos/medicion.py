"""What the limited child does with a file: measure it. Judging the measures is not its business.

The answer is plain data, because it crosses a process boundary:
`{"tipo", "defecto", "paginas": [{"numero", "ancho", "alto", "medidas", "firma", "carta"}],
"firma_electronica"}` and, apart, the bytes of each page's JPEG. A measure is `[value, box]`, the
box as fractions of the page or None; `carta` is None or what `carta_propia.lectura.leer` says.
"""

from collections.abc import Collection
from dataclasses import asdict

from PIL import Image

from . import firma, legibilidad, pdf
from .carta_propia import lectura
from .carta_propia.lectura import Codigo
from .formatos import PIXELES_MAXIMOS, Defecto, defecto_de_archivo, tipo_real
from .paginas import Hoja, PaginaImposible, hojas_de
from .plana import analizar

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
    defecto, tal_cual = defecto_de_archivo(contenido), True
    if defecto is None and respuesta["tipo"] == "pdf":
        estructura = pdf.examinar(contenido)
        respuesta["firma_electronica"] = estructura.firma_electronica
        defecto, tal_cual = estructura.defecto, not estructura.retocada
    if defecto is not None:
        raise PaginaImposible(defecto)
    for hoja in hojas_de(contenido, respuesta["tipo"], tal_cual=tal_cual):
        derecha, codigo = _enderezar(hoja) if "firma" in exigencias else (hoja, None)
        respuesta["paginas"].append(_medir_hoja(derecha, codigo, exigencias))
        imagenes.append(derecha.para_leer())


def _enderezar(hoja: Hoja) -> tuple[Hoja, Codigo | None]:
    """The code of a letter of ours, and the page turned as that code says it must be read."""
    codigo = lectura.buscar(hoja.luma)
    if codigo is None or not codigo.cuartos:
        return hoja, codigo
    return hoja.girada(codigo.cuartos), codigo.girado(*hoja.imagen.size)


def _medir_hoja(hoja: Hoja, codigo: Codigo | None, exigencias: Collection[str]) -> dict:
    ancho, alto = hoja.imagen.size
    plana = analizar(hoja.luma)
    carta = lectura.leer(plana, codigo) if codigo else None
    # On our own letter the box is the only witness: elsewhere there is nothing but print.
    buscar = "firma" in exigencias and carta is None
    return {
        "numero": hoja.numero,
        "ancho": ancho,
        "alto": alto,
        "medidas": legibilidad.medir(plana, hoja.lado_original or max(ancho, alto)),
        "firma": firma.buscar(plana, hoja.croma) if buscar else None,
        "carta": carta,
    }
