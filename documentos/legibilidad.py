"""How well a page can be read: only measures; the thresholds are in `revision`.

Blur is measured where the ink is. Across an edge blurred by sigma, the sum of first differences is
the step and that of second differences is 2/(sigma*sqrt(2*pi)) times the step: their ratio gives
sigma in pixels, whatever the contrast. What matters to a reader is sigma against the size of the
letters, so the measure is letter height over sigma: it holds at every scale, and an enlarged
thumbnail or a hand that moved shows as clearly as a lens out of focus.
"""

from dataclasses import dataclass

import numpy as np

from . import encuadre
from .encuadre import Medida
from .paginas import LADO
from .plana import Plana
from .tinta import BANDA, CELDA, bandas, dilatar

TESELA = 8  # cells: sharpness is judged by tiles of this side, 64 px
_TINTA_DE_TESELA = 40  # px of ink below which a tile says nothing
_SALTO = 4  # one line of so many is enough: a quarter of the work for the same figure
# Rows and columns of a cell, once one column or one row in `_SALTO` is looked at.
_CELDAS = ((CELDA, CELDA // _SALTO), (CELDA // _SALTO, CELDA))
_SENAL = 200  # sum of second differences below which it is noise
_TESELAS_MINIMAS = 4  # fewer cannot speak for the page
_LINEAS_CORTADAS = 5  # fewer may be specks, or a page number on the edge
_HACIA_DENTRO = 6  # letters from the edge in which a line that is cut goes on
_SEGUIDAS = 3  # letters of it there, at least
_LEVE = 6  # grey levels: anything darker than its paper by this much is not a blank page
_SIGMA_POR_RAZON = 0.8  # 2/sqrt(2*pi), for a step blurred by a Gaussian
_SIGMA_DE_PIXEL = 0.5  # px: what a perfect edge measures, because pixels have a size
_SIGMA_MINIMA = 0.3  # px: less than this is not told apart


def medir(plana: Plana, lado_original: int) -> dict[str, Medida]:
    """Measures of a page, each with the box it was taken in (or None).

    `lado`: longer side of the file's own pixels. `tinta`: share of the page that is not bare
    paper. `letras`: pieces of ink of a letter's size. `altura`: of the usual letter, px on a
    page of `LADO`. `nitidez`: letter height over blur (sigma), on the median ink; `nitidez_zona`,
    on the worst sixth. `quietud`: blur across over blur along, and `equilibrio`, contrast across
    over contrast along (or the other way round): 1 when the hand was still.
    `contraste`: of ink against paper, 0..1 of full scale; `limpieza`, over the paper's grain.
    `margen`: share of the letters that the worst edge leaves whole; `entera`, whether the outline
    of a sheet on a desk runs off the picture (`encuadre`).
    """
    contraste = _contraste(plana)
    medidas = {
        "lado": (float(lado_original), None),
        "tinta": (_tinta_leve(plana), None),
        "letras": (float(plana.letras.sum()), None),
        "altura": (round(plana.letra * min(1, LADO / max(plana.luma.shape)), 2), None),
        "contraste": (round(contraste, 4), None),
        "margen": _margen(plana),
        "entera": encuadre.medir(plana),
    }
    borde = _bordes(plana)
    if borde is None:
        return medidas
    return medidas | {
        "nitidez": (round(plana.letra / borde.sigma, 2), None),
        "nitidez_zona": (round(plana.letra / borde.sigma_zona, 2), borde.zona),
        "quietud": (round(borde.quietud, 3), None),
        "equilibrio": (round(borde.equilibrio, 3), None),
        "limpieza": (round(contraste * 255 / max(borde.ruido, 0.1), 1), None),
    }


def _tinta_leve(plana: Plana) -> float:
    """Share of 2x2 px blocks darker than their paper by more than `_LEVE`."""
    alto, ancho = (lado // 4 * 4 for lado in plana.luma.shape)
    if not alto or not ancho:
        return 0.0
    # One 2x2 block in four is enough to tell a blank page, and averages the grain away.
    pares = plana.luma[0:alto:4, :ancho].astype(np.int16) + plana.luma[1:alto:4, :ancho]
    bloques = pares[:, ::4] + pares[:, 1::4]
    papel = np.repeat(np.repeat(plana.papel.astype(np.int16) * 4, CELDA // 4, 0), CELDA // 4, 1)
    leves = bloques < papel[: alto // 4, : ancho // 4] - 4 * _LEVE
    return np.count_nonzero(leves) / leves.size


def _contraste(plana: Plana) -> float:
    """Distance from ink to paper reached by the darkest quarter of the ink: all of it, or letters.

    The better of the two. Where a card ends on a dark desk there is faint ink all around it; and
    what has a letter's size may be the pale pattern under a card's letters.
    """
    donde = np.flatnonzero(plana.tinta[::_SALTO])  # In two dimensions it takes ten times as long.
    if not len(donde):  # Fainter than ink: the darkest thousandth against the usual paper.
        oscuro, papel = np.percentile(plana.luma, (0.1, 75))
        return float(papel - oscuro) / 255
    fila, columna = np.divmod(donde, plana.luma.shape[1])
    celda = fila * _SALTO // CELDA, columna // CELDA
    hondura = plana.papel[celda].astype(np.int16) - plana.luma[::_SALTO][fila, columna]
    escrita = hondura[plana.celdas_con_letras[celda]]
    return max(float(np.percentile(h, 75)) for h in (hondura, escrita) if len(h)) / 255


@dataclass(frozen=True)
class Bordes:
    """Blur of the edges of the ink, in px of sigma."""

    sigma: float
    sigma_zona: float
    zona: tuple[float, float, float, float] | None
    quietud: float
    equilibrio: float
    ruido: float  # mean |difference| between neighbours on bare paper, grey levels


def _bordes(plana: Plana) -> Bordes | None:
    """None when nothing on the page has an edge to measure."""
    marcas = plana.tinta[::_SALTO].view(np.uint8)
    con_tinta = _por_celda(marcas, plana.papel.shape, _CELDAS[1]) * _SALTO
    escrito = dilatar(con_tinta >= 3)
    saltos_y, saltos_x = _saltos(plana.luma, escrito.shape)
    en_x, pasos_x, ruido = _sigmas(saltos_x, escrito)
    en_y, pasos_y, _ = _sigmas(saltos_y, escrito)
    sigma, peso = np.maximum(en_x, en_y), _teselas(con_tinta)
    valen = (peso > _TINTA_DE_TESELA) & (sigma > 0)
    if not valen.any():
        return None
    mediana, peor = _cuantiles(sigma[valen], peso[valen], (0.5, 0.85))
    fila, columna = np.unravel_index(np.argmax(np.where(valen, sigma, 0)), sigma.shape)
    # The grain of a desk has edges too, and all of them run one way: motion is read off letters.
    escritas = valen & (_teselas(plana.celdas_con_letras.view(np.uint8)) > 0)
    if escritas.any():
        valen = escritas
    lados = [max(float(np.median(s[valen])), 0.35) for s in (en_x, en_y)]
    return Bordes(
        _sin_pixel(mediana),
        _sin_pixel(peor),
        _caja(fila, columna, plana),
        min(lados) / max(lados),
        _equilibrio(pasos_x[valen], pasos_y[valen]),
        ruido,
    )


def _equilibrio(pasos_x: np.ndarray, pasos_y: np.ndarray) -> float:
    """Weaker over stronger contrast between neighbours, across and along: motion wipes out one."""
    if len(pasos_x) < _TESELAS_MINIMAS:
        return 1.0
    razon = float(np.median((pasos_x + 1) / (pasos_y + 1)))
    return min(razon, 1 / razon)


def _sin_pixel(sigma: float) -> float:
    """The blur of the optics alone, without what sampling does to a perfect edge."""
    return max(sigma**2 - _SIGMA_DE_PIXEL**2, _SIGMA_MINIMA**2) ** 0.5


def _saltos(luma: np.ndarray, forma: tuple[int, int]) -> np.ndarray:
    """Sums per cell of what neighbours differ by, int16[2, 2, *forma].

    First down the columns, then along the rows; first and second differences.
    """
    sumas = np.zeros((2, 2, *forma), np.int16)  # At most 16 times 510.
    for desde in bandas(luma):
        # Second differences down the columns reach two rows into the next band.
        banda = luma[desde : desde + BANDA + 2]
        for eje, lineas in enumerate((banda[:, ::_SALTO], banda[:BANDA:_SALTO])):
            valores = lineas.astype(np.int16)
            for suma in sumas[eje, :, desde // CELDA : (desde + BANDA) // CELDA]:
                valores = _diferencia(valores, eje)
                suma += _por_celda(np.abs(valores[:BANDA]), suma.shape, _CELDAS[eje])
    return sumas


def _sigmas(saltos: np.ndarray, escrito: np.ndarray) -> tuple[np.ndarray, np.ndarray, float]:
    """Along one axis, per tile: sigma (0 where there is no edge) and sum of first differences.

    And the noise of the bare paper.
    """
    (primera, ruido), (segunda, _) = (_sin_ruido(suma, escrito) for suma in saltos)
    razon = np.where(segunda > _SENAL, primera / np.maximum(segunda, 1.0), 0.0)
    return _SIGMA_POR_RAZON * razon, primera, ruido / (CELDA * CELDA // _SALTO)


def _diferencia(valores: np.ndarray, eje: int) -> np.ndarray:
    """As np.diff, in fewer steps."""
    return valores[1:] - valores[:-1] if eje == 0 else valores[:, 1:] - valores[:, :-1]


def _sin_ruido(suma: np.ndarray, escrito: np.ndarray) -> tuple[np.ndarray, int]:
    """float32 per tile: sums over its written cells, less what a bare one shows; and that."""
    desnudo = suma[~escrito]
    piso = 0
    if len(desnudo) > 20:  # The middle one; np.median takes four times as long.
        piso = int(np.partition(desnudo, len(desnudo) // 2)[len(desnudo) // 2])
    return _teselas(np.maximum(suma - piso, 0) * escrito).astype(np.float32), piso


def _por_celda(valores: np.ndarray, forma: tuple[int, int], celda: tuple[int, int]) -> np.ndarray:
    """Sums over `forma` cells of so many rows and columns, of which the last may be short.

    They must fit in the type of what is summed.
    """
    alto, ancho = celda
    suma = np.zeros((forma[0], forma[1] * ancho), valores.dtype)
    for fila in range(alto):
        parte = valores[fila::alto]
        suma[: len(parte), : valores.shape[1]] += parte
    # Halving, pair by pair, is six times faster than one sum over an axis of a reshaped array.
    while suma.shape[1] > forma[1]:
        suma = suma[:, ::2] + suma[:, 1::2]
    return suma


def _teselas(celdas: np.ndarray) -> np.ndarray:
    """int32: sums over tiles; the last ones may be short."""
    filas = np.add.reduceat(celdas, np.arange(0, celdas.shape[0], TESELA), 0, np.int32)
    return np.add.reduceat(filas, np.arange(0, celdas.shape[1], TESELA), 1)


def _cuantiles(valores: np.ndarray, pesos: np.ndarray, partes) -> list[float]:
    orden = np.argsort(valores)
    suma = np.cumsum(pesos[orden])
    return [float(valores[orden][np.searchsorted(suma, suma[-1] * parte)]) for parte in partes]


def _caja(fila: int, columna: int, plana: Plana) -> tuple[float, float, float, float]:
    """A tile and its neighbours, as fractions of the page."""
    alto, ancho = plana.luma.shape
    lado = TESELA * CELDA
    return (
        round(max(0.0, (columna - 1) * lado / ancho), 4),
        round(max(0.0, (fila - 1) * lado / alto), 4),
        round(min(1.0, (columna + 2) * lado / ancho), 4),
        round(min(1.0, (fila + 2) * lado / alto), 4),
    )


def _margen(plana: Plana) -> Medida:
    """Share of the lines of text that reach the worst edge and are not cut by it; and its strip."""
    alto, ancho = plana.luma.shape
    p = plana.piezas
    en_y, en_x = (p.y0 + p.y1) / 2, (p.x0 + p.x1) / 2
    bordes = (
        (p.x0, en_y, p.alto, (0.0, 0.0, 0.06, 1.0)),
        (ancho - p.x1, en_y, p.alto, (0.94, 0.0, 1.0, 1.0)),
        (p.y0, en_x, p.ancho, (0.0, 0.0, 1.0, 0.06)),
        (alto - p.y1, en_x, p.ancho, (0.0, 0.94, 1.0, 1.0)),
    )
    peor = (1.0, None)
    for distancia, lugar, largo, franja in bordes:
        cortadas, todas = _lineas_al_borde(plana, distancia, lugar, largo)
        if cortadas >= _LINEAS_CORTADAS and 1 - cortadas / todas < peor[0]:
            peor = (round(1 - cortadas / todas, 3), franja)
    return peor


def _lineas_al_borde(plana: Plana, distancia, lugar, largo) -> tuple[int, int]:
    """Of the lines of letters near an edge: how many it cuts, and how many there are.

    Each piece has a `distancia` to the edge, and along it a `lugar` and a `largo`, px. A line that
    is cut goes on inwards; what does not is the dirt that a scanner leaves along its black edge.
    """
    letra, letras = plana.letra, plana.letras
    linea = (lugar / (1.5 * letra)).astype(np.int32)
    dentro = np.bincount(linea[letras & (distancia > 1) & (distancia < _HACIA_DENTRO * letra)])
    sigue = np.flatnonzero(dentro >= _SEGUIDAS)
    media_letra = (largo > 0.3 * letra) & (largo < 2 * letra)
    cortadas = np.intersect1d(sigue, linea[media_letra & (distancia <= 1)])
    return len(cortadas), len(np.union1d(cortadas, linea[letras & (distancia < 2.5 * letra)]))
