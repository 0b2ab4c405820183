"""Every rule of the official sheet, R1 to R49, has a test that cites it.

`python -m tests.test_requisitos` prints which. A test cites a rule by its number, in its docstring,
its parameters or its body; the docstring of a module promises and does not count. The table of
reliability has an R of its own: whoever cites that one says so on the line.
"""

import ast
import re
from collections import defaultdict
from pathlib import Path

TESTS = Path(__file__).resolve().parent
# Where people and officers are served. The others test the machine, and cite reliability.
CARPETAS = ("tramites", "documentos", "navegador")
REGLAS = [f"R{numero}" for numero in range(1, 50)]
# How one applies: for these it is not enough that the procedure's page says them.
DE_CONDUCTA = [f"R{numero}" for numero in (4, *range(9, 35), 37, 38, 39, 42, 43, 48, 49)]
SOLO_DICHO = "tramites/test_catalogo.py::test_la_pagina_del_tramite_dice_cada_regla_de_la_ficha"
CITA = re.compile(r"\bR([1-9]\d?)\b(?:\s+(?:a|to)\s+R([1-9]\d?)\b)?")


def citas() -> dict[str, set[str]]:
    """Rule → the tests that cite it, as `file::function`."""
    halladas = defaultdict(set)
    rutas = (ruta for carpeta in CARPETAS for ruta in (TESTS / carpeta).rglob("test_*.py"))
    for ruta in sorted(rutas):
        fuente = ruta.read_text()
        for prueba in _pruebas(ast.parse(fuente)):
            for regla in _reglas_en(_texto(fuente, prueba)):
                halladas[regla].add(f"{ruta.relative_to(TESTS)}::{prueba.name}")
    return halladas


def _pruebas(arbol: ast.Module) -> list[ast.FunctionDef]:
    return [
        nodo
        for nodo in ast.walk(arbol)
        if isinstance(nodo, ast.FunctionDef) and nodo.name.startswith("test_")
    ]


def _texto(fuente: str, prueba: ast.FunctionDef) -> str:
    """The lines of a test, from its first decorator to its end, but those on reliability."""
    primera = min([prueba.lineno, *(d.lineno for d in prueba.decorator_list)])
    lineas = fuente.splitlines()[primera - 1 : prueba.end_lineno]
    return "\n".join(linea for linea in lineas if "reliability" not in linea)


def _reglas_en(texto: str) -> set[str]:
    reglas = set()
    for desde, hasta in CITA.findall(texto):
        reglas |= {f"R{numero}" for numero in range(int(desde), int(hasta or desde) + 1)}
    return reglas


def test_un_rango_cita_cada_regla_que_abarca():
    assert _reglas_en("R9, R13 to R15 and R24; not HR7, R100 or R0") == {
        "R9",
        "R13",
        "R14",
        "R15",
        "R24",
    }


def test_cada_regla_de_la_ficha_tiene_una_prueba_que_la_cita():
    halladas = citas()
    assert [regla for regla in REGLAS if not halladas[regla]] == []


def test_lo_que_se_hace_lo_prueba_algo_mas_que_un_texto():
    halladas = citas()
    assert [regla for regla in DE_CONDUCTA if not halladas[regla] - {SOLO_DICHO}] == []


if __name__ == "__main__":
    todas = citas()
    print("\n".join(f"{regla}: {', '.join(sorted(todas[regla]))}" for regla in REGLAS))  # noqa: T201
