"""A page left open too long, whose form is refused: what was typed is not lost, in a real browser
(pain 7)."""

import re

import pytest
from playwright.sync_api import expect

from tests.conftest import TELEFONO

from .pasos import entrar_al_escritorio, pulsar

QUEJA = {
    "Nombres y apellidos": "Ana Lucía Ñandú Cevallos",
    "Correo electrónico": "pestanas@example.org",
    "¿Qué pasó?": "Nadie contesta el teléfono desde hace tres semanas.",
}
RESPUESTA = "Revisamos su caso y lo atenderá hoy la coordinación."


@pytest.fixture(params=[True, False], ids=["con guiones", "sin guiones"])
def pestana(request, navegador, portal):
    contexto = navegador.new_context(
        base_url=portal.url, locale="es-EC", java_script_enabled=request.param, **TELEFONO
    )
    yield contexto.new_page()
    contexto.close()


def enviar_queja(pestana, antes=lambda: None) -> None:
    pestana.goto("/quejas/")
    for etiqueta, valor in QUEJA.items():
        pestana.get_by_label(etiqueta).fill(valor)
    antes()
    pestana.get_by_role("button", name="Enviar la queja").click()


def test_se_hace_lo_que_la_pagina_dice_y_lo_escrito_llega(pestana):
    """It said to reload the page, which empties what Back had brought again."""
    enviar_queja(pestana, antes=pestana.context.clear_cookies)
    expect(pestana.get_by_role("heading", level=1)).to_have_text(
        "La página estuvo abierta demasiado tiempo"
    )
    expect(pestana.get_by_text("No recargue la página")).to_be_visible()
    pestana.go_back()
    for etiqueta, valor in QUEJA.items():
        expect(pestana.get_by_label(etiqueta)).to_have_value(valor)
    pestana.get_by_role("button", name="Enviar la queja").click()
    expect(pestana).to_have_url(re.compile(r"/quejas/[\w-]{32}/$"))
    expect(pestana.get_by_text(QUEJA["¿Qué pasó?"])).to_be_visible()


def test_quien_atiende_entra_otra_vez_y_encuentra_lo_que_escribio(pestana, portal):
    """The session ended while the answer was typed: the page after the log-in had nothing of it."""
    enviar_queja(pestana)
    entrar_al_escritorio(pestana, portal, "sara")
    pestana.goto("/admin/tramites/queja/")
    pestana.locator("#result_list tbody th a").first.click()
    respuesta = pestana.locator("#id_respuesta")
    respuesta.fill(RESPUESTA)
    (sesion,) = [g["name"] for g in pestana.context.cookies() if "session" in g["name"]]
    pestana.context.clear_cookies(name=sesion)
    pulsar(pestana, "Responder")
    expect(pestana.get_by_text("No se hizo nada")).to_be_visible()
    pestana.fill("#id_username", "sara")
    pestana.fill("#id_password", portal.personal["sara"])
    pulsar(pestana, "Iniciar sesión")
    expect(respuesta).to_have_value("")
    pestana.go_back()
    pestana.go_back()
    expect(respuesta).to_have_value(RESPUESTA)
    pulsar(pestana, "Responder")
    expect(pestana.get_by_text("quedó respondida")).to_be_visible()
