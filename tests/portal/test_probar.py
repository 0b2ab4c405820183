"""The commands before the portal: the environment that make prepares, and what `probar` decides."""

import io
import shutil
import subprocess
import sys

import pytest

from iess_portal.management.commands.probar import Command, sin
from tests import servicios

SIN_VENV = """#!/bin/sh
[ "$1 $2" = "-m venv" ] && mkdir -p "$3/bin" && echo "ensurepip is not available" && exit 1
exec {python} "$@"
"""
# Makes no environment and installs nothing, but says that it was asked to.
FINGIDO = """#!/bin/sh
case "$1 $2" in
"-m venv") mkdir -p "$3/bin" && cp "$0" "$3/bin/python" && echo venv >> pasos ;;
"-m pip") for ultimo; do :; done; echo "$ultimo" >> pasos ;;
*) exec {python} "$@" ;;
esac
"""


@pytest.fixture
def copia(tmp_path, raiz):
    """A folder with what `.ci/entorno` reads."""
    (tmp_path / ".ci").mkdir()
    for nombre in (".ci/entorno", "requirements.lock", "requirements-dev.lock"):
        shutil.copy(raiz / nombre, tmp_path / nombre)
    return tmp_path


def entorno(copia, cual: str, guion: str) -> subprocess.CompletedProcess:
    """Run `.ci/entorno` with a Python of our own making."""
    python = copia / "python-de-prueba"
    python.write_text(guion.format(python=sys.executable))
    python.chmod(0o755)
    orden = [copia / ".ci/entorno", cual]
    ambiente = {"PATH": "/usr/bin:/bin", "PYTHON": str(python)}
    return subprocess.run(orden, env=ambiente, cwd=copia, capture_output=True, text=True)


def pasos(copia) -> list[str]:
    """What was done since the last time that this was asked."""
    archivo = copia / "pasos"
    hechos = archivo.read_text().split() if archivo.exists() else []
    archivo.unlink(missing_ok=True)
    return hechos


def test_sin_el_modulo_venv_se_dice_que_instalar_y_no_queda_nada_a_medias(copia):
    hecho = entorno(copia, "run", SIN_VENV)
    assert hecho.returncode == 1
    assert hecho.stderr.endswith("En Debian o Ubuntu: sudo apt-get install python3-venv\n")
    assert not (copia / ".venv").exists()


def test_un_python_antiguo_se_dice_en_una_frase(copia):
    hecho = entorno(copia, "run", "#!/bin/sh\nexit 1\n")
    assert (hecho.returncode, "es anterior a la versión 3.11" in hecho.stderr) == (1, True)


def test_el_entorno_se_rehace_solo_cuando_cambia_la_lista(copia):
    for cual, esperado in [
        ("run", ["venv", "requirements.lock"]),
        ("run", []),
        ("dev", ["requirements-dev.lock"]),  # On top of what `run` left.
        ("dev", []),
        ("run", []),  # The developers' list holds it whole.
    ]:
        assert entorno(copia, cual, FINGIDO).returncode == 0
        assert pasos(copia) == esperado
    with open(copia / "requirements.lock", "a") as lista:
        lista.write("# another day\n")
    assert entorno(copia, "run", FINGIDO).returncode == 0
    assert pasos(copia) == ["venv", "requirements.lock"]


@pytest.mark.parametrize(
    ("marcas", "argumentos"),
    [([], []), (["largo"], ["-m", "not largo"]), (["a", "b"], ["-m", "not a and not b"])],
)
def test_las_marcas_que_se_dejan_fuera(marcas, argumentos):
    assert sin(marcas) == argumentos


def test_lo_que_no_se_puede_probar_se_dice_en_voz_alta(monkeypatch):
    monkeypatch.delenv("CI", raising=False)
    dicho = io.StringIO()
    Command(stdout=dicho)._faltar("No hay Chromium.")
    assert f"{'!' * 78}\n!! NO SE PRUEBA TODO: No hay Chromium.\n{'!' * 78}" in dicho.getvalue()


def test_en_integracion_continua_lo_que_falta_es_un_error(monkeypatch):
    monkeypatch.setenv("CI", "true")
    with pytest.raises(SystemExit, match="1"):
        Command(stdout=io.StringIO())._faltar("No hay Chromium.")


def test_el_chromium_que_se_indica_manda(monkeypatch, tmp_path):
    monkeypatch.setenv("PORTAL_CHROMIUM", str(tmp_path))
    assert servicios.chromium() == tmp_path
    monkeypatch.setenv("PORTAL_CHROMIUM", str(tmp_path / "no-esta"))
    assert servicios.chromium() is None
