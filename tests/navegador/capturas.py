"""Draw again the pictures of the README: `python -m tests.navegador.capturas`.

A portal of its own, with an invented person and the drawn documents of the tests.
"""

import tempfile
from io import BytesIO
from pathlib import Path

import pypdfium2
from PIL import Image
from playwright.sync_api import sync_playwright

from tests import muestras, servicios
from tests.conftest import BANDERAS_DE_CHROMIUM
from tests.portal_vivo import RAIZ, portal_encendido

from .pasos import adjuntar, continuar, empezar, entrar_al_escritorio, llenar
from .test_recorrido import TRAMITE, abrir_caso

DESTINO = RAIZ / "docs" / "capturas"
TELEFONO = {"width": 360, "height": 760}
ESCRITORIO = {"width": 1280, "height": 860}


def guardar(imagen: Image.Image, nombre: str) -> None:
    """A small PNG. With fewer colours, a green tag of ten letters comes out grey."""
    DESTINO.mkdir(parents=True, exist_ok=True)
    imagen.convert("RGB").quantize(200).save(DESTINO / f"{nombre}.png", optimize=True)


def fotografiar(pestana, nombre: str) -> None:
    guardar(Image.open(BytesIO(pestana.screenshot())), nombre)


def de_ana(pestana, carpeta: Path) -> str:
    """Ana's pages, up to the confirmation. Returns the case's number."""
    pestana.goto(TRAMITE)
    fotografiar(pestana, "tramite")
    empezar(pestana)
    fotografiar(pestana, "formulario")
    llenar(pestana)
    adjuntar(pestana, carpeta)
    veredicto = pestana.get_by_text("¿Es esta su firma?")
    veredicto.wait_for()
    veredicto.scroll_into_view_if_needed()
    fotografiar(pestana, "documentos")
    continuar(pestana)
    fotografiar(pestana, "revisar")
    pestana.get_by_role("button", name="Enviar la solicitud").click()
    fotografiar(pestana, "seguimiento")
    return pestana.locator("#numero").inner_text()


def de_bruno(pestana, portal, numero: str) -> None:
    """The desk: the list, the case, the approval."""
    entrar_al_escritorio(pestana, portal)
    pestana.goto("/admin/tramites/solicitud/")
    fotografiar(pestana, "bandeja")
    abrir_caso(pestana, numero)
    pestana.get_by_role("button", name="Tomar").click()
    pestana.get_by_text("Aprobar", exact=True).first.click()
    pestana.get_by_label("Número del proceso abierto").fill("RT-2026-00077")
    for casilla in pestana.locator("form[action*='/aprobar/'] input[type=checkbox]").all():
        casilla.check()
    fotografiar(pestana, "caso")
    pestana.get_by_role("button", name="Aprobar").click()


def del_certificado(pestana) -> None:
    """The certificate's page, and what its QR opens."""
    pestana.reload()
    enlace = pestana.get_by_role("link", name="Descargar el certificado")
    enlace.wait_for(timeout=30_000)
    with pestana.expect_download() as descarga:
        enlace.click()
    pdf = pypdfium2.PdfDocument(descarga.value.path())
    guardar(pdf[0].render(scale=1.2).to_pil(), "certificado")
    pestana.goto("/certificados/verificar/")
    fotografiar(pestana, "verificar")


def main() -> None:
    with tempfile.TemporaryDirectory() as temporal, sync_playwright() as playwright:
        carpeta = Path(temporal)
        (carpeta / "cedula.jpg").write_bytes(muestras.cedula_jpg())
        (carpeta / "carta.jpg").write_bytes(muestras.carta_jpg())
        chromium = playwright.chromium.launch(
            executable_path=servicios.chromium(), args=BANDERAS_DE_CHROMIUM
        )
        with portal_encendido(carpeta / "var") as portal:
            opciones = {"base_url": portal.url, "locale": "es-EC"}
            ana = chromium.new_page(viewport=TELEFONO, **opciones)
            numero = de_ana(ana, carpeta)
            de_bruno(chromium.new_page(viewport=ESCRITORIO, **opciones), portal, numero)
            del_certificado(ana)


if __name__ == "__main__":
    main()
