"""Rows that the database itself keeps as they were written, by triggers, whoever tries.

When SQLite rebuilds a table (a new constraint, a changed field) its triggers are lost, so a
migration that does that must end with the same step again; a test catches one that forgot.
"""

from collections.abc import Iterable

from django.db import migrations

MOTIVO = "Lo que quedó escrito no se cambia ni se borra"
SQLITE = (
    "CREATE TRIGGER {tabla}_no_cambia BEFORE UPDATE ON {tabla} WHEN {cambia} "
    "BEGIN SELECT RAISE(ABORT, '{motivo}'); END",
    "CREATE TRIGGER {tabla}_no_se_borra BEFORE DELETE ON {tabla} "
    "BEGIN SELECT RAISE(ABORT, '{motivo}'); END",
)
POSTGRESQL = (
    "CREATE OR REPLACE FUNCTION lo_escrito_queda() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    "RAISE EXCEPTION '{motivo}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
    "CREATE OR REPLACE TRIGGER {tabla}_no_cambia BEFORE UPDATE ON {tabla} FOR EACH ROW "
    "WHEN ({cambia}) EXECUTE FUNCTION lo_escrito_queda()",
    "CREATE OR REPLACE TRIGGER {tabla}_no_se_borra BEFORE DELETE ON {tabla} FOR EACH ROW "
    "EXECUTE FUNCTION lo_escrito_queda()",
)


def guardar(
    tabla: str, *, hechos: Iterable[str], de_una_vez: Iterable[str] = (), ademas: Iterable[str] = ()
) -> migrations.RunPython:
    """A migration step after which rows of `tabla` cannot be deleted, nor these columns changed.

    `hechos` never change; `de_una_vez` may be written while they are NULL or ''; `ademas` are SQL
    conditions over OLD and NEW that also refuse the update.
    """

    def poner(apps, editor):
        sqlite = editor.connection.vendor == "sqlite"
        otro = "IS NOT" if sqlite else "IS DISTINCT FROM"
        cambia = [f"OLD.{columna} {otro} NEW.{columna}" for columna in hechos]
        cambia += [
            f"(OLD.{columna} {otro} NEW.{columna} AND CAST(OLD.{columna} AS text) <> '')"
            for columna in de_una_vez
        ]
        for orden in SQLITE if sqlite else POSTGRESQL:
            editor.execute(
                orden.format(tabla=tabla, motivo=MOTIVO, cambia=" OR ".join([*cambia, *ademas]))
            )

    def quitar(apps, editor):
        en = "" if editor.connection.vendor == "sqlite" else f" ON {tabla}"
        for nombre in ("no_cambia", "no_se_borra"):
            editor.execute(f"DROP TRIGGER {tabla}_{nombre}{en}")

    return migrations.RunPython(poner, quitar)
