"""The portal's settings over a throw-away data folder, one per xdist worker.

pytest-django imports the settings before any conftest, so the folder must be chosen here.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_TEMPORAL = Path(tempfile.mkdtemp(prefix="portal-pruebas-"))
_DUENO = os.getpid()
os.environ["VAR"] = str(_TEMPORAL)
# Playwright keeps an event loop in the thread of the tests, where Django refuses its database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@atexit.register
def _borrar_temporal() -> None:
    # A forked child also runs exit handlers: only the process that made the folder removes it.
    if os.getpid() == _DUENO:
        shutil.rmtree(_TEMPORAL, ignore_errors=True)


from iess_portal.settings import *  # noqa: E402, F403 — VAR had to be set first

# Argon2 is slow by design; the tests make hundreds of users. The real portal of
# `tests/conftest.py` runs with the real hasher, storage and settings.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {  # noqa: F405
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
STATIC_ROOT.mkdir()  # noqa: F405 — whitenoise warns when it is not there
# One address sends all those of the tests.
SOLICITUDES_POR_ORIGEN = 10**6
CACHES = {"default": {"BACKEND": "tests.cache.CacheDeMemoria"}}
