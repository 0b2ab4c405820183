"""What a person who follows a case may fill: a correction, and what is left of a lost link."""

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.html import format_html

from documentos.fields import DocumentoField
from tramites.catalogo import Requisito
from tramites.recepcion.forms import nombre_de_adjunto
from tramites.texto import TextoField

from .enlace import ULTIMOS


class CorreccionForm(forms.Form):
    """The documents that an officer asked for again, each with what was wrong with it."""

    def __init__(self, *args, observados, **kwargs):
        super().__init__(*args, **kwargs)
        self.observados = list(observados)
        for observado in self.observados:
            requisito = observado.requisito
            campo = DocumentoField(label=requisito.nombre_corto, exigencias=requisito.exigencias)
            campo.error_messages["required"] = "Falta este documento. Adjunte el archivo corregido."
            campo.help_text = format_html(
                "<strong>Qué debe corregir:</strong> {}<br>{}", observado.motivo, campo.help_text
            )
            self.fields[nombre_de_adjunto(requisito)] = campo
        self.helper = FormHelper()
        self.helper.form_tag = False

    def adjuntos(self) -> dict[Requisito, object]:
        return {
            observado.requisito: self.cleaned_data[nombre_de_adjunto(observado.requisito)]
            for observado in self.observados
        }


class EnlaceForm(forms.Form):
    """What a person still knows of a case whose link they lost."""

    numero = TextoField(
        label="Número de solicitud",
        max_length=40,
        help_text="Por ejemplo, IESS-RT-17-2026-000123-K.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    ultimos = TextoField(
        label=f"Últimos {ULTIMOS} números de su identificación",
        min_length=ULTIMOS,
        max_length=ULTIMOS,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
