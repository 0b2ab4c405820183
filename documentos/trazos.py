"""Handwriting drawn from nothing: the strokes of a signature, with a pen's changing width."""

import math
import random
from itertools import pairwise

from PIL import Image, ImageDraw

SOBREMUESTRA = 3  # Strokes are drawn this much bigger and reduced: no stairs.
AZUL = (28, 42, 120)


def trazar_firma(
    hoja: Image.Image,
    caja: tuple[int, int, int, int],
    azar: random.Random,
    tinta: tuple[int, int, int] = AZUL,
    grosor: float = 3.0,
) -> None:
    """A handwritten signature inside `caja` (px): a running hand, a capital and a flourish."""
    pintar_trazos(hoja, caja, trazos_de_firma(azar), tinta, grosor, azar)


def pintar_trazos(
    hoja: Image.Image, caja, trazos, tinta, grosor: float, azar, fuerza: float = 1.0
) -> None:
    """Strokes given in the unit square, drawn inside `caja` with a pen `grosor` px wide.

    `fuerza` 0..1 is how much ink the pen gives.
    """
    x0, y0, x1, y1 = caja
    capa = Image.new("L", ((x1 - x0) * SOBREMUESTRA, (y1 - y0) * SOBREMUESTRA), 0)
    lapiz = ImageDraw.Draw(capa)
    for trazo in trazos:
        puntos = [(x * capa.width, y * capa.height) for x, y in trazo]
        presiones = _presiones(len(puntos), azar)
        for (desde, hasta), presion in zip(pairwise(puntos), presiones, strict=True):
            _segmento(lapiz, desde, hasta, grosor * presion * SOBREMUESTRA)
    mascara = capa.resize((x1 - x0, y1 - y0), Image.Resampling.BOX)
    mascara = mascara.point(lambda v: round(v * fuerza))
    hoja.paste(Image.new("RGB", mascara.size, tinta), (x0, y0), mascara)


def trazos_de_firma(azar: random.Random) -> list[list[tuple[float, float]]]:
    """Strokes as points in the unit square: smooth curves through jittered loops."""
    letras = azar.randint(4, 9)
    fase, inclinacion = azar.uniform(0, 6.28), azar.uniform(-0.15, 0.1)
    cuerpo = []
    for paso in range(letras * 24):
        t = paso / (letras * 24 - 1)
        onda = 2 * math.pi * letras * t + fase
        altura = 0.13 + 0.22 * abs(math.sin(3.7 * t * letras / 4 + fase)) * azar.uniform(0.97, 1.03)
        x = 0.12 + 0.7 * t + 0.035 * math.cos(onda)
        y = 0.55 + inclinacion * t + altura * math.sin(onda) * (1.1 - 0.6 * t)
        cuerpo.append((x, y))
    return [_capital(azar), cuerpo, _rubrica(azar)]


def _capital(azar: random.Random) -> list[tuple[float, float]]:
    vuelta, giro = azar.uniform(1.2, 2.2), azar.uniform(0, 6.28)
    return [
        (
            0.14 + 0.11 * math.cos(giro + 2 * math.pi * vuelta * t) * (1 - 0.4 * t) + 0.06 * t,
            0.42 + 0.34 * math.sin(giro + 2 * math.pi * vuelta * t) * (1 - 0.3 * t),
        )
        for t in (paso / 60 for paso in range(61))
    ]


def _rubrica(azar: random.Random) -> list[tuple[float, float]]:
    caida, arco = azar.uniform(-0.15, 0.1), azar.uniform(0.05, 0.16)
    return [
        (0.92 - 0.84 * t + 0.05 * math.sin(9 * t), 0.84 + caida * t - arco * math.sin(math.pi * t))
        for t in (paso / 50 for paso in range(51))
    ]


def _presiones(total: int, azar: random.Random) -> list[float]:
    """Relative widths along a stroke: a pen presses and lifts slowly."""
    fase = azar.uniform(0, 6.28)
    return [0.8 + 0.3 * math.sin(fase + paso / 11) for paso in range(total - 1)]


def _segmento(lapiz: ImageDraw.ImageDraw, desde, hasta, ancho: float) -> None:
    radio = ancho / 2
    lapiz.line((*desde, *hasta), fill=255, width=max(1, round(ancho)))
    lapiz.ellipse(
        (hasta[0] - radio, hasta[1] - radio, hasta[0] + radio, hasta[1] + radio), fill=255
    )
