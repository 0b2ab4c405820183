"""The pages of whoever has an account and has come in."""

from functools import wraps
from io import BytesIO

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from certificados.models import Certificado
from tramites import archivos, autorizaciones
from tramites import identidad as identidades
from tramites.models import Autorizacion, Solicitud, Titular

from . import papel
from .forms import AutorizacionForm, IdentidadForm


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
        "autorizaciones": _autorizaciones(request).select_related("tramite"),
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


@require_http_methods(["GET", "POST"])
@de_persona
def autorizar(request):
    """Let another person bring one's papers to a window (R25); only whose identity is confirmed."""
    titular = identidades.titular_de(request.user)
    if titular is None:
        messages.info(request, "Para autorizar a otra persona, primero confirme su identidad.")
        return redirect("identidad")
    form = AutorizacionForm(request.POST or None, titular=titular)
    if form.is_valid():
        autorizaciones.autorizar(titular, **form.cleaned_data)
        messages.success(request, "La autorización está lista: descárguela e imprímala.")
        return redirect("mi_cuenta")
    return render(request, "tramites/cuentas/autorizar.html", {"form": form})


@require_GET
@de_persona
def autorizacion(request, pk):
    """The paper for the window, with its code."""
    hallada = get_object_or_404(_autorizaciones(request).select_related("tramite"), pk=pk)
    contenido = papel.escribir(hallada)
    nombre = f"autorizacion-{hallada.codigo}.pdf"
    return archivos.privada(BytesIO(contenido), "application/pdf", nombre)


@require_POST
@de_persona
def revocar(request, pk):
    if autorizaciones.revocar(get_object_or_404(_autorizaciones(request), pk=pk)):
        messages.success(request, "La autorización ya no vale.")
    else:
        messages.error(request, "Esa autorización ya se había usado o revocado.")
    return redirect("mi_cuenta")


def _autorizaciones(request):
    return Autorizacion.objects.filter(titular__cuenta=request.user)


def _declarado(cuenta) -> Titular | None:
    return Titular.objects.por_confirmar(timezone.now()).filter(cuenta=cuenta).first()
