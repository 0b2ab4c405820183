"""What anyone may learn of a certificate: whether it is worth something, and the least to match it.

Every question has the same kind of answer, whether or not the certificate exists.
"""

from dataclasses import dataclass
from datetime import date

from certificados.fechas import ECUADOR, hoy_en_ecuador
from certificados.models import Certificado
from certificados.services import estado_publico

NO_EXISTE = "no existe"
# The last signs of the identification that open the full name; two of them are shown anyway.
CONFIRMACION = 4


@dataclass(frozen=True)
class Respuesta:
    """The public face of a certificate; all but `estado` are empty if it does not exist.

    `estado`: vigente, vencido, anulado, reemplazado or 'no existe'. `nombres` is empty until
    the asker types the end of the identification.
    """

    estado: str
    numero: str = ""
    iniciales: str = ""
    identificacion: str = ""
    nombres: str = ""
    provincia: str = ""
    vigente_desde: date | None = None
    vigente_hasta: date | None = None
    emitido_el: date | None = None


def por_secreto(secreto: str, ultimos: str = "") -> Respuesta:
    """The answer to a scanned QR."""
    return _responder(_emitidos().filter(secreto=secreto).first(), ultimos)


def por_numero_y_codigo(numero: str, codigo: str, ultimos: str = "") -> Respuesta:
    """The answer to a typed number and code, both as `codigos.leer_…` give them."""
    return _responder(_emitidos().filter(numero=numero, codigo=codigo).first(), ultimos)


def _emitidos():
    """Those that ever were a document; one annulled before that does not exist for the public."""
    return Certificado.objects.exclude(archivo="")


def _responder(certificado: Certificado | None, ultimos: str) -> Respuesta:
    if certificado is None:
        return Respuesta(estado=NO_EXISTE)
    hoy = hoy_en_ecuador()
    return Respuesta(
        estado=estado_publico(certificado, hoy),
        numero=certificado.numero,
        iniciales=iniciales(certificado.nombres),
        identificacion=enmascarar(certificado.identificacion),
        nombres=certificado.nombres if confirma(certificado.identificacion, ultimos) else "",
        provincia=certificado.provincia,
        vigente_desde=certificado.vigente_desde,
        vigente_hasta=certificado.vigente_hasta,
        emitido_el=certificado.emitido_en.astimezone(ECUADOR).date(),
    )


def iniciales(nombres: str) -> str:
    """'M. F. Ñ. G.'"""
    return " ".join(f"{nombre[0].upper()}." for nombre in nombres.split())


def enmascarar(identificacion: str) -> str:
    """'••••••••19'"""
    return "•" * (len(identificacion) - 2) + identificacion[-2:]


def confirma(identificacion: str, ultimos: str) -> bool:
    """Whether the asker holds the identification: its last four signs, however typed."""
    tecleado = "".join(ultimos.split()).upper()
    return len(tecleado) == CONFIRMACION and identificacion.upper().endswith(tecleado)
