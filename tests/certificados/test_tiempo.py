"""PAdES B-T and B-LT against authorities of our own, on this machine."""

import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import outloud
import pytest
from django.core.files.storage import default_storage
from pdfua.validator import Validator
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import DocumentSecurityStore, validate_pdf_signature
from pyhanko.sign.validation.errors import NoDSSFoundError

from certificados import llave, pdf, sello, services, validez
from certificados.firma import Firma, leer_firma
from certificados.models import Estado
from tests.certificados.autoridades import autoridades_en_marcha
from tests.certificados.casos import emitido, pasa_el_tiempo, registrados
from tests.certificados.oraculos import validar
from tests.certificados.reparto import certificado


@pytest.fixture
def autoridades(settings, tmp_path, monkeypatch):
    monkeypatch.setattr(validez, "_reunidas", {})
    with autoridades_en_marcha() as autoridades:
        autoridades.configurar(settings, tmp_path)
        yield autoridades


def sellado() -> bytes:
    return sello.firmar(pdf.render(certificado()), certificado())


def a_largo_plazo(contenido: bytes, raiz):
    """pyHanko's judgement from the file alone: nobody is asked, and every link must be proven."""
    lector = PdfFileReader(BytesIO(contenido))
    (firma,) = lector.embedded_signatures
    contexto = DocumentSecurityStore.read_dss(lector).as_validation_context(
        {"trust_roots": [llave.traducir(raiz)], "revocation_mode": "require"}
    )
    with ThreadPoolExecutor(1) as hilo:
        return hilo.submit(validate_pdf_signature, firma, contexto).result()


def test_the_signature_carries_the_authority_s_time(autoridades, settings):
    settings.SELLO_CADENA = ""
    hecho = sellado()
    estado, _ = validar(hecho, [llave.traducir(autoridades.raiz)])
    assert (estado.bottom_line, estado.timestamp_validity.valid) == (True, True)
    assert leer_firma(hecho) == Firma(sello.huella(), intacta=True)
    assert b"/DSS" not in hecho


def test_the_signature_can_be_judged_when_its_authorities_are_gone(autoridades):
    """B-LT: chain, OCSP answer and list inside, in the one revision that the signature covers."""
    hecho = sellado()
    estado = a_largo_plazo(hecho, autoridades.raiz)
    assert (estado.bottom_line, estado.timestamp_validity.valid) == (True, True)
    assert (estado.coverage.name, estado.modification_level.name) == ("ENTIRE_FILE", "NONE")
    assert leer_firma(hecho).intacta
    dss = PdfFileReader(BytesIO(hecho)).root["/DSS"]
    assert [len(dss[parte]) for parte in ("/Certs", "/OCSPs", "/CRLs")] == [3, 1, 1]


@pytest.mark.django_db
def test_however_long_its_authority_s_list_the_dropped_file_is_recognised(autoridades, client):
    autoridades.peso_de_la_lista = 3 * 1_048_576
    c = emitido()
    with default_storage.open(c.archivo) as archivo:
        assert archivo.size > autoridades.peso_de_la_lista
        respuesta = client.post("/certificados/verificar/archivo/", {"archivo": archivo})
    assert "El archivo es el que emitió la institución, sin ningún cambio." in (
        respuesta.content.decode()
    )


def test_control_without_the_proofs_it_could_not(autoridades, settings):
    settings.SELLO_CADENA = ""
    with pytest.raises(NoDSSFoundError):
        a_largo_plazo(sellado(), autoridades.raiz)


def test_with_the_proofs_it_stays_accessible_and_archivable(autoridades, tmp_path):
    archivo = tmp_path / "c.pdf"
    archivo.write_bytes(sellado())
    ua = [h for regla in Validator().validate(str(archivo)).outcomes for h in regla.findings]
    oido = outloud.check(str(archivo))
    assert (ua, oido.verdict, oido.errors, oido.warnings) == ([], "pass", 0, 0)
    if shutil.which("pdfsig"):
        dicho = subprocess.run(["pdfsig", archivo], capture_output=True, text=True).stdout
        assert "Signature is Valid" in dicho
        assert "Total document signed" in dicho


def test_the_authorities_are_not_asked_for_each_certificate(autoridades):
    for _ in range(3):
        sellado()
    assert sorted(autoridades.preguntas) == ["crl", *["hora"] * 4, "ocsp"]


def test_a_revoked_seal_seals_nothing(autoridades):
    autoridades.revocados.add(2)
    with pytest.raises(validez.SinPruebas, match="revoked"):
        sellado()


@pytest.mark.django_db
@pytest.mark.parametrize("cadena", [True, False], ids=["B-LT", "B-T"])
def test_without_the_authority_s_answer_it_waits_and_is_not_blamed(autoridades, settings, cadena):
    settings.SELLO_TSA_URL = "http://127.0.0.1:9/"
    settings.SELLO_CADENA = settings.SELLO_CADENA if cadena else ""
    (c,) = registrados()
    with pytest.raises(OSError):
        services.emitir(c.pk)
    c.refresh_from_db()
    assert (c.estado, c.intentos, c.archivo) == (Estado.NUMERADO, 0, "")
    settings.SELLO_TSA_URL = f"{autoridades.url}hora"
    pasa_el_tiempo()
    assert services.emitir(c.pk) is True
