"""The forms to see a case without its link."""

import re
from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError

from tramites.campos import campo_ultimos
from tramites.texto import TextoField

from .codigo import VIGENCIA


class ConsultaForm(forms.Form):
    """What a person still knows about a case whose link is not at hand."""

    numero = TextoField(
        label="Número de solicitud",
        max_length=40,
        help_text="Por ejemplo, IESS-RT-17-2026-000123-K.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Escriba el número de su solicitud."},
    )
    ultimos = campo_ultimos("De la cédula o el código con que se hizo la solicitud.")


class CodigoForm(ConsultaForm):
    """The same, hidden, and the code that came by mail."""

    codigo = TextoField(
        label="Código de 6 números",
        max_length=20,
        help_text="Está en el correo que acabamos de enviar. Sirve durante "
        f"{VIGENCIA // timedelta(minutes=1)} minutos.",
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        error_messages={"required": "Escriba el código que llegó a su correo."},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for campo in ("numero", "ultimos"):
            self.fields[campo].widget = forms.HiddenInput()

    def clean_codigo(self):
        """Accept the code as people copy it: "123 456"."""
        codigo = "".join(self.cleaned_data["codigo"].split())
        if not re.fullmatch(r"[0-9]{6}", codigo):
            raise ValidationError("El código tiene 6 números. Cópielo del correo más reciente.")
        return codigo
