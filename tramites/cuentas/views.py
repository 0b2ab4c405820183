"""The pages of whoever has an account and has come in."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from certificados.models import Certificado
from tramites import identidad as identidades
from tramites.models import Solicitud, Titular

from .forms import IdentidadForm


def de_persona(vista):
    """For the accounts of people: a member of staff is sent to the desk, a stranger to come in."""

    @never_cache
    @login_required
    @wraps(vista)
    def envuelta(request, *args, **kwargs):
        if not identidades.es_de_persona(request.user):
            return redirect("admin:index")
        return vista(request, *args, **kwargs)

    return envuelta


@require_GET
@de_persona
def mi_cuenta(request):
    """One's requests and certificates, and whether one's identity is confirmed."""
    emitidos = Prefetch(
        "certificados", Certificado.objects.filter(estado="emitido"), to_attr="emitidos"
    )
    solicitudes = identidades.solicitudes_de(request.user).prefetch_related(emitidos)
    contexto = {
        "titular": identidades.titular_de(request.user),
        "declarado": _declarado(request.user),
        "solicitudes": solicitudes.select_related("tramite", "unidad"),
    }
    return render(request, "tramites/cuentas/mi_cuenta.html", contexto)


@require_http_methods(["GET", "POST"])
@de_persona
def identidad(request):
    """Say who one is and get the code for the window; once confirmed there is nothing to say."""
    if identidades.titular_de(request.user):
        return redirect("mi_cuenta")
    form = IdentidadForm(request.POST or None)
    if form.is_valid():
        identidades.declarar(request.user, **form.cleaned_data)
        return redirect("identidad")
    contexto = {"form": form, "declarado": _declarado(request.user)}
    return render(request, "tramites/cuentas/identidad.html", contexto)


@require_POST
@de_persona
def guardar(request, secreto):
    """Put among one's own the case whose link one holds."""
    solicitud = get_object_or_404(Solicitud.objects.con_secreto(secreto))
    identidades.vincular(request.user, solicitud)
    messages.success(request, f"La solicitud {solicitud.numero} está en su cuenta.")
    return redirect("mi_cuenta")


def _declarado(cuenta) -> Titular | None:
    return Titular.objects.por_confirmar(timezone.now()).filter(cuenta=cuenta).first()
