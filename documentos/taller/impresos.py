"""What pages carry that is no signature: logos, stamps, codes, faces, notes.

Each function draws one, in a box `(x0, y0, x1, y1)` in px, out of `azar`.
"""

import math
import random

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from documentos.trazos import pintar_trazos

from . import mano
from .figuras import color, fuente, geometria, punto


# --- Marks ----------------------------------------------------------------------------------
def logo(hoja: Image.Image, caja, azar: random.Random, letra) -> None:
    """Geometry, an initial, a word in a fancy face, or rays: in one ink."""
    azar.choice((geometria, geometria, _inicial, _rotulo, _rayos, _escudo))(hoja, caja, azar, letra)


def _inicial(hoja, caja, azar, letra) -> None:
    lapiz, tinta = ImageDraw.Draw(hoja), color(azar)
    alto = caja[3] - caja[1]
    lapiz.text(punto(caja, 0.1, 0), azar.choice("ABDGMRSQ&"), tinta, fuente(letra, alto))
    if azar.random() < 0.5:
        lapiz.ellipse((caja[0], caja[1], caja[0] + alto, caja[3]), outline=tinta, width=3)


def _rotulo(hoja, caja, azar, letra) -> None:
    texto = mano.inventada(azar).title()
    ImageDraw.Draw(hoja).text(caja[:2], texto, color(azar), fuente(letra, azar.uniform(24, 64)))


def _rayos(hoja, caja, azar, letra) -> None:
    lapiz, tinta, rayos = ImageDraw.Draw(hoja), color(azar), azar.randint(5, 24)
    (x, y), radio = punto(caja, 0.5, 0.5), (caja[3] - caja[1]) / 2
    dentro, grosor = azar.uniform(0, 0.6) * radio, azar.randint(1, 6)
    for k in range(rayos):
        s, c = math.sin(6.283 * k / rayos), math.cos(6.283 * k / rayos)
        lapiz.line((x + dentro * c, y + dentro * s, x + radio * c, y + radio * s), tinta, grosor)


def _escudo(hoja, caja, azar, letra) -> None:
    """A shield with things in it, as thin as an engraving."""
    lapiz, tinta = ImageDraw.Draw(hoja), color(azar)
    borde = [punto(caja, u, v) for u, v in ((0, 0), (1, 0), (1, 0.6), (0.5, 1), (0, 0.6), (0, 0))]
    lapiz.line(borde, tinta, 2)
    for _ in range(azar.randint(4, 12)):
        a, b = (
            punto(caja, azar.uniform(0.1, 0.9), azar.uniform(0.05, 0.75)),
            azar.uniform(4, 18),
        )
        lapiz.arc((a[0] - b, a[1] - b, a[0] + b, a[1] + b), azar.randint(0, 90), 300, tinta, 2)
    for k in range(azar.randint(0, 4)):
        lapiz.line((*punto(caja, 0, 0.1 * k), *punto(caja, 1, 0.1 * k)), tinta, 1)


def sello(hoja: Image.Image, caja, azar: random.Random, letra) -> None:
    """A rubber stamp: round with its words around, or square with a date; pale, tilted, broken."""
    lado = caja[2] - caja[0]
    capa = Image.new("L", (lado, lado), 0)
    azar.choice((_redondo, _redondo, _cuadrado))(capa, azar, letra)
    capa = capa.rotate(azar.choice((0, azar.uniform(-30, 30))), Image.Resampling.BICUBIC)
    if azar.random() < 0.4:  # The rubber did not touch everywhere.
        grano = np.random.default_rng(azar.randrange(2**32)).normal(128, 90, (lado // 8 + 1,) * 2)
        manchas = Image.fromarray(grano.clip(0, 255).astype(np.uint8)).resize(capa.size)
        capa = Image.composite(capa, Image.new("L", capa.size), manchas.point(lambda v: 2 * v))
    fuerza = azar.uniform(0.45, 1)
    tinta = Image.new("RGB", capa.size, color(azar))
    hoja.paste(tinta, (round(caja[0]), round(caja[1])), capa.point(lambda v: round(v * fuerza)))


def _redondo(capa: Image.Image, azar, letra) -> None:
    lapiz, lado = ImageDraw.Draw(capa), capa.width
    centro, texto = lado / 2, mano.inventada(azar, 6).upper() + " * " + mano.inventada(azar).upper()
    for margen in (2, azar.randint(lado // 6, lado // 4)):
        caja = (margen, margen, lado - margen - 1, lado - margen - 1)
        lapiz.ellipse(caja, outline=255, width=azar.randint(1, 4))
    tipo = fuente(letra, lado / 9)
    for k, signo in enumerate(texto):
        grados = 150 + 300 * k / len(texto)
        hoja = Image.new("L", (lado, lado), 0)
        ImageDraw.Draw(hoja).text((centro, lado * 0.1), signo, 255, tipo, anchor="mm")
        girada = hoja.rotate(180 - grados, center=(centro, centro))
        capa.paste(255, (0, 0), girada)
    if azar.random() < 0.6:
        lapiz.text((centro, centro), str(azar.randint(1, 31)), 255, fuente(letra, lado / 5), "mm")


def _cuadrado(capa: Image.Image, azar, letra) -> None:
    lapiz, lado, alto = ImageDraw.Draw(capa), capa.width, azar.uniform(0.15, 0.35)
    caja = (3, lado * (0.5 - alto), lado - 4, lado * (0.5 + alto))
    lapiz.rectangle(caja, outline=255, width=azar.randint(1, 5))
    renglones = azar.randint(1, 4)
    for k in range(renglones):
        y = caja[1] + (k + 0.5) * (caja[3] - caja[1]) / renglones
        texto = azar.choice(("RECIBIDO", "ORIGINAL", "COPIA", "15 NOV 2026", "ARCHIVO", "PAGADO"))
        tamano = min(lado / 7, (caja[3] - caja[1]) / renglones * 0.8)
        lapiz.text((lado / 2, y), texto, 255, fuente(letra, tamano), "mm")


# --- Codes and pictures ---------------------------------------------------------------------
def codigo(hoja: Image.Image, caja, azar: random.Random, letra) -> None:
    """A bar code or a square code."""
    datos = np.random.default_rng(azar.randrange(2**32))
    if azar.random() < 0.5:
        puntos = np.repeat(datos.integers(0, 2, (1, 95)), 30, 0)
        lados = (caja[2] - caja[0], (caja[2] - caja[0]) // 4)
    else:
        puntos = datos.integers(0, 2, (29, 29))
        lados = (caja[2] - caja[0],) * 2
    imagen = Image.fromarray((puntos * 255).astype(np.uint8)).resize(lados)
    hoja.paste(imagen.convert("RGB"), (round(caja[0]), round(caja[1])))


def retrato(hoja: Image.Image, caja, azar: random.Random, letra) -> None:
    """A head and shoulders in soft light and grain, as on a card."""
    ancho, alto = caja[2] - caja[0], caja[3] - caja[1]
    foto = Image.new("RGB", (ancho, alto), (azar.randint(120, 235),) * 3)
    lapiz = ImageDraw.Draw(foto)
    pelo, piel = azar.randint(10, 90), azar.randint(110, 210)
    medio, cejas = ancho / 2, alto * 0.38
    lapiz.ellipse((0, alto * 0.72, ancho, alto * 1.5), (azar.randint(20, 160),) * 3)
    lapiz.ellipse((ancho * 0.2, alto * 0.08, ancho * 0.8, alto * 0.75), (pelo,) * 3)
    lapiz.ellipse(
        (ancho * 0.27, alto * 0.17, ancho * 0.73, alto * 0.74), (piel, piel - 25, piel - 45)
    )
    for lado in (-1, 1):
        x = medio + lado * ancho * 0.1
        lapiz.arc((x - 9, cejas - 9, x + 9, cejas + 5), 190, 350, (40, 30, 30), 3)
        lapiz.ellipse((x - 6, cejas + 3, x + 6, cejas + 9), (30, 25, 25))
    lapiz.arc((medio - 16, alto * 0.5, medio + 16, alto * 0.64), 20, 160, (120, 60, 60), 3)
    lapiz.line((medio, cejas, medio - 6, alto * 0.5, medio + 5, alto * 0.52), (120, 90, 80), 2)
    foto = foto.filter(ImageFilter.GaussianBlur(azar.uniform(0.5, 2)))
    hoja.paste(foto, (round(caja[0]), round(caja[1])))


# --- By hand, and yet no signature ----------------------------------------------------------
def nota(hoja: Image.Image, caja, azar: random.Random, letra) -> None:
    """A few words or a date by hand, small; a tick, an arrow, a circle around something."""
    azar.choice((_palabras, _palabras, _fecha, _marca))(hoja, caja, azar)


def _palabras(hoja, caja, azar) -> None:
    estilo, alto = mano.Mano.al_azar(azar), azar.uniform(6, 11)
    for fila in range(azar.choice((1, 1, 2, 3))):
        texto = " ".join(mano.inventada(azar) for _ in range(azar.randint(1, 4)))
        escribir(hoja, caja[0], caja[1] + fila * alto * 3.6, texto, alto, estilo, azar)


def _fecha(hoja, caja, azar) -> None:
    """Digits and strokes, as 15/11/26."""
    x, alto = caja[0], azar.uniform(16, 28)
    for _ in range(azar.randint(3, 9)):
        formas = ([(0.5, 0), (0.45, 1)], [(0, 1), (1, 0)], None)
        forma = azar.choice(formas) or [
            (azar.random(), azar.random()) for _ in range(azar.randint(3, 6))
        ]
        ancho = azar.uniform(5, 15)
        lugar = (round(x), round(caja[1]), round(x + ancho) + 4, round(caja[1] + alto))
        pintar_trazos(
            hoja, lugar, [mano.curva(forma, 8)], (40, 40, 70), azar.uniform(1.2, 2.4), azar
        )
        x += ancho + 5


def _marca(hoja, caja, azar) -> None:
    vuelta = [(0.5 + 0.5 * math.cos(t / 4), 0.5 + 0.5 * math.sin(t / 4)) for t in range(28)]
    visto = [(0, 0.6), (0.3, 1), (1, 0)]
    flecha = [(0, 0.5), (1, 0.5), (0.8, 0.2), (1, 0.5), (0.8, 0.8)]
    trazo = azar.choice((vuelta, visto, flecha, [(0, 0.5), (1, 0.4)]))
    ancho, alto = azar.randint(25, 160), azar.randint(20, 70)
    lugar = (round(caja[0]), round(caja[1]), round(caja[0]) + ancho, round(caja[1]) + alto)
    pintar_trazos(hoja, lugar, [trazo], (40, 40, 70), azar.uniform(1.3, 3), azar)


def escribir(hoja, x, y, texto, alto, estilo: mano.Mano, azar, tinta=(35, 35, 70)) -> float:
    """A handwritten line whose small letters are `alto` px high; returns where it ends, px."""
    trazos = mano.manuscrito(texto, estilo, azar)
    ancho = max(px for trazo in trazos for px, _ in trazo) * alto
    grosor = azar.uniform(1.2, 2.6)
    for trazo in trazos:
        puntos = [(x + px * alto, y + py * alto) for px, py in trazo]
        a, b = (
            np.floor(np.min(puntos, 0)).astype(int) - 1,
            np.ceil(np.max(puntos, 0)).astype(int) + 2,
        )
        unidad = [((px - a[0]) / (b[0] - a[0]), (py - a[1]) / (b[1] - a[1])) for px, py in puntos]
        pintar_trazos(hoja, (*map(int, a), *map(int, b)), [unidad], tinta, grosor, azar)
    return x + ancho
