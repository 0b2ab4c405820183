import logging

import pytest
from django.conf import settings
from django.db import IntegrityError
from django.utils.module_loading import import_string
from gunicorn.config import Config

from iess_portal import gunicorn_conf
from tests.tramites.reparto import ANA, declarada
from tramites.models import Titular


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
        ("al +593991234567 de ana.nandu+1@mail.example.org.", "al … de …."),
        ("postgres://portal@127.0.0.1:5432/portal", "postgres://portal@127.0.0.1:5432/portal"),
        ("/tramites/certificado-atencion/ 123456", "/tramites/certificado-atencion/ 123456"),
    ],
)
def test_la_linea_no_dice_de_quien_se_trata(formato, mensaje, queda):
    """P01: secrets of addresses, identity numbers, telephones and mails never reach the log."""
    assert linea(formato, "%s", mensaje) == queda


def test_tampoco_lo_dice_el_rastro_de_un_error(formato):
    try:
        raise ValueError("1710034065 at /solicitudes/Zx9/")
    except ValueError as error:
        texto = linea(formato, "Falló", error=(type(error), error, error.__traceback__))
    assert texto.endswith("ValueError: … at /solicitudes/…/")
    assert "1710034065" not in texto and "Zx9" not in texto


def test_ni_la_fila_que_la_base_rechaza(formato, db):
    """PostgreSQL adds the whole row to the error; SQLite, nothing."""
    declarada()
    dos_lineas = "\n\n".join(["Luis", ANA["nombres"]])
    with pytest.raises(IntegrityError) as rechazo:
        Titular.objects.update(medio="institucion", nombres=dos_lineas)
    error = rechazo.value
    texto = linea(formato, "Falló", error=(type(error), error, error.__traceback__))
    assert "IntegrityError" in texto and "titular_confirmado_por_alguien" in texto
    for dato in (ANA["identificacion"], "Ñandú"):
        assert dato not in texto


DE_POSTGRESQL = """rechazado
DETAIL:  Failing row contains (1, Ana Ñandú, AB12345,
dos líneas

y otra).

The above exception was the direct cause of the following exception:
Traceback"""


def test_de_la_fila_rechazada_queda_que_la_hubo(formato):
    queda = "rechazado\nDETAIL: …\n\nThe above exception was the direct cause of the following"
    assert linea(formato, "%s", DE_POSTGRESQL) == f"{queda} exception:\nTraceback"


def test_gunicorn_tampoco_lo_dice(capfd):
    """Of an answer that breaks when its first part has left, Django knows nothing."""
    bitacora = gunicorn_conf.logger_class(Config())
    bitacora.error("Error handling request %s", "/solicitudes/Zx9/expediente.zip")
    linea = capfd.readouterr().err
    assert linea.endswith("Error handling request /solicitudes/…/expediente.zip\n")
