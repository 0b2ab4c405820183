"""How allauth behaves in this portal: its mails are rows, and nobody learns who has an account."""

import secrets
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse

from certificados.verificacion import Visita
from tramites import correo, limites
from tramites.texto import CorreoField

from . import institucion

# Account mails that one address gets in a day: whoever types it may not be its owner (S20).
CORREOS_AL_DIA, UN_DIA = 5, 24 * limites.HORA
# The session key of the case to save after logging in. It holds the digest of the case's link,
# which opens nothing and stops working with the link.
POR_GUARDAR = "solicitud_por_guardar"
# The only messages shown: the pages themselves say the rest.
MENSAJES = {
    "account/messages/logged_out.txt": "Salió de su cuenta.",
    "account/messages/password_changed.txt": "Cambió su contraseña.",
    "account/messages/password_set.txt": "Creó su contraseña.",
    "account/messages/email_confirmed.txt": "Confirmó su correo. Ya puede entrar.",
    "account/messages/email_confirmation_failed.txt": "Ese correo ya está confirmado.",
}


class Adaptador(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "El correo o la contraseña no son correctos. Revíselos, o cree "
        "otra contraseña con «Olvidé mi contraseña».",
        "too_many_login_attempts": "Hubo muchos intentos seguidos. Espere cinco minutos y pruebe "
        "otra vez.",
    }

    def populate_username(self, request, user):
        """A random name, which tells nothing and never collides with a member of staff's."""
        user.username = f"persona-{secrets.token_hex(8)}"

    def clean_email(self, email):
        return CorreoField().clean(super().clean_email(email))

    def post_login(self, request, user, *, signal_kwargs, **kwargs):
        """Logging in through the institution's sign-on also confirms the identity."""
        if signal_kwargs and "sociallogin" in signal_kwargs:
            institucion.confirmar(user, signal_kwargs["sociallogin"])
        return super().post_login(request, user, signal_kwargs=signal_kwargs, **kwargs)

    def get_login_redirect_url(self, request):
        """Back to the case that is waiting to be saved, if any; also right after signing up."""
        if POR_GUARDAR in request.session:
            return reverse("guardar_en_mi_cuenta")
        return super().get_login_redirect_url(request)

    def get_client_ip(self, request):
        """The pseudonym of the address, as the portal's other rate limits use."""
        return Visita.de(request).origen

    def add_message(self, request, level, message_template=None, *args, **kwargs):
        if texto := MENSAJES.get(message_template):
            messages.add_message(request, level, texto)

    def send_mail(self, template_prefix, email, context):
        """Write a row, like any other mail: how long the request takes reveals nothing."""
        if limites.contar(f"correo-de-cuenta:{correo.buzon(email)}", UN_DIA) > CORREOS_AL_DIA:
            return
        enlace = context.get("activate_url") or context["password_reset_url"]
        nombre = template_prefix.rpartition("/")[2]
        texto = render_to_string(
            f"tramites/cuentas/correos/{nombre}.txt",
            # The public address, whatever name this request came by.
            {"enlace": settings.PORTAL_URL + urlsplit(enlace).path},
        )
        correo.encolar_de_cuenta(email, texto)

    def send_account_already_exists_mail(self, email):
        institucion.parar_a_la_segunda(self.request)
        # Takes as long as making the account, so that timing does not reveal that there was one.
        get_user_model()().set_password(secrets.token_urlsafe())
        super().send_account_already_exists_mail(email)

    def send_password_reset_mail(self, user, email, context):
        """Never to staff: an administrator sets their passwords."""
        if not user.is_staff:
            super().send_password_reset_mail(user, email, context)

    def respond_user_inactive(self, request, user):
        """The password was right, but the account is closed."""
        messages.error(request, "Esta cuenta está cerrada. Si es un error, llame al 02 394 5666.")
        return redirect("account_login")
