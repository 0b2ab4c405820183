from allauth.account.utils import perform_login
from django.contrib.admin import AdminSite
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import logout
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from certificados.verificacion import Visita
from tramites import limites, vigilancia
from tramites.alcance import funcionario_de
from tramites.escritorio import inicio

from . import muestrario, segundo_factor

# Wrong passwords allowed in 15 minutes: from one origin at one account, and at one account from
# everywhere. The second is larger, so that one origin alone cannot lock an officer out.
INTENTOS, INTENTOS_POR_CUENTA, VENTANA = 10, 50, 15 * limites.MINUTO


class SitioAdmin(AdminSite):
    """The officers' desk: Django's admin under the institution's name.

    It leaves out Django's `r/<content type>/<id>/` shortcut, which redirects whoever asks to an
    object's public page: it would hand one province the links of another.
    """

    site_header = "Ventanilla virtual del IESS"
    site_title = "Ventanilla virtual"
    index_title = "Escritorio"
    site_url = "/"
    enable_nav_sidebar = False

    def get_urls(self):
        rutas = [r for r in super().get_urls() if getattr(r, "name", "") != "view_on_site"]
        # Before Django's own, whose last pattern takes every address.
        return [path("componentes/", self.admin_view(galeria), name="componentes"), *rutas]

    def has_permission(self, request):
        return super().has_permission(request) and segundo_factor.probado(request)

    def each_context(self, request):
        """What every page of the desk needs: whether an officer reads it, a supervisor's alarms."""
        funcionario = funcionario_de(request.user) if self.has_permission(request) else None
        suenan = vigilancia.alarmas(timezone.now()) if funcionario and funcionario.supervisa else []
        propio = {"alarmas": suenan, "atiende": funcionario is not None}
        return super().each_context(request) | propio

    def index(self, request, extra_context=None):
        """The first page, which tells an officer how much waits in each tray."""
        atiende = funcionario_de(request.user) is not None
        propio = {"cuentas": inicio.cuentas(request.user)} if atiende else {}
        return super().index(request, propio | (extra_context or {}))

    def login(self, request, extra_context=None):
        """Django's log-in, with a brake on guessing and the second factor of whoever has one."""
        if segundo_factor.le_falta(request.user):
            return redirect("mfa_activate_totp")
        if request.method != "POST":
            return super().login(request, extra_context)
        # Counted before the password is looked at, so that many requests at once get no more tries.
        if _demasiados_intentos(request):
            return render(request, "admin/demasiados_intentos.html", status=429)
        form = AdminAuthenticationForm(request, request.POST)
        if not form.is_valid():
            return super().login(request, extra_context)
        _descontar_intento(request)
        # Any earlier session ends here: it may be from before the second factor.
        logout(request)
        return perform_login(
            request, form.get_user(), email_verification="none", redirect_url=_destino(request)
        )


def _destino(request) -> str:
    siguiente = request.POST.get("next", "")
    propio = url_has_allowed_host_and_scheme(
        siguiente, {request.get_host()}, require_https=request.is_secure()
    )
    return siguiente if propio else reverse("admin:index")


def galeria(request):
    """Every component in every state, as the public sees it."""
    return render(request, "admin/componentes.html", muestrario.CONTEXTO)


def _demasiados_intentos(request) -> bool:
    """Count one more try. What an origin tries past its own limit does not count against the
    account, so that no origin can lock it alone."""
    del_origen, de_la_cuenta = _cuentas_de_intentos(request)
    return (
        limites.contar(del_origen, VENTANA) > INTENTOS
        or limites.contar(de_la_cuenta, VENTANA) > INTENTOS_POR_CUENTA
    )


def _descontar_intento(request) -> None:
    for que in _cuentas_de_intentos(request):
        limites.contar(que, VENTANA, -1)


def _cuentas_de_intentos(request) -> tuple[str, str]:
    """The names of two counters: this origin's tries at this account, and everybody's.

    The account is named as the form will read it, whatever its spaces and letter widths: otherwise
    each way of writing it would have tries of its own.
    """
    escrita = AdminAuthenticationForm.base_fields["username"].to_python(
        request.POST.get("username", "")
    )
    cuenta = escrita[:150].lower()
    return f"ingreso:{Visita.de(request).origen}:{cuenta}", f"ingreso:{cuenta}"
