"""The main job in a real browser: Ana on her phone, Bruno at his desk, a hospital desk at the end.

Every page on the way is checked for accessibility and for anything wider than 320 px.
"""

import io
import re

from PIL import Image
from playwright.sync_api import expect
from pypdf import PdfReader

from documentos.formatos import TAMANO_MAXIMO
from tests import muestras

from .conftest import revisar_accesibilidad

TRAMITE = "/tramites/certificado-atencion-riesgos-trabajo/"


def llenar(pestana, **cambios):
    """Fill the form as Ana would, but for `cambios` (label → value)."""
    datos = {
        "Número de identificación": "1710034065",
        "Nombres y apellidos completos": "Ana Lucía Ñandú Cevallos",
        "Correo electrónico": "ana@example.org",
        "Teléfono*": "099 123 4567",
        "Detalle de su pedido": "Necesito continuar mi rehabilitación.",
    } | cambios
    for etiqueta, valor in datos.items():
        pestana.get_by_label(etiqueta).first.fill(valor)
    pestana.get_by_label("Provincia").select_option("17")


def adjuntar(pestana, archivos, cedula="cedula.jpg", carta="carta.jpg"):
    pestana.get_by_label("Cédula", exact=True).set_input_files(archivos / cedula)
    pestana.get_by_label("Carta firmada a mano").set_input_files(archivos / carta)


def enviar_solicitud(pestana, archivos, **cambios) -> str:
    """From the procedure's page to the confirmation. Returns the case's number."""
    pestana.goto(TRAMITE)
    pestana.get_by_role("link", name="Empezar la solicitud").first.click()
    llenar(pestana, **cambios)
    adjuntar(pestana, archivos)
    pestana.get_by_role("button", name="Revisar antes de enviar").click()
    pestana.get_by_role("button", name="Enviar la solicitud").click()
    return pestana.locator("#numero").inner_text()


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
    llenar(telefono)
    adjuntar(telefono, archivos)
    telefono.get_by_role("button", name="Revisar antes de enviar").click()
    expect(telefono.get_by_text("Coordinación Provincial de Pichincha")).to_be_visible()
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


def test_los_errores_se_leen_primero_y_nada_se_pierde(telefono, archivos):
    """Pains 2, 3 and 8: one summary with the focus, links to the fields, good files kept."""
    telefono.goto(TRAMITE)
    telefono.get_by_role("link", name="Empezar la solicitud").first.click()
    llenar(telefono, **{"Número de identificación": "1710034066"})
    adjuntar(telefono, archivos)
    telefono.get_by_role("button", name="Revisar antes de enviar").click()
    resumen = telefono.get_by_role("alert")
    expect(resumen).to_be_focused()
    revisar_accesibilidad(telefono)
    resumen.get_by_role("link").click()
    expect(telefono.get_by_label("Número de identificación")).to_be_focused()
    expect(telefono.get_by_text("Ya tenemos carta.jpg")).to_be_visible()
    telefono.get_by_label("Número de identificación").fill("1710034065")
    telefono.get_by_role("button", name="Revisar antes de enviar").click()
    expect(telefono.get_by_role("heading", name="Revise antes de enviar")).to_be_visible()


def test_apretar_dos_veces_y_volver_atras_dan_un_solo_caso(telefono, archivos, portal):
    """R11 of the reliability table: the impatient thumb and the back button."""
    telefono.goto(TRAMITE)
    telefono.get_by_role("link", name="Empezar la solicitud").first.click()
    llenar(telefono, **{"Correo electrónico": "doble@example.org"})
    adjuntar(telefono, archivos)
    telefono.get_by_role("button", name="Revisar antes de enviar").click()
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


def foto_de_doce_megapixeles() -> bytes:
    """The letter on a desk, with the grain of a small sensor and a phone's light compression."""
    foto = Image.open(io.BytesIO(muestras.foto_de_carta())).convert("RGB").resize((3000, 4000))
    grano = Image.effect_noise(foto.size, 40).convert("RGB")
    salida = io.BytesIO()
    Image.blend(foto, grano, 0.15).save(salida, "JPEG", quality=96)
    return salida.getvalue()


def test_una_foto_del_telefono_se_reduce_sola_hasta_poder_enviarse(telefono, archivos):
    """R34: a 12-megapixel photo of several megabytes, and the verdict on it, before sending."""
    grande = archivos / "foto.jpg"
    grande.write_bytes(foto_de_doce_megapixeles())
    assert grande.stat().st_size > 2 * TAMANO_MAXIMO
    telefono.goto(TRAMITE)
    telefono.get_by_role("link", name="Empezar la solicitud").first.click()
    llenar(telefono)
    adjuntar(telefono, archivos, carta="foto.jpg")
    expect(telefono.get_by_text("La redujimos a")).to_be_visible(timeout=30_000)
    expect(telefono.get_by_text("¿Es esta su firma?")).to_be_visible(timeout=30_000)
    telefono.get_by_role("button", name="Revisar antes de enviar").click()
    expect(telefono.get_by_role("heading", name="Revise antes de enviar")).to_be_visible()
    revisar_accesibilidad(telefono)


def test_cada_documento_se_juzga_al_elegirlo(telefono, archivos):
    """Pain 4: the verdict in seconds, beside the field, before anything is sent."""
    telefono.goto(TRAMITE)
    telefono.get_by_role("link", name="Empezar la solicitud").first.click()
    (archivos / "cedula.jpg").write_bytes(b"\x89PNG\r\n\x1a\n" + b"0" * 300)
    adjuntar(telefono, archivos, carta="carta-sin-firma.jpg")
    expect(telefono.get_by_text("«cedula.jpg»:")).to_be_visible()
    expect(telefono.get_by_text("No encontramos una firma manuscrita")).to_be_visible()
    telefono.get_by_label("Cédula", exact=True).set_input_files(archivos / "carta.jpg")
    expect(telefono.get_by_text("Se lee bien")).to_be_visible()
    revisar_accesibilidad(telefono)
    llenar(telefono)
    telefono.get_by_role("button", name="Revisar antes de enviar").click()
    expect(telefono.get_by_role("heading", name="Revise antes de enviar")).to_be_visible()


def test_sin_javascript_el_formulario_funciona_igual(navegador, portal, archivos):
    contexto = navegador.new_context(base_url=portal.url, locale="es-EC", java_script_enabled=False)
    pestana = contexto.new_page()
    assert enviar_solicitud(pestana, archivos).startswith("IESS-RT-17-")
    contexto.close()


def test_corregir_un_documento_desde_el_telefono(telefono, escritorio, archivos):
    numero = enviar_solicitud(telefono, archivos)
    abrir_caso(escritorio, numero)
    escritorio.get_by_role("button", name="Tomar").click()
    escritorio.get_by_text("Pedir corrección", exact=True).first.click()
    escritorio.get_by_label("Cédula:").select_option("borrosa")
    escritorio.get_by_role("button", name="Pedir corrección").click()
    expect(escritorio.get_by_text("quedó: en corrección")).to_be_visible()
    telefono.reload()
    expect(telefono.get_by_role("heading", name="Corrija estos documentos")).to_be_visible()
    revisar_accesibilidad(telefono)
    telefono.get_by_role("button", name="Enviar la corrección").click()
    expect(telefono.get_by_role("alert")).to_be_focused()
    revisar_accesibilidad(telefono)
    telefono.locator("input[type=file]").set_input_files(archivos / "cedula.jpg")
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
                "/transparencia/",
                "/certificados/verificar/",
                "/no-existe/",
            ):
                pestana.goto(ruta)
                revisar_accesibilidad(pestana)
            contexto.close()
