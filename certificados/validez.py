"""What a reader needs, years later, to judge a seal: PAdES B-LT.

The authorities' certificates and what they say today of the seal's and of the timestamp's (OCSP
answers, revocation lists) go into the file in the same update as the signature, which covers them.
"""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.timestamps import HTTPTimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import PathError, ValidationError
from pyhanko_certvalidator.fetchers.requests_fetchers import RequestsFetcherBackend

from certificados.llave import Firmante, leer_cadena, traducir

# Seconds for which an authority's answer is used again, instead of asking for each certificate.
FRESCURA = 600
# Seconds to wait for each authority.
PACIENCIA = 10
_reunidas: dict[tuple, tuple[float, dict]] = {}


class SinPruebas(OSError):
    """An authority does not answer, or a certificate is revoked: a failure of the machine."""


def anexar(
    anexo: IncrementalPdfFileWriter, firmante: Firmante, reloj: HTTPTimeStamper, cadena: str
) -> None:
    """Add to the update the proof that neither the seal nor the timestamp is revoked.

    `cadena` is the PEM file of their authorities; the self-signed ones are trusted. Raises
    SinPruebas, and OSError or ValueError if that file cannot be read.
    """
    DocumentSecurityStore.supply_dss_in_writer(
        anexo, sig_contents=None, **_pruebas(firmante, reloj, cadena)
    )


def _pruebas(firmante: Firmante, reloj: HTTPTimeStamper, cadena: str) -> dict:
    de_quien = (firmante.signing_cert.sha256, reloj.url, cadena)
    hasta, pruebas = _reunidas.get(de_quien, (0, {}))
    if time.monotonic() > hasta:
        autoridades = [traducir(c) for c in leer_cadena(cadena)]
        with ThreadPoolExecutor(1) as hilo:  # As in `llave`: this thread may already have a loop.
            pruebas = hilo.submit(asyncio.run, _reunir(firmante, reloj, autoridades)).result()
        _reunidas[de_quien] = (time.monotonic() + FRESCURA, pruebas)
    return pruebas


async def _reunir(firmante: Firmante, reloj: HTTPTimeStamper, autoridades: list) -> dict:
    """Both chains, and every answer that was needed to believe them."""
    contexto = ValidationContext(
        trust_roots=[c for c in autoridades if c.self_issued],
        other_certs=[*autoridades, *firmante.cert_registry],
        allow_fetching=True,
        revocation_mode="hard-fail",
        fetcher_backend=RequestsFetcherBackend(per_request_timeout=PACIENCIA),
    )
    sello = CertificateValidator(firmante.signing_cert, validation_context=contexto)
    try:
        caminos = [await sello.async_validate_usage(set())]
        caminos += [camino async for camino in reloj.validation_paths(contexto)]
    except (ValidationError, PathError) as error:
        raise SinPruebas(f"No se pudo probar que el sello vale hoy: {error}") from error
    return {"paths": caminos, "ocsps": contexto.ocsps, "crls": contexto.crls}
