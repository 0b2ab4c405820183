"""Backups as docs/despliegue.md tells: database first, files after, and nothing is missing."""

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests import servicios
from tests.fallas.test_emision import aprobar, cuenta, todo_emitido
from tests.portal_vivo import RAIZ, esperar


def copiar_base(portal, destino: Path) -> None:
    """The database as it is at one moment, while the portal goes on."""
    if url := portal.ambiente["DATABASE_URL"]:
        programa = servicios.binarios_de_postgres() / "pg_dump"
        subprocess.run([programa, "--format=custom", f"--file={destino}", url], check=True)
        return
    with (
        closing(sqlite3.connect(portal.var / "portal.sqlite3")) as origen,
        closing(sqlite3.connect(destino)) as copia,
    ):
        origen.backup(copia)


@contextmanager
def restaurada(portal, base: Path, archivos: Path, carpeta: Path) -> Iterator[dict[str, str]]:
    """The environment of a portal made of the two copies."""
    shutil.copytree(archivos, carpeta / "privado")
    shutil.copy(portal.var / "clave_secreta", carpeta)
    ambiente = {**portal.ambiente, "VAR": str(carpeta)}
    if not ambiente["DATABASE_URL"]:
        shutil.copy(base, carpeta / "portal.sqlite3")
        yield ambiente
        return
    with servicios.base_nueva(ambiente["DATABASE_URL"], "restaurada") as url:
        programa = servicios.binarios_de_postgres() / "pg_restore"
        subprocess.run([programa, f"--dbname={url}", base], check=True)
        yield {**ambiente, "DATABASE_URL": url}


def comprobar(ambiente: dict[str, str]) -> subprocess.CompletedProcess:
    orden = [sys.executable, "manage.py", "comprobar_invariantes"]
    return subprocess.run(orden, cwd=RAIZ, env=ambiente, capture_output=True, text=True, timeout=60)


@pytest.fixture
def carpeta(tmp_path) -> Path:
    (tmp_path / "otra").mkdir()
    return tmp_path / "otra"


def test_la_base_y_despues_los_archivos_es_una_copia_entera(portal, tmp_path, carpeta):
    """While it issues: of what the database's copy knows, each file is in that of the files."""
    emitidos = cuenta(portal)[0]
    aprobar(portal, 6)
    copiar_base(portal, tmp_path / "base")
    esperar(lambda: todo_emitido(portal, emitidos + 6), 90)
    shutil.copytree(portal.var / "privado", tmp_path / "archivos")
    with restaurada(portal, tmp_path / "base", tmp_path / "archivos", carpeta) as ambiente:
        hecho = comprobar(ambiente)
    assert (hecho.returncode, hecho.stderr) == (0, ""), hecho.stdout


def test_los_archivos_primero_no_lo_es(portal, tmp_path, carpeta):
    """The control: what was issued in between is named and is not there."""
    emitidos = cuenta(portal)[0]
    shutil.copytree(portal.var / "privado", tmp_path / "archivos")
    aprobar(portal, 2)
    esperar(lambda: todo_emitido(portal, emitidos + 2), 90)
    copiar_base(portal, tmp_path / "base")
    with restaurada(portal, tmp_path / "base", tmp_path / "archivos", carpeta) as ambiente:
        hecho = comprobar(ambiente)
    assert hecho.returncode == 1
    assert sum("archivo" in linea for linea in hecho.stdout.splitlines()) >= 2, hecho.stdout
