"""Certificates for the officers: a list to watch; everything is done on the case's page."""

from django.contrib import admin
from django.shortcuts import redirect

from certificados.models import POR_EMITIR, Certificado
from certificados.services import detenidos
from tramites.alcance import solicitudes_visibles

from .unidad import AdminDeUnidad


class EmisionFilter(admin.SimpleListFilter):
    title = "emisión"
    parameter_name = "emision"

    def lookups(self, request, model_admin):
        return [("detenida", "Detenida: necesita a una persona"), ("pendiente", "En camino")]

    def queryset(self, request, queryset):
        if self.value() == "detenida":
            return queryset & detenidos()
        if self.value() == "pendiente":
            return queryset.filter(estado__in=POR_EMITIR)
        return queryset


@admin.register(Certificado)
class CertificadoAdmin(AdminDeUnidad):
    """Read-only, in the officer's scope. A row opens its case."""

    list_display = ["etiqueta", "nombres", "provincia", "estado", "vigente_hasta", "intentos"]
    list_filter = ["estado", EmisionFilter]
    filtros = ("estado__exact", "emision")
    search_fields = ["numero", "identificacion__startswith", "nombres"]

    def visibles(self, usuario):
        return Certificado.objects.filter(solicitud__in=solicitudes_visibles(usuario))

    @admin.display(description="número", ordering="numero")
    def etiqueta(self, certificado):
        return str(certificado)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        certificado = self.fila(request, object_id)
        return redirect("admin:tramites_solicitud_change", certificado.solicitud_id)
