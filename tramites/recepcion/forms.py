"""Recepción de trámites: the form of each step (R27 to R34)."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout
from django import forms

from documentos.fields import AYUDA, DocumentoField
from tramites.campos import ConIdentificacion, campo_ultimos
from tramites.catalogo import Provincia, Requisito, Tramite
from tramites.dudas import veredicto_de
from tramites.identificacion import check_telefono
from tramites.models import TipoIdentificacion
from tramites.texto import CorreoField, TextoField, check_imprimible, guardable

TELEFONOS_MAXIMOS = 3
TELEFONOS = [f"telefono_{n}" for n in range(1, TELEFONOS_MAXIMOS + 1)]
FALTA = "Falta este documento. Adjunte una foto JPG o un PDF."
SIN_ELEGIR = "Elija primero una foto JPG o un PDF."
SIN_CONFORMIDAD = "Díganos si lo enviamos así o cámbielo por otro."


class PasoForm(forms.Form):
    """A step of the form; `si_falta` says in its own words what to do about an empty field."""

    si_falta: dict[str, str] = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for nombre, frase in self.si_falta.items():
            self.fields[nombre].error_messages["required"] = frase
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def datos(self) -> dict:
        """What was typed, as a draft keeps it: JSON, with the codes of rows.

        Good fields are cleaned; the others stay as typed, for the person to correct.
        """
        tecleado = {nombre: guardable(self.data.get(nombre, "")) for nombre in self.fields}
        return tecleado | {n: v for n, v in self.cleaned_data.items() if isinstance(v, str)}


class QuienForm(ConIdentificacion, PasoForm):
    si_falta = {
        "tipo_identificacion": "Elija con qué documento se identifica.",
        "identificacion": "Escriba su número de identificación.",
        "nombres": "Escriba sus nombres y apellidos.",
    }

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

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            "tipo_identificacion",
            "identificacion",
            Div("declara_extranjero", data_aplica_a=TipoIdentificacion.CODIGO_EXTRANJERO),
            "nombres",
        )

    def clean(self):
        datos = super().clean()
        con_codigo = datos.get("tipo_identificacion") == TipoIdentificacion.CODIGO_EXTRANJERO
        if con_codigo and not datos.get("declara_extranjero"):
            self.add_error(
                "declara_extranjero",
                "El código es solo para personas extranjeras sin cédula que ya están registradas "
                "en el IESS. Si es su caso, marque esta casilla; si no, use su cédula.",
            )
        return datos


class ContactoForm(PasoForm):
    si_falta = {
        "correo": "Escriba su correo electrónico.",
        "telefono_1": "Escriba al menos un teléfono.",
    }

    correo = CorreoField(
        label="Correo electrónico",
        max_length=254,
        help_text="A este correo le avisaremos cada novedad de su solicitud.",
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )

    def __init__(self, *args, **kwargs):
        self.base_fields = self.base_fields | {
            nombre: _telefono(n) for n, nombre in enumerate(TELEFONOS, 1)
        }
        super().__init__(*args, **kwargs)

    def datos(self) -> dict:
        datos = super().datos()
        buenos = [self.cleaned_data[t] for t in TELEFONOS if self.cleaned_data.get(t)]
        return datos | {"telefonos": [check_telefono(telefono) for telefono in buenos]}


def _telefono(n: int) -> forms.CharField:
    return forms.CharField(
        label="Teléfono" if n == 1 else f"Otro teléfono ({n}, opcional)",
        max_length=30,
        required=n == 1,
        validators=[check_telefono],
        help_text="Por ejemplo, 099 123 4567." if n == 1 else "",
        widget=forms.TextInput(
            attrs={"autocomplete": "tel" if n == 1 else "off", "inputmode": "tel"}
        ),
    )


class PedidoForm(PasoForm):
    si_falta = {
        "provincia": "Elija su provincia.",
        "tramite": "Elija el trámite.",
        "mensaje": "Escriba qué necesita.",
    }

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
        # The names are long: a phone cuts them in a select, but wraps them beside radio buttons.
        widget=forms.RadioSelect,
    )
    mensaje = TextoField(
        label="Detalle de su pedido",
        max_length=4000,
        help_text="Cuente qué necesita y, si lo sabe, el número de su proceso abierto.",
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class DocumentosForm(forms.Form):
    """The documents to bring: for each requirement a card, with its field and a button to send it.

    All of them belong to one form, so that whichever button is pressed takes along every file that
    was chosen. What applies to every file is said once, in `ayuda`. `pedidos` maps each requirement
    to the document that the draft holds for it, or to None; `observados` maps those that were asked
    for again to their `Observado`.
    """

    ayuda = AYUDA

    def __init__(self, *args, pedidos: dict[Requisito, object], observados: dict, **kwargs):
        super().__init__(*args, **kwargs)
        self.pedidos, self.observados = pedidos, observados
        for requisito in pedidos:
            campo = DocumentoField(
                label=requisito.nombre_corto,
                help_text=requisito.instrucciones,
                exigencias=requisito.exigencias,
                required=False,
            )
            campo.widget.attrs |= {"class": "form-control", "form": "mesa"}
            self.fields[nombre_de_adjunto(requisito)] = campo

    def tarjeta(self, requisito: Requisito) -> dict:
        """What the page shows of one requirement; `resuelta`: nothing is left to do about it."""
        documento, campo = self.pedidos[requisito], self[nombre_de_adjunto(requisito)]
        pide = documento is not None and pide_conformidad(documento)
        return {
            "requisito": requisito,
            "documento": documento,
            "observado": self.observados.get(requisito),
            "campo": campo,
            "veredicto": veredicto_de(documento) if documento else "",
            "pide_conformidad": pide,
            "resuelta": documento is not None and not pide and not campo.errors,
        }

    def tarjetas(self) -> list[dict]:
        return [self.tarjeta(requisito) for requisito in self.pedidos]

    def subidos(self) -> dict[Requisito, object]:
        """The good files among those just sent."""
        self.is_valid()
        enviados = {r: self.cleaned_data.get(nombre_de_adjunto(r)) for r in self.pedidos}
        return {requisito: subido for requisito, subido in enviados.items() if subido}

    def exigir(self, requisito: Requisito) -> None:
        """Add an error if no file came for `requisito`, whose button was pressed."""
        campo = nombre_de_adjunto(requisito)
        if campo not in self.errors and not self.cleaned_data[campo]:
            self.add_error(campo, SIN_ELEGIR)

    def check_completos(self) -> bool:
        """Whether every document is there, with the person's word; adds an error for each other."""
        for requisito, documento in self.pedidos.items():
            campo = nombre_de_adjunto(requisito)
            if campo in self.errors:
                continue
            if documento is None:
                self.add_error(campo, FALTA)
            elif pide_conformidad(documento):
                self.add_error(campo, SIN_CONFORMIDAD)
        return not self.errors


def pide_conformidad(documento) -> bool:
    """Whether the person must still say that a doubtful or reduced file can go as it is."""
    tocado = veredicto_de(documento) != "aceptado" or documento.peso_original is not None
    return tocado and not documento.conforme


def nombre_de_adjunto(requisito: Requisito) -> str:
    return f"adjunto_{requisito.codigo}"


class RetomarForm(forms.Form):
    """What somebody must know to go on with a draft in another browser."""

    ultimos = campo_ultimos("De la cédula o el código que escribió en el primer paso.")
