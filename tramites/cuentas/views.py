"""The pages of people who are logged in."""

import time
from functools import wraps
from io import BytesIO

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_GET, require_http_methods

from certificados.models import Certificado
from tramites import archivos, autorizaciones
from tramites import identidad as identidades
from tramites.models import Autorizacion, Solicitud, Titular
from tramites.titulares import ESPERA

from . import papel
from .adaptador import POR_GUARDAR
from .forms import AutorizacionForm, IdentidadForm

# Seconds: many times what asking for a new password takes where there is an account (5 ms) and
# where there is none (2 ms). Making one takes Argon2 in either case.
PASO = 0.1


def de_persona(vista):
    """For people's accounts only: staff are sent to the desk, anyone else to log in."""

    @login_required
    @wraps(vista)
    def envuelta(request, *args, **kwargs):
        if not identidades.es_de_persona(request.user):
            return redirect("admin:index")
        return vista(request, *args, **kwargs)

    return envuelta


def al_mismo_paso(vista):
    """Answer every POST after at least `PASO` seconds: a faster answer would reveal whether there
    is an account."""

    @wraps(vista)
    def envuelta(request, *args, **kwargs):
        desde = time.monotonic()
        respuesta = vista(request, *args, **kwargs)
        if request.method == "POST":
            time.sleep(max(0, PASO - (time.monotonic() - desde)))
        return respuesta

    return envuelta


@require_GET
@de_persona
def mi_cuenta(request):
    """The person's requests and certificates, and whether their identity is confirmed."""
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
    """Declare an identity and get its code for the window, unless it is already confirmed."""
    if identidades.titular_de(request.user):
        return redirect("mi_cuenta")
    form = IdentidadForm(request.POST or None)
    if form.is_valid():
        identidades.declarar(request.user, **form.cleaned_data)
        return redirect("identidad")
    contexto = {"form": form, "declarado": _declarado(request.user), "dias": ESPERA.days}
    return render(request, "tramites/cuentas/identidad.html", contexto)


@require_GET
def apartar(request, secreto):
    """Keep in the session which case to save.

    If its secret went through the log-in page in `next`, it could leak in a Referer.
    """
    solicitud = get_object_or_404(Solicitud.objects.con_secreto(secreto))
    request.session[POR_GUARDAR] = solicitud.secreto_huella
    if not request.user.is_authenticated:
        messages.info(
            request, f"Para guardar la solicitud {solicitud.numero}, entre a su cuenta o cree una."
        )
    return redirect("guardar_en_mi_cuenta")


@require_http_methods(["GET", "POST"])
@de_persona
def guardar(request):
    """Add to the account the case whose link this browser opened."""
    huella = request.session.get(POR_GUARDAR, "")
    solicitud = Solicitud.objects.filter(secreto_huella=huella).first()
    if solicitud is None:
        messages.info(request, "Abra el enlace de la solicitud y elija «Guardar en mi cuenta».")
        return redirect("mi_cuenta")
    if request.method == "GET":
        return render(request, "tramites/cuentas/guardar.html", {"solicitud": solicitud})
    identidades.vincular(request.user, solicitud)
    del request.session[POR_GUARDAR]
    messages.success(request, f"La solicitud {solicitud.numero} está en su cuenta.")
    return redirect("mi_cuenta")


@require_http_methods(["GET", "POST"])
@de_persona
def autorizar(request):
    """Let another person bring the holder's papers (R25). Needs a confirmed identity."""
    titular = identidades.titular_de(request.user)
    if titular is None:
        messages.info(request, "Para autorizar a otra persona, primero confirme su identidad.")
        return redirect("identidad")
    form = AutorizacionForm(request.POST or None, titular=titular)
    if form.is_valid():
        hecha = autorizaciones.autorizar(titular, **form.cleaned_data)
        enlace = format_html(
            '<a href="{}">descárguela</a> e imprímala', reverse("autorizacion", args=[hecha.pk])
        )
        messages.success(request, format_html("La autorización está lista: {}.", enlace))
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


@require_http_methods(["GET", "POST"])
@de_persona
def revocar(request, pk):
    """A GET means that logging in again interrupted the POST: back to the page with the button."""
    if request.method == "GET":
        return redirect("mi_cuenta")
    if autorizaciones.revocar(get_object_or_404(_autorizaciones(request), pk=pk)):
        messages.success(request, "La autorización ya no vale.")
    else:
        messages.error(request, "Esa autorización ya se había usado o revocado.")
    return redirect("mi_cuenta")


def _autorizaciones(request):
    return Autorizacion.objects.filter(titular__cuenta=request.user)


def _declarado(cuenta) -> Titular | None:
    return Titular.objects.por_confirmar(timezone.now()).filter(cuenta=cuenta).first()
