"""Photos of an invented letter and card as a phone takes them, good and bad: to teach with.

The procedure's page shows them small (`manage.py dibujar_fotos`); a test passes each through the
door of this app, so that no picture teaches what the portal would not say.
"""

import random
from dataclasses import dataclass

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from documentos import dibujo

FOTO = (1536, 2048)  # px, upright, as a phone held over a table
MESA = (124, 98, 74)
_SOMBRA = 26  # px that the paper's shadow spreads


@dataclass(frozen=True)
class Toma:
    """How a photo was taken: what is on the table, how near, how turned, and what went wrong."""

    papel: Image.Image
    escala: float = 1.08  # photo px per px of paper
    giro: float = 1.2  # degrees
    corrida: tuple[int, int] = (0, 0)  # px from the middle of the photo
    desenfoque: float = 0.0  # px
    brillo: float = 1.0
    contraste: float = 1.0


def fotos() -> dict[str, Image.Image]:
    """Name → photo. `carta` and `cedula` are good; each other is named by what spoils it."""
    carta = dibujo.hoja_de_carta()
    return {
        "carta": fotografiar(Toma(carta)),
        "cedula": fotografiar(Toma(dibujo.tarjeta(), escala=1.3, giro=-1.5)),
        "borrosa": fotografiar(Toma(carta, desenfoque=7)),
        "opaca": fotografiar(Toma(carta, brillo=0.55, contraste=0.28)),
        "cortada": fotografiar(Toma(carta, escala=1.5, giro=4, corrida=(560, 500))),
        "ilegible": fotografiar(Toma(carta, escala=0.24, giro=-7)),
        "sin-firma": fotografiar(Toma(dibujo.hoja_de_carta(firmada=False))),
    }


def fotografiar(toma: Toma) -> Image.Image:
    """The paper on a wooden table, seen from above."""
    foto = _mesa()
    medidas = [round(lado * toma.escala) for lado in toma.papel.size]
    papel = toma.papel.resize(medidas, Image.Resampling.LANCZOS).convert("RGBA")
    papel = papel.rotate(toma.giro, Image.Resampling.BICUBIC, expand=True)
    lugar = tuple((FOTO[e] - papel.size[e]) // 2 + toma.corrida[e] for e in (0, 1))
    _sombrear(foto, papel, lugar)
    foto.paste(papel, lugar, papel)
    return _revelar(foto, toma)


def _mesa() -> Image.Image:
    foto = Image.new("RGB", FOTO, MESA)
    lapiz, azar = ImageDraw.Draw(foto), random.Random(7)  # noqa: S311 — a drawing, not a secret
    for x in range(0, FOTO[0], 14):
        tono = azar.randint(-9, 9)
        lapiz.line((x, 0, x + azar.randint(-20, 20), FOTO[1]), tuple(v + tono for v in MESA), 9)
    return foto.filter(ImageFilter.GaussianBlur(3))


def _sombrear(foto: Image.Image, papel: Image.Image, lugar) -> None:
    forma = Image.new("L", FOTO, 0)
    forma.paste(150, (lugar[0] + 10, lugar[1] + 14), papel.getchannel("A"))
    negra = Image.new("RGB", FOTO, (20, 14, 8))
    foto.paste(negra, (0, 0), forma.filter(ImageFilter.GaussianBlur(_SOMBRA)))


def _revelar(foto: Image.Image, toma: Toma) -> Image.Image:
    """Light of a window on one side, and what the camera did to it."""
    luz = Image.linear_gradient("L").transpose(Image.Transpose.ROTATE_90).resize(FOTO)
    foto = ImageChops.multiply(foto, luz.point(lambda v: 226 + v * 29 // 255).convert("RGB"))
    foto = foto.filter(ImageFilter.GaussianBlur(toma.desenfoque or 0.6))
    gris = 200 * (1 - toma.contraste)
    return foto.point(lambda v: round((v * toma.contraste + gris) * toma.brillo))
