"""docs/dolores.md names a test for each pain; here, that it is still there to fail."""

import re
from pathlib import Path

RAIZ = Path(__file__).resolve().parent.parent


def test_cada_dolor_tiene_su_respuesta_y_cada_prueba_nombrada_existe():
    filas = re.findall(
        r"^\| (\d+) \|.*\| (.*) \|$", (RAIZ / "docs/dolores.md").read_text(), re.MULTILINE
    )
    nombradas = {int(numero): set(re.findall(r"`(test_\w+)`", celda)) for numero, celda in filas}
    existentes = {
        nombre
        for archivo in (RAIZ / "tests").rglob("test_*.py")
        for nombre in re.findall(r"^def (test_\w+)", archivo.read_text(), re.MULTILINE)
    }
    assert list(nombradas) == list(range(1, 19))
    assert all(nombradas.values())
    assert set().union(*nombradas.values()) - existentes == set()
