"""Who comes back to a window: find the case, correct it, withdraw it, give its link again.

Any officer of any centre attends whoever names a case and shows their own document; the page tells
no more of it than what is needed for that.
"""

from io import BytesIO

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone

from tramites import archivos
from tramites.alcance import funcionario_de
from tramites.escritorio.unidad import AdminDeUnidad
from tramites.models import Atencion

from . import atencion, comprobante
from .atender import Mostrador
from .volver import VolverForm


@admin.register(Atencion)
class AtencionAdmin(AdminDeUnidad):
    """What an officer did for those who came back; adding one is attending another."""

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
        suya = path(
            "<int:pk>/comprobante.pdf",
            self.admin_site.admin_view(self.comprobante_view),
            name="tramites_atencion_comprobante",
        )
        return [suya, *super().get_urls()]

    def add_view(self, request, form_url="", extra_context=None):
        """Whose case it is; then what can be done for its person, and doing it."""
        if funcionario_de(request.user) is None:
            raise PermissionDenied
        form = VolverForm(request.POST or None, por=request.user)
        if not form.is_valid():
            return self._pagina(request, form=form)
        archivos.anotar_acceso(request.user, form.hallado, "atender")
        mostrador = Mostrador(request, form.hallado)
        if "accion" in request.POST and (hecha := mostrador.hacer(request.POST["accion"])):
            return redirect("admin:tramites_atencion_change", hecha.pk)
        return self._pagina(request, **mostrador.contexto())

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """What was done and, on the day that a link was given, the receipt that bears it."""
        hecha = self._suya(request, object_id)
        contexto = {"hecha": hecha, "lleva_enlace": atencion.lleva_enlace(hecha)}
        return self._pagina(request, "hecha", **contexto)

    def history_view(self, request, object_id, extra_context=None):
        return redirect("admin:tramites_atencion_change", self._suya(request, object_id).pk)

    def comprobante_view(self, request, pk):
        """The receipt with the new link; nothing from the next day on."""
        hecha = self._suya(request, pk)
        solicitud = hecha.movimiento.solicitud
        if not atencion.lleva_enlace(hecha):
            raise Http404
        archivos.anotar_acceso(request.user, solicitud, "comprobante")
        enlace = settings.PORTAL_URL + solicitud.ruta_seguimiento
        contenido = comprobante.escribir(solicitud.ingreso, enlace, timezone.localtime())
        return archivos.privada(BytesIO(contenido), "application/pdf")

    def _suya(self, request, pk) -> Atencion:
        if not self.has_module_permission(request):
            raise PermissionDenied
        if not str(pk).isdecimal() or len(str(pk)) > 18:
            raise Http404
        suyas = self.get_queryset(request).select_related("movimiento__solicitud", "centro")
        return get_object_or_404(suyas, pk=int(pk))

    def _pagina(self, request, plantilla="atender", **contexto):
        propio = {
            **self.admin_site.each_context(request),
            "title": "Atender a quien ya tiene una solicitud",
            "opts": self.opts,
        }
        nombre = f"admin/tramites/atencion/{plantilla}.html"
        return TemplateResponse(request, nombre, propio | contexto)
