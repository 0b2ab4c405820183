"""The institution's own sign-on, against a small OpenID Connect provider on this machine (R25)."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.signals import pre_social_login
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tramites import identidad
from tramites.models import Correo, Titular

from .reparto import cuenta_de_persona, declarada
from .test_recepcion import a_la_vez

ANA = {"sub": "1", "name": "Ana Lucía Ñandú Cevallos", "cedula": "1710034065"}
LUIS = {
    "tipo_identificacion": "cedula",
    "identificacion": "1760000016",
    "nombres": "Luis Quishpe Loor",
}


class Proveedor(HTTPServer):
    """Says of whoever comes what `dice` holds, and asked again `dice_despues`, if it has it;
    `pedidos` are the bodies that its token got."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Ventanilla)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.dice, self.dice_despues, self.pedidos = ANA, None, []


class Ventanilla(BaseHTTPRequestHandler):
    def do_GET(self):
        url = self.server.url
        partes = ("authorization", "token", "userinfo")
        self._json(
            {"issuer": url, "jwks_uri": f"{url}/jwks"}
            | {f"{parte}_endpoint": f"{url}/{parte}" for parte in partes}
            if "well-known" in self.path
            else self.server.dice_despues or self.server.dice
        )

    def do_POST(self):
        cuerpo = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.pedidos.append(parse_qs(cuerpo))
        ahora = int(time.time())
        ficha = {"iss": self.server.url, "aud": "portal", "iat": ahora, "exp": ahora + 60}
        firmado = jwt.encode(ficha | self.server.dice, "x" * 32, "HS256")
        self._json({"access_token": "a", "token_type": "Bearer", "id_token": firmado})

    def _json(self, datos):
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(datos).encode())

    def log_message(self, *_):
        pass


@pytest.fixture
def proveedor(settings, db):
    cache.clear()
    servidor = Proveedor()
    hilo = threading.Thread(target=servidor.serve_forever)
    hilo.start()
    configurado = {"provider_id": "iess", "name": "IESS", "client_id": "portal", "secret": "s"}
    configurado["settings"] = {"server_url": servidor.url}
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [configurado]}
    }
    yield servidor
    servidor.shutdown()
    hilo.join()
    servidor.server_close()


IDA, VUELTA = (reverse(f"openid_connect_{paso}", args=["iess"]) for paso in ("login", "callback"))


def entrar(navegador=None) -> Client:
    """All the way round: to the provider and back with its code."""
    navegador = navegador or Client()
    navegador.get(VUELTA, ida(navegador))
    return navegador


def ida(navegador, consulta="") -> dict:
    """To the provider; what it sends back."""
    respuesta = navegador.post(IDA + consulta)
    return {"code": "c", "state": parse_qs(urlsplit(respuesta.url).query)["state"][0]}


def dentro(navegador) -> bool:
    return navegador.get(reverse("mi_cuenta")).status_code == 200


def test_quien_entra_con_la_institucion_ya_tiene_su_identidad_confirmada(proveedor):
    assert dentro(entrar())
    titular = Titular.objects.get()
    assert (titular.medio, titular.identificacion, titular.nombres) == (
        "institucion",
        ANA["cedula"],
        ANA["name"],
    )
    assert titular.cuenta.is_staff is False
    # PKCE: what was sent at the end proves to be who began.
    assert "code_verifier" in proveedor.pedidos[0]


def test_volver_a_entrar_no_hace_otra_cuenta_ni_otra_identidad(proveedor):
    for _ in range(2):
        entrar()
    assert (get_user_model().objects.count(), Titular.objects.count()) == (1, 1)


def test_la_cuenta_que_ya_tenia_ese_correo_probado_es_la_misma(proveedor):
    cuenta = cuenta_de_persona("ana@example.org")
    proveedor.dice = ANA | {"email": "ana@example.org", "email_verified": True}
    entrar()
    assert get_user_model().objects.get() == cuenta
    assert identidad.titular_de(cuenta).identificacion == ANA["cedula"]


def test_quien_ya_confirmo_en_la_ventanilla_entra_a_su_misma_cuenta(proveedor, bruno):
    declarado = declarada("ana@example.org")
    identidad.confirmar(declarado, por=bruno)
    proveedor.dice = ANA | {"email": "ana@example.org", "email_verified": True}
    assert dentro(entrar())
    assert get_user_model().objects.filter(is_staff=False).get() == declarado.cuenta
    assert identidad.titular_de(declarado.cuenta) == declarado


@pytest.mark.parametrize("cedula", ["1760000016", ""])
def test_el_correo_que_comparte_una_familia_no_junta_a_dos_personas(proveedor, bruno, cedula):
    """Confirmed as Ana at a window, the account stays hers and shows nobody else's cases."""
    declarado = declarada("familia@example.org")
    identidad.confirmar(declarado, por=bruno)
    otra = {"sub": "2", "name": "Luis Ñandú", "cedula": cedula}
    proveedor.dice = otra | {"email": "familia@example.org", "email_verified": True}
    navegador = entrar()
    assert not dentro(navegador)
    assert SocialAccount.objects.count() == 0
    assert identidad.titular_de(declarado.cuenta) == Titular.objects.get()


@pytest.mark.parametrize("probado", [False, "false", "true", None])
def test_un_correo_sin_probar_no_abre_la_cuenta_de_nadie(proveedor, probado):
    """Said in words too, as some servers do: only `true` is true."""
    cuenta = cuenta_de_persona("ana@example.org")
    proveedor.dice = ANA | {"email": "ana@example.org", "email_verified": probado}
    assert dentro(entrar())
    assert get_user_model().objects.count() == 2
    assert identidad.titular_de(cuenta) is None


def test_una_cuenta_del_personal_no_entra_por_aqui(proveedor):
    """S21: with its second factor or without, the desk has one door."""
    cuenta = cuenta_de_persona("bruno@example.org")
    get_user_model().objects.filter(pk=cuenta.pk).update(is_staff=True)
    proveedor.dice = ANA | {"email": "bruno@example.org", "email_verified": True}
    navegador = entrar()
    assert "_auth_user_id" not in navegador.session
    assert Titular.objects.count() == 0


@pytest.mark.parametrize(
    "cambio", [{"cedula": "1710034066"}, {"cedula": ""}, {"name": ""}, {"name": "Ана"}]
)
def test_lo_que_no_es_una_identidad_entra_sin_confirmar(proveedor, cambio):
    proveedor.dice = ANA | cambio
    assert dentro(entrar())
    assert Titular.objects.count() == 0


@pytest.mark.parametrize(
    "cambio",
    [
        {"sub": None},
        {"sub": ""},
        {"sub": 7},
        {"sub": ["1"]},
        {"sub": "x" * 192},
        {"sub": "uno\0"},
        {"sub": "ñ"},
        {"sub": "\ud800"},
    ],
)
def test_sin_decir_quien_es_no_entra_nadie(proveedor, cambio):
    """Two people of whom nothing is said are not one person called "None"."""
    proveedor.dice = ANA | cambio
    navegador = Client()
    vuelta = navegador.get(VUELTA, ida(navegador), follow=True)
    assert vuelta.redirect_chain == [(reverse("account_login"), 302)]
    assert "No se pudo entrar con el ingreso del IESS" in vuelta.content.decode()
    assert (dentro(navegador), get_user_model().objects.count()) == (False, 0)


def test_las_dos_respuestas_deben_hablar_de_la_misma_persona(proveedor):
    """Core 5.3.2: what is asked afterwards with the token may be another's."""
    proveedor.dice_despues = ANA | {"sub": "2"}
    assert not dentro(entrar())
    assert get_user_model().objects.count() == 0


@pytest.mark.parametrize("dice", [["1"], "1", 7])
def test_lo_que_no_es_una_respuesta_no_abre_nada(proveedor, dice):
    proveedor.dice_despues = dice
    assert not dentro(entrar())
    assert get_user_model().objects.count() == 0


RAROS = [None, True, 7, ["x"], {"x": 1}, "x" * 5000, "Ana\0", "\ud800", ""]


@pytest.mark.parametrize("raro", RAROS, ids=lambda raro: repr(raro)[:12])
def test_lo_demas_que_no_se_entiende_es_como_si_no_se_dijera(proveedor, raro):
    """Whoever comes is known by `sub`; nothing else is taken, and nothing breaks."""
    otros = ("email", "preferred_username", "given_name", "family_name", "phone_number", "picture")
    proveedor.dice = dict.fromkeys(("name", "cedula", *otros), raro) | {
        "sub": "1",
        "email_verified": True,
    }
    assert dentro(entrar())
    cuenta = get_user_model().objects.get()
    assert (cuenta.email, Titular.objects.count()) == ("", 0)


@pytest.mark.parametrize("con_cuenta", [False, True])
@pytest.mark.django_db(transaction=True)
def test_dos_primeras_entradas_a_la_vez_dan_una_sola_cuenta(proveedor, con_cuenta):
    """Both have seen that there is none. The second is told to try again, and then comes in."""
    proveedor.dice = ANA | {"email": "ana@example.org", "email_verified": True}
    if con_cuenta:
        cuenta_de_persona("ana@example.org")
    salida = threading.Barrier(2)

    def esperar_a_la_otra(**_):
        salida.wait(30)

    navegadores = iter([Client(), Client()])
    pre_social_login.connect(esperar_a_la_otra)
    try:
        vueltas = a_la_vez(2, lambda: vuelta(next(navegadores)))
    finally:
        pre_social_login.disconnect(esperar_a_la_otra)
    dichos = sorted("Pruebe otra vez" in pagina for _, pagina in vueltas)
    assert dichos == sorted(not dentro(navegador) for navegador, _ in vueltas) == [False, True]
    for navegador, _ in vueltas:
        assert dentro(entrar(navegador))
    assert (get_user_model().objects.count(), SocialAccount.objects.count()) == (1, 1)
    assert Titular.objects.count() == 1


def test_la_que_llega_cuando_la_otra_ya_termino_tambien_prueba_otra_vez(proveedor):
    """And is not sent to a mailbox, nor mailed that she has an account, which she just made."""
    proveedor.dice = ANA | {"email": "ana@example.org", "email_verified": True}

    def llega_la_otra(**_):
        pre_social_login.disconnect(llega_la_otra)
        assert dentro(entrar())

    pre_social_login.connect(llega_la_otra)
    navegador, pagina = vuelta(Client())
    assert "Pruebe otra vez" in pagina and not dentro(navegador)
    assert dentro(entrar(navegador))
    assert (get_user_model().objects.count(), Correo.objects.count()) == (1, 0)


def vuelta(navegador) -> tuple[Client, str]:
    return navegador, navegador.get(VUELTA, ida(navegador), follow=True).content.decode()


def test_confirmada_por_la_institucion_termina_la_que_otra_cuenta_tenia(proveedor, bruno):
    declarado = declarada("otra@example.org")
    identidad.confirmar(declarado, por=bruno)
    entrar()
    assert identidad.titular_de(declarado.cuenta) is None


def test_lo_que_la_institucion_dice_no_toca_a_las_demas_personas(proveedor, bruno):
    luis, rosa = (cuenta_de_persona(f"{nombre}@example.org") for nombre in ("luis", "rosa"))
    de_luis = identidad.declarar(luis, **LUIS)
    identidad.confirmar(de_luis, por=bruno)
    de_rosa = identidad.declarar(rosa, **LUIS | {"identificacion": "1714307103"})
    entrar()
    assert set(Titular.objects.vigentes()) == {de_luis, de_rosa, Titular.objects.latest("pk")}
    assert identidad.confirmar(de_rosa, por=bruno)


def test_lo_que_dice_la_institucion_vale_mas_que_lo_declarado(proveedor, bruno):
    """The code of what the account had said of itself opens nothing any more."""
    cuenta = cuenta_de_persona("ana@example.org")
    declarado = identidad.declarar(cuenta, **LUIS)
    proveedor.dice = ANA | {"email": "ana@example.org", "email_verified": True}
    assert dentro(entrar())
    assert identidad.titular_de(cuenta).identificacion == ANA["cedula"]
    assert identidad.confirmar(declarado, por=bruno) is False


def test_quien_cambio_de_nombre_vuelve_a_entrar_con_el_nuevo(proveedor):
    entrar()
    proveedor.dice = ANA | {"name": "Ana Lucía Ñandú"}
    assert dentro(entrar())
    titular = Titular.objects.vigentes().get()
    assert (titular.nombres, titular.identificacion) == ("Ana Lucía Ñandú", ANA["cedula"])


def test_si_la_institucion_falla_se_dice_y_no_se_entra(proveedor):
    navegador = Client()
    pagina = navegador.get(VUELTA, {"error": "access_denied", "state": "x"}, follow=True)
    assert "No se pudo entrar con el ingreso del IESS" in pagina.content.decode()
    assert not dentro(navegador)


def caer(proveedor, monkeypatch):
    """Its server is away."""
    proveedor.socket.close()


def estar_en_obras(proveedor, monkeypatch):
    """Its server answers what no program reads."""
    escribir = BaseHTTPRequestHandler.end_headers

    def en_obras(ventanilla):
        escribir(ventanilla)
        ventanilla.wfile.write(b"<h1>En mantenimiento</h1>")

    monkeypatch.setattr(Ventanilla, "end_headers", en_obras)


@pytest.mark.parametrize("fallar", [caer, estar_en_obras])
def test_si_el_servidor_de_la_institucion_falla_se_entra_con_la_contrasena(
    proveedor, fallar, monkeypatch
):
    """Before going and on the way back."""
    navegador = Client()
    traido = ida(navegador)
    fallar(proveedor, monkeypatch)
    vistas = [navegador.get(VUELTA, traido, follow=True), navegador.post(IDA, follow=True)]
    for vista in vistas:
        assert vista.redirect_chain == [(reverse("account_login"), 302)]
        assert "No se pudo entrar con el ingreso del IESS" in vista.content.decode()
    assert not dentro(navegador)


@pytest.mark.parametrize("para", ["connect", "redirect", "nada"])
def test_solo_sirve_para_entrar(proveedor, para):
    """allauth can also join a sign-on to an open account, from a page that is not here."""
    cuenta = cuenta_de_persona("otra@example.org")
    navegador = Client()
    navegador.force_login(cuenta, "iess_portal.acceso.DeLasPersonas")
    respuesta = navegador.get(VUELTA, ida(navegador, f"?process={para}"))
    assert (respuesta.status_code, SocialAccount.objects.count()) == (302, 0)


def test_abrir_su_direccion_lleva_a_donde_esta_su_boton(proveedor, client):
    assert client.get(IDA).url == reverse("account_login")


def test_sin_configurar_no_existe(db, client):
    assert client.post(reverse("openid_connect_login", args=["iess"])).status_code == 404
    assert "ingreso del IESS" not in client.get(reverse("account_login")).content.decode()


def test_configurado_se_ofrece(proveedor, client):
    pagina = client.get(reverse("account_login")).content.decode()
    assert "Entrar con el ingreso del IESS" in pagina
