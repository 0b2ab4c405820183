"""The institution's own sign-on (OpenID Connect), where it has one: who it says it is, it is."""

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
    """The sign-on is a server of others: when it is away, people may come in by their own door.

    So may the second of two first log-ins of one person at once: the account is there by then.
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
    """To the sign-on, from its button; whoever opens the address finds the button."""
    if request.method != "POST":
        return redirect("account_login")
    return _si_responde(views.login)(request, provider_id)


volver = require_GET(_si_responde(views.callback))


class Ingreso(OpenIDConnectProvider):
    """The sign-on, believed only in what is of use and as it should be."""

    def sociallogin_from_response(self, request, response):
        return super().sociallogin_from_response(request, _creible(response))


def _creible(respuesta: dict) -> dict:
    """The claims in use of what the sign-on says; one of another type is as if it was not said.

    Nor is an address believed that was not proved: some servers say it in words, "false". Raises
    `ProviderException` when it does not say who it is (OpenID Connect Core 1.0, 2 and 5.3.2).
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
    """A claim as a row can keep it; empty for what is not the text of a name or an address."""
    es_texto = isinstance(dicho, str) and len(dicho) <= LARGO_DE_TEXTO
    return guardable(dicho) if es_texto else ""


class AdaptadorInstitucion(DefaultSocialAccountAdapter):
    def get_provider(self, request, provider, client_id=None):
        return Ingreso(request, super().get_provider(request, provider, client_id).app)

    def save_user(self, request, sociallogin, form=None):
        """The whole account or nothing of it, when its sign-on has one since a moment ago."""
        with transaction.atomic():
            return super().save_user(request, sociallogin, form)

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
