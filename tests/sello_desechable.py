"""A seal that is nobody's, for checking production settings: the development one is refused."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID

CONTRASENA = b"desechable"


def escribir_sello(carpeta: Path) -> dict[str, str]:
    """Make the seal under `carpeta`. Returns the two settings that point to it."""
    archivos = {
        "SELLO_PKCS12": carpeta / "sello.p12",
        "SELLO_CLAVE_ARCHIVO": carpeta / "sello.clave",
    }
    archivos["SELLO_PKCS12"].write_bytes(_pkcs12())
    archivos["SELLO_CLAVE_ARCHIVO"].write_bytes(CONTRASENA)
    for archivo in archivos.values():
        archivo.chmod(0o400)
    return {nombre: str(archivo) for nombre, archivo in archivos.items()}


def _pkcs12() -> bytes:
    clave = ec.generate_private_key(ec.SECP256R1())
    nombre = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Sello de las pruebas")])
    ahora = datetime.now(UTC)
    certificado = (
        x509.CertificateBuilder(nombre, nombre, clave.public_key(), x509.random_serial_number())
        .not_valid_before(ahora - timedelta(days=1))
        .not_valid_after(ahora + timedelta(days=1))
        .sign(clave, SHA256())
    )
    cifrado = BestAvailableEncryption(CONTRASENA)
    return pkcs12.serialize_key_and_certificates(b"sello", clave, certificado, None, cifrado)
