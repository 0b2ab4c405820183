"""The look: every component and every page that tells, on both screens, by day and by night."""

import pytest
from playwright.sync_api import expect

from .conftest import revisar_accesibilidad
from .pasos import entrar_al_escritorio

TRAMITE = "/tramites/certificado-atencion-riesgos-trabajo/"
RESPONDIDA = f"{TRAMITE}?persona=extranjera-sin-cedula&canal=virtual&quien=otra-persona"
# Every state of the pages that tell.
PAGINAS = ["/", "/ventanilla/", TRAMITE, RESPONDIDA, f"{TRAMITE}?persona=ecuatoriana"]


@pytest.fixture(params=[(320, "light"), (320, "dark"), (1280, "light"), (1280, "dark")])
def pantalla(request, navegador, portal):
    """A tab of that width, by day or by night, that keeps what the browser complains of."""
    ancho, esquema = request.param
    contexto = navegador.new_context(
        base_url=portal.url,
        locale="es-EC",
        bypass_csp=True,
        color_scheme=esquema,
        viewport={"width": ancho, "height": 800},
    )
    pestana = contexto.new_page()
    pestana.quejas = []
    pestana.on("console", lambda m: pestana.quejas.append(m.text) if m.type == "error" else None)
    pestana.pedidos = set()
    pestana.on("request", lambda pedido: pestana.pedidos.add(pedido.url.split("/")[2]))
    yield pestana
    contexto.close()


def test_las_paginas_que_informan_las_lee_cualquiera(pantalla, portal):
    for ruta in PAGINAS:
        pantalla.goto(ruta)
        revisar_accesibilidad(pantalla)
    assert pantalla.quejas == []
    assert pantalla.pedidos == {portal.url.removeprefix("http://")}


def test_cada_componente_en_cada_estado_lo_lee_cualquiera(pantalla, portal):
    entrar_al_escritorio(pantalla, portal)
    pantalla.goto("/admin/componentes/")
    pantalla.evaluate("document.querySelectorAll('details').forEach((d) => (d.open = true))")
    revisar_accesibilidad(pantalla)


def test_el_escritorio_lo_lee_cualquiera(pantalla, portal):
    pantalla.goto("/admin/login/")
    revisar_accesibilidad(pantalla)
    entrar_al_escritorio(pantalla, portal, "carla")
    for ruta in ("/admin/", "/admin/tramites/solicitud/", "/admin/tramites/solicitud/?q=nadie"):
        pantalla.goto(ruta)
        revisar_accesibilidad(pantalla)


def test_que_necesito_con_el_teclado_y_sin_javascript(navegador, portal):
    """Three questions answered with Tab, arrows and Enter; the answer is the same page."""
    contexto = navegador.new_context(
        base_url=portal.url, java_script_enabled=False, viewport={"width": 320, "height": 640}
    )
    pestana = contexto.new_page()
    pestana.goto(f"{TRAMITE}#que-necesito")
    pestana.get_by_label("Soy ecuatoriana o ecuatoriano").focus()
    pestana.keyboard.press("Space")
    for teclas in (["Tab", "Space", "ArrowDown"], ["Tab", "Space"], ["Tab", "Enter"]):
        for tecla in teclas:
            pestana.keyboard.press(tecla)
    expect(pestana).to_have_url(
        f"{portal.url}{TRAMITE}?persona=ecuatoriana&canal=presencial&quien=yo#que-necesito"
    )
    expect(pestana.locator("#su-lista")).to_contain_text("Muestre el documento original")
    contexto.close()


def test_lo_que_falta_responder_recibe_el_foco(telefono):
    telefono.goto(TRAMITE)
    telefono.get_by_role("button", name="Ver mi lista").click()
    # The browser itself asks for the first answer before sending.
    expect(telefono.get_by_label("Soy ecuatoriana o ecuatoriano")).to_be_focused()
    telefono.goto(f"{TRAMITE}?persona=ecuatoriana")
    resumen = telefono.get_by_role("alert")
    expect(resumen).to_be_focused()
    resumen.get_by_role("link").first.click()
    expect(telefono.get_by_label("En línea, desde mi teléfono")).to_be_focused()


def test_en_papel_queda_lo_que_sirve_en_papel(telefono):
    """The list is printed to be taken to a window: black on white, without menus or buttons."""
    telefono.emulate_media(media="print", color_scheme="dark")
    telefono.goto(RESPONDIDA)
    expect(telefono.locator("#su-lista")).to_be_visible()
    for oculto in (".cabecera nav", ".indice", ".pie", ".preguntas", ".btn"):
        expect(telefono.locator(oculto).first).to_be_hidden()
    fondo = "getComputedStyle(document.body).backgroundColor"
    assert telefono.evaluate(fondo) == "rgb(255, 255, 255)"


def test_quien_pide_menos_movimiento_no_ve_ninguno(telefono):
    telefono.goto("/")
    duracion = "getComputedStyle(document.querySelector('.btn')).transitionDuration"
    assert telefono.evaluate(duracion) != "0s"
    telefono.emulate_media(reduced_motion="reduce")
    assert telefono.evaluate(duracion) == "0s"
