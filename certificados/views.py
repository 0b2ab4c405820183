from functools import wraps

from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from certificados.forms import ConfirmarForm, VerificarForm
from certificados.verificacion import por_numero_y_codigo, por_secreto


def _publica(vista):
    """A page of this moment only: kept by no cache, no search engine and no referrer."""

    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(vista)
    def envuelta(request, *args, **kwargs):
        respuesta = vista(request, *args, **kwargs)
        respuesta["Referrer-Policy"] = "no-referrer"
        respuesta["X-Robots-Tag"] = "noindex"
        return respuesta

    return envuelta


@_publica
def verificar(request):
    """The form; or, for a number and code, the answer."""
    form = VerificarForm(request.POST or None)
    contexto = {"form": form}
    if form.is_valid():
        confirmar = _confirmacion(request)
        contexto["respuesta"] = por_numero_y_codigo(
            form.cleaned_data["numero"], form.cleaned_data["codigo"], _ultimos(confirmar)
        )
        contexto["confirmar"] = confirmar
    return render(request, "certificados/verificar.html", contexto)


@_publica
def verificar_qr(request, secreto):
    """The answer to a scanned QR."""
    confirmar = _confirmacion(request)
    contexto = {"respuesta": por_secreto(secreto, _ultimos(confirmar)), "confirmar": confirmar}
    return render(request, "certificados/verificar.html", contexto)


def _confirmacion(request) -> ConfirmarForm:
    return ConfirmarForm(request.POST if "ultimos" in request.POST else None)


def _ultimos(confirmar: ConfirmarForm) -> str:
    return confirmar.cleaned_data["ultimos"] if confirmar.is_valid() else ""
