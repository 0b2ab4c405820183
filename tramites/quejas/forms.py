"""The forms of a complaint and of its answer."""

from django import forms
from django.core.exceptions import ValidationError

from tramites.numeros import es_numero_de_caso, normalizar
from tramites.recepcion.borradores import nueva_clave
from tramites.texto import CorreoField, TextoField


class QuejaForm(forms.Form):
    clave = forms.CharField(
        max_length=64, min_length=32, widget=forms.HiddenInput, initial=nueva_clave
    )
    numero_de_caso = TextoField(
        label="Número de solicitud (opcional)",
        max_length=40,
        required=False,
        help_text="Si su queja es sobre una solicitud. Por ejemplo, IESS-RT-17-2026-000123-K.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    nombres = TextoField(
        label="Nombres y apellidos",
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Escriba sus nombres y apellidos."},
    )
    correo = CorreoField(
        label="Correo electrónico",
        max_length=254,
        help_text="A este correo le avisaremos cuando haya una respuesta.",
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={"required": "Escriba su correo electrónico."},
    )
    texto = TextoField(
        label="¿Qué pasó?",
        min_length=20,
        max_length=4000,
        help_text="Cuente qué pasó y qué espera de nosotros. No escriba datos de su salud: no "
        "hacen falta para responderle.",
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Cuente qué pasó."},
    )

    def clean_numero_de_caso(self):
        """Only its shape is checked: whether there is such a case is told to nobody."""
        numero = normalizar(self.cleaned_data["numero_de_caso"])
        if numero and not es_numero_de_caso(numero):
            raise ValidationError(
                "Revise el número: no tiene la forma de los que damos. Cópielo de su comprobante "
                "o deje este espacio vacío."
            )
        return numero


class RespuestaForm(forms.Form):
    respuesta = TextoField(
        label="Respuesta",
        help_text="La persona la leerá tal como la escriba, con el nombre de la institución.",
        min_length=20,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Escriba la respuesta."},
    )
