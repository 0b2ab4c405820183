"""Pages by the thousand, none like another, with or without a signature: for training.

Everything is drawn from a seed. What is not a signature is drawn too, because that is what the
detector must learn to leave alone.
"""

import random
from dataclasses import dataclass

from PIL import Image

from . import figuras, impresos, letras, mano, pliego
from .pliego import A4, PALABRAS, TINTAS, Pliego


@dataclass(frozen=True)
class Carta:
    imagen: Image.Image
    firmas: tuple[tuple[int, int, int, int], ...]  # boxes in px; empty when unsigned


def carta(semilla: int, firmada: bool) -> Carta:
    """One random page. The same seed gives the same page where the same fonts are installed."""
    azar = random.Random(semilla)  # noqa: S311 — a drawing, not a secret
    papel = azar.randint(228, 255)
    tono = (papel, papel - azar.choice((0, 0, 3, 8)), papel - azar.choice((0, 0, 8, 22)))
    hoja = Pliego(
        Image.new("RGB", A4, tono),
        azar,
        azar.choice(letras.de_texto()),
        azar.uniform(12.5, 21),
        azar.randint(70, 150),
        (azar.randint(0, 80),) * 3,
    )
    clases = (_de_maquina,) * 8 + (_formulario, _formulario, _a_mano, _a_mano)
    if not firmada:
        clases += (_lamina, _lamina, _tarjeta, _recibo)
    firmas = azar.choice(clases)(hoja, firmada)
    return Carta(hoja.hoja, firmas)


# --- Kinds of page --------------------------------------------------------------------------
def _de_maquina(p: Pliego, firmada: bool):
    y = pliego.membrete(p)
    y = pliego.parrafos(p, y, p.azar.randint(0, 6), p.azar.choice((1150, 1150, 700)))
    y = pliego.adorno(p, y)
    firmas = pliego.despedida(p, y, firmada)
    pliego.pie(p)
    return firmas


def _formulario(p: Pliego, firmada: bool):
    """Boxes with printed questions and answers by hand or typed."""
    y = pliego.membrete(p) + 10
    columnas, alto = p.azar.randint(1, 3), p.azar.randint(34, 62)
    ancho = (A4[0] - 2 * p.margen) / columnas
    marco, mano_de_todas = p.azar.randrange(3), mano.Mano.al_azar(p.azar)
    for fila in range(p.azar.randint(4, 14)):
        for columna in range(columnas):
            x, arriba = p.margen + columna * ancho, y + fila * alto
            if marco == 0:
                p.lapiz.rectangle((x, arriba, x + ancho, arriba + alto), outline=p.tinta)
            elif marco == 1:
                p.lapiz.line(
                    (x + 90, arriba + alto - 4, x + ancho - 10, arriba + alto - 4), p.tinta
                )
            p.rotular(x + 4, arriba + 3, p.azar.choice(PALABRAS) + ":", 12)
            if p.azares(0.6):
                _respuesta(p, x + 80, arriba + alto * 0.62, mano_de_todas)
    return pliego.despedida(p, round(y + alto * (fila + 1.3)), firmada)


def _respuesta(p: Pliego, x: float, y: float, estilo: mano.Mano) -> None:
    if p.azares(0.3):
        p.rotular(x, y - 14, mano.inventada(p.azar).upper(), 15)
    else:
        texto = " ".join(mano.inventada(p.azar) for _ in range(p.azar.randint(1, 2)))
        pliego.escribir(p, x, y, texto, p.azar.uniform(6, 10), estilo)


def _a_mano(p: Pliego, firmada: bool):
    """All by hand, on plain or ruled paper; only a last group, apart, is the signature."""
    paso, estilo = p.azar.randint(34, 60), mano.Mano.al_azar(p.azar)
    letra = p.azar.choice((*letras.de_mano(), None))
    tinta, alto, y = p.azar.choice(TINTAS), paso * p.azar.uniform(0.2, 0.3), p.azar.randint(80, 200)
    _rayar(p, paso, y)
    texto = iter(p.azar.choices(PALABRAS, k=400))
    for _ in range(p.azar.randint(5, 20)):
        renglon = " ".join(next(texto) for _ in range(p.azar.randint(3, 9)))
        pliego.escribir(p, p.margen + p.azar.uniform(0, 12), y, renglon, alto, estilo, tinta, letra)
        y += paso * p.azar.choice((1, 1, 1, 1, 2))
        if y > 1150:
            break
    return pliego.despedida(p, y + paso, firmada, (estilo, letra, alto, tinta))


def _rayar(p: Pliego, paso: int, y: int) -> None:
    tono = p.azar.choice(((170, 190, 230), (150, 150, 150), (220, 200, 200)))
    clase = p.azar.randrange(4)
    for raya in range(y, A4[1] - 60, paso) if clase < 2 else ():
        p.lapiz.line((0, raya + 3, A4[0], raya + 3), tono, p.azar.choice((1, 2)))
    for x in range(20, A4[0], paso) if clase == 0 and p.azares(0.5) else ():
        p.lapiz.line((x, 0, x, A4[1]), tono, 1)


def _lamina(p: Pliego, firmada: bool):
    """A page of figures with captions: reports, annexes, brochures."""
    y = pliego.membrete(p) if p.azares(0.6) else 60
    while y < 1250:
        alto = p.azar.randint(120, 420)
        x, ancho = p.azar.randint(40, 400), p.azar.randint(200, 600)
        p.poner(figuras.figura, x, y, ancho, min(alto, 1420 - y))
        p.rotular(x, min(y + alto + 6, 1440), " ".join(p.azar.sample(PALABRAS, 4)), 14)
        y = pliego.parrafos(p, y + alto + 40, p.azar.randint(0, 2), 1300)
    return ()


def _tarjeta(p: Pliego, firmada: bool):
    """A card or a passport, its face and its codes, copied on a sheet or filling the picture."""
    ancho = p.azar.randint(420, 1000)
    alto, x, y = round(ancho * 0.63), p.azar.randint(0, A4[0] - ancho), p.azar.randint(20, 800)
    fondo = tuple(p.azar.randint(170, 250) for _ in range(3))
    p.lapiz.rounded_rectangle((x, y, x + ancho, y + alto), 20, fondo, (120, 120, 130), 2)
    for k in range(p.azar.choice((0, 14, 30))):
        caja = (x, y + k * alto // 30, x + ancho, y + k * alto // 30 + 24)
        p.lapiz.line(figuras.ondas(caja, p.azar), tuple(c - 14 for c in fondo), 2)
    p.poner(impresos.retrato, x + ancho * 0.05, y + alto * 0.2, ancho * 0.26, alto * 0.6)
    for fila in range(p.azar.randint(5, 9)):
        texto = " ".join(mano.inventada(p.azar).upper() for _ in range(2))
        p.rotular(x + ancho * 0.38, y + alto * (0.08 + fila * 0.09), texto, ancho / 34)
    p.rotular(x + 20, y + alto * 0.9, "<".join(p.azar.sample(PALABRAS, 5)).upper(), ancho / 30)
    p.poner(p.azar.choice((impresos.logo, impresos.codigo, impresos.sello)),
            x + ancho * 0.78, y + alto * 0.1, ancho * 0.16, ancho * 0.16)  # fmt: skip
    if y + alto < 900:
        pliego.parrafos(p, y + alto + 50, p.azar.randint(0, 2), 1350)
    return ()


def _recibo(p: Pliego, firmada: bool):
    """A till's strip: narrow, with a mark on top, totals, a code."""
    x, y = p.azar.randint(150, 420), p.azar.randint(30, 80)
    p.poner(impresos.logo, x + 100, y, 120, 90)
    for renglon in range(y + 120, p.azar.randint(500, 1300), round(p.tamano * 1.5)):
        grande = p.azar.choice((1, 1, 1, 1, 1, 1.8))
        p.rotular(x, renglon, mano.inventada(p.azar).upper(), p.tamano * grande)
        p.rotular(x + 260, renglon, f"{p.azar.uniform(1, 900):.2f}", p.tamano * grande)
    if p.azares(0.6):
        p.poner(impresos.nota, x + p.azar.randint(-60, 200), p.azar.randint(60, 1200), 90, 40)
    if p.azares(0.5):
        p.poner(impresos.codigo, x + 40, 1320, 220, 100)
    return ()
