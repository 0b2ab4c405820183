"""The staff's second factor: a code of the telephone, and codes on paper for when it is lost.

Where `PERSONAL_SEGUNDO_FACTOR` holds, whoever has none sets it up before seeing the desk.
"""

import base64
import hashlib
from functools import wraps

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base import views as base
from allauth.mfa.recovery_codes import views as codigos
from allauth.mfa.totp import views as totp
from allauth.mfa.utils import is_mfa_enabled
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.urls import path, reverse


class AdaptadorSegundoFactor(DefaultMFAAdapter):
    """Secrets are no use to whoever reads the database alone."""

    def encrypt(self, text):
        return _cifra().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        return _cifra().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator):
        return not settings.PERSONAL_SEGUNDO_FACTOR


def _cifra() -> MultiFernet:
    """Writes with today's SECRET_KEY and reads also with those before."""
    claves = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    resumenes = [hashlib.sha256(f"segundo-factor:{c}".encode()).digest() for c in claves]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(r)) for r in resumenes])


def le_falta(cuenta) -> bool:
    """Whether this member of staff must set it up before going on."""
    return (
        settings.PERSONAL_SEGUNDO_FACTOR
        and cuenta.is_active
        and cuenta.is_staff
        and not is_mfa_enabled(cuenta)
    )


def del_personal(vista):
    """For staff who have come in; the people's accounts have no second factor."""

    @wraps(vista)
    def envuelta(request, *args, **kwargs):
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), reverse("admin:login"))
        if not request.user.is_staff:
            raise Http404
        return vista(request, *args, **kwargs)

    return envuelta


urlpatterns = [
    path("", del_personal(base.index), name="mfa_index"),
    path("ingreso/", base.authenticate, name="mfa_authenticate"),
    path("otra-vez/", del_personal(base.reauthenticate), name="mfa_reauthenticate"),
    path("activar/", del_personal(totp.activate_totp), name="mfa_activate_totp"),
    path("quitar/", del_personal(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("codigos/", del_personal(codigos.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "codigos/nuevos/",
        del_personal(codigos.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
]
