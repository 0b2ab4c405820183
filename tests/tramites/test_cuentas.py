"""Accounts, for those who want one (R25): what they open, and what they tell to a stranger.

Ana has an account; Diego is a stranger; Carla, an officer of Guayas, works at a window.
"""

import re
import statistics
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
import time_machine
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.messages import get_messages
from django.core import mail
from django.core.cache import cache
from django.db import IntegrityError, connection, connections, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from certificados.codigos import codigo_nuevo
from tramites import correo, identidad, services, vida_certificado
from tramites.models import Correo, Titular

from .reparto import ANA, APROBACION, borrador_completo, en_revision, presentada

CORREO, CLAVE = "ana@example.org", "una-clave-larga-de-ana"
PERSONA = {campo: ANA[campo] for campo in ("tipo_identificacion", "identificacion", "nombres")}
MI_CUENTA = reverse("mi_cuenta")


@pytest.fixture
def ana(persona):
    return persona(CORREO)


@pytest.fixture
def con_cuenta(ana, entrar):
    """Ana's browser, inside her account."""
    return entrar(ana)


def crear(navegador, direccion=CORREO):
    datos = {"email": direccion, "password1": CLAVE, "password2": CLAVE}
    return navegador.post(reverse("account_signup"), datos)


def ingresar(navegador, direccion=CORREO, clave=CLAVE):
    return navegador.post(reverse("account_login"), {"login": direccion, "password": clave})


def sin_lo_propio(respuesta, direccion: str) -> str:
    """A page without what changes from one asker to another by itself."""
    pagina = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", respuesta.content.decode())
    return pagina.replace(direccion, "")


def enlace_del_ultimo_correo() -> str:
    for pk in correo.por_enviar(timezone.now()):
        correo.enviar(pk)
    return re.search(r"https?://[^/]+(/cuenta/\S+)", mail.outbox[-1].body)[1]


def test_crear_una_cuenta_confirmar_el_correo_y_entrar(db, client):
    """R25: user and password, after the address has proved to be theirs."""
    assert crear(client).url == reverse("account_email_verification_sent")
    cuenta = get_user_model().objects.get()
    assert (cuenta.email, cuenta.is_staff) == (CORREO, False)
    assert re.fullmatch(r"persona-[0-9a-f]{16}", cuenta.username)
    sin_confirmar = Client()
    ingresar(sin_confirmar)
    assert sin_confirmar.get(MI_CUENTA).status_code == 302
    client.post(enlace_del_ultimo_correo())
    ingresar(sin_confirmar)
    pagina = sin_confirmar.get(MI_CUENTA).content.decode()
    assert "Mis solicitudes" in pagina and CORREO in pagina


def test_el_correo_de_una_cuenta_es_una_fila_y_su_enlace_no_queda_en_ella(db, client, settings):
    """S18: the request waits for no server. The public address, whatever name it came by."""
    settings.PORTAL_URL = "https://ventanilla.example"
    crear(client)
    fila = Correo.objects.get()
    assert (fila.para, fila.estado, fila.movimiento) == (CORREO, "pendiente", None)
    assert "https://ventanilla.example/cuenta/correo/" in fila.texto
    correo.enviar(fila.pk)
    fila.refresh_from_db()
    assert (fila.estado, fila.texto) == ("enviado", "")
    assert [m.subject for m in mail.outbox] == ["Confirme su correo"]


ANONIMA, SIN_CONFIRMAR, DEL_PERSONAL = "nadie@example.org", "otra@example.org", "b@example.org"


@pytest.fixture
def de_todo(ana, bruno):
    """An address of each kind: of an account, of one unconfirmed, of the staff and of nobody."""
    get_user_model().objects.filter(pk=bruno.pk).update(email=DEL_PERSONAL)
    crear(Client(), SIN_CONFIRMAR)
    Correo.objects.all().delete()
    cache.clear()
    return [CORREO, SIN_CONFIRMAR, DEL_PERSONAL, ANONIMA]


def respuesta_entera(ruta, direccion, datos) -> list:
    """All that a browser receives, from the answer to where it leads, but for what is random."""
    navegador = Client()
    navegador.get(ruta)
    primera = navegador.post(ruta, datos | {"email": direccion})
    segunda = navegador.get(primera.url)
    return [
        (
            respuesta.status_code,
            sorted(respuesta.headers.items()),
            sorted((n, c["path"], c["max-age"]) for n, c in respuesta.cookies.items()),
            sin_lo_propio(respuesta, direccion),
        )
        for respuesta in (primera, segunda)
    ]


@pytest.mark.parametrize(
    ("pagina", "datos"),
    [("account_reset_password", {}), ("account_signup", {"password1": CLAVE, "password2": CLAVE})],
)
def test_crear_y_recuperar_responden_lo_mismo_haya_o_no_cuenta(de_todo, pagina, datos):
    """S20: a stranger learns nothing of an address, from what is said nor from where it leads."""
    # One moment for all, which the answers tell (`Expires`).
    with time_machine.travel(datetime(2026, 11, 23, 15, tzinfo=UTC), tick=False):
        vistas = [respuesta_entera(reverse(pagina), direccion, datos) for direccion in de_todo]
    assert [vista for vista in vistas if vista != vistas[0]] == []
    enviados = {c.para: c.asunto for c in Correo.objects.all()}
    confirme, ya_tiene, otra = "Confirme su correo", "Ya tiene una cuenta", "Cree otra contraseña"
    assert (
        enviados
        == {
            "account_reset_password": {CORREO: otra, SIN_CONFIRMAR: otra},
            "account_signup": {
                CORREO: ya_tiene,
                SIN_CONFIRMAR: ya_tiene,
                DEL_PERSONAL: ya_tiene,
                ANONIMA: confirme,
            },
        }[pagina]
    )


def test_recuperar_tarda_lo_mismo_haya_o_no_cuenta(ana):
    """S09: within 20 %, asked by turns."""
    tardan = {CORREO: [], ANONIMA: []}
    for _ in range(9):
        for direccion, tiempos in tardan.items():
            cache.clear()
            desde = time.monotonic()
            Client().post(reverse("account_reset_password"), {"email": direccion})
            tiempos.append(time.monotonic() - desde)
    con, sin = (statistics.median(tiempos) for tiempos in tardan.values())
    assert abs(con - sin) <= 0.2 * max(con, sin)


class Contador(MD5PasswordHasher):
    """As many passwords as it digests is what a page with passwords takes, in production."""

    digeridas = 0

    def encode(self, password, salt):
        type(self).digeridas += 1
        return super().encode(password, salt)


@pytest.mark.parametrize("pagina", ["account_signup", "account_login"])
def test_crear_y_entrar_digieren_lo_mismo_haya_o_no_cuenta(ana, settings, pagina):
    """S09: a tenth of a second each, beside which nothing else counts."""
    settings.PASSWORD_HASHERS = [f"{__name__}.{Contador.__name__}"]
    datos = {"password1": CLAVE, "password2": CLAVE, "password": "otra clave cualquiera"}
    cuentas = []
    for direccion in (CORREO, ANONIMA):
        Contador.digeridas = 0
        Client().post(reverse(pagina), datos | {"email": direccion, "login": direccion})
        cuentas.append(Contador.digeridas)
    assert cuentas == [1, 1]


def test_entrar_falla_igual_con_una_cuenta_que_no_existe(ana):
    vistas = [
        sin_lo_propio(ingresar(Client(), direccion, "otra clave cualquiera"), direccion)
        for direccion in (CORREO, "nadie@example.org")
    ]
    assert vistas[0] == vistas[1]


def test_recuperar_la_contrasena(ana, client):
    client.post(reverse("account_reset_password"), {"email": CORREO})
    paso = client.get(enlace_del_ultimo_correo())
    nueva = "otra-clave-larga-de-ana"
    hecho = client.post(paso.url, {"password1": nueva, "password2": nueva})
    assert hecho.url == reverse("account_reset_password_from_key_done")
    assert ingresar(client, clave=nueva).url == MI_CUENTA


def test_adivinar_la_clave_se_frena(ana):
    """S21: five wrong tries of one address, from one place or from many."""
    navegador = Client()
    for _ in range(5):
        ingresar(navegador, clave="otra clave cualquiera")
    assert "_auth_user_id" not in navegador.session
    ingresar(navegador)
    assert "_auth_user_id" not in navegador.session


def test_nadie_llena_el_buzon_de_otra_persona(ana):
    """S20: seven requests in a day, five mails; the last ones answer the same."""
    for minuto in range(0, 14, 2):
        with time_machine.travel(datetime(2026, 11, 23, 12, minuto, tzinfo=UTC)):
            respuesta = Client().post(reverse("account_reset_password"), {"email": CORREO})
        assert respuesta.url == reverse("account_reset_password_done")
    assert Correo.objects.filter(para=CORREO).count() == 5


def test_nadie_hace_cuentas_por_centenares(db):
    """S20: each is a mail to somebody; fifty from one place in a day."""
    for minuto in range(0, 55 * 4, 4):
        hora, resto = divmod(minuto, 60)
        with time_machine.travel(datetime(2026, 11, 23, 12 + hora, resto, tzinfo=UTC)):
            ultima = crear(Client(), f"{minuto}@example.org")
    assert (ultima.status_code, Correo.objects.count()) == (429, 50)


def test_ni_escribiendo_el_buzon_de_muchas_maneras(db):
    """S20: whoever signs up with it is not its owner; with a tag or unseen letters it is one."""
    nombre, _, dominio = CORREO.rpartition("@")
    maneras = [f"{nombre}+{n}@{dominio}" for n in range(6)] + [f"{CORREO}\u200b"]
    for direccion in maneras:
        crear(Client(), direccion)
    assert [c.para for c in Correo.objects.order_by("pk")] == maneras[:5]


def test_quien_sale_lo_lee_y_quien_entra_no_lee_nada(ana, client):
    assert avisos(ingresar(client)) == []
    assert avisos(client.post(reverse("account_logout"))) == ["Salió de su cuenta."]


def avisos(respuesta) -> list[str]:
    return [str(aviso) for aviso in get_messages(respuesta.wsgi_request)]


def test_quien_tiene_la_cuenta_cerrada_lee_a_quien_llamar(ana, client):
    """Told only to whoever gives its password (S20)."""
    get_user_model().objects.filter(pk=ana.pk).update(is_active=False)
    cerrada = "Esta cuenta está cerrada. Si es un error, llame al 02 394 5666."
    dicho = ingresar(client)
    assert (dicho.url, avisos(dicho)) == (reverse("account_login"), [cerrada])
    sin_clave = ingresar(Client(), clave="otra clave cualquiera")
    assert cerrada not in sin_clave.content.decode()
    assert avisos(sin_clave) == []


def test_el_personal_y_las_personas_entran_por_puertas_distintas(ana, bruno, catalogo):
    """S21: no second way into the desk, with or without the right password."""
    bruno.email = "bruno@example.org"
    bruno.save()
    navegador = Client()
    ingresar(navegador, "bruno@example.org", "clave-de-bruno")
    assert "_auth_user_id" not in navegador.session
    navegador.post(reverse("account_reset_password"), {"email": "bruno@example.org"})
    assert Correo.objects.count() == 0
    navegador.post("/admin/login/", {"username": CORREO, "password": CLAVE})
    navegador.post("/admin/login/", {"username": ana.username, "password": CLAVE})
    assert "_auth_user_id" not in navegador.session


def test_quien_pasa_a_ser_del_personal_pierde_su_sesion_de_persona(con_cuenta, ana):
    assert con_cuenta.get(MI_CUENTA).status_code == 200
    get_user_model().objects.filter(pk=ana.pk).update(is_staff=True)
    assert con_cuenta.get(MI_CUENTA).status_code == 302
    assert con_cuenta.get("/admin/").status_code == 302


# --- What an account lists ------------------------------------------------------------------
def numeros(navegador) -> set[str]:
    pagina = navegador.get(MI_CUENTA).content.decode()
    return set(re.findall(r"IESS-RT-[\w-]+", pagina))


def test_sin_confirmar_lista_solo_lo_enviado_o_guardado_en_ella(catalogo, con_cuenta):
    clave = borrador_de(con_cuenta)
    con_cuenta.post(reverse("revisar", args=[clave]))
    guardada, ajena = presentada(), presentada()
    assert con_cuenta.get(al_elegir_guardar(con_cuenta, guardada)).status_code == 200
    con_cuenta.post(GUARDAR)
    assert len(numeros(con_cuenta)) == 2
    assert guardada.numero in numeros(con_cuenta) and ajena.numero not in numeros(con_cuenta)


GUARDAR = reverse("guardar_en_mi_cuenta")


def al_elegir_guardar(navegador, solicitud) -> str:
    """Where the link of the case's own page leads."""
    pagina = navegador.get(solicitud.ruta_seguimiento).content.decode()
    enlace = re.search(r'<a href="([^"]+)">Guardar en mi cuenta</a>', pagina)[1]
    return navegador.get(enlace).url


def test_guardar_con_la_sesion_perdida_lleva_a_entrar_y_de_vuelta(ana, client, solicitud):
    """P01: the secret is in no address after the person's own link."""
    destino = al_elegir_guardar(client, solicitud)
    puerta = client.get(destino)
    assert (destino, puerta.url) == (GUARDAR, f"{reverse('account_login')}?next={GUARDAR}")
    assert f"guardar la solicitud {solicitud.numero}" in client.get(puerta.url).content.decode()
    assert solicitud.secreto not in str(dict(client.session))
    dentro = client.post(puerta.url, {"login": CORREO, "password": CLAVE})
    assert dentro.url == GUARDAR
    pagina = client.get(GUARDAR).content.decode()
    assert solicitud.numero in pagina and numeros(client) == set()
    assert client.post(GUARDAR).url == MI_CUENTA
    assert numeros(client) == {solicitud.numero}
    assert client.get(GUARDAR).url == MI_CUENTA


def test_guardar_haciendo_la_cuenta_para_ello(db, client, solicitud):
    """It waits while the address is confirmed, also when the mail is read somewhere else."""
    al_elegir_guardar(client, solicitud)
    crear(client, "nueva@example.org")
    Client().post(enlace_del_ultimo_correo())
    assert ingresar(client, "nueva@example.org").url == GUARDAR
    client.post(GUARDAR)
    assert numeros(client) == {solicitud.numero}


def test_no_se_ofrece_guardar_lo_que_ya_esta_ni_al_personal(con_cuenta, bruno, entrar, solicitud):
    al_elegir_guardar(con_cuenta, solicitud)
    con_cuenta.post(GUARDAR)
    for navegador in (con_cuenta, entrar(bruno)):
        assert (
            "Guardar en mi cuenta" not in navegador.get(solicitud.ruta_seguimiento).content.decode()
        )


def borrador_de(navegador) -> str:
    """A complete draft of this browser."""
    navegador.get("/recepcion/certificado-atencion-riesgos-trabajo/")
    return borrador_completo(navegador=marca_de(navegador))


def marca_de(navegador) -> str:
    return navegador.cookies["borrador"].value.partition(":")[0]


def test_confirmada_lista_todo_lo_de_su_identificacion_y_sus_certificados(
    ana, con_cuenta, carla, bruno
):
    suya, ajena = en_revision(bruno), presentada(identificacion="1714307103")
    services.aprobar(suya, por=bruno, **APROBACION)
    services.emitir_certificado(suya.certificados.get().pk)
    assert numeros(con_cuenta) == set()
    identidad.confirmar(identidad.declarar(ana, **PERSONA), por=carla)
    assert numeros(con_cuenta) == {suya.numero}
    assert ajena.numero not in numeros(con_cuenta)
    pagina = con_cuenta.get(MI_CUENTA).content.decode()
    assert reverse("certificado", args=[suya.secreto]) in pagina


def test_un_certificado_anulado_no_se_ofrece(con_cuenta, ana, bruno, sara):
    suya = en_revision(bruno)
    identidad.vincular(ana, suya)
    services.aprobar(suya, por=bruno, **APROBACION)
    services.emitir_certificado(suya.certificados.get().pk)
    suya.refresh_from_db()
    vida_certificado.pedir_anulacion(suya, por=bruno, motivo="Se emitió por error")
    vida_certificado.confirmar_anulacion(suya, por=sara)
    pagina = con_cuenta.get(MI_CUENTA).content.decode()
    assert suya.numero in pagina and "Descargar el certificado" not in pagina


def test_mi_cuenta_cuesta_lo_mismo_con_una_solicitud_que_con_muchas(
    catalogo, con_cuenta, ana, carla
):
    identidad.confirmar(identidad.declarar(ana, **PERSONA), por=carla)
    cuestan = []
    for cuantas in (1, 5):
        for _ in range(cuantas):
            presentada()
        with CaptureQueriesContext(connection) as capturadas:
            con_cuenta.get(MI_CUENTA)
        cuestan.append(len(capturadas))
    assert cuestan[0] == cuestan[1] and len(numeros(con_cuenta)) == 6


def test_un_secreto_ajeno_no_guarda_nada(con_cuenta, catalogo):
    enlace = reverse("apartar_para_mi_cuenta", args=["x" * 32])
    assert con_cuenta.get(enlace).status_code == 404
    assert con_cuenta.post(GUARDAR).url == MI_CUENTA
    assert numeros(con_cuenta) == set()


# --- The window confirms --------------------------------------------------------------------
CONFIRMAR = reverse("admin:tramites_titular_add")


def test_el_oficial_confirma_con_el_original_a_la_vista(con_cuenta, ana, carla, entrar):
    con_cuenta.post(reverse("identidad"), PERSONA | {"identificacion": "171003406-5"})
    declarado = Titular.objects.get()
    assert declarado.codigo_en_grupos in con_cuenta.get(reverse("identidad")).content.decode()
    ventanilla = entrar(carla)
    tecleado = {"codigo": declarado.codigo_en_grupos.lower()}
    vista = ventanilla.post(CONFIRMAR, tecleado).content.decode()
    assert ANA["nombres"] in vista and ANA["identificacion"] in vista
    sin_marcar = ventanilla.post(CONFIRMAR, tecleado | {"confirmar": "1"}).content.decode()
    assert "Sin el original no se confirma" in sin_marcar
    ventanilla.post(CONFIRMAR, tecleado | {"confirmar": "1", "original_visto": "on"})
    declarado.refresh_from_db()
    assert (declarado.medio, declarado.confirmada_por) == ("ventanilla", carla)
    assert con_cuenta.get(reverse("identidad")).url == MI_CUENTA
    usado = ventanilla.post(CONFIRMAR, tecleado).content.decode()
    assert "no existe, venció o ya se usó" in usado


def test_los_codigos_no_se_adivinan(carla, entrar):
    ventanilla = entrar(carla)
    assert "mal escrito" in ventanilla.post(CONFIRMAR, {"codigo": "ABCD"}).content.decode()
    for _ in range(10):
        ventanilla.post(CONFIRMAR, {"codigo": codigo_nuevo()})
    assert (
        "Espere diez minutos"
        in ventanilla.post(CONFIRMAR, {"codigo": codigo_nuevo()}).content.decode()
    )


def test_cambiar_los_datos_inutiliza_el_codigo_anterior(ana, carla):
    viejo = identidad.declarar(ana, **PERSONA)
    identidad.declarar(ana, **PERSONA | {"nombres": "Ana Ñandú"})
    assert identidad.confirmar(viejo, por=carla) is False
    assert identidad.titular_de(ana) is None


def test_lo_que_declara_una_cuenta_no_se_ve_en_otra(con_cuenta, persona):
    """The code is shown at the window by whoever reads it, and the name is private."""
    ajeno = identidad.declarar(persona("otra@example.org"), **PERSONA)
    for ruta in (reverse("identidad"), MI_CUENTA):
        pagina = con_cuenta.get(ruta).content.decode()
        assert ajeno.codigo_en_grupos not in pagina and ajeno.nombres not in pagina
        assert "Ver el código" not in pagina


def test_lo_declarado_espera_treinta_dias(ana, carla):
    declarado = identidad.declarar(ana, **PERSONA)
    with time_machine.travel(declarado.declarada_en + timedelta(days=30), tick=False):
        assert identidad.confirmar(declarado, por=carla) is False
    with time_machine.travel(declarado.declarada_en + timedelta(days=29), tick=False):
        assert identidad.confirmar(declarado, por=carla) is True


def test_una_persona_tiene_una_sola_cuenta_confirmada(ana, persona, carla):
    """Whoever holds the document is the one; the other account lists her cases no more, and is
    told: nobody takes her place unseen."""
    identidad.confirmar(identidad.declarar(ana, **PERSONA), por=carla)
    otra = persona("otra@example.org")
    assert list(Correo.objects.all()) == []
    identidad.confirmar(identidad.declarar(otra, **PERSONA), por=carla)
    aviso = Correo.objects.get()
    assert (aviso.para, aviso.asunto) == (ana.email, "Su identidad se confirmó en otra cuenta")
    assert f"Ver mi cuenta:\n{settings.PORTAL_URL}{reverse('mi_cuenta')}\n" in aviso.texto
    assert (identidad.titular_de(ana), identidad.titular_de(otra).nombres) == (None, ANA["nombres"])
    with pytest.raises(IntegrityError), transaction.atomic():
        Titular.objects.filter(cuenta=ana).update(terminada_en=None)


def test_confirmar_a_una_persona_no_toca_a_las_demas(catalogo, persona, carla):
    """Nor her number in the other document: the same digits, somebody else."""
    suya = presentada()
    distintas = [
        PERSONA,
        PERSONA | {"identificacion": "1714307103"},
        PERSONA | {"tipo_identificacion": "codigo_extranjero"},
    ]
    cuentas = [persona(f"{numero}@example.org") for numero in range(3)]
    for cuenta, datos in zip(cuentas, distintas, strict=True):
        identidad.confirmar(identidad.declarar(cuenta, **datos), por=carla)
    assert all(identidad.titular_de(cuenta) for cuenta in cuentas)
    assert [list(identidad.solicitudes_de(cuenta)) for cuenta in cuentas] == [[suya], [], []]


def confirmar_sin_tomar(declarado, *, por):
    """The control: look, end the others, confirm, as the obvious code would."""
    por_confirmar = Titular.objects.por_confirmar(timezone.now()).filter(pk=declarado.pk)
    assert por_confirmar.exists()
    ALTO.wait(20)
    Titular.objects.confirmados().update(terminada_en=timezone.now())
    por_confirmar.update(medio="ventanilla", confirmada_en=timezone.now(), confirmada_por=por)


ALTO = threading.Barrier(10)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("como", [identidad.confirmar, confirmar_sin_tomar])
def test_diez_ventanillas_a_la_vez_confirman_una_cuenta_y_ninguna_la_deshace(ana, carla, como):
    """The control leaves without an identity whom the first window confirmed."""
    declarado = identidad.declarar(ana, **PERSONA)
    arranque = threading.Barrier(10)

    def una_ventanilla(_):
        arranque.wait(20)
        try:
            return como(declarado, por=carla)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(10) as ventanillas:
        dichos = list(ventanillas.map(una_ventanilla, range(10)))
    confirmada = identidad.titular_de(ana) is not None
    assert confirmada is (como is identidad.confirmar)
    assert dichos.count(True) == confirmada


def a_la_vez(*cosas) -> list:
    """What each of `cosas`, begun together, gives."""
    arranque = threading.Barrier(len(cosas))

    def hacer(cosa):
        arranque.wait(20)
        try:
            return cosa()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(cosas)) as hilos:
        return list(hilos.map(hacer, cosas))


@pytest.mark.django_db(transaction=True)
def test_apretar_dos_veces_declara_una_identidad(ana):
    """On PostgreSQL each ends what there was and writes its own, unless one waits."""
    declarar = partial(identidad.declarar, ana, **PERSONA)
    for _ in range(5):
        a_la_vez(declarar, declarar, declarar)
        assert Titular.objects.vigentes().count() == 1


@pytest.mark.django_db(transaction=True)
def test_dos_ventanillas_que_confirman_dos_cuentas_de_una_persona_dejan_una(persona, bruno, carla):
    for n in range(5):
        cuentas = [persona(f"{n}-{cual}@example.org") for cual in ("una", "otra")]
        una, otra = (identidad.declarar(cuenta, **PERSONA) for cuenta in cuentas)
        hecho = a_la_vez(
            partial(identidad.confirmar, una, por=bruno),
            partial(identidad.confirmar, otra, por=carla),
        )
        assert (hecho, Titular.objects.confirmados().count()) == ([True, True], 1)


def test_una_confirmacion_sin_oficial_no_cabe_en_la_base(ana):
    identidad.declarar(ana, **PERSONA)
    with pytest.raises(IntegrityError), transaction.atomic():
        Titular.objects.update(medio="ventanilla", confirmada_en=timezone.now())
