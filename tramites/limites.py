"""Rate limits, counted in the cache (`iess_portal.cache`).

While the cache is away nobody is turned away: these limits keep one visitor from using up the
server, and what must not be guessed counts its tries in the database. Only the staff's second
factor, whose tries allauth counts in the cache, waits until it is back.
"""

from django.core.cache import cache

MINUTO, HORA = 60, 3600


def contar(que: str, ventana: int, cuanto: int = 1) -> int:
    """Add `cuanto` to the counter `que` of the current window of `ventana` seconds.

    Returns the new count, or 0 while the cache is away.
    """
    return cache.contar(f"tramites:{que}", ventana, cuanto) or 0


def contados(que: str, ventana: int) -> int:
    """The counter `que` of the current window of `ventana` seconds; 0 while the cache is away."""
    return contar(que, ventana, 0)
