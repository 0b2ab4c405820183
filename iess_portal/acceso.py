"""Two separate doors: the staff's, by user name, and the people's, by e-mail."""

import time

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.backends import ModelBackend

from tramites.cuentas.adaptador import Adaptador

# The session key that holds when its person logged in, and for how many seconds after that the
# password need not be typed again.
ENTRO_EN, UN_MOMENTO = "entro_en", 300


class DelPersonal(ModelBackend):
    """Staff accounts, at the desk's own log-in."""

    def user_can_authenticate(self, user):
        return user.is_staff and super().user_can_authenticate(user)


class DeLasPersonas(AuthenticationBackend):
    """Everybody else's accounts. A person made staff loses this session at the next request."""

    def user_can_authenticate(self, user):
        return not user.is_staff and super().user_can_authenticate(user)

    def _check_password(self, user, password):
        # allauth still logs in an active user that `user_can_authenticate` refused: here staff do
        # not exist.
        return None if user and user.is_staff else super()._check_password(user, password)


class DosPuertas(Adaptador):
    """How allauth lets in both kinds of account."""

    def login(self, request, user):
        """Keep each kind of account to its own backend, also after a second factor."""
        puerta = DelPersonal if user.is_staff else DeLasPersonas
        user.backend = f"{puerta.__module__}.{puerta.__name__}"
        super().login(request, user)
        request.session[ENTRO_EN] = time.time()

    def is_reauthentication_required(self, *, app, **kwargs):
        """Not right after logging in, for example to set up a second factor."""
        hace = time.time() - self.request.session.get(ENTRO_EN, 0)
        return hace > UN_MOMENTO and super().is_reauthentication_required(app=app, **kwargs)
