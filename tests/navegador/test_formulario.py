"""The form on a small phone, in every state: errors, verdicts, a reduced photo; without JavaScript,
with the keyboard alone, on a slow line and a cut one. R27 to R39 and the pains of the reference.
"""

import re

import pytest
from playwright.sync_api import expect

from documentos.formatos import TAMANO_MAXIMO
from tests import muestras
from tests.conftest import TELEFONO

from .conftest import revisar_accesibilidad
from .pasos import (
    CONTACTO,
    PEDIDO,
    QUIEN,
    TRAMITE,
    adjuntar,
    campo,
    continuar,
    empezar,
    en_el_paso,
    enviar_solicitud,
    escribir,
    hasta_revisar,
    llenar,
    pulsar,
    tarjeta,
)

# Bytes a second and milliseconds of a slow mobile line.
LINEA_LENTA = {"latency": 400, "downloadThroughput": 62_500, "uploadThroughput": 50_000}


@pytest.fixture(scope="module")
def foto():
    """A letter photographed by a phone of 12 megapixels: 5 to 8 MB."""
    return muestras.foto_de_telefono()


@pytest.fixture
def sin_guiones(navegador, portal):
    """The same small phone with JavaScript off."""
    contexto = navegador.new_context(
        base_url=portal.url, locale="es-EC", java_script_enabled=False, **TELEFONO
    )
    yield contexto.new_page()
    contexto.close()


def test_los_errores_se_leen_primero_y_nada_se_pierde(telefono, archivos):
    """Pains 2 and 8: one summary with the focus, links to the fields, "Error:" in the title."""
    empezar(telefono)
    escribir(telefono, QUIEN | {"Número de identificación": "1710034066"})
    continuar(telefono)
    resumen = telefono.get_by_role("alert")
    expect(resumen).to_be_focused()
    expect(telefono).to_have_title(re.compile("^Error: Quién es usted .paso 1 de 5."))
    revisar_accesibilidad(telefono)
    resumen.get_by_role("link").click()
    numero = telefono.get_by_label("Número de identificación")
    expect(numero).to_be_focused()
    expect(numero).to_have_accessible_description(re.compile("Ese número de cédula no existe"))
    numero.fill("1710034065")
    telefono.keyboard.press("Enter")
    en_el_paso(telefono, 2)
    continuar(telefono)
    expect(telefono.get_by_role("alert")).to_be_focused()
    revisar_accesibilidad(telefono)
    escribir(telefono, CONTACTO)
    continuar(telefono)
    en_el_paso(telefono, 3)
    continuar(telefono)
    revisar_accesibilidad(telefono)
    telefono.get_by_label("Detalle de su pedido").fill("Necesito continuar mi rehabilitación.")
    telefono.get_by_role("button", name="Volver al paso anterior").click()
    expect(telefono.get_by_label("Correo electrónico")).to_have_value("ana@example.org")
    telefono.get_by_label("Correo electrónico").press("Enter")
    en_el_paso(telefono, 3)
    detalle = telefono.get_by_label("Detalle de su pedido")
    expect(detalle).to_have_value("Necesito continuar mi rehabilitación.")


@pytest.mark.parametrize("con_guiones", [True, False])
def test_atras_y_adelante_funcionan_despues_de_equivocarse(
    telefono, sin_guiones, archivos, con_guiones
):
    """Chrome asked whether to send the form again, and showed an error page: each wrong step had
    answered in place of its address."""
    pestana = telefono if con_guiones else sin_guiones
    empezar(pestana)
    escribir(pestana, QUIEN | {"Número de identificación": "1710034066"})
    continuar(pestana)
    expect(pestana.get_by_role("alert")).to_be_focused()
    escribir(pestana, QUIEN)
    continuar(pestana)
    escribir(pestana, CONTACTO)
    continuar(pestana)
    en_el_paso(pestana, 3)
    continuar(pestana)
    expect(pestana.get_by_role("alert")).to_be_focused()
    escribir(pestana, PEDIDO)
    pestana.get_by_label("Provincia").select_option("17")
    continuar(pestana)
    en_el_paso(pestana, 4)
    continuar(pestana)
    expect(pestana.get_by_role("alert")).to_be_focused()
    for paso in (4, 3, 3, 2, 1):
        pestana.go_back()
        en_el_paso(pestana, paso)
    expect(pestana.get_by_label("Número de identificación")).to_have_value("1710034065")
    for paso in (2, 3, 3, 4, 4):
        pestana.go_forward()
        en_el_paso(pestana, paso)
    expect(pestana).to_have_title(re.compile("^Error: Sus documentos .paso 4 de 5."))


def test_la_foto_de_doce_megapixeles_se_reduce_en_el_telefono(telefono, archivos, foto, portal):
    """R34, pain 2: 12 megapixels on a 320 px screen; what is kept fits, and still reads well."""
    assert len(foto) > 5 * TAMANO_MAXIMO
    (archivos / "foto.jpg").write_bytes(foto)
    empezar(telefono)
    llenar(telefono, {"Correo electrónico": "doce@example.org"})
    adjuntar(telefono, archivos, carta="foto.jpg")
    expect(tarjeta(telefono, "carta").get_by_text("la redujimos a")).to_be_visible()
    expect(tarjeta(telefono, "carta").get_by_text("Se lee bien")).to_be_visible()
    expect(telefono.get_by_text("¿Es esta su firma?")).to_be_visible()
    revisar_accesibilidad(telefono)
    continuar(telefono)
    telefono.get_by_role("button", name="Enviar la solicitud").click()
    expect(telefono.get_by_role("heading", name="Recibimos su solicitud")).to_be_visible()
    guardado = portal.gestionar(
        "shell",
        "--no-imports",
        "-c",
        "from documentos.models import Documento as D; d = D.objects.get("
        "solicitud__correo='doce@example.org', requisito__codigo='carta');"
        "print(d.tamano, d.veredicto)",
    )
    tamano, veredicto = guardado.split()[-2:]
    assert (int(tamano) <= TAMANO_MAXIMO, veredicto) == (True, "aceptado")


def test_cada_documento_se_juzga_solo_y_uno_malo_no_frena_a_los_demas(telefono, archivos):
    """Pains 3 and 4: the verdict in seconds, on its card, before anything is sent."""
    (archivos / "mala.jpg").write_bytes(b"\x89PNG\r\n\x1a\n" + b"0" * 300)
    empezar(telefono)
    llenar(telefono)
    adjuntar(telefono, archivos, cedula="mala.jpg", carta="carta-sin-firma.jpg")
    expect(tarjeta(telefono, "cedula").get_by_text("«mala.jpg»:")).to_be_visible()
    expect(telefono.get_by_text("No encontramos una firma manuscrita")).to_be_visible()
    revisar_accesibilidad(telefono)
    continuar(telefono)
    expect(telefono.get_by_role("alert").get_by_role("link")).to_have_count(2)
    revisar_accesibilidad(telefono)
    telefono.get_by_role("button", name="Enviar de todos modos").click()
    expect(telefono.get_by_text("Lo enviaremos así.")).to_be_visible()
    campo(telefono, "cedula").set_input_files(archivos / "cedula.jpg")
    expect(tarjeta(telefono, "cedula").get_by_text("Se lee bien")).to_be_visible()
    revisar_accesibilidad(telefono)
    continuar(telefono)
    en_el_paso(telefono, 5)
    expect(telefono.get_by_text("Una persona lo revisará.")).to_be_visible()
    revisar_accesibilidad(telefono)


def test_continuar_espera_a_los_documentos_que_estan_subiendo(telefono, archivos):
    empezar(telefono)
    llenar(telefono)
    for cual in ("cedula", "carta"):
        campo(telefono, cual).set_input_files(archivos / f"{cual}.jpg")
    continuar(telefono)
    en_el_paso(telefono, 5)


def test_la_foto_elegida_antes_de_que_llegue_el_guion_tambien_se_juzga(telefono, archivos):
    """A slow line: the page is there and its script is not yet."""
    retenidos = []
    telefono.route("**/js/fotos*.js", lambda ruta: retenidos.append(ruta))
    empezar(telefono)
    llenar(telefono)
    campo(telefono, "cedula").set_input_files(archivos / "cedula.jpg")
    assert len(retenidos) == 1
    retenidos[0].continue_()
    expect(tarjeta(telefono, "cedula").get_by_text("Se lee bien")).to_be_visible(timeout=30_000)


def test_todo_el_camino_sin_javascript_con_la_foto_del_telefono(sin_guiones, archivos, foto):
    """Without JavaScript the server reduces the photo, tells it, and asks whether it reads well.

    Both are chosen before any button is pressed, and neither has to be chosen again.
    """
    (archivos / "foto.jpg").write_bytes(foto)
    pestana = sin_guiones
    empezar(pestana)
    llenar(pestana, mirar=sin_desbordarse)
    for cual, nombre in (("cedula", "cedula.jpg"), ("carta", "foto.jpg")):
        campo(pestana, cual).set_input_files(archivos / nombre)
    continuar(pestana)
    for cual in ("cedula", "carta"):
        expect(tarjeta(pestana, cual).locator(".tono-bien")).to_be_visible()
    sin_desbordarse(pestana)
    expect(
        pestana.get_by_text(re.compile(r"Su foto pesaba \d,\d MB; la redujimos"))
    ).to_be_visible()
    expect(pestana.get_by_role("alert")).to_be_visible()
    pulsar(pestana, "Sí, la veo bien")
    continuar(pestana)
    en_el_paso(pestana, 5)
    assert "#" not in pestana.url, "the fragment of a card went on to the next page"
    sin_desbordarse(pestana)
    pestana.get_by_role("button", name="Enviar la solicitud").click()
    assert pestana.locator("#numero").inner_text().startswith("IESS-RT-17-")


def sin_desbordarse(pestana) -> None:
    """Nothing of the page's body ends beyond the screen (axe needs JavaScript: see the next)."""
    cajas = [bloque.bounding_box() for bloque in pestana.locator("main > *:visible").all()]
    assert max(caja["x"] + caja["width"] for caja in cajas) <= pestana.viewport_size["width"]


def test_la_tarjeta_de_una_foto_reducida_por_el_servidor_es_accesible(
    telefono, sin_guiones, archivos, foto
):
    """The state that only whoever has no JavaScript sees, looked at with axe."""
    (archivos / "foto.jpg").write_bytes(foto)
    empezar(sin_guiones)
    llenar(sin_guiones)
    campo(sin_guiones, "carta").set_input_files(archivos / "foto.jpg")
    tarjeta(sin_guiones, "carta").get_by_role("button", name="Subir y revisar").click()
    expect(sin_guiones.get_by_role("button", name="Sí, la veo bien")).to_be_visible()
    telefono.context.add_cookies(sin_guiones.context.cookies())
    telefono.goto(sin_guiones.url)
    expect(telefono.get_by_role("button", name="Sí, la veo bien")).to_be_visible()
    revisar_accesibilidad(telefono)


def test_con_el_teclado_solo_y_errores_en_el_camino(telefono, archivos):
    """No mouse and no touch: Tab, arrows, Enter, Space. Files are the browser's own dialogue."""
    empezar(telefono)
    tecla = telefono.keyboard
    hasta(telefono, "Número de identificación")
    tecla.type("1710034066")
    tecla.press("Enter")
    expect(telefono.get_by_role("alert")).to_be_focused()
    tecla.press("Tab")
    tecla.press("Enter")
    expect(telefono.get_by_label("Número de identificación")).to_be_focused()
    tecla.press("Control+A")
    tecla.type("1710034065")
    hasta(telefono, "Nombres y apellidos completos")
    tecla.type("Ana Lucía Ñandú Cevallos")
    tecla.press("Enter")
    en_el_paso(telefono, 2)
    hasta(telefono, "Correo electrónico")
    tecla.type("teclado@example.org")
    hasta(telefono, "Teléfono")
    tecla.type("099 123 4567")
    tecla.press("Enter")
    en_el_paso(telefono, 3)
    hasta(telefono, "Provincia")
    tecla.type("Pichincha")
    hasta(telefono, "Detalle de su pedido")
    tecla.type("Necesito continuar mi rehabilitación.")
    hasta(telefono, "Continuar")
    tecla.press("Enter")
    en_el_paso(telefono, 4)
    for cual, nombre in (("cedula", "Cédula"), ("carta", "Carta firmada a mano")):
        with telefono.expect_file_chooser() as dialogo:
            hasta(telefono, f"Foto o PDF ({nombre})", "INPUT")
            tecla.press("Enter")
        dialogo.value.set_files(archivos / f"{cual}.jpg")
        expect(tarjeta(telefono, cual)).to_be_focused(timeout=30_000)
        expect(tarjeta(telefono, cual)).not_to_have_css("outline-style", "none")
    hasta(telefono, "Continuar")
    tecla.press("Enter")
    en_el_paso(telefono, 5)
    hasta(telefono, "Enviar la solicitud")
    tecla.press("Space")
    expect(telefono.get_by_role("heading", name="Recibimos su solicitud")).to_be_visible()


def hasta(pestana, nombre: str, etiqueta: str = "") -> None:
    """Tab until the control of that name has the focus, which must be seen."""
    for _ in range(60):
        pestana.keyboard.press("Tab")
        aqui = pestana.evaluate(
            "(() => { const e = document.activeElement;"
            " const n = e.labels?.[0]?.textContent ?? e.textContent;"
            " return [e.tagName, n.replace('*', '').trim(), getComputedStyle(e).outlineStyle] })()"
        )
        if aqui[1] == nombre and (not etiqueta or aqui[0] == etiqueta):
            assert aqui[2] != "none", f"{nombre} has no visible focus"
            return
    raise AssertionError(f"Tab never reaches «{nombre}».")


def test_con_una_linea_lenta_y_cortada_no_se_pierde_nada(telefono, archivos):
    """Pains 1 and 7: what was typed is on the server, the file stays chosen, one tap goes on."""
    linea = telefono.context.new_cdp_session(telefono)
    linea.send("Network.enable")
    empezar(telefono)
    llenar(telefono)
    linea.send("Network.emulateNetworkConditions", {"offline": False, **LINEA_LENTA})
    campo(telefono, "cedula").set_input_files(archivos / "cedula.jpg")
    expect(
        tarjeta(telefono, "cedula").get_by_text(re.compile("Subiendo|Revisando"))
    ).to_be_visible()
    expect(tarjeta(telefono, "cedula").get_by_text("Se lee bien")).to_be_visible(timeout=60_000)
    linea.send("Network.emulateNetworkConditions", {"offline": True, **LINEA_LENTA})
    campo(telefono, "carta").set_input_files(archivos / "carta.jpg")
    aviso = tarjeta(telefono, "carta").get_by_role("status")
    expect(aviso).to_contain_text("Se cortó la conexión. Su archivo sigue elegido", timeout=30_000)
    revisar_accesibilidad(telefono)
    sin_limites = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    linea.send("Network.emulateNetworkConditions", {"offline": False, **sin_limites})
    tarjeta(telefono, "carta").get_by_role("button", name="Subir y revisar").click()
    expect(tarjeta(telefono, "carta").get_by_text("Se lee bien")).to_be_visible(timeout=60_000)
    telefono.reload()
    expect(telefono.locator(".veredicto.tono-bien")).to_have_count(2)
    continuar(telefono)
    en_el_paso(telefono, 5)


def test_guardar_y_seguir_en_otro_telefono(telefono, navegador, portal, archivos):
    """Pain 7: the link, copied to another device, and how the identification ends."""
    hasta_revisar(telefono, archivos)
    telefono.goto(TRAMITE)
    expect(telefono.get_by_text("Tiene una solicitud sin enviar")).to_be_visible()
    revisar_accesibilidad(telefono)
    telefono.get_by_role("link", name="Seguir donde la dejé").click()
    en_el_paso(telefono, 5)
    telefono.get_by_role("link", name="Guardar y seguir después").click()
    expect(telefono.get_by_text("Su solicitud todavía no se envió")).to_be_visible()
    revisar_accesibilidad(telefono)
    enlace = telefono.get_by_label("Guarde este enlace").input_value()
    contexto = navegador.new_context(base_url=portal.url, bypass_csp=True, **TELEFONO)
    otro = contexto.new_page()
    otro.goto(enlace)
    revisar_accesibilidad(otro)
    ultimos = otro.get_by_label("Los 4 últimos números o letras de su identificación")
    ultimos.fill("0000")
    otro.get_by_role("button", name="Seguir aquí").click()
    expect(otro.get_by_role("alert")).to_be_focused()
    revisar_accesibilidad(otro)
    ultimos.fill("4065")
    otro.get_by_role("button", name="Seguir aquí").click()
    expect(otro.get_by_role("status")).to_contain_text("Su enlace cambió: guárdelo otra vez")
    revisar_accesibilidad(otro)
    assert otro.get_by_label("Guarde este enlace").input_value() != enlace
    otro.get_by_role("link", name="Seguir ahora").click()
    en_el_paso(otro, 2)
    escribir(otro, {"Correo electrónico": "ana@example.org"})
    continuar(otro)
    en_el_paso(otro, 3)
    telefono.goto(enlace)
    expect(telefono.get_by_role("heading", name="No encontramos esta página")).to_be_visible()
    contexto.close()


def test_el_consejo_del_correo_se_ve_y_se_toma(telefono, archivos):
    """Pain 6."""
    empezar(telefono)
    escribir(telefono, QUIEN)
    continuar(telefono)
    escribir(telefono, CONTACTO | {"Correo electrónico": "ana@gmial.com"})
    continuar(telefono)
    expect(telefono.get_by_role("heading", name="¿Su correo está bien escrito?")).to_be_visible()
    revisar_accesibilidad(telefono)
    telefono.get_by_role("button", name="Usar ana@gmail.com").click()
    expect(telefono.get_by_text("Su correo quedó así: ana@gmail.com")).to_be_visible()


def test_la_confirmacion_da_numero_plazo_enlace_y_correo(telefono, archivos, portal):
    numero = enviar_solicitud(telefono, archivos)
    assert re.fullmatch(r"IESS-RT-17-\d{4}-\d{6}-[A-Z]", numero)
    expect(telefono.get_by_text("ana@example.org")).to_be_visible()
    expect(telefono.get_by_text("La ley nos da hasta el")).to_be_visible()
    enlace = telefono.get_by_label("Es solo suyo").input_value()
    assert telefono.url.endswith(enlace.removeprefix(portal.url))
    telefono.context.grant_permissions(["clipboard-read", "clipboard-write"])
    telefono.get_by_role("button", name="Copiar el enlace").click()
    expect(telefono.get_by_role("button", name="Enlace copiado")).to_be_visible()
    assert telefono.evaluate("navigator.clipboard.readText()") == enlace
