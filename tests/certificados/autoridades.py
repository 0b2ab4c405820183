"""Authorities on this machine: one that certifies, says who is revoked, and gives the time."""

import os
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from asn1crypto import tsp
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, pkcs12
from cryptography.x509 import ocsp
from cryptography.x509.oid import (
    AuthorityInformationAccessOID,
    ExtendedKeyUsageOID,
    NameOID,
    ObjectIdentifier,
)
from pyhanko.keys.internal import translate_pyca_cryptography_key_to_asn1
from pyhanko.sign.timestamps import DummyTimeStamper

from certificados import llave

RAIZ = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Autoridad de prueba")])

# Digital signature and content commitment: what a seal is for.
DE_FIRMA = x509.KeyUsage(True, True, *[False] * 7)


def clave_nueva() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class Autoridades:
    """A root, the seal that it certified (revocation by OCSP) and a clock (revocation by list).

    `revocados` are serial numbers; `preguntas` are the addresses that were asked, in order; the
    list weighs `peso_de_la_lista` bytes more than it needs.
    """

    url: str = ""
    ahora: datetime = field(default_factory=lambda: datetime.now(UTC))
    clave: rsa.RSAPrivateKey = field(default_factory=clave_nueva)
    clave_sello: rsa.RSAPrivateKey = field(default_factory=clave_nueva)
    clave_reloj: rsa.RSAPrivateKey = field(default_factory=clave_nueva)
    revocados: set[int] = field(default_factory=set)
    preguntas: list[str] = field(default_factory=list)
    peso_de_la_lista: int = 0

    def __post_init__(self):
        self.raiz = self._certificar("Autoridad de prueba", self.clave, 1)

    def _certificar(self, nombre: str, clave, serie: int, *extensiones) -> x509.Certificate:
        titular = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, nombre)])
        constructor = (
            x509.CertificateBuilder(RAIZ, titular, clave.public_key(), serie)
            .not_valid_before(self.ahora - timedelta(days=1))
            .not_valid_after(self.ahora + timedelta(days=30))
            .add_extension(x509.BasicConstraints(ca=serie == 1, path_length=None), True)
        )
        for extension in extensiones:
            constructor = constructor.add_extension(
                extension, critical=isinstance(extension, x509.ExtendedKeyUsage)
            )
        return constructor.sign(self.clave, SHA256())

    def en(self, url: str) -> None:
        """Certify the seal and the clock, whose revocation is asked at `url`."""
        self.url = url
        donde = x509.UniformResourceIdentifier
        por_ocsp = x509.AccessDescription(AuthorityInformationAccessOID.OCSP, donde(f"{url}ocsp"))
        lista = x509.DistributionPoint([donde(f"{url}crl")], None, None, None)
        self.sello = self._certificar(
            "Sello", self.clave_sello, 2, DE_FIRMA, x509.AuthorityInformationAccess([por_ocsp])
        )
        hora = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        puntos = x509.CRLDistributionPoints([lista])
        self.del_reloj = self._certificar("Hora", self.clave_reloj, 3, hora, puntos)
        self.reloj = DummyTimeStamper(
            llave.traducir(self.del_reloj),
            translate_pyca_cryptography_key_to_asn1(self.clave_reloj),
        )

    def configurar(self, settings, carpeta) -> None:
        """Point the seal's settings to these authorities, with files under `carpeta`."""
        settings.SELLO_TSA_URL = f"{self.url}hora"
        settings.SELLO_CADENA = str(carpeta / "autoridades.pem")
        (carpeta / "autoridades.pem").write_bytes(self.raiz.public_bytes(Encoding.PEM))
        settings.SELLO_PKCS12, settings.SELLO_CLAVE_ARCHIVO = carpeta / "s.p12", carpeta / "s.clave"
        settings.SELLO_CLAVE_ARCHIVO.write_text("")
        settings.SELLO_PKCS12.write_bytes(
            pkcs12.serialize_key_and_certificates(
                b"sello", self.clave_sello, self.sello, [self.raiz], NoEncryption()
            )
        )

    # --- What each address answers ---
    def responder_hora(self, pedido: bytes) -> tuple[str, bytes]:
        respuesta = self.reloj.request_tsa_response(tsp.TimeStampReq.load(pedido))
        return "application/timestamp-reply", respuesta.dump()

    def responder_ocsp(self, pedido: bytes) -> tuple[str, bytes]:
        revocado = 2 in self.revocados
        respuesta = (
            ocsp.OCSPResponseBuilder()
            .add_response(
                self.sello,
                self.raiz,
                ocsp.load_der_ocsp_request(pedido).hash_algorithm,
                ocsp.OCSPCertStatus.REVOKED if revocado else ocsp.OCSPCertStatus.GOOD,
                datetime.now(UTC),
                datetime.now(UTC) + timedelta(days=1),
                self.ahora - timedelta(hours=1) if revocado else None,
                None,
            )
            .responder_id(ocsp.OCSPResponderEncoding.NAME, self.raiz)
            .sign(self.clave, SHA256())
        )
        return "application/ocsp-response", respuesta.public_bytes(Encoding.DER)

    def responder_crl(self, _: bytes) -> tuple[str, bytes]:
        relleno = os.urandom(self.peso_de_la_lista)
        lista = (
            x509.CertificateRevocationListBuilder(RAIZ)
            .last_update(datetime.now(UTC))
            .next_update(datetime.now(UTC) + timedelta(days=1))
            .add_extension(x509.UnrecognizedExtension(ObjectIdentifier("2.999.1"), relleno), False)
            .sign(self.clave, SHA256())
        )
        return "application/pkix-crl", lista.public_bytes(Encoding.DER)


@contextmanager
def autoridades_en_marcha():
    """Yields `Autoridades` that answer over HTTP."""
    suyas = Autoridades()

    class Ventanilla(BaseHTTPRequestHandler):
        def do_POST(self):
            suyas.preguntas.append(self.path[1:])
            cuerpo = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            tipo, respuesta = getattr(suyas, f"responder_{self.path[1:]}")(cuerpo)
            self.send_response(200)
            self.send_header("Content-Type", tipo)
            self.end_headers()
            self.wfile.write(respuesta)

        do_GET = do_POST

        def log_message(self, *_):
            pass

    servidor = ThreadingHTTPServer(("127.0.0.1", 0), Ventanilla)
    suyas.en(f"http://127.0.0.1:{servidor.server_port}/")
    threading.Thread(target=servidor.serve_forever, daemon=True).start()
    yield suyas
    servidor.shutdown()
    servidor.server_close()
