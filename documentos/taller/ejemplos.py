"""Candidates with their answers, out of drawn letters and of a folder of labelled documents.

On a drawn letter we know where the signature is. On a labelled page we only know that there is
one: of its candidates, the one that the forest of the round before likes best is taken for it, and
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
from documentos.formatos import TAMANO_MAXIMO, tipo_real
from documentos.paginas import Hoja, PaginaImposible, hojas_de
from documentos.rasgos import NOMBRES
from documentos.tinta import analizar

from . import danos
from .arboles import cultivar
from .cartas import carta

RONDAS = 3
VARIANTES = 2  # damaged copies of each labelled page, besides the page itself
_SIN_GANADORA = 0.25  # a signed page whose best candidate is below this teaches nothing
_DUDOSA = 0.3  # on a signed page, candidates above this are left out: they may be signatures too


@dataclass(frozen=True)
class Pagina:
    """A page's candidates, float[n, features]; `clase` float[n] when known for each, else None."""

    grupo: str  # pages of one document are never split between training and trial
    rasgos: np.ndarray
    firmada: bool
    clase: np.ndarray | None = None


def de_carta(semilla: int) -> Pagina:
    """A drawn letter, damaged on its way; even seeds are signed."""
    firmada = semilla % 2 == 0
    dibujada = carta(semilla, firmada)
    azar = random.Random(semilla + 7)  # noqa: S311 — repeatable on purpose
    halladas = _candidatas(danos.al_azar(dibujada.imagen, azar))
    clase = np.array([_es_firma(c.caja, dibujada.firmas) for c in halladas], float)
    rasgos = _matriz([c.rasgos for c in halladas])
    conocidas = ~np.isnan(clase)
    return Pagina(f"carta {semilla}", rasgos[conocidas], firmada, clase[conocidas])


def _es_firma(caja, firmas) -> float:
    """1, 0, or NaN when it covers the signature only in part."""
    if not firmas:
        return 0.0
    # The way may have shifted the page a little: the true box is taken with some slack.
    x0, y0, x1, y1 = firmas[0]
    ancho = min(caja[2], x1 + 60) - max(caja[0], x0 - 60)
    alto = min(caja[3], y1 + 60) - max(caja[1], y0 - 60)
    parte = max(0, ancho) * max(0, alto) / ((caja[2] - caja[0]) * (caja[3] - caja[1]))
    return 1.0 if parte > 0.7 else 0.0 if parte < 0.05 else float("nan")


def etiquetadas(carpeta: Path) -> list[tuple[str, bool]]:
    """(path, signed) of the manifest's documents whose label is plain: `signed` yes or no."""
    with (carpeta / "manifest.csv").open(newline="") as archivo:
        filas = list(csv.DictReader(archivo))
    return [
        (str(carpeta / fila["path"]), fila["signed"] == "yes")
        for fila in filas
        if fila["signed"] in ("yes", "no") and fila["legible"] != "no"
    ]


def de_documento(trabajo: tuple[str, bool]) -> list[Pagina]:
    """The candidates of a labelled document and of its damaged copies."""
    ruta, firmada = trabajo
    contenido = Path(ruta).read_bytes()[:TAMANO_MAXIMO]
    azar = random.Random(ruta)  # noqa: S311 — repeatable on purpose
    paginas = []
    try:
        for hoja in hojas_de(contenido, tipo_real(contenido)):
            for imagen in _variantes(hoja, azar):
                rasgos = _matriz([c.rasgos for c in _candidatas(imagen)])
                paginas.append(Pagina(Path(ruta).name, rasgos, firmada))
    except PaginaImposible:
        return []
    # Which page of several is the signed one is not in the label.
    return paginas if not firmada or len(paginas) <= VARIANTES + 1 else []


def _variantes(hoja: Hoja, azar: random.Random) -> Iterator[Image.Image]:
    imagen = hoja.imagen.convert("RGB")
    yield imagen
    for _ in range(VARIANTES):
        escala = azar.uniform(0.7, 1.0)
        medidas = [round(lado * escala) for lado in imagen.size]
        camino = azar.choice((danos.escaneada, danos.fax, danos.fotografiada))
        yield danos.comprimida(camino(imagen.resize(medidas), azar), azar.randint(50, 90))


def _candidatas(imagen: Image.Image):
    imagen.thumbnail((1500, 1500))
    hoja = Hoja(1, imagen.convert("YCbCr"), 0)
    croma = hoja.croma
    if max(int(np.abs(banda.astype(int) - 128).max()) for banda in croma) <= 2:
        croma = None
    return candidatas(analizar(hoja.luma), croma)


def _matriz(filas: list[np.ndarray]) -> np.ndarray:
    return np.array(filas, np.float32).reshape(-1, len(NOMBRES))


def aprender(paginas: list[Pagina], semilla: int = 1):
    """The forest that tells signatures apart."""
    rasgos = np.concatenate([p.rasgos for p in paginas])
    de_pagina = np.repeat(np.arange(len(paginas)), [len(p.rasgos) for p in paginas])
    # The first round has no forest: big, broken, low on the page, in no straight lines.
    gusto = rasgos[:, 0] + 0.5 * rasgos[:, 1] + 3 * rasgos[:, 13] - 4 * rasgos[:, 9]
    gusto = gusto + 4 * rasgos[:, 10]
    for ronda in range(RONDAS):
        clase, peso = _respuestas(paginas, de_pagina, gusto, _SIN_GANADORA if ronda else -np.inf)
        usadas = peso > 0
        bosque, fuera = cultivar(rasgos[usadas], clase[usadas], peso[usadas], semilla)
        gusto = bosque.puntajes(rasgos)
        gusto[usadas] = fuera
    return bosque


def _respuestas(paginas, de_pagina, gusto, minimo) -> tuple[np.ndarray, np.ndarray]:
    clase, peso = np.zeros(len(gusto)), np.ones(len(gusto))
    for numero, pagina in enumerate(paginas):
        suyas = np.flatnonzero(de_pagina == numero)
        if pagina.clase is not None:
            clase[suyas] = pagina.clase
        elif pagina.firmada and len(suyas):
            peso[suyas] = np.where(gusto[suyas] < _DUDOSA, 0.5, 0.0)
            mejor = suyas[np.argmax(gusto[suyas])]
            clase[mejor], peso[mejor] = 1.0, float(gusto[mejor] > minimo)
    # Signatures are few among candidates: without this the forest would learn to say no.
    razon = (peso * (1 - clase)).sum() / max(1.0, (peso * clase).sum())
    return clase, peso * np.where(clase == 1, razon**0.5, 1.0)
