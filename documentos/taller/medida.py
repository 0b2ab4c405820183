"""How well the judge judges a folder of labelled documents, in the terms of its targets."""

import csv
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from documentos.informe import NOMBRES, Informe
from documentos.revision import Exigencia, revisar

LEGIBILIDAD = {"borrosa", "opaca", "cortada", "ilegible"}
VISTA = LEGIBILIDAD | {"pequeno", "blanco"}  # what the eye judges; the rest is the file itself
ARCHIVO = set(NOMBRES) - VISTA - {"sin_firma", "revision"}
CARTA = {"letter", "page", "receipt"}  # kinds judged as the letter, signature included


@dataclass(frozen=True)
class Caso:
    """A labelled document (a row of manifest.csv) and what was said of it."""

    fila: dict[str, str]
    informe: Informe
    segundos: float

    @property
    def honesto(self) -> bool:
        """Readable, and within the cap: it may be doubted for its signature, never blocked."""
        return self.fila["legible"] == "yes" and self.fila["expected"] != "reject_file"

    @property
    def dudas(self) -> set[str]:
        return {hallazgo.causa for hallazgo in self.informe.dudas}

    @property
    def causas(self) -> set[str]:
        return {hallazgo.causa for hallazgo in self.informe.hallazgos}


@dataclass(frozen=True)
class Meta:
    """A target: of the cases in `entre`, at most `maximo` may be in `malos`."""

    nombre: str
    maximo: float
    entre: list[Caso]
    malos: list[Caso]

    @property
    def parte(self) -> float:
        return len(self.malos) / len(self.entre) if self.entre else 0.0


@dataclass(frozen=True)
class Detector:
    """Who remarks `causas`: it must on those in `deben`, and must not on those in `no_deben`."""

    nombre: str
    causas: set[str]
    deben: list[Caso]
    no_deben: list[Caso]

    def dice(self, casos: list[Caso], causa: str | None = None) -> int:
        """On how many of these it remarks something, or just `causa`."""
        causas = {causa} if causa else self.causas
        return sum(bool(caso.causas & causas) for caso in casos)


def detectores(casos: list[Caso]) -> list[Detector]:
    honestos = [c for c in casos if c.honesto]
    con_firma = [c for c in honestos if c.fila["signed"] == "yes"]
    sanos = honestos + _esperados(casos, "accept_file")
    return [
        Detector("no se puede leer", VISTA, _esperados(casos, "reject_quality"), honestos),
        Detector("sin firma", {"sin_firma"}, _esperados(casos, "reject_unsigned"), con_firma),
        Detector("archivo malo", ARCHIVO, _esperados(casos, "reject_file"), sanos),
    ]


def juzgar_carpeta(carpeta: Path) -> Iterator[Caso]:
    with (carpeta / "manifest.csv").open(newline="") as archivo:
        for fila in csv.DictReader(archivo):
            contenido = (carpeta / fila["path"]).read_bytes()
            exigencias = [Exigencia.LEGIBLE]
            if fila["kind"] in CARTA:
                exigencias.append(Exigencia.FIRMA)
            inicio = time.perf_counter()
            informe = revisar(contenido, exigencias)
            yield Caso(fila, informe, time.perf_counter() - inicio)


def metas(casos: list[Caso]) -> list[Meta]:
    """The targets of the project, each with its cases and its mistakes."""
    honestos = [c for c in casos if c.honesto]
    ilegibles = _esperados(casos, "reject_quality")
    con_firma = [c for c in honestos if c.fila["signed"] == "yes"]
    sin_firma = _esperados(casos, "reject_unsigned")
    malos = _esperados(casos, "reject_file")
    sanos = _esperados(casos, "accept_file")
    return [
        Meta("honestos bloqueados", 0.005, honestos, [c for c in honestos if c.informe.bloqueos]),
        Meta("honestos dudados por legibilidad", 0.05, honestos,
             [c for c in honestos if c.dudas & LEGIBILIDAD]),
        Meta("ilegibles que pasan sin aviso", 0.05, ilegibles,
             [c for c in ilegibles if not c.causas & LEGIBILIDAD]),
        Meta("cartas firmadas dichas sin firma", 0.03, con_firma,
             [c for c in con_firma if "sin_firma" in c.causas]),
        Meta("páginas sin firma dichas firmadas", 0.05, sin_firma,
             [c for c in sin_firma if "sin_firma" not in c.causas and not c.informe.bloqueos]),
        Meta("archivos malos aceptados", 0.0, malos, [c for c in malos if not c.informe.bloqueos]),
        Meta("archivos sanos rechazados por su archivo", 0.005, sanos,
             [c for c in sanos if c.causas & ARCHIVO]),
        Meta("más de 8 segundos", 0.0, casos, [c for c in casos if c.segundos > 8]),
    ]  # fmt: skip


def _esperados(casos: Iterable[Caso], esperado: str) -> list[Caso]:
    return [c for c in casos if c.fila["expected"] == esperado]


def intervalo(aciertos: int, total: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a proportion."""
    if not total:
        return 0.0, 1.0
    z, p = 1.96, aciertos / total
    centro = (p + z * z / (2 * total)) / (1 + z * z / total)
    ancho = z / (1 + z * z / total) * ((p * (1 - p) + z * z / (4 * total)) / total) ** 0.5
    return max(0.0, centro - ancho), min(1.0, centro + ancho)
