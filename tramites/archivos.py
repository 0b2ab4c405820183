"""People's files, served: permission first, then the trace, then the bytes."""

import hashlib
from io import BytesIO

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.utils.http import content_disposition_header

from certificados.models import Certificado
from documentos import services as documentos
from documentos.models import Documento

from .alcance import can_ver, funcionario_de
from .models import Acceso, Solicitud


class ArchivoAlterado(Exception):
    """A stored file is not the one that its row promises."""


def anotar_acceso(
    usuario, solicitud: Solicitud | None, accion: str, documento=None, queja=None
) -> None:
    """Write the trace of a reading, before any byte leaves: without a trace nothing is shown."""
    funcionario = funcionario_de(usuario)
    Acceso.objects.create(
        usuario=usuario,
        unidad=funcionario and funcionario.unidad,
        solicitud=solicitud,
        queja=queja,
        documento=documento,
        accion=accion,
    )


def pagina(usuario, solicitud_id: int, documento_id: int, numero: int) -> FileResponse:
    """Page `numero` (from 1) of a document, as the image that we made of it. Raises `Http404`."""
    documento = _documento(usuario, solicitud_id, documento_id)
    if numero not in documento.numeros_de_pagina:
        raise Http404
    anotar_acceso(usuario, documento.solicitud, "ver_pagina", documento)
    return privada(documentos.leer_pagina(documento, numero), "image/jpeg")


def original(usuario, solicitud_id: int, documento_id: int) -> FileResponse:
    """The file as it was sent, always as a download, under a name that we choose.

    Raises `Http404`, and `ArchivoAlterado` when the stored bytes are not those that arrived.
    """
    documento = _documento(usuario, solicitud_id, documento_id)
    anotar_acceso(usuario, documento.solicitud, "descargar_original", documento)
    contenido = BytesIO(original_integro(documento))
    nombre = f"{documento.solicitud.numero}-{documento.requisito.codigo}.{documento.tipo}"
    return privada(contenido, "application/octet-stream", descarga=nombre)


def original_integro(documento: Documento) -> bytes:
    """The bytes of a document as they arrived. Raises `ArchivoAlterado`, `FileNotFoundError`."""
    with documentos.leer_original(documento) as archivo:
        return _integro(archivo.read(), documento.sha256)


def certificado_integro(emitido: Certificado) -> bytes:
    """The bytes that were signed. Raises `ArchivoAlterado`, `FileNotFoundError`."""
    with default_storage.open(emitido.archivo) as archivo:
        return _integro(archivo.read(), emitido.sha256)


def _integro(contenido: bytes, sha256: str) -> bytes:
    if hashlib.sha256(contenido).hexdigest() != sha256:
        raise ArchivoAlterado(sha256)
    return contenido


def certificado(emitido: Certificado) -> FileResponse:
    """The signed PDF, if its bytes are still those that were signed.

    Raises `ArchivoAlterado` when the disk returns anything else: better no certificate than one
    that a hospital will reject.
    """
    contenido = BytesIO(certificado_integro(emitido))
    return privada(contenido, "application/pdf", f"certificado-{emitido.numero}.pdf")


def privada(archivo, tipo: str, descarga: str = "") -> FileResponse:
    """A response that no cache keeps and that runs nothing when it is opened by itself.

    `archivo` is a file, or an iterable of its pieces; Django takes no name from it.
    """
    respuesta = FileResponse(archivo, content_type=tipo)
    if descarga:
        respuesta["Content-Disposition"] = content_disposition_header(True, descarga)
    respuesta["Cache-Control"] = "no-store"
    respuesta["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return respuesta


def _documento(usuario, solicitud_id: int, documento_id: int) -> Documento:
    documento = (
        Documento.objects.select_related("solicitud", "requisito")
        .filter(pk=documento_id, solicitud__pk=solicitud_id)
        .first()
    )
    if documento is None or not can_ver(usuario, documento.solicitud):
        raise Http404
    return documento
