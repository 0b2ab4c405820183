"""Identifications and telephones: whether they are well formed. Only the Registro Civil knows
whether they exist."""

import re
import secrets

from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from stdnum.ec import ci

_SEPARADORES = re.compile(r"[\s.\-]")
# The format of the code that the IESS gives to foreigners is not published (R21): this only
# refuses what cannot be one.
_CODIGO_EXTRANJERO = re.compile(r"[A-Z0-9]{5,20}", re.ASCII)
_CELULAR = re.compile(r"(?:\+?593|0)(9\d{8})", re.ASCII)
_FIJO = re.compile(r"(?:\+?593|0)([2-7]\d{7})", re.ASCII)
_EXTERIOR = re.compile(r"\+\d{8,15}", re.ASCII)
# As stored: area or operator, and the subscriber's seven digits in two groups.
_GUARDADO = re.compile(r"\+593(9\d|[2-7])(\d{3})(\d{4})", re.ASCII)


# How many of its last characters a person gives to show that a draft or a case is theirs.
ULTIMOS = 4


class TipoIdentificacion(TextChoices):
    CEDULA = "cedula", "Cédula de identidad"
    CODIGO_EXTRANJERO = "codigo_extranjero", "Código de identificación para extranjeros"


def check_cedula(texto: str) -> str:
    """The ten digits of a well-formed cédula; spaces and hyphens are forgiven.

    Raises `ValidationError`. The arithmetic is stdnum's (modulus 10; province 01 to 24, 30 or 50;
    third digit 0 to 6), closed to digits of other alphabets and to ten equal digits.
    """
    numero = _SEPARADORES.sub("", texto)
    if not re.fullmatch(r"[0-9]{10}", numero):
        raise ValidationError("La cédula tiene 10 números, sin letras.", code="largo")
    if len(set(numero)) == 1 or not ci.is_valid(numero):
        raise ValidationError(
            "Ese número de cédula no existe. Revise que no falte ni sobre un número y que estén "
            "en orden.",
            code="digito",
        )
    return numero


def check_codigo_extranjero(texto: str) -> str:
    """The foreigner's code in capitals, without separators (R21). Raises `ValidationError`."""
    codigo = _SEPARADORES.sub("", texto).upper()
    if not _CODIGO_EXTRANJERO.fullmatch(codigo):
        raise ValidationError(
            "El código de identificación para extranjeros tiene entre 5 y 20 letras y números.",
            code="formato",
        )
    return codigo


CHECK_POR_TIPO = {
    TipoIdentificacion.CEDULA: check_cedula,
    TipoIdentificacion.CODIGO_EXTRANJERO: check_codigo_extranjero,
}


def termina_en(identificacion: str, ultimos: str) -> bool:
    """Whether `ultimos` are the last `ULTIMOS` characters of an identification, in any case."""
    return secrets.compare_digest(
        identificacion[-ULTIMOS:].encode(), ultimos.strip().upper().encode()
    )


def check_telefono(texto: str) -> str:
    """A telephone in international form, `+593991234567`. Raises `ValidationError`."""
    numero = re.sub(r"[\s.\-()]", "", texto)
    for patron in (_CELULAR, _FIJO):
        if local := patron.fullmatch(numero):
            return f"+593{local[1]}"
    if _EXTERIOR.fullmatch(numero) and not numero.startswith("+593"):
        return numero
    raise ValidationError(
        "Escriba un teléfono de Ecuador, como 099 123 4567 o 02 394 5666, o uno de otro país "
        "que empiece con +.",
        code="telefono",
    )


def telefono_en_palabras(telefono: str) -> str:
    """A telephone as people of Ecuador read it: `099 123 4567`, `02 394 5666`.

    One from another country, or typed freely by the staff, stays as it is.
    """
    if partes := _GUARDADO.fullmatch(telefono):
        return "0" + " ".join(partes.groups())
    return telefono
