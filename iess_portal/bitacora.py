"""The log says what happened, never to whom."""

import logging
import re

# The segment after each of these is the key to one person's case, draft, certificate or
# account.
RUTA_SECRETA = re.compile(
    r"(/(?:solicitudes|quejas|recepcion/borrador|certificados/verificar"
    r"|cuenta/guardar|cuenta/correo|cuenta/clave)/)[^/\s]+"
)
# A cédula, or a mobile number of Ecuador.
DIEZ_CIFRAS = re.compile(r"(?<![0-9A-Za-z])[0-9]{10}(?![0-9A-Za-z])")


class FormatoReservado(logging.Formatter):
    """The usual line, traceback included, without the secrets of addresses nor cédulas."""

    def format(self, record: logging.LogRecord) -> str:
        linea = RUTA_SECRETA.sub(r"\1…", super().format(record))
        return DIEZ_CIFRAS.sub("…", linea)
