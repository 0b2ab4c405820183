"""From an empty form to a sent case: they translate a request, call one service and translate
back."""

import re
from functools import wraps
from io import BytesIO

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from documentos import services as documentos
from tramites import archivos
from tramites.identidad import vincular
from tramites.models import Borrador, Solicitud, Tramite
from tramites.numeros import huella
from tramites.texto import guardable

from . import borradores, carta
from .forms import AdjuntoForm, SolicitudForm

# The browser's own mark, so that a draft's link is worth nothing in another browser.
COOKIE = "borrador"
CLAVE = re.compile(r"[A-Za-z0-9_-]{32}", re.ASCII)


def en_su_navegador(vista):
    """Give the browser its mark, and answer a change to a draft that was sent meanwhile with the
    case that it became."""

    @wraps(vista)
    def envuelta(request, *args, **kwargs):
        marca = request.get_signed_cookie(COOKIE, default="", salt=COOKIE)
        request.navegador = marca or borradores.nueva_clave()
        try:
            respuesta = vista(request, *args, **kwargs)
        except borradores.YaPresentada:
            respuesta = _ya_enviada(request, borradores.ya_presentada(_clave_de(request)))
        return _con_marca(respuesta, request.navegador)

    return envuelta


def _con_marca(respuesta, navegador):
    """Each answer gives the mark, like the draft, all its hours again."""
    respuesta.set_signed_cookie(
        COOKIE,
        navegador,
        salt=COOKIE,
        max_age=settings.BORRADOR_HORAS * 3600,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )
    return respuesta


@never_cache
@require_http_methods(["GET", "POST"])
@en_su_navegador
def recibir(request, codigo):
    """Recepción de trámites: an empty form, or the judgement of a sent one."""
    elegido = guardable(request.POST.get("tramite", "")) or codigo
    tramite = get_object_or_404(Tramite.ofrecidos(), codigo=elegido)
    if request.method == "GET":
        form = SolicitudForm(tramite=tramite)
        return _formulario(request, form, tramite, borradores.nueva_clave())
    clave = _clave_de(request)
    if solicitud := borradores.ya_presentada(clave):
        return _ya_enviada(request, solicitud)
    borrador = _abrir(request, clave, tramite)
    form = SolicitudForm(
        request.POST, request.FILES, tramite=tramite, conservados=_conservados(borrador)
    )
    completo = form.is_valid()
    borradores.guardar(borrador, tramite, form.datos(), form.subidos(), completo)
    if completo:
        return redirect("revisar", clave=clave)
    return _formulario(request, form, tramite, clave, borrador)


@never_cache
@require_POST
@en_su_navegador
def adjuntar(request, codigo):
    """One document, judged while the person waits: its verdict as a piece of the page."""
    tramite = get_object_or_404(Tramite.ofrecidos(), codigo=codigo)
    requisito = get_object_or_404(
        tramite.requisitos_virtuales(), codigo=guardable(request.POST.get("requisito", ""))
    )
    clave = _clave_de(request)
    form = AdjuntoForm(request.POST, request.FILES, requisito=requisito)
    if not form.is_valid() or borradores.ya_presentada(clave):
        return render(request, "tramites/_veredicto.html", {"form": form}, status=422)
    borrador = _abrir(request, clave, tramite)
    documento = borradores.adjuntar(borrador, requisito, form.cleaned_data["archivo"])
    return render(request, "tramites/_veredicto.html", {"documento": documento, "clave": clave})


@never_cache
@require_POST
@en_su_navegador
def escribir_carta(request, codigo):
    """The letter, made from what is already typed; what it lacks is asked for."""
    tramite = get_object_or_404(Tramite.ofrecidos(), codigo=codigo)
    clave = _clave_de(request)
    if solicitud := borradores.ya_presentada(clave):
        return _ya_enviada(request, solicitud)
    borrador = _abrir(request, clave, tramite)
    form = SolicitudForm(request.POST, tramite=tramite, conservados=_conservados(borrador))
    form.solo(carta.CAMPOS)
    borradores.guardar(borrador, tramite, form.datos(), {}, completo=False)
    if form.errors:
        return _formulario(request, form, tramite, clave, borrador)
    contenido = carta.escribir(borrador, timezone.localtime(), _canal_pedido(request))
    return archivos.privada(BytesIO(contenido), "application/pdf", "carta-para-firmar.pdf")


@never_cache
@require_GET
@en_su_navegador
def cambiar(request, clave):
    """The same form with what the draft already holds."""
    if solicitud := borradores.ya_presentada(clave):
        return _ya_enviada(request, solicitud)
    borrador = _borrador(request, clave)
    form = SolicitudForm(initial=borrador.datos, tramite=borrador.tramite)
    return _formulario(request, form, borrador.tramite, clave, borrador)


@never_cache
@require_http_methods(["GET", "POST"])
@en_su_navegador
def revisar(request, clave):
    """Check your answers: what will be sent, to which unit; POST sends it, once."""
    if request.method == "POST":
        return _presentar(request, clave)
    if solicitud := borradores.ya_presentada(clave):
        return _ya_enviada(request, solicitud)
    borrador = _borrador(request, clave)
    if not borrador.completo:
        return redirect("cambiar", clave=clave)
    contexto = {
        "clave": clave,
        "datos": borradores.datos_de(borrador),
        "documentos": borrador.documentos.vigentes().select_related("requisito"),
    }
    return render(request, "tramites/revisar.html", contexto)


@never_cache
@require_GET
@en_su_navegador
def pagina_de_borrador(request, clave, documento_id, numero):
    """A page of a document of the draft, as the officer will read it."""
    documento = get_object_or_404(_borrador(request, clave).documentos.all(), pk=documento_id)
    if numero not in documento.numeros_de_pagina:
        raise Http404
    return archivos.privada(documentos.leer_pagina(documento, numero), "image/jpeg")


def _canal_pedido(request) -> str:
    """For which window the letter is wanted: the virtual one unless the other is named."""
    pedido = request.POST.get("canal")
    return pedido if pedido in Solicitud.Canal.values else Solicitud.Canal.VIRTUAL


def _abrir(request, clave, tramite) -> Borrador:
    try:
        return borradores.abrir(clave, tramite, request.navegador)
    except Borrador.DoesNotExist as error:
        raise Http404 from error


def _borrador(request, clave) -> Borrador:
    return get_object_or_404(
        Borrador.objects.select_related("tramite"),
        huella=huella(clave),
        navegador=huella(request.navegador),
        caduca_en__gt=timezone.now(),
    )


def _conservados(borrador) -> dict:
    vigentes = borrador.documentos.vigentes().select_related("requisito")
    return {documento.requisito: documento for documento in vigentes}


def _clave_de(request) -> str:
    """The draft's key that the form carries; a new one for whatever is not a key of ours."""
    clave = request.POST.get("clave", "")
    return clave if CLAVE.fullmatch(clave) else borradores.nueva_clave()


def _formulario(request, form, tramite, clave, borrador=None):
    if borrador:
        form.anunciar_conservados(_conservados(borrador))
    contexto = {"form": form, "tramite": tramite, "clave": clave}
    return render(request, "tramites/recepcion.html", contexto)


def _presentar(request, clave):
    if solicitud := borradores.ya_presentada(clave):
        return _ya_enviada(request, solicitud)
    _borrador(request, clave)
    try:
        solicitud = borradores.presentar(clave)
    except Borrador.DoesNotExist as error:
        raise Http404 from error
    vincular(request.user, solicitud)
    return redirect("seguimiento", secreto=solicitud.secreto)


def _ya_enviada(request, solicitud):
    """To the case, for the browser that sent it; for any other, only that it was sent."""
    if solicitud.navegador != huella(request.navegador):
        return render(request, "tramites/ya_enviada.html")
    messages.info(
        request,
        f"Esta solicitud ya fue enviada, con el número {solicitud.numero}. No se envió otra vez.",
    )
    return redirect("seguimiento", secreto=solicitud.secreto)
