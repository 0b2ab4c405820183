"""What an officer is asked when renewing, replacing or ending an issued certificate."""

from django import forms
from django.core.exceptions import ValidationError

from certificados.fechas import fecha_larga
from certificados.models import VIVOS, Certificado
from certificados.services import TransicionInvalida, check_gana_dias
from tramites.identificacion import CHECK_POR_TIPO
from tramites.models import Solicitud
from tramites.texto import TextoField, check_imprimible

from .forms import (
    LA_LEERA,
    AccionForm,
    ConVigencia,
    campo_expediente,
    campo_hasta,
    check_hasta,
    proxima_vigencia,
)

# Characters that a certificate keeps of the reason why it ended.
MOTIVO_MAXIMO = Certificado._meta.get_field("motivo_anulacion").max_length


class RenovarForm(AccionForm):
    vigente_hasta = campo_hasta()
    abierto = forms.BooleanField(
        label="Comprobé que el proceso sigue abierto.",
        error_messages={"required": "Compruébelo y márquelo. Si se cerró, no se renueva."},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.actual = _actual(self.solicitud)
        tras = self.actual and self.actual.vigente_hasta
        self.fields["vigente_hasta"].initial = proxima_vigencia(tras)
        if self.actual:
            hasta = fecha_larga(self.actual.vigente_hasta)
            self.fields[
                "vigente_hasta"
            ].help_text = f"El actual vale hasta el {hasta} y deja de valer en cuanto lo renueve."

    def clean_vigente_hasta(self):
        hasta = check_hasta(self.cleaned_data["vigente_hasta"])
        try:
            if self.actual:
                check_gana_dias(self.actual, hasta)
        except TransicionInvalida as error:
            raise ValidationError(str(error)) from error
        return hasta

    def argumentos(self):
        return {"vigente_hasta": self.cleaned_data["vigente_hasta"]}


class ReemplazarForm(ConVigencia):
    """The facts of the certificate that replaces another, as they should have been."""

    field_order = ("nombres", "identificacion", "expediente")
    CORREGIBLES = ("nombres", "identificacion", "expediente", "vigente_desde", "vigente_hasta")

    nombres = TextoField(
        label="Nombres y apellidos",
        max_length=150,
        validators=[check_imprimible],
        error_messages={"required": "Escriba los nombres y apellidos."},
    )
    identificacion = TextoField(
        label="Identificación",
        max_length=20,
        error_messages={"required": "Escriba el número de identificación."},
    )
    expediente = campo_expediente()
    motivo = TextoField(
        label="Qué se corrige y por qué",
        help_text="La persona lo leerá tal como lo escriba.",
        min_length=10,
        max_length=MOTIVO_MAXIMO,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Escriba qué se corrige y por qué."},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        actual = _actual(self.solicitud)
        for campo in self.CORREGIBLES:
            self.fields[campo].initial = getattr(actual, campo, None)

    def clean_identificacion(self):
        check = CHECK_POR_TIPO[self.solicitud.tipo_identificacion]
        return check(self.cleaned_data["identificacion"])

    def argumentos(self):
        return {c: self.cleaned_data[c] for c in (*self.CORREGIBLES, "motivo")}


def _actual(solicitud: Solicitud) -> Certificado | None:
    """The one that the form is about; None when it ended after the page was drawn."""
    return solicitud.certificados.filter(estado__in=VIVOS).first()


class MotivoForm(AccionForm):
    """The end of a certificate, which only needs its reason."""

    motivo = TextoField(
        label="Motivo",
        help_text=LA_LEERA,
        min_length=10,
        max_length=MOTIVO_MAXIMO,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Escriba el motivo."},
    )

    def argumentos(self):
        return {"motivo": self.cleaned_data["motivo"]}


class PedirAnulacionForm(MotivoForm):
    """Nobody but the office reads it until a second person confirms."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["motivo"].help_text = (
            "La persona lo leerá tal como lo escriba, en cuanto otro funcionario confirme. "
            "Explique la razón y qué puede hacer."
        )
