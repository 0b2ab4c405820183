"""How often one may knock at a door of the portal, counted in the cache.

Without a cache nobody is turned away: these limits keep one visitor from spending everybody's
server, and what must not be guessed has tries of its own in the database.
"""

import logging

from django.core.cache import cache
from django.utils import timezone

registro = logging.getLogger(__name__)

MINUTO, HORA = 60, 3600


def contar(que: str, ventana: int) -> int:
    """One more of `que` in this window of seconds: how many with it, 0 without a cache."""
    clave = _clave(que, ventana)
    try:
        cache.add(clave, 0, ventana)
        return cache.incr(clave)
    except Exception:  # Whatever a cache that is away raises: people must go on.
        registro.warning("Sin caché: no se cuentan los intentos.")
        return 0


def contados(que: str, ventana: int) -> int:
    """How many of `que` there are in this window of seconds."""
    try:
        return cache.get(_clave(que, ventana), 0)
    except Exception:  # As above.
        return 0


def _clave(que: str, ventana: int) -> str:
    return f"portal:{que}:{int(timezone.now().timestamp()) // ventana}"
