"""The only writer of documents: their rows and their files."""

import secrets
from functools import partial
from io import BytesIO

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils import timezone

from . import fotos
from .formatos import Defecto
from .miniaturas import miniatura
from .models import Documento
from .revision import revisar
from .subida import Subido

RAIZ = "documentos"  # in the private storage


def guardar(subido: Subido, *, requisito, borrador=None, solicitud=None) -> Documento:
    """Keep a judged file for one requirement of a draft or of a case.

    In order: its files, then (one transaction) the older one steps aside, then its row. An older
    one of a case stays, marked `reemplazado_en`; that of a draft goes, files and all.
    """
    if subido.informe.bloqueos:
        raise ValueError("A blocked file is never kept.")
    carpeta = secrets.token_hex(16)
    try:
        _escribir(carpeta, subido)
        datos = {"requisito": requisito, "borrador": borrador, "solicitud": solicitud}
        return _registrar_al_fin(subido, carpeta, datos)
    except BaseException:
        borrar_carpeta(carpeta)
        raise


def _registrar_al_fin(subido: Subido, carpeta: str, datos: dict) -> Documento:
    """The same requirement may be sent many times at once: whoever got there first is older."""
    while True:
        try:
            return _registrar(subido, carpeta, datos)
        except IntegrityError:
            if not Documento.objects.vigentes().filter(**datos).exists():
                raise


def _registrar(subido: Subido, carpeta: str, datos: dict) -> Documento:
    informe = subido.informe
    with transaction.atomic():
        anteriores = Documento.objects.vigentes().filter(**datos)
        if datos["solicitud"] is not None:
            anteriores.update(reemplazado_en=timezone.now())
        else:
            for anterior in anteriores:
                borrar(anterior)
        return Documento.objects.create(
            **datos,
            carpeta=carpeta,
            nombre_original=subido.nombre,
            tipo=informe.tipo,
            tamano=informe.tamano,
            peso_original=subido.peso_original,
            sha256=informe.sha256,
            paginas=len(informe.paginas),
            veredicto=informe.veredicto,
            informe=informe.resumen(),
        )


def adoptar(borrador, solicitud) -> int:
    """The draft's documents become the case's, whose older ones for the same requirements step
    aside; how many they were. In the caller's transaction."""
    llegan = Documento.objects.vigentes().filter(borrador=borrador)
    anteriores = Documento.objects.vigentes().filter(solicitud=solicitud)
    anteriores.filter(requisito__in=llegan.values_list("requisito", flat=True)).update(
        reemplazado_en=timezone.now()
    )
    return llegan.update(borrador=None, solicitud=solicitud)


def dar_conformidad(documento: Documento, *, en_papel: bool = False) -> None:
    """The person saw the file, with its doubts, and wants it sent as it is; or, `en_papel`, who
    scanned it looked at the paper."""
    Documento.objects.filter(pk=documento.pk).update(conforme=True, visto_en_papel=en_papel)


def girada(documento: Documento) -> Subido:
    """The photo of a document a quarter turn clockwise, judged again. Raises `FotoImposible`."""
    with leer_original(documento) as original:
        contenido = fotos.reducir(original.read(), giro=90)
    informe = revisar(contenido, documento.requisito.exigencias)
    if informe.bloqueos:
        raise fotos.FotoImposible(Defecto(informe.bloqueos[0].causa))
    return Subido(contenido, documento.nombre_original, informe, documento.peso_original)


def borrar(documento: Documento) -> None:
    """Delete the row and, once that is certain, the files."""
    carpeta = documento.carpeta
    with transaction.atomic():
        documento.delete()
        transaction.on_commit(partial(borrar_carpeta, carpeta))


def leer_original(documento: Documento) -> File:
    return default_storage.open(_original(documento.carpeta, documento.tipo))


def leer_pagina(documento: Documento, numero: int) -> File:
    """The JPEG of a page, counted from 1; `FileNotFoundError` when there is no such page."""
    return default_storage.open(_pagina(documento.carpeta, numero))


def leer_miniatura(documento: Documento, numero: int) -> BytesIO:
    """A small JPEG of a page, under 20 KB; `FileNotFoundError` when there is no such page."""
    with leer_pagina(documento, numero) as pagina:
        return miniatura(pagina)


def borrar_carpeta(carpeta: str) -> None:
    """Remove every file of a document; what is already gone is no error."""
    ruta = _ruta(carpeta)
    if not default_storage.exists(ruta):
        return
    for nombre in default_storage.listdir(ruta)[1]:
        default_storage.delete(f"{ruta}/{nombre}")
    default_storage.delete(ruta)


def _escribir(carpeta: str, subido: Subido) -> None:
    informe = subido.informe
    default_storage.save(_original(carpeta, informe.tipo), ContentFile(subido.contenido))
    for pagina in informe.paginas:
        default_storage.save(_pagina(carpeta, pagina.numero), ContentFile(pagina.imagen))


def _ruta(carpeta: str) -> str:
    # Two levels, so that no folder of the disk holds every document there is.
    return f"{RAIZ}/{carpeta[:2]}/{carpeta}"


def _original(carpeta: str, tipo: str) -> str:
    return f"{_ruta(carpeta)}/original.{tipo}"


def _pagina(carpeta: str, numero: int) -> str:
    return f"{_ruta(carpeta)}/pagina-{int(numero)}.jpg"
