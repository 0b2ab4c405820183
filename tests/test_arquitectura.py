"""What the code as a whole must keep, and no single module can see."""

import ast
import re
import shutil
import statistics
import subprocess
import sys
import tomllib
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from django.core.management import call_command
from django.template.loader import get_template
from django.urls import URLPattern, get_resolver
from importlinter.cli import lint_imports

from tests.accesos import ACCESOS

RAIZ = Path(__file__).resolve().parent.parent
APLICACIONES = ["iess_portal", "tramites", "documentos", "certificados"]
# The numbers of the house: lines of a function, median, 90th percentile and maximum.
MEDIANA, PERCENTIL_90, MAXIMO = 8, 25, 50
LINEAS_DE_UN_ARCHIVO = 300


@cache
def arboles() -> dict[Path, ast.Module]:
    """The syntax tree of every module of the applications, migrations apart."""
    modulos = [m for app in APLICACIONES for m in sorted((RAIZ / app).rglob("*.py"))]
    return {m: ast.parse(m.read_text()) for m in modulos if "migrations" not in m.parts}


def nodos(*tipos):
    for modulo, arbol in arboles().items():
        for nodo in ast.walk(arbol):
            if isinstance(nodo, tipos):
                yield modulo.relative_to(RAIZ), nodo


def funciones() -> dict[str, int]:
    """`file:line name` → lines of its body, from the `def` to the end, decorators apart."""
    return {
        f"{modulo}:{nodo.lineno} {nodo.name}": nodo.end_lineno - nodo.lineno + 1
        for modulo, nodo in nodos(ast.FunctionDef, ast.AsyncFunctionDef)
    }


def test_las_funciones_son_cortas():
    largos = sorted(funciones().values())
    assert statistics.median(largos) <= MEDIANA
    assert statistics.quantiles(largos, n=10)[-1] <= PERCENTIL_90
    assert {nombre for nombre, largo in funciones().items() if largo > MAXIMO} == set()


def test_ningun_archivo_crece_sin_que_alguien_lo_mire():
    """Settings are one list read from top to bottom; any other module this long wants a split."""
    largos = {str(m.relative_to(RAIZ)) for m in arboles() if _lineas(m) > LINEAS_DE_UN_ARCHIVO}
    assert largos - {"iess_portal/settings.py"} == set()


def _lineas(modulo: Path) -> int:
    return len(modulo.read_text().splitlines())


def test_no_hay_importaciones_dentro_de_funciones():
    escondidas = [
        f"{modulo}:{nodo.lineno}"
        for modulo, funcion in nodos(ast.FunctionDef, ast.AsyncFunctionDef)
        for nodo in ast.walk(funcion)
        if isinstance(nodo, (ast.Import, ast.ImportFrom))
    ]
    assert escondidas == []


def test_nadie_escucha_senales_de_django_ni_cambia_save():
    importados = [
        f"{modulo}:{nodo.lineno}"
        for modulo, nodo in nodos(ast.ImportFrom)
        if (nodo.module or "").endswith((".signals", "dispatch"))
    ]
    guardados = [
        f"{modulo}:{nodo.lineno}"
        for modulo, nodo in nodos(ast.FunctionDef)
        if nodo.name in {"save", "delete", "save_model"}
    ]
    assert (importados, guardados) == ([], [])


def test_los_nombres_son_ascii():
    nombrados = {ast.Name: "id", ast.arg: "arg", ast.Attribute: "attr", ast.FunctionDef: "name"}
    raros = {
        f"{modulo}:{nodo.lineno}"
        for modulo, nodo in nodos(*nombrados)
        if not getattr(nodo, nombrados[type(nodo)]).isascii()
    }
    assert raros == set()


def test_ningun_modulo_es_un_cajon_de_sastre():
    prohibidos = {"utils", "helpers", "core", "common", "misc", "signals"}
    assert [m for m in arboles() if {m.stem, m.parent.name} & prohibidos] == []


def test_las_importaciones_van_en_una_sola_direccion(monkeypatch):
    monkeypatch.chdir(RAIZ)
    assert lint_imports(config_filename="pyproject.toml") == 0


def test_el_contrato_nombra_cada_modulo_del_caso_y_cada_sala():
    """A new one that nobody wrote there would be held by nothing."""
    ajustes = tomllib.loads((RAIZ / "pyproject.toml").read_text())
    (contrato,) = (c for c in ajustes["tool"]["importlinter"]["contracts"] if c["type"] != "layers")
    # What puts the rooms together, and the folders that Django names.
    de_todos = {"__init__", "admin", "apps", "urls"}
    de_django = {"management", "migrations", "templatetags"}
    modulos = {m.stem for m in (RAIZ / "tramites").glob("*.py")} - de_todos
    salas = {m.parent.name for m in (RAIZ / "tramites").glob("*/__init__.py")} - de_django
    assert set(contrato["source_modules"]) == {f"tramites.{nombre}" for nombre in modulos}
    assert set(contrato["forbidden_modules"]) == {f"tramites.{nombre}" for nombre in salas}


def test_cada_biblioteca_que_se_importa_esta_declarada():
    """What is only there because another one needs it may go with that one's next release."""
    proyecto = tomllib.loads((RAIZ / "pyproject.toml").read_text())["project"]
    declaradas = {re.match(r"[\w-]+", linea)[0] for linea in proyecto["dependencies"]}
    importadas = {n.module for _, n in nodos(ast.ImportFrom) if not n.level}
    importadas |= {alias.name for _, n in nodos(ast.Import) for alias in n.names}
    raices = {nombre.partition(".")[0] for nombre in importadas}
    # The last two come with pyhanko[pkcs11], in the versions that it wants.
    propias = {*APLICACIONES, "tests", "pkcs11", "pyhanko_certvalidator"}
    de_quien = packages_distributions()
    sin_declarar = {
        raiz
        for raiz in raices - propias - sys.stdlib_module_names
        if not {nombre.lower() for nombre in de_quien[raiz]} & declaradas
    }
    assert sin_declarar == set()


def test_no_falta_ninguna_migracion(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_las_migraciones_tienen_nombre():
    automaticas = [m for app in APLICACIONES for m in (RAIZ / app).rglob("migrations/*_auto_*.py")]
    assert automaticas == []


# --- Templates ------------------------------------------------------------------------------
PLANTILLAS = sorted(
    str(p.relative_to(carpeta))
    for carpeta in (RAIZ / "templates", *(RAIZ / app / "templates" for app in APLICACIONES))
    for p in carpeta.rglob("*.*")
)
# Found by Django and allauth under these names and named by nobody.
DE_DJANGO = re.compile(r"^(40[034]|429|500)\.html$|^403_csrf\.html$|^(admin|account|mfa)/")


@pytest.mark.parametrize("nombre", PLANTILLAS)
def test_cada_plantilla_se_lee_y_alguien_la_usa(nombre):
    get_template(nombre)
    fuentes = [*arboles(), *RAIZ.glob("templates/**/*.*")]
    textos = [f.read_text() for f in fuentes if not f.as_posix().endswith(f"templates/{nombre}")]
    assert DE_DJANGO.search(nombre) or any(_nombrada(nombre, texto) for texto in textos)


def _nombrada(nombre: str, texto: str) -> bool:
    """By its whole name, or by a name that is put together from a folder and a word."""
    carpeta = nombre.rpartition("/")[0]
    compuesto = rf"{re.escape(carpeta)}/\{{"
    return nombre in texto or bool(carpeta and re.search(compuesto, texto))


# --- Addresses ------------------------------------------------------------------------------
def direcciones(patrones=None, prefijo: str = "") -> set[str]:
    """The route of every view of the portal."""
    halladas = set()
    for patron in patrones or get_resolver().url_patterns:
        ruta = prefijo + str(patron.pattern)
        if isinstance(patron, URLPattern):
            halladas.add(ruta)
        else:
            halladas |= direcciones(patron.url_patterns, ruta)
    return halladas


def test_cada_direccion_dice_quien_puede_entrar():
    """S07: a new address without a row in `tests/accesos.py` fails here."""
    assert direcciones() == set(ACCESOS)


# --- The repository -------------------------------------------------------------------------
sin_git = pytest.mark.skipif(
    not ((RAIZ / ".git").exists() and shutil.which("git")), reason="no git, or not a clone"
)


@cache
def archivos_de_git() -> list[Path]:
    lista = subprocess.run(["git", "ls-files", "-z"], cwd=RAIZ, capture_output=True, check=True)
    return [RAIZ / nombre for nombre in lista.stdout.decode().split("\0") if nombre]


def test_el_indice_de_las_decisiones_nombra_cada_nota_con_su_titulo():
    notas = RAIZ / "docs" / "decisiones"
    titulos = {n.name: n.read_text().splitlines()[0] for n in notas.glob("[0-9]*.md")}
    indice = re.findall(r"^- \[(\d+)\]\((.+)\) (.+)$", (notas / "README.md").read_text(), re.M)
    assert {nota: f"# {numero}. {titulo}" for numero, nota, titulo in indice} == titulos


@sin_git
def test_nada_nombra_un_registro_de_paquetes():
    """The lock files hold versions and hashes; where they come from is each machine's affair."""
    registro = re.compile(
        rb"https?://[^\s\"']*(py[p]i|pythonhoste[d]|npm[j]s|yarnpk[g])|index-url[=]"
    )
    con_registro = [a for a in archivos_de_git() if a.exists() and registro.search(a.read_bytes())]
    assert con_registro == []


@sin_git
def test_ningun_secreto_en_el_repositorio():
    """S23: no private key and no data of a portal was ever added."""
    clave = re.compile(rb"-----BEGIN [A-Z ]*PRIVATE KEY-----")
    malos = {".p12", ".pfx", ".pem", ".key", ".sqlite3"}
    presentes = [a for a in archivos_de_git() if a.exists()]
    assert [a for a in presentes if a.suffix in malos or clave.search(a.read_bytes())] == []
