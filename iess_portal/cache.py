"""A cache that the portal can do without: a counter that cannot be read stops nobody."""

import logging

from django.core.cache.backends.redis import RedisCache
from django.utils import timezone
from django.utils.functional import cached_property
from redis.exceptions import RedisError

registro = logging.getLogger(__name__)


def _sin_caer(si_falla):
    """Decorate a method so that it returns `si_falla` while the server is away."""

    def decorar(metodo):
        def sin_caer(self, *args, **kwargs):
            try:
                return metodo(self, *args, **kwargs)
            except (RedisError, OSError) as error:
                registro.warning("The cache does not answer (%s).", type(error).__name__)
                return si_falla

        return sin_caer

    return decorar


class CachePrescindible(RedisCache):
    """Django's Redis cache, with counters, which behaves as an empty one when the server fails.

    The counters are here because every app may use the cache, and none may import the portal.
    """

    add = _sin_caer(True)(RedisCache.add)
    set = _sin_caer(None)(RedisCache.set)
    delete = _sin_caer(False)(RedisCache.delete)
    _leer = _sin_caer(None)(RedisCache.get)

    def get(self, key, default=None, version=None):
        leido = self._leer(key, None, version)
        return default if leido is None else leido

    @_sin_caer(None)
    def contar(self, que: str, ventana: int, cuanto: int = 1) -> int | None:
        """Add `cuanto` to the counter `que` of the current window of `ventana` seconds.

        Returns the new count, or None while the cache is away.
        """
        return self._sumar(f"{que}:{int(timezone.now().timestamp()) // ventana}", cuanto, ventana)

    def _sumar(self, que: str, cuanto: int, ventana: int) -> int:
        """One command; Django's `add` and `incr` take three, each with a new client."""
        clave = self.make_key(que)
        suma = self._cliente.incrby(clave, cuanto)
        if suma == cuanto:  # The first of its window.
            self._cliente.expire(clave, ventana)
        return suma

    @cached_property
    def _cliente(self):
        return self._cache.get_client(write=True)
