"""After sending, in a real browser: a code, a complaint, transparency (pains 6, 8 and 12)."""

import re
import time

from playwright.sync_api import expect

from .conftest import revisar_accesibilidad
from .pasos import enviar_solicitud
from .test_aspecto import pantalla  # noqa: F401 — four screens: narrow, wide, day and night

NADIE = "IESS-RT-17-2026-999999-A"
TEXTO = "Llevo tres semanas sin respuesta y nadie contesta el teléfono."


def test_transparencia_quejas_y_consulta_las_lee_cualquiera(pantalla):  # noqa: F811
    """Each page in each state that a visitor can bring it to."""
    pantalla.goto("/transparencia/")
    expect(pantalla.get_by_role("img", name=re.compile("^2025"))).to_be_visible()
    revisar_accesibilidad(pantalla)
    pantalla.goto("/seguimiento/")
    revisar_accesibilidad(pantalla)
    pantalla.get_by_role("button", name="Enviarme un código").click()
    expect(pantalla.get_by_role("alert")).to_be_focused()
    revisar_accesibilidad(pantalla)
    pantalla.get_by_label("Número de solicitud").fill(NADIE)
    pantalla.get_by_label(re.compile("Los 4 últimos")).fill("4065")
    pantalla.get_by_role("button", name="Enviarme un código").click()
    expect(pantalla.get_by_role("status")).to_contain_text("Si los datos coinciden")
    revisar_accesibilidad(pantalla)
    pantalla.goto("/quejas/")
    revisar_accesibilidad(pantalla)
    pantalla.get_by_label("Nombres y apellidos").fill("Ana Ñandú")
    pantalla.get_by_role("button", name="Enviar la queja").click()
    expect(pantalla.get_by_role("alert")).to_be_focused()
    expect(pantalla.get_by_label("Nombres y apellidos")).to_have_value("Ana Ñandú")
    revisar_accesibilidad(pantalla)
    assert pantalla.quejas == []


def test_ana_se_queja_y_sigue_su_solicitud_con_un_codigo(telefono, archivos, portal):
    """From her phone, 320 px wide: no link at hand, and the code comes by mail."""
    numero = enviar_solicitud(telefono, archivos)
    revisar_accesibilidad(telefono)
    suya = telefono.url
    telefono.get_by_role("link", name="Presente una queja").click()
    expect(telefono.get_by_label("Número de solicitud")).to_have_value(numero)
    telefono.get_by_label("Nombres y apellidos").fill("Ana Lucía Ñandú Cevallos")
    telefono.get_by_label("Correo electrónico").fill("ana@example.org")
    telefono.get_by_label("¿Qué pasó?").fill(TEXTO)
    telefono.get_by_role("button", name="Enviar la queja").click()
    expect(telefono.get_by_role("heading", name="Recibimos su queja")).to_be_visible()
    revisar_accesibilidad(telefono)
    telefono.goto("/seguimiento/")
    telefono.get_by_label("Número de solicitud").fill(numero)
    telefono.get_by_label(re.compile("Los 4 últimos")).fill("4065")
    telefono.get_by_role("button", name="Enviarme un código").click()
    telefono.get_by_label("Código de 6 números").fill(codigo_enviado(portal, numero))
    telefono.get_by_role("button", name="Ver mi solicitud").click()
    assert telefono.url == suya
    with telefono.expect_download() as descarga:
        telefono.get_by_role("link", name="Descargar el comprobante").click()
    assert descarga.value.suggested_filename == f"comprobante-{numero}.pdf"


def codigo_enviado(portal, numero: str) -> str:
    """The six digits of the mail about `numero`, once the worker has sent it."""
    limite = time.monotonic() + 60
    while time.monotonic() < limite:
        for archivo in (portal.var / "correos").glob("*"):
            texto = archivo.read_text(errors="replace")
            if f"solicitud {numero}" in texto and (hallado := re.search(r"^(\d{6})$", texto, re.M)):
                return hallado[1]
        time.sleep(0.5)
    raise AssertionError("The code was never sent.")
