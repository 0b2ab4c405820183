"""From an empty form to a sent case: they translate a request, call one service and translate
back."""

from io import BytesIO

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from documentos import services as documentos

from . import archivos, carta, recepcion
from .forms import AdjuntoForm, SolicitudForm
from .models import Borrador, Tramite
from .numeros import huella
from .texto import guardable


@never_cache
@require_http_methods(["GET", "POST"])
def recibir(request, codigo):
    """Recepción de trámites: an empty form, or the judgement of a sent one."""
    tramite = get_object_or_404(Tramite.ofrecidos(), codigo=request.POST.get("tramite") or codigo)
    if request.method == "GET":
        form = SolicitudForm(tramite=tramite)
        return _formulario(request, form, tramite, recepcion.nueva_clave())
    clave = _clave_de(request)
    if solicitud := recepcion.ya_presentada(clave):
        return _ya_enviada(request, solicitud)
    borrador = recepcion.abrir(clave, tramite)
    form = SolicitudForm(
        request.POST, request.FILES, tramite=tramite, conservados=_conservados(borrador)
    )
    completo = form.is_valid()
    recepcion.guardar(borrador, tramite, form.datos(), form.subidos(), completo)
    if completo:
        return redirect("revisar", clave=clave)
    return _formulario(request, form, tramite, clave, borrador)


@never_cache
@require_POST
def adjuntar(request, codigo):
    """One document, judged while the person waits: its verdict as a piece of the page."""
    tramite = get_object_or_404(Tramite.ofrecidos(), codigo=codigo)
    requisito = get_object_or_404(
        tramite.requisitos_virtuales(), codigo=guardable(request.POST.get("requisito", ""))
    )
    clave = _clave_de(request)
    form = AdjuntoForm(request.POST, request.FILES, requisito=requisito)
    if not form.is_valid() or recepcion.ya_presentada(clave):
        return render(request, "tramites/_veredicto.html", {"form": form}, status=422)
    borrador = recepcion.abrir(clave, tramite)
    documento = documentos.guardar(
        form.cleaned_data["archivo"], requisito=requisito, borrador=borrador
    )
    return render(request, "tramites/_veredicto.html", {"documento": documento, "clave": clave})


@never_cache
@require_POST
def escribir_carta(request, codigo):
    """The letter, made from what is already typed; what it lacks is asked for."""
    tramite = get_object_or_404(Tramite.ofrecidos(), codigo=codigo)
    clave = _clave_de(request)
    if solicitud := recepcion.ya_presentada(clave):
        return _ya_enviada(request, solicitud)
    borrador = recepcion.abrir(clave, tramite)
    form = SolicitudForm(request.POST, tramite=tramite, conservados=_conservados(borrador))
    form.solo(carta.CAMPOS)
    recepcion.guardar(borrador, tramite, form.datos(), {}, completo=False)
    if form.errors:
        return _formulario(request, form, tramite, clave, borrador)
    contenido = carta.escribir(tramite, form.datos(), timezone.localtime())
    return archivos.privada(BytesIO(contenido), "application/pdf", "carta-para-firmar.pdf")


@never_cache
@require_GET
def cambiar(request, clave):
    """The same form with what the draft already holds."""
    if solicitud := recepcion.ya_presentada(clave):
        return _ya_enviada(request, solicitud)
    borrador = _borrador(clave)
    form = SolicitudForm(initial=borrador.datos, tramite=borrador.tramite)
    return _formulario(request, form, borrador.tramite, clave, borrador)


@never_cache
@require_http_methods(["GET", "POST"])
def revisar(request, clave):
    """Check your answers: what will be sent, to which unit; POST sends it, once."""
    if request.method == "POST":
        return _presentar(clave)
    if solicitud := recepcion.ya_presentada(clave):
        return _ya_enviada(request, solicitud)
    borrador = _borrador(clave)
    if not borrador.completo:
        return redirect("cambiar", clave=clave)
    contexto = {
        "clave": clave,
        "datos": recepcion.datos_de(borrador),
        "documentos": borrador.documentos.vigentes().select_related("requisito"),
    }
    return render(request, "tramites/revisar.html", contexto)


@never_cache
@require_GET
def pagina_de_borrador(request, clave, documento_id, numero):
    """A page of a document of the draft, as the officer will read it."""
    documento = get_object_or_404(_borrador(clave).documentos.all(), pk=documento_id)
    if not 1 <= numero <= documento.paginas:
        raise Http404
    return archivos.privada(documentos.leer_pagina(documento, numero), "image/jpeg")


def _borrador(clave) -> Borrador:
    return get_object_or_404(
        Borrador.objects.select_related("tramite"),
        huella=huella(clave),
        caduca_en__gt=timezone.now(),
    )


def _conservados(borrador) -> dict:
    vigentes = borrador.documentos.vigentes().select_related("requisito")
    return {documento.requisito: documento for documento in vigentes}


def _clave_de(request) -> str:
    """The draft's key that the form carries; a new one for whatever is not a key of ours."""
    clave, nueva = request.POST.get("clave", ""), recepcion.nueva_clave()
    return clave if len(clave) == len(nueva) else nueva


def _formulario(request, form, tramite, clave, borrador=None):
    if borrador:
        form.anunciar_conservados(_conservados(borrador))
    contexto = {"form": form, "tramite": tramite, "clave": clave}
    return render(request, "tramites/recepcion.html", contexto)


def _presentar(clave):
    try:
        solicitud = recepcion.presentar(clave)
    except Borrador.DoesNotExist as error:
        raise Http404 from error
    return redirect("seguimiento", secreto=solicitud.secreto)


def _ya_enviada(request, solicitud):
    messages.info(
        request,
        f"Esta solicitud ya fue enviada, con el número {solicitud.numero}. No se envió otra vez.",
    )
    return redirect("seguimiento", secreto=solicitud.secreto)
