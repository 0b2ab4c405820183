"""The public pages: they translate a request, call one service and translate back."""

import logging

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from certificados import limites
from certificados.verificacion import Visita
from documentos import services as documentos

from . import archivos, enlace, recepcion, services
from .estados import CORRE_EL_TERMINO, Estado, Rol, acciones_desde
from .forms import AdjuntoForm, CorreccionForm, EnlaceForm, SolicitudForm
from .models import Borrador, MesPublicado, Solicitud, Tramite
from .numeros import huella
from .plazos import feriados_de, plazo_en_palabras
from .texto import guardable

registro = logging.getLogger(__name__)
# How many an origin may ask for, in how many seconds.
PETICIONES_DE_ENLACE = (5, limites.MINUTO)


@require_GET
def inicio(request):
    return render(request, "tramites/inicio.html")


@require_GET
def ventanilla(request):
    return render(request, "tramites/ventanilla.html", {"tramites": _ofrecidos()})


@require_GET
def tramite(request, codigo):
    """The procedure's page: every fact of its sheet, requirements by channel."""
    tramite = get_object_or_404(_ofrecidos(), codigo=codigo)
    requisitos = tramite.requisitos.filter(activo=True)
    contexto = {
        "tramite": tramite,
        "virtuales": requisitos.filter(canal="virtual"),
        "presenciales": requisitos.filter(canal="presencial"),
    }
    return render(request, "tramites/tramite.html", contexto)


@require_GET
def transparencia(request):
    return render(request, "tramites/transparencia.html", {"meses": MesPublicado.objects.all()})


@never_cache
@require_http_methods(["GET", "POST"])
def recibir(request, codigo):
    """Recepción de trámites: an empty form, or the judgement of a sent one."""
    tramite = get_object_or_404(_ofrecidos(), codigo=request.POST.get("tramite") or codigo)
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
    tramite = get_object_or_404(_ofrecidos(), codigo=codigo)
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


@never_cache
@require_http_methods(["GET", "POST"])
def recuperar_enlace(request):
    """The link again, by mail to its owner. One answer, whether or not the case exists."""
    form = EnlaceForm(request.POST or None)
    contexto = {"form": form, "enviado": False}
    if not form.is_valid():
        return render(request, "tramites/recuperar_enlace.html", contexto)
    maximo, ventana = PETICIONES_DE_ENLACE
    if limites.contar(f"enlace:{Visita.de(request).origen}", ventana) > maximo:
        form.add_error(None, "Hizo muchos intentos seguidos. Espere un minuto y pruebe otra vez.")
        return render(request, "tramites/recuperar_enlace.html", contexto, status=429)
    enlace.reenviar(**form.cleaned_data)
    return render(request, "tramites/recuperar_enlace.html", contexto | {"enviado": True})


@never_cache
@require_GET
def seguimiento(request, secreto):
    """The person's own page of the case: confirmation, state, history, what to do next."""
    return _pagina_del_caso(request, _caso(secreto), secreto)


@never_cache
@require_POST
def corregir(request, secreto):
    solicitud = _caso(secreto)
    form = CorreccionForm(request.POST, request.FILES, observados=_observados(solicitud))
    if not form.observados:
        messages.info(request, "Esta solicitud no espera correcciones.")
        return redirect("seguimiento", secreto=secreto)
    if not form.is_valid():
        return _pagina_del_caso(request, solicitud, secreto, form)
    return _actuar(
        request, solicitud, secreto, services.corregir, "Recibimos su corrección.", form.adjuntos()
    )


@never_cache
@require_POST
def retirar(request, secreto):
    return _actuar(request, _caso(secreto), secreto, services.retirar, "Su solicitud fue retirada.")


@never_cache
@require_GET
def certificado(request, secreto):
    """The certificate for its holder, only if its bytes are those that were signed."""
    emitido = _certificado(_caso(secreto))
    if emitido is None:
        raise Http404
    try:
        return archivos.certificado(emitido)
    except (archivos.ArchivoAlterado, FileNotFoundError):
        registro.exception("Certificate %s cannot be served.", emitido.pk)
        return render(request, "tramites/certificado_no_disponible.html", status=503)


def _ofrecidos():
    return Tramite.objects.filter(activo=True)


def _caso(secreto) -> Solicitud:
    casos = Solicitud.objects.con_secreto(secreto)
    return get_object_or_404(casos.select_related("tramite", "unidad", "provincia"))


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


def _observados(solicitud):
    subsanacion = solicitud.subsanaciones.filter(atendida_en=None).first()
    return subsanacion.observados.select_related("requisito") if subsanacion else ()


def _certificado(solicitud):
    return solicitud.certificados.filter(estado="emitido").first()


def _actuar(request, solicitud, secreto, servicio, mensaje, *args):
    try:
        servicio(solicitud, *args)
    except services.TransicionInvalida as error:
        messages.error(request, str(error))
    else:
        messages.success(request, mensaje)
    return redirect("seguimiento", secreto=secreto)


def _pagina_del_caso(request, solicitud, secreto, form=None):
    hoy = timezone.localdate()
    observados = _observados(solicitud)
    contexto = {
        "solicitud": solicitud,
        "secreto": secreto,
        "movimientos": [m for m in solicitud.movimientos.all() if m.publico],
        "documentos": solicitud.documentos.vigentes().select_related("requisito"),
        "certificado": _certificado(solicitud),
        "espera": solicitud.estado == Estado.APROBADA,
        "plazo": _plazo(solicitud, hoy),
        "acciones": {t.accion for t in acciones_desde(solicitud.estado, Rol.SOLICITANTE)},
        "form": form or (CorreccionForm(observados=observados) if observados else None),
    }
    return render(request, "tramites/seguimiento.html", contexto)


def _plazo(solicitud, hoy) -> str:
    """What remains of the legal term, while it runs."""
    if solicitud.estado not in CORRE_EL_TERMINO:
        return ""
    return plazo_en_palabras(hoy, solicitud.vence_el, feriados_de(solicitud.provincia))
