"""Looking for a handwritten signature: candidates are found by shape and weighed by a network.

The network is taught by `manage.py entrenar_firma` and travels with the code (`modelo_firma.npz`).
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from .candidatas import candidatas
from .recortes import contraste_de, recorte_de
from .red import leer
from .tinta import Plana, analizar

MODELO = Path(__file__).with_name("modelo_firma.npz")
_red = leer(MODELO) if MODELO.exists() else None
_DE_LADO = 1.5  # how much more its columns must beat than its rows for a page to lie on its side

Hallada = tuple[float, tuple[float, float, float, float]]


def buscar(plana: Plana, croma) -> Hallada | None:
    """The best candidate as (score 0..1, box in fractions of the page), or None."""
    vueltas = [(_mejor(*vista), giro) for giro, *vista in derechas(plana, croma)]
    halladas = [_como_venia(hallada, giro) for hallada, giro in vueltas if hallada]
    return max(halladas, key=lambda hallada: hallada[0], default=None)


def derechas(plana: Plana, croma) -> Iterator[tuple[int, Plana, tuple | None]]:
    """The page with its lines lying flat: (quarters turned to the left, page, colour).

    As it came; or, if it lies on its side, turned both ways, since its lines do not say which.
    """
    if not _esta_de_lado(plana.tinta):
        yield 0, plana, croma
        return
    for giro in (1, 3):
        girada = analizar(np.ascontiguousarray(np.rot90(plana.luma, giro)))
        bandas = croma and tuple(np.ascontiguousarray(np.rot90(banda, giro)) for banda in croma)
        yield giro, girada, bandas


def _mejor(plana: Plana, croma) -> Hallada | None:
    halladas = candidatas(plana, croma)
    if not halladas or _red is None:
        return None
    contraste = contraste_de(plana)
    recortes = [recorte_de(c.caja, plana, croma, contraste) for c in halladas]
    puntajes = _red.puntajes(np.array(recortes), np.array([c.rasgos for c in halladas]))
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


def _como_venia(hallada: Hallada, giro: int) -> Hallada:
    """Its box turned back, `giro` quarters to the right."""
    puntaje, (x0, y0, x1, y1) = hallada
    cajas = {0: (x0, y0, x1, y1), 1: (1 - y1, x0, 1 - y0, x1), 3: (y0, 1 - x1, y1, 1 - x0)}
    return puntaje, tuple(round(lado, 4) for lado in cajas[giro])
