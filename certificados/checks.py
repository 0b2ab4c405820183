"""System checks: what a portal in production must not start with."""

from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.utils import timezone

from certificados import dispositivo
from certificados.clave_desarrollo import MARCA
from certificados.llave import leer_cadena
from certificados.sello import firmante_actual

ANFITRIONES_LOCALES = {"localhost", "127.0.0.1", "::1", "0.0.0.0", None}  # noqa: S104 — refused, not bound


@register(Tags.security)
def direccion_publica(app_configs, **kwargs):
    """The address printed on every certificate must be reachable from a hospital."""
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
    """Where the key is, nobody else can read it and it is not a development key.

    A process without the key (the web server) passes, since it cannot seal. No device is opened
    here: Celery runs the checks before it forks, and a session does not survive that.
    """
    if not settings.PRODUCCION or not all(archivo.exists() for archivo in _archivos()):
        return []
    abiertos = [
        Error(
            f"{archivo} se puede leer por otros usuarios.",
            hint=f"chmod 0400 {archivo}",
            id="certificados.E002",
        )
        for archivo in _archivos()
        if archivo.stat().st_mode & 0o077
    ]
    return abiertos + (_problemas_de_la_direccion() if settings.SELLO_PKCS11 else _del_sello())


@register(Tags.security, deploy=True)
def sello_presente(app_configs, **kwargs):
    """The key must be there: `check --deploy` is run where certificates are issued."""
    if not settings.PRODUCCION:
        return []
    faltan = [
        Error(
            f"No existe {archivo}: no se podrá firmar ningún certificado.",
            hint="Indique SELLO_PKCS12, o SELLO_PKCS11, y SELLO_CLAVE_ARCHIVO.",
            id="certificados.E003",
        )
        for archivo in _archivos()
        if not archivo.exists()
    ]
    faltan += _problemas_de_la_cadena()
    probar_dispositivo = settings.SELLO_PKCS11 and not faltan and not _problemas_de_la_direccion()
    return faltan + (_del_sello() if probar_dispositivo else [])


def _problemas_de_la_cadena() -> list[Error]:
    """The file must hold a root certificate, or no proof of B-LT could be believed."""
    try:
        autoridades = leer_cadena(settings.SELLO_CADENA)
    except (OSError, ValueError) as error:
        return [Error(f"No se puede leer SELLO_CADENA: {error}", id="certificados.E009")]
    if not autoridades or any(c.issuer == c.subject for c in autoridades):
        return []
    return [
        Error(
            "SELLO_CADENA no tiene ninguna autoridad raíz.",
            hint="Añada al archivo el certificado raíz del sello y el del sellado de tiempo.",
            id="certificados.E009",
        )
    ]


def _archivos() -> list[Path]:
    """The files that only their owner may read: a device's PIN, or a key and its passphrase."""
    if settings.SELLO_PKCS11:
        return [settings.SELLO_CLAVE_ARCHIVO]
    return [settings.SELLO_PKCS12, settings.SELLO_CLAVE_ARCHIVO]


def _problemas_de_la_direccion() -> list[Error]:
    try:
        modulo = Path(dispositivo.Direccion.leer(settings.SELLO_PKCS11).modulo)
    except ValueError as error:
        return [
            Error(
                f"SELLO_PKCS11 no se entiende. {error}",
                hint="El PIN no va en la dirección, sino en el archivo SELLO_CLAVE_ARCHIVO.",
                id="certificados.E006",
            )
        ]
    if modulo.exists():
        return []
    return [
        Error(
            f"No existe {modulo}, la biblioteca del dispositivo.",
            hint="Instálela donde corre el worker o corrija module-path en SELLO_PKCS11.",
            id="certificados.E007",
        )
    ]


def _del_sello() -> list[Error]:
    """The seal opens, is not a development one, and is in force."""
    try:
        sello = firmante_actual().signing_cert
    except (OSError, ValueError, AttributeError) as error:
        return [Error(f"No se puede abrir el sello: {error}", id="certificados.E004")]
    if MARCA in sello.subject.human_friendly or MARCA in sello.issuer.human_friendly:
        return [
            Error(
                "El sello configurado es el de desarrollo: sus firmas no valen.",
                hint="Indique en SELLO_PKCS12 el certificado de la institución.",
                id="certificados.E005",
            )
        ]
    if not sello.not_valid_before <= timezone.now() <= sello.not_valid_after:
        return [
            Error(
                f"El sello vale del {sello.not_valid_before:%d-%m-%Y} al "
                f"{sello.not_valid_after:%d-%m-%Y}: hoy no.",
                hint="Renueve el certificado del sello; lo firmado antes se sigue verificando.",
                id="certificados.E008",
            )
        ]
    return []
