"""A page left open too long, whose form is refused: what was typed is not lost, in a real browser
(pain 7)."""

import re

import pytest
from playwright.sync_api import expect

from tests.conftest import TELEFONO

QUEJA = {
    "Nombres y apellidos": "Ana Lucía Ñandú Cevallos",
    "Correo electrónico": "pestanas@example.org",
    "¿Qué pasó?": "Nadie contesta el teléfono desde hace tres semanas.",
}


@pytest.fixture(params=[True, False], ids=["con guiones", "sin guiones"])
def pestana(request, navegador, portal):
    contexto = navegador.new_context(
        base_url=portal.url, locale="es-EC", java_script_enabled=request.param, **TELEFONO
    )
    yield contexto.new_page()
    contexto.close()


def test_se_hace_lo_que_la_pagina_dice_y_lo_escrito_llega(pestana):
    """It said to reload the page, which empties what Back had brought again."""
    pestana.goto("/quejas/")
    for etiqueta, valor in QUEJA.items():
        pestana.get_by_label(etiqueta).fill(valor)
    pestana.context.clear_cookies()
    enviar = pestana.get_by_role("button", name="Enviar la queja")
    enviar.click()
    expect(pestana.get_by_role("heading", level=1)).to_have_text(
        "La página estuvo abierta demasiado tiempo"
    )
    expect(pestana.get_by_text("No recargue la página")).to_be_visible()
    pestana.go_back()
    for etiqueta, valor in QUEJA.items():
        expect(pestana.get_by_label(etiqueta)).to_have_value(valor)
    enviar.click()
    expect(pestana).to_have_url(re.compile(r"/quejas/[\w-]{32}/$"))
    expect(pestana.get_by_text(QUEJA["¿Qué pasó?"])).to_be_visible()
