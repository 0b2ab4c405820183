"""The settings of the web server that a bench measures: the portal's, with the emptiest answer.

Not inside `tests.rendimiento`, which sets Django up when it is imported.
"""

from certificados import limites
from iess_portal.settings import *  # noqa: F403 — a settings module

ROOT_URLCONF = "tests.rendimiento.rutas"
STORAGES["staticfiles"] = {  # noqa: F405
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
STATIC_ROOT.mkdir(exist_ok=True)  # noqa: F405 — whitenoise warns when it is not there
# No limit, and each request from whom it says, as behind the proxy.
VERIFICACIONES_POR_MINUTO = limites.PRESUPUESTO = 10**9
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
