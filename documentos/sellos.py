"""Round stamps: found by their rings, which are taken out of the ink.

A stamp beside a typed name looks like a signature, and one across a signature grows together with
it. What crosses a ring stays whole.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from PIL import Image, ImageFilter

from .plana import Plana
from .tinta import RENGLON, Piezas, piezas_de, tramos_de

# Read off 120 drawn letters with stamps and 211 real pages, where no signature loses ink to it.
_MENOR, _MAYOR = 3.2, 18  # letters: the radius of a ring
_AROS_MAXIMOS = 3  # of one stamp
_BORDE = 12  # grey levels across two pixels, once blurred
_PUNTOS = 600  # of the edges, that vote for a centre
_CELDA = 4  # px: centres are looked for on a grid of this side
_SECTORES = 72  # directions from the centre
_POSIBLE = 0.6  # of the directions: with ink at about that distance
_HOLGURA = (0.08, 0.04, 0.03)  # of the radius: how far ink may be from the curve so far
_OVALO = 0.1  # of the radius: beyond, it is no circle seen askew
_AL_LADO = 16  # px looked at on each side of a ring
_CUBIERTO = 0.75  # of the directions: with ink on the ring, to within a pixel: no hand does that
_ANCHO = 0.5  # of the directions: with ink as far as the ring is thick
_SOLO = 0.3  # of the directions: with the ring, and bare paper on both sides of it


@dataclass(frozen=True)
class Sello:
    """A disc of the page, px."""

    x: float
    y: float
    radio: float

    def contiene(self, piezas: Piezas) -> np.ndarray:
        """bool[n]: the pieces that stick out of it nowhere, up, down or sideways."""
        de_lado = np.maximum(abs(piezas.x0 - self.x), abs(piezas.x1 - self.x))
        de_alto = np.maximum(abs(piezas.y0 - self.y), abs(piezas.y1 - self.y))
        return np.maximum(de_lado, de_alto) < 1.02 * self.radio


def sin_aros(plana: Plana, cajas) -> tuple[Plana, list[Sello]]:
    """The page without the rings that these boxes (px) hold, and the discs that they enclose.

    Without rings, the page itself and an empty list.
    """
    menor = 2 * _MENOR * plana.letra
    bastan = [caja for caja in cajas if min(caja[2] - caja[0], caja[3] - caja[1]) >= menor]
    tinta = plana.tinta.copy() if bastan else plana.tinta
    sellos = [sello for caja in bastan for sello in _borrar_aros(tinta, plana, caja)]
    if not sellos:
        return plana, []
    piezas = piezas_de(tramos_de(tinta), round(max(tinta.shape) * RENGLON))
    return replace(plana, tinta=tinta, piezas=piezas), sellos


def _borrar_aros(tinta: np.ndarray, plana: Plana, caja) -> Iterator[Sello]:
    x0, y0, x1, y1 = caja
    trozo = tinta[y0:y1, x0:x1]
    mayor = min(_MAYOR * plana.letra, 0.55 * min(trozo.shape))
    radios = range(round(_MENOR * plana.letra), round(mayor))
    centro = _centro(plana.luma[y0:y1, x0:x1], radios)
    for _ in range(_AROS_MAXIMOS if centro else 0):
        vista = _Vista(trozo, *centro)
        aro = next(filter(None, map(vista.aro, vista.posibles(radios))), None)
        if aro is None:
            return
        radio, suyos = aro
        trozo[vista.fila[suyos], vista.columna[suyos]] = False
        yield Sello(x0 + centro[0], y0 + centro[1], radio)


def _centro(luma: np.ndarray, radios: range) -> tuple[float, float] | None:
    """x, y (px) of the point that most edges face, from as far as a ring may be; None if none do.

    This is Hough's transform, voted by the direction of edges; the rings of a stamp share it.
    """
    x, y, dx, dy = _bordes(luma)
    lejos = np.array(radios[::_CELDA])
    lejos = np.concatenate([lejos, -lejos])
    alto, ancho = (lado // _CELDA + 1 for lado in luma.shape)
    x = np.floor((x[:, None] + dx[:, None] * lejos) / _CELDA).astype(int)
    y = np.floor((y[:, None] + dy[:, None] * lejos) / _CELDA).astype(int)
    cae = (x >= 0) & (y >= 0) & (x < ancho) & (y < alto)
    votos = np.bincount(y[cae] * ancho + x[cae], minlength=alto * ancho)
    orlados = np.pad(votos.reshape(alto, ancho), 1)
    de_nueve = sum(orlados[b : b + alto, a : a + ancho] for a in range(3) for b in range(3))
    j, i = divmod(int(de_nueve.argmax()), ancho)
    return ((i + 0.5) * _CELDA, (j + 0.5) * _CELDA) if len(dx) else None


def _bordes(luma: np.ndarray) -> tuple[np.ndarray, ...]:
    """Of some `_PUNTOS` edges, where they are (x, y) and where they face (dx, dy; length 1)."""
    borrosa = Image.fromarray(np.ascontiguousarray(luma)).filter(ImageFilter.GaussianBlur(1.5))
    gris = np.asarray(borrosa, np.float32)
    dx, dy = gris[1:-1, 2:] - gris[1:-1, :-2], gris[2:, 1:-1] - gris[:-2, 1:-1]
    fuertes = np.flatnonzero(dx * dx + dy * dy > _BORDE**2)
    fuertes = fuertes[:: max(1, len(fuertes) // _PUNTOS)]
    fila, columna = np.divmod(fuertes, gris.shape[1] - 2)
    dx, dy = dx.ravel()[fuertes], dy.ravel()[fuertes]
    fuerza = np.hypot(dx, dy)
    return columna + 1, fila + 1, dx / fuerza, dy / fuerza


class _Vista:
    """The ink of a box as seen from a point: how far each pixel is, and in which direction."""

    def __init__(self, trozo: np.ndarray, x: float, y: float) -> None:
        self.fila, self.columna = np.nonzero(trozo)
        dx, dy = self.columna + 0.5 - x, self.fila + 0.5 - y
        self.radio = np.hypot(dx, dy)
        self._rumbo = np.stack([dx, dy]) / np.maximum(self.radio, 0.5)
        vuelta = (np.arctan2(dy, dx) / np.pi + 1) / 2
        self.sector = (vuelta * _SECTORES).astype(int) % _SECTORES

    @cached_property
    def _ondas(self) -> np.ndarray:
        """float[n, 5]: a circle; its centre elsewhere, one wave around; seen askew, two."""
        coseno, seno = self._rumbo
        iguales = np.ones_like(coseno)
        return np.stack([iguales, coseno, seno, coseno**2 - seno**2, 2 * coseno * seno], 1)

    def posibles(self, radios: range) -> list[int]:
        """At most four radii, px, at which most directions have ink: the fullest first."""
        holgura = max(1, round(_HOLGURA[-1] * radios.start))
        mapa = self._capas(self.radio, radios.stop + holgura)
        cubre = np.array([mapa[r - holgura : r + holgura + 1].any(0).mean() for r in radios])
        elegidos: list[int] = []
        for k in np.argsort(-cubre, kind="stable")[: np.count_nonzero(cubre >= _POSIBLE)]:
            if len(elegidos) < 4 and all(abs(radios[k] - r) > 0.06 * r for r in elegidos):
                elegidos.append(radios[k])
        return elegidos

    def aro(self, radio: int) -> tuple[float, np.ndarray] | None:
        """The ring of about that radius: its own, px, and bool[n], the ink that is its alone."""
        ajuste = self._ajustar(radio)
        if ajuste is None:
            return None
        suyo, lejos = ajuste
        capas = self._capas(lejos + _AL_LADO, 2 * _AL_LADO)
        medio, a, b = _grosor(capas.mean(1))
        hay, dentro, fuera = (
            capas[desde:hasta].any(0)
            for desde, hasta in ((medio - 1, medio + 2), (a - 5, a - 1), (b + 2, b + 6))
        )
        if hay.mean() < _CUBIERTO or (hay & ~dentro & ~fuera).mean() < _SOLO:
            return None
        suyos = (lejos > a - 2 - _AL_LADO) & (lejos < b + 2 - _AL_LADO)
        return suyo, suyos & ~(dentro & fuera)[self.sector]

    def _ajustar(self, radio: int) -> tuple[float, np.ndarray] | None:
        """The radius, px, of the curve through the ink near that one, and float[n]: how far outside
        it each pixel is."""
        lejos = self.radio - radio
        for holgura in _HOLGURA:
            cerca = abs(lejos) < holgura * radio
            if len(np.unique(self.sector[cerca])) < _SECTORES / 2:
                return None
            curva = np.linalg.lstsq(self._ondas[cerca], self.radio[cerca], rcond=None)[0]
            lejos = self.radio - self._ondas @ curva
        return (float(curva[0]), lejos) if np.hypot(*curva[3:]) <= _OVALO * curva[0] else None

    def _capas(self, lejos: np.ndarray, cuantas: int) -> np.ndarray:
        """bool[cuantas + 1, _SECTORES]: whether there is ink at 0, 1, 2… px in each direction."""
        capa = np.rint(lejos).astype(int)
        cerca = (capa >= 0) & (capa <= cuantas)
        capas = np.zeros((cuantas + 1, _SECTORES), bool)
        capas[capa[cerca], self.sector[cerca]] = True
        return capas


def _grosor(cubre: np.ndarray) -> tuple[int, int, int]:
    """The fullest of the middle layers, and the first and last that belong to the same ring."""
    medio = _AL_LADO - 2 + int(np.argmax(cubre[_AL_LADO - 2 : _AL_LADO + 3]))
    a = b = medio
    while a > 5 and cubre[a - 1] >= _ANCHO:
        a -= 1
    while b < 2 * _AL_LADO - 5 and cubre[b + 1] >= _ANCHO:
        b += 1
    return medio, a, b
