"""Ink on a page: which pixels carry it, and the connected pieces that they form. numpy and Pillow.

Components are found on runs instead of pixels: a page of text has some 60 000 horizontal runs
against 1.6 million pixels, and runs can be joined with a few whole-array operations.
"""

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageFilter

CELDA = 8  # px: the paper is estimated on cells of this side
BANDA = 256  # px: a page is gone over by bands of this height, which stay in the processor's cache
RENGLON = 0.04  # of the longer side: a straight run this long is a ruled line or a frame
_PAPEL_VECINO = 7  # cells: ink thicker than about 25 px is taken for paper
CONTRASTE = 0.16  # ink is darker than its paper by this share of the paper's own light
_CONTRASTE_MINIMO = 12  # grey levels: below, it is the sensor's noise


@dataclass(frozen=True)
class Tramos:
    """Horizontal runs of ink, as parallel arrays; `forma` is that of the page, px."""

    fila: np.ndarray
    inicio: np.ndarray
    fin: np.ndarray  # column after the last
    forma: tuple[int, int]

    @property
    def largo(self) -> np.ndarray:
        return self.fin - self.inicio


@dataclass(frozen=True)
class Piezas:
    """Connected components (8 neighbours), as parallel arrays of length n; boxes half open, px."""

    x0: np.ndarray
    y0: np.ndarray
    x1: np.ndarray
    y1: np.ndarray
    area: np.ndarray
    tramos: np.ndarray  # number of horizontal runs
    mayor: np.ndarray  # longest horizontal run, px

    def __len__(self) -> int:
        return len(self.area)

    @property
    def ancho(self) -> np.ndarray:
        return self.x1 - self.x0

    @property
    def alto(self) -> np.ndarray:
        return self.y1 - self.y0


def bandas(pagina: np.ndarray) -> range:
    """The first row of each band of the page, the last of which may be lower."""
    return range(0, len(pagina), BANDA)


def papel_de(luma: np.ndarray) -> np.ndarray:
    """The light of the bare paper: uint8, one value per cell of `CELDA` px."""
    celdas = np.asarray(Image.fromarray(luma).reduce(CELDA))
    celdas = _entre_vecinas(np.minimum, _entre_vecinas(np.maximum, celdas))
    return np.asarray(Image.fromarray(celdas).filter(ImageFilter.BoxBlur(2)))


def _entre_vecinas(operacion: np.ufunc, celdas: np.ndarray) -> np.ndarray:
    """Maximum or minimum over squares of `_PAPEL_VECINO` cells: Pillow's filters take 40 times."""
    for _ in range(2):  # Down the columns, then, turned, along the rows.
        fila = np.arange(-3, len(celdas) + 3).clip(0, len(celdas) - 1)
        de_siete = celdas[fila]
        for paso in (1, 2, 3):  # Of two, of four, of seven.
            de_siete = operacion(de_siete[:-paso], de_siete[paso:])
        celdas = np.ascontiguousarray(de_siete.T)
    return celdas


def tinta_de(luma: np.ndarray, papel: np.ndarray, contraste: float = CONTRASTE) -> np.ndarray:
    """bool[alto, ancho]: darker than the paper by more than noise.

    `contraste` is the share of the paper's own light by which it must be darker.
    """
    luz = papel.astype(np.float32)
    umbral = np.minimum(luz * (1 - contraste), luz - _CONTRASTE_MINIMO).clip(0).astype(np.uint8)
    alto, ancho = luma.shape
    umbral = np.repeat(umbral, CELDA, 1)[:, :ancho]
    tinta = np.empty(luma.shape, bool)
    # Whole cells first, without a threshold for every row; then the rows that fill no cell.
    enteras = alto // CELDA
    fin, por_celda = enteras * CELDA, (enteras, CELDA, ancho)
    en_celdas = luma[:fin].reshape(por_celda)
    np.less(en_celdas, umbral[:enteras, None], out=tinta[:fin].reshape(por_celda))
    np.less(luma[fin:], umbral[-1], out=tinta[fin:])
    return tinta


def dilatar(marcas: np.ndarray) -> np.ndarray:
    """What is marked, and what is next to it, up, down or sideways."""
    salida = marcas.copy()
    salida[1:] |= marcas[:-1]
    salida[:-1] |= marcas[1:]
    salida[:, 1:] |= marcas[:, :-1]
    salida[:, :-1] |= marcas[:, 1:]
    return salida


def altura_de_letra(piezas: Piezas) -> float:
    """Height in px of the page's usual letter, by ink; 12 when there is hardly any."""
    alto = piezas.alto
    letras = (alto >= 4) & (alto <= 70) & (piezas.ancho <= 4 * alto) & (piezas.ancho * 6 >= alto)
    letras &= piezas.area >= 8
    if letras.sum() < 5:
        return 12.0
    orden = np.argsort(alto[letras])
    peso = np.cumsum(np.minimum(piezas.area[letras], 200)[orden])
    return float(alto[letras][orden][np.searchsorted(peso, peso[-1] / 2)])


def piezas_de(tramos: Tramos, largo_maximo: int = 1 << 30) -> Piezas:
    """The connected pieces of ink, from its runs.

    Runs longer than `largo_maximo` px are left out: ruled lines, frames, the scanner's black edge.
    """
    alto, ancho = tramos.forma
    cortos = tramos.largo <= largo_maximo
    fila, inicio, fin = tramos.fila[cortos], tramos.inicio[cortos], tramos.fin[cortos]
    etiqueta = _unir(len(fila), *_vecinos(fila, inicio, fin, ancho + 2))
    n = int(etiqueta.max()) + 1 if len(etiqueta) else 0
    largo = fin - inicio
    return Piezas(
        x0=_extremo(np.minimum, etiqueta, inicio, n, ancho),
        y0=_extremo(np.minimum, etiqueta, fila, n, alto),
        x1=_extremo(np.maximum, etiqueta, fin, n, 0),
        y1=_extremo(np.maximum, etiqueta, fila + 1, n, 0),
        area=np.bincount(etiqueta, largo, n).astype(np.int32),
        tramos=np.bincount(etiqueta, minlength=n),
        mayor=_extremo(np.maximum, etiqueta, largo, n, 0),
    )


def tramos_de(tinta: np.ndarray) -> Tramos:
    """The horizontal runs of bool[alto, ancho], in reading order."""
    paso = tinta.shape[1] + 1
    cambios = [_cambios(tinta[fila : fila + BANDA]) + fila * paso for fila in bandas(tinta)]
    cambios = np.concatenate(cambios).astype(np.int32)
    inicios, fines = cambios[::2], cambios[1::2]
    fila = inicios // paso
    base = fila * paso
    return Tramos(fila, inicios - base, fines - base, tinta.shape)


def _cambios(tinta: np.ndarray) -> np.ndarray:
    """Where ink begins or ends, counting along the rows, each one place longer than its pixels."""
    alto, ancho = tinta.shape
    cambia = np.empty((alto, ancho + 1), bool)
    cambia[:, 0], cambia[:, -1] = tinta[:, 0], tinta[:, -1]
    np.not_equal(tinta[:, 1:], tinta[:, :-1], out=cambia[:, 1:-1])
    return np.flatnonzero(cambia)


def _vecinos(fila, inicio, fin, paso: int) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of runs of adjacent rows that touch, also by a corner."""
    primero = np.searchsorted(fila * paso + fin, (fila + 1) * paso + inicio, "left")
    ultimo = np.searchsorted(fila * paso + inicio, (fila + 1) * paso + fin, "right")
    cuantos = np.maximum(ultimo - primero, 0)
    arriba = np.repeat(np.arange(len(fila)), cuantos)
    previos = np.cumsum(cuantos) - cuantos
    abajo = np.arange(len(arriba)) - np.repeat(previos - primero, cuantos)
    return arriba, abajo


def _unir(n: int, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Labels 0..m-1 of the connected sets of n nodes: hook to the smaller root, then shorten.

    In numpy's own index type: with a narrower one every look-up is converted, and takes twice.
    """
    raiz = np.arange(n)
    while len(a):
        ra, rb = raiz[a], raiz[b]
        distintas = ra != rb
        a, b, ra, rb = a[distintas], b[distintas], ra[distintas], rb[distintas]
        np.minimum.at(raiz, np.maximum(ra, rb), np.minimum(ra, rb))
        while True:
            siguiente = raiz[raiz]
            if np.array_equal(siguiente, raiz):
                break
            raiz = siguiente
    es_raiz = raiz == np.arange(n)
    return (np.cumsum(es_raiz) - 1)[raiz]


def _extremo(operacion, etiqueta, valores, n: int, inicial: int) -> np.ndarray:
    salida = np.full(n, inicial, np.int32)
    operacion.at(salida, etiqueta, valores.astype(np.int32))
    return salida
