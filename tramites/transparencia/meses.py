"""The monthly table: what the institution published and, since then, what the portal counts (R48).

Nothing is stored: months are counted each time from the lines of history that decided a case, which
never change (docs/decisiones/501). A published row wins over the count.
"""

from dataclasses import dataclass
from datetime import date
from itertools import chain, pairwise

from django.db.models import Count
from django.db.models.functions import TruncMonth

from certificados.fechas import MESES
from tramites.models import MesPublicado, Movimiento, Queja

# The actions that decide a case. Each history has at most one of them.
DECIDEN = ("aprobar", "negar")
# What counts, in the words of the page and of the files.
DEFINICIONES = {
    "atenciones": (
        "Solicitudes que recibieron una decisión en el mes: aprobadas o negadas. Cada solicitud "
        "cuenta una sola vez, en el mes de su decisión."
    ),
    "quejas": "Quejas recibidas en el mes por el formulario de este portal.",
}


@dataclass(frozen=True)
class Mes:
    """A row of the table. `origen` is "publicado" (by the institution) or "calculado"."""

    anio: int
    mes: int
    quejas: int
    atenciones: int
    origen: str
    en_curso: bool = False

    @property
    def nombre(self) -> str:
        return MESES[self.mes - 1]

    @property
    def primero(self) -> date:
        return date(self.anio, self.mes, 1)


def meses(hoy: date) -> list[Mes]:
    """Every month, newest first, up to the current one, which is not over."""
    publicados = {
        (fila.anio, fila.mes): Mes(fila.anio, fila.mes, fila.quejas, fila.atenciones, "publicado")
        for fila in MesPublicado.objects.all()
    }
    todos = publicados.values(), _calculados(hoy, publicados)
    return sorted(chain(*todos), key=lambda fila: fila.primero, reverse=True)


def sin_datos(filas: list[Mes]) -> tuple[Mes, Mes] | None:
    """The months on both sides of the gap between what was published and this portal's first."""
    for despues, antes in pairwise(filas):
        if _siguiente(antes.anio, antes.mes) != (despues.anio, despues.mes):
            return antes, despues
    return None


def _calculados(hoy: date, publicados) -> list[Mes]:
    """The months from the first one in which something happened here, without gaps."""
    atenciones = _por_mes(Movimiento.objects.filter(accion__in=DECIDEN), "en")
    quejas = _por_mes(Queja.objects.all(), "presentada_en")
    actual = (hoy.year, hoy.month)
    mes = min([*atenciones, *quejas, actual])
    filas = []
    while mes <= actual:
        if mes not in publicados:
            cuenta = quejas.get(mes, 0), atenciones.get(mes, 0)
            filas.append(Mes(*mes, *cuenta, "calculado", en_curso=mes == actual))
        mes = _siguiente(*mes)
    return filas


def _por_mes(consulta, campo: str) -> dict[tuple[int, int], int]:
    """(year, month) → how many rows; months begin at Ecuador's midnight."""
    cuentas = consulta.order_by().values_list(TruncMonth(campo)).annotate(Count("pk"))
    return {(mes.year, mes.month): cuantas for mes, cuantas in cuentas}


def _siguiente(anio: int, mes: int) -> tuple[int, int]:
    return (anio + 1, 1) if mes == 12 else (anio, mes + 1)
