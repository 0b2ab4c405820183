"""The catalogue in the admin: rows that supervisors edit."""

from functools import wraps

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db import models

from tramites.models import (
    Centro,
    Feriado,
    Funcionario,
    HorarioDeCentro,
    MesPublicado,
    Provincia,
    Requisito,
    Tramite,
    UnidadAdministrativa,
)
from tramites.recuento import al_cambiar_calendarios


def que_cambia_calendarios(vista):
    """Decorate a page whose POST may change holidays or seats."""

    @wraps(vista)
    def envuelta(self, request, *args, **kwargs):
        if request.method != "POST":
            return vista(self, request, *args, **kwargs)
        with al_cambiar_calendarios():
            return vista(self, request, *args, **kwargs)

    return envuelta


class RequisitoInline(admin.StackedInline):
    model = Requisito
    extra = 0


@admin.register(Tramite)
class TramiteAdmin(admin.ModelAdmin):
    list_display = ["nombre_corto", "sigla", "activo"]
    inlines = [RequisitoInline]
    view_on_site = False
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}


@admin.register(Provincia)
class ProvinciaAdmin(admin.ModelAdmin):
    list_display = ["codigo", "nombre", "unidad"]
    list_select_related = ["unidad"]


@admin.register(UnidadAdministrativa)
class UnidadAdministrativaAdmin(admin.ModelAdmin):
    list_display = ["nombre", "tipo", "sede"]
    list_filter = ["tipo"]
    list_select_related = ["sede"]

    changeform_view = que_cambia_calendarios(admin.ModelAdmin.changeform_view)


class HorarioInline(admin.TabularInline):
    model = HorarioDeCentro
    extra = 0
    max_num = len(HorarioDeCentro.Dia)


@admin.register(Centro)
class CentroAdmin(admin.ModelAdmin):
    inlines = [HorarioInline]
    list_display = ["nombre", "provincia", "activo"]
    list_filter = ["activo"]
    list_select_related = ["provincia"]


@admin.register(Feriado)
class FeriadoAdmin(admin.ModelAdmin):
    list_display = ["fecha", "nombre", "provincia"]
    list_filter = ["provincia"]
    list_select_related = ["provincia"]
    ordering = ["-fecha"]

    changeform_view = que_cambia_calendarios(admin.ModelAdmin.changeform_view)
    delete_view = que_cambia_calendarios(admin.ModelAdmin.delete_view)
    changelist_view = que_cambia_calendarios(admin.ModelAdmin.changelist_view)


@admin.register(MesPublicado)
class MesPublicadoAdmin(admin.ModelAdmin):
    list_display = ["anio", "mes", "quejas", "atenciones"]
    list_filter = ["anio"]


@admin.register(Funcionario)
class FuncionarioAdmin(admin.ModelAdmin):
    list_display = ["usuario", "unidad", "supervisa"]
    list_select_related = ["usuario", "unidad"]

    def formfield_for_foreignkey(self, db_field, request, **opciones):
        """Only staff accounts: people's number thousands, and none of them is an officer."""
        if db_field.name == "usuario":
            opciones["queryset"] = get_user_model().objects.filter(is_staff=True)
        return super().formfield_for_foreignkey(db_field, request, **opciones)
