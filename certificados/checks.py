"""What a production portal must not start with."""

from pathlib import Path
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.serialization import pkcs12
from django.conf import settings
from django.core.checks import Error, Tags, register

from certificados.clave_desarrollo import MARCA

ANFITRIONES_LOCALES = {"localhost", "127.0.0.1", "::1", "0.0.0.0", None}  # noqa: S104 — refused, not bound


@register(Tags.security)
def direccion_publica(app_configs, **kwargs):
    """The address printed on every certificate must lead somewhere from a hospital desk."""
    partes = urlsplit(settings.PORTAL_URL)
    if not settings.PRODUCCION:
        return []
    if partes.scheme == "https" and partes.hostname not in ANFITRIONES_LOCALES:
        return []
    return [
        Error(
            f"PORTAL_URL ({settings.PORTAL_URL}) no sirve para imprimirse en un certificado.",
            hint="Use la dirección pública del portal, con https.",
            id="certificados.E001",
        )
    ]


@register(Tags.security)
def sello_de_produccion(app_configs, **kwargs):
    """Where the key is, it is closed to others and no development key.

    A process without the key (the web server) passes: it cannot seal.
    """
    archivos = [settings.SELLO_PKCS12, settings.SELLO_CLAVE_ARCHIVO]
    if not settings.PRODUCCION or not all(archivo.exists() for archivo in archivos):
        return []
    abiertos = [
        Error(
            f"{archivo} se puede leer por otros usuarios.",
            hint=f"chmod 0400 {archivo}",
            id="certificados.E002",
        )
        for archivo in archivos
        if archivo.stat().st_mode & 0o077
    ]
    return abiertos + _problemas_del_sello(*archivos)


@register(Tags.security, deploy=True)
def sello_presente(app_configs, **kwargs):
    """`check --deploy` is run where certificates are issued: the key must be there."""
    if not settings.PRODUCCION:
        return []
    return [
        Error(
            f"No existe {archivo}: no se podrá firmar ningún certificado.",
            hint="Indique SELLO_PKCS12 y SELLO_CLAVE_ARCHIVO.",
            id="certificados.E003",
        )
        for archivo in (settings.SELLO_PKCS12, settings.SELLO_CLAVE_ARCHIVO)
        if not archivo.exists()
    ]


def _problemas_del_sello(pkcs12_archivo: Path, clave_archivo: Path) -> list[Error]:
    try:
        contrasena = clave_archivo.read_text().strip().encode()
        sello = pkcs12.load_pkcs12(pkcs12_archivo.read_bytes(), contrasena).cert.certificate
    except (OSError, ValueError, AttributeError) as error:
        return [Error(f"No se puede abrir el sello: {error}", id="certificados.E004")]
    if MARCA in sello.subject.rfc4514_string() or MARCA in sello.issuer.rfc4514_string():
        return [
            Error(
                "El sello configurado es el de desarrollo: sus firmas no valen.",
                hint="Indique en SELLO_PKCS12 el certificado de la institución.",
                id="certificados.E005",
            )
        ]
    return []
