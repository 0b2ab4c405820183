from django import template

from documentos import frases

register = template.Library()
register.filter("peso", frases.peso)
# Share of the page shown around a mark, so that it is seen in its place.
MARGEN = 0.04


@register.inclusion_tag("tramites/_recorte.html")
def recorte(documento, marca: dict, imagen: str, texto: str):
    """The piece of a page that a finding or a signature speaks of, framed, as an SVG.

    `marca` has `pagina` and `caja` (fractions of the page), as a report keeps them; `imagen` is
    the address of that page's image. Drawn by the browser: nothing is decoded here.
    """
    pagina = documento.informe["paginas"][(marca["pagina"] or 1) - 1]
    ancho, alto = pagina["ancho"], pagina["alto"]
    x0, y0, x1, y1 = marca["caja"]
    izquierda, arriba = max(x0 - MARGEN, 0), max(y0 - MARGEN, 0)
    derecha, abajo = min(x1 + MARGEN, 1), min(y1 + MARGEN, 1)
    return {
        "imagen": imagen,
        "texto": texto,
        "ancho": ancho,
        "alto": alto,
        "vista": _enteros(
            izquierda * ancho, arriba * alto, (derecha - izquierda) * ancho, (abajo - arriba) * alto
        ),
        "marco": _enteros(x0 * ancho, y0 * alto, (x1 - x0) * ancho, (y1 - y0) * alto),
    }


def _enteros(*medidas: float) -> list[int]:
    return [round(medida) for medida in medidas]
