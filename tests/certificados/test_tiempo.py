"""PAdES B-T against a timestamp authority of our own, on this machine."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from asn1crypto import tsp
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from pyhanko.keys.internal import translate_pyca_cryptography_key_to_asn1
from pyhanko.sign.timestamps import DummyTimeStamper

from certificados import llave, pdf, sello, services
from certificados.firma import leer_firma
from certificados.models import Estado
from tests.certificados.casos import registrados
from tests.certificados.oraculos import abrir_sello, validar
from tests.certificados.reparto import certificado


@pytest.fixture(scope="module")
def autoridad():
    """Its certificate and its address."""
    clave = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    de_marca = abrir_sello().cert.certificate
    nombre = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Hora de prueba")])
    uso = x509.ExtendedKeyUsage([x509.ExtendedKeyUsageOID.TIME_STAMPING])
    cert = llave.traducir(
        x509.CertificateBuilder(nombre, nombre, clave.public_key(), 9)
        .not_valid_before(de_marca.not_valid_before_utc)
        .not_valid_after(de_marca.not_valid_after_utc)
        .add_extension(uso, critical=True)
        .sign(clave, SHA256())
    )
    reloj = DummyTimeStamper(cert, translate_pyca_cryptography_key_to_asn1(clave))

    class Ventanilla(BaseHTTPRequestHandler):
        def do_POST(self):
            pedido = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
            respuesta = reloj.request_tsa_response(pedido).dump()
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            self.wfile.write(respuesta)

        def log_message(self, *_):
            pass

    servidor = HTTPServer(("127.0.0.1", 0), Ventanilla)
    threading.Thread(target=servidor.serve_forever, daemon=True).start()
    yield cert, f"http://127.0.0.1:{servidor.server_port}/"
    servidor.shutdown()
    servidor.server_close()


def test_the_signature_carries_the_authority_s_time(autoridad, settings):
    cert, settings.SELLO_TSA_URL = autoridad
    hecho = sello.firmar(pdf.render(certificado()), certificado())
    estado, _ = validar(hecho, [cert])
    assert (estado.bottom_line, estado.timestamp_validity.valid) == (True, True)
    assert leer_firma(hecho).intacta


@pytest.mark.django_db
def test_without_the_authority_s_answer_it_waits_and_is_not_blamed(settings):
    settings.SELLO_TSA_URL = "http://127.0.0.1:9/"
    (c,) = registrados()
    with pytest.raises(OSError):
        services.emitir(c.pk)
    c.refresh_from_db()
    assert (c.estado, c.intentos, c.archivo) == (Estado.NUMERADO, 0, "")
    settings.SELLO_TSA_URL = ""
    assert services.emitir(c.pk) is True
