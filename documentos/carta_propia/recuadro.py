"""The signature's box on our letter: where its frame really runs, and what is drawn inside.

Ink is what is darker than everything around it within two millimetres (a black top-hat): a shadow,
a stain or a fold of the paper is wider than any pen and leaves no trace, however dark.
"""

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageFilter

from documentos.tinta import piezas_de, tramos_de

from .formato import Formato
from .plano import Plano

ESCALA = 5  # px per mm of the straightened box: what a good photo of A4 has
ALREDEDOR = 10  # mm straightened around it: bent paper moves the frame
_BUSCA = 8  # mm to each side of its place in which a line of the frame is looked for
_PLUMA = 9  # px, odd: wider than any stroke
_TRAMOS = 12  # pieces in which each side of the frame is looked for
_TRAMOS_MINIMOS = 7  # of them, on one line, for the side to have been found
_DEDO = 1.2  # mm: how far a piece may lie from the straight line through the others
_LEVE = 8  # relative levels of 255: a line fainter than this is no line
_ENTRADA = 1.3  # mm inside the middle of the frame's line at which the inside begins
_PARTE_DE_NEGRO = 0.25  # ink is at least this much of the frame's own black
_SOBRE_EL_GRANO = 6.0  # and over the paper's grain by so many deviations
_HUECO = 2  # px: strokes that blur has broken are joined over twice this
_MAYORES = 6  # pieces looked at


@dataclass(frozen=True)
class Lado:
    """A side of the frame: its depth (px) at places along it, and how dark its line is."""

    lugares: np.ndarray
    honduras: np.ndarray
    fuerza: float

    def en(self, lugares) -> np.ndarray:
        return np.interp(lugares, self.lugares, self.honduras)


@dataclass(frozen=True)
class Marco:
    """`esquinas`: of the frame, px[4, 2] of the picture. `trazo`: breadth of the broadest drawn
    thing, across its own length, mm: 0 in an empty box, the height of the letters for a typed
    name, the pen for a straight line; a signature is broad both ways."""

    esquinas: np.ndarray
    trazo: float


def medir(luma: np.ndarray, plano: Plano, formato: Formato) -> Marco | None:
    """None when the frame is not where the code says, or not whole in the picture."""
    x0, y0, x1, y1 = formato.recuadro
    origen = (x0 - ALREDEDOR, y0 - ALREDEDOR)
    medidas = (x1 - x0 + 2 * ALREDEDOR, y1 - y0 + 2 * ALREDEDOR)
    resalte = _resalte(_enderezar(luma, plano, origen, medidas))
    lados = _lados(resalte)
    if lados is None:
        return None
    esquinas = np.array(_esquinas(lados)) / ESCALA + origen
    negro = min(lado.fuerza for lado in lados)
    return Marco(plano.a_foto(esquinas), round(_trazo(resalte, _dentro(lados, resalte), negro), 1))


def _enderezar(luma: np.ndarray, plano: Plano, origen, medidas) -> Image.Image:
    """The part of the sheet from `origen`, `medidas` mm wide and high, at `ESCALA`."""
    paso = np.array([[1 / ESCALA, 0, origen[0]], [0, 1 / ESCALA, origen[1]], [0, 0, 1]])
    matriz = plano.matriz @ paso
    return Image.fromarray(luma).transform(
        [round(lado * ESCALA) for lado in medidas],
        Image.Transform.PERSPECTIVE,
        (matriz / matriz[2, 2]).ravel()[:8],
        Image.Resampling.BILINEAR,
    )


def _resalte(recorte: Image.Image) -> np.ndarray:
    """How much darker than all around within a pen's width, float32 of 0..255 relative levels."""
    g = np.asarray(recorte.filter(ImageFilter.BoxBlur(1)))
    papel = 255 - _maximo(255 - _maximo(g))
    return (papel - g) * (np.float32(255) / np.maximum(papel, 32))


def _maximo(g: np.ndarray) -> np.ndarray:
    """The largest value within a square of `_PLUMA` px, by doubling: 1, 2, 4, 8, 9 at a time."""
    medio = _PLUMA // 2
    g = np.pad(g, medio, mode="edge")
    for paso in (1, 2, 4, 1):
        g = np.maximum(g[paso:], g[:-paso])
    for paso in (1, 2, 4, 1):
        g = np.maximum(g[:, paso:], g[:, :-paso])
    return g


def _lados(resalte: np.ndarray) -> tuple[Lado, Lado, Lado, Lado] | None:
    """Top, bottom, left, right; None unless all four are found."""
    alto, ancho = resalte.shape
    m = ALREDEDOR * ESCALA
    lados = (
        _lado(resalte, m, m, ancho - m),
        _lado(resalte, alto - m, m, ancho - m),
        _lado(resalte.T, m, m, alto - m),
        _lado(resalte.T, ancho - m, m, alto - m),
    )
    return lados if all(lados) else None


def _lado(resalte: np.ndarray, hondura: int, desde: int, hasta: int) -> Lado | None:
    """The line expected along row `hondura`, from column `desde` to `hasta`."""
    arriba = hondura - _BUSCA * ESCALA
    franja = resalte[arriba : hondura + _BUSCA * ESCALA, desde:hasta]
    tramos = np.array_split(np.arange(hasta - desde), _TRAMOS)
    lugares = np.array([tramo.mean() for tramo in tramos])
    perfiles = np.stack([franja[:, tramo].mean(1) for tramo in tramos])
    hondos = perfiles.argmax(1).astype(float)
    fuerzas = perfiles.max(1)
    mejor = _en_linea(lugares, hondos, fuerzas)
    fuerza = float(np.median(fuerzas[mejor]))
    if mejor.sum() < _TRAMOS_MINIMOS or fuerza < _LEVE:
        return None
    return Lado(lugares[mejor] + desde, hondos[mejor] + arriba + 0.5, fuerza)


def _en_linea(lugares: np.ndarray, hondos: np.ndarray, fuerzas: np.ndarray) -> np.ndarray:
    """bool: the pieces on the strongest of the straight lines through any two of them."""
    a, b = np.triu_indices(len(lugares), 1)
    pendientes = (hondos[b] - hondos[a]) / (lugares[b] - lugares[a])
    rectas = hondos[a, None] + pendientes[:, None] * (lugares - lugares[a, None])
    cerca = np.abs(hondos - rectas) < _DEDO * ESCALA
    return cerca[int((cerca @ fuerzas).argmax())]


def _esquinas(lados) -> list[tuple[float, float]]:
    arriba, abajo, izquierda, derecha = lados
    return [
        (float(costado.en(renglon.en(medio))), float(renglon.en(costado.en(0))))
        for renglon, costado, medio in (
            (arriba, izquierda, 0),
            (arriba, derecha, 1e6),
            (abajo, derecha, 1e6),
            (abajo, izquierda, 0),
        )
    ]


def _dentro(lados, resalte: np.ndarray) -> np.ndarray:
    """bool[alto, ancho]: inside the frame, clear of its line."""
    arriba, abajo, izquierda, derecha = lados
    y, x = np.ogrid[: resalte.shape[0], : resalte.shape[1]]
    entrada = _ENTRADA * ESCALA
    dentro = (y > arriba.en(x) + entrada) & (y < abajo.en(x) - entrada)
    return dentro & (x > izquierda.en(y) + entrada) & (x < derecha.en(y) - entrada)


def _trazo(resalte: np.ndarray, dentro: np.ndarray, negro: float) -> float:
    valores = resalte[dentro]
    medio = float(np.median(valores))
    grano = 1.48 * float(np.median(np.abs(valores - medio)))
    tinta = (resalte > max(_PARTE_DE_NEGRO * negro, medio + _SOBRE_EL_GRANO * grano)) & dentro
    piezas = piezas_de(tramos_de(_engrosar(tinta)))
    mayores = np.argsort(-(piezas.ancho.astype(int) * piezas.alto))[:_MAYORES]
    return max(
        (
            _anchura(tinta[piezas.y0[k] : piezas.y1[k], piezas.x0[k] : piezas.x1[k]])
            for k in mayores
        ),
        default=0.0,
    )


def _engrosar(tinta: np.ndarray) -> np.ndarray:
    salida = tinta.copy()
    for _ in range(_HUECO):
        salida[1:] |= salida[:-1].copy()
        salida[:-1] |= salida[1:].copy()
        salida[:, 1:] |= salida[:, :-1].copy()
        salida[:, :-1] |= salida[:, 1:].copy()
    return salida


def _anchura(tinta: np.ndarray) -> float:
    """Breadth in mm of a drawing across its main direction, as if it were evenly filled."""
    puntos = np.argwhere(tinta)
    if len(puntos) < 3:
        return 0.0
    menor = float(np.linalg.eigvalsh(np.cov(puntos.T))[0])
    return (12 * max(0.0, menor)) ** 0.5 / ESCALA
