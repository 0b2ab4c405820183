"""A cache that is away delays nobody at a door (S13)."""

import pytest
from django.core.cache import caches
from django.urls import reverse
from redis.exceptions import RedisError

from tramites import limites

AWAY = {
    "BACKEND": "iess_portal.cache.CachePrescindible",
    "LOCATION": "redis://127.0.0.1:1/0",
    "OPTIONS": {"socket_connect_timeout": 0.3, "socket_timeout": 0.3},
}


@pytest.fixture
def sin_cache(settings):
    settings.CACHES = {"default": AWAY}
    return caches["default"]


def test_sin_cache_las_puertas_se_abren(sin_cache, db, client):
    datos = {"login": "ana@example.org", "password": "una clave cualquiera"}
    respuesta = client.post(reverse("account_login"), datos)
    assert respuesta.status_code == 200
    assert "no son correctos" in respuesta.content.decode()


def test_sin_cache_lo_demas_sabe_que_no_la_hay(sin_cache):
    """The portal's own counters tell by themselves, and another use would be told."""
    assert limites.contar("nada", 60) == 0
    with pytest.raises(RedisError):
        sin_cache.incr("nada")
