"""The URLs of accounts: our own, and those of allauth's that are in use, under names of ours."""

from allauth.account import views as cuentas
from django.urls import path, re_path

from . import institucion, views

urlpatterns = [
    path("", views.mi_cuenta, name="mi_cuenta"),
    path("identidad/", views.identidad, name="identidad"),
    path("guardar/", views.guardar, name="guardar_en_mi_cuenta"),
    path("guardar/<str:secreto>/", views.apartar, name="apartar_para_mi_cuenta"),
    path("autorizaciones/nueva/", views.autorizar, name="autorizar"),
    path("autorizaciones/<int:pk>.pdf", views.autorizacion, name="autorizacion"),
    path("autorizaciones/<int:pk>/revocar/", views.revocar, name="revocar_autorizacion"),
    path("entrar/", cuentas.login, name="account_login"),
    path("salir/", cuentas.logout, name="account_logout"),
    path("crear/", cuentas.signup, name="account_signup"),
    path(
        "correo/enviado/", cuentas.email_verification_sent, name="account_email_verification_sent"
    ),
    path("correo/<str:key>/", cuentas.confirm_email, name="account_confirm_email"),
    path("clave/", views.de_persona(cuentas.password_change), name="account_change_password"),
    path(
        "clave/olvidada/",
        views.al_mismo_paso(cuentas.password_reset),
        name="account_reset_password",
    ),
    path("clave/enviada/", cuentas.password_reset_done, name="account_reset_password_done"),
    path(
        "clave/cambiada/",
        cuentas.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^clave/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        cuentas.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("institucion/<slug:provider_id>/entrar/", institucion.entrar, name="openid_connect_login"),
    path(
        "institucion/<slug:provider_id>/volver/",
        institucion.volver,
        name="openid_connect_callback",
    ),
    path("otra-vez/", cuentas.reauthenticate, name="account_reauthenticate"),
]
