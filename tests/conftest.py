import os
import re
import secrets
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import hypothesis
import pytest
import time_machine
from django.db.backends.sqlite3.base import DatabaseOperations
from playwright.sync_api import sync_playwright
from xdist.scheduler import LoadScopeScheduling

from tests import servicios
from tests.portal_vivo import portal_encendido

# An example has no deadline: on a busy machine its 200 ms would say nothing of the code.
hypothesis.settings.register_profile("sin_reloj", deadline=None)
hypothesis.settings.load_profile("sin_reloj")
# Where the tests live that use the fixture `portal`.
CON_PORTAL = re.compile(r"^tests/(portal|fallas|navegador)/|/test_navegador\.py")
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


class UnSoloPortal(LoadScopeScheduling):
    """Share out the tests one by one, but those of the real portal all to one worker.

    They would start a portal in each worker otherwise, and measure seconds side by side.
    (`--dist loadgroup` writes into a field of the items that pytest 9.2 no longer reads.)
    """

    def _split_scope(self, nodeid: str) -> str:
        return "portal" if CON_PORTAL.search(nodeid) else nodeid


def _vaciar_lo_escrito(vaciar):
    """Between tests SQLite is emptied by DELETE, which what must stay written refuses."""

    def vaciar_sin_disparadores(operaciones, ordenes):
        with operaciones.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            disparadores = cursor.fetchall()
            quitar = [f'DROP TRIGGER "{nombre}"' for nombre, _ in disparadores]
            vaciar(operaciones, [*quitar, *ordenes, *(poner for _, poner in disparadores)])

    return vaciar_sin_disparadores


DatabaseOperations.execute_sql_flush = _vaciar_lo_escrito(DatabaseOperations.execute_sql_flush)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    return UnSoloPortal(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """The tests of the real portal go first: they are the long ones, and one worker has them."""
    items.sort(key=lambda item: not CON_PORTAL.search(item.nodeid))
    for item in items:
        if "portal" in item.fixturenames and not CON_PORTAL.search(item.nodeid):
            raise pytest.UsageError(f"{item.nodeid} uses the real portal: see CON_PORTAL.")


@pytest.hookimpl(tryfirst=True)
def pytest_itemcollected(item):
    if "navegador" in getattr(item, "fixturenames", ()):
        item.add_marker(pytest.mark.navegador)


@pytest.fixture(scope="session")
def portal(tmp_path_factory):
    """The portal of `make run`, real in every part, on the database that this run is about."""
    carpeta = tmp_path_factory.mktemp("portal")
    with ExitStack() as pila:
        propio = _servicios_de_la_corrida(pila, carpeta)
        yield pila.enter_context(portal_encendido(carpeta / "var", **propio))


def _servicios_de_la_corrida(pila: ExitStack, carpeta: Path) -> dict[str, str]:
    """DATABASE_URL and REDIS_URL for the portal: none with SQLite, its own with PostgreSQL.

    Its own Valkey too: on a shared one, the worker of one portal takes the other's messages.
    """
    if os.environ.get("PORTAL_BASE") != "postgresql":
        return {}
    nombre = f"portal_{secrets.token_hex(4)}"
    base = pila.enter_context(servicios.base_nueva(os.environ["DATABASE_URL"], nombre))
    return {"DATABASE_URL": base, "REDIS_URL": pila.enter_context(servicios.valkey(carpeta))}


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


@pytest.fixture
def reloj_quieto():
    """No minute of a counter ends in the middle of a test."""
    with time_machine.travel(datetime.now(UTC), tick=False):
        yield


@pytest.fixture(scope="session")
def raiz() -> Path:
    """The folder of the repository."""
    return Path(__file__).resolve().parent.parent
