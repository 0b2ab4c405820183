"""The verification pages in a real Chromium, at the width of a small phone."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core.cache import cache

from certificados.fechas import hoy_en_ecuador
from tests.certificados.casos import emitido

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def pestana(navegador, live_server):
    cache.clear()
    # axe is put into the page, which the portal's policy rightly forbids.
    contexto = navegador.new_context(
        base_url=live_server.url, viewport={"width": 320, "height": 640}, bypass_csp=True
    )
    yield contexto.new_page()
    contexto.close()


@pytest.fixture
def certificado():
    hoy = hoy_en_ecuador()
    return emitido(vigente_desde=hoy, vigente_hasta=hoy + timedelta(90))


def revisar(pestana) -> None:
    """No accessibility violation and nothing to scroll sideways."""
    assert [v["id"] for v in Axe().run(pestana).response["violations"]] == []
    assert pestana.evaluate("document.documentElement.scrollWidth") <= 320


def test_by_number_and_code_and_then_the_name(pestana, certificado):
    pestana.goto("/certificados/verificar/")
    revisar(pestana)
    pestana.get_by_label("Número del certificado").fill(certificado.numero)
    pestana.get_by_label("Código de verificación").fill("abc")
    pestana.get_by_role("button", name="Verificar").click()
    assert "Revise el código" in pestana.get_by_role("alert").inner_text()
    revisar(pestana)
    pestana.get_by_label("Código de verificación").fill(certificado.codigo_en_grupos.lower())
    pestana.get_by_role("button", name="Verificar").click()
    assert "Certificado vigente" in pestana.get_by_role("status").inner_text()
    assert certificado.nombres not in pestana.content()
    revisar(pestana)
    pestana.get_by_label("últimos dígitos").fill("00019")
    pestana.get_by_role("button", name="Ver el nombre").click()
    assert certificado.nombres in pestana.locator("main").inner_text()
    revisar(pestana)


def test_by_qr_and_then_the_name(pestana, certificado):
    pestana.goto(f"/certificados/verificar/{certificado.secreto}/")
    pestana.get_by_label("últimos dígitos").fill("00019")
    pestana.get_by_role("button", name="Ver el nombre").click()
    assert certificado.nombres in pestana.locator("main").inner_text()


def test_by_file(pestana, certificado, tmp_path):
    otro = tmp_path / "otro.pdf"
    otro.write_bytes((settings.ALMACEN / certificado.archivo).read_bytes() + b"\n")
    for archivo, dice in (
        (settings.ALMACEN / certificado.archivo, "Certificado vigente"),
        (otro, "No es un archivo emitido por la institución"),
    ):
        pestana.goto("/certificados/verificar/")
        pestana.get_by_label("Archivo PDF del certificado").set_input_files(archivo)
        pestana.get_by_role("button", name="Comprobar el archivo").click()
        assert dice in pestana.get_by_role("status").inner_text()
        revisar(pestana)
