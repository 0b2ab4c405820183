"""What the officer at a window types for somebody who comes back with an existing case."""

from django import forms
from django.core.exceptions import ValidationError

from tramites.models import Solicitud
from tramites.texto import TextoField

from .atencion import buscar
from .codigos import ConFreno
from .forms import SOLO_ESCRIBIR, EntradaForm


class VolverForm(ConFreno):
    """Whose case it is: the person says its number and shows their document."""

    numero = TextoField(
        label="Número de solicitud",
        max_length=40,
        help_text="Está en el comprobante. Por ejemplo, IESS-RT-17-2026-000123-K.",
        widget=forms.TextInput(attrs=SOLO_ESCRIBIR | {"autofocus": True}),
        error_messages={"required": "Escriba el número de la solicitud."},
    )
    identificacion = TextoField(
        label="Número de identificación, entero",
        max_length=30,
        help_text="Del documento original que presenta.",
        widget=forms.TextInput(attrs=SOLO_ESCRIBIR),
        error_messages={"required": "Escriba el número que consta en el documento."},
    )

    def clean(self):
        datos = super().clean()
        if not self.errors:
            self.hallado = self.con_freno(buscar, datos["numero"], datos["identificacion"])
        return datos


class EnlaceForm(EntradaForm):
    """A new link in place of a lost one. `antes` names the lost one, so that a form sent twice
    changes it once."""

    antes = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args, solicitud: Solicitud, **kwargs):
        super().__init__(*args, **kwargs)
        self.solicitud = solicitud
        del self.fields["quipux"]
        self.fields["antes"].initial = solicitud.secreto_huella

    def clean_antes(self):
        if self.cleaned_data["antes"] != self.solicitud.secreto_huella:
            raise ValidationError("El enlace acaba de cambiarse. Imprima el comprobante nuevo.")
        return self.cleaned_data["antes"]
