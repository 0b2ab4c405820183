"""The main job in a real browser: Ana on her phone, Bruno at his desk, a hospital desk at the end.

Every page on the way is checked for accessibility and for anything wider than 320 px.
"""

import io
import re

from playwright.sync_api import expect
from pypdf import PdfReader

from .conftest import revisar_accesibilidad
from .pasos import TRAMITE, adjuntar, campo, continuar, enviar_solicitud, hasta_revisar, llenar


def abrir_caso(escritorio, numero):
    escritorio.goto("/admin/tramites/solicitud/")
    escritorio.get_by_role("link", name=numero).click()


def test_el_camino_de_ana_hasta_su_certificado(telefono, escritorio, archivos, portal):
    telefono.goto("/")
    revisar_accesibilidad(telefono)
    telefono.get_by_role("link", name="Entrar a la ventanilla virtual").click()
    revisar_accesibilidad(telefono)
    telefono.get_by_role("link", name="Ver requisitos y empezar").click()
    revisar_accesibilidad(telefono)
    telefono.get_by_role("link", name="Empezar la solicitud").first.click()
    revisar_accesibilidad(telefono)
    llenar(telefono, mirar=revisar_accesibilidad)
    revisar_accesibilidad(telefono)
    adjuntar(telefono, archivos)
    revisar_accesibilidad(telefono)
    continuar(telefono)
    expect(telefono.get_by_text("Se enviará a: Coordinación Provincial")).to_be_visible()
    revisar_accesibilidad(telefono)
    telefono.get_by_role("button", name="Enviar la solicitud").click()
    expect(telefono.get_by_role("heading", name="Recibimos su solicitud")).to_be_visible()
    revisar_accesibilidad(telefono)
    numero = telefono.locator("#numero").inner_text()

    abrir_caso(escritorio, numero)
    escritorio.get_by_role("button", name="Tomar").click()
    escritorio.get_by_text("Aprobar", exact=True).first.click()
    escritorio.get_by_label("Número del proceso abierto").fill("RT-2026-00077")
    for casilla in escritorio.locator("form[action*='/aprobar/'] input[type=checkbox]").all():
        casilla.check()
    escritorio.get_by_role("button", name="Aprobar").click()
    expect(escritorio.get_by_text("quedó: aprobada")).to_be_visible()
    assert escritorio.quejas == []

    telefono.reload()
    # The page asks again by itself until the worker is done.
    expect(telefono.get_by_text("Su certificado está listo")).to_be_visible(timeout=30_000)
    revisar_accesibilidad(telefono)
    with telefono.expect_download() as descarga:
        telefono.get_by_role("link", name="Descargar el certificado").click()
    texto = PdfReader(io.BytesIO(descarga.value.path().read_bytes())).pages[0].extract_text()
    assert "Ana Lucía Ñandú Cevallos" in " ".join(texto.split())

    verificar(telefono, texto)
    assert telefono.pedidos == {portal.url.removeprefix("http://")}


def verificar(pestana, texto_del_certificado):
    """A hospital desk types what is printed and reads that it is valid, and little more."""
    pestana.goto("/certificados/verificar/")
    revisar_accesibilidad(pestana)
    numero = re.search(r"IESS-CS-\d{4}-\d{6}-[A-Z]", texto_del_certificado)[0]
    codigo = re.search(r"\b(?:[A-Z2-9]{4}-){3}[A-Z2-9]{1,4}\b", texto_del_certificado)[0]
    pestana.get_by_label("Número").first.fill(numero)
    pestana.get_by_label("Código").first.fill(codigo.lower())
    pestana.get_by_role("button", name=re.compile("Verificar")).first.click()
    contenido = pestana.locator("main").inner_text()
    assert "vigente" in contenido.lower()
    assert "1710034065" not in contenido and "Ñandú" not in contenido
    revisar_accesibilidad(pestana)


def test_apretar_dos_veces_y_volver_atras_dan_un_solo_caso(telefono, archivos, portal):
    """R11 of the reliability table: the impatient thumb and the back button."""
    hasta_revisar(telefono, archivos, {"Correo electrónico": "doble@example.org"})
    telefono.get_by_role("button", name="Enviar la solicitud").dblclick()
    numero = telefono.locator("#numero").inner_text()
    telefono.go_back()
    telefono.wait_for_load_state()
    boton = telefono.get_by_role("button", name="Enviar la solicitud")
    if boton.count():  # The browser may show the page it kept.
        boton.click()
    assert telefono.locator("#numero").inner_text() == numero
    contados = portal.gestionar(
        "shell",
        "--no-imports",
        "-c",
        "from tramites.models import Solicitud as S; "
        "print(S.objects.filter(correo='doble@example.org').count())",
    )
    assert contados.split()[-1] == "1"


def test_corregir_un_documento_desde_el_telefono(telefono, escritorio, archivos):
    numero = enviar_solicitud(telefono, archivos)
    abrir_caso(escritorio, numero)
    escritorio.get_by_role("button", name="Tomar").click()
    escritorio.get_by_text("Pedir corrección", exact=True).first.click()
    escritorio.get_by_label("Cédula:", exact=True).select_option("borrosa")
    escritorio.get_by_role("button", name="Pedir corrección").click()
    expect(escritorio.get_by_text("quedó: en corrección")).to_be_visible()
    telefono.reload()
    expect(telefono.get_by_role("heading", name="Corrija estos documentos")).to_be_visible()
    revisar_accesibilidad(telefono)
    telefono.get_by_role("link", name="Corregir los documentos").click()
    campo(telefono, "cedula").set_input_files(archivos / "cedula-nueva.jpg")
    continuar(telefono)  # It waits for the document that is on its way.
    telefono.get_by_role("button", name="Enviar la corrección").click()
    expect(telefono.get_by_text("Recibimos su corrección.")).to_be_visible()


def test_la_letra_oscura_sobre_fondo_claro_y_al_reves(navegador, portal):
    """Contrast holds in both colour schemes, on a phone and on a computer."""
    for esquema in ("light", "dark"):
        for ancho in (320, 1280):
            contexto = navegador.new_context(
                base_url=portal.url,
                bypass_csp=True,
                color_scheme=esquema,
                viewport={"width": ancho, "height": 800},
            )
            pestana = contexto.new_page()
            for ruta in (
                "/",
                TRAMITE,
                "/recepcion/certificado-atencion-riesgos-trabajo/",
                "/privacidad/",
                "/transparencia/",
                "/certificados/verificar/",
                "/no-existe/",
            ):
                pestana.goto(ruta)
                revisar_accesibilidad(pestana)
            contexto.close()
