"""Letters by the hundred, none like another, with or without a signature: for training.

Everything is drawn from a seed. What is not a signature is drawn too, because that is what the
detector must learn to leave alone: letterheads, logos, stamps, ruled lines, tables, charts, notes.
"""

import math
import random
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from documentos.trazos import pintar_trazos

A4 = (1060, 1500)  # px: the size at which pages are judged
# Besides Pillow's own face, those of Debian's fonts-liberation and fonts-dejavu when installed.
CARPETAS_DE_LETRA = ("/usr/share/fonts/truetype/liberation", "/usr/share/fonts/truetype/dejavu")
_TEXTO = (
    "de la que el en los se del las por un para con una su al lo como atención médica trabajo "
    "riesgos certificado seguro general solicitud trámite proceso abierto accidente beneficiario "
    "instituto ecuatoriano social director provincia identificación expediente respuesta favor "
    "mediante presente documento adjunto cédula número teléfono correo dirección fecha señor"
)
PALABRAS = _TEXTO.split()
NOMBRES = (
    "Ana Chiriboga", "Bruno Salazar", "Carla Mendoza", "Diego Paredes", "Elena Quishpe",
    "Fabián Zambrano", "Gloria Tipán", "Hugo Villacís", "Inés Moreira", "Jorge Cevallos",
)  # fmt: skip
TINTAS = ((20, 20, 25), (28, 42, 120), (40, 60, 150), (60, 60, 70), (15, 15, 60))


@dataclass(frozen=True)
class Carta:
    imagen: Image.Image
    firmas: tuple[tuple[int, int, int, int], ...]  # boxes in px; empty when unsigned


def carta(semilla: int, firmada: bool) -> Carta:
    """One random page. The same seed gives the same page where the same fonts are installed."""
    azar = random.Random(semilla)  # noqa: S311 — a drawing, not a secret
    hoja = Image.new("RGB", A4, tuple([azar.randint(236, 255)] * 3))
    letra = azar.choice(_letras())
    tamano = azar.uniform(13, 21)
    margen = azar.randint(70, 150)
    y = _membrete(hoja, azar, letra)
    y = _parrafos(hoja, azar, letra, tamano, margen, y, azar.randint(1, 5))
    y = _adorno(hoja, azar, letra, margen, y)
    y, firmas = _despedida(hoja, azar, letra, tamano, margen, y, firmada)
    _pie(hoja, azar, letra, margen)
    return Carta(hoja, firmas)


def _letras() -> list[str | None]:
    rutas = [ruta for carpeta in CARPETAS_DE_LETRA for ruta in sorted(Path(carpeta).glob("*.ttf"))]
    return [None, None, *map(str, rutas)]


def _fuente(letra: str | None, tamano: float):
    return ImageFont.truetype(letra, tamano) if letra else ImageFont.load_default(tamano)


def _membrete(hoja: Image.Image, azar: random.Random, letra) -> int:
    lapiz = ImageDraw.Draw(hoja)
    y = azar.randint(40, 90)
    if azar.random() < 0.5:
        _logo(lapiz, azar, azar.randint(60, 700), y)
    if azar.random() < 0.7:
        titulo = " ".join(azar.sample(PALABRAS, 3)).upper()
        lapiz.text(
            (azar.randint(200, 400), y), titulo, (30, 30, 40), _fuente(letra, azar.uniform(20, 38))
        )
    if azar.random() < 0.4:
        lapiz.line((60, y + 100, 1000, y + 100), fill=(60, 60, 60), width=azar.randint(1, 4))
    if azar.random() < 0.2:
        _nota(hoja, azar, azar.randint(600, 850), azar.randint(20, 120))
    return y + azar.randint(110, 170)


def _logo(lapiz, azar: random.Random, x: int, y: int) -> None:
    tinta = tuple(azar.randint(0, 140) for _ in range(3))
    for _ in range(azar.randint(2, 6)):
        dx, dy, r = azar.randint(0, 60), azar.randint(0, 40), azar.randint(8, 38)
        caja = (x + dx, y + dy, x + dx + 2 * r, y + dy + 2 * r)
        forma = azar.randrange(4)
        if forma == 0:
            lapiz.ellipse(caja, outline=tinta, width=azar.randint(2, 6))
        elif forma == 1:
            lapiz.rectangle(caja, fill=tinta)
        elif forma == 2:
            lapiz.arc(caja, azar.randint(0, 180), azar.randint(181, 360), fill=tinta, width=4)
        else:
            lapiz.polygon([caja[:2], caja[2:], (caja[0], caja[3])], outline=tinta, width=3)


def _parrafos(hoja, azar, letra, tamano, margen, y, cuantos) -> int:
    lapiz, fuente = ImageDraw.Draw(hoja), _fuente(letra, tamano)
    ancho = A4[0] - 2 * margen
    paso = tamano * azar.uniform(1.15, 1.7)
    tinta = tuple([azar.randint(0, 70)] * 3)
    for _ in range(cuantos):
        for linea in _lineas(azar, fuente, ancho, azar.randint(1, 7)):
            if y > 1150:
                return round(y)
            lapiz.text((margen, y), linea, tinta, fuente)
            if azar.random() < 0.05:
                largo = fuente.getlength(linea)
                lapiz.line((margen, y + tamano * 1.15, margen + largo, y + tamano * 1.15), tinta, 2)
            y += paso
        y += paso * azar.uniform(0.5, 1.5)
    return round(y)


def _lineas(azar, fuente, ancho: float, cuantas: int) -> list[str]:
    lineas, actual = [], ""
    while len(lineas) < cuantas:
        palabra = azar.choice(PALABRAS) if azar.random() < 0.93 else str(azar.randint(1, 10**6))
        if fuente.getlength(actual + " " + palabra) > ancho:
            lineas.append(actual.strip())
            actual = ""
        actual += " " + palabra
    return lineas


def _adorno(hoja, azar, letra, margen, y) -> int:
    """A table, a chart, a diagram or nothing."""
    tipo = azar.random()
    if y > 900 or tipo < 0.55:
        return y
    lapiz = ImageDraw.Draw(hoja)
    if tipo < 0.75:
        return _tabla(lapiz, azar, letra, margen, y)
    return _grafico(lapiz, azar, margen, y)


def _tabla(lapiz, azar, letra, margen, y) -> int:
    filas, columnas, alto = azar.randint(2, 6), azar.randint(2, 5), azar.randint(24, 40)
    ancho, fuente = (A4[0] - 2 * margen) // columnas, _fuente(letra, 15)
    for fila in range(filas):
        for columna in range(columnas):
            x, arriba = margen + columna * ancho, y + fila * alto
            lapiz.rectangle((x, arriba, x + ancho, arriba + alto), outline=(50, 50, 50))
            lapiz.text((x + 5, arriba + 5), azar.choice(PALABRAS), (30, 30, 30), fuente)
    return y + filas * alto + 30


def _grafico(lapiz, azar, margen, y) -> int:
    ancho, alto = azar.randint(250, 600), azar.randint(120, 260)
    x = azar.randint(margen, A4[0] - margen - ancho)
    tinta, grosor = tuple([azar.randint(0, 90)] * 3), azar.randint(1, 4)
    for _ in range(azar.randint(1, 5)):
        forma = azar.randrange(4)
        puntos = [(x + ancho * k / 7, y + alto * azar.random()) for k in range(azar.randint(3, 8))]
        if forma == 0:
            lapiz.line(puntos, tinta, grosor)
        elif forma == 1:
            lapiz.polygon(puntos, outline=tinta, width=grosor)
        elif forma == 2:
            lado = azar.randint(30, 110)
            centro = azar.choice(puntos)
            hexagono = [
                (
                    centro[0] + lado * math.cos(k * math.pi / 3),
                    centro[1] + lado * math.sin(k * math.pi / 3),
                )
                for k in range(6)
            ]
            lapiz.polygon(hexagono, outline=tinta, width=grosor)
        else:
            radio = azar.randint(30, 110)
            a, b = azar.choice(puntos)
            lapiz.pieslice((a - radio, b - radio, a + radio, b + radio), 0, azar.randint(60, 360),
                           outline=tinta, width=grosor)  # fmt: skip
    return y + alto + 60


def _despedida(hoja, azar, letra, tamano, margen, y, firmada):
    lapiz, fuente = ImageDraw.Draw(hoja), _fuente(letra, tamano)
    x = azar.choice((margen, margen, A4[0] // 2, A4[0] - margen - 320))
    y += azar.randint(5, 40)
    lapiz.text(
        (x, y), azar.choice(("Atentamente,", "Firma:", "Cordialmente,", "")), (30, 30, 30), fuente
    )
    alto, ancho = azar.randint(45, 150), azar.randint(120, 400)
    arriba = y + round(tamano * azar.uniform(0.6, 2.0))
    x_firma = max(10, min(x + azar.randint(-30, 60), A4[0] - ancho - 10))
    caja = (x_firma, arriba, x_firma + ancho, arriba + alto)
    nombre = arriba + round(alto * azar.uniform(0.55, 1.15))
    if azar.random() < 0.45:
        lapiz.line((x, nombre - 4, x + azar.randint(220, 380), nombre - 4), (50, 50, 50), 2)
    lapiz.text((x, nombre), azar.choice(NOMBRES), (30, 30, 30), fuente)
    lapiz.text((x, nombre + tamano * 1.3), "C.I. 17" + "0" * 7 + "9", (30, 30, 30), fuente)
    if azar.random() < 0.2:
        _sello(hoja, azar, letra, x + azar.randint(60, 320), arriba + azar.randint(-30, 60))
    if firmada:
        tinta, grosor = azar.choice(TINTAS), azar.uniform(1.3, 3.8)
        pintar_trazos(hoja, caja, trazos(azar), tinta, grosor, azar)
    return nombre + 60, (caja,) if firmada else ()


def _sello(hoja, azar, letra, x, y) -> None:
    lado = azar.randint(110, 170)
    capa = Image.new("L", (lado, lado), 0)
    lapiz = ImageDraw.Draw(capa)
    if azar.random() < 0.5:
        lapiz.ellipse((2, 2, lado - 3, lado - 3), outline=255, width=3)
        lapiz.ellipse((14, 14, lado - 15, lado - 15), outline=255, width=2)
    else:
        lapiz.rectangle((2, 20, lado - 3, lado - 21), outline=255, width=3)
    for fila in range(3):
        lapiz.text((26, 38 + fila * 22), azar.choice(PALABRAS).upper(), 255, _fuente(letra, 15))
    capa = capa.rotate(azar.uniform(-25, 25))
    tinta = Image.new("RGB", capa.size, azar.choice(((60, 60, 160), (120, 40, 60), (30, 30, 40))))
    hoja.paste(tinta, (x, max(0, y)), capa.point(lambda v: v * 3 // 4))


def _nota(hoja, azar, x, y) -> None:
    """A few handwritten words, small: a date, a filing note. Not a signature."""
    for palabra in range(azar.randint(1, 2)):
        alto = azar.randint(18, 28)
        caja = (x + palabra * 90, y, x + palabra * 90 + azar.randint(40, 80), y + alto)
        pintar_trazos(hoja, caja, [_renglon(azar, azar.randint(3, 5))], (40, 40, 60), 1.6, azar)


def _pie(hoja, azar, letra, margen) -> None:
    lapiz = ImageDraw.Draw(hoja)
    if azar.random() < 0.4:
        lapiz.text(
            (margen, 1430), " ".join(azar.sample(PALABRAS, 8)), (60, 60, 60), _fuente(letra, 12)
        )
    if azar.random() < 0.2:
        lapiz.text((960, 1440), str(azar.randint(1, 999999)), (20, 20, 20), _fuente(letra, 20))
    if azar.random() < 0.15:
        for barra in range(40):
            if azar.random() < 0.5:
                lapiz.rectangle((700 + barra * 5, 1380, 703 + barra * 5, 1420), fill=(0, 0, 0))


# --- Strokes of many hands ------------------------------------------------------------------
def trazos(azar: random.Random) -> list[list[tuple[float, float]]]:
    """A signature in the unit square: a running hand, with or without capital and flourish."""
    partes = [_renglon(azar, azar.randint(2, 9))]
    if azar.random() < 0.7:
        partes.append(_vuelta(azar))
    for _ in range(azar.choice((0, 0, 1, 1, 2))):
        partes.append(_rasgo(azar))
    if azar.random() < 0.3:
        partes.append([(x * 0.5 + 0.5, y * 0.6 + 0.3) for x, y in _renglon(azar, 4)])
    return partes


def _renglon(azar: random.Random, letras: int) -> list[tuple[float, float]]:
    fases = [azar.uniform(0, 6.28) for _ in range(4)]
    bucle, cae = azar.uniform(0.0, 0.09), azar.uniform(-0.25, 0.15)
    pico, frecuencia = azar.uniform(0.2, 1.0), azar.uniform(0.35, 0.8)
    puntos = []
    for paso in range(letras * 22):
        t = paso / (letras * 22 - 1)
        onda = 2 * math.pi * letras * t
        alto = 0.10 + 0.30 * pico * max(0.0, math.sin(frecuencia * onda + fases[0])) ** 2
        alto *= 1.15 - 0.7 * t * azar.uniform(0.8, 1)
        x = 0.08 + 0.8 * t + bucle * math.cos(onda + fases[1])
        y = 0.6 + cae * t - alto * math.sin(onda + fases[2]) * (1 if azar.random() < 0.99 else 1.4)
        puntos.append((min(1, max(0, x)), min(1, max(0, y))))
    return puntos


def _vuelta(azar: random.Random) -> list[tuple[float, float]]:
    giro, vueltas = azar.uniform(0, 6.28), azar.uniform(0.7, 2.3)
    rx, ry, cx = azar.uniform(0.05, 0.2), azar.uniform(0.2, 0.45), azar.uniform(0.1, 0.35)
    inclina = azar.uniform(-0.3, 0.4)
    return [
        (
            min(1, max(0, cx + rx * math.cos(giro + 6.28 * vueltas * t) + inclina * 0.2 * t)),
            min(1, max(0, 0.5 + ry * math.sin(giro + 6.28 * vueltas * t) * (1 - 0.3 * t))),
        )
        for t in (paso / 70 for paso in range(71))
    ]


def _rasgo(azar: random.Random) -> list[tuple[float, float]]:
    x0, x1 = azar.uniform(0, 0.3), azar.uniform(0.6, 1)
    y0, y1, arco = azar.uniform(0.3, 0.95), azar.uniform(0.3, 0.95), azar.uniform(-0.25, 0.25)
    return [
        (x0 + (x1 - x0) * t, min(1, max(0, y0 + (y1 - y0) * t + arco * math.sin(math.pi * t))))
        for t in (paso / 40 for paso in range(41))
    ]
