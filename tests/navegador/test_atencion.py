"""Somebody without internet comes back to the window, on a screen of 320 px with axe."""

import pytest
from playwright.sync_api import expect

from .conftest import revisar_accesibilidad
from .test_cuentas import en_el_escritorio

# A case that Carla entered for somebody without mail, and whose letter Bruno asked for again.
POR_CORREGIR = """
from django.contrib.auth import get_user_model
from tests.tramites.reparto import registrada, services
from tramites.models import Requisito
personal = get_user_model().objects
bruno, carla = personal.get(username="bruno"), personal.get(username="carla")
caso = registrada(carla, {"quipux": "IESS-CAU-2026-00930-E"}, correo="").solicitud
services.tomar(caso, por=bruno)
carta = Requisito.objects.get(codigo="carta", canal="presencial")
services.pedir_correccion(caso, por=bruno, motivos={carta: "Falta la firma"})
print(caso.numero)
"""


@pytest.fixture
def mostrador(navegador, portal):
    """Bruno at a window of his province."""
    pestana = en_el_escritorio(navegador, portal, "bruno")
    yield pestana
    pestana.context.close()


def test_bruno_corrige_por_quien_no_tiene_internet_y_le_da_otro_enlace(mostrador, portal, archivos):
    numero = portal.gestionar("shell", "--no-imports", "-c", POR_CORREGIR).split()[-1]
    revisar_accesibilidad(mostrador)
    mostrador.get_by_role("link", name="Atender a quien ya tiene una solicitud").click()
    revisar_accesibilidad(mostrador)
    mostrador.get_by_role("button", name="Buscar").click()
    expect(mostrador.get_by_role("alert")).to_be_focused()
    revisar_accesibilidad(mostrador)
    buscar(mostrador, numero)
    expect(mostrador.get_by_text("Falta la firma")).to_be_visible()
    revisar_accesibilidad(mostrador)

    mostrador.get_by_text("Perdió el comprobante").click()
    enlace = mostrador.locator("details", has_text="Perdió el comprobante")
    anotar(enlace)
    revisar_accesibilidad(mostrador)
    enlace.get_by_role("button", name="Dar un enlace nuevo").click()
    expect(mostrador.get_by_text("El anterior ya no sirve.")).to_be_visible()
    expect(mostrador.get_by_role("link", name="Comprobante para imprimir")).to_be_visible()
    revisar_accesibilidad(mostrador)

    mostrador.get_by_role("link", name="Atender a otra persona").click()
    buscar(mostrador, numero)
    corregir = mostrador.locator("section", has_text="Corregir, hasta el")
    anotar(corregir)
    corregir.get_by_label("Número de Quipux").fill("IESS-CAU-2026-00931-E")
    corregir.get_by_label("Carta firmada a mano").set_input_files(archivos / "carta-sin-firma.jpg")
    corregir.get_by_role("button", name="Enviar la corrección").click()
    expect(mostrador.get_by_role("alert")).to_be_focused()
    expect(mostrador.get_by_text("Ya está guardada: Carta firmada a mano")).to_be_visible()
    revisar_accesibilidad(mostrador)
    imagen = mostrador.get_by_role("img", name="Carta firmada a mano, página 1")
    expect(imagen).to_be_visible()
    assert imagen.evaluate("i => i.decode().then(() => i.naturalWidth)") > 0
    mostrador.get_by_label("Miré el papel y se envía así.").check()
    mostrador.get_by_role("button", name="Enviar la corrección").click()
    expect(mostrador.get_by_text("quedó enviada")).to_be_visible()
    expect(mostrador.get_by_role("link", name="Comprobante para imprimir")).to_be_visible()
    revisar_accesibilidad(mostrador)
    mostrador.goto("/admin/tramites/atencion/")
    expect(mostrador.get_by_role("heading", name="Personas que usted atendió")).to_be_visible()
    revisar_accesibilidad(mostrador)


def buscar(pestana, numero: str) -> None:
    pestana.get_by_label("Número de solicitud").fill(numero)
    pestana.get_by_label("Número de identificación, entero").fill("1710034065")
    pestana.get_by_role("button", name="Buscar").click()


def anotar(parte) -> None:
    """The centre and the document seen, in a part of the page."""
    parte.get_by_label("Presentó el documento original").check()
    parte.get_by_label("Centro de atención").select_option(
        label="Centro de Atención Universal de Guayas"
    )
