"""Business days of Ecuador: how legal terms are counted (COA 158 and 159).

A term starts on the next business day and skips Saturdays, Sundays and holidays. What counts days
is pure: it is given `feriados`, the holidays that apply, as `feriados_de` reads them.
"""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Q

from .catalogo import Feriado, Provincia, UnidadAdministrativa

UN_DIA = timedelta(days=1)


def feriados_de(*provincias: Provincia | None) -> frozenset[date]:
    """The national holidays and those of each of `provincias`; None adds nothing."""
    ambito = Q(provincia=None) | Q(provincia__in=[p for p in provincias if p])
    return frozenset(Feriado.objects.filter(ambito).values_list("fecha", flat=True))


def feriados_de_caso(provincia: Provincia, unidad: UnidadAdministrativa) -> frozenset[date]:
    """The holidays that a term leaves out: those of the person's province and, too, those of the
    seat of the unit that attends.

    COA 159: a holiday of the interested person's place also counts at the seat, and vice versa.
    """
    sede = unidad.sede if settings.FERIADOS_DE_LA_SEDE else None
    return feriados_de(provincia, sede)


def feriados_por_provincia() -> dict[int, frozenset[date]]:
    """`feriados_de` of every province, by primary key, to count for many at once."""
    dias = defaultdict(set)
    for provincia_id, fecha in Feriado.objects.values_list("provincia_id", "fecha"):
        dias[provincia_id].add(fecha)
    provincias = Provincia.objects.values_list("pk", flat=True)
    return {pk: frozenset(dias[None] | dias[pk]) for pk in provincias}


class Calendarios:
    """`feriados_de_caso` for many cases at once: all the holidays and seats, read once and as they
    were then."""

    def __init__(self):
        self._por_provincia = feriados_por_provincia()
        unidades = UnidadAdministrativa.objects.exclude(sede=None).values_list("pk", "sede_id")
        self._sedes = dict(unidades) if settings.FERIADOS_DE_LA_SEDE else {}

    def de(self, solicitud) -> frozenset[date]:
        propios = self._por_provincia[solicitud.provincia_id]
        sede = self._sedes.get(solicitud.unidad_id)
        return propios | self._por_provincia[sede] if sede else propios


def es_habil(dia: date, feriados: Collection[date]) -> bool:
    return dia.weekday() < 5 and dia not in feriados


def sumar_habiles(desde: date, dias: int, feriados: Collection[date]) -> date:
    """The last day of a term of `dias` business days notified on `desde`.

    Raises `ValueError` for a negative term.
    """
    if dias < 0:
        raise ValueError("A term cannot be negative.")
    dia = desde
    while dias:
        dia += UN_DIA
        dias -= es_habil(dia, feriados)
    return dia


def habiles_entre(desde: date, hasta: date, feriados: Collection[date]) -> int:
    """Business days after `desde` up to and including `hasta`; negative when `hasta` is earlier."""
    if hasta < desde:
        return -habiles_entre(hasta, desde, feriados)
    dias = (hasta - desde).days
    return sum(es_habil(desde + UN_DIA * n, feriados) for n in range(1, dias + 1))


def plazo_en_palabras(hoy: date, vence: date, feriados: Collection[date]) -> str:
    """What remains of a term, as a person would say it: "quedan 4 días hábiles"."""
    quedan = habiles_entre(hoy, vence, feriados)
    if quedan < 0:
        return "venció hace 1 día hábil" if quedan == -1 else f"venció hace {-quedan} días hábiles"
    if hoy > vence:
        return "venció"
    if quedan == 0:
        return "vence hoy"
    return "queda 1 día hábil" if quedan == 1 else f"quedan {quedan} días hábiles"
