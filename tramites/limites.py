"""How often one may knock at a door of the portal, counted in the cache (`iess_portal.cache`).

Without a cache nobody is turned away: these limits keep one visitor from spending everybody's
server, and what must not be guessed has tries of its own in the database. Only the staff's second
factor, whose tries allauth counts here, waits until there is one.
"""

from django.core.cache import cache

MINUTO, HORA = 60, 3600


def contar(que: str, ventana: int, cuanto: int = 1) -> int:
    """`cuanto` more of `que` in this window of seconds: how many with it, 0 without a cache."""
    return cache.contar(f"tramites:{que}", ventana, cuanto) or 0


def contados(que: str, ventana: int) -> int:
    """How many of `que` there are in this window of seconds, 0 without a cache."""
    return contar(que, ventana, 0)
