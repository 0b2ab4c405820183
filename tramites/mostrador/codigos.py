"""The codes that people bring to a window, typed or scanned (a scanner is a keyboard)."""

from django import forms
from django.core.exceptions import ValidationError

from certificados.codigos import leer_codigo
from tramites import limites

# Codes that exist nowhere, for each officer: 15 random signs are not guessed one by one anyway.
FALLOS, VENTANA = 10, 10 * limites.MINUTO


class CodigoForm(forms.Form):
    """One code and what it stands for: `hallado` is the row, after `is_valid`."""

    codigo = forms.CharField(
        label="Código",
        max_length=200,
        help_text="Escríbalo o escanéelo. Los guiones y espacios no importan.",
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "autofocus": True}
        ),
        error_messages={"required": "Escriba el código."},
    )

    def __init__(self, *args, por, buscar, **kwargs):
        """`buscar` takes a code of 16 signs and returns its row or raises `ValidationError`."""
        super().__init__(*args, **kwargs)
        self.por, self.buscar, self.hallado = por, buscar, None

    def clean_codigo(self):
        que = f"codigos-del-mostrador:{self.por.pk}"
        if limites.contados(que, VENTANA) >= FALLOS:
            raise ValidationError("Hubo muchos códigos equivocados. Espere diez minutos.")
        codigo = leer_codigo(self.cleaned_data["codigo"])
        try:
            if codigo is None:
                raise ValidationError(
                    "Ese código está mal escrito: son 16 letras y números, en grupos de cuatro."
                )
            self.hallado = self.buscar(codigo)
        except ValidationError:
            limites.contar(que, VENTANA)
            raise
        return codigo
