from django.apps import AppConfig

from certificados import checks  # noqa: F401 — importing it registers the system checks.


class CertificadosConfig(AppConfig):
    name = "certificados"
    verbose_name = "Certificados"
