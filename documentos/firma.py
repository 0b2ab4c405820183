"""Looking for a handwritten signature: candidates are found by shape and weighed by a model.

The model is taught by `manage.py entrenar_firma` and travels with the code (`modelo_firma.npz`).
"""

from collections.abc import Iterator
from functools import cache

import numpy as np

from .candidatas import candidatas
from .entrenado import MODELO
from .modelo import Modelo, leer
from .plana import Plana, analizar
from .recortes import contraste_de, recorte_de

_DE_LADO = 1.5  # how much more its columns must beat than its rows for a page to lie on its side
_SEGURO = 3  # standard deviations: none of 328 real pages that stand upright passes 1.9

Hallada = tuple[float, tuple[float, float, float, float]]


@cache
def modelo() -> Modelo:
    """What was learnt, read once: before the box has children, which can open no file."""
    return leer(MODELO)


def buscar(plana: Plana, croma) -> Hallada | None:
    """The best candidate as (score 0..1, box in fractions of the page), or None."""
    vueltas = [(_mejor(*vista), giro) for giro, *vista in derechas(plana, croma)]
    halladas = [_como_venia(hallada, giro) for hallada, giro in vueltas if hallada]
    return max(halladas, key=lambda hallada: hallada[0], default=None)


def derechas(plana: Plana, croma) -> Iterator[tuple[int, Plana, tuple | None]]:
    """The page as it is read: (quarters turned to the left, page, colour).

    If it lies on its side and its letters do not say which, turned both ways.
    """
    giro = 1 if _esta_de_lado(plana.tinta) else 0
    vista = _girar(plana, croma, giro)
    cabeza = _de_cabeza(vista[1])
    if cabeza <= _SEGURO:
        yield vista
    if cabeza > _SEGURO or (giro and cabeza > -_SEGURO):
        yield _girar(plana, croma, giro + 2)


def _girar(plana: Plana, croma, giro: int) -> tuple[int, Plana, tuple | None]:
    if not giro:
        return 0, plana, croma
    girada = analizar(np.ascontiguousarray(np.rot90(plana.luma, giro)))
    bandas = croma and tuple(np.ascontiguousarray(np.rot90(banda, giro)) for banda in croma)
    return giro, girada, bandas


def _mejor(plana: Plana, croma) -> Hallada | None:
    halladas = candidatas(plana, croma)
    if not halladas:
        return None
    contraste = contraste_de(plana)
    recortes = [recorte_de(c.caja, plana, croma, contraste) for c in halladas]
    puntajes = modelo().puntajes(np.array(recortes), np.array([c.rasgos for c in halladas]))
    mejor = int(np.argmax(puntajes))
    alto, ancho = plana.luma.shape
    x0, y0, x1, y1 = halladas[mejor].caja
    caja = (x0 / ancho, y0 / alto, x1 / ancho, y1 / alto)
    return round(float(puntajes[mejor]), 3), tuple(round(lado, 4) for lado in caja)


def _esta_de_lado(tinta: np.ndarray) -> bool:
    """Lines of text make the sums of ink beat across them, not along them."""
    latidos = []
    for eje in (0, 1):
        suma = tinta.sum(eje, dtype=np.uint16).astype(np.int32)  # Half the time of a wider sum.
        latidos.append(float(np.abs(suma[8:] - suma[:-8]).mean() / max(1e-6, suma.mean())))
    return latidos[0] > _DE_LADO * latidos[1]


def _de_cabeza(plana: Plana) -> float:
    """Whether its letters stand on their heads: in standard deviations, negative if they do not.

    Two letters of a line mostly share their feet, and where one is longer, it is upwards: there
    are more of b, d, T than of g, p, q.
    """
    piezas, cuales, letra = plana.piezas, np.flatnonzero(plana.letras), plana.letra
    renglon = (piezas.y0 + piezas.y1)[cuales] // round(3 * letra)
    orden = cuales[np.lexsort((piezas.x0[cuales], renglon))]
    una, otra = orden[:-1], orden[1:]
    hueco = piezas.x0[otra] - piezas.x1[una]
    arriba = np.abs(piezas.y0[una] - piezas.y0[otra]) / letra
    abajo = np.abs(piezas.y1[una] - piezas.y1[otra]) / letra
    juntas = (piezas.x0[una] < piezas.x0[otra]) & (hueco < 0.8 * letra)
    de_pie = int((juntas & (abajo < 0.1) & (arriba > 0.2) & (arriba < 1)).sum())
    colgadas = int((juntas & (arriba < 0.1) & (abajo > 0.2) & (abajo < 1)).sum())
    return (colgadas - de_pie) / max(1, de_pie + colgadas) ** 0.5


def _como_venia(hallada: Hallada, giro: int) -> Hallada:
    """Its box turned back, `giro` quarters to the right."""
    puntaje, (x0, y0, x1, y1) = hallada
    for _ in range(giro):
        x0, y0, x1, y1 = 1 - y1, x0, 1 - y0, x1
    return puntaje, tuple(round(lado, 4) for lado in (x0, y0, x1, y1))
