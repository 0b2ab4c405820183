import os
import sqlite3

import django
import pytest
from django.conf import settings
from django.db import connection


def test_la_suite_corre_sobre_la_base_que_dice(db):
    """A run whose settings came too early for its DATABASE_URL would pass on SQLite."""
    assert connection.vendor == os.environ.get("PORTAL_BASE", "sqlite")


def test_el_portal_real_corre_sobre_la_misma_base(portal):
    guion = "from django.db import connection; print(connection.vendor)"
    assert portal.gestionar("shell", "-v", "0", "-c", guion).split() == [connection.vendor]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="pragmas of SQLite")
def test_sqlite_no_pierde_lo_confirmado_ni_usa_wal(db):
    with connection.cursor() as cursor:
        leidos = [cursor.execute(f"PRAGMA {nombre}").fetchone()[0] for nombre in PRAGMAS]
    assert dict(zip(PRAGMAS, leidos, strict=True)) == PRAGMAS
    assert connection.settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


# 2 is FULL.
PRAGMAS = {"journal_mode": "persist", "synchronous": 2, "foreign_keys": 1}


@pytest.mark.una_vez
@pytest.mark.parametrize(("modo", "quedan"), [(PRAGMAS["journal_mode"], 1), ("delete", 0)])
def test_un_corte_de_luz_no_deshace_lo_confirmado(tmp_path, modo, quedan):
    """R17: the folder's last change, which SQLite at FULL does not wait for, is not on the disk.

    The second mode is the control: what it had confirmed is undone.
    """
    base, diario = tmp_path / "x.sqlite3", tmp_path / "x.sqlite3-journal"
    conexion = sqlite3.connect(base, isolation_level=None)
    conexion.execute(f"PRAGMA journal_mode={modo}")
    conexion.executescript("CREATE TABLE certificado (numero); BEGIN IMMEDIATE")
    conexion.execute("INSERT INTO certificado VALUES (1)")
    (tmp_path / "apagado").hardlink_to(diario)
    conexion.execute("COMMIT")
    conexion.close()
    diario.unlink(missing_ok=True)
    (tmp_path / "apagado").rename(diario)
    assert sqlite3.connect(base).execute("SELECT count(*) FROM certificado").fetchone() == (quedan,)


def test_django_tiene_las_correcciones_de_seguridad_conocidas():
    """S25: 5.2.19 fixes the multipart parser (CVE-2026-108147) that every upload goes through."""
    assert (5, 2, 19) <= django.VERSION[:3] < (5, 3)


def test_las_pruebas_no_tocan_los_datos_del_portal():
    assert settings.BASE_DIR not in settings.VAR.parents
    assert settings.VAR in settings.ALMACEN.parents
    assert settings.SETTINGS_MODULE == "tests.settings"
