"""The log says what happened, never to whom."""

import logging
import re

# The segment after each of these opens one person's case, draft, certificate or account.
RUTA_SECRETA = re.compile(
    r"(/(?:solicitudes|quejas|recepcion/borrador|certificados/verificar"
    r"|cuenta/guardar|cuenta/correo|cuenta/clave)/)[^/\s]+"
)
# A cédula, or a telephone: as typed in Ecuador, or as kept.
CIFRAS = re.compile(r"(?<![0-9A-Za-z])(?:[0-9]{10}|\+[0-9]{8,15})(?![0-9A-Za-z])")
CORREO = re.compile(r"[^\s@<>()\"',;=]+@[\w.-]+\.[a-zA-Z]{2,}")
# PostgreSQL adds to an error the whole row that it refused, line breaks included.
FILA = re.compile(r"(?<=\nDETAIL: ).+?(?=\n\n(?:The above|During handling)|\Z)", re.S)


class FormatoReservado(logging.Formatter):
    """The usual line, traceback included, without secret addresses or personal data."""

    def format(self, record: logging.LogRecord) -> str:
        linea = RUTA_SECRETA.sub(r"\1…", super().format(record))
        for de_alguien in (FILA, CORREO, CIFRAS):
            linea = de_alguien.sub("…", linea)
        return linea
