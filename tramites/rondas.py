"""A round over many rows, in which one that fails does not stop the others."""

import logging
from collections.abc import Callable, Iterable

registro = logging.getLogger(__name__)


def cada_una(hacer: Callable, filas: Iterable) -> int:
    """Call `hacer` with each row. Returns how many returned true; failures are logged."""
    return sum(_intentar(hacer, fila) for fila in filas)


def _intentar(hacer: Callable, fila) -> bool:
    try:
        return bool(hacer(fila))
    except Exception:
        # Logged by its key, because what a row says may name a person.
        clave = getattr(fila, "pk", fila)
        registro.exception("%s failed for %s; the round goes on.", hacer.__name__, clave)
        return False
