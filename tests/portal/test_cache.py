"""A cache that is away delays nobody at a door (S13); one that is there counts."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import caches
from django.urls import reverse
from redis.exceptions import RedisError

from tests import servicios
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


@pytest.fixture
def con_cache(settings, tmp_path):
    with servicios.valkey(tmp_path) as url:
        settings.CACHES = {
            "default": AWAY | {"LOCATION": url.replace("redis+socket://", "unix://")}
        }
        yield caches["default"]


def test_cuenta_por_ventanas_aunque_sean_muchos_a_la_vez(con_cache, time_machine):
    time_machine.move_to(120_000, tick=False)
    with ThreadPoolExecutor(8) as hilos:
        contados = list(hilos.map(lambda _: caches["default"].contar("x", 60), range(200)))
    assert sorted(contados) == list(range(1, 201))
    assert (con_cache.contar("x", 60, 5), con_cache.contar("otro", 60)) == (205, 1)
    time_machine.move_to(120_060)
    assert con_cache.contar("x", 60) == 1


def test_lo_contado_se_olvida_al_pasar_su_ventana(con_cache):
    """Also what nobody counts again: the server forgets it by itself."""
    con_cache.contar("x", 60)
    con_cache.contar("x", 60)
    (clave,) = con_cache._cliente.keys()
    assert 0 < con_cache._cliente.ttl(clave) <= 60
