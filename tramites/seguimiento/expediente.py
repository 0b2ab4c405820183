"""What a person takes home of a case: the receipt, and the whole file as a ZIP (advantage 17)."""

import hashlib
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zipfile import ZipFile, ZipInfo

from django.conf import settings
from django.urls import reverse

from certificados.fechas import ECUADOR, fecha_larga
from certificados.models import Certificado
from certificados.pdf import componer
from certificados.verificacion import enmascarar
from documentos.models import Documento
from tramites import archivos
from tramites.enlace import sin_correo
from tramites.models import Solicitud
from tramites.texto import imprimible

PLANTILLA = Path(__file__).resolve().parent / "plantillas" / "expediente.typ"


def comprobante(solicitud: Solicitud) -> bytes:
    """The PDF/A receipt: number, date, unit, and each document with its hash.

    It bears the date on which the case came in: the same case gives the same bytes until it gets a
    document or goes to another unit.
    """
    textos = _textos(solicitud, "Comprobante de recepción", hoja=[])
    return componer(PLANTILLA, textos, solicitud.presentada_en)


def caratula(solicitud: Solicitud, ahora: datetime) -> bytes:
    """The same with the history of the case: the cover of the whole file."""
    hoja = [_paso(m) for m in solicitud.movimientos.all() if m.publico]
    return componer(PLANTILLA, _textos(solicitud, "Expediente", hoja=hoja), ahora)


@dataclass(frozen=True)
class Pieza:
    """A file of the ZIP; `leer` gives its bytes, or raises as `archivos.original_integro` does."""

    nombre: str
    fecha: datetime
    leer: Callable[[], bytes]


def piezas(solicitud: Solicitud, ahora: datetime) -> list[Pieza]:
    """What the ZIP holds, in order; each piece is read once before anything is offered.

    Raises `ArchivoAlterado` or `FileNotFoundError`: better no ZIP than one with a piece missing.
    """
    portada = caratula(solicitud, ahora)
    todas = [
        Pieza("expediente.pdf", ahora, lambda: portada),
        *(_pieza_de(n, documento) for n, documento in enumerate(_documentos(solicitud), 1)),
        *map(_pieza_de_certificado, solicitud.certificados.exclude(archivo="")),
    ]
    for pieza in todas:
        pieza.leer()
    return todas


def empaquetar(piezas: list[Pieza]) -> Iterator[bytes]:
    """The ZIP in pieces, with never more than one of its files in memory.

    Its last file, SHA256SUMS, can be checked with `sha256sum --check`.
    """
    tubo, huellas = _Tubo(), []
    with ZipFile(tubo, "w") as paquete:
        for pieza in piezas:
            contenido = pieza.leer()
            huellas.append(f"{hashlib.sha256(contenido).hexdigest()}  {pieza.nombre}\n")
            paquete.writestr(_entrada(pieza.nombre, pieza.fecha), contenido)
            yield tubo.vaciar()
        paquete.writestr(_entrada("SHA256SUMS", piezas[0].fecha), "".join(huellas))
    yield tubo.vaciar()


class _Tubo(io.RawIOBase):
    """A write-only file; `vaciar` takes away what was written so far."""

    def __init__(self):
        self._escrito = bytearray()

    def writable(self):
        return True

    def write(self, trozo):
        self._escrito += trozo
        return len(trozo)

    def vaciar(self) -> bytes:
        escrito, self._escrito = bytes(self._escrito), bytearray()
        return escrito


def _entrada(nombre: str, fecha: datetime) -> ZipInfo:
    """An entry of the ZIP, not compressed since pictures and PDFs do not get smaller."""
    entrada = ZipInfo(nombre, fecha.astimezone(ECUADOR).timetuple()[:6])
    entrada.external_attr = 0o600 << 16
    return entrada


def _pieza_de(orden: int, documento: Documento) -> Pieza:
    carpeta = "documentos/anteriores" if documento.reemplazado_en else "documentos"
    nombre = f"{carpeta}/{orden:02d}-{documento.requisito.codigo}.{documento.tipo}"
    return Pieza(nombre, documento.creado_en, lambda: archivos.original_integro(documento))


def _pieza_de_certificado(certificado: Certificado) -> Pieza:
    carpeta = "certificados" if certificado.estado == "emitido" else "certificados/ya-no-valen"
    return Pieza(
        f"{carpeta}/{certificado.numero}.pdf",
        certificado.emitido_en,
        lambda: archivos.certificado_integro(certificado),
    )


def _documentos(solicitud: Solicitud):
    return solicitud.documentos.select_related("requisito").order_by("creado_en", "pk")


def _textos(solicitud: Solicitud, titulo: str, hoja: list[dict]) -> dict[str, str]:
    return {
        "titulo": titulo,
        "numero": solicitud.numero,
        "tramite": imprimible(solicitud.tramite.nombre_corto),
        "nombres": solicitud.nombres,
        "identificacion": enmascarar(solicitud.identificacion),
        "recibida": _momento(solicitud.presentada_en),
        "unidad": imprimible(solicitud.unidad.nombre),
        "termino": f"hasta el {fecha_larga(solicitud.vence_el)}",
        "documentos": json.dumps([_fila(documento) for documento in _documentos(solicitud)]),
        "hoja": json.dumps(hoja),
        "sin_correo": imprimible(sin_correo(solicitud)),
        "seguir": settings.PORTAL_URL + reverse("consultar"),
        "telefono": imprimible(solicitud.tramite.contacto_telefono),
    }


def _fila(documento: Documento) -> dict:
    return {
        "nombre": imprimible(documento.requisito.nombre_corto),
        "sha256": documento.sha256,
        "recibido": f"{documento.creado_en.astimezone(ECUADOR):%d-%m-%Y %H:%M}",
        "paginas": documento.paginas,
        "reemplazado": documento.reemplazado_en is not None,
    }


def _paso(movimiento) -> dict:
    return {
        "fecha": f"{movimiento.en.astimezone(ECUADOR):%d-%m-%Y %H:%M}",
        "frase": imprimible(movimiento.frase),
        "detalle": imprimible(movimiento.detalle),
    }


def _momento(cuando: datetime) -> str:
    local = cuando.astimezone(ECUADOR)
    return f"{fecha_larga(local)}, {local:%H:%M}, hora continental"
