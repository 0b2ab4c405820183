"""How long decisions took: what people may expect, beside what the law allows.

Measured from the decided cases, in the business days of each. The days that a case waited for a
correction are the person's own and are left out (COA 162).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from math import ceil

from django.core.cache import cache
from django.utils import timezone

from tramites.models import Solicitud, Tramite
from tramites.plazos import Calendarios, habiles_entre

# With fewer, one odd case would pass for what usually happens.
MINIMO = 10
# Older decisions say little about today, and more than the latest thousand say nothing new.
VENTANA = timedelta(days=365)
MAXIMO = 1000
FRESCURA = 600  # seconds


@dataclass(frozen=True)
class TiemposObservados:
    """Business days from filing to decision, without pauses.

    Half of the `decididas` cases took `mediana` days or fewer, and nine in ten took `p90` or
    fewer; 0 is the same day. Both are times that some case really took (nearest rank).
    """

    decididas: int
    mediana: int
    p90: int


def observados(tramite: Tramite) -> TiemposObservados | None:
    """`tiempos_observados`, up to `FRESCURA` seconds old: measuring a thousand decided cases takes
    0.2 seconds."""
    return cache.get_or_set(
        f"observados:{tramite.pk}", partial(tiempos_observados, tramite), FRESCURA
    )


def tiempos_observados(tramite: Tramite) -> TiemposObservados | None:
    """The times of the last twelve months; None when fewer than `MINIMO` cases were decided."""
    calendarios = Calendarios()
    dias = sorted(
        dias_de_decision(solicitud, calendarios.de(solicitud)) for solicitud in _decididas(tramite)
    )
    if len(dias) < MINIMO:
        return None
    return TiemposObservados(len(dias), _rango(dias, 0.5), _rango(dias, 0.9))


def dias_de_decision(solicitud: Solicitud, feriados: Collection[date]) -> int:
    """Business days that a decided case took, without those spent waiting for the person."""
    espera = sum(
        _habiles(pausa.pedida_en, pausa.atendida_en, feriados)
        for pausa in solicitud.subsanaciones.all()
    )
    return _habiles(solicitud.presentada_en, solicitud.decidida_en, feriados) - espera


def _decididas(tramite: Tramite):
    return (
        Solicitud.objects.filter(
            tramite=tramite, decidida_en__isnull=False, decidida_en__gte=timezone.now() - VENTANA
        )
        .only("provincia_id", "unidad_id", "presentada_en", "decidida_en")
        .prefetch_related("subsanaciones")
        .order_by("-decidida_en")[:MAXIMO]
    )


def _habiles(desde, hasta, feriados) -> int:
    return habiles_entre(timezone.localdate(desde), timezone.localdate(hasta), feriados)


def _rango(ordenados: list[int], parte: float) -> int:
    """The smallest value that at least the share `parte` of them do not exceed."""
    return ordenados[ceil(parte * len(ordenados)) - 1]
