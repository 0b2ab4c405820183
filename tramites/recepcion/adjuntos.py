"""The form's step of documents."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from . import mesa, pasos
from .acceso import con_borrador
from .views import RUTAS, contexto_de


@require_http_methods(["GET", "POST"])
@con_borrador
def reunir(request, clave, borrador):
    """Every document on its card. A POST keeps what was chosen and, if none is missing, goes on."""
    if not pasos.alcanza(borrador, pasos.DOCUMENTOS):
        return redirect(pasos.pendiente(borrador), clave=clave)
    suya = _mesa(clave, borrador)
    if request.method == "POST":
        return mesa.continuar(request, suya, pasos.REVISAR)
    form = mesa.form_de(request, suya)
    contexto = {"form": form, **contexto_de(clave, borrador, pasos.DOCUMENTOS)}
    return render(request, "tramites/documentos.html", contexto)


@require_http_methods(["GET", "POST"])
@con_borrador
def adjuntar(request, clave, borrador, requisito):
    return mesa.adjuntar(request, _mesa(clave, borrador), requisito)


@require_http_methods(["GET", "POST"])
@con_borrador
def actuar(request, clave, borrador, requisito, accion):
    return mesa.actuar(request, _mesa(clave, borrador), requisito, accion)


@require_GET
@con_borrador
def pagina(request, clave, borrador, documento_id, numero):
    return mesa.imagen(request, borrador.documentos.all(), documento_id, numero)


def _mesa(clave, borrador) -> mesa.Mesa:
    return mesa.Mesa(clave, RUTAS, lambda: borrador, pasos.pedidos(borrador), observados={})
