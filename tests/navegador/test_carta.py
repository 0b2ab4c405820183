"""The letter's round trip in a real browser: made, printed, signed, photographed and recognised."""

import re

import pypdfium2
from playwright.sync_api import expect

from tests.documentos import viaje

from .conftest import revisar_accesibilidad
from .pasos import adjuntar, continuar, empezar, en_el_paso, escribir, llenar, tarjeta
from .test_recorrido import abrir_caso


def firmada_y_fotografiada(pdf) -> bytes:
    """What Ana does on her desk with the downloaded letter."""
    documento = pypdfium2.PdfDocument(pdf)
    hoja = documento[0].render(scale=viaje.PPP / 72).to_pil().convert("RGB")
    documento.close()
    azar = viaje.azar_de("la mesa de Ana")
    hoja = viaje.firmar(viaje.imprimir(hoja, azar), azar, "normal")
    return viaje.fotografiar(hoja, azar, "leve")


def descargar_carta(pestana) -> bytes:
    pestana.get_by_role("link", name="Hacer mi carta").click()
    expect(pestana.get_by_role("heading", level=1, name="Su carta")).to_be_visible()
    pestana.get_by_text("Ver el texto para copiarlo").click()
    expect(pestana.get_by_text("solicito se me conceda")).to_be_visible()
    revisar_accesibilidad(pestana)
    with pestana.expect_download() as descarga:
        pestana.get_by_role("link", name="Descargar mi carta").click()
    pestana.get_by_role("link", name="Volver a sus documentos").click()
    return descarga.value.path().read_bytes()


def test_la_carta_va_y_vuelve(telefono, escritorio, archivos):
    empezar(telefono)
    llenar(telefono)
    (archivos / "foto.jpg").write_bytes(firmada_y_fotografiada(descargar_carta(telefono)))
    adjuntar(telefono, archivos, carta="foto.jpg")
    suya = "Su carta corresponde a esta solicitud y tiene su firma."
    expect(tarjeta(telefono, "carta").get_by_text(suya)).to_be_visible()
    revisar_accesibilidad(telefono)
    continuar(telefono)
    en_el_paso(telefono, 5)
    expect(telefono.get_by_text(suya)).to_be_visible()
    revisar_accesibilidad(telefono)

    pedir(telefono, "Necesito otra cosa.")
    en_el_paso(telefono, 4)
    cambiada = "Usted cambió sus datos o su pedido después de imprimir esta carta."
    expect(tarjeta(telefono, "carta").get_by_text(cambiada)).to_be_visible()
    revisar_accesibilidad(telefono)
    pedir(telefono, "Necesito continuar mi rehabilitación.")
    en_el_paso(telefono, 5)
    expect(telefono.get_by_text(suya)).to_be_visible()

    telefono.get_by_role("button", name="Enviar la solicitud").click()
    abrir_caso(escritorio, telefono.locator("#numero").inner_text())
    expect(escritorio.get_by_text("corresponde a esta solicitud")).to_be_visible()
    expect(escritorio.get_by_text("Firma hallada en el recuadro.")).to_be_visible()


def pedir(pestana, mensaje: str) -> None:
    """Go back and ask for something else."""
    pestana.goto(re.sub("/(revisar|documentos)/.*", "/pedido/?cambiar", pestana.url))
    escribir(pestana, {"Detalle de su pedido": mensaje})
    continuar(pestana)
