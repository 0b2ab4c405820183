"""The trays of the officers' list."""

from django.contrib import admin
from django.utils import timezone

from tramites.alcance import solicitudes_visibles
from tramites.estados import A_FAVOR, CORRE_EL_TERMINO, Estado
from tramites.models import Provincia
from tramites.terminos import CERCA, limite_de_cerca

BANDEJAS = {
    "por_atender": "Por atender",
    "mias": "A mi cargo",
    "en_correccion": "Esperan una corrección",
    "a_favor": "Aprobadas",
    "sin_certificado": "Negadas y desistidas",
    "todas": "Todas",
}
# Those where the institution is the one who must act.
PENDIENTES = {"por_atender", "mias"}


def bandeja_de(request) -> str:
    """The tray asked for; none is what waits for the office, or everything when searching."""
    pedida = request.GET.get("bandeja")
    if pedida in BANDEJAS:
        return pedida
    return "todas" if request.GET.get("q") else "por_atender"


class BandejaFilter(admin.SimpleListFilter):
    title = "bandeja"
    parameter_name = "bandeja"

    def lookups(self, request, model_admin):
        return list(BANDEJAS.items())

    def choices(self, changelist):
        """One of them is always chosen: there is no "all" besides ours."""
        elegida = bandeja_de(self.request)
        for valor, titulo in self.lookup_choices:
            yield {
                "selected": valor == elegida,
                "query_string": changelist.get_query_string({self.parameter_name: valor}),
                "display": titulo,
            }

    def queryset(self, request, queryset):
        self.request = request
        en = {
            "por_atender": {"estado__in": CORRE_EL_TERMINO},
            "mias": {"estado__in": CORRE_EL_TERMINO, "responsable": request.user},
            "en_correccion": {"estado": Estado.EN_SUBSANACION},
            "a_favor": {"estado__in": A_FAVOR},
            "sin_certificado": {"estado__in": [Estado.NEGADA, Estado.DESISTIDA]},
            "todas": {},
        }
        return queryset.filter(**en[bandeja_de(request)])


class TerminoFilter(admin.SimpleListFilter):
    title = "término legal"
    parameter_name = "termino"

    def lookups(self, request, model_admin):
        return [("vencido", "Vencido"), ("cerca", f"Vence en {CERCA} días hábiles o menos")]

    def queryset(self, request, queryset):
        hoy = timezone.localdate()
        corren = queryset.filter(estado__in=CORRE_EL_TERMINO)
        if self.value() == "vencido":
            return corren.filter(vence_el__lt=hoy)
        if self.value() == "cerca":
            return corren.filter(vence_el__range=(hoy, limite_de_cerca(hoy)))
        return queryset


class ProvinciaFilter(admin.SimpleListFilter):
    """The provinces of the cases that the officer may see, and no others."""

    title = "provincia"
    parameter_name = "provincia"

    def lookups(self, request, model_admin):
        visibles = solicitudes_visibles(request.user).values("provincia")
        return [(p.codigo, p.nombre) for p in Provincia.objects.filter(pk__in=visibles)]

    def queryset(self, request, queryset):
        codigos = dict(self.lookup_choices)
        return (
            queryset.filter(provincia__codigo=self.value()) if self.value() in codigos else queryset
        )
