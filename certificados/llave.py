"""The institution's key, parsed once per process, and the CMS signatures made with it.

pyHanko builds the first CMS of a process. Every later one of an RSA key has the same bytes except
for two holes, the document's digest and the signature, so only those are filled in: 1 ms instead of
12. A test checks that both ways give the same bytes.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from asn1crypto import cms
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import pkcs12
from pyhanko.keys.internal import translate_pyca_cryptography_cert_to_asn1 as traducir
from pyhanko.sign.signers.pdf_cms import Signer
from pyhanko.sign.timestamps import TimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

RESUMEN = "sha256"
MARCADOR = bytes(range(0xA0, 0xC0))


class Firmante(Signer):
    """A pyHanko signer around a key that is already open, wherever it is kept.

    `firmar_bytes` signs with SHA-256: PKCS#1 v1.5 for an RSA key, else ECDSA.
    """

    def __init__(
        self,
        firmar_bytes: Callable[[bytes], bytes],
        certificado: x509.Certificate,
        cadena: list[x509.Certificate],
    ):
        self.firmar_bytes = firmar_bytes
        self.es_rsa = isinstance(certificado.public_key(), rsa.RSAPublicKey)
        registro = SimpleCertificateStore()
        registro.register_multiple([traducir(c) for c in cadena])
        super().__init__(signing_cert=traducir(certificado), cert_registry=registro)

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run=False) -> bytes:
        return self.firmar_bytes(data)

    def cms(self, resumen: bytes) -> bytes:
        """The PAdES signature (DER) of a document with this SHA-256 digest."""
        if self.es_rsa:
            return self._molde.llenar(resumen, self.firmar_bytes)
        return self.cms_de_pyhanko(resumen)

    def cms_de_pyhanko(self, resumen: bytes, tiempo: TimeStamper | None = None) -> bytes:
        """The same, built by pyHanko; with `tiempo`, it holds an authority's timestamp."""
        firmar = self.async_sign(resumen, RESUMEN, use_pades=True, timestamper=tiempo)
        # In its own thread: asyncio.run refuses a thread that already has a loop.
        with ThreadPoolExecutor(1) as hilo:
            return hilo.submit(asyncio.run, firmar).result().dump()

    @cached_property
    def _molde(self) -> "Molde":
        return Molde.de(self.cms_de_pyhanko(MARCADOR))


@dataclass(frozen=True)
class Molde:
    """A CMS around its two holes: `antes` digest `medio` signature `despues`."""

    antes: bytes
    medio: bytes
    despues: bytes
    atributos: tuple[bytes, bytes]  # What is signed, before and after the digest.

    @classmethod
    def de(cls, ejemplo: bytes) -> "Molde":
        """The mould of a CMS over MARCADOR. Raises ValueError unless each hole is found once."""
        firmante = cms.ContentInfo.load(ejemplo)["content"]["signer_infos"][0]
        antes, resto = _partir(ejemplo, MARCADOR)
        medio, despues = _partir(resto, firmante["signature"].native)
        return cls(
            antes, medio, despues, _partir(firmante["signed_attrs"].untag().dump(), MARCADOR)
        )

    def llenar(self, resumen: bytes, firmar) -> bytes:
        if len(resumen) != len(MARCADOR):
            raise ValueError("The digest is not a SHA-256.")
        firma = firmar(resumen.join(self.atributos))
        return b"".join((self.antes, resumen, self.medio, firma, self.despues))


def _partir(datos: bytes, hueco: bytes) -> tuple[bytes, bytes]:
    antes, despues = datos.split(hueco)
    return antes, despues


def leer_cadena(archivo: str) -> list[x509.Certificate]:
    """The certificates of a PEM file; none for "". Raises OSError, ValueError."""
    return x509.load_pem_x509_certificates(Path(archivo).read_bytes()) if archivo else []


@cache
def abrir(pkcs12_archivo: Path, clave_archivo: Path) -> Firmante:
    """The signer of a PKCS#12 file; the other file holds its passphrase.

    Read once per process. Raises OSError if one cannot be read, ValueError if it does not open.
    """
    contrasena = clave_archivo.read_text().strip().encode()
    datos = pkcs12_archivo.read_bytes()
    clave, certificado, cadena = pkcs12.load_key_and_certificates(datos, contrasena)
    es_rsa = isinstance(clave, rsa.RSAPrivateKey)
    modo = (padding.PKCS1v15(), SHA256()) if es_rsa else (ec.ECDSA(SHA256()),)
    return Firmante(lambda datos: clave.sign(datos, *modo), certificado, cadena)
