"""Accounts and the window of Gestión Documental in a real browser, at 320 px, with axe."""

import re

import pytest
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from playwright.sync_api import expect

from .conftest import revisar_accesibilidad
from .pasos import entrar_al_escritorio, enviar_solicitud, pulsar

CLAVE = "una-clave-larga-de-ana"


def en_el_escritorio(navegador, portal, quien):
    """A narrow screen with somebody's session; axe is injected, so the page's policy waits."""
    contexto = navegador.new_context(
        base_url=portal.url,
        bypass_csp=True,
        locale="es-EC",
        viewport={"width": 320, "height": 900},
    )
    pestana = contexto.new_page()
    entrar_al_escritorio(pestana, portal, quien)
    return pestana


@pytest.fixture
def ventanilla(navegador, portal):
    """Carla at her window."""
    pestana = en_el_escritorio(navegador, portal, "carla")
    yield pestana
    pestana.context.close()


def enlace_de_correo(portal, direccion) -> str:
    """The link of the last mail to that address, from the files of the portal."""
    guion = (
        "from tramites.models import Correo; "
        f"print(Correo.objects.filter(para='{direccion}').last().texto)"
    )
    salida = portal.gestionar("shell", "--no-imports", "-c", guion)
    if hallado := re.search(r"/cuenta/correo/\S+", salida):
        return hallado[0]
    # It has already left: its row is wiped and its file is quoted-printable.
    for archivo in sorted((portal.var / "correos").iterdir(), reverse=True):
        texto = archivo.read_text().replace("=\n", "").replace("=3D", "=")
        if direccion in texto and (hallado := re.search(r"/cuenta/correo/\S+", texto)):
            return hallado[0]
    raise AssertionError(salida)


def crear_cuenta(telefono, portal, direccion):
    telefono.goto("/cuenta/")
    revisar_accesibilidad(telefono)
    telefono.get_by_role("link", name="Crear una cuenta").click()
    revisar_accesibilidad(telefono)
    telefono.get_by_role("button", name="Crear mi cuenta").click()
    expect(telefono.get_by_role("alert")).to_be_focused()
    revisar_accesibilidad(telefono)
    telefono.fill("#id_email", direccion)
    telefono.fill("#id_password1", CLAVE)
    telefono.fill("#id_password2", CLAVE)
    telefono.get_by_role("button", name="Crear mi cuenta").click()
    expect(telefono.get_by_role("heading", name="Revise su correo")).to_be_visible()
    revisar_accesibilidad(telefono)
    telefono.goto(enlace_de_correo(portal, direccion))
    revisar_accesibilidad(telefono)
    telefono.get_by_role("button", name="Sí, confirmar").click()


def entrar(telefono, direccion):
    if telefono.get_by_role("heading", name="Entre a su cuenta").count():
        telefono.fill("#id_login", direccion)
        telefono.fill("#id_password", CLAVE)
        telefono.get_by_role("button", name="Entrar").click()


def test_ana_hace_una_cuenta_para_guardar_su_solicitud(telefono, portal, archivos):
    numero = enviar_solicitud(telefono, archivos)
    telefono.get_by_role("link", name="Guardar en mi cuenta").click()
    expect(telefono.get_by_role("status")).to_contain_text(numero)
    assert telefono.url.endswith("/cuenta/entrar/?next=/cuenta/guardar/")
    crear_cuenta(telefono, portal, "ana.guarda@example.org")
    entrar(telefono, "ana.guarda@example.org")
    expect(telefono.get_by_role("heading", name="Guardar este trámite")).to_be_visible()
    revisar_accesibilidad(telefono)
    telefono.get_by_role("button", name="Guardar en mi cuenta").click()
    expect(telefono.get_by_role("heading", name=numero)).to_be_visible()


def test_ana_crea_su_cuenta_y_carla_confirma_su_identidad(telefono, portal, ventanilla):
    crear_cuenta(telefono, portal, "ana.cuenta@example.org")
    entrar(telefono, "ana.cuenta@example.org")
    expect(telefono.get_by_role("heading", name="Mis solicitudes")).to_be_visible()
    revisar_accesibilidad(telefono)
    telefono.get_by_role("link", name="Confirmar mi identidad").click()
    revisar_accesibilidad(telefono)
    telefono.get_by_label("Número de identificación").fill("1710034065")
    telefono.get_by_label("Nombres y apellidos completos").fill("Ana Lucía Ñandú Cevallos")
    telefono.get_by_role("button", name="Darme un código").click()
    revisar_accesibilidad(telefono)
    codigo = telefono.locator("#codigo").inner_text()

    ventanilla.goto("/admin/tramites/titular/add/")
    revisar_accesibilidad(ventanilla)
    ventanilla.get_by_label("Código").fill(codigo)
    ventanilla.get_by_role("button", name="Buscar").click()
    expect(ventanilla.get_by_text("Ana Lucía Ñandú Cevallos")).to_be_visible()
    revisar_accesibilidad(ventanilla)
    ventanilla.get_by_label("Vi el documento original").check()
    ventanilla.get_by_role("button", name="Confirmar la identidad").click()
    expect(ventanilla.get_by_text("quedó confirmada")).to_be_visible()

    telefono.goto("/cuenta/")
    expect(telefono.get_by_text("Confirmada el")).to_be_visible()
    revisar_accesibilidad(telefono)
    codigo = autorizar_a_diego(telefono, portal)
    ventanilla.goto("/admin/tramites/ingresopresencial/autorizacion/")
    revisar_accesibilidad(ventanilla)
    # A scanner types the code and presses Enter.
    ventanilla.keyboard.type(codigo)
    ventanilla.keyboard.press("Enter")
    expect(ventanilla.get_by_text("Diego Paz Mora, 1714307103")).to_be_visible()
    revisar_accesibilidad(ventanilla)
    ventanilla.get_by_role("button", name="Registrar con esta autorización").click()
    expect(ventanilla.get_by_label("Vi la cédula original de Diego Paz Mora")).to_be_visible()
    revisar_accesibilidad(ventanilla)

    telefono.get_by_role("link", name="Cambiar mi contraseña").click()
    revisar_accesibilidad(telefono)
    telefono.goto("/cuenta/salir/")
    revisar_accesibilidad(telefono)
    pulsar(telefono, "Salir")
    telefono.goto("/cuenta/clave/olvidada/")
    revisar_accesibilidad(telefono)


def autorizar_a_diego(telefono, portal) -> str:
    """Ana lets Diego go for her. Returns the code of the paper."""
    telefono.get_by_role("link", name="Autorizar a otra persona").click()
    revisar_accesibilidad(telefono)
    telefono.get_by_label("Nombres y apellidos de la persona").fill("Diego Paz Mora")
    telefono.get_by_label("Número de cédula").fill("1714307103")
    telefono.get_by_role("button", name="Hacer la autorización").click()
    expect(telefono.get_by_role("heading", name="Diego Paz Mora")).to_be_visible()
    revisar_accesibilidad(telefono)
    guion = "from tramites.models import Autorizacion as A; print(A.objects.first().codigo)"
    return portal.gestionar("shell", "--no-imports", "-c", guion).split()[-1]


def test_carla_registra_un_caso_en_persona(ventanilla, archivos):
    ventanilla.goto("/admin/tramites/ingresopresencial/add/")
    revisar_accesibilidad(ventanilla)
    ventanilla.get_by_role("button", name="Registrar e imprimir").click()
    expect(ventanilla.get_by_role("alert")).to_be_focused()
    revisar_accesibilidad(ventanilla)
    ventanilla.get_by_label("Número de identificación").fill("1710034065")
    ventanilla.get_by_label("Presentó el documento original").check()
    ventanilla.get_by_label("Nombres y apellidos").fill("Ana Lucía Ñandú Cevallos")
    ventanilla.get_by_label("Teléfono", exact=False).first.fill("099 123 4567")
    ventanilla.get_by_label("Provincia donde se tramita").select_option("17")
    ventanilla.get_by_label("Centro de atención").select_option(
        label="Centro de Atención Universal de Guayas"
    )
    ventanilla.get_by_label("Número de Quipux").fill("IESS-CAU-2026-00100-E")
    ventanilla.get_by_label("Carta firmada a mano").set_input_files(archivos / "carta.jpg")
    ventanilla.get_by_role("button", name="Registrar e imprimir").click()
    expect(ventanilla.get_by_text("quedó registrada")).to_be_visible()
    revisar_accesibilidad(ventanilla)


def test_sara_activa_su_segundo_factor(navegador, portal):
    """S21, with axe on each page; her telephone is this test."""
    sara = en_el_escritorio(navegador, portal, "sara")
    sara.goto("/admin/segundo-factor/")
    revisar_accesibilidad(sara)
    sara.get_by_role("link", name="Activar el segundo factor").click()
    revisar_accesibilidad(sara)
    clave = sara.locator("strong.codigo").inner_text()
    sara.get_by_role("button", name="Activar").click()
    expect(sara.get_by_role("alert")).to_be_focused()
    revisar_accesibilidad(sara)
    contador = next(yield_hotp_counters_from_time())
    sara.fill("#id_code", format_hotp_value(hotp_value(clave, contador)))
    sara.get_by_role("button", name="Activar").click()
    try:
        expect(sara.get_by_role("heading", name="Imprima o copie")).to_be_visible()
        revisar_accesibilidad(sara)
        papel = sara.locator("ul.codigo li").first.inner_text()
        sara.context.close()
        otra = en_el_escritorio(navegador, portal, "sara")
        revisar_accesibilidad(otra)
        otra.fill("#id_code", papel)
        otra.get_by_role("button", name="Entrar").click()
        expect(otra.get_by_role("heading", name="Escritorio")).to_be_visible()
        otra.context.close()
    finally:
        portal.gestionar("quitar_segundo_factor", "sara")
