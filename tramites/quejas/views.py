"""The pages of a complaint: the form, and its person's own page."""

from django.conf import settings
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from certificados.verificacion import Visita
from tramites import limites
from tramites.models import Queja
from tramites.plazos import feriados_de, plazo_en_palabras

from . import registro
from .forms import QuejaForm

# How many complaints an origin may send, in how many seconds.
QUEJAS = (5, limites.HORA)


@require_http_methods(["GET", "POST"])
def quejar(request):
    """The form; once sent, it leads to the complaint's own page."""
    if request.method == "GET":
        form = QuejaForm(initial={"numero_de_caso": request.GET.get("numero", "")[:40]})
        return _formulario(request, form)
    form = QuejaForm(request.POST)
    if not form.is_valid():
        return _formulario(request, form)
    maximo, ventana = QUEJAS
    if limites.contar(f"queja:{Visita.de(request).origen}", ventana) > maximo:
        form.add_error(None, "Envió muchas quejas seguidas. Espere una hora o llámenos.")
        return _formulario(request, form, status=429)
    return redirect("queja", registro.presentar(**form.cleaned_data).secreto)


@require_GET
def queja(request, secreto):
    """The complaint, its number and its answer. It says nothing of the case that it names."""
    queja = get_object_or_404(Queja.objects.con_secreto(secreto))
    contexto = {
        "queja": queja,
        "plazo": plazo_en_palabras(timezone.localdate(), queja.vence_el, feriados_de()),
        "enlace": settings.PORTAL_URL + queja.ruta_seguimiento,
    }
    return render(request, "tramites/queja.html", contexto)


def _formulario(request, form, status=200):
    return render(request, "tramites/quejar.html", {"form": form}, status=status)
