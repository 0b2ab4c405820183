from django import template

from tramites.hoja_de_ruta import nombre_de

register = template.Library()
register.filter("nombre_de", nombre_de)
