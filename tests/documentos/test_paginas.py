"""From file to pages: one decode, upright, nothing but pixels (F06, F07, F09)."""

from io import BytesIO

import numpy as np
import pypdfium2 as pdfium
import pytest
from PIL import Image

from documentos import dibujo
from documentos.formatos import Defecto
from documentos.medicion import medir
from documentos.paginas import LADO, PaginaImposible, hoja_de_jpeg, hojas_de
from tests import muestras


def abrir(contenido: bytes) -> Image.Image:
    return Image.open(BytesIO(contenido))


def diferencia(una: Image.Image, otra: Image.Image) -> float:
    return float(
        np.abs(np.asarray(una.convert("L"), int) - np.asarray(otra.convert("L"), int)).mean()
    )


@pytest.mark.parametrize("orientacion", [3, 6, 8])
def test_la_pagina_sale_derecha_y_sin_metadatos(orientacion):
    derecha = hoja_de_jpeg(muestras.carta_jpg())
    hoja = hoja_de_jpeg(muestras.girada(muestras.carta_jpg(), orientacion))
    leida = hoja.para_leer()
    assert hoja.imagen.size == derecha.imagen.size == (1060, 1500)
    assert diferencia(hoja.imagen, derecha.imagen) < 3
    assert not abrir(leida).getexif()
    assert "comment" not in abrir(leida).info and "icc_profile" not in abrir(leida).info
    assert b"script" not in leida and b"%PDF" not in leida


@pytest.mark.parametrize("modo", ["L", "RGB", "CMYK", "YCbCr"])
@pytest.mark.parametrize("progresiva", [False, True])
def test_todo_jpeg_honesto_se_abre(modo, progresiva):
    salida = BytesIO()
    dibujo.hoja_de_carta().convert(modo).save(salida, "JPEG", quality=80, progressive=progresiva)
    hoja = hoja_de_jpeg(salida.getvalue())
    assert hoja.imagen.mode == ("L" if modo == "L" else "YCbCr")
    assert diferencia(hoja.imagen, hoja_de_jpeg(muestras.carta_jpg()).imagen) < 3


def test_un_jpeg_guardado_en_rgb_tambien_se_abre():
    salida = BytesIO()
    dibujo.hoja_de_carta().save(salida, "JPEG", quality=80, keep_rgb=True)
    hoja = hoja_de_jpeg(salida.getvalue())
    assert diferencia(hoja.imagen, hoja_de_jpeg(muestras.carta_jpg()).imagen) < 3


@pytest.mark.parametrize(
    ("lado", "leida"), [(4000, 2000), (2200, LADO), (1800, LADO), (1200, 1200)]
)
def test_una_foto_se_lee_como_la_da_el_decodificador_o_se_reduce(lado, leida):
    hoja = hoja_de_jpeg(muestras.foto_de_carta(lado=lado))
    assert (max(hoja.imagen.size), hoja.lado_original) == (leida, lado)


@pytest.mark.parametrize(
    "lugar",
    [np.s_[:, :], np.s_[::3, ::3], np.s_[40:90, 7:400], np.s_[5:60:4, 1:9:2], np.s_[1400:, 1000:]],
)
def test_el_color_que_se_mira_es_el_de_la_pagina(lugar):
    hoja = hoja_de_jpeg(muestras.carta_jpg())
    luz, *color = np.moveaxis(np.asarray(hoja.imagen), 2, 0)
    assert np.array_equal(hoja.luma, luz)
    for banda, suya in zip(hoja.croma, color, strict=True):
        assert banda.shape == suya.shape
        assert np.array_equal(banda[lugar], suya[lugar])


def test_el_pdf_escaneado_da_el_jpeg_que_lleva_dentro():
    (hoja,) = hojas_de(muestras.carta_pdf(), "pdf")
    assert (hoja.imagen.size, hoja.lado_original) == ((1060, 1500), 1754)
    assert diferencia(hoja.imagen, hoja_de_jpeg(muestras.carta_jpg()).imagen) < 3


@pytest.mark.parametrize("rotacion", [0, 90, 270])
def test_una_foto_dentro_de_un_pdf_se_ve_como_la_muestra_un_lector(rotacion):
    """Readers turn the page as the PDF says and leave alone what the photo's EXIF says."""
    foto = muestras.flujo(
        muestras.girada(muestras.carta_jpg(), 3),
        b"/Type/XObject/Subtype/Image/Width 1240/Height 1754/ColorSpace/DeviceRGB"
        b"/BitsPerComponent 8/Filter/DCTDecode",
    )
    pintar = muestras.flujo(b"q 595 0 0 842 0 0 cm /X Do Q")
    pagina = b"/Rotate %d/Resources<</XObject<</X 5 0 R>>>>" % rotacion
    archivo = muestras.pdf_de([pintar, foto], pagina=pagina)
    (hoja,) = hojas_de(archivo, "pdf")
    medidas = hoja.imagen.size
    lector = pdfium.PdfDocument(archivo)[0].render(scale=3).to_pil().resize(medidas)
    assert (hoja.lado_original, diferencia(hoja.imagen, lector) < 4) == (1754, True)


@pytest.mark.parametrize(
    ("retoque", "mascara"),
    [
        (b"", b""),
        (b"/Decode[1 0]", b""),
        (b"/SMask 6 0 R", b"/ColorSpace/DeviceGray/BitsPerComponent 8"),
        (b"/Mask 6 0 R", b"/ImageMask true/BitsPerComponent 1"),
    ],
)
def test_una_imagen_que_no_se_ve_como_esta_guardada_se_dibuja(retoque, mascara):
    """As a negative, see-through or cut out: what is judged is what a reader of PDFs shows."""
    imagen = b"/Type/XObject/Subtype/Image/Width %d/Height %d"
    gris = b"/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/DCTDecode"
    objetos = [
        muestras.flujo(b"q 595 0 0 842 0 0 cm /X Do Q"),
        muestras.flujo(
            dibujo.a_jpeg(Image.new("L", dibujo.A4, 80)), imagen % dibujo.A4 + gris + retoque
        ),
        muestras.flujo(b"\xff\x00" * 8, imagen % (4, 4) + mascara),
    ]
    archivo = muestras.pdf_de(objetos, pagina=b"/Resources<</XObject<</X 5 0 R>>>>")
    respuesta, (leida,) = medir(archivo, [])
    assert respuesta["defecto"] is None
    lector = pdfium.PdfDocument(archivo)[0].render(scale=1500 / 842).to_pil()
    assert diferencia(abrir(leida), lector.resize(abrir(leida).size)) < 4


def test_lo_que_se_dibuja_sobre_el_escaneo_tambien_se_ve():
    """A signature pasted over the scan would be lost if only the scan's JPEG were taken."""
    escaneo = dibujo.a_jpeg(Image.new("RGB", (600, 850), "white"))
    imagen = muestras.flujo(
        escaneo,
        b"/Type/XObject/Subtype/Image/Width 600/Height 850/ColorSpace/DeviceRGB"
        b"/BitsPerComponent 8/Filter/DCTDecode",
    )
    trazo = muestras.flujo(b"q 595 0 0 842 0 0 cm /X Do Q 9 w 100 100 m 400 300 l S")
    archivo = muestras.pdf_de([trazo, imagen]).replace(
        b"/Contents 4 0 R", b"/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>"
    )
    (hoja,) = hojas_de(archivo, "pdf")
    assert (hoja.lado_original, hoja.luma.min() < 50) == (0, True)


def test_una_pagina_de_texto_se_dibuja():
    (hoja,) = hojas_de(muestras.pdf_de([muestras.TRAZO]), "pdf")
    assert (hoja.imagen.mode, max(hoja.imagen.size), hoja.lado_original) == ("L", LADO, 0)


def test_media_foto_es_un_archivo_danado():
    with pytest.raises(PaginaImposible) as imposible:
        hoja_de_jpeg(muestras.truncada())
    assert imposible.value.defecto == Defecto("danado")
