"""The staff's second factor (S21; ASVS 6.3.3, 6.5.1): set up at first, asked ever after."""

import time

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.test import Client

BRUNO = {"username": "bruno", "password": "clave-de-bruno"}


@pytest.fixture(autouse=True)
def obligatorio(settings):
    cache.clear()
    settings.PERSONAL_SEGUNDO_FACTOR = True


@pytest.fixture
def bruno(db):
    return get_user_model().objects.create_user(**BRUNO, is_staff=True)


def codigo(clave: str) -> str:
    """What the telephone shows now for that key."""
    contador = next(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(clave, contador))


def activar(navegador) -> str:
    """From the first log-in to the paper codes. Returns the telephone's key."""
    paso = navegador.post("/admin/login/", BRUNO, follow=True)
    assert paso.redirect_chain[-1][0] == "/admin/segundo-factor/activar/"
    clave = paso.context["form"].secret
    hecho = navegador.post(paso.redirect_chain[-1][0], {"code": codigo(clave)})
    assert hecho.url == "/admin/segundo-factor/codigos/"
    return clave


def dentro(navegador) -> bool:
    return navegador.get("/admin/").status_code == 200


def test_sin_segundo_factor_el_escritorio_no_se_abre(bruno, client):
    client.post("/admin/login/", BRUNO)
    assert client.get("/admin/").url == "/admin/login/?next=/admin/"
    assert client.get("/admin/login/").url == "/admin/segundo-factor/activar/"
    activar(client)
    assert dentro(client)


def test_despues_se_pide_el_codigo_y_solo_entonces_se_entra(bruno):
    clave = activar(Client())
    otro = Client()
    assert otro.post("/admin/login/", BRUNO).url == "/admin/segundo-factor/ingreso/"
    assert not dentro(otro)
    pagina = otro.post("/admin/segundo-factor/ingreso/", {"code": "000000"})
    assert "Escriba el código de su teléfono" in pagina.content.decode()
    assert not dentro(otro)
    with time_machine.travel(time.time() + 60):
        otro.post("/admin/segundo-factor/ingreso/", {"code": codigo(clave)})
        assert dentro(otro)


def test_activarlo_cierra_el_escritorio_en_las_demas_sesiones(bruno, settings):
    """S22: whoever came in before with the password alone, here or on a stolen computer."""
    settings.PERSONAL_SEGUNDO_FACTOR = False
    otra, suya = Client(), Client()
    otra.post("/admin/login/", BRUNO)
    suya.post("/admin/login/", BRUNO)
    assert dentro(otra)
    clave = suya.get("/admin/segundo-factor/activar/").context["form"].secret
    suya.post("/admin/segundo-factor/activar/", {"code": codigo(clave)})
    assert (dentro(suya), dentro(otra)) == (True, False)
    # Nor with the password again does it reach the paper codes, which would let it in.
    for hoja in ("", "codigos/", "codigos/nuevos/", "otra-vez/", "activar/", "quitar/"):
        ruta = f"/admin/segundo-factor/{hoja}"
        assert otra.get(ruta).url == f"/admin/login/?next={ruta}"
    assert otra.post("/admin/login/", BRUNO).url == "/admin/segundo-factor/ingreso/"
    assert not dentro(otra)
    with time_machine.travel(time.time() + 60):
        otra.post("/admin/segundo-factor/ingreso/", {"code": codigo(clave)})
        assert dentro(otra)


def test_otro_telefono_cierra_lo_que_abrio_el_anterior(bruno):
    viejo, nuevo = Client(), Client()
    activar(viejo)
    call_command("quitar_segundo_factor", "bruno")
    activar(nuevo)
    assert (dentro(nuevo), dentro(viejo)) == (True, False)


def test_pasado_un_momento_se_pide_otra_vez_la_contrasena(bruno):
    navegador = Client()
    activar(navegador)
    assert navegador.get("/admin/segundo-factor/codigos/").status_code == 200
    with time_machine.travel(time.time() + 301):
        assert "/cuenta/otra-vez/" in navegador.get("/admin/segundo-factor/codigos/").url


SIN_CACHE = {
    "BACKEND": "iess_portal.cache.CachePrescindible",
    "LOCATION": "redis://127.0.0.1:1/0",
    "OPTIONS": {"socket_connect_timeout": 0.3, "socket_timeout": 0.3},
}


def test_sin_donde_contar_los_intentos_no_se_prueba_ningun_codigo(bruno, settings):
    """S21: six digits without a limit are minutes of guessing; and a used one would serve again."""
    clave = activar(Client())
    otro = Client()
    otro.post("/admin/login/", BRUNO)
    settings.CACHES = {"default": SIN_CACHE}
    assert otro.get("/admin/segundo-factor/ingreso/").status_code == 200
    with time_machine.travel(time.time() + 60):
        respuesta = otro.post("/admin/segundo-factor/ingreso/", {"code": codigo(clave)})
        assert respuesta.status_code == 503
        assert "su código sigue sirviendo" in respuesta.content.decode()
        assert not dentro(otro)


def test_los_intentos_de_un_codigo_se_cuentan(bruno):
    clave = activar(Client())
    otro = Client()
    otro.post("/admin/login/", BRUNO)
    with time_machine.travel(time.time() + 60, tick=False):
        for _ in range(12):
            otro.post("/admin/segundo-factor/ingreso/", {"code": "000000"})
        otro.post("/admin/segundo-factor/ingreso/", {"code": codigo(clave)})
        assert not dentro(otro)


def test_un_codigo_sirve_una_sola_vez(bruno):
    """S21: whoever looks over a shoulder comes too late."""
    clave = activar(Client())
    with time_machine.travel(time.time() + 60):
        usado, entraron = codigo(clave), []
        for _ in range(2):
            navegador = Client()
            navegador.post("/admin/login/", BRUNO)
            navegador.post("/admin/segundo-factor/ingreso/", {"code": usado})
            entraron.append(dentro(navegador))
    assert entraron == [True, False]


def test_un_codigo_de_papel_entra_una_vez(bruno):
    navegador = Client()
    activar(navegador)
    pagina = navegador.get("/admin/segundo-factor/codigos/")
    papel = pagina.context["unused_codes"][0]
    entraron = []
    for _ in range(2):
        otro = Client()
        otro.post("/admin/login/", BRUNO)
        otro.post("/admin/segundo-factor/ingreso/", {"code": papel})
        entraron.append(dentro(otro))
    assert entraron == [True, False]


def test_la_clave_del_telefono_no_se_lee_en_la_base(bruno):
    clave = activar(Client())
    guardado = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert clave not in guardado


def test_cambiar_la_clave_del_portal_no_deja_fuera_a_nadie(bruno, settings):
    """While the earlier one is among SECRET_KEY_FALLBACKS."""
    clave = activar(Client())
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "otra-clave-del-portal-de-mas-de-cincuenta-caracteres-1"
    otro = Client()
    otro.post("/admin/login/", BRUNO)
    with time_machine.travel(time.time() + 60):
        otro.post("/admin/segundo-factor/ingreso/", {"code": codigo(clave)})
        assert dentro(otro)


def test_sin_la_clave_anterior_se_dice_que_hacer(bruno, settings):
    clave = activar(Client())
    settings.SECRET_KEY = "otra-clave-del-portal-de-mas-de-cincuenta-caracteres-1"
    otro = Client()
    otro.post("/admin/login/", BRUNO)
    for intento in (codigo(clave), "una-de-papel"):
        respuesta = otro.post("/admin/segundo-factor/ingreso/", {"code": intento})
        assert respuesta.status_code == 503
        assert "Su segundo factor ya no sirve" in respuesta.text
    assert not dentro(otro)
    call_command("quitar_segundo_factor", "bruno")
    activar(otro := Client())
    assert dentro(otro)


def test_donde_es_voluntario_el_de_una_persona_no_obliga_a_otra(bruno, settings):
    activar(Client())
    settings.PERSONAL_SEGUNDO_FACTOR = False
    get_user_model().objects.create_user("carla", password="clave-de-carla", is_staff=True)
    navegador = Client()
    navegador.post("/admin/login/", {"username": "carla", "password": "clave-de-carla"})
    assert dentro(navegador)


def test_donde_es_obligatorio_no_se_lo_quita_uno_mismo(bruno):
    navegador = Client()
    activar(navegador)
    navegador.post("/admin/segundo-factor/quitar/")
    assert Authenticator.objects.filter(type="totp").count() == 1


def test_quien_pierde_todo_lo_configura_otra_vez(bruno, capsys):
    activar(Client())
    call_command("quitar_segundo_factor", "bruno")
    activar(Client())
    with pytest.raises(CommandError):
        call_command("quitar_segundo_factor", "nadie")


def test_la_contrasena_equivocada_se_sigue_frenando(bruno, client):
    malos = {**BRUNO, "password": "otra"}
    codigos = [client.post("/admin/login/", malos).status_code for _ in range(12)]
    assert codigos == [200] * 10 + [429] * 2


def test_no_es_para_las_cuentas_de_las_personas(db, client):
    persona = get_user_model().objects.create_user("persona-1", password="una-clave-larga")
    client.force_login(persona, "iess_portal.acceso.DeLasPersonas")
    assert client.get("/admin/segundo-factor/").status_code == 404


def test_entrar_no_lleva_a_otro_sitio(bruno, client, settings):
    settings.PERSONAL_SEGUNDO_FACTOR = False
    for siguiente, lleva in (("https://malo.example/", "/admin/"), ("/admin/x/", "/admin/x/")):
        respuesta = Client().post("/admin/login/", BRUNO | {"next": siguiente})
        assert respuesta.url == lleva


@pytest.mark.parametrize(("pedido", "avisos"), [(True, []), (False, ["iess_portal.W001"])])
def test_produccion_sin_segundo_factor_se_avisa(settings, pedido, avisos):
    settings.PRODUCCION, settings.PERSONAL_SEGUNDO_FACTOR = True, pedido
    hallados = [c.id for c in run_checks(include_deployment_checks=True)]
    assert [c for c in hallados if c.startswith("iess_portal")] == avisos
