"""The layout of the letter's sheet, for the code that writes letters and the code that reads them.

In millimetres on A4, from the top left corner. A printed sheet may be read years later: to move
anything, add a version; never change one.
"""

import re
from dataclasses import dataclass

Punto = tuple[float, float]
Rectangulo = tuple[float, float, float, float]  # x0, y0, x1, y1

ANCHO, ALTO = 210.0, 297.0


@dataclass(frozen=True)
class Formato:
    """Where things are on the sheet of one version."""

    recuadro: Rectangulo  # along the middle of the frame's line
    linea: float  # width of that line
    codigo: Rectangulo  # the QR symbol, without its quiet zone
    puntos: tuple[Punto, ...]  # centres of the round marks
    diametro: float  # of a round mark


# The box is to the left of the code, with room on its right for a signature that overflows. The
# round marks are where every printer can reach (over 12 mm from the edges).
FORMATOS = {
    "1": Formato(
        recuadro=(25.0, 213.0, 133.0, 255.0),
        linea=0.6,
        codigo=(159.0, 215.0, 185.0, 241.0),
        puntos=((14.0, 14.0), (196.0, 14.0), (14.0, 283.0), (196.0, 283.0)),
        diametro=3.0,
    )
}
VERSION = "1"

# The shape of a code of ours; what it says, only `tramites.carta_propia` can tell.
SIGNOS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's 32: no I, L, O, U
MARCA = "IESS"
CUERPO = 24  # characters: with mark and version, all that fits a QR of 25 modules, level Q
_NUESTRO = re.compile(rf"{MARCA}([0-9])([{SIGNOS}]{{{CUERPO}}})")


def formato_de(texto: str) -> Formato | None:
    """The layout of the sheet that bears this code; None if it is not a code of ours."""
    partes = _NUESTRO.fullmatch(texto)
    return FORMATOS.get(partes[1]) if partes else None
