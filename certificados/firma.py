"""Is the seal of a file intact? Answered from its bytes, without parsing it as a PDF.

No page tree, no filter, no object that could be a bomb: our signature covers every byte of a
file, so only its two ranges and its CMS have to be read. This is independent of pyHanko, which
made the signature.
"""

import hashlib
import re
from dataclasses import dataclass

from asn1crypto import cms
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256

RANGO = re.compile(rb"/ByteRange\s*\[\s*0 (\d{1,8}) (\d{1,8}) (\d{1,8})\s*\]")


@dataclass(frozen=True)
class Firma:
    """The seal of a file: `huella` is the SHA-256 of the signing certificate, and `intacta` says
    that the signature is sound and covers the whole file. The caller judges whose seal it is."""

    huella: str
    intacta: bool


def leer_firma(contenido: bytes) -> Firma | None:
    """The first signature of the file; None if none can be read. Never raises."""
    rango = RANGO.search(contenido)
    if not rango:
        return None
    fin, sigue, resto = (int(n) for n in rango.groups())
    try:
        # Padding zeros follow the CMS. They are not cut: the CMS itself may end in zeros.
        der = bytes.fromhex(contenido[fin + 1 : sigue - 1].decode("ascii"))
        firmado = cms.ContentInfo.load(der)["content"]
        firmante = firmado["signer_infos"][0]
        certificado = _certificado_de(firmado, firmante)
        cubierto = contenido[:fin] + contenido[sigue : sigue + resto]
        intacta = sigue + resto == len(contenido) and _es_sana(firmante, certificado, cubierto)
    except Exception:  # Whatever the parsers raise, a broken one is not a seal of ours.
        return None
    return Firma(hashlib.sha256(certificado).hexdigest(), intacta)


def _certificado_de(firmado, firmante) -> bytes:
    """DER of the certificate that the signer names by its serial number."""
    serie = firmante["sid"].chosen["serial_number"].native
    return next(c.chosen.dump() for c in firmado["certificates"] if c.chosen.serial_number == serie)


def _es_sana(firmante, certificado: bytes, cubierto: bytes) -> bool:
    atributos = {a["type"].native: a["values"][0].native for a in firmante["signed_attrs"]}
    if atributos["message_digest"] != hashlib.sha256(cubierto).digest():
        return False
    publica = x509.load_der_x509_certificate(certificado).public_key()
    firma, firmado = firmante["signature"].native, firmante["signed_attrs"].untag().dump()
    try:
        if isinstance(publica, rsa.RSAPublicKey):
            publica.verify(firma, firmado, padding.PKCS1v15(), SHA256())
        else:
            publica.verify(firma, firmado, ec.ECDSA(SHA256()))
    except InvalidSignature:
        return False
    return True
