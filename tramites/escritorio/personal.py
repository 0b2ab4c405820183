"""The accounts of the staff in the admin. Those of the people are of nobody else."""

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm

Cuenta = get_user_model()
admin.site.unregister(Cuenta)


class CuentaNuevaForm(AdminUserCreationForm):
    """What is made at the desk is of the staff."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.is_staff = True


@admin.register(Cuenta)
class CuentaDelPersonalAdmin(UserAdmin):
    """Django's own, over the staff alone: whoever could give a person's account another password
    would read that person's cases, and no trace would say so."""

    add_form = CuentaNuevaForm
    list_filter = ["is_active", "is_superuser", "groups"]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        ("Información personal", {"fields": ["first_name", "last_name", "email"]}),
        ("Permisos", {"fields": ["is_active", "is_superuser", "groups", "user_permissions"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).filter(is_staff=True)
