import pytest
from django.conf import settings

from certificados.sello import crear_sello_de_desarrollo


@pytest.fixture(scope="session", autouse=True)
def sello_de_desarrollo():
    """The key of this run, in its throw-away folder."""
    crear_sello_de_desarrollo(settings.SELLO_PKCS12, settings.SELLO_CLAVE_ARCHIVO)
