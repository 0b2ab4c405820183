"""The codes that people bring to a window, typed or scanned (a scanner is a keyboard)."""

from django import forms
from django.core.exceptions import ValidationError

from certificados.codigos import leer_codigo
from tramites import limites

# Wrong codes allowed to each officer; 15 random characters are not guessed one by one anyway.
FALLOS, VENTANA = 10, 10 * limites.MINUTO


class ConFreno(forms.Form):
    """A form that finds a row by what a person says; once valid, `hallado` is that row.

    An officer who enters many wrong ones has to wait, so that nobody can fish at a window.
    """

    def __init__(self, *args, por, **kwargs):
        super().__init__(*args, **kwargs)
        self.por, self.hallado = por, None

    def con_freno(self, buscar, *dicho):
        """What `buscar` finds. Raises `ValidationError`, as `buscar` does when it finds nothing."""
        que = f"codigos-del-mostrador:{self.por.pk}"
        if limites.contados(que, VENTANA) >= FALLOS:
            raise ValidationError("Hubo muchos intentos equivocados. Espere diez minutos.")
        try:
            return buscar(*dicho)
        except ValidationError:
            limites.contar(que, VENTANA)
            raise


class CodigoForm(ConFreno):
    """A code, typed or scanned."""

    codigo = forms.CharField(
        label="Código",
        max_length=200,
        help_text="Escríbalo o escanéelo. Los guiones y espacios no importan.",
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "autofocus": True}
        ),
        error_messages={"required": "Escriba el código."},
    )

    def __init__(self, *args, buscar, **kwargs):
        """`buscar` turns a code of 16 characters into its row, or raises `ValidationError`."""
        super().__init__(*args, **kwargs)
        self.buscar = buscar

    def clean_codigo(self):
        self.hallado = self.con_freno(self._leer, self.cleaned_data["codigo"])
        return leer_codigo(self.cleaned_data["codigo"])

    def _leer(self, escrito: str):
        codigo = leer_codigo(escrito)
        if codigo is None:
            raise ValidationError(
                "Ese código está mal escrito: son 16 letras y números, en grupos de cuatro."
            )
        return self.buscar(codigo)
