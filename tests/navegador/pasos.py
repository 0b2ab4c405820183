"""The steps of the form as a person fills them in a browser."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

TRAMITE = "/tramites/certificado-atencion-riesgos-trabajo/"
QUIEN = {
    "Número de identificación": "1710034065",
    "Nombres y apellidos completos": "Ana Lucía Ñandú Cevallos",
}
CONTACTO = {"Correo electrónico": "ana@example.org", "Teléfono*": "099 123 4567"}
PEDIDO = {"Detalle de su pedido": "Necesito continuar mi rehabilitación."}
PASOS = ["Quién es usted", "Cómo le avisamos", "Qué necesita", "Sus documentos", "Revise y envíe"]


def nada(_pestana: Page) -> None:
    """What to do at each page when nothing is to be done."""


def entrar_al_escritorio(pestana: Page, portal, quien: str = "bruno") -> None:
    pestana.goto("/admin/")
    pestana.fill("#id_username", quien)
    pestana.fill("#id_password", portal.personal[quien])
    pulsar(pestana, "Iniciar sesión")


def pulsar(pestana: Page, nombre: str) -> None:
    """A button that the next page has not: without it, where one goes next would cut it short."""
    boton = pestana.get_by_role("button", name=nombre)
    boton.click()
    expect(boton).to_have_count(0)


def empezar(pestana: Page) -> None:
    pestana.goto(TRAMITE)
    pestana.get_by_role("link", name="Empezar la solicitud").first.click()
    en_el_paso(pestana, 1)


def en_el_paso(pestana: Page, numero: int) -> None:
    """Wait until the page of a step is there."""
    expect(pestana.get_by_role("heading", level=1, name=PASOS[numero - 1])).to_be_visible()
    expect(pestana.get_by_text(f"Paso {numero} de 5")).to_be_visible()


def escribir(pestana: Page, datos: dict[str, str]) -> None:
    for etiqueta, valor in datos.items():
        pestana.get_by_label(etiqueta).first.fill(valor)


def continuar(pestana: Page) -> None:
    pestana.get_by_role("button", name="Continuar").click()


def llenar(pestana: Page, cambios: dict | None = None, mirar: Callable = nada) -> None:
    """What is typed, as Ana would but for `cambios` (label → value), up to the documents.

    `mirar` is called at each page.
    """
    cambios = cambios or {}
    for numero, datos in enumerate((QUIEN, CONTACTO, PEDIDO), 1):
        en_el_paso(pestana, numero)
        mirar(pestana)
        escribir(pestana, {campo: cambios.get(campo, valor) for campo, valor in datos.items()})
        if datos is PEDIDO:
            pestana.get_by_label("Provincia").select_option("17")
        continuar(pestana)
    en_el_paso(pestana, 4)


def campo(pestana: Page, cual: str):
    """The file field of a requirement."""
    return pestana.locator(f"input[name=adjunto_{cual}]")


def tarjeta(pestana: Page, cual: str):
    return pestana.locator(f"#tarjeta-{cual}")


def adjuntar(pestana: Page, archivos, cedula="cedula.jpg", carta="carta.jpg") -> None:
    """Both documents, one after the other, until the portal has judged each."""
    for cual, nombre in (("cedula", cedula), ("carta", carta)):
        campo(pestana, cual).set_input_files(archivos / nombre)
        expect(tarjeta(pestana, cual).locator(".veredicto")).to_be_visible(timeout=30_000)


def hasta_revisar(pestana: Page, archivos, cambios: dict | None = None) -> None:
    empezar(pestana)
    llenar(pestana, cambios)
    adjuntar(pestana, archivos)
    continuar(pestana)
    en_el_paso(pestana, 5)


def enviar_solicitud(pestana: Page, archivos, cambios: dict | None = None) -> str:
    """From the procedure's page to the confirmation. Returns the case's number."""
    hasta_revisar(pestana, archivos, cambios)
    pestana.get_by_role("button", name="Enviar la solicitud").click()
    return pestana.locator("#numero").inner_text()
