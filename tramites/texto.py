"""What a person may type: letters of any language, but no characters that deceive or break."""

import re
import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator

# Zero-width characters and changes of writing direction: invisible, and able to deceive.
_INVISIBLES = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
# What a database refuses (NUL, lone surrogates), and what takes its place in a draft.
_SIN_SITIO = re.compile("[\0\ud800-\udfff]")
_MARCA = "\ufffd"
# Anything but Latin letters with any accent, digits and common signs, which every shipped font has.
_NO_IMPRIMIBLES = re.compile(
    "[^\r\n\u0020-\u007e\u00a1-\u00ac\u00ae-\u017f\u0218-\u021b\u1ea0-\u1ef9\u2013\u2014\u2018-\u201d]"
)


def limpiar_texto(texto: str, *, varias_lineas: bool = False) -> str:
    """`texto` in NFC, without outer or repeated spaces. Raises `ValidationError`."""
    texto = unicodedata.normalize("NFC", texto.replace("\r\n", "\n").replace("\r", "\n"))
    permitidos = "\n\t" if varias_lineas else ""
    for letra in texto:
        ilegible = letra == _MARCA or unicodedata.category(letra) in {"Cc", "Cs", "Cn", "Co"}
        if ilegible and letra not in permitidos:
            raise ValidationError(
                "El texto tiene un carácter que no se puede leer. Bórrelo y vuelva a escribirlo.",
                code="caracter",
            )
    if _INVISIBLES.search(texto):
        raise ValidationError(
            "El texto tiene caracteres invisibles. Escríbalo de nuevo en lugar de pegarlo.",
            code="invisible",
        )
    if varias_lineas:
        return "\n".join(linea.rstrip() for linea in texto.split("\n")).strip()
    return " ".join(texto.split())


def check_imprimible(texto: str) -> None:
    """Check that the fonts can print what goes on a certificate, which would otherwise wait for
    ever. Raises `ValidationError`."""
    if _NO_IMPRIMIBLES.search(texto):
        raise ValidationError(
            "Use solo letras del alfabeto latino, números y signos comunes: lo demás no se puede "
            "imprimir en el certificado.",
            code="alfabeto",
        )


def imprimible(texto: str) -> str:
    """`texto` without what the fonts cannot print, such as emojis."""
    return _NO_IMPRIMIBLES.sub("", texto)


def guardable(texto: str) -> str:
    """`texto` as a draft can keep it. What a database refuses becomes U+FFFD, which no field
    accepts, so that what was wrong when typed is still wrong when it is read again."""
    return _SIN_SITIO.sub(_MARCA, texto)


class TextoField(forms.CharField):
    """A text field cleaned by `limpiar_texto`: one line or, with a textarea, several."""

    default_error_messages = {
        "max_length": "Escriba hasta %(limit_value)d letras; lleva %(show_value)d.",
        "min_length": "Escriba al menos %(limit_value)d letras; lleva %(show_value)d.",
    }

    def to_python(self, value):
        return limpiar_texto(
            super().to_python(value), varias_lineas=isinstance(self.widget, forms.Textarea)
        )


class CorreoField(forms.EmailField):
    """The address of a mailbox, written in only one way, because mails are counted by it.

    IDNA drops invisible letters and folds those of another width, so that what was pasted with them
    is the same address and receives mail. A domain that no paper can print is kept as servers write
    it (`xn--…`). What no person's mailbox has is refused: a quoted name, which can be written in
    many ways, and a host in place of a domain.
    """

    def to_python(self, value):
        correo = super().to_python(value)
        nombre, arroba, dominio = correo.rpartition("@")
        try:
            cifrado = dominio.encode("idna")
            leido = cifrado.decode("idna")
        except UnicodeError as error:
            raise self._invalido() from error
        dominio = cifrado.decode("ascii") if _NO_IMPRIMIBLES.search(leido) else leido
        if correo and (nombre.startswith('"') or dominio.startswith("[") or "." not in dominio):
            raise self._invalido()
        return f"{nombre}{arroba}{dominio}"

    def _invalido(self) -> ValidationError:
        return ValidationError(EmailValidator.message, code=EmailValidator.code)
