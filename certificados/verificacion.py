"""What anyone may learn about a certificate: whether it is valid, and just enough to match it.

Every question gets the same kind of answer, whether or not the certificate exists. Each is
limited, counted and logged here, however it was asked.
"""

import hashlib
import ipaddress
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import NamedTuple

from django.conf import settings
from django.db import connection
from django.utils.crypto import salted_hmac

from certificados import consultas, limites
from certificados.fechas import ECUADOR, hoy_en_ecuador
from certificados.firma import Firma, leer_firma
from certificados.models import POR_EMITIR, Consulta, Estado
from certificados.services import estado_publico

NO_EXISTE = "no existe"
# The state of a successor that is still to be issued.
EN_CAMINO = "por emitir"
SECRETO = re.compile(r"[A-Za-z0-9_-]{22}")
# How many last characters of the identification show the full name; two are shown anyway.
CONFIRMACION = 5
# Only issued certificates: one annulled before it had a file does not exist for the public. For a
# replaced one, also the newest of its case, which stands in its place today. Written here and not
# built by Django at each check, which took more than everything else in a look-up.
EMITIDO = """
    SELECT c.id, c.estado, c.numero, c.nombres, c.identificacion, c.provincia, c.vigente_desde,
    c.vigente_hasta, c.emitido_en, c.sello, nuevo.estado, nuevo.vigente_desde, nuevo.vigente_hasta
    FROM certificados_certificado c LEFT JOIN certificados_certificado nuevo
    ON c.estado = 'reemplazado' AND nuevo.id = (
        SELECT MAX(id) FROM certificados_certificado WHERE solicitud_id = c.solicitud_id
    ) WHERE c.archivo > ''"""
BUSCAR = {
    Consulta.Via.QR: f"{EMITIDO} AND c.secreto = %s",
    Consulta.Via.CODIGO: f"{EMITIDO} AND c.numero = %s AND c.codigo = %s",
    Consulta.Via.ARCHIVO: f"{EMITIDO} AND c.sha256 = %s LIMIT 1",
}


class Vigencia(NamedTuple):
    """What `estado_publico` needs of a certificate."""

    estado: str
    vigente_desde: date
    vigente_hasta: date


class Emitido(NamedTuple):
    """What is read of a certificate, in the order of `EMITIDO`; `nuevo` is its successor."""

    pk: int
    estado: str
    numero: str
    nombres: str
    identificacion: str
    provincia: str
    vigente_desde: date
    vigente_hasta: date
    emitido_en: datetime
    sello: str
    nuevo: Vigencia


@dataclass(frozen=True)
class Visita:
    """Who asks (as a pseudonym of the network address), and whether it is a program."""

    origen: str
    por_maquina: bool = False

    @classmethod
    def de(cls, request, *, por_maquina: bool = False) -> "Visita":
        """Behind our proxy, the last address of X-Forwarded-For is the one that the proxy saw."""
        direccion = request.META["REMOTE_ADDR"]
        if settings.SECURE_PROXY_SSL_HEADER:
            direccion = request.headers.get("X-Forwarded-For", direccion).rsplit(",")[-1].strip()
        huella = salted_hmac("certificados.origen", _red(direccion)).hexdigest()
        return cls(huella[:16], por_maquina)


@dataclass(frozen=True)
class Respuesta:
    """What the public is told of a certificate; if it does not exist, only `estado` and `via`.

    `estado` is 'por empezar', 'vigente', 'vencido', 'anulado', 'reemplazado' or 'no existe'. Only
    for a replaced one, `sucesor` is the state of the newest of its case, or 'por emitir'. `nombres`
    is empty until the asker gives the end of the identification. `via` is how they asked.
    """

    estado: str = NO_EXISTE
    numero: str = ""
    iniciales: str = ""
    identificacion: str = ""
    nombres: str = ""
    provincia: str = ""
    vigente_desde: date | None = None
    vigente_hasta: date | None = None
    emitido_el: date | None = None
    via: str = ""
    sucesor: str = ""


def por_secreto(visita: Visita, secreto: str, ultimos: str = "") -> Respuesta:
    """The answer to a scanned QR. Raises DemasiadasConsultas, as all of them do."""
    # What cannot be a secret (NUL, surrogates, whole books) is not asked of the database.
    datos = [secreto] if SECRETO.fullmatch(secreto) else None
    return _responder(visita, Consulta.Via.QR, datos, ultimos)


def por_codigo(visita: Visita, numero: str, codigo: str, ultimos: str = "") -> Respuesta:
    """The answer to a number and code, as `leer_numero` and `leer_codigo` return them."""
    return _responder(visita, Consulta.Via.CODIGO, [numero, codigo], ultimos)


def por_archivo(visita: Visita, contenido: bytes) -> Respuesta:
    """The answer to a file: either it was issued, byte for byte, or it does not exist.

    A stranger's file is only hashed; the seal is read only of a file that we issued.
    """
    huella = hashlib.sha256(contenido).hexdigest()

    def sellado(certificado: Emitido) -> bool:
        return leer_firma(contenido) == Firma(huella=certificado.sello, intacta=True)

    return _responder(visita, Consulta.Via.ARCHIVO, [huella], vale=sellado)


def _responder(
    visita: Visita,
    via: Consulta.Via,
    datos: list[str] | None,
    ultimos: str = "",
    vale=lambda _: True,
) -> Respuesta:
    """One question: admit, look up, answer, log. `datos` is None if nothing can match."""
    limites.admitir(visita.origen)
    certificado = _buscar(via, datos) if datos else None
    if certificado is None or not vale(certificado):
        certificado = None
        limites.recargar(visita.origen)
    respuesta = _retrato(certificado, via, ultimos) if certificado else Respuesta(via=via)
    consultas.anotar(
        certificado_id=certificado and certificado.pk,
        via=via,
        resultado=respuesta.estado,
        **vars(visita),
    )
    return respuesta


def _buscar(via: Consulta.Via, datos: list[str]) -> Emitido | None:
    with connection.cursor() as cursor:
        cursor.execute(BUSCAR[via], datos)
        fila = cursor.fetchone()
    return Emitido(*fila[:-3], nuevo=Vigencia(*fila[-3:])) if fila else None


def _retrato(certificado: Emitido, via: str, ultimos: str) -> Respuesta:
    return Respuesta(
        estado=estado_publico(certificado, hoy_en_ecuador()),
        numero=certificado.numero,
        iniciales=iniciales(certificado.nombres),
        identificacion=enmascarar(certificado.identificacion),
        nombres=certificado.nombres if _confirma(certificado, ultimos) else "",
        provincia=certificado.provincia,
        vigente_desde=certificado.vigente_desde,
        vigente_hasta=certificado.vigente_hasta,
        emitido_el=_en_ecuador(certificado.emitido_en),
        via=via,
        sucesor=_sucesor(certificado.nuevo) if certificado.estado == Estado.REEMPLAZADO else "",
    )


def _sucesor(nuevo: Vigencia) -> str:
    """The state of what stands today in place of a certificate replaced once or many times."""
    return EN_CAMINO if nuevo.estado in POR_EMITIR else estado_publico(nuevo, hoy_en_ecuador())


def _en_ecuador(momento: datetime) -> date:
    """The day of a moment, which SQLite returns in UTC and without a time zone."""
    return (momento if momento.tzinfo else momento.replace(tzinfo=UTC)).astimezone(ECUADOR).date()


def iniciales(nombres: str) -> str:
    """'M. F. Ñ. G.'"""
    return " ".join(f"{nombre[0].upper()}." for nombre in nombres.split())


def enmascarar(identificacion: str) -> str:
    """'••••••••19'"""
    return "•" * (len(identificacion) - 2) + identificacion[-2:]


def _confirma(certificado: Emitido, ultimos: str) -> bool:
    """Whether the asker knows the end of the identification, however they typed it."""
    if not ultimos or not limites.gastar_intento(certificado.pk):
        return False
    es_suya = _signos(certificado.identificacion)[-CONFIRMACION:] == _signos(ultimos)
    if es_suya:
        limites.devolver_intento(certificado.pk)
    return es_suya


def _signos(texto: str) -> str:
    return "".join(signo for signo in texto.upper() if signo.isalnum())


def _red(direccion: str) -> str:
    """The visitor's network: an IPv4 address, or the IPv6 /64 of a home or a hospital."""
    try:
        ip = ipaddress.ip_address(direccion)
    except ValueError:
        return "desconocida"
    # A server that listens on both writes IPv4 addresses as IPv6 ones: ::ffff:192.0.2.1.
    ip = getattr(ip, "ipv4_mapped", None) or ip
    return str(ip) if ip.version == 4 else str(ipaddress.ip_network(f"{ip}/64", strict=False))
