from django.apps import AppConfig

from documentos import checks  # noqa: F401 — importing it registers the system checks.


class DocumentosConfig(AppConfig):
    name = "documentos"
    verbose_name = "Documentos"
