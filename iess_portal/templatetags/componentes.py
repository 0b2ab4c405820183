"""The portal's components: `{% load componentes %}` in any template.

One that wraps content is a block tag (`{% tarjeta "Título" %}…{% endtarjeta %}`); one made of data
alone is a simple tag. Each draws `templates/componentes/<its name>.html`; docs/componentes.md
shows how to write them, and `/admin/componentes/` how they look.
"""

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from certificados.fechas import fecha_larga
from tramites import estados

register = template.Library()
# The four tones and the neutral one; Django's message levels are other names for four of them.
TONOS = {
    "info": "info",
    "bien": "bien",
    "duda": "duda",
    "mal": "mal",
    "neutro": "neutro",
    "debug": "info",
    "success": "bien",
    "warning": "duda",
    "error": "mal",
}
# The tone of each word that a tag may carry: states of a case, a certificate, a file, a mail.
TONO_DE_ESTADO = {
    **estados.TONO,
    "vigente": "bien",
    "vencido": "duda",
    "anulado": "mal",
    "reemplazado": "neutro",
    "aceptado": "bien",
    "observado": "duda",
    "rechazado": "mal",
    "enviado": "bien",
    "fallido": "mal",
    "rebotado": "mal",
}
AQUI = mark_safe(' aria-current="page"')
VEREDICTOS = {
    "aceptado": "Se lee bien",
    "observado": "Así pueden devolvérselo",
    "rechazado": "No se puede usar",
}


def _dibujar(componente: str, /, **contexto) -> str:
    return render_to_string(f"componentes/{componente}.html", contexto)


@register.filter
def tiene_algo_bien(form) -> bool:
    """Whether anything that the person typed is good."""
    return bool(set(form.changed_data) - set(form.errors))


@register.simple_block_tag
def tarjeta(content, titulo="", nivel=2, id=""):
    return _dibujar("tarjeta", contenido=content, titulo=titulo, nivel=nivel, id=id)


@register.simple_block_tag
def aviso(content, tono="info", titulo="", nivel=2, rol=""):
    """`tono`: info, bien, duda, mal; `rol`: status or alert for what appears by itself."""
    contexto = {"contenido": content, "titulo": titulo, "nivel": nivel, "rol": rol}
    # The tags of a message may hold other words than its level.
    conocidos = [TONOS[palabra] for palabra in tono.split() if palabra in TONOS]
    return _dibujar("aviso", tono=(conocidos or ["info"])[-1], **contexto)


@register.simple_block_tag
def veredicto(content, veredicto, nombre=""):
    """What the portal thinks of a file: `veredicto` is aceptado, observado or rechazado."""
    tono, texto = TONO_DE_ESTADO[veredicto], VEREDICTOS[veredicto]
    return _dibujar("veredicto", contenido=content, tono=tono, texto=texto, nombre=nombre)


@register.simple_block_tag
def archivo(content, titulo, nombre="", detalle="", nivel=3):
    """A file with its thumbnails: `detalle` is one line, such as "JPG · 312 KB · 1 página"."""
    return _dibujar(
        "archivo", contenido=content, titulo=titulo, nombre=nombre, detalle=detalle, nivel=nivel
    )


@register.simple_block_tag
def tabla(content, titulo, ocultar_titulo=False):
    return _dibujar("tabla", contenido=content, titulo=titulo, ocultar_titulo=ocultar_titulo)


@register.simple_block_tag
def grafico(content, titulo, resumen=""):
    """A chart's frame: `resumen` says in one sentence what the picture shows."""
    return _dibujar("grafico", contenido=content, titulo=titulo, resumen=resumen)


@register.simple_block_tag
def desplegable(content, titulo, abierto=False):
    return _dibujar("desplegable", contenido=content, titulo=titulo, abierto=abierto)


@register.simple_tag
def etiqueta(estado, texto):
    """A state in words, in the tone of what it means; `estado` may also be the tone itself."""
    tono = TONO_DE_ESTADO.get(estado) or TONOS.get(estado, "neutro")
    return _dibujar("etiqueta", tono=tono, texto=texto)


@register.simple_tag
def progreso(pasos, actual):
    """Where one is: `pasos` is a list of {"nombre", "url" (optional)}; `actual` counts from 1."""
    return _dibujar("progreso", pasos=pasos, actual=actual)


@register.filter
def en_habiles(dias: int) -> str:
    """A number of business days in words; 0 is the same day."""
    if not dias:
        return "el mismo día"
    return "1 día hábil" if dias == 1 else f"{dias} días hábiles"


@register.filter(expects_localtime=True)
def fecha(dia) -> str:
    """'23 de noviembre de 2026', of a day or of a moment in Ecuador."""
    return fecha_larga(dia)


@register.filter
def rotulo(campo) -> str:
    """The label of a field, to go before its error; empty for a checkbox, whose label is a whole
    sentence."""
    if campo.widget_type == "checkbox":
        return ""
    return f"{campo.label} " if campo.label.endswith(("?", ".", ":")) else f"{campo.label}: "


@register.filter
def sin_ejemplos(form):
    """`form` without the placeholders that its library adds, which repeat each label."""
    for campo in form.fields.values():
        campo.widget.attrs.pop("placeholder", None)
    return form


@register.simple_tag(takes_context=True)
def seccion(context, nombre, texto, resto=""):
    """A link of the main menu, marked on its own page; on a phone, `resto` is only spoken."""
    ruta, enlace, enlace_de_aqui = _seccion(nombre, texto, resto)
    aqui = "request" in context and context["request"].path == ruta
    return enlace_de_aqui if aqui else enlace


@lru_cache
def _seccion(nombre, texto, resto) -> tuple[str, str, str]:
    """The address of a link, and its HTML elsewhere and on its own page. Cached: every page has
    five."""
    ruta = reverse(nombre)
    resto = resto and format_html('<span class="resto"> {}</span>', resto)
    enlaces = (
        format_html('<a href="{}"{}>{}{}</a>', ruta, aqui, texto, resto) for aqui in ("", AQUI)
    )
    return ruta, *enlaces


@register.tag
def fijo(parser, token):
    """`{% fijo %}…{% endfijo %}`: what is the same on every page, drawn once per process."""
    nodelist = parser.parse(["endfijo"])
    parser.delete_first_token()
    return Fijo(nodelist)


class Fijo(template.Node):
    def __init__(self, nodelist: template.NodeList):
        self.nodelist, self.dibujado = nodelist, None

    def render(self, context):
        """Without the page's context, so that nothing of one visitor can reach the next."""
        if self.dibujado is None:
            self.dibujado = self.nodelist.render(context.new())
        return self.dibujado
