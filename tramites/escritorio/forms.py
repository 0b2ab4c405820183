"""What an officer is asked when deciding. Each form carries the version of the case it saw."""

from datetime import timedelta

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone

from tramites.comprobaciones import por_comprobar
from tramites.models import Requisito, Solicitud, UnidadAdministrativa
from tramites.texto import TextoField, check_imprimible

FECHA = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

# Longer than any process should need without somebody looking at it again.
VIGENCIA_MAXIMA = timedelta(days=366)

LA_LEERA = "La persona lo leerá tal como lo escriba. Explique la razón y qué puede hacer."

# A document can be corrected; a closed process cannot.
SIN_CUMPLIR = "Compruébelo y márquelo. Si no se cumple, pida una corrección."
SIN_PROCESO = "Compruébelo y márquelo. Si se cerró, niegue la solicitud y explique por qué."

# A remark about a document marked as good would reach nobody.
SIN_CAUSA = "Elija qué pasa con este documento o borre lo que escribió de él."

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


def check_hasta(hasta, desde=None):
    """The last day of a validity must be in the future, after the first and within a year. Raises
    `ValidationError`."""
    hoy = timezone.localdate()
    if hasta < hoy:
        raise ValidationError("Esa fecha ya pasó: el certificado nacería vencido.")
    if hasta > hoy + VIGENCIA_MAXIMA:
        raise ValidationError("La vigencia no puede pasar de un año. Después se puede renovar.")
    if desde and hasta < desde:
        raise ValidationError("La vigencia no puede terminar antes de empezar.")
    return hasta


def check_desde(desde):
    """The first day of a validity must be within a year of today. Raises `ValidationError`."""
    if abs(desde - timezone.localdate()) > VIGENCIA_MAXIMA:
        raise ValidationError("Escriba una fecha cercana: hasta un año antes o después de hoy.")
    return desde


def proxima_vigencia(tras=None):
    """The last day to offer: the usual validity from today or, if that adds nothing to a
    certificate valid until `tras`, from that day; never beyond the longest allowed."""
    hoy, usual = timezone.localdate(), timedelta(days=settings.VIGENCIA_CERTIFICADO_DIAS)
    if tras is None or tras < hoy + usual:
        return hoy + usual
    return min(tras + usual, hoy + VIGENCIA_MAXIMA)


def campo_hasta() -> forms.DateField:
    return forms.DateField(
        label="Vigente hasta",
        widget=FECHA,
        error_messages={"required": "Elija hasta qué día vale el certificado."},
    )


def campo_expediente() -> TextoField:
    return TextoField(
        label="Número del proceso abierto",
        max_length=60,
        validators=[check_imprimible],
        error_messages={"required": "Escriba el número del proceso de Riesgos del Trabajo."},
    )


class ConVigencia(AccionForm):
    """The first and last day of a certificate."""

    vigente_desde = forms.DateField(
        label="Vigente desde",
        widget=FECHA,
        error_messages={"required": "Elija desde qué día vale el certificado."},
    )
    vigente_hasta = campo_hasta()

    def clean_vigente_desde(self):
        return check_desde(self.cleaned_data["vigente_desde"])

    def clean_vigente_hasta(self):
        return check_hasta(
            self.cleaned_data["vigente_hasta"], self.cleaned_data.get("vigente_desde")
        )


class AprobarForm(ConVigencia):
    """The button works only once each rule of the procedure has been ticked (R10 to R23)."""

    field_order = ("expediente",)

    expediente = campo_expediente()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.comprobaciones = por_comprobar(self.solicitud)
        for campo, frase in self.comprobaciones.items():
            self.fields[campo] = forms.BooleanField(
                label=frase,
                label_suffix="",
                error_messages={"required": SIN_PROCESO if campo == "abierto" else SIN_CUMPLIR},
            )
        self.fields["vigente_desde"].initial = timezone.localdate()
        self.fields["vigente_hasta"].initial = proxima_vigencia()

    def argumentos(self):
        campos = ("expediente", "vigente_desde", "vigente_hasta")
        comprobado = {"comprobado": list(self.comprobaciones.values())}
        return {campo: self.cleaned_data[campo] for campo in campos} | comprobado


class DerivarForm(AccionForm):
    """Where the case goes, and why."""

    unidad = forms.ModelChoiceField(
        label="Unidad que debe atenderla",
        queryset=None,
        empty_label="Elija una unidad",
        error_messages={"required": "Elija la unidad que debe atenderla."},
    )
    motivo = TextoField(
        label="Por qué le corresponde",
        help_text="La persona lo leerá en la historia de su solicitud.",
        min_length=10,
        max_length=300,
        error_messages={"required": "Escriba por qué le corresponde a esa unidad."},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        otras = UnidadAdministrativa.objects.exclude(pk=self.solicitud.unidad_id)
        self.fields["unidad"].queryset = otras

    def argumentos(self):
        return {campo: self.cleaned_data[campo] for campo in ("unidad", "motivo")}


class PedirCorreccionForm(AccionForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.requisitos = list(
            self.solicitud.tramite.requisitos_con_archivo(
                self.solicitud.canal, self.solicitud.tipo_identificacion
            )
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
        for requisito in self.requisitos:
            if self._dicho(requisito, "detalle") and not self._dicho(requisito, "causa"):
                self.add_error(f"causa_{requisito.codigo}", SIN_CAUSA)
        if not self.errors and not self.motivos():
            raise ValidationError("Indique al menos un documento que deba corregirse.")
        return datos

    def _dicho(self, requisito: Requisito, que: str) -> str:
        return self.cleaned_data.get(f"{que}_{requisito.codigo}", "")

    def motivos(self) -> dict[Requisito, str]:
        """What is wrong with each document that fails, in words to the person."""
        motivos = {}
        for requisito in self.requisitos:
            if causa := self._dicho(requisito, "causa"):
                detalle = self._dicho(requisito, "detalle")
                motivos[requisito] = ". ".join(filter(None, [CAUSAS[causa], detalle]))
        return motivos

    def argumentos(self):
        return {"motivos": self.motivos()}


class NegarForm(AccionForm):
    motivo = TextoField(
        label="Motivo de la negativa",
        help_text=LA_LEERA,
        min_length=20,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Escriba la razón de la negativa: la persona la leerá."},
    )

    def argumentos(self):
        return {"motivo": self.cleaned_data["motivo"]}
