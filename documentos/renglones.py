"""Ruled and squared paper: its lines, where they are paler than the writing, are not ink.

They join words to words and cut signatures into slices, and squares pass for letters. A line is
long and thin, and there are many, also on a photograph that is a little turned. What is written as
pale as they are goes with them.
"""

import numpy as np

from .tinta import CELDA, Tramos, dilatar, tinta_de

Puntos = tuple[np.ndarray, np.ndarray]  # rows and columns, px

# Read off letters by hand, drawn on ruled and squared paper, as scanned and as photographed.
_LARGO = 0.012  # of the longer side: the steps of a line turned by 5 degrees; few letters
_FINO = 0.003  # of the longer side: where ink is that far above or below, it is no line
_CADA = 8  # px: a line is looked at in points so far apart
_CLARO = 0.6  # of the light of most paper: what is darker is the desk
_FRANJAS = 24  # of the page, from top to bottom: higher than the lines of most paper are apart
_RAYADAS = 10  # of them: forms have fewer, and no page of the corpus has as many
_CRUZADA = 0.4  # of the page's width: with lines, in one of them
_CASI_TODAS = 0.9  # of the points of the lines, which are not all as dark
_LO_ESCRITO = 0.95  # of the points of all the ink: what is darker has been written
_ALGO_MAS = 1.2  # times as dark as the lines: their grain is not ink
_MUCHO_MAS = 1.3  # times: writing that is paler than this cannot be told from the lines
_SALTO = 4  # one row of ink in so many is looked at
_ORILLA = 2  # px: the edge of a stroke is as pale as a line, and stays


def sin_renglones(
    luma: np.ndarray, papel: np.ndarray, tinta: np.ndarray, tramos: Tramos
) -> tuple[np.ndarray, np.ndarray]:
    """The light and the ink of the page without the lines of its paper: its own if it has none.

    uint8[alto, ancho] and bool[alto, ancho]; where a line was, there is paper.
    """
    lineas = _puntos_de_lineas(tinta, tramos)
    if len(lineas[0]) * _CADA < _RAYADAS * _CRUZADA * luma.shape[1]:  # Most pages have none.
        return luma, tinta
    claro = papel > _CLARO * np.percentile(papel, 90)
    lineas, escrito = _en(claro, lineas), _en(claro, _puntos(tinta, _SALTO))
    filas = _rayadas(lineas, luma.shape)
    umbral = filas and _umbral(*(_oscuridad(luma, papel, p) for p in (lineas, escrito)))
    if not umbral:
        return luma, tinta
    escrita = tinta.copy()
    escrita[filas] = tinta_de(luma, papel, umbral)[filas]
    con_orilla = escrita
    for _ in range(_ORILLA):
        con_orilla = dilatar(con_orilla)
    fila, columna = _puntos(tinta & ~con_orilla)
    limpia = luma.copy()
    limpia[fila, columna] = papel[fila // CELDA, columna // CELDA]
    return limpia, escrita


def _puntos_de_lineas(tinta: np.ndarray, tramos: Tramos) -> Puntos:
    """Points `_CADA` px apart along all that is long and thin."""
    largos = tramos.largo > _LARGO * max(tinta.shape)
    cuantos = tramos.largo[largos] // _CADA
    primero = np.cumsum(cuantos) - cuantos
    paso = np.arange(cuantos.sum()) - np.repeat(primero, cuantos)
    fila = np.repeat(tramos.fila[largos], cuantos)
    columna = np.repeat(tramos.inicio[largos], cuantos) + paso * _CADA + _CADA // 2
    lejos = round(_FINO * max(tinta.shape))
    arriba, abajo = np.maximum(fila - lejos, 0), np.minimum(fila + lejos, len(tinta) - 1)
    fina = ~tinta[arriba, columna] & ~tinta[abajo, columna]
    return fila[fina], columna[fina]


def _puntos(tinta: np.ndarray, salto: int = 1) -> Puntos:
    """Of one row in so many. As np.nonzero, which takes longer in two dimensions."""
    fila, columna = np.divmod(np.flatnonzero(tinta[::salto]), tinta.shape[1])
    return fila * salto, columna


def _en(celdas: np.ndarray, puntos: Puntos) -> Puntos:
    """Those of the points that lie in these cells."""
    fila, columna = puntos
    dentro = celdas[fila // CELDA, columna // CELDA]
    return fila[dentro], columna[dentro]


def _rayadas(lineas: Puntos, forma: tuple[int, int]) -> slice | None:
    """The rows of the page, px, that lines cross from side to side, again and again; None if few.

    Below a long table there may be a pale signature: nothing is taken from there.
    """
    fila, columna = lineas
    cubre = np.zeros((_FRANJAS, forma[1] // _CADA + 1), bool)
    cubre[fila * _FRANJAS // forma[0], columna // _CADA] = True
    cruzadas = np.flatnonzero(cubre.mean(1) > _CRUZADA)
    if len(cruzadas) < _RAYADAS:
        return None
    alto = forma[0] / _FRANJAS
    return slice(round(cruzadas[0] * alto), round((cruzadas[-1] + 1) * alto))


def _oscuridad(luma: np.ndarray, papel: np.ndarray, puntos: Puntos) -> np.ndarray:
    """float[n]: how much darker than its paper each point is, as a share of the paper's light."""
    fila, columna = puntos
    return 1 - luma[puntos] / papel[fila // CELDA, columna // CELDA].astype(np.float32)


def _umbral(lineas: np.ndarray, tinta: np.ndarray) -> float | None:
    """How dark is what has been written, and the lines are not; None where both are as dark."""
    usual, casi_todas = np.quantile(lineas, (0.5, _CASI_TODAS))
    escrito = np.quantile(tinta, _LO_ESCRITO)
    if escrito < _MUCHO_MAS * usual:
        return None
    return min(max(_ALGO_MAS * usual, casi_todas), (usual + escrito) / 2)
