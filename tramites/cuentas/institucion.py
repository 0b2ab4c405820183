"""The institution's own sign-on (OpenID Connect), if it has one, which also confirms identities."""

import logging
from functools import wraps

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.base.provider import AuthProcess, ProviderException
from allauth.socialaccount.providers.openid_connect import views
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.shortcuts import redirect
from django.views.decorators.http import require_GET
from requests import RequestException

from tramites import identidad
from tramites.identificacion import check_cedula
from tramites.models import TipoIdentificacion, Titular
from tramites.texto import check_imprimible, guardable, limpiar_texto

registro = logging.getLogger(__name__)
NO_SE_PUDO = "No se pudo entrar con el ingreso del IESS. Pruebe otra vez."
LARGO_DE_SUB = SocialAccount._meta.get_field("uid").max_length
LARGO_DE_TEXTO = Titular._meta.get_field("nombres").max_length


def _si_responde(vista):
    """Fall back to the portal's own log-in when the institution's server does not answer.

    The loser of two simultaneous first log-ins of one person also lands there: its account exists
    by then.
    """

    @wraps(vista)
    def envuelta(request, provider_id):
        try:
            return vista(request, provider_id)
        except (RequestException, IntegrityError) as error:
            registro.warning("Nobody came in by the sign-on (%s).", type(error).__name__)
            messages.error(request, NO_SE_PUDO)
            return redirect("account_login")

    return envuelta


def entrar(request, provider_id):
    """The button's POST goes to the sign-on; a GET goes to the page with the button."""
    if request.method != "POST":
        return redirect("account_login")
    return _si_responde(views.login)(request, provider_id)


volver = require_GET(_si_responde(views.callback))


class Ingreso(OpenIDConnectProvider):
    """The provider, which keeps only the claims that the portal uses, and only if well formed."""

    def sociallogin_from_response(self, request, response):
        return super().sociallogin_from_response(request, _creible(response))


def _creible(respuesta: dict) -> dict:
    """The claims that the portal uses; one of the wrong type counts as missing.

    An address counts only if verified, and some servers say so with the string "false". Raises
    `ProviderException` without a valid subject (OpenID Connect Core 1.0, 2 and 5.3.2).
    """
    ficha = respuesta.get("id_token")
    dichos = respuesta.get("userinfo") or ficha
    sub = dichos.get("sub") if isinstance(dichos, dict) else None
    if not _es_sub(sub) or (ficha and ficha.get("sub") != sub):
        raise ProviderException("The sign-on does not say who it is.")
    creible = {campo: _texto(dichos.get(campo)) for campo in ("name", settings.OIDC_CAMPO_CEDULA)}
    if dichos.get("email_verified") is True:
        creible |= {"email": _texto(dichos.get("email")), "email_verified": True}
    return creible | {"sub": sub}


def _es_sub(sub) -> bool:
    return (
        isinstance(sub, str)
        and 0 < len(sub) <= LARGO_DE_SUB
        and sub.isascii()
        and sub.isprintable()
    )


def _texto(dicho) -> str:
    """A claim that a row can store; empty if it is not text or is too long for a row."""
    es_texto = isinstance(dicho, str) and len(dicho) <= LARGO_DE_TEXTO
    return guardable(dicho) if es_texto else ""


class AdaptadorInstitucion(DefaultSocialAccountAdapter):
    def get_provider(self, request, provider, client_id=None):
        return Ingreso(request, super().get_provider(request, provider, client_id).app)

    def save_user(self, request, sociallogin, form=None):
        """All or nothing: a simultaneous log-in of the same person may have made the account."""
        with transaction.atomic():
            return super().save_user(request, sociallogin, form)

    def pre_social_login(self, request, sociallogin):
        """Allow logging in only, never connecting another account; and not for staff."""
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

    def on_authentication_error(self, request, *args, **kwargs):
        _volver(request, NO_SE_PUDO)


def _volver(request, motivo: str):
    messages.error(request, motivo)
    raise ImmediateHttpResponse(redirect("account_login"))


def parar_a_la_segunda(request) -> None:
    """For whoever finds the address taken: on the way back from the sign-on, by another first
    log-in of the same person that began at the same time. The account is there by now."""
    if request.resolver_match.view_name == "openid_connect_callback":
        _volver(request, NO_SE_PUDO)


def _es_de_otra_persona(sociallogin) -> bool:
    """Whether the address leads to an account already confirmed as somebody else's.

    Families share addresses: if the two were joined, each would read the other's cases.
    """
    titular = identidad.titular_de(sociallogin.user) if sociallogin.is_existing else None
    persona = _persona(sociallogin)
    return titular is not None and (persona is None or not _es(titular, persona))


def _es(titular, persona: dict) -> bool:
    campos = ("tipo_identificacion", "identificacion")
    return all(getattr(titular, campo) == persona[campo] for campo in campos)


def confirmar(cuenta, sociallogin) -> None:
    """Confirm the account's identity, if the sign-on gives a valid cédula and name."""
    if persona := _persona(sociallogin):
        identidad.confirmar_por_institucion(cuenta, **persona)


def _persona(sociallogin) -> dict | None:
    """The person that the sign-on names, as arguments of `identidad.declarar`; None if invalid."""
    dichos = sociallogin.account.extra_data
    try:
        cedula = check_cedula(dichos[settings.OIDC_CAMPO_CEDULA])
        nombres = limpiar_texto(dichos["name"])
        check_imprimible(nombres)
    except ValidationError:
        return None
    if not nombres:
        return None
    return {
        "tipo_identificacion": TipoIdentificacion.CEDULA,
        "identificacion": cedula,
        "nombres": nombres,
    }
