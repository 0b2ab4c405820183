"""Whether the centres are open now: Monday to Friday from 8:00 to 17:00, except holidays (R42)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.formats import date_format

from tramites.models import Centro
from tramites.plazos import UN_DIA, feriados_por_provincia

Horas = Mapping[int, tuple[time, time]]  # weekday (0 is Monday) → opens, closes
HORAS_NACIONALES: Horas = dict.fromkeys(range(5), (time(8), time(17)))
CONTINENTE, GALAPAGOS = ZoneInfo("America/Guayaquil"), ZoneInfo("Pacific/Galapagos")
_PROVINCIA_DE_GALAPAGOS = "20"
# Days to look ahead: a place that does not open within a year is closed for good.
_BUSQUEDA = 366


@dataclass(frozen=True)
class Atencion:
    """Whether a place is open at `ahora`, and when that changes; both are naive local times."""

    ahora: datetime
    abierto: bool
    cambia_en: datetime | None

    @property
    def frase(self) -> str:
        if self.cambia_en is None:
            return "Sin horario de atención."
        hora = f"{self.cambia_en:%H:%M}".lstrip("0")
        if self.abierto:
            return f"Abierto ahora, hasta las {hora}."
        return f"Cerrado ahora. Abre {self._que_dia()} a las {hora}."

    def _que_dia(self) -> str:
        faltan = self.cambia_en.date() - self.ahora.date()
        cercanos = {timedelta(0): "hoy", UN_DIA: "mañana"}
        return cercanos.get(faltan) or date_format(self.cambia_en, r"\e\l l j \d\e F")


def atencion(
    momento: datetime,
    feriados: Collection[date],
    *,
    zona: ZoneInfo = CONTINENTE,
    horas: Horas = HORAS_NACIONALES,
) -> Atencion:
    """Whether a place with those hours is open at `momento` (aware), given its `feriados`."""
    ahora = momento.astimezone(zona).replace(tzinfo=None)
    for faltan in range(_BUSQUEDA):
        dia = ahora.date() + UN_DIA * faltan
        if dia in feriados or dia.weekday() not in horas:
            continue
        abre, cierra = (datetime.combine(dia, hora) for hora in horas[dia.weekday()])
        if ahora < abre:
            return Atencion(ahora, False, abre)
        if ahora < cierra:
            return Atencion(ahora, True, cierra)
    return Atencion(ahora, False, None)


def centros_ahora(momento: datetime) -> list[tuple[Centro, Atencion]]:
    """Every active centre, by province, and whether it is open at `momento` (R43)."""
    centros = Centro.objects.filter(activo=True).select_related("provincia")
    feriados = feriados_por_provincia()
    return [
        (
            centro,
            atencion(
                momento,
                feriados[centro.provincia_id],
                zona=_zona_de(centro),
                horas=_horas_de(centro),
            ),
        )
        for centro in centros.prefetch_related("horario")
    ]


def _zona_de(centro: Centro) -> ZoneInfo:
    return GALAPAGOS if centro.provincia.codigo == _PROVINCIA_DE_GALAPAGOS else CONTINENTE


def _horas_de(centro: Centro) -> Horas:
    propias = {fila.dia: (fila.abre, fila.cierra) for fila in centro.horario.all()}
    return propias or HORAS_NACIONALES
