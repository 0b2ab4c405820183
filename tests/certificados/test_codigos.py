import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificados import codigos

digitos = st.text("0123456789", min_size=2, max_size=18)


def test_letters_and_signs_leave_out_what_looks_or_sounds_alike():
    assert set("IOQZSVW") & set(codigos.LETRAS) == set()
    assert set("IOQZV01") & set(codigos.SIGNOS) == set()
    # Prime, and each sign once: the check arithmetic rests on it.
    assert (len(set(codigos.LETRAS)), len(codigos.LETRAS)) == (19, 19)
    assert (len(set(codigos.SIGNOS)), len(codigos.SIGNOS)) == (29, 29)


@pytest.mark.parametrize(
    ("entrada", "letra"), [("172026000123", "K"), ("2026000001", "A"), ("0", "A"), ("19", "A")]
)
def test_check_letters_that_must_never_change(entrada, letra):
    """Printed numbers outlive the code: these are fixed."""
    assert codigos.letra_de_control(entrada) == letra


@given(digitos, st.data())
def test_a_wrong_digit_changes_the_letter(bien, data):
    i = data.draw(st.integers(0, len(bien) - 1))
    otro = data.draw(st.sampled_from("0123456789").filter(lambda c: c != bien[i]))
    mal = bien[:i] + otro + bien[i + 1 :]
    assert codigos.letra_de_control(mal) != codigos.letra_de_control(bien)


@given(digitos, st.data())
def test_two_swapped_digits_change_the_letter(bien, data):
    i, j = sorted(data.draw(st.permutations(range(len(bien))))[:2])
    cifras = list(bien)
    cifras[i], cifras[j] = cifras[j], cifras[i]
    igual = bien[i] == bien[j]
    mal = "".join(cifras)
    assert (codigos.letra_de_control(mal) == codigos.letra_de_control(bien)) is igual


@pytest.mark.parametrize("basura", ["", "12a", "１２", "-1", "1 2"])
def test_check_letter_takes_ascii_digits_alone(basura):
    with pytest.raises(ValueError):
        codigos.letra_de_control(basura)


@pytest.mark.parametrize(
    "escrito",
    [
        "IESS-CS-2026-000123-J",
        "iess cs 2026 000123 j",
        "  IESS–CS–2026–000123–j ",
        "2026-000123-J",
        "N.º IESS-CS-2026-000123-J",
        "ＩＥＳＳ-CS-2026-000123-J",
        "IESSCS2026000123J",
    ],
)
def test_a_number_typed_by_hand_is_read(escrito):
    assert codigos.leer_numero(escrito) == "IESS-CS-2026-000123-J"


@pytest.mark.parametrize(
    "escrito",
    [
        *("", "G", "IESS-CS-2026-000123-K", "IESS-CS-2026-000132-J", "IESS-RT-17-2026-000123-K"),
        # Their letter is right, and no certificate has so few digits or so many.
        *("IESS-CS-2026-00123-H", "IESS-CS-2026-0000000123-D"),
    ],
)
def test_a_number_that_cannot_be_ours_is_not_read(escrito):
    assert codigos.leer_numero(escrito) is None


def test_number_and_its_reading_agree_past_the_million():
    numeros = [codigos.numero_de(2026, orden) for orden in (1, 999_999, 1_000_000, 123_456_789)]
    assert [codigos.leer_numero(numero) for numero in numeros] == numeros


def test_a_new_code_is_read_however_it_is_typed():
    codigo = codigos.codigo_nuevo()
    escritos = [codigo, codigo.lower(), codigos.en_grupos(codigo), " ".join(codigo)]
    assert [codigos.leer_codigo(escrito) for escrito in escritos] == [codigo] * 4


@pytest.mark.parametrize("codigo", ["ABCDEFGH2345678B", "Y9X8W7U6T5R4P3NA", "999999999999999L"])
def test_check_signs_that_must_never_change(codigo):
    """Printed codes outlive the code: their length and how the last sign follows are fixed."""
    assert codigos.signo_de_control(codigo[:-1]) == codigo[-1]
    assert codigos.leer_codigo(codigo) == codigo


@pytest.mark.parametrize(
    "escrito",
    # One sign too few and one too many, their last one right; and a sign that no code has.
    ["", "ABCD-EFGH", "ABCDEFGH234567E", "ABCDEFGH23456789P", "ABCDEFGH2345670B"],
)
def test_a_code_that_cannot_be_ours_is_not_read(escrito):
    assert codigos.leer_codigo(escrito) is None


@given(st.data())
def test_one_wrong_sign_or_one_swap_is_seen(data):
    bien = codigos.codigo_nuevo()
    i, j = sorted(data.draw(st.permutations(range(codigos.LARGO)))[:2])
    otro = data.draw(st.sampled_from(codigos.SIGNOS).filter(lambda s: s != bien[i]))
    signos = list(bien)
    signos[i], signos[j] = signos[j], signos[i]
    assert codigos.leer_codigo(bien[:i] + otro + bien[i + 1 :]) is None
    assert (codigos.leer_codigo("".join(signos)) == bien) is (bien[i] == bien[j])


def test_codes_hold_more_than_60_bits_and_do_not_repeat():
    """S08: 10^5 codes, no repeat, every sign about as often as any other."""
    assert (codigos.LARGO - 1) * math.log2(len(codigos.SIGNOS)) > 72
    muestra = [codigos.codigo_nuevo() for _ in range(100_000)]
    assert len(set(muestra)) == len(muestra)
    cuentas = dict.fromkeys(codigos.SIGNOS, 0)
    for codigo in muestra:
        for signo in codigo[:-1]:
            cuentas[signo] += 1
    esperado = 1_500_000 / 29
    ji = sum((cuenta - esperado) ** 2 / esperado for cuenta in cuentas.values())
    assert ji < 70  # 28 degrees of freedom: passed by chance 99,998 times in 100,000
