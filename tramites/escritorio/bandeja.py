"""The trays of the officers' list: what lies in each, how many there are, and its filters."""

from django.contrib import admin
from django.db.models import Count, OuterRef, Q, Subquery
from django.utils import timezone

from certificados.models import VIVOS, Certificado
from tramites.alcance import solicitudes_visibles
from tramites.estados import A_FAVOR, CORRE_EL_TERMINO, Estado
from tramites.hoja_de_ruta import clave_de
from tramites.models import Provincia, Subsanacion
from tramites.terminos import CERCA, limite_de_cerca

BANDEJAS = {
    "por_atender": "Por atender",
    "por_tomar": "Por tomar",
    "mias": "A mi cargo",
    "volvieron": "Volvieron corregidas",
    "en_correccion": "Esperan una corrección",
    "por_anular": "Anulaciones por confirmar",
    "a_favor": "Aprobadas",
    "sin_certificado": "Negadas y desistidas",
    "todas": "Todas",
}
# Those where the institution is the one who must act.
PENDIENTES = {"por_atender", "por_tomar", "mias", "volvieron"}
# The states in which somebody still has something to do: what is counted never grows with the past.
VIVAS = CORRE_EL_TERMINO | {Estado.EN_SUBSANACION, Estado.ANULACION_PEDIDA}


def bandeja_de(request) -> str:
    """The tray asked for; by default what waits for the office, or everything when searching."""
    pedida = request.GET.get("bandeja")
    if pedida in BANDEJAS:
        return pedida
    return "todas" if request.GET.get("q") else "por_atender"


def con_correccion(casos):
    """`casos`, each with the end of the correction it waits for (`corrige_hasta`, a day) and when
    the last one came back (`corregida_en`, a moment); None for what there was not."""
    suyas = Subsanacion.objects.filter(solicitud=OuterRef("pk"))
    vueltas = suyas.filter(atendida_en__isnull=False).order_by("-atendida_en")
    return casos.annotate(
        corrige_hasta=Subquery(suyas.filter(atendida_en=None).values("vence_el")[:1]),
        corregida_en=Subquery(vueltas.values("atendida_en")[:1]),
    )


def condiciones(usuario) -> dict[str, Q]:
    """What lies in each tray, of cases read with `con_correccion`."""
    corren = Q(estado__in=CORRE_EL_TERMINO)
    return {
        "por_atender": corren,
        "por_tomar": Q(estado=Estado.INGRESADA),
        "mias": corren & Q(responsable=usuario),
        "volvieron": corren & Q(corregida_en__isnull=False),
        "en_correccion": Q(estado=Estado.EN_SUBSANACION),
        "por_anular": Q(estado=Estado.ANULACION_PEDIDA) & ~Q(pk__in=_pedidas_por(usuario)),
        "a_favor": Q(estado__in=A_FAVOR),
        "sin_certificado": Q(estado__in=[Estado.NEGADA, Estado.DESISTIDA]),
        "todas": Q(),
    }


def _pedidas_por(usuario):
    """The cases whose annulment the officer asked for: another person confirms it."""
    propias = Certificado.objects.filter(estado__in=VIVOS, anulacion_pedida_por=clave_de(usuario))
    return propias.values("solicitud")


def del_termino() -> dict[str, Q]:
    """What is past its legal term today, and what is near it."""
    hoy, corren = timezone.localdate(), Q(estado__in=CORRE_EL_TERMINO)
    return {
        "vencido": corren & Q(vence_el__lt=hoy),
        "cerca": corren & Q(vence_el__range=(hoy, limite_de_cerca(hoy))),
    }


def contar(usuario) -> dict[str, int]:
    """How many cases of the officer's scope still want something, by tray and by legal term."""
    contables = condiciones(usuario) | del_termino()
    for pasadas in ("a_favor", "sin_certificado", "todas"):
        del contables[pasadas]
    vivas = con_correccion(solicitudes_visibles(usuario).filter(estado__in=VIVAS))
    return vivas.aggregate(**{n: Count("pk", filter=c) for n, c in contables.items()})


class BandejaFilter(admin.SimpleListFilter):
    title = "bandeja"
    parameter_name = "bandeja"

    def lookups(self, request, model_admin):
        return list(BANDEJAS.items())

    def choices(self, changelist):
        """Without Django's "all": one of ours is always selected."""
        elegida = bandeja_de(self.request)
        for valor, titulo in self.lookup_choices:
            yield {
                "selected": valor == elegida,
                "query_string": changelist.get_query_string({self.parameter_name: valor}),
                "display": titulo,
            }

    def queryset(self, request, queryset):
        self.request = request
        return queryset.filter(condiciones(request.user)[bandeja_de(request)])


class TerminoFilter(admin.SimpleListFilter):
    title = "término legal"
    parameter_name = "termino"

    def lookups(self, request, model_admin):
        return [("vencido", "Vencido"), ("cerca", f"Vence en {CERCA} días hábiles o menos")]

    def queryset(self, request, queryset):
        return queryset.filter(del_termino().get(self.value(), Q()))


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
