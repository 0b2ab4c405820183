"""The desk's page for whoever comes back to a window: correct a case, withdraw it, give a new link.

Any officer of any centre serves a person who names a case and shows their own document; the page
shows no more of the case than that needs.
"""

from io import BytesIO

from django.conf import settings
from django.contrib import admin
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone

from tramites import archivos
from tramites.escritorio.unidad import AdminDeUnidad
from tramites.models import Atencion
from tramites.recepcion import mesa

from . import atencion, comprobante, papeles
from .atender import Mostrador
from .volver import VolverForm


@admin.register(Atencion)
class AtencionAdmin(AdminDeUnidad):
    """What an officer did for people who came back. Adding one means serving another person."""

    titulo, agregar = "Personas que usted atendió", "Atender a otra persona"
    list_display = ["solicitud", "que", "centro", "quipux", "en"]
    list_select_related = ["movimiento__solicitud", "centro"]

    def visibles(self, usuario):
        return Atencion.objects.filter(movimiento__por=usuario)

    def has_add_permission(self, request):
        return self.has_module_permission(request)

    @admin.display(description="solicitud")
    def solicitud(self, hecha):
        return hecha.movimiento.solicitud.numero

    @admin.display(description="qué se hizo")
    def que(self, hecha):
        return hecha.movimiento.frase

    @admin.display(description="fecha")
    def en(self, hecha):
        return hecha.movimiento.en

    def get_urls(self):
        envolver = self.admin_site.admin_view
        return [
            path(
                "<int:pk>/comprobante.pdf",
                envolver(self.comprobante_view),
                name="tramites_atencion_comprobante",
            ),
            path(
                "papeles/<str:pase>/<int:documento_id>/<int:numero>.jpg",
                envolver(self.papel_view),
                name="tramites_atencion_papel",
            ),
            *super().get_urls(),
        ]

    def add_view(self, request, form_url="", extra_context=None):
        """Ask whose case it is; then offer what can be done for that person, and do it."""
        self.check_oficial(request)
        form = VolverForm(request.POST or None, por=request.user)
        if not form.is_valid():
            return self._pagina(request, form=form)
        archivos.anotar_acceso(request.user, form.hallado, "atender")
        mostrador = Mostrador(request, form.hallado)
        if "accion" in request.POST and (hecha := mostrador.hacer(request.POST["accion"])):
            return redirect("admin:tramites_atencion_change", hecha.pk)
        return self._pagina(request, **mostrador.contexto())

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """What was done, and its receipt to print."""
        hecha = self._suya(request, object_id)
        contexto = {
            "hecha": hecha,
            "lleva_enlace": atencion.lleva_enlace(hecha),
            "tiene_comprobante": atencion.tiene_comprobante(hecha),
        }
        return self._pagina(request, "hecha", **contexto)

    def comprobante_view(self, request, pk):
        """The receipt of what was done; that of a new link carries it, and only on its day."""
        hecha, ahora = self._suya(request, pk), timezone.localtime()
        solicitud = hecha.movimiento.solicitud
        if not atencion.tiene_comprobante(hecha):
            raise Http404
        archivos.anotar_acceso(request.user, solicitud, "comprobante")
        if atencion.lleva_enlace(hecha):
            enlace = settings.PORTAL_URL + solicitud.ruta_seguimiento
            contenido = comprobante.escribir(solicitud.ingreso, enlace, ahora)
        else:
            contenido = comprobante.de_atencion(hecha, ahora)
        return archivos.privada(BytesIO(contenido), "application/pdf")

    def papel_view(self, request, pase, documento_id, numero):
        """A page of a scan that was not sent yet, for the officer who has it on the screen."""
        self.check_oficial(request)
        borrador = papeles.abrir(pase, request.user)
        if borrador.subsanacion:
            archivos.anotar_acceso(request.user, borrador.subsanacion.solicitud, "ver_pagina")
        return mesa.imagen(request, borrador.documentos.vigentes(), documento_id, numero)

    def _suya(self, request, pk) -> Atencion:
        return self.fila(request, pk, "movimiento__solicitud", "centro")

    def _pagina(self, request, plantilla="atender", **contexto):
        nombre = f"admin/tramites/atencion/{plantilla}.html"
        titulo = "Atender a quien ya tiene una solicitud"
        return self.pagina(request, nombre, titulo, **contexto)
