"""What an officer is asked when deciding. Each form carries the version of the case it saw."""

from datetime import timedelta

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone

from .models import Requisito, Solicitud
from .texto import TextoField

# The five causes of the procedure's own note (R38, R39) and the two that a clerk adds.
CAUSAS = {
    "": "Está bien",
    "borrosa": "La imagen está borrosa",
    "opaca": "La imagen está opaca",
    "cortada": "La imagen está cortada",
    "ilegible": "El documento es ilegible",
    "sin_firma": "El documento está sin firma",
    "no_corresponde": "No es el documento que se pide",
    "no_coincide": "Los datos no coinciden con los del formulario",
}


class AccionForm(forms.Form):
    """A decision on the case as the officer saw it, and on no later version."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args, solicitud: Solicitud, **kwargs):
        kwargs.setdefault("initial", {}).setdefault("version", solicitud.version)
        super().__init__(*args, **kwargs)
        self.solicitud = solicitud

    def argumentos(self) -> dict:
        """What the service asks for, beyond the case and the officer."""
        return {}


class AprobarForm(AccionForm):
    expediente = TextoField(label="Número del proceso abierto", max_length=60)
    vigente_desde = forms.DateField(
        label="Vigente desde", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    vigente_hasta = forms.DateField(
        label="Vigente hasta", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    abierto = forms.BooleanField(
        label="Comprobé que el proceso sigue abierto y que los documentos cumplen los requisitos."
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        hoy = timezone.localdate()
        self.fields["vigente_desde"].initial = hoy
        self.fields["vigente_hasta"].initial = hoy + timedelta(
            days=settings.VIGENCIA_CERTIFICADO_DIAS
        )

    def clean(self):
        datos = super().clean()
        desde, hasta = datos.get("vigente_desde"), datos.get("vigente_hasta")
        if desde and hasta and hasta < desde:
            self.add_error("vigente_hasta", "La vigencia no puede terminar antes de empezar.")
        if hasta and hasta < timezone.localdate():
            self.add_error("vigente_hasta", "Esa fecha ya pasó: el certificado nacería vencido.")
        return datos

    def argumentos(self):
        campos = ("expediente", "vigente_desde", "vigente_hasta")
        return {campo: self.cleaned_data[campo] for campo in campos}


class PedirCorreccionForm(AccionForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.requisitos = list(
            self.solicitud.tramite.requisitos_virtuales(self.solicitud.tipo_identificacion)
        )
        for requisito in self.requisitos:
            self.fields[f"causa_{requisito.codigo}"] = forms.ChoiceField(
                label=requisito.nombre_corto, choices=list(CAUSAS.items()), required=False
            )
            self.fields[f"detalle_{requisito.codigo}"] = TextoField(
                label=f"Qué debe hacer la persona ({requisito.nombre_corto})",
                max_length=300,
                required=False,
            )

    def clean(self):
        datos = super().clean()
        if not self.errors and not self.motivos():
            raise ValidationError("Indique al menos un documento que deba corregirse.")
        return datos

    def motivos(self) -> dict[Requisito, str]:
        """What is wrong with each document that fails, in words to the person."""
        motivos = {}
        for requisito in self.requisitos:
            causa = self.cleaned_data.get(f"causa_{requisito.codigo}")
            detalle = self.cleaned_data.get(f"detalle_{requisito.codigo}", "")
            if causa:
                motivos[requisito] = ". ".join(filter(None, [CAUSAS[causa], detalle]))
        return motivos

    def argumentos(self):
        return {"motivos": self.motivos()}


class NegarForm(AccionForm):
    motivo = TextoField(
        label="Motivo de la negativa",
        help_text="La persona lo leerá tal como lo escriba. Explique la razón y qué puede hacer.",
        min_length=20,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def argumentos(self):
        return {"motivo": self.cleaned_data["motivo"]}


FORM_DE_ACCION: dict[str, type[AccionForm]] = {
    "tomar": AccionForm,
    "aprobar": AprobarForm,
    "pedir_correccion": PedirCorreccionForm,
    "negar": NegarForm,
}
