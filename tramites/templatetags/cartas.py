from django import template

from tramites.carta_propia import correspondencia, recuadro_vacio, veredicto_de

register = template.Library()
register.simple_tag(correspondencia)
register.filter(recuadro_vacio)
register.filter(veredicto_de)
