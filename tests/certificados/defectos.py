"""Portals with a bug, for the controls: a test that cannot see these sees nothing.

Each function breaks the process that calls it, and only that one.
"""

import hashlib

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from certificados import emision, pdf, sello
from certificados.models import Certificado, Estado
from certificados.numeracion import siguiente


def numero_aparte():
    """The number is taken in a transaction of its own, before the row's."""

    def siguiente_aparte(serie):
        with transaction.atomic(durable=False):
            return siguiente(serie)

    def tomar_a_pedazos(certificado_id):
        certificado = Certificado.objects.annotate(ahora=emision.Now()).get(pk=certificado_id)
        if certificado.estado == Estado.PENDIENTE:
            numero = emision._numerar(certificado.ahora)
            Certificado.objects.filter(pk=certificado_id).update(**numero)
            certificado.refresh_from_db()
        return certificado

    emision.siguiente = siguiente_aparte
    emision._tomar_intento = tomar_a_pedazos


def emitido_antes_del_archivo():
    """The row says EMITIDO before the file is on the disk."""

    def publicar_al_reves(certificado):
        contenido = sello.firmar(pdf.render(certificado), certificado)
        archivo = f"certificados/{certificado.numero}.pdf"
        Certificado.objects.filter(pk=certificado.pk).update(
            estado=Estado.EMITIDO,
            archivo=archivo,
            sha256=hashlib.sha256(contenido).hexdigest(),
            proximo_intento=None,
        )
        default_storage.save(archivo, ContentFile(contenido))

    emision._publicar = publicar_al_reves


def sin_turno():
    """Whoever is handed a numbered certificate works on it, at the same time as the others."""

    def tomar_lo_tomado(certificado_id):
        if certificado := tomar(certificado_id):
            return certificado
        return Certificado.objects.filter(pk=certificado_id, estado=Estado.NUMERADO).first()

    tomar, emision._tomar_intento = emision._tomar_intento, tomar_lo_tomado


def sin_comparar():
    """Nor does the last UPDATE ask whether it is still wanted, and a loser keeps its file."""
    sin_turno()

    def publicar_sin_comparar(certificado):
        contenido = sello.firmar(pdf.render(certificado), certificado)
        Certificado.objects.filter(pk=certificado.pk).update(
            estado=Estado.EMITIDO,
            archivo=emision._guardar(certificado, contenido),
            sha256=hashlib.sha256(contenido).hexdigest(),
            proximo_intento=None,
        )

    emision._publicar = publicar_sin_comparar
