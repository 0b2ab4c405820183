from django import template

from documentos import frases

register = template.Library()
register.filter("peso", frases.peso)
# Share of the page to show around a mark, so that it is seen in its place.
MARGEN = 0.04
# Least and greatest width over height of what is shown, as far as the page allows: a mark along an
# edge is hardly more than a line, and says nothing by itself.
PROPORCIONES = (1.5, 3.0)


@register.inclusion_tag("tramites/_recorte.html")
def recorte(documento, marca: dict, imagen: str, texto: str):
    """The piece of a page that a finding or a signature is about, framed, as an SVG.

    `marca` has `pagina` and `caja` (fractions of the page), as a report keeps them; `imagen` is
    the address of that page's image. The browser draws it: nothing is decoded here.
    """
    pagina = documento.informe["paginas"][(marca["pagina"] or 1) - 1]
    ancho, alto = pagina["ancho"], pagina["alto"]
    x0, y0, x1, y1 = marca["caja"]
    marco = (x0 * ancho, y0 * alto, (x1 - x0) * ancho, (y1 - y0) * alto)
    vista = _vista(marco, ancho, alto)
    return {
        "imagen": imagen,
        "texto": texto,
        "ancho": ancho,
        "alto": alto,
        "vista": _enteros(*vista),
        # Its shape, larger than any screen, so that it is always scaled down and seen whole.
        "tamano": _enteros(1000 * vista[2] / vista[3], 1000),
        "marco": _enteros(*marco),
    }


def _vista(marco, ancho: int, alto: int) -> tuple[float, float, float, float]:
    """The piece of the page to show around a mark: x, y, width and height, in px."""
    x, y, largo, altura = marco
    largo_visto, alto_visto = largo + 2 * MARGEN * ancho, altura + 2 * MARGEN * alto
    menor, mayor = PROPORCIONES
    largo_visto = min(max(largo_visto, menor * alto_visto), ancho)
    alto_visto = min(max(alto_visto, largo_visto / mayor), alto)
    izquierda = min(max(x + (largo - largo_visto) / 2, 0), ancho - largo_visto)
    arriba = min(max(y + (altura - alto_visto) / 2, 0), alto - alto_visto)
    return izquierda, arriba, largo_visto, alto_visto


def _enteros(*medidas: float) -> list[int]:
    return [round(medida) for medida in medidas]
