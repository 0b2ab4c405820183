"""A page being drawn, and the parts that pages have, from the letterhead to the signature."""

import random
from dataclasses import dataclass

from PIL import Image, ImageDraw

from documentos.trazos import pintar_trazos

from . import figuras, impresos, letras, mano
from .figuras import fuente

A4 = (1060, 1500)  # px: the size at which pages are judged
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
TINTAS = (
    (20, 20, 25), (28, 42, 120), (40, 60, 150), (60, 60, 70), (15, 15, 60), (10, 60, 160),
    (110, 110, 120), (90, 110, 170),
)  # fmt: skip


@dataclass(frozen=True)
class Pliego:
    """A page being drawn, and what is the same all over it."""

    hoja: Image.Image
    azar: random.Random
    letra: str | None
    tamano: float
    margen: int
    tinta: tuple[int, int, int]

    @property
    def lapiz(self) -> ImageDraw.ImageDraw:
        return ImageDraw.Draw(self.hoja)

    def azares(self, parte: float) -> bool:
        return self.azar.random() < parte

    def rotular(self, x: float, y: float, texto: str, tamano: float = 0, letra="") -> None:
        tipo = fuente(self.letra if letra == "" else letra, tamano or self.tamano)
        self.lapiz.text((x, y), texto, self.tinta, tipo)

    def poner(self, dibujo, x: float, y: float, ancho: float, alto: float) -> None:
        """One of `impresos`, in its place."""
        caja = (round(x), round(y), round(x + ancho), round(y + alto))
        adorno = self.azar.choice(letras.de_adorno()) if self.azares(0.4) else self.letra
        dibujo(self.hoja, caja, self.azar, adorno)


def membrete(p: Pliego) -> int:
    y = p.azar.randint(40, 90)
    if p.azares(0.5):
        p.poner(impresos.logo, p.azar.randint(60, 760), y - 10, p.azar.randint(60, 160), 90)
    if p.azares(0.7):
        titulo = " ".join(p.azar.sample(PALABRAS, 3))
        adorno = p.azar.choice(letras.de_adorno()) if p.azares(0.4) else p.letra
        p.rotular(
            p.azar.randint(150, 400),
            y,
            p.azar.choice((titulo.upper(), titulo.title())),
            p.azar.uniform(20, 44),
            adorno,
        )
    if p.azares(0.4):
        p.lapiz.line((60, y + 100, 1000, y + 100), fill=(60, 60, 60), width=p.azar.randint(1, 4))
    if p.azares(0.25):
        p.poner(impresos.sello, p.azar.randint(600, 850), p.azar.randint(20, 160), 150, 150)
    for _ in range(p.azar.choice((0, 0, 1, 2))):
        p.poner(impresos.nota, p.azar.randint(40, 850), p.azar.randint(20, 200), 90, 40)
    return y + p.azar.randint(110, 170)


def parrafos(p: Pliego, y: float, cuantos: int, hasta: int) -> int:
    tipo, ancho = fuente(p.letra, p.tamano), A4[0] - 2 * p.margen
    paso = p.tamano * p.azar.uniform(1.15, 1.7)
    for _ in range(cuantos):
        for linea in _lineas(p.azar, tipo, ancho, p.azar.randint(1, 7)):
            if y > hasta:
                return round(y)
            p.rotular(p.margen, y, linea)
            if p.azares(0.04):
                largo = tipo.getlength(linea)
                raya = y + p.tamano * 1.15
                p.lapiz.line((p.margen, raya, p.margen + largo, raya), p.tinta, 2)
            y += paso
        y += paso * p.azar.uniform(0.5, 1.5)
        if p.azares(0.04):
            p.poner(impresos.nota, p.azar.randint(10, 900), y - 80, 90, 40)
    return round(y)


def _lineas(azar, tipo, ancho: float, cuantas: int) -> list[str]:
    lineas, actual = [], ""
    while len(lineas) < cuantas:
        palabra = azar.choice(PALABRAS) if azar.random() < 0.93 else str(azar.randint(1, 10**6))
        if tipo.getlength(actual + " " + palabra) > ancho:
            lineas.append(actual.strip())
            actual = ""
        actual += " " + palabra
    return lineas


def adorno(p: Pliego, y: int) -> int:
    """A table, a figure, or nothing."""
    suerte = p.azar.random()
    if y > 900 or suerte < 0.6:
        return y
    if suerte < 0.8:
        return _tabla(p, y)
    alto = p.azar.randint(120, 260)
    p.poner(figuras.figura, p.azar.randint(p.margen, 500), y, p.azar.randint(200, 450), alto)
    return y + alto + 60


def _tabla(p: Pliego, y: int) -> int:
    filas, columnas, alto = p.azar.randint(2, 6), p.azar.randint(2, 5), p.azar.randint(24, 40)
    ancho = (A4[0] - 2 * p.margen) // columnas
    for fila in range(filas):
        for columna in range(columnas):
            x, arriba = p.margen + columna * ancho, y + fila * alto
            p.lapiz.rectangle((x, arriba, x + ancho, arriba + alto), outline=(50, 50, 50))
            p.rotular(x + 5, arriba + 5, p.azar.choice(PALABRAS), 15)
    return y + filas * alto + 30


def despedida(p: Pliego, y: float, firmada: bool, a_mano=None):
    """The farewell, the place to sign and the name: printed, or by the hand of the whole page."""
    azar = p.azar
    x = azar.choice((p.margen, p.margen, A4[0] // 2, A4[0] - p.margen - 320))
    y = min(y + azar.randint(5, 40), 1270)
    saludo = azar.choice(("Atentamente,", "Firma:", "Cordialmente,", "", "Sinceramente suyo"))
    _decir(p, x, y, saludo, a_mano)
    alto, ancho = azar.randint(40, 165), azar.randint(110, 420)
    arriba = y + round(p.tamano * azar.uniform(0.4, 2.2))
    x_firma = max(10, min(x + azar.randint(-40, 90), A4[0] - ancho - 10))
    caja = tuple(map(round, (x_firma, arriba, x_firma + ancho, arriba + alto)))
    nombre = arriba + round(alto * azar.uniform(0.5, 1.15))
    if p.azares(0.45):
        p.lapiz.line((x, nombre - 4, x + azar.randint(220, 380), nombre - 4), (50, 50, 50), 2)
    adorno = azar.choice(letras.de_adorno()) if p.azares(0.15) else p.letra
    # A name by hand under a letter by hand signs it: it is written only where there is a signature.
    if p.azares(0.85) and (a_mano is None or firmada):
        _decir(p, x, nombre, azar.choice(NOMBRES), a_mano, adorno)
        _decir(p, x, nombre + p.tamano * 1.3, "C.I. 17" + "0" * 7 + "9", a_mano)
    if p.azares(0.25):
        lado = azar.randint(100, 190)
        p.poner(impresos.sello, x + azar.randint(-60, 340), arriba - 40, lado, lado)
    if p.azares(0.15):
        p.poner(impresos.nota, azar.randint(60, 800), min(nombre + 90, 1400), 90, 40)
    if firmada:
        _firmar(p, caja)
    return (caja,) if firmada else ()


def _decir(p: Pliego, x: float, y: float, texto: str, a_mano, letra="") -> None:
    if a_mano is None or not texto:
        p.rotular(x, y, texto, 0, letra)
    else:
        estilo, tipo, alto, tinta = a_mano
        escribir(p, x, y + p.tamano, texto, alto, estilo, tinta, tipo)


def escribir(p: Pliego, x, y, texto, alto, estilo, tinta=(35, 35, 70), letra=None) -> None:
    """By hand: with a face that was copied from one, or stroke by stroke."""
    if letra:
        p.lapiz.text((x, y), texto, tinta, fuente(letra, alto * 3.2), anchor="ls")
    else:
        impresos.escribir(p.hoja, x, y, texto, alto, estilo, p.azar, tinta)


def _firmar(p: Pliego, caja) -> None:
    tinta, fuerza = p.azar.choice(TINTAS), p.azar.uniform(0.55, 1.0)
    if letras.de_mano() and p.azares(0.15):
        _firmar_con_letra(p, caja, tinta)
    else:
        grosor = p.azar.uniform(1.2, 4.2)
        pintar_trazos(p.hoja, caja, mano.firma(p.azar), tinta, grosor, p.azar, fuerza)


def _firmar_con_letra(p: Pliego, caja, tinta) -> None:
    """A name in a face that was copied from a hand, slanted, turned and filling the box."""
    tipo, texto = fuente(p.azar.choice(letras.de_mano()), 90), p.azar.choice(NOMBRES)
    capa = Image.new("L", (round(tipo.getlength(texto)) + 80, 190), 0)
    ImageDraw.Draw(capa).text((40, 30), texto, 255, tipo)
    capa = capa.transform(capa.size, Image.Transform.AFFINE,
                          (1, p.azar.uniform(-0.2, 0.5), -20, p.azar.uniform(-0.08, 0.08), 1, 0),
                          Image.Resampling.BICUBIC)  # fmt: skip
    capa = capa.crop(capa.getbbox()).resize((caja[2] - caja[0], caja[3] - caja[1]))
    p.hoja.paste(Image.new("RGB", capa.size, tinta), caja[:2], capa)


def pie(p: Pliego) -> None:
    if p.azares(0.4):
        p.rotular(p.margen, 1430, " ".join(p.azar.sample(PALABRAS, 8)), 12)
    if p.azares(0.2):
        p.rotular(960, 1440, str(p.azar.randint(1, 999999)), 20)
    if p.azares(0.15):
        p.poner(impresos.codigo, 760, 1400, 160, 60)
    if p.azares(0.1):
        p.poner(impresos.logo, p.azar.randint(60, 800), 1370, 120, 80)
