"""What a person with an account may fill in."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from tramites.autorizaciones import ultimo_dia
from tramites.campos import ConIdentificacion
from tramites.identificacion import check_cedula
from tramites.models import TipoIdentificacion, Tramite
from tramites.texto import TextoField, check_imprimible


class IdentidadForm(ConIdentificacion):
    """Who the person claims to be, for an officer to compare with the document."""

    tipo_identificacion = forms.ChoiceField(
        label="¿Qué documento llevará a la ventanilla?",
        choices=TipoIdentificacion,
        widget=forms.RadioSelect,
        initial=TipoIdentificacion.CEDULA,
        error_messages={"required": "Elija el documento que llevará."},
    )
    identificacion = forms.CharField(
        label="Número de identificación",
        max_length=30,
        error_messages={"required": "Escriba el número de su documento."},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    nombres = TextoField(
        label="Nombres y apellidos completos",
        max_length=150,
        validators=[check_imprimible],
        help_text="Como constan en el documento.",
        error_messages={"required": "Escriba sus nombres y apellidos."},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class AutorizacionForm(forms.Form):
    """Who may act for the holder, in what, and until when (R25)."""

    tercero_nombres = TextoField(
        label="Nombres y apellidos de la persona que irá por usted",
        max_length=150,
        validators=[check_imprimible],
        help_text="Como constan en su cédula.",
        error_messages={"required": "Escriba los nombres y apellidos de quien irá por usted."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    tercero_cedula = forms.CharField(
        label="Número de cédula de esa persona",
        max_length=30,
        validators=[check_cedula],
        help_text="Deberá mostrar su cédula original.",
        error_messages={"required": "Escriba el número de cédula de quien irá por usted."},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    tramite = forms.ModelChoiceField(
        label="Trámite",
        queryset=Tramite.ofrecidos(),
        to_field_name="codigo",
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": "Elija el trámite."},
    )
    hasta = forms.DateField(
        label="Hasta qué día vale",
        error_messages={"required": "Elija hasta qué día vale."},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args, titular, **kwargs):
        super().__init__(*args, **kwargs)
        self.titular = titular
        self.hoy = timezone.localdate()
        ultimo = ultimo_dia(self.hoy)
        self.fields["tramite"].initial = Tramite.ofrecidos().first()
        self.fields["hasta"].initial = ultimo
        self.fields["hasta"].help_text = f"A más tardar, el {ultimo:%d-%m-%Y}."

    def clean_tercero_cedula(self):
        cedula = check_cedula(self.cleaned_data["tercero_cedula"])
        if cedula == self.titular.identificacion:
            raise ValidationError("Es su propia cédula. Escriba la de quien irá por usted.")
        return cedula

    def clean_hasta(self):
        hasta, ultimo = self.cleaned_data["hasta"], ultimo_dia(self.hoy)
        if not self.hoy <= hasta <= ultimo:
            raise ValidationError(
                f"Elija un día entre hoy y el {ultimo:%d-%m-%Y}. Si se vence, podrá hacer otra."
            )
        return hasta
