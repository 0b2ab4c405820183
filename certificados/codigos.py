"""Numbers and codes that people type or dictate: no look-alikes, and a check character."""

import re
import secrets
import unicodedata

# A prime number of letters. Left out: I O Q Z (look like 1 0 0 2), S (5), V and W (sound like B
# when dictated in Spanish). 10 is a primitive root of 19, so in numbers of up to 18 digits each
# position has its own weight: every wrong digit and every swap of two digits changes the letter.
LETRAS = "ABCDEFGHJKLMNPRTUXY"

# 29 characters, a prime again: no I O Q Z 0 1, and no V, which sounds like B.
SIGNOS = "ABCDEFGHJKLMNPRSTUWXY23456789"
# 15 random characters are 72 bits; with the check character they read as four groups of four.
LARGO = 16


def letra_de_control(digitos: str) -> str:
    """The check letter of a string of ASCII digits. Raises ValueError for anything else."""
    if not (digitos.isascii() and digitos.isdigit()):
        raise ValueError("letra_de_control() takes ASCII digits.")
    return LETRAS[int(digitos) % len(LETRAS)]


def serie_del_anio(anio: int) -> str:
    return f"IESS-CS-{anio}"


def numero_de(anio: int, orden: int) -> str:
    """'IESS-CS-2026-000123-K'"""
    return f"{serie_del_anio(anio)}-{orden:06}-{letra_de_control(f'{anio}{orden:06}')}"


def leer_numero(texto: str) -> str | None:
    """What a person typed, as we write a number; None if it cannot be one of ours.

    Spaces, hyphens, case and the leading letters are forgiven; a wrong check letter is not.
    """
    partes = re.fullmatch(r"(?:NO?)?(?:IESS)?(?:CS)?(\d{4})(\d{6,9})([A-Z])", _sin_adornos(texto))
    if not partes:
        return None
    anio, orden, letra = partes.groups()
    return numero_de(int(anio), int(orden)) if letra_de_control(anio + orden) == letra else None


def codigo_nuevo() -> str:
    """A new code: 16 characters, 15 of them random."""
    cuerpo = "".join(secrets.choice(SIGNOS) for _ in range(LARGO - 1))
    return cuerpo + signo_de_control(cuerpo)


def signo_de_control(cuerpo: str) -> str:
    """The check character: weights 2, 3, 4… modulo 29 catch any wrong one and any swap of two."""
    suma = sum(peso * SIGNOS.index(signo) for peso, signo in enumerate(cuerpo, start=2))
    return SIGNOS[suma % len(SIGNOS)]


def leer_codigo(texto: str) -> str | None:
    """What a person typed, as the 16 characters of a code; None if it cannot be one of ours."""
    codigo = _sin_adornos(texto)
    if len(codigo) != LARGO or not set(codigo) <= set(SIGNOS):
        return None
    return codigo if codigo[-1] == signo_de_control(codigo[:-1]) else None


def en_grupos(codigo: str) -> str:
    """'ABCD-EFGH-…': groups of four, as people read card numbers."""
    return "-".join(codigo[i : i + 4] for i in range(0, len(codigo), 4))


def _sin_adornos(texto: str) -> str:
    """Only upper-case ASCII letters and digits: full-width ones are folded, dashes dropped."""
    return re.sub(r"[^A-Z0-9]", "", unicodedata.normalize("NFKC", texto).upper())
