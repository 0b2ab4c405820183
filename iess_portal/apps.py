from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig

from iess_portal import checks  # noqa: F401 — importing it registers the system checks.


class PortalConfig(AppConfig):
    name = "iess_portal"
    verbose_name = "Portal"


class AdminConfig(DjangoAdminConfig):
    default_site = "iess_portal.sitio.SitioAdmin"
