"""The figures as a picture: a panel for each year, drawn by the server as SVG.

Years differ by a factor of a hundred, so each panel has its own scale and says so; every bar
carries its number, and the totals of the years share one scale. All measures are whole units.
"""

from dataclasses import dataclass
from itertools import groupby

from .meses import Mes

# A panel, in units of the drawing: twelve slots, and the room above and below the bars.
ANCHO, ALTO = 312, 176
CASILLA = ANCHO // 12
SUELO, CIELO = 150, 22
# The width of the bars in their slot.
ANCHO_ATENCIONES, ANCHO_QUEJAS = 13, 7
# The totals: the height of each year's row, and where its bar begins and may end.
FILA, INICIO, FIN = 34, 48, 250


@dataclass(frozen=True)
class Rectangulo:
    x: int
    y: int
    ancho: int
    alto: int
    valor: int

    @property
    def centro(self) -> int:
        return self.x + self.ancho // 2

    @property
    def fin(self) -> int:
        return self.x + self.ancho

    @property
    def letrero(self) -> int:
        """The y at which its number is written."""
        return self.y - 5


@dataclass(frozen=True)
class Columna:
    """A month of a panel; `quejas` is None in a month without complaints."""

    mes: Mes
    centro: int
    atenciones: Rectangulo
    quejas: Rectangulo | None


@dataclass(frozen=True)
class Panel:
    """The picture of one year."""

    anio: int
    columnas: list[Columna]
    atenciones: int
    quejas: int
    ancho: int = ANCHO
    alto: int = ALTO
    suelo: int = SUELO

    @property
    def resumen(self) -> str:
        """What the picture shows, in a sentence."""
        mayor = max(self.columnas, key=lambda columna: columna.mes.atenciones).mes
        cima = f" El mes con más atenciones fue {mayor.nombre}, con {mayor.atenciones}."
        cuentas = f"{_cuantas(self.atenciones, 'atención', 'atenciones')} y "
        cuentas += _cuantas(self.quejas, "queja", "quejas")
        return f"{self.anio}: {cuentas}.{cima if mayor.atenciones else ''}"


def paneles(meses: list[Mes]) -> list[Panel]:
    """The years, newest first, each with its months from January on."""
    return [_panel(anio, sorted(del_anio, key=lambda m: m.mes)) for anio, del_anio in _anios(meses)]


def totales(paneles: list[Panel]) -> list[tuple[Panel, Rectangulo]]:
    """Each year with the bar of its attentions, all on one scale."""
    tope = max((panel.atenciones for panel in paneles), default=0) or 1
    return [
        (
            panel,
            Rectangulo(
                INICIO,
                FILA * n + 6,
                (FIN - INICIO) * panel.atenciones // tope,
                FILA - 14,
                panel.atenciones,
            ),
        )
        for n, panel in enumerate(paneles)
    ]


def _anios(meses: list[Mes]):
    return groupby(meses, key=lambda mes: mes.anio)


def _panel(anio: int, meses: list[Mes]) -> Panel:
    tope = max(max(mes.atenciones, mes.quejas) for mes in meses) or 1
    return Panel(
        anio,
        [_columna(mes, tope) for mes in meses],
        sum(mes.atenciones for mes in meses),
        sum(mes.quejas for mes in meses),
    )


def _columna(mes: Mes, tope: int) -> Columna:
    x = CASILLA * (mes.mes - 1) + 2
    return Columna(
        mes,
        CASILLA * (mes.mes - 1) + CASILLA // 2,
        _barra(x, ANCHO_ATENCIONES, mes.atenciones, tope),
        _barra(x + ANCHO_ATENCIONES + 1, ANCHO_QUEJAS, mes.quejas, tope) if mes.quejas else None,
    )


def _barra(x: int, ancho: int, valor: int, tope: int) -> Rectangulo:
    alto = round((SUELO - CIELO) * valor / tope)
    return Rectangulo(x, SUELO - alto, ancho, alto, valor)


def _cuantas(numero: int, una: str, varias: str) -> str:
    return f"{numero} {una if numero == 1 else varias}"
