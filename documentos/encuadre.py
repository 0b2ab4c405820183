"""Whether a sheet or a card runs off the picture: a desk is seen all around it but for one side.

Text that runs off is found by its letters (`legibilidad`). What is cut where nothing is written,
such as a card through its photograph, shows only by its outline. Where no desk is seen nothing is
said: a scan that ends where its card ends looks like one that cuts it.
"""

import numpy as np
from PIL import Image

from .tinta import CELDA, Plana

Medida = tuple[float, tuple[float, float, float, float] | None]

_OTRA_LUZ = (20, 0.12)  # grey levels, and share of the desk's light: less is grain or shade
_ESQUINA = 0.02  # of the longer side: the desk is read in corners of this size
_LADO_MINIMO = 0.25  # of the picture's side: less than this running off may be a finger or a strap
_MESA_MINIMA = 0.03  # of that side: the desk that must be seen on either hand of what runs off
_MESA_SUCIA = 0.04  # share of the other three sides, and twice it of the flanks, that is not desk
# Along the left, the top, the right and the bottom, as fractions of the page.
_FRANJAS = (
    *((0.0, 0.0, 0.06, 1.0), (0.0, 0.0, 1.0, 0.06)),
    *((0.94, 0.0, 1.0, 1.0), (0.0, 0.94, 1.0, 1.0)),
)


def medir(plana: Plana) -> Medida:
    """1 when nothing runs off the picture as a sheet would; 0 when two straight edges of it do.

    The box is the strip along the picture's side that is crossed.
    """
    if min(plana.papel.shape) < 1 / _MESA_MINIMA:
        return 1.0, None
    papel = plana.papel.astype(np.float32)
    mesa = _mesa(papel)
    hoja, filo = _distinto(papel, mesa), _distinto(_con_su_filo(papel, plana.luma), mesa)
    # Each quarter turn to the left brings the next of left, top, right and bottom to the left.
    giros = ((np.rot90(hoja, giro), np.rot90(filo, giro)) for giro in range(4))
    parecidos = [_lo_que_se_sale(*giradas) for giradas in giros]
    mayor = int(np.argmax(parecidos))
    return round(1 - parecidos[mayor], 3), _FRANJAS[mayor] if parecidos[mayor] else None


def _con_su_filo(papel: np.ndarray, luma: np.ndarray) -> np.ndarray:
    """The same with its outermost cells as light as they are.

    Bare paper reaches three cells beyond its edge: a card that ends just inside the picture would
    seem to leave it.
    """
    celdas = papel.copy()
    abajo, derecha = ((lado - 1) // CELDA * CELDA for lado in luma.shape)
    celdas[0], celdas[-1] = _por_celda(luma[:CELDA])[0], _por_celda(luma[abajo:])[0]
    celdas[:, 0] = _por_celda(luma[:, :CELDA])[:, 0]
    celdas[:, -1] = _por_celda(luma[:, derecha:])[:, 0]
    return celdas


def _por_celda(luma: np.ndarray) -> np.ndarray:
    return np.asarray(Image.fromarray(luma).reduce(CELDA))


def _mesa(papel: np.ndarray) -> np.ndarray:
    """The light of the desk, which goes evenly from corner to corner."""
    alto, ancho = papel.shape
    lado = max(2, round(_ESQUINA * max(alto, ancho)))
    y, x = np.linspace(0, 1, alto, dtype=np.float32)[:, None], np.linspace(0, 1, ancho)[None]
    franjas = papel[:lado], papel[-lado:]
    (a, b), (c, d) = ([np.median(f[:, :lado]), np.median(f[:, -lado:])] for f in franjas)
    return (a * (1 - x) + b * x) * (1 - y) + (c * (1 - x) + d * x) * y


def _distinto(luz: np.ndarray, mesa: np.ndarray) -> np.ndarray:
    return np.abs(luz - mesa) > np.maximum(_OTRA_LUZ[0], _OTRA_LUZ[1] * mesa)


def _lo_que_se_sale(hoja: np.ndarray, filo: np.ndarray) -> float:
    """How much like a sheet is what crosses the left side, 0..1; 0 without a desk around it.

    `hoja` is bool per cell: what is no desk; `filo`, the same, exact in the outermost cells.
    """
    alto = len(hoja)
    cruza = np.flatnonzero(filo[:, 0])
    otros = (hoja[:, -1], hoja[0], hoja[-1])
    if not len(cruza) or max(lado.mean() for lado in otros) > _MESA_SUCIA:
        return 0.0
    desde, hasta = cruza[0], cruza[-1] + 1
    largo, mesa = hasta - desde, _MESA_MINIMA * alto
    if largo < _LADO_MINIMO * alto or min(desde, alto - hasta) < mesa:
        return 0.0
    # A card laid down that loses two fifths of its height still shows a third of its length.
    cerca = hoja[:, : largo // 3]
    holgura = max(2, largo // 10)  # A card may lie a little turned.
    flancos = cerca[: max(1, desde - holgura)], cerca[min(alto - 1, hasta + holgura) :]
    if max(flanco.mean() for flanco in flancos) > 2 * _MESA_SUCIA:
        return 0.0
    return _entre_dos_rectas(cerca)


def _entre_dos_rectas(cerca: np.ndarray) -> float:
    """How much of it, 0..1, lies just between two straight edges, which run across its columns.

    What is inside them does not matter: a dark photograph may be as dark as the desk.
    """
    columnas = np.flatnonzero(cerca.any(0))
    if len(columnas) < 2:
        return 0.0
    arriba = cerca.argmax(0)[columnas]
    abajo = len(cerca) - cerca[::-1].argmax(0)[columnas]
    rectas = [np.polyval(np.polyfit(columnas, borde, 1), columnas) for borde in (arriba, abajo)]
    comun = np.minimum(abajo, rectas[1]) - np.maximum(arriba, rectas[0])
    todo = np.maximum(abajo, rectas[1]) - np.minimum(arriba, rectas[0])
    return float(comun.clip(0).sum() / todo.sum()) * len(columnas) / cerca.shape[1]
