from collections import Counter
from pathlib import Path
from statistics import median

from django.core.management.base import BaseCommand

from documentos.informe import NOMBRES
from documentos.taller.medida import Caso, detectores, intervalo, juzgar_carpeta, metas

PEORES = 12


class Command(BaseCommand):
    help = (
        "Juzga una carpeta de documentos etiquetados (manifest.csv) y dice cuánto acierta la "
        "revisión: por grupo, por causa, por meta, con los peores errores y los tiempos."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("carpeta", type=Path)
        parser.add_argument("--errores", type=int, default=PEORES, help="errores por meta")

    def handle(self, *, carpeta, errores, **opciones):
        casos = list(juzgar_carpeta(carpeta))
        self._grupos(casos)
        self._detectores(casos)
        self._causas(casos)
        self._metas(casos, errores)
        self._tiempos(casos)

    def _grupos(self, casos: list[Caso]) -> None:
        self._titulo("| grupo | n | rechazados | observados | aceptados |", 5)
        for grupo in sorted({c.fila["group"] for c in casos}):
            cuenta = Counter(c.informe.veredicto for c in casos if c.fila["group"] == grupo)
            valores = [cuenta[v] for v in ("rechazado", "observado", "aceptado")]
            self._fila(grupo, sum(valores), *valores)

    def _detectores(self, casos: list[Caso]) -> None:
        self._titulo("| detector | debe | exhaustividad | no debe | precisión |", 5)
        for d in detectores(casos):
            bien, mal = d.dice(d.deben), d.dice(d.no_deben)
            self._fila(
                d.nombre,
                len(d.deben),
                _parte(bien, len(d.deben)),
                len(d.no_deben),
                _parte(bien, bien + mal),
            )

    def _causas(self, casos: list[Caso]) -> None:
        """Precision of each cause, among the cases that are plainly one thing or the other."""
        de_quien = {causa: d for d in detectores(casos) for causa in d.causas}
        self._titulo("| causa | n | bloquea | duda | precisión |", 5)
        for causa, nombre in NOMBRES.items():
            bloquea = sum(causa in {h.causa for h in c.informe.bloqueos} for c in casos)
            duda = sum(causa in c.dudas for c in casos)
            if bloquea or duda:
                d = de_quien.get(causa)
                bien, mal = (d.dice(d.deben, causa), d.dice(d.no_deben, causa)) if d else (0, 0)
                self._fila(nombre, bloquea + duda, bloquea, duda, _parte(bien, bien + mal))

    def _metas(self, casos: list[Caso], errores: int) -> None:
        todas = metas(casos)
        self._titulo("| meta | n | errores | parte | intervalo 95 % | máximo | |", 7)
        for meta in todas:
            bajo, alto = intervalo(len(meta.malos), len(meta.entre))
            self._fila(
                meta.nombre,
                len(meta.entre),
                len(meta.malos),
                f"{meta.parte:.1%}",
                f"{bajo:.1%} a {alto:.1%}",
                f"{meta.maximo:.1%}",
                "sí" if meta.parte <= meta.maximo else "NO",
            )
        for meta in todas:
            for caso in meta.malos[:errores]:
                self.stdout.write(f"- {meta.nombre}: {caso.fila['path']} {_medidas(caso)}")

    def _tiempos(self, casos: list[Caso]) -> None:
        hijos = sorted(c.informe.ms for c in casos if c.informe.paginas)
        total = sorted(c.segundos * 1000 for c in casos)
        self.stdout.write(
            f"\nms de CPU por documento: mediana {median(hijos):.0f}, "
            f"p95 {hijos[int(len(hijos) * 0.95)]:.0f}; ms de reloj: mediana {median(total):.0f}, "
            f"p95 {total[int(len(total) * 0.95)]:.0f}, máximo {total[-1]:.0f}"
        )

    def _titulo(self, encabezado: str, columnas: int) -> None:
        self.stdout.write(f"\n{encabezado}\n|{' --- |' * columnas}")

    def _fila(self, *celdas) -> None:
        self.stdout.write("| " + " | ".join(map(str, celdas)) + " |")


def _parte(cuantos: int, total: int) -> str:
    bajo, alto = intervalo(cuantos, total)
    return f"{cuantos}/{total} ({bajo:.0%} a {alto:.0%})" if total else "—"


def _medidas(caso: Caso) -> str:
    partes = [f"{h.causa} {h.medida}/{h.umbral}" for h in caso.informe.hallazgos]
    if caso.informe.firma:
        partes.append(f"firma {caso.informe.firma.puntaje}")
    return "(" + ", ".join(partes) + ")"
