"""A page taken apart once, for everyone who measures it."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from .renglones import sin_renglones
from .tinta import (
    CELDA,
    RENGLON,
    Piezas,
    altura_de_letra,
    papel_de,
    piezas_de,
    tinta_de,
    tramos_de,
)


@dataclass(frozen=True)
class Plana:
    """A page: its light, its ink, and the pieces that the ink forms.

    `papel` is the light of the bare paper, uint8 per cell of `CELDA` px; `tinta` is
    bool[alto, ancho]; `letra` the height in px of the page's usual letter.
    """

    luma: np.ndarray
    papel: np.ndarray
    tinta: np.ndarray
    piezas: Piezas
    letra: float

    @cached_property
    def letras(self) -> np.ndarray:
        """bool[n]: the pieces that have the size of a letter."""
        alto, ancho = self.piezas.alto, self.piezas.ancho
        bajo = (alto > 0.4 * self.letra) & (alto < 1.7 * self.letra)
        return bajo & (ancho < 4 * self.letra) & (self.piezas.area > 5)

    @cached_property
    def celdas_con_letras(self) -> np.ndarray:
        """bool per cell: where some piece of the size of a letter begins."""
        celdas = np.zeros(self.papel.shape, bool)
        filas, columnas = self.piezas.y0 // CELDA, self.piezas.x0 // CELDA
        celdas[filas[self.letras], columnas[self.letras]] = True
        return celdas


def analizar(luma: np.ndarray) -> Plana:
    """`luma` is uint8[alto, ancho], 0 black."""
    papel = papel_de(luma)
    con_lineas = tinta_de(luma, papel)
    tramos = tramos_de(con_lineas)
    luma, tinta = sin_renglones(luma, papel, con_lineas, tramos)
    if tinta is not con_lineas:
        tramos = tramos_de(tinta)
    piezas = piezas_de(tramos, round(max(luma.shape) * RENGLON))
    return Plana(luma, papel, tinta, piezas, altura_de_letra(piezas))
