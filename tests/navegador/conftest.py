import pytest
from axe_playwright_python.sync_playwright import Axe

from tests import muestras
from tests.conftest import TELEFONO

from .pasos import entrar_al_escritorio

# WCAG 2.2 AA, as the law's national standard asks of public sites, and then some.
NORMAS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture
def archivos(tmp_path):
    """Ana's two documents as files on her phone, those that correct them, and a letter that nobody
    signed."""
    dibujos = {
        "cedula.jpg": muestras.cedula_jpg(),
        "carta.jpg": muestras.carta_jpg(),
        "cedula-nueva.jpg": muestras.cedula_jpg(calidad=90),
        "carta-nueva.jpg": muestras.carta_jpg(semilla=2),
        "carta-sin-firma.jpg": muestras.carta_jpg(firmada=False),
        "carta.pdf": muestras.carta_pdf(),
    }
    for nombre, contenido in dibujos.items():
        (tmp_path / nombre).write_bytes(contenido)
    return tmp_path


@pytest.fixture
def telefono(navegador, portal):
    """A tab on Ana's phone, 320 px wide, that remembers which hosts it talked to."""
    # axe is injected by the test: only for it the page's own content policy is set aside.
    contexto = navegador.new_context(
        base_url=portal.url, locale="es-EC", bypass_csp=True, **TELEFONO
    )
    pestana = contexto.new_page()
    pestana.pedidos = set()
    pestana.on("request", lambda pedido: pestana.pedidos.add(pedido.url.split("/")[2]))
    yield pestana
    contexto.close()


@pytest.fixture
def escritorio(navegador, portal):
    """A tab on Bruno's computer, with his session, under the real content policy."""
    contexto = navegador.new_context(
        base_url=portal.url, locale="es-EC", viewport={"width": 1280, "height": 900}
    )
    pestana = contexto.new_page()
    pestana.quejas = []
    pestana.on("console", lambda m: pestana.quejas.append(m.text) if m.type == "error" else None)
    entrar_al_escritorio(pestana, portal)
    yield pestana
    contexto.close()


def revisar_accesibilidad(pestana) -> None:
    """No violation that axe finds, and nothing wider than the screen."""
    hallado = Axe().run(pestana, options=NORMAS)
    assert hallado.violations_count == 0, f"{pestana.url}\n{hallado.generate_report()}"
    ancho = pestana.evaluate("document.documentElement.scrollWidth")
    assert ancho <= pestana.viewport_size["width"], f"{pestana.url} mide {ancho} px"
