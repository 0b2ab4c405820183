"""Honest documents drawn from scratch: a card and a letter such as people send.

They are for `manage.py recorrido`, tests and training. The people are invented and the fonts are
Pillow's own.
"""

import math
import random
import unicodedata
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from .trazos import trazar_firma

PUNTO = 150 / 72  # px of a typographic point at 150 dpi
A4 = (1240, 1754)  # px at 150 dpi
TARJETA = (1011, 638)  # px: 85.6 x 54 mm at 300 dpi


@dataclass(frozen=True)
class Persona:
    nombres: str = "Ana Lucía Chiriboga Mena"
    identificacion: str = "1700000019"
    correo: str = "ana.chiriboga@example.com"
    telefonos: str = "099 123 4567 y 02 234 5678"


def dibujar_cedula(persona: Persona | None = None, calidad: int = 85) -> bytes:
    """A card like the Ecuadorian one, scanned at 300 dpi on a white bed: JPEG."""
    hoja = Image.new("RGB", (TARJETA[0] + 120, TARJETA[1] + 120), (250, 250, 248))
    hoja.paste(tarjeta(persona), (60, 60))
    return a_jpeg(hoja, calidad)


def dibujar_carta(
    persona: Persona | None = None, *, firmada: bool = True, semilla: int = 1, calidad: int = 85
) -> bytes:
    """The letter that the procedure asks for (R12 to R16), A4 at 150 dpi: JPEG."""
    return a_jpeg(hoja_de_carta(persona, firmada=firmada, semilla=semilla), calidad)


def hoja_de_carta(
    persona: Persona | None = None, *, firmada: bool = True, semilla: int = 1
) -> Image.Image:
    persona = persona or Persona()
    hoja = Image.new("RGB", A4, (252, 252, 250))
    alto = _escribir(hoja, _texto_de_carta(persona), (150, 170), 11)
    pie = _escribir(
        hoja, f"{persona.nombres}\nC.I. {persona.identificacion}", (150, alto + 190), 11
    )
    ImageDraw.Draw(hoja).line((150, alto + 178, 560, alto + 178), fill=(40, 40, 40), width=2)
    if firmada:
        azar = random.Random(semilla)  # noqa: S311 — a drawing, not a secret
        trazar_firma(hoja, (170, alto + 40, 540, pie - 60), azar)
    return hoja.filter(ImageFilter.GaussianBlur(0.5))


def a_jpeg(imagen: Image.Image, calidad: int = 85) -> bytes:
    salida = BytesIO()
    imagen.save(salida, "JPEG", quality=calidad)
    return salida.getvalue()


def a_pdf(imagenes: list[Image.Image], calidad: int = 85) -> bytes:
    """A PDF as a scanner writes it: one JPEG a page, at 150 dpi."""
    salida = BytesIO()
    imagenes[0].save(
        salida, "PDF", save_all=True, append_images=imagenes[1:], resolution=150, quality=calidad
    )
    return salida.getvalue()


def _texto_de_carta(persona: Persona) -> str:
    return f"""Quito, 23 de noviembre de 2026

Señor
Director del Seguro General de Riesgos del Trabajo
Instituto Ecuatoriano de Seguridad Social
Presente

De mi consideración:

Yo, {persona.nombres}, con cédula de ciudadanía número
{persona.identificacion}, solicito que se me otorgue el certificado para atención
médica de beneficiarios del Seguro General de Riesgos del Trabajo,
porque tengo un proceso abierto por el accidente de trabajo que sufrí
el 14 de septiembre de 2026 y necesito continuar con mi tratamiento
mientras se resuelve mi trámite.

Adjunto a la presente la copia de mi cédula. Para cualquier
notificación pueden escribirme a {persona.correo}
o llamarme a los números {persona.telefonos}.

Por la atención que se digne dar a la presente, le anticipo mi
agradecimiento.

Atentamente,"""


def _escribir(hoja: Image.Image, texto: str, esquina: tuple[int, int], puntos: float) -> int:
    """Write lines and return where they end, in px from the top."""
    x, y = esquina
    tamano = puntos * PUNTO
    for linea in texto.split("\n"):
        rotular(hoja, (x, y), linea, tamano, (35, 35, 38))
        y += round(tamano * 1.6)
    return round(y)


def rotular(hoja: Image.Image, esquina, texto: str, tamano: float, tinta) -> None:
    """One line of text. Pillow's own font has no accented letters: the marks are drawn over."""
    lapiz = ImageDraw.Draw(hoja)
    letra = ImageFont.load_default(tamano)
    partes = unicodedata.normalize("NFD", texto)
    simple = "".join(c for c in partes if not unicodedata.combining(c))
    lapiz.text(esquina, simple, fill=tinta, font=letra)
    vistas = 0
    for marca in partes:
        if not unicodedata.combining(marca):
            vistas += 1
            continue
        antes = letra.getlength(simple[: vistas - 1])
        centro = esquina[0] + antes + letra.getlength(simple[vistas - 1]) / 2
        alto = 0.08 if simple[vistas - 1].isupper() else 0.2
        _marca(lapiz, marca, centro, esquina[1] + tamano * alto, tamano, tinta)


def _marca(lapiz, marca: str, x: float, y: float, tamano: float, tinta) -> None:
    lado, ancho = tamano * 0.11, max(1, round(tamano * 0.075))
    if marca == "\u0303":  # The tilde of the letter eñe.
        puntos = [(x - 1.6 * lado, y), (x - lado / 2, y - lado / 2), (x + lado / 2, y)]
        lapiz.line([*puntos, (x + 1.6 * lado, y - lado / 2)], fill=tinta, width=ancho)
    else:
        lapiz.line((x - lado * 0.4, y + lado * 0.4, x + lado, y - lado), fill=tinta, width=ancho)


def tarjeta(persona: Persona | None = None) -> Image.Image:
    """The card alone, at 300 dpi."""
    persona = persona or Persona()
    tarjeta = Image.new("RGB", TARJETA, (222, 232, 240))
    lapiz = ImageDraw.Draw(tarjeta)
    for onda in range(0, TARJETA[1], 14):  # The guilloche of the background, pale.
        puntos = [(x, onda + 9 * math.sin(x / 60 + onda)) for x in range(0, TARJETA[0], 8)]
        lapiz.line(puntos, fill=(206, 220, 230), width=2)
    lapiz.rectangle((45, 170, 305, 520), fill=(196, 200, 206))
    lapiz.ellipse((110, 220, 240, 390), fill=(150, 120, 100))
    lapiz.ellipse((70, 400, 280, 640), fill=(70, 80, 110))
    lapiz.rectangle((45, 521, 305, 636), fill=(222, 232, 240))
    lapiz.rectangle((0, 0, TARJETA[0] - 1, TARJETA[1] - 1), outline=(120, 130, 150), width=3)
    _rotular(tarjeta, persona)
    trazar_firma(tarjeta, (640, 480, 960, 590), random.Random(7), (30, 30, 40))  # noqa: S311
    return tarjeta


def _rotular(tarjeta: Image.Image, persona: Persona) -> None:
    palabras = persona.nombres.split()
    filas = (
        (345, 40, 34, "REPÚBLICA DEL ECUADOR"),
        (345, 88, 24, "CÉDULA DE CIUDADANÍA"),
        (345, 170, 20, "APELLIDOS Y NOMBRES"),
        (345, 196, 32, " ".join(palabras[-2:]).upper()),
        (345, 236, 32, " ".join(palabras[:-2]).upper()),
        (345, 296, 20, "FECHA DE NACIMIENTO"),
        (345, 322, 30, "12 MAR 1985"),
        (345, 376, 20, "NACIONALIDAD"),
        (345, 402, 30, "ECUATORIANA"),
        (345, 470, 20, "NUI."),
        (345, 496, 42, persona.identificacion),
    )
    for x, y, tamano, texto in filas:
        rotular(tarjeta, (x, y), texto, tamano, (28, 30, 45))
