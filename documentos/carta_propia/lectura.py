"""Finding our code on a page and, from it and the round marks, how the sheet lies in the picture.

The code's four corners say roughly where everything is; the round marks, near the corners of the
sheet, make it exact. It works without a mark that is covered, cut off or missing.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np
import zxingcpp
from PIL import Image

from documentos.plana import Plana

from . import recuadro
from .formato import ANCHO, Formato, formato_de
from .plano import Plano

_CERCA = 12.0  # mm: how far from its expected place the mark beside the code may be
_LEJOS = 40.0  # mm: the others; perspective moves what is far away, and nothing else is so round
_TALLA = 0.4  # log: how far from the expected size a mark may be
_PESO_DE_ESQUINA = 0.3  # the decoder gives the code's corners in whole pixels
_INTENTOS = 2  # how many codes that were seen and not read are looked at again
_AUMENTOS = (1.5, 2.0)
_TANTEOS = 12  # points a side, to see how much of the sheet is in the picture


@dataclass(frozen=True)
class Codigo:
    """A code of ours: what it says, its sheet and its corners, px[4, 2], clockwise from the
    symbol's own top left."""

    texto: str
    formato: Formato
    esquinas: np.ndarray

    @property
    def cuartos(self) -> int:
        """Quarter turns to the left that put the sheet upright."""
        x, y = self.esquinas[1] - self.esquinas[0]
        return round(float(np.arctan2(y, x)) / (np.pi / 2)) % 4

    def girado(self, ancho: int, alto: int) -> "Codigo":
        """The code on the upright page, after `cuartos` turns of one of `ancho` by `alto` px."""
        x, y = self.esquinas.T
        vueltas = ((x, y), (y, ancho - x), (ancho - x, alto - y), (alto - y, x))
        return replace(self, esquinas=np.stack(vueltas[self.cuartos], 1))


def buscar(luma: np.ndarray) -> Codigo | None:
    """The first code of ours on a page, uint8[alto, ancho]. About 2 ms, found or not."""
    luma = np.ascontiguousarray(luma)
    vistos = _codigos(luma)
    return next(chain(filter(None, map(_nuestro, vistos)), _de_cerca(luma, vistos)), None)


def _codigos(luma: np.ndarray) -> list[zxingcpp.Barcode]:
    """What looks like a QR code, also when it cannot be read."""
    return zxingcpp.read_barcodes(
        luma,
        formats=zxingcpp.BarcodeFormat.QRCode,
        try_rotate=False,  # The eyes of a QR are found in any direction.
        try_downscale=False,
        try_invert=False,
        return_errors=True,
    )


def _nuestro(leido: zxingcpp.Barcode) -> Codigo | None:
    formato = formato_de(leido.text) if leido.valid else None
    return Codigo(leido.text, formato, _esquinas(leido)) if formato else None


def _esquinas(leido: zxingcpp.Barcode) -> np.ndarray:
    p = leido.position
    puntas = (p.top_left, p.top_right, p.bottom_right, p.bottom_left)
    return np.array([(punta.x, punta.y) for punta in puntas], float)


def _de_cerca(luma: np.ndarray, vistos: list[zxingcpp.Barcode]) -> Iterator[Codigo]:
    """The codes that were seen but not read, read in an enlarged piece of the page."""
    foto = Image.fromarray(luma)
    for visto in vistos[:_INTENTOS]:
        esquinas = _esquinas(visto)
        orla = np.ptp(esquinas, axis=0).max() / 2
        x0, y0 = np.maximum(esquinas.min(0) - orla, 0).astype(int)
        x1, y1 = (esquinas.max(0) + orla).astype(int)
        trozo = foto.crop((x0, y0, min(x1, foto.width), min(y1, foto.height)))
        for aumento in _AUMENTOS:
            medidas = [round(lado * aumento) for lado in trozo.size]
            grande = np.asarray(trozo.resize(medidas, Image.Resampling.BICUBIC))
            for codigo in filter(None, map(_nuestro, _codigos(grande))):
                yield replace(codigo, esquinas=codigo.esquinas / aumento + (x0, y0))


def leer(plana: Plana, codigo: Codigo) -> dict:
    """`{"codigo", "dentro", "recuadro", "trazo"}` of our letter on a page, as plain data.

    `dentro`: share of the sheet, as far as the marks, that the picture shows. `recuadro`: the box
    around the signature's frame, in fractions of the page. `trazo`: what `recuadro.medir` found in
    it, mm; both None when the frame is not in sight.
    """
    alto, ancho = plana.luma.shape
    leido = {"codigo": codigo.texto, "dentro": 0.0, "recuadro": None, "trazo": None}
    try:
        plano, marco = _mirar(plana, codigo)
        leido["dentro"] = round(_parte_dentro(plano, codigo.formato, plana.luma.shape), 3)
    except np.linalg.LinAlgError:
        return leido  # A code seen so aslant that it says nothing of where the sheet is.
    if marco:
        leido["recuadro"] = _en_fracciones(marco.esquinas, ancho, alto)
        leido["trazo"] = marco.trazo
    return leido


def _mirar(plana: Plana, codigo: Codigo) -> tuple[Plano, recuadro.Marco | None]:
    """How the sheet lies, so that the frame is where it must be; the likeliest if it never is."""
    planos = list(_planos(plana, codigo))
    for plano in planos:
        if marco := recuadro.medir(plana.luma, plano, codigo.formato):
            return plano, marco
    return planos[0], None


def _planos(plana: Plana, codigo: Codigo) -> Iterator[Plano]:
    """How the sheet may lie, likeliest first: by all the marks, by all but one, by the code."""
    marcas = _marcas(plana, codigo)
    yield _plano(codigo, marcas)
    for menos in marcas:
        yield _plano(codigo, {punto: marcas[punto] for punto in marcas if punto != menos})
    yield _plano(codigo, {})


def _plano(codigo: Codigo, marcas: dict) -> Plano:
    return (Plano.por if len(marcas) > 1 else Plano.de_lejos)(*_pares(codigo, marcas))


def _pares(codigo: Codigo, marcas: dict) -> tuple[list, list, list]:
    """Points of the sheet, the same in the picture, and how much each pair is worth."""
    x0, y0, x1, y1 = codigo.formato.codigo
    hoja = [(x0, y0), (x1, y0), (x1, y1), (x0, y1), *marcas]
    pesos = [_PESO_DE_ESQUINA] * 4 + [1.0] * len(marcas)
    return hoja, [*codigo.esquinas, *(foto for *foto, _ in marcas.values())], pesos


def _marcas(plana: Plana, codigo: Codigo) -> dict:
    """(x, y, diameter), px, of each round mark in sight, nearest to the code first.

    Each one found says better where the next must be, and how big.
    """
    redondas = _redondas(plana)
    centro = np.mean(np.reshape(codigo.formato.codigo, (2, 2)), 0)
    halladas: dict = {}
    for punto in sorted(codigo.formato.puntos, key=lambda p: np.hypot(*(centro - p))):
        plano = (Plano.por if len(halladas) > 2 else Plano.de_lejos)(*_pares(codigo, halladas))
        previas = [diametro for *_, diametro in halladas.values()]
        diametro = np.mean(previas or codigo.formato.diametro * plano.escala(punto))
        sirven = redondas[np.abs(np.log(redondas[:, 2] / diametro)) < _TALLA]
        lejos = np.hypot(*(plano.a_hoja(sirven[:, :2]) - punto).T)
        if len(lejos) and lejos.min() < (_LEJOS if previas else _CERCA):
            halladas[punto] = sirven[int(lejos.argmin())]
    return halladas


def _redondas(plana: Plana) -> np.ndarray:
    """float[n, 3]: centre and diameter, px, of every solid round piece of ink."""
    p = plana.piezas
    ancho, alto = p.ancho, p.alto
    redondas = np.abs(p.area / (ancho * alto) - np.pi / 4) < 0.13
    redondas &= (ancho < 1.6 * alto) & (alto < 1.6 * ancho)
    redondas &= p.tramos <= alto + 1  # One run a row: no letter is so solid.
    todas = np.stack([(p.x0 + p.x1) / 2, (p.y0 + p.y1) / 2, np.sqrt(ancho * alto)], 1)
    return todas[redondas & (alto > 2)]


def _parte_dentro(plano: Plano, formato: Formato, forma: tuple[int, int]) -> float:
    xs, ys = (np.array([p[eje] for p in formato.puntos]) for eje in (0, 1))
    malla = np.meshgrid(
        np.linspace(xs.min(), xs.max(), _TANTEOS), np.linspace(ys.min(), ys.max(), _TANTEOS)
    )
    x, y = plano.a_foto(np.stack([m.ravel() for m in malla], 1)).T
    holgura = max(forma) / ANCHO / 2  # About a millimetre: the picture may end right at a mark.
    dentro = (x > -holgura) & (x < forma[1] + holgura) & (y > -holgura) & (y < forma[0] + holgura)
    return float(dentro.mean())


def _en_fracciones(esquinas: np.ndarray, ancho: int, alto: int) -> list[float]:
    fracciones = (esquinas / (ancho, alto)).clip(0, 1)
    return [round(float(lado), 4) for lado in (*fracciones.min(0), *fracciones.max(0))]
