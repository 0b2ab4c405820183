"""What is kept of a photo: the picture, upright, and nothing else (F06, F07)."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageChops, ImageOps

from documentos import dibujo
from documentos.fields import DocumentoField
from documentos.limpieza import sin_metadatos
from tests import muestras
from tests.documentos import semillas

AJENO = [b"%PDF", b"<script", b"PK\x03\x04", b"Exif", b"http://ns.adobe.com", b"ICC_PROFILE"]
AJENO += [b"Quito, mi casa", b"GIF89a", b"MPF\x00"]


def con_todo(orientacion: int = 1) -> bytes:
    """A photo with place, name, thumbnail, profile, comment, and other files behind."""
    exif = Image.Exif()
    exif[0x0112] = orientacion
    exif[0x9286] = "<script>alert(1)</script>" + "Quito, mi casa " * 3000
    exif[0x8825] = {1: "S", 2: (0.0, 13.0, 12.0), 3: "W", 4: (78.0, 30.0, 0.0)}
    salida = BytesIO()
    dibujo.hoja_de_carta().resize((620, 877)).save(
        salida,
        "JPEG",
        exif=exif,
        comment=b"GIF89a %PDF-1.4 <script>",
        icc_profile=b"x" * 90_000,
        xmp=b"http://ns.adobe.com Quito, mi casa",
    )
    fotos = salida.getvalue()
    return fotos + b"PK\x03\x04" + b"<script>" + muestras.cedula_jpg()


def derecha(contenido: bytes) -> Image.Image:
    return ImageOps.exif_transpose(Image.open(BytesIO(contenido)))


@pytest.mark.parametrize("orientacion", range(1, 9))
def test_no_queda_nada_ajeno_y_sigue_igual_de_derecha(orientacion):
    antes = con_todo(orientacion)
    assert all(resto in antes for resto in AJENO if resto != b"MPF\x00")
    despues = sin_metadatos(antes)
    restos = [resto for resto in AJENO if resto in despues]
    assert restos == ([] if orientacion == 1 else [b"Exif"])
    # Nor the photo that came behind.
    assert (despues.count(b"\xff\xd9"), despues[-2:]) == (1, b"\xff\xd9")
    assert dict(Image.open(BytesIO(despues)).getexif()) == (
        {} if orientacion == 1 else {0x0112: orientacion}
    )
    assert ImageChops.difference(derecha(antes), derecha(despues)).getbbox() is None


@pytest.mark.parametrize("numero", range(20))
def test_ningun_pixel_cambia(numero):
    semilla = semillas.jpegs()[numero]
    antes, despues = derecha(semilla), derecha(sin_metadatos(semilla))
    assert (antes.mode, antes.tobytes()) == (despues.mode, despues.tobytes())
    assert sin_metadatos(sin_metadatos(semilla)) == sin_metadatos(semilla)


@pytest.mark.parametrize("sobra", [b"\xff\xff", b"\xff\xd0", b"\0\x11"])
def test_lo_que_los_lectores_perdonan_no_cuesta_la_imagen(sobra):
    """Fill bytes, a marker out of its place: what they skip is left out."""
    foto = muestras.carta_jpg()
    marco = foto.index(b"\xff\xc0")
    assert sin_metadatos(foto[:marco] + sobra + foto[marco:]) == sin_metadatos(foto)


def test_lo_que_viene_cortado_sigue_cortado():
    """An end put where there was none would make half a photo look whole."""
    assert not sin_metadatos(muestras.truncada()).endswith(b"\xff\xd9")


@pytest.mark.parametrize("semilla", range(200))
def test_ninguna_basura_rompe_la_limpieza(semilla):
    limpia = sin_metadatos(b"\xff\xd8\xff" + muestras.basura(semilla))
    assert limpia.startswith(b"\xff\xd8") and len(limpia) <= 2050


def test_lo_que_se_juzga_y_se_guarda_es_lo_limpio():
    subido = DocumentoField(exigencias=["legible"]).clean(
        SimpleUploadedFile("casa.jpg", muestras.girada(muestras.carta_jpg(), 6))
    )
    assert subido.contenido == sin_metadatos(muestras.girada(muestras.carta_jpg(), 6))
    assert (b"script" in subido.contenido, b"%PDF" in subido.contenido) == (False, False)
    assert subido.informe.tamano == len(subido.contenido)
