"""Candidates with their answers, out of drawn pages and of a folder of labelled documents.

On a drawn page we know where the signature is. On a labelled one we only know that there is one:
of its candidates, the one that the network of the round before likes best is taken for it, and
those that it hardly likes for none (multiple instance learning).
"""

import csv
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from documentos.candidatas import candidatas
from documentos.firma import derechas
from documentos.formatos import TAMANO_MAXIMO, tipo_real
from documentos.paginas import Hoja, PaginaImposible, hojas_de
from documentos.plana import Plana, analizar
from documentos.rasgos import NOMBRES
from documentos.recortes import FORMA, contraste_de, recorte_de

from . import danos
from .cartas import carta

VARIANTES = 2  # damaged copies of each labelled page, besides the page itself
_POR_PAGINA = 16  # candidates kept of a drawn page: the signature, and others at random


@dataclass(frozen=True)
class Pagina:
    """A page's candidates: `rasgos` float32[n, features], `recortes` uint8[n, *FORMA].

    `clase` float[n] when it is known for each, else None.
    """

    documento: str  # file name, or "carta 17"
    origen: str  # where the document comes from: "" when drawn
    firmada: bool
    rasgos: np.ndarray
    recortes: np.ndarray
    clase: np.ndarray | None = None
    danada: bool = False


def de_carta(semilla: int) -> Pagina:
    """A drawn page, damaged on its way; even seeds are signed."""
    firmada = semilla % 2 == 0
    dibujada = carta(semilla, firmada)
    azar = random.Random(semilla + 7)  # noqa: S311 — repeatable on purpose
    imagen, matriz = danos.por_un_camino(dibujada.imagen, azar)
    verdad = [danos.llevar(caja, matriz) for caja in dibujada.firmas]
    mirada = _Mirada(*_abrir(imagen))  # not `derechas`: nothing is drawn turned
    clase = np.array([_es_firma(c.caja, verdad) for c in mirada.candidatas], float)
    quedan = _algunas(clase, azar)
    return Pagina(f"carta {semilla}", "", firmada, *mirada.ejemplos(quedan), clase[quedan], True)


def _algunas(clase: np.ndarray, azar: random.Random) -> list[int]:
    si, no = np.flatnonzero(clase == 1).tolist(), np.flatnonzero(clase == 0).tolist()
    return si + azar.sample(no, min(len(no), _POR_PAGINA))


def _es_firma(caja, verdad) -> float:
    """1, 0, or NaN when the box is a part of the signature or holds much else."""
    if not len(verdad):
        return 0.0
    x0, y0, x1, y1 = verdad[0]
    comun = max(0, min(caja[2], x1) - max(caja[0], x0)) * max(
        0, min(caja[3], y1) - max(caja[1], y0)
    )
    suya, toda = (
        comun / ((caja[2] - caja[0]) * (caja[3] - caja[1])),
        comun / ((x1 - x0) * (y1 - y0)),
    )
    if suya < 0.05:
        return 0.0
    # A stamp or the name may touch the signature: then the candidate is all of them. And a faint
    # signature comes in parts.
    es = (toda > 0.1 and suya > 0.6) or (toda > 0.3 and suya > 0.4) or (toda > 0.6 and suya > 0.12)
    return 1.0 if es else float("nan")


@dataclass(frozen=True)
class Etiqueta:
    """A labelled document: where it is, where it came from, and whether it is signed."""

    ruta: Path
    origen: str
    firmada: bool


def etiquetadas(carpeta: Path) -> list[Etiqueta]:
    """The manifest's documents whose label is plain: `signed` yes or no."""
    with (carpeta / "manifest.csv").open(newline="") as archivo:
        return [
            Etiqueta(carpeta / fila["path"], fila.get("source_repo", ""), fila["signed"] == "yes")
            for fila in csv.DictReader(archivo)
            if fila["signed"] in ("yes", "no") and fila["legible"] != "no"
        ]


def de_documento(etiqueta: Etiqueta) -> list[Pagina]:
    """The candidates of a labelled document and of its damaged copies."""
    contenido = etiqueta.ruta.read_bytes()[:TAMANO_MAXIMO]
    nombre = etiqueta.ruta.name
    azar = random.Random(nombre)  # noqa: S311 — repeatable on purpose
    paginas = []
    try:
        for hoja in hojas_de(contenido, tipo_real(contenido)):
            for copia, imagen in enumerate(_variantes(hoja, azar)):
                vistas = _todos(imagen)
                paginas.append(
                    Pagina(nombre, etiqueta.origen, etiqueta.firmada, *vistas, None, copia > 0)
                )
    except PaginaImposible:
        return []
    # Which page of several is the signed one is not in the label.
    return paginas if not etiqueta.firmada or len(paginas) <= VARIANTES + 1 else []


def _variantes(hoja: Hoja, azar: random.Random) -> Iterator[Image.Image]:
    imagen = hoja.imagen.convert("RGB")
    yield imagen
    for copia in range(VARIANTES):
        escala = azar.uniform(0.65, 1.0)
        medidas = [max(1, round(lado * escala)) for lado in imagen.size]
        camino = (danos.escaneada, danos.fotografiada, danos.fax)[copia % 3]
        yield danos.comprimida(camino(imagen.resize(medidas), azar), azar.randint(50, 90))


def _todos(imagen: Image.Image) -> tuple[np.ndarray, np.ndarray]:
    """`Pagina.rasgos` and `Pagina.recortes` of all that the portal would weigh on the page."""
    miradas = [_Mirada(*vista) for _, *vista in derechas(*_abrir(imagen))]
    rasgos, recortes = zip(*[m.ejemplos(range(len(m.candidatas))) for m in miradas], strict=True)
    return np.concatenate(rasgos), np.concatenate(recortes)


def _abrir(imagen: Image.Image) -> tuple[Plana, tuple | None]:
    hoja = Hoja(1, imagen.convert("YCbCr"), 0)
    gris = max(int(np.abs(np.asarray(banda, int) - 128).max()) for banda in hoja.croma) <= 2
    return analizar(hoja.luma), None if gris else hoja.croma


class _Mirada:
    """A page as the portal would look at it."""

    def __init__(self, plana: Plana, croma: tuple | None) -> None:
        self.plana, self.croma = plana, croma
        self.candidatas = candidatas(plana, croma)

    def ejemplos(self, cuales) -> tuple[np.ndarray, np.ndarray]:
        """`Pagina.rasgos` and `Pagina.recortes` of some candidates."""
        contraste, elegidas = contraste_de(self.plana), [self.candidatas[k] for k in cuales]
        rasgos = [c.rasgos for c in elegidas]
        recortes = [recorte_de(c.caja, self.plana, self.croma, contraste) for c in elegidas]
        return (
            np.array(rasgos, np.float32).reshape(-1, len(NOMBRES)),
            np.array(recortes, np.uint8).reshape(-1, *FORMA),
        )
