"""Identifications and telephones (E1, R21)."""

import pytest
from django.core.exceptions import ValidationError

from tramites.identificacion import (
    check_cedula,
    check_codigo_extranjero,
    check_telefono,
    telefono_en_palabras,
)
from tramites.templatetags.telefonos import llamar


@pytest.mark.parametrize(
    "cedula",
    [
        "1710034065",
        "1714307103",
        "1713175071",
        "0926687856",
        "1760000016",  # Third digit 6.
        "3000000012",  # Issued abroad.
        "0100000017",
        "0900000019",
        "1700000019",
        "2400000010",
    ],
)
def test_una_cedula_bien_formada_se_acepta(cedula):
    assert check_cedula(cedula) == cedula


@pytest.mark.parametrize("escrita", ["171003406-5", " 1710034065 ", "17 1003 4065"])
def test_los_separadores_se_perdonan(escrita):
    assert check_cedula(escrita) == "1710034065"


@pytest.mark.parametrize(
    "cedula",
    [
        "1770000014",  # Third digit 7, though the check digit fits.
        "1710034060",
        "1710034066",
        "1701034065",  # Two digits exchanged.
        "2510034065",
        "0010034065",
        "3110034065",
        "171003406",
        "17100340655",
        "1710O34065",
        "１７１００３４０６５",  # Digits of another alphabet.
        *(digito * 10 for digito in "0123456789"),
        "",
    ],
)
def test_una_cedula_mal_formada_se_rechaza_con_una_frase(cedula):
    with pytest.raises(ValidationError) as error:
        check_cedula(cedula)
    assert error.value.messages[0].endswith(".")


def test_el_codigo_de_extranjero_se_normaliza():
    assert check_codigo_extranjero(" ab-123.45 ") == "AB12345"


@pytest.mark.parametrize("codigo", ["1234", "A" * 21, "ÑANDU1", "<b>12345"])
def test_lo_que_no_puede_ser_un_codigo_se_rechaza(codigo):
    with pytest.raises(ValidationError, match="entre 5 y 20 letras y números"):
        check_codigo_extranjero(codigo)


@pytest.mark.parametrize(
    ("escrito", "guardado"),
    [
        ("099 123 4567", "+593991234567"),
        ("+593 99-123-4567", "+593991234567"),
        ("593991234567", "+593991234567"),
        ("(02) 394 5666", "+59323945666"),
        ("+57 300 123 4567", "+573001234567"),
    ],
)
def test_un_telefono_se_guarda_en_forma_internacional(escrito, guardado):
    assert check_telefono(escrito) == guardado


@pytest.mark.parametrize(
    ("guardado", "leido"),
    [
        ("+593991234567", "099 123 4567"),
        ("+59323945666", "02 394 5666"),
        ("+573001234567", "+573001234567"),
        ("+593 2 394 5666", "+593 2 394 5666"),
    ],
)
def test_un_telefono_se_lee_como_se_dice(guardado, leido):
    assert telefono_en_palabras(guardado) == leido


def test_un_telefono_se_llama_con_un_toque():
    """Also one that the staff typed in the catalogue, whatever it holds."""
    assert llamar("+593991234567") == '<a href="tel:+593991234567">099 123 4567</a>'
    assert llamar('+593 2 394 5666"<b>') == (
        '<a href="tel:+59323945666">+593 2 394 5666&quot;&lt;b&gt;</a>'
    )


@pytest.mark.parametrize("telefono", ["12345", "abc", "0891234567", "+5931", "٠٩٩١٢٣٤٥٦٧"])
def test_lo_que_no_es_un_telefono_se_rechaza(telefono):
    with pytest.raises(ValidationError, match="Escriba un teléfono de Ecuador"):
        check_telefono(telefono)
