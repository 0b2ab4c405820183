import logging

import pytest
from django.conf import settings
from django.utils.module_loading import import_string


@pytest.fixture
def formato():
    opciones = dict(settings.LOGGING["formatters"]["linea"])
    return import_string(opciones.pop("()"))(opciones["format"])


def linea(formato, mensaje, *argumentos, error=None):
    registro = logging.LogRecord("x", logging.INFO, "", 0, mensaje, argumentos, error)
    return formato.format(registro).partition(" INFO x ")[2]


@pytest.mark.parametrize(
    ("mensaje", "queda"),
    [
        ("Not Found: /solicitudes/Zx9_secreto-22/", "Not Found: /solicitudes/…/"),
        ("/solicitudes/Zx9/certificado.pdf", "/solicitudes/…/certificado.pdf"),
        ("/quejas/Zx9_secreto-22/", "/quejas/…/"),
        ("/recepcion/borrador/abc/documento/7/1.jpg", "/recepcion/borrador/…/documento/7/1.jpg"),
        ("/certificados/verificar/Zx9/", "/certificados/verificar/…/"),
        ("/cuenta/guardar/Zx9_secreto-22/", "/cuenta/guardar/…/"),
        ("/cuenta/correo/MTI:1vB:sello/", "/cuenta/correo/…/"),
        ("/cuenta/clave/1c-d9x-llave/", "/cuenta/clave/…/"),
        ("cédula 1710034065, teléfono 0991234567", "cédula …, teléfono …"),
        ("/tramites/certificado-atencion/ 123456", "/tramites/certificado-atencion/ 123456"),
    ],
)
def test_la_linea_no_dice_de_quien_se_trata(formato, mensaje, queda):
    """P01: secrets of addresses and identity numbers never reach the log."""
    assert linea(formato, "%s", mensaje) == queda


def test_tampoco_lo_dice_el_rastro_de_un_error(formato):
    try:
        raise ValueError("1710034065 at /solicitudes/Zx9/")
    except ValueError as error:
        texto = linea(formato, "Falló", error=(type(error), error, error.__traceback__))
    assert texto.endswith("ValueError: … at /solicitudes/…/")
    assert "1710034065" not in texto and "Zx9" not in texto
