"""The settings: what production refuses to guess, and the file that explains them."""

import ast
import os
import re
import subprocess
import sys

import pytest
from django.db import connection

from iess_portal.management.commands.probar import AMBIENTE_DE_PRODUCCION

LEER_AJUSTES = (
    "from django.conf import settings as s; s.DEBUG;"
    "print(s.ALLOWED_HOSTS, s.DEBUG, s.SESSION_COOKIE_SECURE)"
)
LEER_BASE = "from django.conf import settings as s; print(s.DATABASES['default']['OPTIONS'])"
LEER_TOPES = """
import django; django.setup()
from django.db import connection
topes = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")
print(*(connection.cursor().execute(f"SHOW {tope}").fetchone()[0] for tope in topes))
"""
OBLIGATORIOS = [
    "SECRET_KEY",
    "PORTAL_URL",
    "DATABASE_URL",
    "REDIS_URL",
    "EMAIL_URL",
    "PORTAL_REMITENTE",
]


def leer_ajustes(raiz, var, leer=LEER_AJUSTES, **ambiente):
    """A new process that reads the settings with this environment and nothing else."""
    minimo = {"PATH": os.defpath, "DJANGO_SETTINGS_MODULE": "iess_portal.settings"}
    return subprocess.run(
        [sys.executable, "-c", leer],
        cwd=raiz,
        env={**minimo, "VAR": str(var), **ambiente},
        capture_output=True,
        text=True,
    )


def test_en_produccion_responde_solo_a_su_nombre(raiz, tmp_path):
    hecho = leer_ajustes(raiz, tmp_path, **AMBIENTE_DE_PRODUCCION)
    assert hecho.stdout == "['ventanilla.example.org'] False True\n"


def test_una_lista_se_escribe_con_espacios_o_sin_ellos(raiz, tmp_path):
    propio = {**AMBIENTE_DE_PRODUCCION, "PORTAL_ANFITRIONES": "a.example.org, b.example.org"}
    hecho = leer_ajustes(raiz, tmp_path, **propio)
    assert hecho.stdout == (
        "['ventanilla.example.org', 'a.example.org', 'b.example.org'] False True\n"
    )


@pytest.mark.parametrize("falta", OBLIGATORIOS)
def test_en_produccion_ningun_ajuste_obligatorio_se_adivina(raiz, tmp_path, falta):
    ambiente = {k: v for k, v in AMBIENTE_DE_PRODUCCION.items() if k != falta}
    hecho = leer_ajustes(raiz, tmp_path, **ambiente)
    assert (hecho.returncode, f"Set the {falta} environment variable" in hecho.stderr) == (1, True)


def test_lo_que_pide_la_direccion_de_la_base_no_se_pierde(raiz, tmp_path):
    """Without it a connection asked to be encrypted and checked would be neither."""
    direccion = AMBIENTE_DE_PRODUCCION["DATABASE_URL"] + "?sslmode=verify-full&connect_timeout=9"
    ambiente = {**AMBIENTE_DE_PRODUCCION, "DATABASE_URL": direccion}
    hecho = leer_ajustes(raiz, tmp_path, LEER_BASE, **ambiente)
    assert ast.literal_eval(hecho.stdout) == {
        "options": "-c statement_timeout=15s -c lock_timeout=5s "
        "-c idle_in_transaction_session_timeout=30s",
        "sslmode": "verify-full",
        "connect_timeout": 9,
    }


def test_lo_que_la_direccion_pide_al_servidor_se_suma_a_nuestros_topes(raiz, tmp_path):
    """In its own `options`, of which PostgreSQL heeds the last; ours were lost, all of them."""
    pide = "?options=-c%20statement_timeout%3D60s%20-c%20search_path%3Dportal"
    direccion = AMBIENTE_DE_PRODUCCION["DATABASE_URL"] + pide
    ambiente = {**AMBIENTE_DE_PRODUCCION, "DATABASE_URL": direccion}
    hecho = leer_ajustes(raiz, tmp_path, LEER_BASE, **ambiente)
    assert ast.literal_eval(hecho.stdout) == {
        "options": "-c statement_timeout=15s -c lock_timeout=5s "
        "-c idle_in_transaction_session_timeout=30s "
        "-c statement_timeout=60s -c search_path=portal",
        "connect_timeout": 5,
    }


@pytest.mark.skipif(connection.vendor != "postgresql", reason="settings of a PostgreSQL session")
def test_de_dos_topes_el_servidor_obedece_al_ultimo(raiz, tmp_path):
    direccion = os.environ["DATABASE_URL"] + "?options=-c%20statement_timeout%3D60s"
    hecho = leer_ajustes(raiz, tmp_path, LEER_TOPES, DATABASE_URL=direccion)
    assert hecho.stdout == "1min 5s 30s\n"


def test_un_entorno_desconocido_no_arranca(raiz, tmp_path):
    hecho = leer_ajustes(raiz, tmp_path, PORTAL_ENTORNO="prod")
    assert "PORTAL_ENTORNO must be 'local' or 'produccion'" in hecho.stderr


def test_la_clave_local_se_hace_una_vez_y_solo_la_lee_su_dueno(raiz, tmp_path):
    leer_ajustes(raiz, tmp_path)
    clave = (tmp_path / "clave_secreta").read_text()
    leer_ajustes(raiz, tmp_path)
    assert (tmp_path / "clave_secreta").read_text() == clave
    assert len(clave) >= 64
    assert (tmp_path / "clave_secreta").stat().st_mode & 0o777 == 0o600


def test_env_example_nombra_justo_lo_que_se_lee(raiz):
    """Every variable of the settings and of the compose file, each once, all commented."""
    ajustes = re.findall(r'env\.\w+\(\s*"(\w+)"', (raiz / "iess_portal/settings.py").read_text())
    compose = re.findall(r"\$\{(\w+)", (raiz / "docker-compose.yml").read_text())
    ejemplo = (raiz / ".env.example").read_text()
    nombrados = re.findall(r"^#([A-Z][A-Z0-9_]*)=", ejemplo, re.MULTILINE)
    assert sorted(nombrados) == sorted(set(ajustes) | set(compose))
    assert re.findall(r"^[^#\n].*", ejemplo, re.MULTILINE) == []


def test_env_example_marca_justo_lo_obligatorio(raiz):
    """With Docker, what the compose file refuses to be without; else, what the settings do."""
    ejemplo = (raiz / ".env.example").read_text()
    con_docker = re.findall(r"\$\{(\w+):\?", (raiz / "docker-compose.yml").read_text())
    assert marcados(ejemplo, "[obligatorio]", "[obligatorio con Docker]") == set(con_docker)
    assert marcados(ejemplo, "[obligatorio]", "[obligatorio sin Docker]") == set(OBLIGATORIOS)


def marcados(ejemplo, *marcas):
    """The variables whose own comment bears one of the marks."""
    # A comment, and the variables right below it.
    parrafos = re.findall(r"((?:^# .*\n)+)((?:^#[A-Z].*\n)+)", ejemplo, re.MULTILINE)
    return {
        nombre
        for comentario, variables in parrafos
        if any(marca in comentario for marca in marcas)
        for nombre in re.findall(r"^#(\w+)=", variables, re.MULTILINE)
    }


def test_docker_compose_pasa_a_los_programas_los_ajustes_que_no_fija_la_imagen(raiz):
    """What an operator writes in .env must arrive: these are the only ones with no use there."""
    ajustes = re.findall(r'env\.\w+\(\s*"(\w+)"', (raiz / "iess_portal/settings.py").read_text())
    compose = set(
        re.findall(r"^  +(\w+): ", (raiz / "docker-compose.yml").read_text(), re.MULTILINE)
    )
    puertos = {"HOST", "PORT"}
    de_la_imagen = {"VAR", "PORTAL_ALMACEN", "PORTAL_ESTATICOS", "DEBUG"}
    assert set(ajustes) - compose == puertos | de_la_imagen
