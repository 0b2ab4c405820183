"""The paper that a third person takes to the window: facts, and the code to type or scan."""

from pathlib import Path

from certificados.fechas import ECUADOR, fecha_larga
from certificados.pdf import componer, qr
from tramites.models import Autorizacion
from tramites.texto import imprimible

PLANTILLA = Path(__file__).resolve().parent / "plantillas" / "autorizacion.typ"


def escribir(autorizacion: Autorizacion) -> bytes:
    """The PDF of an authorisation: the same bytes each time."""
    titular = autorizacion.titular
    textos = {
        "titular": titular.nombres,
        "tipo": titular.get_tipo_identificacion_display().lower(),
        "identificacion": titular.identificacion,
        "tercero": autorizacion.tercero_nombres,
        "cedula": autorizacion.tercero_cedula,
        "tramite": imprimible(autorizacion.tramite.nombre_corto),
        "hecha": fecha_larga(autorizacion.creada_en.astimezone(ECUADOR)),
        "hasta": fecha_larga(autorizacion.hasta),
        "codigo": autorizacion.codigo_en_grupos,
        # The code itself and no address: a scanner at the window types it.
        "qr": qr(autorizacion.codigo),
    }
    return componer(PLANTILLA, textos, autorizacion.creada_en)
