"""Without the model that weighs signatures nothing starts, in place of doubting every letter."""

import shutil

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from documentos import caja, entrenado

ENTERO = entrenado.MODELO.read_bytes()


@pytest.mark.parametrize(
    "contenido", [None, b"", ENTERO[:-100], b"version https://git-lfs.github.com/spec/v1\n"]
)
def test_sin_el_modelo_de_firmas_el_portal_no_arranca(tmp_path, monkeypatch, contenido):
    monkeypatch.setattr(entrenado, "MODELO", tmp_path / "modelo_firma.npz")
    if contenido is not None:
        entrenado.MODELO.write_bytes(contenido)
    with pytest.raises(SystemCheckError, match=r"documentos\.E001"):
        call_command("check")
    entrenado.MODELO.write_bytes(ENTERO)
    call_command("check")


@pytest.mark.una_vez
def test_sin_el_modelo_de_firmas_la_caja_no_atiende(tmp_path, monkeypatch):
    """Nor would it start later, with the file lost while the portal runs. First the control."""
    monkeypatch.setattr(caja, "_RAIZ", tmp_path)
    copia = tmp_path / "documentos"
    shutil.copytree(entrenado.MODELO.parent, copia)
    caja.Caja().cerrar()
    (copia / entrenado.MODELO.name).unlink()
    with pytest.raises(OSError, match="did not start"):
        caja.Caja()
