from django import template

from tramites.carta_propia import correspondencia, recuadro_vacio
from tramites.dudas import es_el_devuelto, veredicto_de

register = template.Library()
register.simple_tag(correspondencia)
register.filter(recuadro_vacio)
register.filter(es_el_devuelto)
register.filter(veredicto_de)


@register.filter
def sin_firma(documento) -> bool:
    """Whether no signature was found, so that what is shown is only the most similar mark."""
    return any(duda["causa"] == "sin_firma" for duda in documento.dudas)
