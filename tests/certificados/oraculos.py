"""What others say of our signatures."""

from concurrent.futures import ThreadPoolExecutor
from functools import cache
from io import BytesIO

from cryptography.hazmat.primitives.serialization import pkcs12
from django.conf import settings
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from certificados import llave

# The development seal of this run, whatever a test makes of its settings.
ARCHIVOS_DEL_SELLO = settings.SELLO_PKCS12, settings.SELLO_CLAVE_ARCHIVO


@cache
def abrir_sello() -> pkcs12.PKCS12KeyAndCertificates:
    archivo, clave = ARCHIVOS_DEL_SELLO
    return pkcs12.load_pkcs12(archivo.read_bytes(), clave.read_text().encode())


def validar(contenido: bytes, raices=()):
    """pyHanko's judgement of the only signature and the signature itself.

    It trusts `raices` and, without any, the authority of the key file.
    """
    (firma,) = PdfFileReader(BytesIO(contenido)).embedded_signatures
    autoridad = [llave.traducir(c.certificate) for c in abrir_sello().additional_certs]
    contexto = ValidationContext(trust_roots=[*autoridad, *raices])
    # In a thread of its own: a browser's test leaves an event loop in this one.
    with ThreadPoolExecutor(1) as hilo:
        return hilo.submit(validate_pdf_signature, firma, contexto).result(), firma
