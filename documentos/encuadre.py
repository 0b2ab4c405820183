"""Whether a sheet or a card runs off the picture: a desk is seen on every side of it but one.

Text that is cut is found by its letters (`legibilidad`). Something cut where nothing is written,
such as a card through its photograph, shows only by its outline. Without a desk in sight nothing is
said: a scan that ends where its card ends looks like one that cuts it.
"""

import numpy as np
from PIL import Image

from .plana import Plana
from .tinta import CELDA

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
    papel = plana.papel.astype(np.float32)
    if min(papel.shape) < 1 / _MESA_MINIMA:
        return 1.0, None
    mesa = _mesa(papel)
    distinto = _distinto(papel, mesa)
    # Each quarter turn to the left brings the next of left, top, right and bottom to the left.
    ajenos = [np.rot90(distinto, giro)[:, 0].mean() for giro in range(4)]
    if sorted(ajenos)[2] > _MESA_SUCIA or max(ajenos) < _LADO_MINIMO:
        return 1.0, None
    giro = int(np.argmax(ajenos))
    filo = _distinto(_filo(np.rot90(plana.luma, giro)), np.rot90(mesa, giro)[:, 0])
    parecido = _lo_que_se_sale(np.rot90(distinto, giro), filo)
    return round(1 - parecido, 3), _FRANJAS[giro] if parecido else None


def _mesa(papel: np.ndarray) -> np.ndarray:
    """The light of the desk, which goes evenly from corner to corner."""
    lado = max(2, round(_ESQUINA * max(papel.shape)))
    franjas = papel[:lado], papel[-lado:]
    (a, b), (c, d) = ([f[:, :lado].mean(), f[:, -lado:].mean()] for f in franjas)
    y, x = (np.linspace(0, 1, lado, dtype=np.float32) for lado in papel.shape)
    y = y[:, None]
    return (a * (1 - x) + b * x) * (1 - y) + (c * (1 - x) + d * x) * y


def _distinto(luz: np.ndarray, mesa: np.ndarray) -> np.ndarray:
    return np.abs(luz - mesa) > np.maximum(_OTRA_LUZ[0], _OTRA_LUZ[1] * mesa)


def _filo(luma: np.ndarray) -> np.ndarray:
    """The light of the outermost cells on the left, as it is: float32[alto].

    Bare paper reaches three cells beyond its edge, and a card that ends just inside the picture
    would seem to leave it.
    """
    franja = Image.fromarray(np.ascontiguousarray(luma[:, :CELDA]))
    return np.asarray(franja.reduce(CELDA))[:, 0].astype(np.float32)


def _lo_que_se_sale(distinto: np.ndarray, filo: np.ndarray) -> float:
    """How much like a sheet is what crosses the left side, 0..1; 0 without a desk around it.

    Both are bool per cell, what is no desk: of the bare paper, and of the outermost light.
    """
    alto, cruza = len(distinto), np.flatnonzero(filo)
    if not len(cruza):
        return 0.0
    desde, hasta = cruza[0], cruza[-1] + 1
    largo = hasta - desde
    if largo < _LADO_MINIMO * alto or min(desde, alto - hasta) < _MESA_MINIMA * alto:
        return 0.0
    # A card laid down that loses two fifths of its height still shows a third of its length.
    cerca = distinto[:, : largo // 3]
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
