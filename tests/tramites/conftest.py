import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client

from certificados.sello import crear_sello_de_desarrollo

from .reparto import cuenta_de_persona, en_revision, funcionario, presentada


@pytest.fixture(autouse=True)
def cache_vacia():
    """Nothing counted nor measured by another test."""
    cache.clear()


@pytest.fixture
def catalogo(db):
    call_command("cargar_catalogo", verbosity=0)


@pytest.fixture
def bruno(catalogo):
    return funcionario("bruno", "coordinacion-pichincha")


@pytest.fixture
def carla(catalogo):
    return funcionario("carla", "coordinacion-guayas")


@pytest.fixture
def sara(catalogo):
    return funcionario("sara", "direccion-riesgos-trabajo", supervisa=True)


@pytest.fixture
def solicitud(catalogo):
    """Ana's case, just received in Pichincha."""
    return presentada()


@pytest.fixture
def en_manos_de_bruno(bruno):
    """Ana's case, taken by Bruno."""
    return en_revision(bruno)


@pytest.fixture
def persona(db):
    """Makes the account of one of the people, with its address confirmed."""
    return cuenta_de_persona


@pytest.fixture
def entrar():
    """A browser with somebody's session."""

    def _entrar(cuenta) -> Client:
        navegador = Client()
        puerta = "DelPersonal" if cuenta.is_staff else "DeLasPersonas"
        navegador.force_login(cuenta, f"iess_portal.acceso.{puerta}")
        return navegador

    return _entrar


@pytest.fixture(scope="session", autouse=True)
def sello_de_desarrollo():
    crear_sello_de_desarrollo(settings.SELLO_PKCS12, settings.SELLO_CLAVE_ARCHIVO)
