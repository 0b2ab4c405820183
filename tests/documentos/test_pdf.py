"""What a PDF asks a reader to do (F08)."""

import zlib
from io import BytesIO

import pypdf
import pytest

from documentos import pdf
from documentos.formatos import Defecto
from tests import muestras


@pytest.mark.parametrize("truco", muestras.pdfs_activos())
def test_el_contenido_activo_se_halla_aunque_se_esconda(truco):
    assert pdf.examinar(muestras.pdfs_activos()[truco]).defecto.causa == "activo"


@pytest.mark.parametrize(
    "inocente",
    [
        b"<</Title(No hay /JavaScript aqui \\) ni /JS)>>",
        b"<</A<</S/URI/URI(mailto:ana@example.com)>>>>",
        b"<</A<</S/GoTo/D[3 0 R/Fit]>>>>",
        muestras.flujo(b"/JS /AA /Launch"),
    ],
)
def test_lo_inocente_no_es_activo(inocente):
    archivo = muestras.pdf_de([muestras.TRAZO, inocente], b"/OpenAction[3 0 R/Fit]")
    assert pdf.examinar(archivo) == pdf.Estructura(paginas=1)


@pytest.mark.parametrize("clave", ["secreto", ""])
def test_lo_protegido_se_rechaza_aunque_la_clave_este_vacia(clave):
    assert pdf.examinar(muestras.pdf_protegido(clave)).defecto == Defecto("protegido")


def test_una_carta_escaneada_de_tres_paginas():
    assert pdf.examinar(muestras.carta_pdf(paginas=3)) == pdf.Estructura(paginas=3)


def test_mas_de_veinte_paginas_son_demasiadas():
    escritor = pypdf.PdfWriter()
    for _ in range(21):
        escritor.add_blank_page(595, 842)
    salida = BytesIO()
    escritor.write(salida)
    assert pdf.examinar(salida.getvalue()).defecto == Defecto("paginas", "", 21, 20)


@pytest.mark.parametrize(
    ("cuenta", "defecto"),
    [
        (b"/Count 9999999999", Defecto("paginas", "", 9_999_999_999, 20)),
        (b"/Count 6 0 R", Defecto("danado")),  # An object that only says: see myself.
        (b"/Count 2", None),
        (b"", None),
    ],
)
def test_lo_que_el_pdf_dice_de_sus_paginas(cuenta, defecto):
    """Readers disagree on the first two; an honest file that miscounts, or does not, passes."""
    archivo = muestras.pdf_de([muestras.TRAZO, b"0", b"6 0 R"]).replace(b"/Count 1", cuenta)
    assert pdf.examinar(archivo).defecto == defecto


def test_la_firma_electronica_se_nombra_pero_no_basta():
    firmado = muestras.pdf_de([muestras.TRAZO, b"<</Type/Sig/ByteRange[0 1 2 3]>>"])
    assert pdf.examinar(firmado) == pdf.Estructura(paginas=1, firma_electronica=True)


def test_los_object_streams_tienen_un_limite_entre_todos():
    """Each opens to 100 KB: forty are an honest file, forty-five are more than is looked into."""
    uno = muestras.flujo(
        zlib.compress(b"/A " * 35_000), b"/Type/ObjStm/N 1/First 4/Filter/FlateDecode"
    )
    assert pdf.examinar(muestras.pdf_de([muestras.TRAZO, *[uno] * 39])).defecto is None
    assert pdf.examinar(muestras.pdf_de([muestras.TRAZO, *[uno] * 45])).defecto.causa == "activo"


@pytest.mark.parametrize("semilla", range(50))
def test_ninguna_basura_rompe_el_examen(semilla):
    pdf.examinar(b"%PDF-1.7\n1 0 obj " + muestras.basura(semilla))
