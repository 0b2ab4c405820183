"""What may be typed: every language's letters, nothing that deceives or breaks (attack 2)."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tramites.carta_propia import codigo_de
from tramites.recepcion.carta import hoja
from tramites.texto import CorreoField, check_imprimible, guardable, limpiar_texto


@pytest.mark.parametrize(
    ("escrito", "limpio"),
    [
        ("  Ana   Lucía ", "Ana Lucía"),
        ("Nandu\u0301", "Nandú"),  # Composed: one letter, one code point.
        ("José Ñandú-Őry", "José Ñandú-Őry"),
    ],
)
def test_un_nombre_se_guarda_compuesto_y_sin_espacios_de_mas(escrito, limpio):
    assert limpiar_texto(escrito) == limpio


@pytest.mark.parametrize(
    "escrito",
    [
        " ana@example.org ",
        "ana@example.org\u200b",
        "ana@exam\u00adple.org",
        "ana@\uff45xample.org",
    ],
)
def test_un_buzon_se_escribe_de_una_sola_manera(escrito):
    """S20: with the letters that nobody sees, one mailbox would be counted as many."""
    assert CorreoField().clean(escrito) == "ana@example.org"


@pytest.mark.parametrize(
    ("escrito", "guardado"),
    [
        ("ana@ñandú.ec", "ana@ñandú.ec"),
        ("ana@xn--and-6ma2c.ec", "ana@ñandú.ec"),
        ("ana@例え.jp", "ana@xn--r8jz45g.jp"),
        ("ana@xn--r8jz45g.jp", "ana@xn--r8jz45g.jp"),
    ],
)
def test_un_dominio_se_guarda_como_se_lee_si_el_papel_lo_puede_escribir(escrito, guardado):
    """The receipt of a window prints the address: with other letters there was no receipt."""
    assert CorreoField().clean(escrito) == guardado


@pytest.mark.parametrize(
    "malo",
    [
        "ana@a\u202eb.org",
        "ana@xn--999999999.org",
        "ana@[127.0.0.1]",
        "ana@localhost",
        '"ana"@example.org',
        '"\x01\r\n"@example.org',
        "ana@" + "x" * 250_000 + ".org",
        "ana",
        "@",
    ],
)
def test_lo_que_no_es_el_buzon_de_nadie_se_rechaza_con_una_frase(malo):
    with pytest.raises(ValidationError) as error:
        CorreoField().clean(malo)
    assert error.value.messages[0] == "Introduzca una dirección de correo electrónico válida."


def test_sin_correo_no_hay_nada_que_rechazar():
    assert CorreoField(required=False).clean("") == ""


def test_un_mensaje_conserva_sus_lineas():
    assert limpiar_texto("Uno  \r\ndos\rtres\n", varias_lineas=True) == "Uno\ndos\ntres"


@pytest.mark.parametrize(
    "malo", ["a\x00b", "a\ufffdb", "a\x1bb", "a\nb", "\ue000", "a\u202eb", "a\u200bb"]
)
def test_lo_invisible_o_roto_se_rechaza_con_una_frase(malo):
    with pytest.raises(ValidationError) as error:
        limpiar_texto(malo)
    assert error.value.messages[0].startswith("El texto tiene ")


@given(st.text(alphabet=st.characters(exclude_categories=[])))
def test_lo_que_se_acepta_se_puede_guardar_y_limpiar_otra_vez_no_lo_cambia(texto):
    for varias_lineas in (True, False):
        try:
            limpio = limpiar_texto(texto, varias_lineas=varias_lineas)
        except ValidationError:
            continue
        assert guardable(limpio) == limpio
        assert limpiar_texto(limpio, varias_lineas=varias_lineas) == limpio


@given(st.text(alphabet=st.characters(exclude_categories=[])))
def test_un_borrador_siempre_se_puede_guardar(texto):
    assert "\0" not in guardable(texto)
    guardable(texto).encode()


def letras_aceptadas() -> str:
    """Every character that a name may have."""
    aceptadas = []
    for punto in range(0x20, 0x2100):
        try:
            check_imprimible(chr(punto))
        except ValidationError:
            continue
        aceptadas.append(chr(punto))
    return "".join(aceptadas)


@pytest.mark.django_db
def test_todo_lo_que_un_nombre_puede_tener_se_puede_imprimir(client):
    """What the form accepts and the fonts lack would stop a certificate for ever."""
    letras = letras_aceptadas()
    assert {"ñ", "Ñ", "á", "ü", "ß", "ő", "ệ", "’", "ș"} < set(letras)
    textos = dict.fromkeys(
        (
            "tratamiento",
            "destinatario",
            "tipo_identificacion",
            "identificacion",
            "resultado",
            "mensaje",
            "correo",
            "telefonos",
        ),
        letras,
    )
    codigo = codigo_de("0" * 64, textos, timezone.localdate())
    carta = hoja(textos | {"nombres": letras}, codigo, timezone.localtime())
    assert carta.startswith(b"%PDF")


@pytest.mark.parametrize("nombre", ["José 😀 Pérez", "محمد علي", "李 小龍", "ⅧⅩ №", "Ωmega"])
def test_un_nombre_que_no_se_puede_imprimir_se_explica(nombre):
    with pytest.raises(ValidationError, match="letras del alfabeto latino"):
        check_imprimible(nombre)
