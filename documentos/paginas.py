"""From a file to its pages: one decode each, at the size in which a person will read it.

The page that the officer reads and the page that is judged are the same pixels, upright. A JPEG is
decoded once, at the DCT scale nearest above `LADO`; a scanned PDF gives up the JPEG inside it; any
other PDF page is drawn by pdfium.
"""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from io import BytesIO

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from PIL import Image

from .formatos import LADO_MAXIMO_PDF, PAGINAS_MAXIMAS, Defecto, defecto_de_jpeg

LADO = 1500  # px, the longer side of a page to read: about 128 dpi on A4
# Up to here a page that the decoder reduced stays as it is: reducing it again, in colour, costs as
# much as opening it. 300 dpi of A4 give 1754 at half scale, and the 4032 px of a phone 2016.
LADO_MAXIMO = 2100
CALIDAD = 80  # of the JPEG to read
AMPLIACION_MAXIMA = 6.0  # px per point: a card scanned as a page of its own size gets its 430 dpi
_CUBRE = 0.9  # share of the page that its one image must cover to stand for the page
_ORIENTACION = 0x0112
_GIROS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_CUARTOS = {
    1: Image.Transpose.ROTATE_90,
    2: Image.Transpose.ROTATE_180,
    3: Image.Transpose.ROTATE_270,
}
_GIROS_PDF = {
    90: Image.Transpose.ROTATE_270,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}


class PaginaImposible(Exception):
    """This file cannot be opened as pages; `defecto` says why."""

    def __init__(self, defecto: Defecto):
        super().__init__(defecto.causa)
        self.defecto = defecto


@dataclass(frozen=True)
class Banda:
    """Y, Cb or Cr of a picture in YCbCr, as an array: uint8[alto, ancho].

    Taken out only where somebody looks, because each band of a whole page takes a millisecond.
    """

    imagen: Image.Image
    nombre: str

    @property
    def shape(self) -> tuple[int, int]:
        return self.imagen.height, self.imagen.width

    def __array__(self, dtype=None, copy=None) -> np.ndarray:
        # Packed on its way out: `getchannel` would make one more picture of it.
        octetos = np.frombuffer(self.imagen.tobytes("raw", self.nombre), np.uint8)
        return octetos.reshape(self.shape).astype(dtype or np.uint8, copy=bool(copy))

    def __getitem__(self, lugar: tuple[slice, slice]) -> np.ndarray:
        """`banda[filas, columnas]`: rows and columns from, to and every so many."""
        (y, y1, dy), (x, x1, dx) = map(slice.indices, lugar, self.shape)
        if dx == dy == 1:
            return np.asarray(Banda(self.imagen.crop((x, y, x1, y1)), self.nombre))
        # Pillow takes what the middle of each new pixel falls on.
        reticula = (dx, 0, x + (1 - dx) / 2, 0, dy, y + (1 - dy) / 2)
        medidas, vecino = (len(range(x, x1, dx)), len(range(y, y1, dy))), Image.Resampling.NEAREST
        trozo = self.imagen.transform(medidas, Image.Transform.AFFINE, reticula, vecino)
        return np.asarray(Banda(trozo, self.nombre))


@dataclass(frozen=True)
class Hoja:
    """A decoded page: `imagen` in mode L or YCbCr, upright, at most `LADO_MAXIMO` px.

    `lado_original` is the longer side of the file's own pixels (0 for a page that pdfium drew).
    """

    numero: int
    imagen: Image.Image
    lado_original: int

    @cached_property
    def luma(self) -> np.ndarray:
        """uint8[alto, ancho], 0 black."""
        return np.asarray(self.imagen if self.imagen.mode == "L" else Banda(self.imagen, "Y"))

    @property
    def croma(self) -> "tuple[Banda, Banda] | None":
        """Cb and Cr, around 128; None on a grey page."""
        if self.imagen.mode == "L":
            return None
        return Banda(self.imagen, "Cb"), Banda(self.imagen, "Cr")

    def girada(self, cuartos: int) -> "Hoja":
        """The same page after so many quarter turns to the left."""
        return replace(self, imagen=self.imagen.transpose(_CUARTOS[cuartos])) if cuartos else self

    def para_leer(self) -> bytes:
        """JPEG without EXIF, profile or comment."""
        self.imagen.info.clear()
        salida = BytesIO()
        self.imagen.save(salida, "JPEG", quality=CALIDAD)
        return salida.getvalue()


def hojas_de(contenido: bytes, tipo: str, *, tal_cual: bool = True) -> Iterator[Hoja]:
    """The pages in order, one in memory at a time; `PaginaImposible` when one cannot be had.

    `tal_cual`: the images of a PDF look as they are stored.
    """
    if tipo == "jpg":
        yield hoja_de_jpeg(contenido)
    else:
        yield from _hojas_de_pdf(contenido, tal_cual)


def hoja_de_jpeg(contenido: bytes, numero: int = 1, giro: int | None = None) -> Hoja:
    """`giro`: degrees that its page of a PDF is turned; None for a photo, whose EXIF says it.

    In a PDF nobody looks at the EXIF, which many photos still carry there.
    """
    try:
        try:
            return _decodificar(contenido, numero, giro, "YCbCr")
        except OSError:
            # libjpeg cannot give YCbCr out of a JPEG that was stored as RGB.
            return _decodificar(contenido, numero, giro, "RGB")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise PaginaImposible(Defecto("danado")) from error


def _decodificar(contenido: bytes, numero: int, giro: int | None, modo: str) -> Hoja:
    with Image.open(BytesIO(contenido), formats=("JPEG",)) as archivo:
        lado = max(archivo.size)
        vuelta = _GIROS.get(_orientacion(archivo)) if giro is None else _GIROS_PDF.get(giro)
        archivo.draft("L" if archivo.mode == "L" else modo, _a_lado(archivo.size))
        archivo.load()
    imagen = archivo
    # Reducing averages away what compression left around the letters, which looks like sharpness.
    if max(imagen.size) > LADO_MAXIMO or max(imagen.size) == lado:
        imagen = imagen.resize(_a_lado(imagen.size), Image.Resampling.BILINEAR)
    if imagen.mode not in ("L", "YCbCr"):
        imagen = imagen.convert("YCbCr")
    if vuelta is not None:
        imagen = imagen.transpose(vuelta)
    return Hoja(numero, imagen, lado)


def _a_lado(medidas: tuple[int, int]) -> tuple[int, int]:
    factor = min(1.0, LADO / max(medidas))
    return max(1, round(medidas[0] * factor)), max(1, round(medidas[1] * factor))


def _orientacion(archivo: Image.Image) -> int:
    try:
        return archivo.getexif().get(_ORIENTACION, 1)
    except Exception:  # Broken EXIF is no reason to lose the photo, whatever it raises.
        return 1


def _hojas_de_pdf(contenido: bytes, tal_cual: bool) -> Iterator[Hoja]:
    try:
        documento = pdfium.PdfDocument(contenido)
        total = len(documento)
    except pdfium.PdfiumError as error:
        clave = getattr(error, "err_code", None)
        protegido = clave == pdfium_c.FPDF_ERR_PASSWORD
        raise PaginaImposible(Defecto("protegido" if protegido else "danado")) from error
    if not total:
        raise PaginaImposible(Defecto("danado"))
    if total > PAGINAS_MAXIMAS:
        raise PaginaImposible(Defecto("paginas", "", total, PAGINAS_MAXIMAS))
    for indice in range(total):
        yield _hoja_de_pdf(documento, indice, tal_cual)


def _hoja_de_pdf(documento: pdfium.PdfDocument, indice: int, tal_cual: bool) -> Hoja:
    try:
        pagina = documento[indice]
        lado = max(pagina.get_size())
        if not 0 < lado <= LADO_MAXIMO_PDF:
            raise PaginaImposible(Defecto("paginas", "medidas", lado, LADO_MAXIMO_PDF))
        foto = _jpeg_de_la_pagina(pagina) if tal_cual else None
        if foto is not None and defecto_de_jpeg(foto) is None:
            return hoja_de_jpeg(foto, indice + 1, pagina.get_rotation())
        return _dibujar(pagina, indice + 1, lado)
    except pdfium.PdfiumError as error:
        raise PaginaImposible(Defecto("danado")) from error


def _dibujar(pagina: pdfium.PdfPage, numero: int, lado: float) -> Hoja:
    # A hair less, because pdfium rounds the size up.
    escala = min(AMPLIACION_MAXIMA, (LADO - 0.01) / lado)
    imagen = pagina.render(scale=escala, rev_byteorder=True).to_pil().convert("YCbCr")
    gris = all(abs(extremo - 128) <= 2 for banda in imagen.getextrema()[1:] for extremo in banda)
    return Hoja(numero, imagen.getchannel(0) if gris else imagen, 0)


def _jpeg_de_la_pagina(pagina: pdfium.PdfPage) -> bytes | None:
    """The bytes of the one upright JPEG that is all that this page shows, or None."""
    if pdfium_c.FPDFPage_GetAnnotCount(pagina):
        return None
    imagen = _unica_imagen(pagina)
    if imagen is None or not _llena(imagen, pagina):
        return None
    if imagen.get_filters() != ["DCTDecode"] or not _colores_simples(imagen, pagina):
        return None
    return bytes(imagen.get_data(decode_simple=False))


def _unica_imagen(pagina: pdfium.PdfPage) -> pdfium.PdfImage | None:
    """The page's only visible object when it is an image; OCR's invisible text does not count."""
    hallada = None
    for objeto in pagina.get_objects(max_depth=1):
        if objeto.type == pdfium_c.FPDF_PAGEOBJ_TEXT:
            if pdfium_c.FPDFTextObj_GetTextRenderMode(objeto) != 3:
                return None
        elif objeto.type != pdfium_c.FPDF_PAGEOBJ_IMAGE or hallada is not None:
            return None
        else:
            hallada = objeto
    return hallada


def _llena(imagen: pdfium.PdfImage, pagina: pdfium.PdfPage) -> bool:
    """It is drawn upright, unskewed, over the whole page and inside it."""
    a, b, c, d, e, f = imagen.get_matrix().get()
    x0, y0, x1, y1 = pagina.get_cropbox()
    ancho, alto = x1 - x0, y1 - y0
    derecha = a > 0 and d > 0 and abs(b) + abs(c) < 0.01 * (a + d)
    dentro = e >= x0 - 0.02 * ancho and f >= y0 - 0.02 * alto
    dentro = dentro and e + a <= x1 + 0.02 * ancho and f + d <= y1 + 0.02 * alto
    return derecha and dentro and a * d >= _CUBRE * ancho * alto


def _colores_simples(imagen: pdfium.PdfImage, pagina: pdfium.PdfPage) -> bool:
    """Grey or RGB of 8 bits: what the JPEG says is what the page shows."""
    datos = pdfium_c.FPDF_IMAGEOBJ_METADATA()
    if not pdfium_c.FPDFImageObj_GetImageMetadata(imagen, pagina, ctypes.byref(datos)):
        return False
    simples = {
        pdfium_c.FPDF_COLORSPACE_DEVICEGRAY: 8,
        pdfium_c.FPDF_COLORSPACE_DEVICERGB: 24,
        pdfium_c.FPDF_COLORSPACE_CALGRAY: 8,
        pdfium_c.FPDF_COLORSPACE_CALRGB: 24,
    }
    if datos.colorspace == pdfium_c.FPDF_COLORSPACE_ICCBASED:
        return datos.bits_per_pixel in (8, 24)
    return simples.get(datos.colorspace) == datos.bits_per_pixel
