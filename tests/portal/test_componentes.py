"""The components and their style sheets: one place for each colour, no class without a rule."""

import re
from datetime import UTC, date, datetime

import pytest
from django.conf import settings
from django.template import Context, Template

from iess_portal.errores import fallo
from iess_portal.templatetags.componentes import TONO_DE_ESTADO, VEREDICTOS, en_habiles
from tramites.estados import Estado

HOJAS = {ruta.name: ruta.read_text() for ruta in (settings.BASE_DIR / "static/css").glob("*.css")}
SIN_COMENTARIOS = {n: re.sub(r"/\*.*?\*/", "", t, flags=re.DOTALL) for n, t in HOJAS.items()}
PLANTILLAS = settings.BASE_DIR / "templates"
# Classes of Django's admin, which draws them itself.
DEL_ADMIN = {
    "help",
    "default",
    "button",
    "breadcrumbs",
    "submit-row",
    "errornote",
    "module",
    "small",
    "quiet",
    "addlink",
}

TOKENS_DEL_ADMIN = {"--border-color", "--body-quiet-color", "--button-bg", "--button-fg"}


def dibujar(texto: str, **contexto) -> str:
    hecho = Template("{% load componentes %}" + texto).render(Context(contexto))
    return re.sub(r"\s+", " ", hecho).strip()


def test_lo_que_se_envuelve_sale_tal_cual_y_los_datos_escapados():
    hecho = dibujar("{% tarjeta titulo nivel=3 %}<p>Hola</p>{% endtarjeta %}", titulo="<b>No</b>")
    assert hecho == '<div class="tarjeta"> <h3>&lt;b&gt;No&lt;/b&gt;</h3> <p>Hola</p> </div>'


@pytest.mark.parametrize(
    ("tono", "clase"),
    [
        ("duda", "tono-duda"),
        ("error", "tono-mal"),
        ("success", "tono-bien"),
        ("grande warning", "tono-duda"),
        ("", "tono-info"),
        ("otro", "tono-info"),
    ],
)
def test_un_aviso_entiende_los_tonos_y_los_niveles_de_un_mensaje(tono, clase):
    hecho = dibujar('{% aviso tono rol="status" %}<p>Listo</p>{% endaviso %}', tono=tono)
    assert hecho.startswith(f'<div class="aviso {clase}" role="status">')
    assert "<p>Listo</p>" in hecho


def test_cada_estado_y_cada_veredicto_tienen_tono():
    assert set(TONO_DE_ESTADO) >= {*Estado.values, *VEREDICTOS}
    assert dibujar("{% etiqueta 'negada' 'Negada' %}") == (
        '<span class="etiqueta tono-mal">Negada</span>'
    )
    assert "tono-neutro" in dibujar("{% etiqueta 'nunca visto' 'X' %}")
    assert "tono-bien" in dibujar("{% etiqueta 'bien' 'Abierto' %}")


def test_el_progreso_dice_donde_se_esta_y_deja_volver_a_lo_hecho():
    pasos = [
        {"nombre": "Uno", "url": "/uno/"},
        {"nombre": "Dos", "url": "/dos/"},
        {"nombre": "Tres"},
    ]
    hecho = dibujar("{% progreso pasos 2 %}", pasos=pasos)
    assert 'aria-label="Paso 2 de 3"' in hecho
    assert re.findall(r"<li([^>]*)>", hecho) == [' class="hecho"', ' aria-current="step"', ""]
    assert re.findall(r'href="([^"]+)"', hecho) == ["/uno/"]


def test_lo_fijo_se_dibuja_una_vez_y_sin_nada_de_la_pagina():
    """What one visitor's page has cannot stay in it for the next."""
    plantilla = Template(
        "{% load componentes %}{% fijo %}<b>{{ nombre }}</b>{% now 'u' %}{% endfijo %}"
    )
    primera = plantilla.render(Context({"nombre": "Ana"}))
    assert primera.startswith("<b></b>")
    assert plantilla.render(Context({"nombre": "Bruno"})) == primera


def test_una_seccion_del_menu_se_marca_solo_donde_se_esta(rf):
    ruta = "/certificados/verificar/"
    enlace = '{% seccion "certificados:verificar" "Verificar" "uno" %}'
    resto = 'Verificar<span class="resto"> uno</span></a>'
    alli = dibujar(enlace, request=rf.get(ruta))
    otra = dibujar(enlace, request=rf.get("/"))
    assert alli == f'<a href="{ruta}" aria-current="page">{resto}'
    assert otra == dibujar(enlace) == f'<a href="{ruta}">{resto}'


def test_un_dia_se_dice_en_palabras():
    """Of a moment, the day in Ecuador."""
    assert dibujar("{{ dia|fecha }}", dia=date(2026, 3, 1)) == "1 de marzo de 2026"
    momento = datetime(2026, 3, 2, 4, 59, tzinfo=UTC)
    assert dibujar("{{ dia|fecha }}", dia=momento) == "1 de marzo de 2026"


def test_los_dias_habiles_se_dicen_en_palabras():
    assert [en_habiles(n) for n in (0, 1, 7)] == ["el mismo día", "1 día hábil", "7 días hábiles"]


def test_ningun_color_se_escribe_fuera_de_los_tokens():
    color = re.compile(r"#[0-9a-fA-F]{3,8}\b|rgba?\(|hsla?\(")
    sueltos = {nombre: color.findall(texto) for nombre, texto in SIN_COMENTARIOS.items()}
    assert {n for n, colores in sueltos.items() if colores} == {"tema.css"}


def test_cada_token_que_se_usa_existe():
    """A misspelt custom property is silence, and not an error, in a browser."""
    todo = "".join(SIN_COMENTARIOS.values())
    usados = set(re.findall(r"var\((--[\w-]+)", todo))
    definidos = set(re.findall(r"(--[\w-]+)\s*:", todo))
    assert usados - definidos - TOKENS_DEL_ADMIN == set()


def clases_de_las_plantillas() -> dict[str, set[str]]:
    usadas = {}
    for ruta in PLANTILLAS.rglob("*.html"):
        # A mail carries its own style, because its reader reads no sheet of ours.
        if "correos" in ruta.parts:
            continue
        texto = re.sub(r"\{[{%].*?[%}]\}", " ", ruta.read_text())
        clases = {c for lista in re.findall(r'class="([^"]*)"', texto) for c in lista.split()}
        usadas[str(ruta.relative_to(PLANTILLAS))] = {c for c in clases if not c.endswith("-")}
    return usadas


def test_cada_clase_de_una_plantilla_tiene_su_regla():
    """A class of a framework that is not here any more, or misspelt, would draw nothing."""
    con_regla = set(re.findall(r"\.([a-zA-Z][\w-]*)", "".join(SIN_COMENTARIOS.values())))
    huerfanas = {
        plantilla: clases - con_regla - DEL_ADMIN
        for plantilla, clases in clases_de_las_plantillas().items()
    }
    assert {p: c for p, c in huerfanas.items() if c} == {}


def test_la_pagina_del_fallo_se_dibuja_sin_nada_y_sus_hojas_existen():
    """Whatever broke, the page that says so asks for no tag, no context and no manifest."""
    respuesta = fallo(None)
    assert respuesta.status_code == 500
    hojas = re.findall(r'href="/static/([^"]+)"', respuesta.content.decode())
    assert hojas == ["css/tema.css", "css/portal.css"]
    assert all((settings.BASE_DIR / "static" / hoja).exists() for hoja in hojas)


def test_cada_formulario_dice_a_donde_va():
    """Without an action a form takes the page's fragment (#id_correo) to wherever it leads."""
    publicas = [p for sala in ("tramites", "account") for p in PLANTILLAS.glob(f"{sala}/**/*.html")]
    sin_destino = [
        p.name
        for p in publicas
        for form in re.findall(r"<form [^>]*>", p.read_text())
        if "action=" not in form
    ]
    assert sin_destino == []
