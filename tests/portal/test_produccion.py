"""The portal with production settings on PostgreSQL and Valkey, as the compose file runs it."""

import os
import secrets
import urllib.error
import urllib.request

import pytest

from iess_portal.management.commands.probar import AMBIENTE_DE_PRODUCCION
from tests import servicios
from tests.portal_vivo import portal_encendido
from tests.sello_desechable import escribir_sello

pytestmark = pytest.mark.skipif(
    os.environ.get("PORTAL_BASE") != "postgresql",
    reason="production has PostgreSQL and Valkey: the other run of the suite covers it",
)
NOMBRE = "ventanilla.example.org"


@pytest.fixture(scope="module")
def en_produccion(tmp_path_factory):
    carpeta = tmp_path_factory.mktemp("produccion")
    nombre = f"produccion_{secrets.token_hex(4)}"
    base_nueva = servicios.base_nueva(os.environ["DATABASE_URL"], nombre)
    with base_nueva as base, servicios.valkey(carpeta) as cola:
        propio = {
            **AMBIENTE_DE_PRODUCCION,
            **escribir_sello(carpeta),
            "DATABASE_URL": base,
            "REDIS_URL": cola,
            "PORTAL_ANFITRIONES": "localhost",
            "PORTAL_TRAS_PROXY": "true",
        }
        with portal_encendido(carpeta / "var", **propio) as portal:
            yield portal


class SinSeguir(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args):
        return None


def pedir(portal, ruta, **cabeceras):
    """(status, headers) of a GET under the public name; redirects are not followed."""
    cabeceras = {"Host": NOMBRE, **{k.replace("_", "-"): v for k, v in cabeceras.items()}}
    pedido = urllib.request.Request(f"{portal.url}{ruta}", headers=cabeceras)  # noqa: S310
    try:
        with urllib.request.build_opener(SinSeguir).open(pedido, timeout=20) as respuesta:
            return respuesta.status, respuesta.headers
    except urllib.error.HTTPError as error:
        return error.code, error.headers


def test_sin_tls_manda_a_la_direccion_segura(en_produccion):
    codigo, cabeceras = pedir(en_produccion, "/ventanilla/")
    assert (codigo, cabeceras["Location"]) == (301, f"https://{NOMBRE}/ventanilla/")


def test_tras_el_proxy_responde_con_todas_sus_cabeceras(en_produccion):
    """S25: what a browser must be told on every page."""
    codigo, cabeceras = pedir(en_produccion, "/ventanilla/", X_Forwarded_Proto="https")
    assert codigo == 200
    assert cabeceras["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"
    assert cabeceras["X-Frame-Options"] == "DENY"
    assert cabeceras["X-Content-Type-Options"] == "nosniff"
    assert cabeceras["Referrer-Policy"] == "strict-origin"
    assert "default-src 'self'" in cabeceras["Content-Security-Policy"]


def test_las_galletas_van_cerradas(en_produccion):
    _, cabeceras = pedir(en_produccion, "/admin/login/", X_Forwarded_Proto="https")
    galleta = cabeceras["Set-Cookie"]
    assert galleta.startswith("__Host-csrf=")
    assert all(parte in galleta for parte in ("HttpOnly", "Path=/", "SameSite=Lax", "Secure"))


def test_la_salud_se_pregunta_sin_tls_y_solo_a_su_nombre(en_produccion):
    assert pedir(en_produccion, "/salud/viva")[0] == 200
    assert pedir(en_produccion, "/salud/lista")[0] == 200
    assert pedir(en_produccion, "/salud/viva", Host="otro.example.org")[0] == 400


def test_no_hay_cuentas_de_demostracion_ni_servidores_embebidos(en_produccion):
    assert not (en_produccion.var / "personal-demo.txt").exists()
    assert {p.name for p in en_produccion.var.iterdir()} & {
        "valkey.conf",
        "portal.sqlite3",
    } == set()
    contar = "from django.contrib.auth.models import User; print(User.objects.count())"
    assert en_produccion.gestionar("shell", "-v", "0", "-c", contar) == "0\n"
