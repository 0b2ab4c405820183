"""Header limits, before any decoder runs (F05, F06, F10; facts 9 and 10)."""

from io import BytesIO

import pytest
from PIL import Image

from documentos.formatos import CabeceraJpeg, Defecto, defecto_de_archivo, leer_cabecera_jpeg
from tests import muestras


@pytest.mark.parametrize("nombre", muestras.otros_formatos())
def test_lo_que_no_es_jpg_ni_pdf_se_reconoce_por_su_contenido(nombre):
    assert defecto_de_archivo(muestras.otros_formatos()[nombre]) == Defecto("tipo")


@pytest.mark.parametrize("hacer", [muestras.jpeg_con_zip, muestras.jpeg_con_pdf])
def test_un_archivo_que_es_dos_cosas_a_la_vez_no_es_ninguna(hacer):
    assert defecto_de_archivo(hacer()) == Defecto("tipo", "mezcla")


@pytest.mark.parametrize("hacer", [muestras.carta_jpg, muestras.carta_pdf])
def test_la_marca_que_todo_antivirus_conoce_se_rechaza(hacer):
    """F11."""
    marca = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-" + b"TEST-FILE!$H+H*"
    assert defecto_de_archivo(hacer() + marca) == Defecto("virus")
    assert defecto_de_archivo(hacer()) is None


@pytest.mark.parametrize(
    ("tamano", "defecto"),
    [
        (1_000_000, None),
        (1_048_576, None),
        (1_048_577, Defecto("tamano", "", 1_048_577, 1_048_576)),
    ],
)
def test_el_limite_es_un_mebibyte_incluido(tamano, defecto):
    archivo = muestras.relleno_hasta(muestras.cedula_jpg(), tamano)
    assert len(archivo) == tamano
    assert defecto_de_archivo(archivo) == defecto


def test_un_archivo_vacio_se_llama_vacio():
    assert defecto_de_archivo(b"") == Defecto("danado", "vacio")


def test_la_cabecera_dice_las_medidas_sin_decodificar():
    assert leer_cabecera_jpeg(muestras.carta_jpg()) == CabeceraJpeg(1240, 1754, False)


def test_240_megapixeles_se_rechazan_por_la_cabecera():
    defecto = defecto_de_archivo(muestras.inundacion_de_pixeles())
    assert defecto == Defecto("danado", "pixeles", 15_488 * 15_488, 40_000_000)


def test_una_progresiva_tiene_la_mitad_del_limite():
    """The most that is taken, of each kind."""
    grande = muestras.inundacion_de_pixeles(8000, 5000)
    assert defecto_de_archivo(grande) is None
    progresiva = grande.replace(b"\xff\xc0", b"\xff\xc2")
    assert defecto_de_archivo(progresiva) == Defecto("danado", "pixeles", 40_000_000, 20_000_000)


def test_miles_de_barridos_se_cuentan_y_no_se_ejecutan():
    defecto = defecto_de_archivo(muestras.bomba_de_barridos())
    assert defecto == Defecto("danado", "barridos", 4006, 64)


@pytest.mark.parametrize("sobra", [b"\xff", b"\xff\xff\xff", b"\xff\x00", b"\xff\xd0", b"\0\x11"])
def test_lo_que_sobra_entre_segmentos_no_esconde_las_medidas(sobra):
    """Fill bytes are allowed, and decoders forgive the rest: they and we see the same picture."""
    foto = muestras.carta_jpg()
    marco = foto.index(b"\xff\xc0")
    con_sobra = foto[:marco] + sobra + foto[marco:]
    assert leer_cabecera_jpeg(con_sobra) == CabeceraJpeg(1240, 1754, False)
    assert Image.open(BytesIO(con_sobra)).size == (1240, 1754)


def test_una_foto_cortada_en_la_cabecera_esta_danada():
    """Wherever the line was cut."""
    foto = muestras.carta_jpg()
    cortes = range(3, foto.index(b"\xff\xc0") + 4)
    assert {defecto_de_archivo(foto[:corte]) for corte in cortes} == {Defecto("danado")}
    assert defecto_de_archivo(b"\xff\xd8\xff\xff") == Defecto("danado")


@pytest.mark.parametrize("semilla", range(200))
def test_ninguna_basura_rompe_la_lectura_de_la_cabecera(semilla):
    defecto_de_archivo(b"\xff\xd8\xff" + muestras.basura(semilla))
