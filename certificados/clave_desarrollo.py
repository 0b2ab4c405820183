"""A signing key for development, made at the first run and named so that nobody trusts it."""

import os
import secrets
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID

# Part of both names; the system check looks for it.
MARCA = "DESARROLLO - SIN VALOR"
VALIDEZ = timedelta(days=5 * 365)


def crear_sello_de_desarrollo(pkcs12_path: Path, clave_path: Path) -> None:
    """Write a PKCS#12 (RSA-3072 key, its certificate, its authority) and its passphrase.

    Only their owner can read the two files; existing ones are kept.
    """
    if pkcs12_path.exists() and clave_path.exists():
        return
    contrasena = secrets.token_urlsafe(32)
    _escribir(clave_path, contrasena.encode())
    _escribir(pkcs12_path, _pkcs12_nuevo(contrasena.encode()))


def _pkcs12_nuevo(contrasena: bytes) -> bytes:
    clave_ca, clave = _clave_nueva(), _clave_nueva()
    ca = _certificado(_nombre("Autoridad"), _nombre("Autoridad"), clave_ca, clave_ca, es_ca=True)
    sello = _certificado(_nombre("Sello"), _nombre("Autoridad"), clave, clave_ca, es_ca=False)
    cifrado = BestAvailableEncryption(contrasena)
    return pkcs12.serialize_key_and_certificates(b"sello", clave, sello, [ca], cifrado)


def _clave_nueva() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=3072)


def _nombre(papel: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "EC"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, MARCA),
            x509.NameAttribute(NameOID.COMMON_NAME, f"{papel} del portal local ({MARCA})"),
        ]
    )


def _certificado(titular, emisor, clave, clave_ca, *, es_ca: bool) -> x509.Certificate:
    ahora = datetime.now(UTC)
    de_firma = x509.KeyUsage(
        digital_signature=not es_ca,
        content_commitment=not es_ca,
        key_cert_sign=es_ca,
        crl_sign=es_ca,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
    emisor_id = x509.AuthorityKeyIdentifier.from_issuer_public_key(clave_ca.public_key())
    return (
        x509.CertificateBuilder()
        .subject_name(titular)
        .issuer_name(emisor)
        .public_key(clave.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(ahora - timedelta(days=1))
        .not_valid_after(ahora + VALIDEZ)
        .add_extension(x509.BasicConstraints(ca=es_ca, path_length=0 if es_ca else None), True)
        .add_extension(de_firma, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(clave.public_key()), False)
        .add_extension(emisor_id, critical=False)
        .sign(clave_ca, SHA256())
    )


def _escribir(archivo: Path, contenido: bytes) -> None:
    """Whole or not at all, and 0600 from the first byte."""
    archivo.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    parcial = archivo.with_name(f"{archivo.name}.{secrets.token_hex(4)}.part")
    descriptor = os.open(parcial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as destino:
        destino.write(contenido)
        destino.flush()
        os.fsync(destino.fileno())
    parcial.replace(archivo)
