"""Two doors that do not meet: the staff's, by user name, and the people's, by e-mail."""

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.backends import ModelBackend


class DelPersonal(ModelBackend):
    """Staff accounts, at the desk's own log-in."""

    def user_can_authenticate(self, user):
        return user.is_staff and super().user_can_authenticate(user)


class DeLasPersonas(AuthenticationBackend):
    """Everybody else's. A person who is made staff is out of here at the next click."""

    def user_can_authenticate(self, user):
        return not user.is_staff and super().user_can_authenticate(user)

    def _check_password(self, user, password):
        # allauth logs in whom `user_can_authenticate` refuses, if active: here staff do not exist.
        return None if user and user.is_staff else super()._check_password(user, password)
