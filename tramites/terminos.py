"""Legal terms that are near their end or past it: what a supervisor must look at."""

from datetime import date

from django.db.models import Count, Q

from .catalogo import UnidadAdministrativa
from .estados import CORRE_EL_TERMINO
from .models import Funcionario, Solicitud
from .plazos import feriados_de, sumar_habiles

# Business days before the end from which a case is "por vencer".
CERCA = 5


def limite_de_cerca(hoy: date) -> date:
    """The last day of a term that is "por vencer", by the national calendar."""
    return sumar_habiles(hoy, CERCA, feriados_de())


def por_unidad(funcionario: Funcionario, hoy: date) -> list[dict]:
    """The units with cases past or near their term: `unidad` (its name), `vencidas`, `por_vencer`.

    A supervisor at a provincial unit gets only that one; at a national unit, all of them.
    """
    casos = Solicitud.objects.filter(
        estado__in=CORRE_EL_TERMINO, vence_el__lte=limite_de_cerca(hoy)
    )
    if funcionario.unidad.tipo != UnidadAdministrativa.Tipo.DIRECCION_NACIONAL:
        casos = casos.filter(unidad=funcionario.unidad)
    cuentas = casos.values("unidad__nombre").annotate(
        vencidas=Count("pk", filter=Q(vence_el__lt=hoy)),
        por_vencer=Count("pk", filter=Q(vence_el__gte=hoy)),
    )
    return [
        {"unidad": fila.pop("unidad__nombre"), **fila}
        for fila in cuentas.order_by("unidad__nombre")
    ]
