"""How large a name can be printed; measuring it in typst would cost a second layout."""

from functools import cache
from pathlib import Path

from PIL import ImageFont

FUENTES = Path(__file__).resolve().parent / "fuentes"
# Points: the width of the page's text less 1 %, and the height that the design leaves.
ANCHO, ALTO = 465, 50
TALLAS = (24, 21, 18, 15, 13, 11, 9, 7)
# In em: the height of a line of capitals and the space between two, as the template sets it.
LINEA, INTERLINEA = 0.67, 0.55


def talla_del_nombre(nombres: str) -> float:
    """The largest size, in points, at which the whole name fits without breaking a word."""
    anchos = [_ancho(palabra) for palabra in nombres.split()]
    for talla in TALLAS:
        lineas = _lineas(anchos, ANCHO / talla)
        if max(anchos) <= ANCHO / talla and talla * _alto(lineas) <= ALTO:
            return talla
    return min(TALLAS[-1], round(ANCHO / max(anchos), 2))


def _lineas(anchos: list[float], disponible: float) -> int:
    """How many lines these words take, each line as full as it can be."""
    lineas, usado = 1, -_ancho(" ")
    for ancho in anchos:
        usado += _ancho(" ") + ancho
        if usado > disponible:
            lineas, usado = lineas + 1, ancho
    return lineas


def _alto(lineas: int) -> float:
    return lineas * LINEA + (lineas - 1) * INTERLINEA


def _ancho(texto: str) -> float:
    """Width in em. Pillow applies no kerning here: a word is as wide as its letters."""
    return sum(map(_avance, texto))


@cache
def _avance(signo: str) -> float:
    return _letra().getlength(signo) / 1000


@cache
def _letra() -> ImageFont.FreeTypeFont:
    """The font of the names, so large that hinting does not round its advances."""
    archivo = FUENTES / "SourceSerif4_600SemiBold.ttf"
    return ImageFont.truetype(archivo, 1000, layout_engine=ImageFont.Layout.BASIC)
