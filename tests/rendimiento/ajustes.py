"""The settings of the server that is measured: the portal's own, beside the emptiest page."""

from certificados import limites
from iess_portal.settings import *  # noqa: F403 — a settings module

ROOT_URLCONF = "tests.rendimiento.rutas"
STORAGES["staticfiles"] = {  # noqa: F405
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
# No limit, and each request from whom it says, as behind the proxy.
VERIFICACIONES_POR_MINUTO = limites.PRESUPUESTO = 10**9
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
