"""A printed certificate, photographed: tilted, warm light, a little out of focus, compressed."""

from io import BytesIO

import pypdfium2
import pytest
import zxingcpp
from PIL import Image, ImageEnhance, ImageFilter, ImageOps

from certificados import pdf
from tests.certificados.reparto import certificado


@pytest.fixture(scope="module")
def hoja() -> Image.Image:
    return pypdfium2.PdfDocument(pdf.render(certificado()))[0].render(scale=200 / 72).to_pil()


def foto(hoja, *, giro=0.0, inclinacion=0.0, foco=0.0, luz=1.0, ancho=1500, calidad=70, gris=False):
    """What a phone makes of the sheet on a desk; `ancho` is the picture's width in pixels."""
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
    salida = BytesIO()
    (mesa.convert("L") if gris else mesa).save(salida, "JPEG", quality=calidad)
    return Image.open(salida)


@pytest.mark.parametrize(
    "como",
    [
        {},
        {"giro": 7, "inclinacion": 0.08},
        {"giro": -93, "foco": 1.2},
        {"giro": 180, "luz": 0.45},
        {"ancho": 1000, "calidad": 40},
        {"giro": 21, "inclinacion": 0.12, "foco": 1, "luz": 1.5, "gris": True},
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
