"""Verification for anyone, without an account: each view translates a question and its answer."""

import json
from functools import wraps

from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from certificados.codigos import leer_codigo, leer_numero
from certificados.forms import ArchivoForm, ConfirmarForm, VerificarForm
from certificados.limites import DemasiadasConsultas
from certificados.subida import SubidaDeCertificado
from certificados.verificacion import Visita, por_archivo, por_codigo, por_secreto

VERSION = "1"
# An empty form is the same for everybody.
SIN_CONFIRMAR = ConfirmarForm()


def _publica(vista):
    """A public page without cookies: there is no session for another site to abuse.

    `iess_portal.reserva` keeps it out of caches and search engines, and the portal's
    Referrer-Policy, strict-origin, keeps the secret of a QR from the next page.
    """

    @csrf_exempt
    @wraps(vista)
    def envuelta(request, *args, **kwargs):
        try:
            return vista(request, *args, **kwargs)
        except DemasiadasConsultas as demasiadas:
            respuesta = render(request, "certificados/demasiadas.html", status=429)
            respuesta["Retry-After"] = demasiadas.espera
            return respuesta

    return envuelta


@_publica
@require_http_methods(["GET", "POST"])
def verificar(request):
    """The form or, for a number and code, the answer."""
    form = VerificarForm(request.POST or None)
    if not form.is_valid():
        return _formularios(request, form=form)
    confirmar = _confirmacion(request)
    respuesta = por_codigo(Visita.de(request), **form.cleaned_data, ultimos=_ultimos(confirmar))
    return _resultado(request, respuesta, form=form, confirmar=confirmar)


@_publica
@require_http_methods(["GET", "POST"])
def verificar_qr(request, secreto):
    """The answer to a scanned QR."""
    confirmar = _confirmacion(request)
    respuesta = por_secreto(Visita.de(request), secreto, _ultimos(confirmar))
    return _resultado(request, respuesta, confirmar=confirmar)


@_publica
@require_http_methods(["GET", "POST"])
def verificar_archivo(request):
    """The answer to a dropped PDF, which is read, hashed and forgotten."""
    if request.method != "POST":
        return redirect("certificados:verificar")
    request.upload_handlers = [SubidaDeCertificado(request)]
    form = ArchivoForm(request.POST, request.FILES)
    if not form.is_valid():
        return _formularios(request, archivo=form)
    contenido = form.cleaned_data["archivo"].read()
    return _resultado(request, por_archivo(Visita.de(request), contenido))


@csrf_exempt  # As above.
@require_POST
def verificar_json(request):
    """The same for hospitals' programs, as `docs/verificacion-json.md` describes."""
    try:
        pregunta = json.loads(request.body)
        respuesta = _preguntar(Visita.de(request, por_maquina=True), pregunta)
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError):
        return _json({"error": "Envíe numero y codigo, o secreto, como textos."}, status=400)
    except DemasiadasConsultas as demasiadas:
        return _json(
            {"error": "Demasiadas consultas."},
            status=429,
            headers={"Retry-After": demasiadas.espera},
        )
    return _json(vars(respuesta))


def _preguntar(visita: Visita, pregunta: dict):
    ultimos = pregunta.get("ultimos", "").strip()
    if "secreto" in pregunta:
        return por_secreto(visita, pregunta["secreto"].strip(), ultimos)
    numero, codigo = leer_numero(pregunta["numero"]), leer_codigo(pregunta["codigo"])
    return por_codigo(visita, numero or "", codigo or "", ultimos)


def _json(datos: dict, **opciones) -> JsonResponse:
    datos = {clave: valor or None for clave, valor in datos.items()}
    return JsonResponse({"version": VERSION, **datos}, **opciones)


def _formularios(request, form=None, archivo=None):
    contexto = {"form": form or VerificarForm(), "archivo": archivo or ArchivoForm()}
    return render(request, "certificados/verificar.html", contexto)


def _resultado(request, respuesta, **contexto):
    return render(request, "certificados/resultado.html", {"respuesta": respuesta, **contexto})


def _confirmacion(request) -> ConfirmarForm:
    return ConfirmarForm(request.POST) if "ultimos" in request.POST else SIN_CONFIRMAR


def _ultimos(confirmar: ConfirmarForm) -> str:
    return confirmar.cleaned_data["ultimos"] if confirmar.is_valid() else ""
