"""What happens to a page on its way: scanners, phones, faxes, light, hands. For training."""

import math
import random
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

import numpy as np
from PIL import Image, ImageDraw, ImageFilter


@dataclass(frozen=True)
class Camino:
    """Where the page lies before the lens (how turned, how slanted, on what), and the light."""

    luz: Callable[[Image.Image, random.Random], Image.Image]
    gira: float  # degrees, at most, to either side
    estira: float = 0.0  # how far a corner moves, as a share of the page's width
    mesa: bool = False

    def __call__(self, hoja: Image.Image, azar: random.Random) -> Image.Image:
        return self.recorrer(hoja, azar)[0]

    def recorrer(self, hoja: Image.Image, azar: random.Random) -> tuple[Image.Image, np.ndarray]:
        """The page as it arrives, and the matrix float64[3, 3] that says where each point went."""
        fondo = _madera(hoja, azar) if self.mesa else Image.new("RGB", hoja.size, (253,) * 3)
        esquinas = self._esquinas(hoja.size, fondo.size, azar)
        vuelta = _homografia(esquinas, _esquinas_de(hoja.size))
        datos = (vuelta / vuelta[2, 2]).ravel()[:8].tolist()
        modo, fino = Image.Transform.PERSPECTIVE, Image.Resampling.BICUBIC
        puesta = hoja.transform(fondo.size, modo, datos, fino)
        lugar = Image.new("L", hoja.size, 255).transform(fondo.size, modo, datos)
        fondo.paste(puesta, mask=lugar)
        return self.luz(fondo, azar), np.linalg.inv(vuelta)

    def _esquinas(self, hoja, fondo, azar: random.Random) -> np.ndarray:
        corre = np.array(
            [azar.uniform(-self.estira, self.estira) * hoja[0] for _ in range(8)]
        ).reshape(4, 2)
        giro = math.radians(azar.uniform(-self.gira, self.gira))
        vuelta = np.array([[math.cos(giro), math.sin(giro)], [-math.sin(giro), math.cos(giro)]])
        medio = np.array(hoja) / 2
        return (_esquinas_de(hoja) - medio) @ vuelta + corre + np.array(fondo) / 2


def _esquinas_de(medidas) -> np.ndarray:
    ancho, alto = medidas
    return np.array([(0, 0), (ancho, 0), (ancho, alto), (0, alto)], float)


def _homografia(de: np.ndarray, a: np.ndarray) -> np.ndarray:
    """float64[3, 3] that takes four points to four points."""
    filas, fin = [], []
    for (x, y), (u, v) in zip(de, a, strict=True):
        filas += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        fin += [u, v]
    return np.append(np.linalg.solve(np.array(filas), np.array(fin)), 1).reshape(3, 3)


def llevar(caja, matriz: np.ndarray) -> tuple[float, float, float, float]:
    """Where a box of the page ends up: the box around its four corners."""
    x0, y0, x1, y1 = caja
    puntos = np.array([(x0, y0, 1), (x1, y0, 1), (x1, y1, 1), (x0, y1, 1)]) @ matriz.T
    puntos = puntos[:, :2] / puntos[:, 2:]
    return (*puntos.min(0).tolist(), *puntos.max(0).tolist())


def al_azar(hoja: Image.Image, azar: random.Random) -> Image.Image:
    """The page as it might honestly arrive: still readable, never twice the same."""
    return por_un_camino(hoja, azar)[0]


def por_un_camino(hoja: Image.Image, azar: random.Random) -> tuple[Image.Image, np.ndarray]:
    """`al_azar`, and the matrix that says where each point went."""
    imagen, matriz = azar.choice(CAMINOS).recorrer(hoja, azar)
    return comprimida(imagen, azar.randint(40, 92)), matriz


# --- Light ----------------------------------------------------------------------------------
def _de_escaner(hoja: Image.Image, azar: random.Random) -> Image.Image:
    hoja = hoja.filter(ImageFilter.GaussianBlur(azar.uniform(0.2, 0.9)))
    if azar.random() < 0.5:
        hoja = hoja.convert("L").convert("RGB")
    return ruido(hoja, azar.uniform(0, 6), azar)


def _de_fax(hoja: Image.Image, azar: random.Random) -> Image.Image:
    gris = ruido(hoja, azar.uniform(0, 40), azar).convert("L")
    corte = azar.randint(135, 205)
    return gris.point(lambda v: 255 if v > corte else 0).convert("RGB")


def _de_fotocopia(hoja: Image.Image, azar: random.Random) -> Image.Image:
    """Black and white, with specks, a dirty half, punched holes and the black of the lid."""
    oscura = _de_fax(hoja, azar)
    lapiz = ImageDraw.Draw(oscura)
    lado = azar.choice((1.0, 1.0, 0.3))
    for _ in range(azar.choice((0, 60, 400, 400, 3000, 9000))):
        x, y, r = (
            azar.random() ** lado * hoja.width,
            azar.random() * hoja.height,
            azar.randint(0, 2),
        )
        lapiz.ellipse((x, y, x + r, y + r), fill=(0, 0, 0))
    for k in range(azar.choice((0, 0, 2, 3))):
        y = hoja.height * (0.1 + 0.35 * k)
        lapiz.ellipse((20, y, 44, y + 24), fill=(0, 0, 0))
    if azar.random() < 0.5:
        lapiz.rectangle((0, 0, azar.randint(3, 30), hoja.height), fill=(0, 0, 0))
    if azar.random() < 0.2:
        lapiz.rectangle((0, azar.randint(1430, 1490), hoja.width, hoja.height), fill=(0, 0, 0))
    return oscura


def _de_telefono(hoja: Image.Image, azar: random.Random) -> Image.Image:
    hoja = sombra(hoja, azar.uniform(0.1, 0.55), azar)
    tinte = [azar.uniform(0.88, 1.05) for _ in range(3)]
    hoja = Image.merge(
        "RGB",
        [
            b.point(lambda v, t=t: min(255, round(v * t)))
            for b, t in zip(hoja.split(), tinte, strict=True)
        ],
    )
    hoja = hoja.filter(ImageFilter.GaussianBlur(azar.uniform(0.3, 1.1)))
    return ruido(hoja, azar.uniform(1, 7), azar)


def _madera(hoja: Image.Image, azar: random.Random) -> Image.Image:
    """A desk somewhat bigger than the page: plain, grained, or a cloth."""
    crece = azar.uniform(1.04, 1.3)
    medidas = (round(hoja.width * crece), round(hoja.height * crece))
    tono = [azar.randint(30, 185) for _ in range(3)]
    mesa = Image.new("RGB", medidas, tuple(tono))
    lapiz, veta = ImageDraw.Draw(mesa), tuple(max(0, t - azar.randint(8, 40)) for t in tono)
    paso, cae = azar.choice((0, 17, 29, 53)), azar.uniform(-60, 60)
    for y in range(0, mesa.height, paso) if paso else ():
        dobla = y + cae * azar.random()
        puntos = [(0, y), (mesa.width / 2, dobla), (mesa.width, y + cae)]
        lapiz.line(puntos, veta, azar.randint(1, 6))
    return mesa


escaneada = Camino(_de_escaner, 1.5, 0.003)
fax = Camino(_de_fax, 1.0)
fotocopia = Camino(_de_fotocopia, 1.5)
fotografiada = Camino(_de_telefono, 4.0, 0.035, mesa=True)
CAMINOS = (escaneada, escaneada, fax, fotocopia, fotografiada, fotografiada)


# --- One at a time --------------------------------------------------------------------------
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
