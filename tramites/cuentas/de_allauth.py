"""allauth's forms, with a sentence for each thing that is missing: what to do about it."""

from allauth.account import forms as account
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm

CONTRASENA = "Escriba su contraseña."
SI_FALTA = {
    "login": "Escriba su correo electrónico.",
    "password": CONTRASENA,
    "email": "Escriba su correo electrónico.",
    "oldpassword": "Escriba la contraseña que usa ahora.",
    "password1": "Escriba una contraseña nueva.",
    "password2": "Escriba otra vez la contraseña nueva, igual.",
    "code": "Escriba el código.",
}


class ConFrases:
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for campo in self.fields.keys() & SI_FALTA.keys():
            self.fields[campo].error_messages["required"] = SI_FALTA[campo]


class Entrar(ConFrases, account.LoginForm):
    pass


class Crear(ConFrases, account.SignupForm):
    pass


class CambiarClave(ConFrases, account.ChangePasswordForm):
    pass


class ClaveOlvidada(ConFrases, account.ResetPasswordForm):
    pass


class ClaveNueva(ConFrases, account.ResetPasswordKeyForm):
    pass


class OtraVez(ConFrases, account.ReauthenticateForm):
    pass


class CodigoAlEntrar(ConFrases, AuthenticateForm):
    pass


class CodigoOtraVez(ConFrases, ReauthenticateForm):
    pass


class ActivarCodigo(ConFrases, ActivateTOTPForm):
    pass
