"""Staff accounts in the admin, where nobody reaches people's accounts."""

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm

Cuenta = get_user_model()
admin.site.unregister(Cuenta)


class CuentaNuevaForm(AdminUserCreationForm):
    """Every account made at the desk is a member of staff's."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.is_staff = True


@admin.register(Cuenta)
class CuentaDelPersonalAdmin(UserAdmin):
    """Django's own, for staff accounts only: anyone who could reset a person's password could read
    that person's cases without leaving a trace."""

    add_form = CuentaNuevaForm
    list_filter = ["is_active", "is_superuser", "groups"]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        ("Información personal", {"fields": ["first_name", "last_name", "email"]}),
        ("Permisos", {"fields": ["is_active", "is_superuser", "groups", "user_permissions"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).filter(is_staff=True)
