import re
import shutil
import subprocess
import threading
from io import BytesIO

import outloud
import pikepdf
import pypdf
import pypdfium2
import pytest
import zxingcpp
from fontTools.ttLib import TTFont
from pdfua.validator import Validator

from certificados import pdf, sello
from certificados.fechas import fecha_en_palabras, fecha_larga
from tests.certificados.reparto import CASOS, certificado

LETRAS_DEL_ESPANOL = "abcdefghijklmnñopqrstuvwxyzáéíóúüABCDEFGHIJKLMNÑOPQRSTUVWXYZÁÉÍÓÚÜ"
SIGNOS_DEL_TEXTO = "0123456789ºª¿?¡!.,;:()/-–—«»“”’'•&@"


def texto(contenido: bytes) -> str:
    """The page's words in reading order, with single spaces."""
    pagina = pypdfium2.PdfDocument(contenido)[0].get_textpage()
    return " ".join(pagina.get_text_bounded().split())


@pytest.mark.parametrize("fuente", sorted(pdf.FUENTES.glob("*.ttf")), ids=lambda f: f.stem)
def test_the_shipped_fonts_have_every_spanish_letter(fuente):
    mapa = TTFont(fuente).getBestCmap()
    assert [c for c in LETRAS_DEL_ESPANOL + SIGNOS_DEL_TEXTO if ord(c) not in mapa] == []


@pytest.mark.parametrize("caso", CASOS)
def test_one_page_says_every_fact_whole(caso):
    c = certificado(**CASOS[caso])
    contenido = pdf.render(c)
    leido = texto(contenido)
    seguido = re.sub(r"\s", "", leido)
    assert len(pypdfium2.PdfDocument(contenido)) == 1
    for hecho in (
        c.titulo,
        c.numero,
        c.nombres,
        c.tipo_identificacion,
        c.identificacion,
        c.expediente,
        c.proposito,
        c.provincia,
        c.unidad,
        c.aprobado_por,
        fecha_larga(c.vigente_desde),
        fecha_larga(c.vigente_hasta),
        fecha_en_palabras(c.vigente_desde),
        fecha_en_palabras(c.vigente_hasta),
        "23 de noviembre de 2026, 21:05, hora continental",
        c.codigo_en_grupos,
        "atencionalusuario@iess.gob.ec",
        "+593 2 394 5666",
    ):
        assert re.sub(r"\s", "", hecho) in seguido, hecho


def test_the_statement_reads_as_one_sentence():
    assert (
        "El Instituto Ecuatoriano de Seguridad Social certifica que Ana María Ñacato Güipús con "
        "cédula de identidad n.º 1700000019, solicitó al Seguro General de Riesgos del Trabajo la "
        "concesión de una prestación médica o económica, y que su trámite se encuentra en proceso "
        "con el expediente n.º RT-2026-004512. Se emite para que la persona mantenga la atención "
        "médica por el Seguro de Salud mientras su trámite esté en proceso."
    ) in texto(pdf.render(certificado()))


@pytest.mark.parametrize("caso", CASOS)
def test_no_text_leaves_the_page_or_meets_another(caso):
    """Every line lies inside the margins and no two lines overlap."""
    pagina = pypdfium2.PdfDocument(pdf.render(certificado(**CASOS[caso])))[0]
    letras = pagina.get_textpage()
    cajas = [letras.get_rect(i) for i in range(letras.count_rects())]
    ancho, alto = pagina.get_size()
    assert [
        c for c in cajas if c[0] < 40 or c[2] > ancho - 40 or c[1] < 20 or c[3] > alto - 20
    ] == []
    assert [(a, b) for i, a in enumerate(cajas) for b in cajas[:i] if se_pisan(a, b)] == []


def se_pisan(a, b, holgura=1.5) -> bool:
    ancho = min(a[2], b[2]) - max(a[0], b[0])
    alto = min(a[3], b[3]) - max(a[1], b[1])
    return ancho > holgura and alto > holgura


@pytest.mark.parametrize("firmado", [False, True], ids=["sin_firma", "firmado"])
@pytest.mark.parametrize("caso", CASOS)
def test_it_is_accessible_and_archivable_also_after_signing(caso, firmado, tmp_path):
    c = certificado(**CASOS[caso])
    archivo = tmp_path / "c.pdf"
    contenido = pdf.render(c)
    archivo.write_bytes(sello.firmar(contenido, c) if firmado else contenido)
    ua = [
        hallazgo
        for regla in Validator().validate(str(archivo)).outcomes
        for hallazgo in regla.findings
    ]
    oido = outloud.check(str(archivo))
    assert (ua, oido.verdict, oido.errors, oido.warnings, oido.error) == ([], "pass", 0, 0, None)
    with pikepdf.open(archivo) as doc:
        xmp = doc.open_metadata()
        assert (xmp["pdfaid:part"], xmp["pdfaid:conformance"], xmp["pdfuaid:part"]) == (
            "2",
            "A",
            "1",
        )
        assert str(doc.Root.Lang) == "es-EC"
        assert doc.check_pdf_syntax() == []


@pytest.mark.skipif(not shutil.which("qpdf"), reason="qpdf is not installed; pikepdf checked above")
def test_qpdf_finds_nothing_wrong(tmp_path):
    archivo = tmp_path / "c.pdf"
    archivo.write_bytes(sello.firmar(pdf.render(certificado()), certificado()))
    assert subprocess.run(["qpdf", "--check", archivo], capture_output=True).returncode == 0


@pytest.mark.skipif(not shutil.which("verapdf"), reason="veraPDF is not installed: others do")
@pytest.mark.parametrize("norma", ["2a", "ua1"])
def test_verapdf_finds_nothing_wrong(norma, tmp_path):
    archivo = tmp_path / "c.pdf"
    archivo.write_bytes(sello.firmar(pdf.render(certificado()), certificado()))
    orden = ["verapdf", "--flavour", norma, archivo]
    informe = subprocess.run(orden, capture_output=True, text=True, check=False).stdout
    assert 'isCompliant="true"' in informe and 'isCompliant="false"' not in informe


def test_the_structure_is_read_in_order():
    with pypdf.PdfReader(io_de(sello.firmar(pdf.render(certificado()), certificado()))) as lector:
        raiz = lector.trailer["/Root"]["/StructTreeRoot"]["/K"][0]
        papeles = [hijo.get_object()["/S"] for hijo in raiz["/K"]]
    # Letterhead, title, number, the four lines of the statement, validity, facts, how to check.
    parrafos = ["/P"]
    assert papeles == [
        *parrafos * 2,
        "/H1",
        *parrafos,
        *parrafos * 4,
        *parrafos * 3,
        "/Div",
        "/Div",
        "/P",
        "/Form",
    ]


def io_de(contenido: bytes):
    return BytesIO(contenido)


@pytest.mark.parametrize("caso", ["corriente", "todo_largo"])
def test_the_qr_opens_the_verification_page(caso):
    """From the rendered page, as a camera sees it at 100 dots per inch."""
    c = certificado(**CASOS[caso])
    imagen = pypdfium2.PdfDocument(pdf.render(c))[0].render(scale=100 / 72).to_pil()
    (qr,) = zxingcpp.read_barcodes(imagen)
    assert qr.text == f"{c.direccion}{c.secreto}/"


def test_the_same_row_gives_the_same_bytes():
    assert pdf.render(certificado()) == pdf.render(certificado())


def test_each_thread_draws_with_its_own_compiler():
    """Two threads on one Compiler raise 'Already borrowed'."""
    hechos = []
    hilos = [
        threading.Thread(target=lambda: hechos.append(pdf.render(certificado()))) for _ in range(4)
    ]
    for hilo in hilos:
        hilo.start()
    for hilo in hilos:
        hilo.join()
    assert hechos == [pdf.render(certificado())] * 4


def test_a_child_forked_after_a_compilation_is_refused(monkeypatch):
    """typst would hang for ever there."""
    pdf.render(certificado())
    monkeypatch.setattr(pdf, "_compilado_en", 1)
    with pytest.raises(RuntimeError, match="proceso padre"):
        pdf.render(certificado())
