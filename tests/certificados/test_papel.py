"""A printed certificate, photographed: tilted, in shade, out of focus, grainy, compressed."""

from io import BytesIO

import numpy as np
import pypdfium2
import pytest
import zxingcpp
from PIL import Image, ImageEnhance, ImageFilter, ImageOps

from certificados import pdf
from tests.certificados.reparto import certificado


@pytest.fixture(scope="module")
def hoja() -> Image.Image:
    return pypdfium2.PdfDocument(pdf.render(certificado()))[0].render(scale=200 / 72).to_pil()


def foto(
    hoja,
    *,
    giro=0.0,
    inclinacion=0.0,
    foco=0.0,
    luz=1.0,
    sombra=0.0,
    grano=0.0,
    ancho=1500,
    calidad=70,
    gris=False,
):
    """What a phone makes of the sheet on a desk; `ancho` is the picture's width in pixels.

    `sombra` is how much of the light the phone itself takes from one side; `grano`, the standard
    deviation of the sensor's noise, of 255.
    """
    mesa = ImageOps.expand(hoja.convert("RGB"), 200, fill=(120, 96, 70))
    w, h = mesa.size
    fuga = inclinacion * w
    mesa = mesa.transform(
        mesa.size,
        Image.Transform.QUAD,
        (-fuga, -fuga, 0, h, w, h, w + fuga, -fuga),
        Image.Resampling.BICUBIC,
    )
    mesa = mesa.rotate(giro, Image.Resampling.BICUBIC, expand=True, fillcolor=(120, 96, 70))
    mesa = mesa.resize((ancho, ancho * mesa.height // mesa.width), Image.Resampling.LANCZOS)
    mesa = ImageEnhance.Brightness(mesa.filter(ImageFilter.GaussianBlur(foco))).enhance(luz)
    mesa = a_la_sombra(con_grano(mesa, grano), sombra)
    salida = BytesIO()
    (mesa.convert("L") if gris else mesa).save(salida, "JPEG", quality=calidad)
    return Image.open(salida)


def con_grano(imagen: Image.Image, grano: float) -> Image.Image:
    ruido = np.random.default_rng(7).normal(0, grano, (imagen.height, imagen.width, 1))
    return Image.fromarray(np.clip(np.asarray(imagen) + ruido, 0, 255).astype(np.uint8))


def a_la_sombra(imagen: Image.Image, sombra: float) -> Image.Image:
    """From full light at the right edge to what the shade leaves at the left one."""
    luz = np.linspace(1 - sombra, 1, imagen.width)[None, :, None]
    return Image.fromarray((np.asarray(imagen) * luz).astype(np.uint8))


@pytest.mark.parametrize(
    "como",
    [
        {},
        {"giro": 7, "inclinacion": 0.08},
        {"giro": -93, "foco": 1.2},
        {"giro": 180, "luz": 0.45},
        {"ancho": 1000, "calidad": 40},
        {"giro": 21, "inclinacion": 0.12, "foco": 1, "luz": 1.5, "gris": True},
        {"giro": 4, "inclinacion": 0.05, "sombra": 0.6, "grano": 8},
        {"giro": -12, "inclinacion": 0.1, "foco": 1.2, "sombra": 0.7, "grano": 12, "calidad": 45},
        {"giro": 95, "inclinacion": 0.15, "foco": 2, "sombra": 0.7, "grano": 20, "ancho": 2600},
    ],
    ids=str,
)
def test_the_qr_of_a_photograph_opens_the_page(hoja, como):
    leidos = zxingcpp.read_barcodes(foto(hoja, **como))
    c = certificado()
    assert [qr.text for qr in leidos] == [f"{c.direccion}{c.secreto}/"]


def test_a_photocopy_of_a_photocopy_still_opens_it(hoja):
    """Black and white, twice enlarged and reduced."""
    copia = hoja.convert("L")
    for _ in range(2):
        copia = copia.filter(ImageFilter.GaussianBlur(1)).point(lambda p: 255 * (p > 140))
        copia = copia.resize((copia.width * 7 // 10, copia.height * 7 // 10)).resize(copia.size)
    (qr,) = zxingcpp.read_barcodes(copia)
    assert qr.text.endswith("/Zx8v2q1Kd0aBcDeFgHiJkL/")
