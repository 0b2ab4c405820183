from django import template

from tramites.carta_propia import correspondencia, veredicto_de

register = template.Library()
register.simple_tag(correspondencia)
register.filter(veredicto_de)
