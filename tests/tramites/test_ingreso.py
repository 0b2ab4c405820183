"""The door of the officers' desk, and the nasty addresses inside it (S06, S21)."""

import pytest
from django.core.cache import cache

from iess_portal.sitio import INTENTOS, INTENTOS_POR_CUENTA


def ingresar(client, clave):
    return client.post("/admin/login/", {"username": "bruno", "password": clave})


def test_adivinar_la_clave_se_frena(client, bruno):
    codigos = [ingresar(client, f"clave-{n}").status_code for n in range(INTENTOS + 3)]
    assert codigos == [200] * INTENTOS + [429] * 3
    assert ingresar(client, "clave-de-bruno").status_code == 429
    cache.clear()
    assert ingresar(client, "clave-de-bruno").status_code == 302


def test_escribir_la_cuenta_de_otra_manera_no_da_mas_intentos(client, bruno):
    """The form reads them all as the same account."""
    maneras = ["bruno", " bruno", "bruno\u3000", "\uff42runo", "\U0001d41b\u24e1uno"]
    for n in range(INTENTOS):
        datos = {"username": maneras[n % len(maneras)], "password": f"clave-{n}"}
        assert client.post("/admin/login/", datos).status_code == 200
    datos = {"username": maneras[-1], "password": "clave-de-bruno"}
    assert client.post("/admin/login/", datos).status_code == 429
    cache.clear()
    assert client.post("/admin/login/", datos).status_code == 302


def test_desde_un_solo_lugar_no_se_cierra_la_cuenta_de_nadie(client, bruno):
    for n in range(INTENTOS_POR_CUENTA + 1):
        ingresar(client, f"clave-{n}")
    en_su_oficina = {"REMOTE_ADDR": "198.51.100.7"}
    datos = {"username": "bruno", "password": "clave-de-bruno"}
    assert client.post("/admin/login/", datos, **en_su_oficina).status_code == 302


def test_desde_muchos_lugares_tampoco_se_adivina(client, bruno):
    for n in range(INTENTOS_POR_CUENTA):
        datos = {"username": "bruno", "password": f"clave-{n}"}
        client.post("/admin/login/", datos, REMOTE_ADDR=f"198.51.100.{n}")
    assert ingresar(client, "clave-de-bruno").status_code == 429


def test_ingresar_bien_no_gasta_intentos(client, bruno):
    """An officer who comes in and out all morning is not told to wait."""
    codigos = [ingresar(client, "clave-de-bruno").status_code for _ in range(INTENTOS + 1)]
    assert codigos == [302] * (INTENTOS + 1)
    codigos = [ingresar(client, f"clave-{n}").status_code for n in range(INTENTOS + 1)]
    assert codigos == [200] * INTENTOS + [429]


def test_adivinar_una_cuenta_no_frena_a_las_demas(client, bruno, carla):
    for n in range(INTENTOS + 1):
        ingresar(client, f"clave-{n}")
    datos = {"username": "carla", "password": "clave-de-carla"}
    assert client.post("/admin/login/", datos).status_code == 302


@pytest.mark.parametrize("lista", ["tramites/solicitud", "certificados/certificado"])
@pytest.mark.parametrize(
    "consulta",
    [
        "nombres__regex=(",
        "nombres=%00",
        "estado=%00",
        "estado__exact=%00",
        "provincia=%00",
        "emision=%00",
        "presentada_en__year=99999999999999999999",
        "telefonos__contains=zzz",
        "responsable__password__startswith=a",
        "q=%00",
        "o=9.9.9",
        "p=99999999999",
        "p=-1",
        "_to_field=secreto",
        "e=1",
    ],
)
def test_ninguna_direccion_rara_hace_fallar_la_lista(entrar, bruno, solicitud, lista, consulta):
    respuesta = entrar(bruno).get(f"/admin/{lista}/?{consulta}", follow=True)
    assert respuesta.status_code in {200, 400}


@pytest.mark.parametrize("pk", ["9" * 40, "0", "-1", "1e3", "²", "a"])
def test_una_clave_rara_no_es_ningun_caso(entrar, bruno, solicitud, pk):
    navegador = entrar(bruno)
    for resto in ("change/", "history/", "documento/1/1.jpg", "documento/1/original"):
        respuesta = navegador.get(f"/admin/tramites/solicitud/{pk}/{resto}", follow=True)
        assert respuesta.status_code == 404
    ajeno = f"/admin/tramites/solicitud/{solicitud.pk}/documento/{'9' * 40}/1.jpg"
    assert navegador.get(ajeno).status_code == 404
