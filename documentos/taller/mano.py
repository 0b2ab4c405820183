"""Handwriting drawn from nothing: words in a running hand, signatures of many kinds.

A letter is a few points on its way from the left to the right, in heights of a small letter above
the line; a curve goes through them. A hand is how somebody slants, widens and shakes them.
"""

import math
import random
from dataclasses import dataclass

import numpy as np

Trazo = list[tuple[float, float]]

_TEXTO_DE_LETRAS = """
a 0,0 .8,.9 .3,1 .05,.4 .3,0 .8,.5 .85,1 .85,.2 1.1,0
b 0,0 .4,1.2 .45,2 .2,1.8 .2,.3 .4,0 .75,.4 .6,.9 1,.8
c 0,0 .7,.9 .35,1 .05,.5 .3,0 .8,.15
d 0,0 .8,.95 .3,1 .05,.4 .3,0 .8,.6 .85,2 .85,.2 1.1,0
e 0,.1 .6,.6 .5,1 .15,.8 .15,.2 .45,0 .85,.2
f 0,0 .5,1 .6,2 .3,1.8 .3,0 .25,-1 .5,-.8 .4,0 .9,.2
g 0,0 .8,.95 .3,1 .05,.4 .3,0 .8,.5 .85,1 .8,-.8 .4,-1 .3,-.6 1.1,.1
h 0,0 .4,1.2 .4,2 .2,1.8 .15,0 .3,.8 .6,1 .75,.7 .75,.1 1,0
i 0,0 .3,1 .3,.2 .6,0
j 0,0 .4,1 .35,-.8 .1,-1 0,-.6 .6,.1
l 0,0 .4,1.2 .4,2 .2,1.7 .2,.3 .5,0
m 0,0 .15,1 .15,0 .3,.8 .5,1 .6,0 .7,.8 .9,1 1.05,.2 1.3,0
n 0,0 .15,1 .15,0 .35,.8 .6,1 .75,.2 1,0
o 0,0 .7,.9 .35,1 .05,.5 .35,0 .7,.5 .5,.95 1,.8
p 0,0 .3,1 .2,-1 .25,.6 .6,1 .7,.4 .4,0 1,.1
q 0,0 .8,.95 .3,1 .05,.4 .3,0 .8,.6 .8,-1 1,-.6 1.1,.1
r 0,0 .2,1.1 .4,.85 .7,.95 .65,.3 .9,0
s 0,0 .4,1.1 .3,.7 .6,.3 .3,0 .8,.1
t 0,0 .35,1.8 .3,.3 .45,0 .7,.15
u 0,0 .2,1 .2,.2 .4,0 .7,.4 .75,1 .75,.2 1,0
v 0,0 .2,1 .4,0 .7,1 1,.9
x 0,0 .6,1 .3,.5 .1,0 .9,.9 .4,.5 .9,0
y 0,0 .2,1 .25,.2 .7,.4 .8,1 .7,-.8 .3,-1 .3,-.5 1,.1
z 0,.8 .5,1 .1,.1 .5,0 .4,-.8 .2,-.7 .9,.1
"""
LETRAS = {
    linea[0]: np.array([[float(n) for n in punto.split(",")] for punto in linea[2:].split()])
    for linea in _TEXTO_DE_LETRAS.strip().split("\n")
}
_TEXTO_DE_SILABAS = (
    "ma re li so tu ca pe di no va la ri go che ba ni jo es al fer zar que bri pa lo"
)
_SILABAS = _TEXTO_DE_SILABAS.split()


@dataclass(frozen=True)
class Mano:
    inclina: float  # to the right, per unit of height
    ancho: float
    tiembla: float
    astas: float  # how far ascenders and descenders go

    @classmethod
    def al_azar(cls, azar: random.Random) -> "Mano":
        return cls(
            azar.uniform(-0.2, 0.8),
            azar.uniform(0.6, 1.6),
            azar.uniform(0.02, 0.14),
            azar.uniform(0.8, 1.5),
        )

    def palabra(self, texto: str, azar: random.Random, decae: float = 0.0) -> Trazo:
        """One stroke on the line y = 0, upwards positive; `decae` 0..1 flattens it on the way."""
        puntos, x = [], 0.0
        for k, letra in enumerate(texto):
            forma = LETRAS.get(letra, LETRAS["e"])
            queda = 1 - decae * k / max(1, len(texto) - 1)
            for px, py in forma[1 if k else 0 :]:
                alto = py * queda * (self.astas if abs(py - 0.5) > 0.7 else 1)
                alto += azar.gauss(0, self.tiembla)
                puntos.append((x + px * self.ancho + azar.gauss(0, self.tiembla), alto))
            x += forma[-1][0] * self.ancho * azar.uniform(0.8, 1.25)
        return [(px + self.inclina * py, py) for px, py in curva(puntos, 6)]


def curva(puntos, pasos: int) -> Trazo:
    """A smooth line through the points (Catmull-Rom)."""
    p = np.array([puntos[0], *puntos, puntos[-1]], float)
    t = np.linspace(0, 1, pasos, endpoint=False)[:, None, None]
    a, b, c, d = p[:-3], p[1:-2], p[2:-1], p[3:]
    tramo = b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)))
    return [tuple(punto) for punto in tramo.transpose(1, 0, 2).reshape(-1, 2)]


def inventada(azar: random.Random, silabas: int = 3) -> str:
    """A word of no language, that could be a name."""
    return "".join(azar.choice(_SILABAS) for _ in range(azar.randint(1, silabas)))


def firma(azar: random.Random) -> list[Trazo]:
    """A signature in the unit square (y downwards)."""
    formas = (_nombre, _nombre, _nombre, _garabato, _garabato, _picos, _iniciales, _de_lazos)
    trazos = azar.choice(formas)(azar)
    trazos += [_rubrica(azar, trazos) for _ in range(azar.choice((0, 0, 0, 1, 1, 2)))]
    return _en_el_cuadro(trazos, azar.uniform(-0.25, 0.12))


def manuscrito(texto: str, mano: Mano, azar: random.Random) -> list[Trazo]:
    """Written words, one stroke each, on the line y = 0 (y downwards), in heights of a letter."""
    trazos, x = [], 0.0
    for palabra in texto.split():
        trazo = mano.palabra(palabra.lower(), azar)
        trazos.append([(x + px, -py) for px, py in trazo])
        x += max(px for px, _ in trazo) + azar.uniform(0.5, 1.1)
    return trazos


def _nombre(azar: random.Random) -> list[Trazo]:
    """One or two names with big capitals, read or not."""
    mano, trazos, x = Mano.al_azar(azar), [], 0.0
    decae = azar.choice((0.0, 0.3, 0.7, 0.95))
    for _ in range(azar.choice((1, 1, 2, 2, 3))):
        alta = azar.uniform(1.6, 3.5)
        capital = mano.palabra(azar.choice("bdefghlpsjmrtc"), azar)
        trazos.append([(x + px * alta * 0.7, -py * alta) for px, py in capital])
        x += azar.uniform(0.5, 1.1) * alta
        resto = mano.palabra(inventada(azar, 4), azar, decae)
        estira = azar.uniform(0.9, 1.0 + decae)
        trazos.append([(x + px * estira, -py) for px, py in resto])
        x = trazos[-1][-1][0] + azar.uniform(0.0, 1.5)
    return trazos


def _garabato(azar: random.Random) -> list[Trazo]:
    """Points that wander to the right: no letter left."""
    x, puntos = 0.0, []
    for _ in range(azar.randint(7, 26)):
        x += azar.uniform(-0.5, 1.0)
        puntos.append((x, azar.gauss(0, 1.0)))
    return [curva(puntos, 12)]


def _picos(azar: random.Random) -> list[Trazo]:
    """Up and down like a saw, ever lower, behind a great capital."""
    dientes = azar.randint(4, 14)
    alto, baja = azar.uniform(0.8, 2.0), azar.uniform(0.3, 1.0)
    puntos = [
        (k * 0.5 + azar.gauss(0, 0.12), (-1) ** k * alto * (1 - baja * k / dientes) * azar.random())
        for k in range(dientes)
    ]
    arranque = [(-azar.random(), azar.uniform(-2, 2)) for _ in range(azar.randint(2, 6))]
    return [curva(arranque + puntos, azar.choice((3, 10)))]


def _lazos(azar: random.Random) -> list[Trazo]:
    """Loops in a row or one over another."""
    vueltas, avance = azar.uniform(2, 8), azar.uniform(0.05, 1.0)
    rx, ry, crece = azar.uniform(0.3, 1.2), azar.uniform(0.4, 1.5), azar.uniform(-0.7, 0.7)
    fase, tuerce = azar.uniform(0, 6.28), azar.uniform(-0.8, 0.8)
    trazo = []
    for paso in range(round(vueltas * 24)):
        t = paso / 24
        amplio = 1 + crece * t / vueltas
        angulo = fase + 2 * math.pi * t
        y = ry * amplio * math.sin(angulo) + 0.1 * math.sin(3.1 * t)
        trazo.append((avance * t + rx * amplio * math.cos(angulo) + tuerce * y, y))
    return [trazo]


def _iniciales(azar: random.Random) -> list[Trazo]:
    """Great letters and a long stroke behind."""
    mano, trazos = Mano.al_azar(azar), []
    for k in range(azar.randint(2, 3)):
        letra = mano.palabra(azar.choice(list(LETRAS)), azar)
        trazos.append([(k * 0.9 + px * 0.9, -py) for px, py in letra])
    fin = trazos[-1][-1]
    cola = [fin, (fin[0] + 0.8, -azar.random()), (fin[0] + azar.uniform(1, 5), azar.gauss(0, 0.6))]
    return [*trazos, curva(cola, 14)]


def _de_lazos(azar: random.Random) -> list[Trazo]:
    """Loops, and over them or behind them something else: a bare ellipse signs nothing."""
    otra = azar.choice((_nombre, _garabato, _picos))(azar)
    lejos, alto = azar.uniform(-1, 4), azar.uniform(0.6, 1.4)
    return [*_lazos(azar), *[[(x + lejos, y * alto) for x, y in trazo] for trazo in otra]]


def _rubrica(azar: random.Random, trazos: list[Trazo]) -> Trazo:
    """A line under or through it, once or back and forth."""
    x = [px for trazo in trazos for px, _ in trazo]
    y = [py for trazo in trazos for _, py in trazo]
    ancho, alto = max(x) - min(x), max(y) - min(y)
    nivel = max(y) + alto * azar.uniform(-0.6, 0.25)
    puntos = []
    for k in range(azar.randint(2, 5)):
        extremo = min(x) if k % 2 else max(x)
        puntos.append(
            (extremo + ancho * azar.uniform(-0.2, 0.2), nivel + alto * azar.gauss(0, 0.12))
        )
    return curva(puntos[:: azar.choice((1, -1))], 25)


def _en_el_cuadro(trazos: list[Trazo], sube: float) -> list[Trazo]:
    girados = [[(x, y + sube * x) for x, y in trazo] for trazo in trazos]
    puntos = np.array([punto for trazo in girados for punto in trazo])
    menor, lado = puntos.min(0), np.maximum(np.ptp(puntos, 0), 1e-6)
    return [[tuple((np.array(p) - menor) / lado) for p in trazo] for trazo in girados]
