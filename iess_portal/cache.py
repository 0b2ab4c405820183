"""A cache that may be away: nobody is kept from coming in because a counter cannot be read."""

import logging

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

registro = logging.getLogger(__name__)


class CachePrescindible(RedisCache):
    """Django's Redis cache for what allauth counts in it: an error is as an empty cache."""

    def add(self, *args, **kwargs):
        return _intentar(super().add, True, *args, **kwargs)

    def get(self, key, default=None, version=None):
        return _intentar(super().get, default, key, default, version)

    def set(self, *args, **kwargs):
        return _intentar(super().set, None, *args, **kwargs)

    def delete(self, *args, **kwargs):
        return _intentar(super().delete, False, *args, **kwargs)


def _intentar(orden, si_falla, *args, **kwargs):
    try:
        return orden(*args, **kwargs)
    except (RedisError, OSError) as error:
        registro.warning("The cache does not answer (%s).", type(error).__name__)
        return si_falla
