"""What a person with an account may fill in."""

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError

from tramites.identificacion import CHECK_POR_TIPO
from tramites.models import TipoIdentificacion
from tramites.texto import TextoField, check_imprimible


class ConAyudante(forms.Form):
    """A form that its page wraps."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True


class IdentidadForm(ConAyudante):
    """Who the person says to be, for an officer to compare with the document."""

    tipo_identificacion = forms.ChoiceField(
        label="¿Qué documento llevará a la ventanilla?",
        choices=TipoIdentificacion,
        widget=forms.RadioSelect,
        initial=TipoIdentificacion.CEDULA,
    )
    identificacion = forms.CharField(
        label="Número de identificación",
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    nombres = TextoField(
        label="Nombres y apellidos completos",
        max_length=150,
        validators=[check_imprimible],
        help_text="Como constan en el documento.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def clean(self):
        datos = super().clean()
        tipo, numero = datos.get("tipo_identificacion"), datos.get("identificacion")
        if tipo and numero:
            try:
                datos["identificacion"] = CHECK_POR_TIPO[tipo](numero)
            except ValidationError as error:
                self.add_error("identificacion", error)
        return datos
