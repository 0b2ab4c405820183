from datetime import timedelta

import pytest
import time_machine
from cryptography.hazmat.primitives.serialization import Encoding
from django.utils import timezone

from certificados import checks
from certificados.clave_desarrollo import MARCA, VALIDEZ
from certificados.sello import crear_sello_de_desarrollo
from tests.certificados.oraculos import abrir_sello


@pytest.fixture
def produccion(settings, tmp_path):
    """Production settings with a seal that is whole and closed, and whose name is not ours."""
    settings.PRODUCCION = True
    settings.PORTAL_URL = "https://ventanilla.iess.gob.ec"
    settings.SELLO_PKCS12, settings.SELLO_CLAVE_ARCHIVO = tmp_path / "s.p12", tmp_path / "s.clave"
    crear_sello_de_desarrollo(settings.SELLO_PKCS12, settings.SELLO_CLAVE_ARCHIVO)
    return settings


@pytest.fixture
def sello_propio(produccion, monkeypatch):
    monkeypatch.setattr(checks, "MARCA", "otra cosa")
    return produccion


def avisos() -> list[str]:
    return [
        e.id
        for revision in (
            checks.direccion_publica,
            checks.sello_de_produccion,
            checks.sello_presente,
        )
        for e in revision(None)
    ]


def test_an_institution_s_seal_passes(sello_propio):
    assert avisos() == []


def test_the_development_key_is_refused(produccion):
    assert MARCA == "DESARROLLO - SIN VALOR"
    assert avisos() == ["certificados.E005"]


@pytest.mark.parametrize("modo", [0o640, 0o604, 0o644])
def test_a_key_that_others_can_read_is_refused(sello_propio, modo):
    sello_propio.SELLO_PKCS12.chmod(modo)
    assert avisos() == ["certificados.E002"]


def test_a_key_that_does_not_open_is_refused(sello_propio):
    sello_propio.SELLO_CLAVE_ARCHIVO.write_text("otra")
    assert avisos() == ["certificados.E004"]


def test_a_missing_key_is_refused_where_certificates_are_issued(sello_propio):
    sello_propio.SELLO_PKCS12.unlink()
    assert avisos() == ["certificados.E003"]


@pytest.mark.parametrize("contenido", [None, b"nada", "sin raiz"])
def test_authorities_that_prove_nothing_are_refused(sello_propio, tmp_path, contenido):
    sello_propio.SELLO_CADENA = str(tmp_path / "cadena.pem")
    if contenido == "sin raiz":
        contenido = abrir_sello().cert.certificate.public_bytes(Encoding.PEM)
    if contenido:
        (tmp_path / "cadena.pem").write_bytes(contenido)
    assert avisos() == ["certificados.E009"]


def test_a_seal_out_of_its_dates_is_refused(sello_propio):
    with time_machine.travel(timezone.now() + VALIDEZ + timedelta(days=1)):
        assert avisos() == ["certificados.E008"]


@pytest.mark.parametrize(
    "direccion",
    ["http://localhost:8000", "https://127.0.0.1", "https://[::1]", "http://iess.gob.ec"],
)
def test_an_address_that_no_hospital_can_open_is_refused(sello_propio, direccion):
    sello_propio.PORTAL_URL = direccion
    assert avisos() == ["certificados.E001"]


def test_a_local_portal_may_do_all_that(produccion):
    produccion.PRODUCCION = False
    produccion.PORTAL_URL = "http://localhost:8000"
    assert avisos() == []
