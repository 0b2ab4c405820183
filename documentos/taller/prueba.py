"""How well the model does on what it did not learn from: cross-validation."""

import re
import zlib
from collections.abc import Callable, Iterator

import numpy as np

from documentos.modelo import Modelo
from documentos.red import Red

from .aprendizaje import Lecciones, aprender_de_todo
from .ejemplos import Pagina
from .medida import intervalo

PARTES = 5
CORTES = (0.2, 0.3, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7, 0.8)
_HOJA = re.compile(r"[-_]?(page|first|full|var).*|_\d\.\w+$")


def por_documento(pagina: Pagina) -> int:
    """Pages of one letter, `abc-page02_1` and `abc-page02_2`, stay together."""
    return _una_parte(_HOJA.sub("", pagina.documento))


def por_origen(pagina: Pagina) -> int:
    """All that comes from one place stays together."""
    return _una_parte(pagina.origen)


def _una_parte(nombre: str) -> int:
    return zlib.crc32(nombre.encode()) % PARTES


def cruzar(
    base: Red, dibujadas: list[Pagina], reales: list[Pagina], parte: Callable, lecciones: Lecciones
) -> dict[str, tuple[bool, float]]:
    """Each labelled document: signed?, and the best score that a model gave it which saw
    neither it nor anything else of its part. Damaged copies only teach."""
    dichos: dict[str, tuple[bool, float]] = {}
    for ajena in sorted({parte(p) for p in reales}):
        vistas = [p for p in reales if parte(p) != ajena]
        modelo = aprender_de_todo(base, dibujadas + vistas, lecciones)
        for pagina in reales:
            if parte(pagina) == ajena and not pagina.danada:
                antes = dichos.get(pagina.documento, (pagina.firmada, 0.0))[1]
                dichos[pagina.documento] = (pagina.firmada, max(antes, puntaje(modelo, pagina)))
    return dichos


def puntaje(modelo: Modelo, pagina: Pagina) -> float:
    if not len(pagina.rasgos):
        return 0.0
    return float(modelo.puntajes(pagina.recortes, pagina.rasgos).max())


def tabla(dichos: dict[str, tuple[bool, float]]) -> Iterator[str]:
    """One line a threshold: what is missed and what is made up, with their 95 % intervals."""
    con = np.array([valor for firmada, valor in dichos.values() if firmada])
    sin = np.array([valor for firmada, valor in dichos.values() if not firmada])
    yield f"{len(con)} con firma, {len(sin)} sin firma"
    for corte in CORTES:
        no_vistas = _parte(int((con < corte).sum()), len(con))
        inventadas = _parte(int((sin >= corte).sum()), len(sin))
        yield f"corte {corte}: firmas no vistas {no_vistas}, firmas inventadas {inventadas}"


def _parte(cuantas: int, total: int) -> str:
    bajo, alto = intervalo(cuantas, total)
    return f"{cuantas} = {cuantas / max(1, total):.1%} ({bajo:.1%} a {alto:.1%})"
