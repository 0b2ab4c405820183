"""Recepción de trámites: the form that starts a case (R27 to R34)."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Field, Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html

from documentos.fields import DocumentoField
from tramites.catalogo import Provincia, Requisito, Tramite
from tramites.identificacion import CHECK_POR_TIPO, check_telefono
from tramites.models import TipoIdentificacion
from tramites.texto import TextoField, check_imprimible, guardable

TELEFONOS_MAXIMOS = 3
TELEFONOS = [f"telefono_{n}" for n in range(1, TELEFONOS_MAXIMOS + 1)]
# As they stand on the page, so that the errors' summary is read in the same order.
ORDEN = [
    "tipo_identificacion",
    "identificacion",
    "declara_extranjero",
    "nombres",
    "correo",
    *TELEFONOS,
    "provincia",
    "tramite",
    "mensaje",
]
SI_FALTA = {
    "identificacion": "Escriba su número de identificación.",
    "nombres": "Escriba sus nombres y apellidos.",
    "correo": "Escriba su correo electrónico.",
    "telefono_1": "Escriba al menos un teléfono.",
    "provincia": "Elija su provincia.",
    "tramite": "Elija el trámite.",
    "mensaje": "Escriba qué necesita.",
}


class SolicitudForm(forms.Form):
    """The whole request on one page; every error at once, and good files are kept.

    `conservados` maps each requirement to the document that the draft already holds for it, so
    a person corrects one field without choosing every file again.
    """

    tipo_identificacion = forms.ChoiceField(
        label="¿Con qué documento se identifica?",
        choices=TipoIdentificacion,
        widget=forms.RadioSelect,
        initial=TipoIdentificacion.CEDULA,
    )
    identificacion = forms.CharField(
        label="Número de identificación",
        max_length=30,
        help_text="La cédula tiene 10 números. Puede escribirla con o sin guion.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    declara_extranjero = forms.BooleanField(
        label="Soy una persona extranjera, no tengo cédula y estoy registrada o afiliada en el "
        "IESS con un código de identificación.",
        required=False,
    )
    nombres = TextoField(
        label="Nombres y apellidos completos",
        max_length=150,
        validators=[check_imprimible],
        help_text="Como constan en su documento de identificación.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    correo = forms.EmailField(
        label="Correo electrónico",
        max_length=254,
        help_text="A este correo le avisaremos cada novedad de su solicitud.",
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
    provincia = forms.ModelChoiceField(
        label="Provincia",
        queryset=Provincia.objects.all(),
        to_field_name="codigo",
        empty_label="Elija una provincia",
        help_text="Donde se tramita su proceso de Riesgos del Trabajo.",
    )
    tramite = forms.ModelChoiceField(
        label="Trámite",
        queryset=Tramite.ofrecidos(),
        to_field_name="codigo",
        empty_label=None,
    )
    mensaje = TextoField(
        label="Detalle de su pedido",
        max_length=4000,
        help_text="Cuente qué necesita y, si lo sabe, el número de su proceso abierto.",
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, *args, tramite: Tramite, conservados: dict | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.conservados = conservados or {}
        self.fields["tramite"].initial = tramite.codigo
        self.requisitos = list(tramite.requisitos_virtuales())
        self._agregar_telefonos()
        self._agregar_adjuntos()
        self.order_fields(ORDEN)
        for nombre, frase in SI_FALTA.items():
            self.fields[nombre].error_messages["required"] = frase
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = self._disposicion()

    def _agregar_telefonos(self):
        for n in range(1, TELEFONOS_MAXIMOS + 1):
            self.fields[f"telefono_{n}"] = forms.CharField(
                label="Teléfono" if n == 1 else f"Otro teléfono ({n}, opcional)",
                max_length=30,
                required=n == 1,
                validators=[check_telefono],
                help_text="Por ejemplo, 099 123 4567." if n == 1 else "",
                widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
            )

    def _agregar_adjuntos(self):
        for requisito in self.requisitos:
            campo = DocumentoField(
                label=requisito.nombre_corto, exigencias=requisito.exigencias, required=False
            )
            campo.help_text = format_html("{} {}", requisito.instrucciones, campo.help_text)
            self.fields[nombre_de_adjunto(requisito)] = campo

    def anunciar_conservados(self, conservados: dict[Requisito, object]):
        """Say beside each upload which file is already kept."""
        for requisito, documento in conservados.items():
            if (nombre := nombre_de_adjunto(requisito)) in self.fields:
                # The bound field took its help text when the form was validated.
                campo = self[nombre]
                campo.help_text = format_html(
                    "<strong>Ya tenemos {}.</strong> Adjunte otro archivo solo si quiere "
                    "cambiarlo. {}",
                    documento.nombre_original,
                    campo.help_text,
                )

    def _disposicion(self):
        adjuntos = [
            Div(
                Field(nombre_de_adjunto(requisito), data_requisito=requisito.codigo),
                data_aplica_a=requisito.aplica_a,
            )
            for requisito in self.requisitos
        ]
        return Layout(
            Fieldset(
                "1. Quién es usted",
                "tipo_identificacion",
                "identificacion",
                Div("declara_extranjero", data_aplica_a=TipoIdentificacion.CODIGO_EXTRANJERO),
                "nombres",
                "correo",
                *TELEFONOS,
            ),
            Fieldset("2. Qué necesita", "provincia", "tramite", "mensaje"),
            Fieldset(
                "3. Sus documentos",
                HTML('{% include "tramites/_consejos_fotos.html" %}'),
                HTML('{% include "tramites/_hacer_carta.html" %}'),
                *adjuntos,
            ),
        )

    def clean(self):
        datos = super().clean()
        tipo = datos.get("tipo_identificacion")
        if tipo:
            self._check_identificacion(tipo)
            self._check_adjuntos(tipo)
        return datos

    def _check_identificacion(self, tipo: str):
        if numero := self.cleaned_data.get("identificacion"):
            try:
                self.cleaned_data["identificacion"] = CHECK_POR_TIPO[tipo](numero)
            except ValidationError as error:
                self.add_error("identificacion", error)
        if tipo == TipoIdentificacion.CODIGO_EXTRANJERO and not self.cleaned_data.get(
            "declara_extranjero"
        ):
            self.add_error(
                "declara_extranjero",
                "El código es solo para personas extranjeras sin cédula que ya están registradas "
                "en el IESS. Si es su caso, marque esta casilla; si no, use su cédula.",
            )

    def _check_adjuntos(self, tipo: str):
        for requisito in self.requisitos_de(tipo):
            campo = nombre_de_adjunto(requisito)
            falta = requisito not in self.conservados and not self.cleaned_data.get(campo)
            if falta and campo not in self.errors:
                self.add_error(campo, "Falta este documento. Adjunte una foto JPG o un PDF.")

    def requisitos_de(self, tipo: str) -> list[Requisito]:
        """The requirements of a person who identifies with `tipo`."""
        return [r for r in self.requisitos if r.aplica_a in {Requisito.AplicaA.TODOS, tipo}]

    def solo(self, campos) -> None:
        """Judge the form and keep only the errors of `campos`: the rest is not needed yet."""
        self.full_clean()
        for nombre in set(self.errors) - set(campos):
            del self.errors[nombre]

    def subidos(self) -> dict[Requisito, object]:
        """The files of this sending that were good, whatever the rest of the form says."""
        return {
            requisito: subido
            for requisito in self.requisitos
            if (subido := self.cleaned_data.get(nombre_de_adjunto(requisito)))
        }

    def datos(self) -> dict:
        """What was typed, as a draft keeps it: JSON, rows by their code.

        The good fields in their clean form and the others as typed, for the person to mend.
        """
        tecleado = {
            nombre: guardable(self.data.get(nombre, ""))
            for nombre in self.fields
            if not nombre.startswith("adjunto_")
        }
        limpio = {n: v for n, v in self.cleaned_data.items() if isinstance(v, str)}
        telefonos = [
            check_telefono(valor) for telefono in TELEFONOS if (valor := limpio.get(telefono))
        ]
        return {**tecleado, **limpio, "telefonos": telefonos}


class AdjuntoForm(forms.Form):
    """One document by itself."""

    def __init__(self, *args, requisito: Requisito, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["archivo"] = DocumentoField(exigencias=requisito.exigencias)


def nombre_de_adjunto(requisito: Requisito) -> str:
    return f"adjunto_{requisito.codigo}"
