import re

from django import template
from django.utils.html import format_html

from tramites.identificacion import telefono_en_palabras

register = template.Library()


@register.filter
def llamar(telefono: str) -> str:
    """A telephone to read and, where the device can, to call with a touch."""
    marcado = re.sub(r"[^+0-9]", "", telefono)
    return format_html('<a href="tel:{}">{}</a>', marcado, telefono_en_palabras(telefono))
