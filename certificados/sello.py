"""The institution's electronic seal: a PAdES certification signature that allows no change.

B-B needs nobody else. With SELLO_TSA_URL it is B-T and, with SELLO_CADENA as well, B-LT. An
authority that does not answer counts as a failure of the machine, and is asked again.
"""

import hashlib
import io

from django.conf import settings
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import (
    MDPPerm,
    SigFieldSpec,
    SigSeedSubFilter,
    append_signature_field,
    enumerate_sig_fields,
)
from pyhanko.sign.signers.cms_embedder import (
    PdfCMSEmbedder,
    SigIOSetup,
    SigMDPSetup,
    SigObjSetup,
)
from pyhanko.sign.signers.pdf_byterange import SignatureObject
from pyhanko.sign.timestamps import HTTPTimeStamper

from certificados import dispositivo, validez
from certificados.clave_desarrollo import crear_sello_de_desarrollo
from certificados.llave import RESUMEN, Firmante, abrir

__all__ = ["crear_sello_de_desarrollo", "firmante_actual", "firmar", "huella"]

CAMPO = "SelloIESS"
LEYENDA = "Sello electrónico del Instituto Ecuatoriano de Seguridad Social"
# Where the design v1 draws the rosette: points from the lower left corner of the page.
CAJA = (439, 87, 533, 180)
# Bytes of hexadecimal for the CMS: twice what an RSA-4096 signature and a chain of three need.
RESERVA = 16_384
# A timestamp brings its authority's certificates too.
RESERVA_CON_TIEMPO = 49_152


class _Anexo(IncrementalPdfFileWriter):
    """An update that leaves the XMP alone: typst's is already PDF/A, dated by the certificate."""

    def _update_meta(self):
        """pyHanko would re-serialise the XMP and date it with the clock."""


def firmar(pdf: bytes, certificado) -> bytes:
    """The PDF with the institution's certification signature, dated `emitido_en`.

    Raises OSError if the key cannot be read or an authority does not answer, and ValueError if
    the key cannot be opened.
    """
    llave = firmante_actual()
    reloj = HTTPTimeStamper(settings.SELLO_TSA_URL) if settings.SELLO_TSA_URL else None
    anexo = _Anexo(io.BytesIO(pdf))
    _poner_campo(anexo)
    if reloj and settings.SELLO_CADENA:
        validez.anexar(anexo, llave, reloj, settings.SELLO_CADENA)
    pasos = PdfCMSEmbedder().write_cms(CAMPO, anexo, existing_fields_only=True)
    next(pasos)
    firma = SignatureObject(
        timestamp=certificado.emitido_en,
        subfilter=SigSeedSubFilter.PADES,
        reason=f"Emisión del certificado {certificado.numero}",
        location="Ecuador",
        bytes_reserved=RESERVA_CON_TIEMPO if reloj else RESERVA,
    )
    sin_cambios = SigMDPSetup(md_algorithm=RESUMEN, certify=True, docmdp_perms=MDPPerm.NO_CHANGES)
    pasos.send(SigObjSetup(sig_placeholder=firma, mdp_setup=sin_cambios))
    preparado, salida = pasos.send(SigIOSetup(md_algorithm=RESUMEN))
    resumen = preparado.document_digest
    pasos.send(llave.cms_de_pyhanko(resumen, reloj) if reloj else llave.cms(resumen))
    return salida.getvalue()


def huella() -> str:
    """SHA-256 of the public certificate of the current seal."""
    return hashlib.sha256(firmante_actual().signing_cert.dump()).hexdigest()


def firmante_actual() -> Firmante:
    """The institution's key, from its device or its file. Raises OSError, ValueError."""
    if settings.SELLO_PKCS11:
        return dispositivo.abrir(
            settings.SELLO_PKCS11, settings.SELLO_CLAVE_ARCHIVO, settings.SELLO_CADENA
        )
    return abrir(settings.SELLO_PKCS12, settings.SELLO_CLAVE_ARCHIVO)


# --- The signature field, as PDF/UA wants it --------------------------------------------------
def _poner_campo(anexo: IncrementalPdfFileWriter) -> None:
    """A signature widget over the drawn seal, with a tooltip and a place in the structure."""
    append_signature_field(
        anexo, SigFieldSpec(sig_field_name=CAMPO, box=CAJA, readable_field_name=LEYENDA)
    )
    campo = next(enumerate_sig_fields(anexo))[2]
    widget = campo.get_object()
    widget["/AP"] = generic.DictionaryObject({pdf_name("/N"): _apariencia_vacia(anexo)})
    _etiquetar(anexo, campo, widget)


def _apariencia_vacia(anexo: IncrementalPdfFileWriter) -> generic.IndirectObject:
    """PDF/A wants every visible field to have an appearance; the page already draws the seal."""
    ancho, alto = CAJA[2] - CAJA[0], CAJA[3] - CAJA[1]
    return anexo.add_object(
        generic.StreamObject(
            {
                pdf_name("/Type"): pdf_name("/XObject"),
                pdf_name("/Subtype"): pdf_name("/Form"),
                pdf_name("/BBox"): generic.ArrayObject(
                    generic.NumberObject(n) for n in (0, 0, ancho, alto)
                ),
            },
            stream_data=b"",
        )
    )


def _etiquetar(anexo, campo: generic.IndirectObject, widget: generic.DictionaryObject) -> None:
    """Add a /Form structure element at the end of the document, linked with the widget."""
    raiz = anexo.root["/StructTreeRoot"]
    documento = raiz["/K"][0]
    pagina = widget.raw_get("/P")
    clave = raiz["/ParentTreeNextKey"]
    elemento = anexo.add_object(
        generic.DictionaryObject(
            {
                pdf_name("/Type"): pdf_name("/StructElem"),
                pdf_name("/S"): pdf_name("/Form"),
                pdf_name("/P"): raiz["/K"].raw_get(0),
                pdf_name("/Pg"): pagina,
                pdf_name("/Alt"): generic.pdf_string(LEYENDA),
                pdf_name("/K"): generic.DictionaryObject(
                    {
                        pdf_name("/Type"): pdf_name("/OBJR"),
                        pdf_name("/Obj"): campo,
                        pdf_name("/Pg"): pagina,
                    }
                ),
            }
        )
    )
    widget["/StructParent"] = generic.NumberObject(clave)
    documento["/K"].append(elemento)
    raiz["/ParentTree"]["/Nums"].extend([generic.NumberObject(clave), elemento])
    raiz["/ParentTreeNextKey"] = generic.NumberObject(clave + 1)
    for cambiado in (documento, documento["/K"], raiz, raiz["/ParentTree"]):
        anexo.update_container(cambiado)
