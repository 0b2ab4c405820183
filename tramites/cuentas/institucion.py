"""The institution's own sign-on (OpenID Connect), where it has one: who it says it is, it is."""

import logging
from functools import wraps

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base.provider import AuthProcess
from allauth.socialaccount.providers.openid_connect import views
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.views.decorators.http import require_GET
from requests import RequestException

from tramites import identidad
from tramites.identificacion import check_cedula
from tramites.models import TipoIdentificacion
from tramites.texto import check_imprimible, limpiar_texto

registro = logging.getLogger(__name__)
PROVEEDOR = "iess"
NO_SE_PUDO = "No se pudo entrar con el ingreso del IESS. Pruebe otra vez."


def _si_responde(vista):
    """The sign-on is a server of others: when it is away, people may come in by their own door."""

    @wraps(vista)
    def envuelta(request, provider_id):
        try:
            return vista(request, provider_id)
        except RequestException as error:
            registro.warning("The sign-on does not answer (%s).", type(error).__name__)
            messages.error(request, NO_SE_PUDO)
            return redirect("account_login")

    return envuelta


def entrar(request, provider_id):
    """To the sign-on, from its button; whoever opens the address finds the button."""
    if request.method != "POST":
        return redirect("account_login")
    return _si_responde(views.login)(request, provider_id)


volver = require_GET(_si_responde(views.callback))


class AdaptadorInstitucion(DefaultSocialAccountAdapter):
    def authenticate_by_email(self, sociallogin):
        """Nobody by an address that was not proved. Some servers say it in words: "false"."""
        dichos = sociallogin.email_addresses
        sociallogin.email_addresses = [correo for correo in dichos if correo.verified is True]
        return super().authenticate_by_email(sociallogin)

    def pre_social_login(self, request, sociallogin):
        """To come in, which is all that it is for; and not the staff, whose door is another."""
        if sociallogin.state.get("process") != AuthProcess.LOGIN:
            _volver(request, NO_SE_PUDO)
        if sociallogin.is_existing and sociallogin.user.is_staff:
            _volver(request, "Las cuentas del personal entran por el escritorio.")
        if not sociallogin.account.pk and _es_de_otra_persona(sociallogin):
            _volver(
                request,
                "La cuenta de ese correo es de otra persona. Use otro correo en el ingreso del "
                "IESS, o entre con su contraseña.",
            )
        probados = sociallogin.email_addresses
        if not sociallogin.is_existing:
            sociallogin.user.email = probados[0].email if probados else ""

    def on_authentication_error(self, request, *args, **kwargs):
        _volver(request, NO_SE_PUDO)


def _volver(request, motivo: str):
    messages.error(request, motivo)
    raise ImmediateHttpResponse(redirect("account_login"))


def _es_de_otra_persona(sociallogin) -> bool:
    """Whether the address, which families share, leads to an account confirmed as somebody else's.

    Joined, each would read the cases of the other.
    """
    titular = identidad.titular_de(sociallogin.user) if sociallogin.is_existing else None
    persona = _persona(sociallogin)
    return titular is not None and (persona is None or not _es(titular, persona))


def _es(titular, persona: dict) -> bool:
    campos = ("tipo_identificacion", "identificacion")
    return all(getattr(titular, campo) == persona[campo] for campo in campos)


def confirmar(cuenta, sociallogin) -> None:
    """The account is of whom the sign-on says, if it says a cédula and a name as ours are."""
    if persona := _persona(sociallogin):
        identidad.confirmar_por_institucion(cuenta, **persona)


def _persona(sociallogin) -> dict | None:
    """Who the sign-on says that this is, as `identidad.declarar` takes it."""
    dichos = sociallogin.account.get_provider_account().get_user_data() or {}
    try:
        cedula = check_cedula(str(dichos.get(settings.OIDC_CAMPO_CEDULA, "")))
        nombres = limpiar_texto(str(dichos.get("name", "")))
        check_imprimible(nombres)
    except ValidationError:
        return None
    if not nombres:
        return None
    return {
        "tipo_identificacion": TipoIdentificacion.CEDULA,
        "identificacion": cedula,
        "nombres": nombres[:150],
    }
