"""«¿Qué necesito?»: twelve sets of answers, each with its exact list (R6, R10 to R26)."""

import html
import itertools
import re

import pytest

from tramites.informacion.que_necesito import Persona, QueNecesitoForm, Quien, lista_para

from .reparto import CODIGO, tramite

PAGINA = f"/tramites/{CODIGO}/"
CEDULA, CODIGO_EXTRANJERO = ["cedula", "carta"], ["codigo-extranjero", "carta"]
POR_OTRA = "autorizacion-a-terceros"
VIRTUAL, PRESENCIAL = "virtual", "presencial"
# Answers → the channel of the list and the codes in it.
LISTAS = {
    ("ecuatoriana", VIRTUAL, "yo"): (VIRTUAL, CEDULA),
    ("ecuatoriana", PRESENCIAL, "yo"): (PRESENCIAL, CEDULA),
    ("ecuatoriana", VIRTUAL, "otra-persona"): (PRESENCIAL, [*CEDULA, POR_OTRA]),
    ("ecuatoriana", PRESENCIAL, "otra-persona"): (PRESENCIAL, [*CEDULA, POR_OTRA]),
    ("extranjera-con-cedula", VIRTUAL, "yo"): (VIRTUAL, CEDULA),
    ("extranjera-con-cedula", PRESENCIAL, "yo"): (PRESENCIAL, CEDULA),
    ("extranjera-con-cedula", VIRTUAL, "otra-persona"): (PRESENCIAL, [*CEDULA, POR_OTRA]),
    ("extranjera-con-cedula", PRESENCIAL, "otra-persona"): (PRESENCIAL, [*CEDULA, POR_OTRA]),
    ("extranjera-sin-cedula", VIRTUAL, "yo"): (VIRTUAL, CODIGO_EXTRANJERO),
    ("extranjera-sin-cedula", PRESENCIAL, "yo"): (PRESENCIAL, CODIGO_EXTRANJERO),
    ("extranjera-sin-cedula", VIRTUAL, "otra-persona"): (
        PRESENCIAL,
        [*CODIGO_EXTRANJERO, POR_OTRA],
    ),
    ("extranjera-sin-cedula", PRESENCIAL, "otra-persona"): (
        PRESENCIAL,
        [*CODIGO_EXTRANJERO, POR_OTRA],
    ),
}


def su_lista(client, **respuestas) -> str:
    """The text of the card with the list, as a person reads it."""
    pagina = html.unescape(client.get(PAGINA, respuestas).content.decode())
    tarjeta = re.search(r'id="su-lista">(.*?)<form', pagina, re.DOTALL)[1]
    return " ".join(re.sub(r"<[^>]+>", " ", tarjeta).split())


def test_cada_combinacion_esta_en_la_tabla():
    combinaciones = itertools.product(Persona.values, [VIRTUAL, PRESENCIAL], Quien.values)
    assert set(combinaciones) == set(LISTAS)


@pytest.mark.parametrize(("respuestas", "esperada"), LISTAS.items())
def test_la_lista_exacta_de_cada_persona(catalogo, respuestas, esperada):
    persona, canal, quien = respuestas
    requisitos = tramite().requisitos.filter(activo=True)
    lista = lista_para(tramite(), requisitos, persona=persona, canal=canal, quien=quien)
    canal_esperado, codigos = esperada
    assert (lista.canal, [r.codigo for r in lista.requisitos]) == (canal_esperado, codigos)
    assert {r.canal for r in lista.requisitos} == {canal_esperado}
    assert lista.solo_en_persona == (canal == VIRTUAL and quien == "otra-persona")


def test_en_linea_la_carta_va_al_director_del_seguro_y_se_suben_fotos(client, catalogo):
    """R10, R11, R12, R33, R34."""
    texto = su_lista(client, persona="ecuatoriana", canal=VIRTUAL, quien="yo")
    for parte in (
        "Cédula. Una foto o un escaneo de su cédula, completa y que se lea bien.",
        "dirigida al Director del Seguro General de Riesgos del Trabajo del IESS :",
        "en JPG o PDF, de hasta 1 MB cada uno",
        "Empezar la solicitud",
    ):
        assert parte in texto
    assert "Autorización a terceros" not in texto and "Código para extranjeros" not in texto


def test_en_persona_se_muestran_originales_y_la_carta_va_al_director(client, catalogo):
    """R18, R19, R20, R36, R37, R41, R42."""
    texto = su_lista(client, persona="ecuatoriana", canal=PRESENCIAL, quien="yo")
    for parte in (
        "Muestre el documento original en la ventanilla. No debe entregar copia.",
        "dirigida al Director del IESS :",
        "Su firma, hecha a mano: sin ella no se puede atender",
        "cualquier Centro de Atención Universal del país",
        "No necesita turno y no cuesta nada.",
        "¿Está abierto ahora?",
    ):
        assert parte in texto
    assert "Empezar la solicitud" not in texto


def test_sin_cedula_se_pide_el_codigo_a_quien_ya_lo_tiene(client, catalogo):
    """R21, R22, R23."""
    en_linea = su_lista(client, persona="extranjera-sin-cedula", canal=VIRTUAL, quien="yo")
    assert "Solo si es una persona extranjera sin cédula, registrada o afiliada" in en_linea
    assert "Una foto o un escaneo del documento." in en_linea
    assert "Si el IESS todavía no le ha dado un código, pídalo primero" in en_linea
    en_persona = su_lista(client, persona="extranjera-sin-cedula", canal=PRESENCIAL, quien="yo")
    assert "Muestre el documento original; no debe entregar copia." in en_persona


def test_otra_persona_solo_puede_ir_en_persona_y_lleva_su_autorizacion(client, catalogo):
    """R24, R25, R26; asked for the virtual channel, the page says why the list is another."""
    texto = su_lista(client, persona="ecuatoriana", canal=VIRTUAL, quien="otra-persona")
    for parte in (
        "Otra persona puede hacerlo por usted solo en persona",
        "www.iess.gob.ec con su usuario y contraseña, llenando los datos y generando el documento",
        "su propia cédula original",
        "Se hace aquí, en Mi cuenta",
    ):
        assert parte in texto


def test_un_requisito_apagado_sale_de_la_lista(client, catalogo):
    tramite().requisitos.filter(codigo="cedula", canal=VIRTUAL).update(activo=False)
    assert "Cédula." not in su_lista(client, persona="ecuatoriana", canal=VIRTUAL, quien="yo")


def test_la_direccion_recuerda_las_respuestas(client, catalogo):
    respuestas = {"persona": "ecuatoriana", "canal": PRESENCIAL, "quien": "otra-persona"}
    pagina = client.get(PAGINA, respuestas).content.decode()
    elegidas = re.findall(r'<input type="radio"[^>]*value="([^"]+)"[^>]*checked', pagina)
    assert elegidas == list(respuestas.values())


@pytest.mark.parametrize(
    ("respuestas", "errores"),
    [
        (
            {"persona": "ecuatoriana"},
            {"canal": "Elija una respuesta.", "quien": "Elija una respuesta."},
        ),
        (
            {"persona": "\x00", "canal": "fax", "quien": "yo"},
            {"persona": "Elija una de las respuestas.", "canal": "Elija una de las respuestas."},
        ),
    ],
)
def test_lo_que_falta_o_no_existe_se_dice_y_nunca_es_un_fallo(
    client, catalogo, respuestas, errores
):
    respuesta = client.get(PAGINA, respuestas)
    form = respuesta.context["form"]
    assert respuesta.status_code == 200
    assert {campo: lista[0] for campo, lista in form.errors.items()} == errores
    pagina = respuesta.content.decode()
    assert "<title>Error: " in pagina and 'id="su-lista"' not in pagina


def test_un_parametro_ajeno_no_es_una_respuesta(client, catalogo):
    """A link that a social network marked with its own words opens the plain page."""
    assert not QueNecesitoForm.de({"fbclid": "x"}).is_bound
    assert "Error" not in client.get(PAGINA, {"fbclid": "x"}).content.decode()
