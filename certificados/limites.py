"""How often one origin may ask, counted in the cache; without a cache nobody is turned away.

Typed codes have 72 random bits and the QR 128, so these limits are not what keeps them from
being guessed: they keep one visitor from spending everybody's server.
"""

import logging

from django.core.cache import cache
from django.utils import timezone

registro = logging.getLogger(__name__)

MINUTO, HORA = 60, 3600
# How many, in how many seconds.
CONSULTAS = (60, MINUTO)
FALLOS = (10, MINUTO)
# Wrong ends of one identification, from anywhere: with two of five signs shown there are 1000.
DIGITOS = (5, HORA)


class DemasiadasConsultas(Exception):
    """Too many from this origin; `espera` is in seconds."""

    espera = MINUTO


def contar(que: str, ventana: int) -> int:
    """One more of `que` in this window of time; how many there are with it."""
    clave = _clave(que, ventana)
    try:
        cache.add(clave, 0, ventana)
        return cache.incr(clave)
    except Exception:  # Whatever a cache that is away raises: verification must go on.
        registro.warning("Sin caché: no se cuentan las consultas.")
        return 0


def contados(que: str, ventana: int) -> int:
    """How many of `que` there are in this window of time."""
    try:
        return cache.get(_clave(que, ventana), 0)
    except Exception:  # As above.
        return 0


def _clave(que: str, ventana: int) -> str:
    return f"certificados:{que}:{int(timezone.now().timestamp()) // ventana}"
