"""A cache that may be away: nobody is kept from coming in because a counter cannot be read."""

import logging

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

registro = logging.getLogger(__name__)


def _sin_caer(nombre: str, si_falla):
    """The method `nombre` of Django's cache that answers `si_falla` when the server is away."""

    def metodo(self, *args, **kwargs):
        try:
            return getattr(RedisCache, nombre)(self, *args, **kwargs)
        except (RedisError, OSError) as error:
            registro.warning("The cache does not answer (%s).", type(error).__name__)
            return si_falla

    return metodo


class CachePrescindible(RedisCache):
    """Django's Redis cache for what allauth counts in it: an error is as an empty cache."""

    add = _sin_caer("add", True)
    set = _sin_caer("set", None)
    delete = _sin_caer("delete", False)
    _leer = _sin_caer("get", None)

    def get(self, key, default=None, version=None):
        leido = self._leer(key, None, version)
        return default if leido is None else leido
