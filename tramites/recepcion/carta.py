"""The letter maker: from what the form holds, the letter that the procedure asks for (R12 to R20).

The person prints it, signs it by hand and photographs it. Its code and its marks let
`documentos.carta_propia` find the box and `tramites.carta_propia` tell whose it is. A letter that
the person wrote is accepted just as well.
"""

from datetime import datetime
from pathlib import Path

import segno

from certificados.fechas import fecha_larga
from certificados.pdf import componer
from documentos.carta_propia.formato import FORMATOS, VERSION
from tramites.carta_propia import codigo_corto, codigo_de, textos_de, textos_de_caso
from tramites.models import Borrador, Solicitud

PLANTILLA = Path(__file__).resolve().parent / "plantillas" / "carta.typ"


def escribir(borrador: Borrador, ahora: datetime, canal: str = Solicitud.Canal.VIRTUAL) -> bytes:
    """The one-page PDF of the letter of a draft whose typed steps are complete.

    `ahora` is aware, in the time zone that dates the letter. `canal` chooses the addressee: the
    director of the insurance (R12) or, at the window of a centre, the director of the IESS (R19).
    """
    textos = textos_de(borrador.tramite, borrador.datos, canal)
    return hoja(textos, codigo_de(borrador.huella, textos, ahora.date()), ahora)


def de_caso(solicitud: Solicitud, ahora: datetime) -> bytes:
    """The PDF of the letter of a case, to sign again, with the code of the same request."""
    textos = textos_de_caso(solicitud)
    return hoja(textos, codigo_de(solicitud.envio_huella, textos, ahora.date()), ahora)


def hoja(textos: dict[str, str], codigo: str, ahora: datetime) -> bytes:
    """The PDF of a letter that says `textos` (as `textos_de` returns them) and bears `codigo`."""
    return componer(
        PLANTILLA,
        textos
        | _medidas()
        | {
            "fecha": fecha_larga(ahora),
            "codigo_corto": codigo_corto(codigo),
            "qr": segno.make_qr(codigo, error="q").svg_inline(border=0, omitsize=True),
        },
        ahora,
    )


def _medidas() -> dict[str, str]:
    """Where the template must draw what the reader looks for, in millimetres."""
    formato = FORMATOS[VERSION]
    return {
        "recuadro": _lista(formato.recuadro),
        "codigo": _lista(formato.codigo),
        "puntos": ";".join(_lista(punto) for punto in formato.puntos),
        "linea": str(formato.linea),
        "diametro": str(formato.diametro),
    }


def _lista(numeros) -> str:
    return " ".join(str(numero) for numero in numeros)
