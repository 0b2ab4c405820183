"""The staff's second factor: a code from the telephone, and codes on paper in case it is lost.

With `PERSONAL_SEGUNDO_FACTOR`, staff who have none must set it up before they see the desk.
"""

import base64
import hashlib
from functools import wraps

from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base import views as base
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as codigos
from allauth.mfa.totp import views as totp
from allauth.mfa.utils import is_mfa_enabled
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import render
from django.urls import path, reverse

from tramites import limites

# The session key that holds the primary key of the factor set up in that session.
ESTRENADO = "segundo_factor"


class AdaptadorSegundoFactor(DefaultMFAAdapter):
    """Keeps the secrets encrypted: useless to whoever only reads the database."""

    def encrypt(self, text):
        return _cifra().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        return _cifra().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator):
        return not settings.PERSONAL_SEGUNDO_FACTOR


def _cifra() -> MultiFernet:
    """Encrypts with the current SECRET_KEY, and decrypts also with the earlier ones."""
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


def probado(request) -> bool:
    """Whether this session went through the second factor that its account has now.

    A session opened before the factor was set up, or with a telephone since replaced, did not:
    whoever holds it has to log in again.
    """
    if le_falta(request.user):
        return False
    factores = set(Authenticator.objects.filter(user=request.user).values_list("pk", flat=True))
    ingresos = get_authentication_records(request, request.user)
    pasados = {i.get("id") for i in ingresos if i["method"] == "mfa"}
    return not factores or bool(factores & {*pasados, request.session.get(ESTRENADO)})


def del_personal(vista):
    """For staff who have logged in; the people's accounts have no second factor."""

    @wraps(vista)
    def envuelta(request, *args, **kwargs):
        if request.user.is_authenticated and not request.user.is_staff:
            raise Http404
        if not request.user.is_authenticated or not (le_falta(request.user) or probado(request)):
            return redirect_to_login(request.get_full_path(), reverse("admin:login"))
        return vista(request, *args, **kwargs)

    return envuelta


def donde_se_cuenta(vista):
    """A code may be tried only while attempts, and the codes already used, can be counted.

    Without a limit, six digits are guessed in minutes. People's passwords do without the limit:
    they are long, and nobody may be left outside for want of a cache.
    """

    @wraps(vista)
    def envuelta(request, *args, **kwargs):
        if request.method == "POST" and not limites.contar("segundo-factor", limites.MINUTO):
            return render(request, "mfa/sin_contador.html", status=503)
        return vista(request, *args, **kwargs)

    return envuelta


def donde_se_lee(vista):
    """Say what to do where SECRET_KEY was replaced and the earlier one not kept: no code is right
    any more, and nobody comes in without one."""

    @wraps(vista)
    def envuelta(request, *args, **kwargs):
        try:
            return vista(request, *args, **kwargs)
        except InvalidToken:
            return render(request, "mfa/sin_clave.html", status=503)

    return envuelta


class Activar(totp.ActivateTOTPView):
    """The session that sets up the factor stays open; those open elsewhere do not."""

    def form_valid(self, form):
        respuesta = super().form_valid(form)
        telefono = Authenticator.objects.get(user=self.request.user, type=Authenticator.Type.TOTP)
        self.request.session[ESTRENADO] = telefono.pk
        return respuesta


urlpatterns = [
    path("", del_personal(base.index), name="mfa_index"),
    path(
        "ingreso/",
        donde_se_lee(donde_se_cuenta(base.authenticate)),
        name="mfa_authenticate",
    ),
    path(
        "otra-vez/",
        del_personal(donde_se_lee(donde_se_cuenta(base.reauthenticate))),
        name="mfa_reauthenticate",
    ),
    path("activar/", del_personal(Activar.as_view()), name="mfa_activate_totp"),
    path("quitar/", del_personal(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("codigos/", del_personal(codigos.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "codigos/nuevos/",
        del_personal(codigos.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
]
