"""The step of the documents: each one sent, judged, changed or taken away by itself."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from documentos import frases
from documentos import services as documentos
from documentos.fotos import FotoImposible
from tramites import archivos

from . import borradores, pasos
from .acceso import con_borrador
from .forms import DocumentosForm
from .views import contexto_de

ACCIONES = {
    "quitar": borradores.quitar,
    "girar": borradores.girar,
    "enviar-asi": borradores.enviar_asi,
}


@require_http_methods(["GET", "POST"])
@con_borrador
def reunir(request, clave, borrador):
    """Every document on its card; POST goes on, when none lacks."""
    if not pasos.alcanza(borrador, pasos.DOCUMENTOS):
        return redirect(pasos.pendiente(borrador), clave=clave)
    pedidos = pasos.pedidos(borrador)
    if request.method == "GET":
        return _pagina(request, clave, borrador, DocumentosForm(pedidos=pedidos))
    form = DocumentosForm({}, pedidos=pedidos)
    if form.check_completos():
        return redirect(pasos.REVISAR, clave=clave)
    return _pagina(request, clave, borrador, form)


@require_http_methods(["GET", "POST"])
@con_borrador
def adjuntar(request, clave, borrador, requisito):
    """One document, judged while the person waits. Its script asks for the card alone.

    A page with errors that a phone opens again comes as a GET.
    """
    if request.method == "GET":
        return redirect(pasos.DOCUMENTOS, clave=clave)
    pedidos = pasos.pedidos(borrador)
    pedido = _pedido(pedidos, requisito)
    form = DocumentosForm(request.POST, request.FILES, pedidos=pedidos)
    subido = form.subido(pedido)
    if subido:
        documento = borradores.adjuntar(borrador, pedido, subido)
        form = DocumentosForm(pedidos=pedidos | {pedido: documento})
    if request.headers.get("X-Requested-With") == "fetch":
        contexto = {"tarjeta": form.tarjeta(pedido), "clave": clave}
        estado = 200 if subido else 422
        return render(request, "tramites/_documento.html", contexto, status=estado)
    if subido:
        return _a_la_tarjeta(clave, requisito)
    return _pagina(request, clave, borrador, form)


@require_POST
@con_borrador
def actuar(request, clave, borrador, requisito, accion):
    """Take away, turn or send as it is the document that the draft holds."""
    documento = pasos.pedidos(borrador).get(_pedido(pasos.pedidos(borrador), requisito))
    if documento is None or accion not in ACCIONES:
        raise Http404
    try:
        ACCIONES[accion](borrador, documento)
    except FotoImposible as imposible:
        messages.error(request, frases.de_defecto(imposible.defecto))
    return _a_la_tarjeta(clave, requisito)


@require_GET
@con_borrador
def pagina(request, clave, borrador, documento_id, numero):
    """A page of a document of the draft, as the officer will read it; `?miniatura`, its copy."""
    documento = get_object_or_404(borrador.documentos.all(), pk=documento_id)
    if numero not in documento.numeros_de_pagina:
        raise Http404
    leer = documentos.leer_miniatura if "miniatura" in request.GET else documentos.leer_pagina
    return archivos.privada(leer(documento, numero), "image/jpeg")


def _pedido(pedidos, codigo):
    for requisito in pedidos:
        if requisito.codigo == codigo:
            return requisito
    raise Http404


def _a_la_tarjeta(clave, requisito):
    return redirect(f"{reverse(pasos.DOCUMENTOS, args=[clave])}#tarjeta-{requisito}")


def _pagina(request, clave, borrador, form):
    contexto = {"form": form, **contexto_de(clave, borrador, pasos.DOCUMENTOS)}
    return render(request, "tramites/documentos.html", contexto)
