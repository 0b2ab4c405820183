"""Fields that several rooms share: an identification, and its last characters."""

from django import forms
from django.core.exceptions import ValidationError

from .identificacion import CHECK_POR_TIPO, ULTIMOS
from .texto import TextoField


class ConIdentificacion(forms.Form):
    """A form with `tipo_identificacion` and `identificacion`, cleaned to the form a case keeps."""

    def clean(self):
        datos = super().clean()
        tipo, numero = datos.get("tipo_identificacion"), datos.get("identificacion")
        if tipo and numero:
            try:
                datos["identificacion"] = CHECK_POR_TIPO[tipo](numero)
            except ValidationError as error:
                self.add_error("identificacion", error)
        return datos


def campo_ultimos(help_text: str) -> TextoField:
    """The last characters of an identification, for whoever must show that they know it.

    A foreigner's code has letters, so the field asks for no numeric keyboard.
    """
    return TextoField(
        label=f"Los {ULTIMOS} últimos números o letras de su identificación",
        min_length=ULTIMOS,
        max_length=ULTIMOS,
        help_text=help_text,
        error_messages={
            "required": f"Escriba los {ULTIMOS} últimos de su identificación.",
            "min_length": f"Escriba los {ULTIMOS} últimos, sin espacios ni guiones.",
            "max_length": f"Escriba solo los {ULTIMOS} últimos, sin espacios ni guiones.",
        },
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
