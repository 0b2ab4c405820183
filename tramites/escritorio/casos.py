"""The officers' desk: a remote control over the services, not an editor of cases."""

import logging

from django.contrib import admin, messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.timesince import timesince
from django.views.decorators.http import require_http_methods

from tramites import archivos, services, vida_certificado
from tramites.alcance import can_ver, solicitudes_visibles
from tramites.estados import TRANSICIONES
from tramites.hoja_de_ruta import nombre_de
from tramites.identificacion import telefono_en_palabras
from tramites.models import Correo, Solicitud
from tramites.plazos import Calendarios
from tramites.reenvio import NoSeReenvia, reenviar
from tramites.terminos import limite_de_cerca

from . import etiquetas, pagina
from .acciones import BOTONES
from .bandeja import (
    BANDEJAS,
    PENDIENTES,
    BandejaFilter,
    ProvinciaFilter,
    TerminoFilter,
    bandeja_de,
    con_correccion,
)
from .unidad import AdminDeUnidad, de_un_boton

registro = logging.getLogger(__name__)
# They take the case back to «Aprobada», a state that does not say what was done.
OTRO_CERTIFICADO = {"renovar", "reemplazar"}


@admin.register(Solicitud)
class SolicitudAdmin(AdminDeUnidad):
    """Cases: read-only, in the officer's scope, with just the buttons that the state allows."""

    list_display = ["numero", "nombres", "provincia", "situacion", "edad", "vence", "a_cargo"]
    list_filter = [BandejaFilter, TerminoFilter, ProvinciaFilter]
    filtros = ("bandeja", "termino", "provincia")
    list_select_related = ["provincia", "unidad", "responsable"]
    search_fields = ["numero", "identificacion__startswith", "nombres"]
    search_help_text = "Busque por número de solicitud, identificación o nombres."

    def visibles(self, usuario):
        return con_correccion(solicitudes_visibles(usuario))

    def get_ordering(self, request):
        """What waits for the office, the nearest legal term first; the rest, newest first."""
        return ["vence_el", "pk"] if bandeja_de(request) in PENDIENTES else self.opts.ordering

    def changelist_view(self, request, extra_context=None):
        titulo = {"title": "Solicitudes", "subtitle": BANDEJAS[bandeja_de(request)]}
        return super().changelist_view(request, titulo | (extra_context or {}))

    @admin.display(description="estado", ordering="estado")
    def situacion(self, solicitud):
        return etiquetas.del_estado(solicitud)

    @admin.display(description="antigüedad", ordering="presentada_en")
    def edad(self, solicitud):
        return timesince(solicitud.presentada_en, depth=1)

    @admin.display(description="término legal", ordering="vence_el")
    def vence(self, solicitud):
        return solicitud.termino

    @admin.display(description="responsable", ordering="responsable__first_name")
    def a_cargo(self, solicitud):
        return nombre_de(solicitud.responsable) or "Nadie todavía"

    def get_changelist_instance(self, request):
        """Django's list, and in each of its rows what remains of the term, with one calendar."""
        lista = super().get_changelist_instance(request)
        calendarios, cerca = Calendarios(), limite_de_cerca(timezone.localdate())
        for solicitud in lista.result_list:
            feriados = calendarios.de(solicitud)
            solicitud.termino = etiquetas.del_termino(solicitud, feriados, cerca)
        return lista

    def get_urls(self):
        envolver = self.admin_site.admin_view
        propias = [
            path(
                "<int:pk>/accion/<str:accion>/",
                envolver(require_http_methods(["GET", "POST"])(self.accion_view)),
                name="tramites_solicitud_accion",
            ),
            path(
                "<int:pk>/reintentar/",
                envolver(self.reintentar_view),
                name="tramites_solicitud_reintentar",
            ),
            path(
                "<int:pk>/correo/<int:correo_id>/reenviar/",
                envolver(self.reenviar_view),
                name="tramites_solicitud_reenviar",
            ),
            path(
                "<int:pk>/documento/<int:documento_id>/<int:numero>.jpg",
                envolver(self.pagina_view),
                name="tramites_solicitud_pagina",
            ),
            path(
                "<int:pk>/documento/<int:documento_id>/original",
                envolver(self.original_view),
                name="tramites_solicitud_original",
            ),
        ]
        return propias + super().get_urls()

    def pagina_view(self, request, pk, documento_id, numero):
        return self._archivo(request, archivos.pagina, pk, documento_id, numero)

    def original_view(self, request, pk, documento_id):
        return self._archivo(request, archivos.original, pk, documento_id)

    def _archivo(self, request, servir, *donde):
        try:
            return servir(request.user, *donde)
        except (archivos.ArchivoAlterado, FileNotFoundError):
            registro.exception("A document of case %s cannot be served.", donde[0])
            return render(
                request, "admin/tramites/solicitud/documento_no_disponible.html", status=503
            )

    def change_view(self, request, object_id, form_url="", extra_context=None):
        return self._pagina(request, self._visible(request, object_id))

    def accion_view(self, request, pk, accion):
        """One decision: validate what was asked, call the service, say how it went.

        A GET means that logging in again interrupted the POST: back to the case.
        """
        solicitud = self._visible(request, pk)
        boton = BOTONES.get(accion)
        if boton is None:
            raise Http404
        if request.method == "GET":
            return redirect("admin:tramites_solicitud_change", pk)
        form = boton.form(request.POST, solicitud=solicitud, prefix=accion)
        if not form.is_valid():
            return self._pagina(request, solicitud, invalido={accion: form})
        solicitud.version = form.cleaned_data["version"]
        try:
            boton.servicio(solicitud, por=request.user, **form.argumentos())
        except services.TransicionInvalida as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _hecho(solicitud, accion))
        if not can_ver(request.user, solicitud):  # It went to another unit.
            return redirect("admin:tramites_solicitud_changelist")
        return redirect("admin:tramites_solicitud_change", pk)

    @de_un_boton("admin:tramites_solicitud_change")
    def reintentar_view(self, request, pk):
        """Issue again a certificate that failed too many times."""
        try:
            vida_certificado.reintentar(self._visible(request, pk), por=request.user)
        except services.TransicionInvalida as error:
            messages.error(request, str(error))
        else:
            messages.success(request, "Se intentará emitir el certificado otra vez.")
        return redirect("admin:tramites_solicitud_change", pk)

    @de_un_boton("admin:tramites_solicitud_change")
    def reenviar_view(self, request, pk, correo_id):
        """Send a mail of the case again, as it was."""
        solicitud = self._visible(request, pk)
        correo = get_object_or_404(Correo, pk=correo_id, movimiento__solicitud=solicitud)
        try:
            reenviar(correo, por=request.user)
        except NoSeReenvia as error:
            messages.error(request, str(error))
        else:
            messages.success(request, "El correo saldrá otra vez en unos segundos.")
        return redirect("admin:tramites_solicitud_change", pk)

    def _visible(self, request, pk) -> Solicitud:
        return self.fila(request, pk, "tramite", "provincia", "unidad")

    def _pagina(self, request, solicitud, invalido=None):
        archivos.anotar_acceso(request.user, solicitud, "ver_caso")
        del_caso = pagina.contexto(request.user, solicitud, invalido or {})
        titulo = f"Solicitud {solicitud.numero}"
        return self.pagina(request, "admin/tramites/solicitud/caso.html", titulo, **del_caso)


def _hecho(solicitud, accion: str) -> str:
    """How it went. For a person without e-mail, it asks the officer to phone with the news."""
    quedo = f"La solicitud {solicitud.numero} {_estado_que_quedo(solicitud, accion)}."
    if solicitud.correo or not TRANSICIONES[accion].aviso:
        return quedo
    telefonos = " o al ".join(map(telefono_en_palabras, solicitud.telefonos))
    return f"{quedo} La persona no tiene correo: llámela ahora al {telefonos} para avisarle."


def _estado_que_quedo(solicitud, accion: str) -> str:
    if accion in OTRO_CERTIFICADO:
        return f"{TRANSICIONES[accion].hecho}: el nuevo se está emitiendo"
    return f"quedó: {solicitud.get_estado_display().lower()}"
