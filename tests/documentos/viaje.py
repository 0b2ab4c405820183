"""A letter's trip, drawn: a bad printer, a hand that signs, a desk, a phone or a scanner.

Sheets are RGB images at `PPP` dots per inch. Everything comes from the `random.Random` given.
"""

import io
import math
import random
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from documentos.carta_propia.formato import ALTO, ANCHO, FORMATOS, VERSION
from documentos.formatos import TAMANO_MAXIMO
from documentos.taller import mano
from documentos.trazos import pintar_trazos, trazos_de_firma

PPP = 200
MM = PPP / 25.4  # px
X0, Y0, X1, Y1 = (lado * MM for lado in FORMATOS[VERSION].recuadro)
# Black, blue and the paler strokes of a ballpoint that hardly presses.
TINTAS = ((25, 25, 30), (28, 42, 120), (50, 66, 150), (70, 70, 80), (95, 110, 175))


def azar_de(*clave) -> random.Random:
    """The same luck for the same key."""
    return random.Random(" ".join(map(str, clave)))  # noqa: S311 — repeatable on purpose


# --- On paper -------------------------------------------------------------------------------
def imprimir(hoja: Image.Image, azar: random.Random) -> Image.Image:
    """A black and white printer that is short of toner: greyer blacks, specks, a pale stripe."""
    negro = azar.uniform(10, 85)
    gris = hoja.convert("L").filter(ImageFilter.GaussianBlur(azar.uniform(0.3, 0.9)))
    gris = np.asarray(gris, np.float32)
    papel = azar.uniform(238, 253)
    gris = negro + (papel - negro) * gris / 255
    if azar.random() < 0.3:
        x = azar.randint(0, hoja.width - 30)
        gris[:, x : x + azar.randint(4, 30)] += (papel - negro) * 0.25
    motas = np.random.default_rng(azar.randrange(2**32)).random(gris.shape) < 2e-6
    gris = np.where(motas, negro, gris).clip(0, 255).astype(np.uint8)
    tono = (azar.uniform(0.97, 1), azar.uniform(0.97, 1), azar.uniform(0.93, 1))
    return Image.merge("RGB", [Image.fromarray((gris * t).astype(np.uint8)) for t in tono])


def firmar(hoja: Image.Image, azar: random.Random, manera: str = "") -> Image.Image:
    """A signature of one of many hands, `normal`, `chica`, `desbordada` or, if not told, any."""
    manera = manera or azar.choices(("normal", "chica", "desbordada"), (6, 2, 2))[0]
    ancho, alto = {
        "normal": (azar.uniform(38, 85), azar.uniform(13, 32)),
        "chica": (azar.uniform(20, 32), azar.uniform(9, 13)),
        "desbordada": (azar.uniform(85, 115), azar.uniform(34, 52)),
    }[manera]
    x = (X0 + X1) / 2 / MM - ancho / 2 + azar.uniform(-12, 12)
    y = (Y0 + Y1) / 2 / MM - alto / 2 + azar.uniform(-5, 5)
    caja = tuple(round(lado * MM) for lado in (x, y, x + ancho, y + alto))
    trazos = mano.firma(azar) if azar.random() < 0.7 else trazos_de_firma(azar)
    pintar_trazos(hoja, caja, trazos, azar.choice(TINTAS), azar.uniform(0.35, 0.8) * MM, azar)
    return hoja


def no_firmar(hoja: Image.Image, azar: random.Random, manera: str) -> Image.Image:
    """What is not a signature: `vacia`, `tecleada`, `punto`, `raya`, `mancha` or `reverso`."""
    {
        "vacia": lambda *_: None,
        "tecleada": _teclear,
        "punto": _puntear,
        "raya": _rayar,
        "mancha": _manchar,
        "reverso": _trasparentar,
    }[manera](hoja, azar)
    return hoja


def _teclear(hoja, azar) -> None:
    letra = ImageFont.load_default(azar.uniform(9, 14) / 72 * PPP)
    nombre = azar.choice(("Ana Chiriboga", "JORGE CEVALLOS", "Inés Moreira T.", "f. Hugo Villacís"))
    lugar = (azar.uniform(X0 + 40, X0 + 350), azar.uniform(Y0 + 60, Y1 - 90))
    ImageDraw.Draw(hoja).text(lugar, nombre, (30, 30, 35), letra)


def _puntear(hoja, azar) -> None:
    lapiz = ImageDraw.Draw(hoja)
    for _ in range(azar.randint(1, 4)):
        x, y, r = azar.uniform(X0, X1), azar.uniform(Y0, Y1), azar.uniform(0.2, 1) * MM
        lapiz.ellipse((x - r, y - r, x + r, y + r), (20, 20, 60))


def _rayar(hoja, azar) -> None:
    x, y, giro = azar.uniform(X0 + 50, X1 - 350), azar.uniform(Y0 + 40, Y1 - 40), azar.uniform(0, 6)
    largo = azar.uniform(8, 45) * MM
    fin = (x + largo * math.cos(giro), y + largo * math.sin(giro))
    ImageDraw.Draw(hoja).line((x, y, *fin), (30, 40, 110), round(azar.uniform(0.3, 0.8) * MM))


def _manchar(hoja, azar) -> None:
    """Coffee, or a thumb: wide, soft and pale."""
    capa = Image.new("L", hoja.size, 0)
    x, y, r = azar.uniform(X0, X1), azar.uniform(Y0, Y1), azar.uniform(4, 14) * MM
    borde = (x - r, y - r * 0.8, x + r, y + r * 0.8)
    ImageDraw.Draw(capa).ellipse(borde, fill=azar.randint(40, 110))
    capa = capa.filter(ImageFilter.GaussianBlur(azar.uniform(1, 3) * MM))
    hoja.paste(Image.new("RGB", hoja.size, (150, 120, 90)), (0, 0), capa)


def _trasparentar(hoja, azar) -> None:
    """What is printed on the back shows through, mirrored."""
    capa = Image.new("L", (round(X1 - X0), round(Y1 - Y0)), 0)
    lapiz, letra = ImageDraw.Draw(capa), ImageFont.load_default(0.4 * PPP / 2.54)
    for fila in range(8):
        texto = "solicitud de atención médica que se " * 3
        lapiz.text((0, fila * 0.6 * PPP / 2.54), texto, 255, letra)
    capa = capa.transpose(Image.Transpose.FLIP_LEFT_RIGHT).filter(ImageFilter.GaussianBlur(2))
    capa = capa.point(lambda v: v * azar.uniform(0.05, 0.12))
    hoja.paste(Image.new("RGB", capa.size, (90, 90, 90)), (round(X0), round(Y0)), capa)


# --- Into a file ----------------------------------------------------------------------------
def escanear(hoja: Image.Image, azar: random.Random, ppp: int) -> bytes:
    """A flat bed scanner: a little turned, in colour or grey, `ppp` dots per inch."""
    girada = hoja.rotate(azar.uniform(-2, 2), Image.Resampling.BICUBIC, fillcolor=(248, 248, 248))
    medidas = [round(lado * ppp / PPP) for lado in hoja.size]
    chica = girada.resize(medidas, Image.Resampling.BOX if ppp < PPP else Image.Resampling.BICUBIC)
    chica = chica.filter(ImageFilter.GaussianBlur(azar.uniform(0.2, 0.6)))
    chica = _ruido(chica, azar.uniform(1, 5), azar)
    if azar.random() < 0.5:
        chica = chica.convert("L")
    if azar.random() < 0.3:
        chica = chica.transpose(azar.choice(list(Image.Transpose)[2:5]))
    return _hasta_el_limite(chica, azar.randint(40, 90))


@dataclass(frozen=True)
class Severidad:
    """How hard a photo is; upper ends of what is drawn at random. Pixels at 2600 of long side."""

    esquinas: float  # each corner's shift, share of the sheet's width
    giro: float  # degrees, besides quarter turns
    cuartos: bool
    desenfoque: tuple[float, float]  # px
    movimiento: int  # px
    sombra: float  # share of the light lost
    ruido: float  # grey levels
    calidad: tuple[int, int]  # JPEG
    curva: float  # mm that the paper bends


SEVERIDADES = {
    "leve": Severidad(0.03, 6, False, (0.4, 1.0), 1, 0.25, 4, (70, 88), 1.0),
    "media": Severidad(0.07, 12, True, (0.7, 1.7), 4, 0.45, 8, (55, 80), 2.0),
    "fuerte": Severidad(0.11, 45, True, (1.0, 2.5), 8, 0.6, 12, (35, 60), 3.0),
}


def fotografiar(hoja: Image.Image, azar: random.Random, severidad: str) -> bytes:
    """The sheet on a desk, from a phone: perspective, bent paper, shadows, blur, grain, JPEG."""
    s = SEVERIDADES[severidad]
    foto = _sobre_la_mesa(hoja, azar, s)
    foto = _sombrear(foto, azar, s.sombra)
    foto = foto.filter(ImageFilter.GaussianBlur(azar.uniform(*s.desenfoque)))
    foto = _mover(foto, azar, azar.randint(0, s.movimiento))
    foto = _ruido(foto, azar.uniform(1, s.ruido), azar)
    if s.cuartos:
        foto = foto.rotate(azar.choice((0, 90, 180, 270)), expand=True)
    return _hasta_el_limite(foto, azar.randint(*s.calidad))


def _sobre_la_mesa(hoja, azar, s: Severidad) -> Image.Image:
    ancho, alto = 1950, 2600
    giro = math.radians(azar.uniform(-s.giro, s.giro))
    esquinas = np.array([(0, 0), (ANCHO, 0), (ANCHO, ALTO), (0, ALTO)]) - (ANCHO / 2, ALTO / 2)
    vuelta = np.array([(math.cos(giro), math.sin(giro)), (-math.sin(giro), math.cos(giro))])
    corridas = [[azar.uniform(-s.esquinas, s.esquinas) * ANCHO for _ in "xy"] for _ in esquinas]
    puestas = esquinas @ vuelta + corridas
    # As near as the whole sheet allows, or not so near.
    puestas -= (puestas.min(0) + puestas.max(0)) / 2
    escala = azar.uniform(0.8, 0.97) * min((ancho, alto) / np.ptp(puestas, axis=0))
    destino = puestas * escala + (ancho / 2, alto / 2)
    hacia_hoja = homografia(destino, [(0, 0), (ANCHO, 0), (ANCHO, ALTO), (0, ALTO)])
    curva, fase = azar.uniform(-s.curva, s.curva), azar.uniform(0, 3)
    malla = _malla((ancho, alto), hacia_hoja, curva, fase)
    puesta = hoja.transform((ancho, alto), Image.Transform.MESH, malla, Image.Resampling.BICUBIC)
    mascara = Image.new("L", hoja.size, 255)
    medidas = (ancho, alto)
    mascara = mascara.transform(medidas, Image.Transform.MESH, malla, Image.Resampling.BILINEAR)
    mesa = _mesa((ancho, alto), azar)
    mesa.paste(puesta, (0, 0), mascara)
    return mesa


def homografia(desde, hacia) -> np.ndarray:
    filas, lado = [], []
    for (x, y), (u, v) in zip(desde, hacia, strict=True):
        filas += [(x, y, 1, 0, 0, 0, -u * x, -u * y), (0, 0, 0, x, y, 1, -v * x, -v * y)]
        lado += [u, v]
    return np.append(np.linalg.solve(np.array(filas), np.array(lado)), 1).reshape(3, 3)


def _malla(medidas, matriz, curva: float, fase: float, celda: int = 65):
    """Cells of the photo and the quadrilateral of the sheet that each shows."""
    ancho, alto = medidas

    def en_hoja(u, v):
        x, y, w = matriz @ (u, v, 1)
        x, y = x / w, y / w
        y += curva * math.sin(math.pi * x / ANCHO + fase)
        return x * MM, y * MM

    malla = []
    for v in range(0, alto, celda):
        for u in range(0, ancho, celda):
            u1, v1 = min(u + celda, ancho), min(v + celda, alto)
            cuadro = [*en_hoja(u, v), *en_hoja(u, v1), *en_hoja(u1, v1), *en_hoja(u1, v)]
            malla.append(((u, v, u1, v1), cuadro))
    return malla


def _mesa(medidas, azar) -> Image.Image:
    base = [azar.randint(30, 190) for _ in range(3)]
    mesa = Image.new("RGB", medidas, tuple(base))
    lapiz = ImageDraw.Draw(mesa)
    veta = tuple(max(0, c - azar.randint(5, 40)) for c in base)
    paso, caida = azar.randint(12, 60), azar.randint(-80, 80)
    for y in range(-100, medidas[1] + 100, paso):
        lapiz.line((0, y, medidas[0], y + caida), veta, azar.randint(1, 8))
    return mesa


def _sombrear(foto, azar, fuerza: float) -> Image.Image:
    """Light that falls off to one side, and often the shadow of the phone or of the hand."""
    ancho, alto = 150, 200
    y, x = np.mgrid[0 : 1 : alto * 1j, 0 : 1 : ancho * 1j].astype(np.float32)
    rampa = azar.uniform(-1, 1) * x + azar.uniform(-1, 1) * y
    rampa = (rampa - rampa.min()) / max(1e-6, float(np.ptp(rampa)))
    luz = 1 - azar.uniform(0, fuerza) * rampa
    luz = Image.fromarray((luz * 255).astype(np.uint8)).resize(foto.size, Image.Resampling.BICUBIC)
    if azar.random() < 0.6:
        capa = Image.new("L", (ancho, alto), 255)
        puntos = [tuple(azar.uniform(-0.2, 1.2) * lado for lado in capa.size) for _ in range(4)]
        ImageDraw.Draw(capa).polygon(puntos, fill=round(255 * (1 - azar.uniform(0.2, 1) * fuerza)))
        capa = capa.filter(ImageFilter.GaussianBlur(azar.uniform(0.7, 8)))
        capa = np.asarray(capa.resize(foto.size, Image.Resampling.BICUBIC), np.float32) / 255
        luz = Image.fromarray((np.asarray(luz, np.float32) * capa).astype(np.uint8))
    tono = [azar.uniform(0.85, 1), azar.uniform(0.9, 1), azar.uniform(0.75, 1)]
    factor = np.asarray(luz, np.float32)[..., None] / 255 * np.array(tono, np.float32)
    return Image.fromarray((np.asarray(foto, np.float32) * factor).clip(0, 255).astype(np.uint8))


def _mover(foto, azar, largo: int) -> Image.Image:
    """A hand that trembles: the mean of the picture along a short straight way."""
    if largo < 2:
        return foto
    giro = azar.uniform(0, math.pi)
    suma = np.zeros((foto.height, foto.width, 3), np.uint16)
    datos = np.asarray(foto)
    for paso in range(largo):
        lejos = paso - largo / 2
        dx, dy = round(lejos * math.cos(giro)), round(lejos * math.sin(giro))
        suma += np.roll(datos, (dy, dx), (0, 1))
    return Image.fromarray((suma // largo).astype(np.uint8))


def _ruido(foto, sigma: float, azar) -> Image.Image:
    """Grain: a tile of noise, laid over the whole picture."""
    granos = np.random.default_rng(azar.randrange(2**32)).normal(0, sigma, (509, 503))
    granos = granos.astype(np.float32)
    veces = (-(-foto.height // 509), -(-foto.width // 503))
    granos = np.tile(granos, veces)[: foto.height, : foto.width, None]
    return Image.fromarray((np.asarray(foto, np.float32) + granos).clip(0, 255).astype(np.uint8))


def _hasta_el_limite(imagen: Image.Image, calidad: int) -> bytes:
    """JPEG at `calidad`, or at what it takes to weigh at most 1 MB."""
    while True:
        salida = io.BytesIO()
        imagen.save(salida, "JPEG", quality=calidad)
        if salida.tell() <= TAMANO_MAXIMO or calidad <= 10:
            return salida.getvalue()
        calidad -= 8
