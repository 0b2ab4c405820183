"""What happens to a page on its way: scanners, phones, faxes, light, hands. For training."""

import random
from io import BytesIO

import numpy as np
from PIL import Image, ImageDraw, ImageFilter


def al_azar(hoja: Image.Image, azar: random.Random) -> Image.Image:
    """The page as it might honestly arrive: still readable, never twice the same."""
    camino = azar.choice((escaneada, escaneada, fax, fotocopia, fotografiada))
    return comprimida(camino(hoja, azar), azar.randint(45, 92))


def escaneada(hoja: Image.Image, azar: random.Random) -> Image.Image:
    girada = _girar(hoja, azar.uniform(-1.5, 1.5), (250, 250, 250))
    girada = girada.filter(ImageFilter.GaussianBlur(azar.uniform(0.2, 0.9)))
    if azar.random() < 0.5:
        girada = girada.convert("L").convert("RGB")
    return ruido(girada, azar.uniform(0, 6), azar)


def fax(hoja: Image.Image, azar: random.Random) -> Image.Image:
    gris = ruido(_girar(hoja, azar.uniform(-1, 1), (255,) * 3), azar.uniform(0, 40), azar).convert(
        "L"
    )
    corte = azar.randint(110, 200)
    return gris.point(lambda v: 255 if v > corte else 0).convert("RGB")


def fotocopia(hoja: Image.Image, azar: random.Random) -> Image.Image:
    oscura = fax(hoja, azar)
    lapiz = ImageDraw.Draw(oscura)
    for _ in range(azar.randint(0, 400)):
        x, y, r = azar.randint(0, hoja.width), azar.randint(0, hoja.height), azar.randint(0, 2)
        lapiz.ellipse((x, y, x + r, y + r), fill=(0, 0, 0))
    if azar.random() < 0.5:
        lapiz.rectangle((0, 0, azar.randint(3, 30), hoja.height), fill=(0, 0, 0))
    return oscura


def fotografiada(hoja: Image.Image, azar: random.Random) -> Image.Image:
    """On a desk, turned, in perspective, under a light that falls off."""
    fondo = tuple(azar.randint(40, 170) for _ in range(3))
    mesa = Image.new("RGB", (round(hoja.width * 1.15), round(hoja.height * 1.15)), fondo)
    dx, dy = mesa.width - hoja.width, mesa.height - hoja.height
    mesa.paste(hoja, (dx // 2, dy // 2))
    esquinas = [azar.uniform(-0.03, 0.03) * hoja.width for _ in range(8)]
    cuadro = (0, 0, 0, mesa.height, mesa.width, mesa.height, mesa.width, 0)
    mesa = mesa.transform(
        mesa.size,
        Image.Transform.QUAD,
        [c + e for c, e in zip(cuadro, esquinas, strict=True)],
        Image.Resampling.BICUBIC,
        fillcolor=fondo,
    )
    mesa = sombra(_girar(mesa, azar.uniform(-4, 4), fondo), azar.uniform(0.1, 0.5), azar)
    mesa = mesa.filter(ImageFilter.GaussianBlur(azar.uniform(0.3, 1.0)))
    return ruido(mesa, azar.uniform(1, 7), azar)


def sombra(hoja: Image.Image, fuerza: float, azar: random.Random) -> Image.Image:
    """Light that falls to `1 - fuerza` towards one side."""
    alto, ancho = hoja.height, hoja.width
    fy, fx = azar.uniform(-1, 1), azar.uniform(-1, 1)
    y, x = np.mgrid[0:alto, 0:ancho].astype(np.float32)
    rampa = fy * y / alto + fx * x / ancho
    rampa = (rampa - rampa.min()) / max(1e-6, float(np.ptp(rampa)))
    luz = (1 - fuerza * rampa)[..., None]
    return Image.fromarray((np.asarray(hoja, np.float32) * luz).clip(0, 255).astype(np.uint8))


def ruido(hoja: Image.Image, sigma: float, azar: random.Random) -> Image.Image:
    if sigma <= 0:
        return hoja
    granos = np.random.default_rng(azar.randrange(2**32)).normal(
        0, sigma, (hoja.height, hoja.width, 1)
    )
    return Image.fromarray((np.asarray(hoja, np.float32) + granos).clip(0, 255).astype(np.uint8))


def movida(hoja: Image.Image, largo: int, vertical: bool = False) -> Image.Image:
    """Motion of `largo` px during the exposure."""
    datos = np.asarray(hoja, np.float32)
    eje = 0 if vertical else 1
    suma = sum(np.roll(datos, paso - largo // 2, eje) for paso in range(largo))
    return Image.fromarray((suma / largo).clip(0, 255).astype(np.uint8))


def apagada(hoja: Image.Image, contraste: float, brillo: float) -> Image.Image:
    """`contraste` is what is left of the distance between ink and paper; `brillo` moves both."""
    return hoja.point(lambda v: max(0, min(255, round(brillo + (v - 128) * contraste))))


def comprimida(hoja: Image.Image, calidad: int) -> Image.Image:
    salida = BytesIO()
    hoja.save(salida, "JPEG", quality=calidad)
    return Image.open(BytesIO(salida.getvalue())).convert("RGB")


def _girar(hoja: Image.Image, grados: float, fondo) -> Image.Image:
    return hoja.rotate(grados, Image.Resampling.BICUBIC, fillcolor=fondo)
