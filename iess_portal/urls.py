from django.contrib import admin
from django.urls import include, path

from . import reserva, salud

urlpatterns = [
    # Before the admin, whose last pattern matches every address.
    path("admin/segundo-factor/", include("iess_portal.segundo_factor")),
    path("admin/", admin.site.urls),
    path("certificados/", include("certificados.urls")),
    path("robots.txt", reserva.robots, name="robots"),
    path(".well-known/security.txt", reserva.security, name="security"),
    path("salud/viva", salud.viva, name="salud_viva"),
    path("salud/lista", salud.lista, name="salud_lista"),
    path("", include("tramites.urls")),
]

handler400 = "iess_portal.errores.mal_pedido"
handler403 = "iess_portal.errores.prohibido"
handler404 = "iess_portal.errores.no_existe"
handler500 = "iess_portal.errores.fallo"
