"""A correction of two documents on a small phone: one by one, half way, from another phone, without
JavaScript and with the keyboard alone (pains 3, 5, 7, 8 and 11)."""

import re

import pytest
from playwright.sync_api import expect

from tests import muestras
from tests.conftest import TELEFONO

from .conftest import revisar_accesibilidad
from .pasos import campo, continuar, enviar_solicitud, pulsar, tarjeta
from .test_formulario import hasta, sin_desbordarse, sin_guiones  # noqa: F401 — a fixture
from .test_recorrido import abrir_caso

SIN_FIRMA = "No encontramos una firma manuscrita"


@pytest.fixture
def por_corregir(telefono, escritorio, archivos) -> str:
    """Ana's case, whose two documents Bruno asks for again. The address of its page."""
    numero = enviar_solicitud(telefono, archivos)
    abrir_caso(escritorio, numero)
    escritorio.get_by_role("button", name="Tomar").click()
    escritorio.get_by_text("Pedir corrección", exact=True).first.click()
    escritorio.get_by_label("Cédula:", exact=True).select_option("borrosa")
    escritorio.get_by_label("Qué debe hacer la persona (Cédula)").fill("Tómela con luz de día")
    escritorio.get_by_label("Carta firmada a mano:", exact=True).select_option("sin_firma")
    escritorio.get_by_role("button", name="Pedir corrección").click()
    expect(escritorio.get_by_text("quedó: en corrección")).to_be_visible()
    telefono.reload()
    return telefono.url


def abrir(pestana):
    pestana.get_by_role("link", name=re.compile("Corregir los|Seguir con la")).click()
    expect(pestana.get_by_role("heading", level=1, name="Corrija sus documentos")).to_be_visible()


def test_cada_documento_se_corrige_solo_y_lo_hecho_espera_en_otro_telefono(
    telefono, archivos, por_corregir, navegador, portal
):
    (archivos / "mala.jpg").write_bytes(b"\x89PNG\r\n\x1a\n" + b"0" * 300)
    revisar_accesibilidad(telefono)
    abrir(telefono)
    expect(tarjeta(telefono, "cedula").get_by_text("Tómela con luz de día")).to_be_visible()
    expect(tarjeta(telefono, "cedula").get_by_text("Lo que envió antes:")).to_be_visible()
    revisar_accesibilidad(telefono)
    campo(telefono, "cedula").set_input_files(archivos / "cedula.jpg")
    mismo = tarjeta(telefono, "cedula").get_by_text("Es el mismo archivo que le devolvieron")
    expect(mismo).to_be_visible(timeout=30_000)
    revisar_accesibilidad(telefono)
    campo(telefono, "cedula").set_input_files(archivos / "cedula-nueva.jpg")
    campo(telefono, "carta").set_input_files(archivos / "mala.jpg")
    expect(tarjeta(telefono, "cedula").get_by_text("Se lee bien")).to_be_visible(timeout=30_000)
    expect(tarjeta(telefono, "carta").get_by_text("«mala.jpg»:")).to_be_visible(timeout=30_000)
    revisar_accesibilidad(telefono)
    continuar(telefono)
    expect(telefono.get_by_role("alert")).to_be_focused()
    expect(telefono.get_by_role("alert").get_by_role("link")).to_have_count(1)
    revisar_accesibilidad(telefono)

    # Half way: her daughter's phone goes on with the same link.
    contexto = navegador.new_context(base_url=portal.url, bypass_csp=True, **TELEFONO)
    otro = contexto.new_page()
    otro.goto(por_corregir)
    expect(otro.get_by_text("Su corrección todavía no se envió")).to_be_visible()
    revisar_accesibilidad(otro)
    abrir(otro)
    expect(tarjeta(otro, "cedula").get_by_text("Se lee bien")).to_be_visible()
    campo(otro, "carta").set_input_files(archivos / "carta-sin-firma.jpg")
    expect(otro.get_by_text(SIN_FIRMA)).to_be_visible(timeout=30_000)
    revisar_accesibilidad(otro)
    otro.get_by_role("button", name="Enviar de todos modos").click()
    expect(otro.get_by_text("Lo enviaremos así.")).to_be_visible()
    campo(otro, "carta").set_input_files(archivos / "carta-nueva.jpg")
    expect(otro.get_by_text("¿Es esta su firma?")).to_be_visible(timeout=30_000)
    continuar(otro)
    expect(otro.get_by_role("heading", name="Revise y envíe la corrección")).to_be_visible()
    revisar_accesibilidad(otro)
    otro.get_by_role("button", name="Enviar la corrección").dblclick()
    expect(otro.get_by_text("Recibimos su corrección.")).to_be_visible()
    revisar_accesibilidad(otro)
    contexto.close()

    # The first phone still shows the cards: whatever is sent from it changes nothing.
    campo(telefono, "carta").set_input_files(archivos / "carta-nueva.jpg")
    expect(telefono.get_by_text("Ya recibimos su corrección")).to_be_visible(timeout=30_000)


def test_lo_que_no_se_pidio_esta_bloqueado(telefono, escritorio, archivos):
    numero = enviar_solicitud(telefono, archivos)
    abrir_caso(escritorio, numero)
    escritorio.get_by_role("button", name="Tomar").click()
    escritorio.get_by_text("Pedir corrección", exact=True).first.click()
    escritorio.get_by_label("Cédula:", exact=True).select_option("cortada")
    escritorio.get_by_role("button", name="Pedir corrección").click()
    expect(escritorio.get_by_text("quedó: en corrección")).to_be_visible()
    telefono.reload()
    abrir(telefono)
    expect(telefono.get_by_role("heading", name="Los que no cambian")).to_be_visible()
    expect(telefono.get_by_text("No se cambia")).to_have_count(1)
    expect(campo(telefono, "carta")).to_have_count(0)
    revisar_accesibilidad(telefono)


def test_se_corrige_sin_javascript(por_corregir, archivos, sin_guiones):  # noqa: F811
    """The reduced photo, its question and the check at the end."""
    (archivos / "foto.jpg").write_bytes(muestras.foto_de_telefono())
    pestana = sin_guiones
    pestana.goto(por_corregir)
    abrir(pestana)
    sin_desbordarse(pestana)
    for cual, nombre in (("cedula", "cedula-nueva.jpg"), ("carta", "foto.jpg")):
        campo(pestana, cual).set_input_files(archivos / nombre)
        tarjeta(pestana, cual).get_by_role("button", name="Subir y revisar").click()
        expect(tarjeta(pestana, cual).locator(".veredicto")).to_be_visible()
        sin_desbordarse(pestana)
    expect(pestana.get_by_text("¿Usted también la ve bien?")).to_be_visible()
    continuar(pestana)
    expect(pestana.get_by_role("alert")).to_be_visible()
    pulsar(pestana, "Sí, la veo bien")
    continuar(pestana)
    sin_desbordarse(pestana)
    pestana.get_by_role("button", name="Enviar la corrección").click()
    expect(pestana.get_by_text("Recibimos su corrección.")).to_be_visible()


def test_se_corrige_con_el_teclado_solo(telefono, por_corregir, archivos):
    hasta(telefono, "Corregir los documentos")
    telefono.keyboard.press("Enter")
    expect(telefono.get_by_role("heading", level=1, name="Corrija sus documentos")).to_be_visible()
    for cual, nombre in (("cedula", "Cédula"), ("carta", "Carta firmada a mano")):
        with telefono.expect_file_chooser() as dialogo:
            hasta(telefono, f"Foto o PDF ({nombre})", "INPUT")
            telefono.keyboard.press("Enter")
        dialogo.value.set_files(archivos / f"{cual}-nueva.jpg")
        expect(tarjeta(telefono, cual)).to_be_focused(timeout=30_000)
    hasta(telefono, "Continuar")
    telefono.keyboard.press("Enter")
    expect(telefono.get_by_role("heading", name="Revise y envíe la corrección")).to_be_visible()
    hasta(telefono, "Enviar la corrección")
    telefono.keyboard.press("Space")
    expect(telefono.get_by_text("Recibimos su corrección.")).to_be_visible()
