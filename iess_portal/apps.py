from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig


class PortalConfig(AppConfig):
    name = "iess_portal"
    verbose_name = "Portal"


class AdminConfig(DjangoAdminConfig):
    default_site = "iess_portal.sitio.SitioAdmin"
