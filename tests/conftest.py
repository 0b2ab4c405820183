import os
import secrets
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests import servicios
from tests.portal_vivo import portal_encendido

# Root has no sandbox, and no test may talk to another host.
BANDERAS_DE_CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# A small phone: the narrowest screen on which the pages must be readable, in CSS pixels.
TELEFONO = {"viewport": {"width": 320, "height": 640}, "has_touch": True, "is_mobile": True}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """One worker runs every test of the real portal, so that a run starts only one."""
    for item in items:
        if "portal" in item.fixturenames:
            item.add_marker(pytest.mark.xdist_group("portal"))
        if "navegador" in item.fixturenames:
            item.add_marker(pytest.mark.navegador)


@pytest.fixture(scope="session")
def portal(tmp_path_factory):
    """The portal of `make run`, real in every part, on the database that this run is about."""
    var = tmp_path_factory.mktemp("portal") / "var"
    with ExitStack() as pila:
        yield pila.enter_context(portal_encendido(var, **_servicios_de_la_corrida(pila)))


def _servicios_de_la_corrida(pila: ExitStack) -> dict[str, str]:
    """DATABASE_URL and REDIS_URL for the portal: none with SQLite, its own with PostgreSQL."""
    if os.environ.get("PORTAL_BASE") != "postgresql":
        return {}
    nombre = f"portal_{secrets.token_hex(4)}"
    base = pila.enter_context(servicios.base_nueva(os.environ["DATABASE_URL"], nombre))
    return {"DATABASE_URL": base, "REDIS_URL": os.environ["REDIS_URL"]}


@pytest.fixture(scope="session")
def navegador():
    """A real Chromium driven by playwright."""
    programa = servicios.chromium()
    if programa is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("No hay Chromium.")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=programa, args=BANDERAS_DE_CHROMIUM)
        yield chromium
        chromium.close()


@pytest.fixture
def pagina(navegador, portal):
    """A tab on a phone 320 px wide; addresses may be given without the host."""
    contexto = navegador.new_context(base_url=portal.url, locale="es-EC", **TELEFONO)
    yield contexto.new_page()
    contexto.close()


@pytest.fixture(scope="session")
def raiz() -> Path:
    """The folder of the repository."""
    return Path(__file__).resolve().parent.parent
