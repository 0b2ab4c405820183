"""The 1 MB helper on the server's side (R34, pain 2): what a phone's photo becomes."""

from io import BytesIO

import pytest
from PIL import Image, ImageOps

from documentos import caja, fotos
from documentos.fields import DocumentoField
from documentos.formatos import FOTO_MAXIMA, TAMANO_MAXIMO
from documentos.revision import revisar
from tests import muestras

from .test_campo import Formulario, recibir


@pytest.fixture(scope="module")
def foto():
    contenido = muestras.foto_de_telefono()
    assert 5 * 2**20 < len(contenido) < 8 * 2**20
    return contenido


def test_la_foto_de_un_telefono_cabe_y_se_sigue_leyendo(foto):
    reducida = fotos.reducir(foto)
    assert len(reducida) <= TAMANO_MAXIMO
    with Image.open(BytesIO(reducida)) as imagen:
        assert (imagen.size, imagen.format) == ((1950, 2600), "JPEG")
    informe = revisar(reducida, ["legible", "firma"])
    assert (informe.veredicto, informe.hallazgos) == ("aceptado", ())


def test_queda_derecha_y_sin_decir_donde_ni_con_que_se_tomo(foto):
    """P-like: the place where somebody lives is none of the institution's business."""
    with Image.open(BytesIO(foto)) as antes:
        assert antes.getexif().get_ifd(0x8825) and b"Telefono de Ana" in foto
        derecha = ImageOps.exif_transpose(antes).convert("L").resize((60, 80))
    reducida = fotos.reducir(foto)
    with Image.open(BytesIO(reducida)) as despues:
        assert not despues.getexif() and not {"icc_profile", "comment", "exif"} & set(despues.info)
        luz = despues.convert("L").resize((60, 80))
    assert b"Telefono de Ana" not in reducida
    lejos = sum(abs(a - b) for a, b in zip(derecha.tobytes(), luz.tobytes(), strict=True))
    assert lejos / (60 * 80) < 3


def test_un_cuarto_de_vuelta_pone_derecha_la_que_esta_acostada():
    acostada = BytesIO()
    with Image.open(BytesIO(muestras.cedula_jpg())) as tarjeta:
        ancho, alto = tarjeta.size
        tarjeta.transpose(Image.Transpose.ROTATE_90).save(acostada, "JPEG")
    with Image.open(BytesIO(fotos.reducir(acostada.getvalue(), giro=90))) as girada:
        assert girada.size == (ancho, alto)


@pytest.mark.parametrize(
    ("hacer", "causa"),
    [
        (muestras.inundacion_de_pixeles, "danado"),
        (muestras.bomba_de_barridos, "danado"),
        (muestras.truncada, "danado"),
        (muestras.jpeg_con_zip, "tipo"),
        (lambda: b"\xff\xd8\xff" + b"\xff\x00" * 6_000_000, "danado"),
        (lambda: b"\xff\xd8\xff" + b"x" * FOTO_MAXIMA, "tamano"),
    ],
)
def test_lo_hostil_se_contesta_y_no_se_abre(hacer, causa):
    """S01, F05, F06: header limits first, and the decoder only in the limited child."""
    with pytest.raises(fotos.FotoImposible) as imposible:
        fotos.reducir(hacer())
    assert imposible.value.defecto.causa == causa


def test_una_caja_que_contesta_mal_no_cuela_un_archivo(monkeypatch):
    monkeypatch.setattr(caja, "reducir", lambda *_: ({"defecto": None}, b"MZ"))
    with pytest.raises(fotos.FotoImposible):
        fotos.reducir(muestras.cedula_jpg())


def test_por_el_formulario_llega_entera_se_reduce_y_se_recuerda_cuanto_pesaba(foto):
    _, archivos = recibir(foto)
    formulario = Formulario({}, archivos)
    assert formulario.is_valid(), formulario.errors
    subido = formulario.cleaned_data["carta"]
    assert (subido.peso_original, subido.informe.veredicto) == (len(foto), "aceptado")
    assert len(subido.contenido) == subido.informe.tamano <= TAMANO_MAXIMO


def test_una_foto_que_ya_cabe_no_se_toca():
    _, archivos = recibir(muestras.carta_jpg())
    formulario = Formulario({}, archivos)
    assert formulario.is_valid()
    subido = formulario.cleaned_data["carta"]
    assert (subido.contenido, subido.peso_original) == (muestras.carta_jpg(), None)


@pytest.mark.parametrize(
    ("contenido", "frase"),
    [
        (b"%PDF-1.7" + bytes(3_355_443), "el PDF pesa 3,2 MB y el máximo es 1 MB. Escanéelo otra"),
        (b"\xff\xd8\xff" + bytes(FOTO_MAXIMA + 2**20), "la foto pesa 13 MB y lo más que"),
        (bytes(4) + b"ftypheic" + bytes(2_000_000), "es una foto HEIC de iPhone"),
        (bytes(4) + b"ftypheic" + bytes(200), "es una foto HEIC de iPhone"),
        (b"\xff\xd8\xff" + bytes(2_000_000), "el archivo está dañado"),
    ],
)
def test_lo_que_no_se_puede_reducir_se_explica(contenido, frase):
    _, archivos = recibir(contenido, "mi archivo")
    (error,) = Formulario({}, archivos).errors["carta"]
    assert error.startswith(f"«mi archivo»: {frase}")


def test_nada_se_guarda_por_encima_de_su_limite():
    """The rest is counted and let go: 20 MB of photo cost 12, of anything else 1."""
    for inicio, maximo in ((b"\xff\xd8\xff", FOTO_MAXIMA), (b"%PDF-1.7", TAMANO_MAXIMO)):
        _, archivos = recibir(inicio + bytes(20_000_000))
        assert archivos["carta"].size == 20_000_000 + len(inicio)
        assert len(archivos["carta"].read()) == maximo + 1


def test_el_campo_dice_los_dos_limites():
    atributos = DocumentoField().widget.attrs
    assert atributos["data-foto-maxima"] == str(FOTO_MAXIMA)
