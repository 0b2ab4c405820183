"""Charts, diagrams, maps, engravings: the lines that a page carries and nobody wrote.

Each function draws one, in a box `(x0, y0, x1, y1)` in px, out of `azar`.
"""

import math
import random

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from . import mano

NEGRO = (30, 30, 35)
COLORES = ((60, 60, 160), (120, 40, 60), (30, 30, 40), (30, 110, 70), (200, 90, 30), (90, 20, 110))


def color(azar: random.Random) -> tuple[int, int, int]:
    gris = azar.randint(0, 110)
    return azar.choice((NEGRO, (gris,) * 3, azar.choice(COLORES)))


def punto(caja, u: float, v: float) -> tuple[float, float]:
    """The point at fractions `u`, `v` of the box."""
    return caja[0] + u * (caja[2] - caja[0]), caja[1] + v * (caja[3] - caja[1])


def fuente(letra: str | None, tamano: float):
    return ImageFont.truetype(letra, tamano) if letra else ImageFont.load_default(tamano)


# --- Figures --------------------------------------------------------------------------------
def figura(hoja: Image.Image, caja, azar: random.Random, letra) -> None:
    """A chart, a diagram, a map, an engraving."""
    formas = (
        lineas,
        lineas,
        barras,
        pastel,
        pastel,
        mapa,
        formula,
        arbol,
        plano,
        grabado,
        geometria,
    )
    azar.choice(formas)(hoja, caja, azar, letra)


def lineas(hoja, caja, azar, letra) -> None:
    lapiz = ImageDraw.Draw(hoja)
    if azar.random() < 0.7:
        lapiz.line([caja[:2], (caja[0], caja[3]), caja[2:]], NEGRO, 2)
    for k in range(azar.choice((0, 4, 6))):
        lapiz.line((*punto(caja, 0, k / 6), *punto(caja, 1, k / 6)), (170, 170, 170), 1)
    for _ in range(azar.randint(1, 5)):
        cuantos, v = azar.randint(3, 24), azar.random()
        puntos = []
        for k in range(cuantos):
            v = min(1, max(0, v + azar.gauss(0, 0.16)))
            puntos.append(punto(caja, k / (cuantos - 1), v))
        liso = azar.random() < 0.4
        lapiz.line(mano.curva(puntos, 8) if liso else puntos, color(azar), azar.randint(1, 5))
        radio = azar.choice((0, 0, 3, 5))
        for x, y in puntos if radio else ():
            lapiz.ellipse((x - radio, y - radio, x + radio, y + radio), color(azar))


def barras(hoja, caja, azar, letra) -> None:
    lapiz, cuantas, tinta = ImageDraw.Draw(hoja), azar.randint(3, 12), color(azar)
    for k in range(cuantas):
        a, b = punto(caja, k / cuantas, azar.random()), punto(caja, (k + 0.7) / cuantas, 1)
        lapiz.rectangle((*a, *b), outline=tinta, width=2, fill=azar.choice((None, tinta)))
        _rayado(lapiz, (*a, *b), azar.choice((0, 0, 7)), tinta)


def _rayado(lapiz, caja, paso: int, tinta) -> None:
    alto = caja[3] - caja[1]
    for x in np.arange(caja[0] - alto, caja[2], paso) if paso else ():
        desde = max(0.0, caja[0] - x)
        hasta = min(alto, caja[2] - x)
        lapiz.line((x + desde, caja[3] - desde, x + hasta, caja[3] - hasta), tinta, 1)


def pastel(hoja, caja, azar, letra) -> None:
    lapiz, tinta, grosor = ImageDraw.Draw(hoja), color(azar), azar.randint(1, 4)
    radio = min(caja[2] - caja[0], caja[3] - caja[1]) / 2
    x, y = punto(caja, 0.5, 0.5)
    aplasta, angulo = azar.uniform(0.5, 1), azar.uniform(0, 360)
    for _ in range(azar.randint(2, 8)):
        abre, saca = azar.uniform(15, 110), azar.choice((0, 0, radio * 0.12))
        medio = math.radians(angulo + abre / 2)
        cx, cy = x + saca * math.cos(medio), y + saca * math.sin(medio)
        cuadro = (cx - radio, cy - radio * aplasta, cx + radio, cy + radio * aplasta)
        relleno = azar.choice((None, None, (azar.randint(150, 230),) * 3))
        lapiz.pieslice(cuadro, angulo, angulo + abre, relleno, tinta, grosor)
        for paso in range(0, round(abre), azar.choice((200, 4, 7))):
            rayo = math.radians(angulo + paso)
            fin = (cx + radio * math.cos(rayo), cy + radio * aplasta * math.sin(rayo))
            lapiz.line((cx, cy, *fin), tinta, 1)
        angulo += abre


def mapa(hoja, caja, azar, letra) -> None:
    """Coasts and borders: rough closed lines, dots, names."""
    lapiz, tinta = ImageDraw.Draw(hoja), color(azar)
    for _ in range(azar.randint(1, 5)):
        u, v, radio = azar.uniform(0.2, 0.8), azar.uniform(0.2, 0.8), azar.uniform(0.1, 0.4)
        costa, cuantos = [], azar.randint(12, 60)
        for k in range(cuantos + 1):
            giro, lejos = 6.283 * k / cuantos, radio * azar.uniform(0.7, 1.2)
            costa.append(punto(caja, u + lejos * math.cos(giro), v + lejos * math.sin(giro)))
        lapiz.line([*costa[:-1], costa[0]], tinta, azar.randint(1, 3))
    for _ in range(azar.randint(0, 8)):
        donde = punto(caja, azar.random(), azar.random())
        lapiz.text(donde, mano.inventada(azar).title(), NEGRO, fuente(letra, 13))


def formula(hoja, caja, azar, letra) -> None:
    """Rings and bonds, as chemists draw."""
    lapiz, lado = ImageDraw.Draw(hoja), azar.uniform(18, 60)
    for _ in range(azar.randint(1, 6)):
        x, y = punto(caja, azar.random(), azar.random())
        lados = azar.choice((5, 6, 6, 6))
        anillo = [
            (x + lado * math.cos(6.283 * k / lados), y + lado * math.sin(6.283 * k / lados))
            for k in range(lados + 1)
        ]
        lapiz.line(anillo, NEGRO, azar.randint(1, 3))
        lapiz.line((*anillo[0], anillo[0][0] + lado, anillo[0][1] - lado / 2), NEGRO, 2)
        lapiz.text(anillo[1], azar.choice(("OH", "CH3", "N", "O")), NEGRO, fuente(letra, 15))


def arbol(hoja, caja, azar, letra) -> None:
    """Boxes joined by lines: an organisation, a flow."""
    lapiz, previos = ImageDraw.Draw(hoja), [punto(caja, 0.5, 0)]
    for piso in range(1, azar.randint(2, 4)):
        nuevos = []
        for k in range(azar.randint(2, 5)):
            x, y = punto(caja, (k + 0.5) / 5, piso / 3)
            lapiz.line((*azar.choice(previos), x, y), NEGRO, azar.randint(1, 3))
            if azar.random() < 0.7:
                lapiz.rectangle((x - 40, y, x + 40, y + 26), (255,) * 3, NEGRO)
            lapiz.text((x - 34, y + 5), mano.inventada(azar), NEGRO, fuente(letra, 13))
            nuevos.append((x, y + 26))
        previos = nuevos


def plano(hoja, caja, azar, letra) -> None:
    """Curves of level or of a function, all of a kind."""
    lapiz, tinta, familia = ImageDraw.Draw(hoja), color(azar), azar.randint(2, 12)
    onda, alto = azar.uniform(0.5, 5), azar.uniform(0.05, 0.3)
    for k in range(familia):
        curva = [
            punto(caja, u, k / familia + alto * math.sin(onda * 6.283 * u + k * 0.2))
            for u in np.linspace(0, 1, 60)
        ]
        lapiz.line(curva, tinta, azar.randint(1, 2))


def grabado(hoja, caja, azar, letra) -> None:
    """An old illustration: bundles of short strokes that make shadows."""
    lapiz = ImageDraw.Draw(hoja)
    for _ in range(azar.randint(6, 40)):
        x, y = punto(caja, azar.random(), azar.random())
        giro, largo, paso = azar.uniform(0, 3.14), azar.uniform(8, 60), azar.uniform(3, 6)
        s, c = math.sin(giro), math.cos(giro)
        for k in range(azar.randint(4, 18)):
            a = (x - k * paso * s, y + k * paso * c)
            dobla = azar.gauss(0, 3)
            lapiz.line([a, (a[0] + largo * c / 2 + dobla, a[1] + largo * s / 2),
                        (a[0] + largo * c, a[1] + largo * s)], NEGRO, 1)  # fmt: skip


def ondas(caja, azar: random.Random) -> list[tuple[float, float]]:
    vueltas, fase = azar.uniform(0.5, 3), azar.uniform(0, 6.28)
    return [
        punto(caja, u, 0.5 + 0.45 * math.sin(fase + vueltas * 6.283 * u))
        for u in np.linspace(0, 1, 40)
    ]


def geometria(hoja, caja, azar, letra) -> None:
    lapiz, tinta = ImageDraw.Draw(hoja), color(azar)
    for _ in range(azar.randint(2, 7)):
        x, y = punto(caja, azar.random(), azar.random())
        radio = azar.uniform(6, 34)
        cuadro, grosor = (x - radio, y - radio, x + radio, y + radio), azar.randint(2, 7)
        forma = azar.randrange(5)
        if forma == 0:
            lapiz.ellipse(cuadro, outline=tinta, width=grosor)
        elif forma == 1:
            lapiz.rectangle(cuadro, fill=tinta)
        elif forma == 2:
            lapiz.arc(cuadro, azar.randint(0, 180), azar.randint(181, 360), tinta, grosor)
        elif forma == 3:
            lapiz.polygon([cuadro[:2], cuadro[2:], (x - radio, y + radio)], None, tinta, grosor)
        else:
            lapiz.line(ondas(cuadro, azar), tinta, grosor, joint="curve")
