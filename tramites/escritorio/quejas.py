"""Complaints for the officers: read in the unit's scope, answered once."""

from django.contrib import admin, messages
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone

from tramites import archivos
from tramites.alcance import can_ver, quejas_visibles
from tramites.models import Queja
from tramites.plazos import feriados_de, plazo_en_palabras
from tramites.quejas import registro
from tramites.quejas.forms import RespuestaForm

from .unidad import AdminDeUnidad, de_un_boton


class RespondidaFilter(admin.SimpleListFilter):
    title = "respuesta"
    parameter_name = "respuesta"

    def lookups(self, request, model_admin):
        return [("pendiente", "Por responder"), ("dada", "Respondidas")]

    def queryset(self, request, queryset):
        respondidas = {"pendiente": True, "dada": False}
        if self.value() in respondidas:
            return queryset.filter(respondida_en__isnull=respondidas[self.value()])
        return queryset


@admin.register(Queja)
class QuejaAdmin(AdminDeUnidad):
    list_display = ["numero", "presentada_en", "unidad", "situacion", "vence_el"]
    list_filter = [RespondidaFilter]
    filtros = ("respuesta",)
    list_select_related = ["unidad"]
    search_fields = ["numero", "numero_de_caso", "nombres"]

    def visibles(self, usuario):
        return quejas_visibles(usuario)

    @admin.display(description="estado", ordering="respondida_en")
    def situacion(self, queja):
        return queja.estado

    def get_urls(self):
        responder = path(
            "<int:pk>/responder/",
            self.admin_site.admin_view(self.responder_view),
            name="tramites_queja_responder",
        )
        return [responder, *super().get_urls()]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        return self._pagina(request, self._visible(request, object_id), RespuestaForm())

    @de_un_boton("admin:tramites_queja_change")
    def responder_view(self, request, pk):
        """Answer it, unless somebody already has."""
        queja = self._visible(request, pk)
        form = RespuestaForm(request.POST)
        if not form.is_valid():
            return self._pagina(request, queja, form)
        try:
            registro.responder(queja, por=request.user, **form.cleaned_data)
        except registro.YaRespondida:
            messages.error(request, "Otra persona ya respondió esta queja: lea su respuesta.")
        else:
            messages.success(request, f"La queja {queja.numero} quedó respondida.")
        return redirect("admin:tramites_queja_change", pk)

    def _visible(self, request, pk) -> Queja:
        return self.fila(request, pk, "unidad", "solicitud")

    def _pagina(self, request, queja, form):
        archivos.anotar_acceso(request.user, None, "ver_queja", queja=queja)
        caso = queja.solicitud
        contexto = {
            "queja": queja,
            "caso": caso if caso and can_ver(request.user, caso) else None,
            "form": form,
            "plazo": plazo_en_palabras(timezone.localdate(), queja.vence_el, feriados_de()),
        }
        titulo = f"Queja {queja.numero}"
        return self.pagina(request, "admin/tramites/queja/queja.html", titulo, **contexto)
