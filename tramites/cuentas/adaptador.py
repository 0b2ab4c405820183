"""How allauth behaves in this portal: mails are rows, names are ours, nobody learns who has one."""

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

# Mails that one address gets of accounts in a day: who types it may not be its owner (S20).
CORREOS_AL_DIA, UN_DIA = 5, 24 * limites.HORA
# The session's name for the case that its browser asked to save, by the digest of its link: it
# ends with the link, and opens nothing.
POR_GUARDAR = "solicitud_por_guardar"
# What is worth saying; of the rest the page itself speaks.
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
        """A name that says nothing and that no member of staff will ever have."""
        user.username = f"persona-{secrets.token_hex(8)}"

    def clean_email(self, email):
        return CorreoField().clean(super().clean_email(email))

    def post_login(self, request, user, *, signal_kwargs, **kwargs):
        """Whoever comes from the institution's sign-on brings an identity."""
        if signal_kwargs and "sociallogin" in signal_kwargs:
            institucion.confirmar(user, signal_kwargs["sociallogin"])
        return super().post_login(request, user, signal_kwargs=signal_kwargs, **kwargs)

    def get_login_redirect_url(self, request):
        """To the case that waits to be saved, also after making the account for it."""
        if POR_GUARDAR in request.session:
            return reverse("guardar_en_mi_cuenta")
        return super().get_login_redirect_url(request)

    def get_client_ip(self, request):
        """The pseudonym by which the portal's other limits count."""
        return Visita.de(request).origen

    def add_message(self, request, level, message_template=None, *args, **kwargs):
        if texto := MENSAJES.get(message_template):
            messages.add_message(request, level, texto)

    def send_mail(self, template_prefix, email, context):
        """A row, as any other mail: the request waits for no server and leaks no time."""
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
        # As long as making the account would take: time must not tell that there was one.
        get_user_model()().set_password(secrets.token_urlsafe())
        super().send_account_already_exists_mail(email)

    def send_password_reset_mail(self, user, email, context):
        """Never for the staff, whose passwords the administrator gives."""
        if not user.is_staff:
            super().send_password_reset_mail(user, email, context)

    def respond_user_inactive(self, request, user):
        """Whoever gave the right password of an account that was closed."""
        messages.error(request, "Esta cuenta está cerrada. Si es un error, llame al 02 394 5666.")
        return redirect("account_login")
