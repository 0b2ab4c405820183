from django.contrib.admin import AdminSite
from django.shortcuts import render
from django.urls import path

from certificados.verificacion import Visita
from tramites import limites

from . import muestrario

# Log-ins that one origin may try, and that one account may suffer from everywhere, in 15 minutes.
# The second is larger, so that a stranger cannot lock an officer out from one place.
INTENTOS, INTENTOS_POR_CUENTA, VENTANA = 10, 50, 15 * limites.MINUTO


class SitioAdmin(AdminSite):
    """The officers' desk: Django's admin under the institution's name.

    Django's `r/<content type>/<id>/` shortcut redirects to an object's public page whoever asks,
    which would hand one province the links of another; this site does not have it.
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

    def login(self, request, extra_context=None):
        """Django's log-in with a brake on guessing."""
        if request.method == "POST" and _demasiados_intentos(request):
            return render(request, "admin/demasiados_intentos.html", status=429)
        return super().login(request, extra_context)


def galeria(request):
    """Every component in every state, as the public sees it."""
    return render(request, "admin/componentes.html", muestrario.CONTEXTO)


def _demasiados_intentos(request) -> bool:
    cuenta = request.POST.get("username", "")[:150].lower()
    del_origen = limites.contar(f"ingreso:{Visita.de(request).origen}:{cuenta}", VENTANA)
    de_la_cuenta = limites.contar(f"ingreso:{cuenta}", VENTANA)
    return del_origen > INTENTOS or de_la_cuenta > INTENTOS_POR_CUENTA
