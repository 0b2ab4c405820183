"""The pages that tell: what there is, what it asks, what was published."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from tramites.models import Tramite


@require_GET
def inicio(request):
    return render(request, "tramites/inicio.html")


@require_GET
def ventanilla(request):
    return render(request, "tramites/ventanilla.html", {"tramites": Tramite.ofrecidos()})


@require_GET
def tramite(request, codigo):
    """The procedure's page: every fact of its sheet, requirements by channel."""
    tramite = get_object_or_404(Tramite.ofrecidos(), codigo=codigo)
    requisitos = tramite.requisitos.filter(activo=True)
    contexto = {
        "tramite": tramite,
        "virtuales": requisitos.filter(canal="virtual"),
        "presenciales": requisitos.filter(canal="presencial"),
    }
    return render(request, "tramites/tramite.html", contexto)
