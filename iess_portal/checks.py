"""System checks: what a portal in production should not go without."""

from django.conf import settings
from django.core.checks import Tags, Warning, register


@register(Tags.security, deploy=True)
def segundo_factor(app_configs, **kwargs):
    """The staff read health data: a password alone is not enough (ASVS 6.3.3)."""
    if not settings.PRODUCCION or settings.PERSONAL_SEGUNDO_FACTOR:
        return []
    return [
        Warning(
            "El personal entra solo con su contraseña.",
            hint="Quite PERSONAL_SEGUNDO_FACTOR=false.",
            id="iess_portal.W001",
        )
    ]
