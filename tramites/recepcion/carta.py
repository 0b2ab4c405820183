"""The letter maker: from what the form knows, the letter that the procedure asks for (R12 to R16).

The person prints it, signs it by hand and photographs it. A letter of one's own stays welcome.
"""

from datetime import datetime
from pathlib import Path

from certificados.fechas import fecha_larga
from certificados.pdf import componer
from tramites.catalogo import Tramite
from tramites.models import TipoIdentificacion
from tramites.texto import imprimible

PLANTILLA = Path(__file__).resolve().parent / "plantillas" / "carta.typ"
# What the letter needs of the form.
CAMPOS = ("tipo_identificacion", "identificacion", "nombres", "correo", "telefono_1", "mensaje")


def escribir(tramite: Tramite, datos: dict, ahora: datetime) -> bytes:
    """The PDF of the letter for the virtual window; `datos` as a draft keeps them.

    `ahora` is aware, in the zone whose date the letter bears.
    """
    telefonos = datos["telefonos"]
    textos = {
        "fecha": fecha_larga(ahora),
        "tratamiento": "Señor o señora",
        "destinatario": tramite.destinatario_virtual,
        "tipo_identificacion": TipoIdentificacion(datos["tipo_identificacion"]).label.lower(),
        "resultado": tramite.resultado,
        "telefonos": ("el teléfono " if len(telefonos) == 1 else "los teléfonos ")
        + " y ".join(telefonos),
        **{
            campo: imprimible(datos[campo])
            for campo in ("identificacion", "nombres", "correo", "mensaje")
        },
    }
    return componer(PLANTILLA, textos, ahora)
