"""What the officer at a window types about a case brought in person."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q

from documentos.fields import DocumentoField
from tramites.campos import ConIdentificacion
from tramites.identificacion import check_telefono
from tramites.models import (
    Autorizacion,
    Centro,
    Provincia,
    Requisito,
    Solicitud,
    TipoIdentificacion,
)
from tramites.recepcion.forms import nombre_de_adjunto, pide_conformidad
from tramites.texto import CorreoField, TextoField, check_imprimible

SOLO_ESCRIBIR = {"autocomplete": "off", "spellcheck": "false"}
DEL_CASO = ("tipo_identificacion", "identificacion", "nombres", "correo", "provincia", "mensaje")
DE_LA_ENTRADA = ("centro", "quipux", "original_visto")
SIN_MIRAR = "Escanéelo mejor o, si en el papel se ve bien, marque que lo miró."


class EntradaForm(forms.Form):
    """What is brought to a window: the centre, the Quipux number, what was seen, and each scan.

    `pedidos` maps each requirement to the scan that the draft already holds for it, or to None. For
    a doubtful scan there is a box in which the officer says that the paper was looked at.
    """

    original_visto = forms.BooleanField(
        label="Presentó el documento original. Lo devolví y no retuve copia.",
        error_messages={
            "required": "Pida el documento original: sin verlo no se registra el ingreso."
        },
    )
    centro = forms.ModelChoiceField(
        label="Centro de atención",
        queryset=Centro.objects.filter(activo=True),
        empty_label="Elija el centro",
        error_messages={"required": "Elija el centro en que atiende."},
    )
    quipux = TextoField(
        label="Número de Quipux",
        max_length=60,
        error_messages={"required": "Escriba el número que Quipux dio a este ingreso."},
        validators=[check_imprimible],
        widget=forms.TextInput(attrs=SOLO_ESCRIBIR),
    )

    def __init__(self, *args, pedidos: dict[Requisito, object] | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.pedidos = pedidos or {}
        for requisito, documento in self.pedidos.items():
            self.fields[nombre_de_adjunto(requisito)] = self._campo_de(requisito, documento)
            if documento and pide_conformidad(documento):
                self.fields[_conforme(requisito)] = _casilla_de(requisito)

    def _campo_de(self, requisito: Requisito, documento) -> DocumentoField:
        campo = DocumentoField(
            label=f"{requisito.nombre_corto} (escaneada)",
            exigencias=requisito.exigencias,
            required=documento is None,
        )
        # What the page shows beside it.
        campo.documento = documento
        campo.error_messages["required"] = "Escanee y adjunte el documento."
        return campo

    def clean(self):
        datos = super().clean()
        for requisito in self.pedidos:
            casilla, nuevo = _conforme(requisito), datos.get(nombre_de_adjunto(requisito))
            if casilla in self.fields and not nuevo and not datos.get(casilla):
                self.add_error(casilla, SIN_MIRAR)
        return datos

    def subidos(self) -> dict[Requisito, object]:
        """The good scans among those just sent, whatever the rest of the form says."""
        enviados = {r: self.cleaned_data.get(nombre_de_adjunto(r)) for r in self.pedidos}
        return {requisito: subido for requisito, subido in enviados.items() if subido}

    def guardado(self, requisito: Requisito, documento) -> None:
        """Show `documento` beside its field from now on. If it is doubtful, also ask whether the
        paper was looked at, without waiting for the rest of the form to be right."""
        self.fields[nombre_de_adjunto(requisito)].documento = documento
        if pide_conformidad(documento) and _conforme(requisito) not in self.fields:
            self._preguntar(requisito)

    def _preguntar(self, requisito: Requisito) -> None:
        adjunto, casilla = nombre_de_adjunto(requisito), _conforme(requisito)
        orden = list(self.fields)
        orden.insert(orden.index(adjunto) + 1, casilla)
        self.fields[casilla] = _casilla_de(requisito)
        self.order_fields(orden)
        self.add_error(casilla, SIN_MIRAR)

    def conformes(self) -> list:
        """The stored documents that the officer, who saw the paper, wants sent as they are."""
        return [d for r, d in self.pedidos.items() if self.cleaned_data.get(_conforme(r))]

    def clean_quipux(self):
        quipux = self.cleaned_data["quipux"].upper()
        casos = Solicitud.objects.filter(
            Q(ingreso__quipux=quipux) | Q(movimientos__atencion__quipux=quipux)
        )
        if quipux and (anterior := casos.first()):
            raise ValidationError(
                "Ese número de Quipux ya está en la solicitud %(numero)s. Revíselo.",
                code="repetido",
                params={"numero": anterior.numero},
            )
        return quipux

    def entrada(self) -> dict:
        """The fields of an `IngresoPresencial` or of an `Atencion`."""
        return {c: self.cleaned_data[c] for c in DE_LA_ENTRADA if c in self.cleaned_data}


def _conforme(requisito: Requisito) -> str:
    return f"conforme_{requisito.codigo}"


def _casilla_de(requisito: Requisito) -> forms.BooleanField:
    """The box for a doubtful scan; the page shows the doubts and the picture beside it."""
    dicho = f"{requisito.nombre_corto}: miré el papel y se envía así."
    return forms.BooleanField(label=dicho, required=False)


class IngresoForm(ConIdentificacion, EntradaForm):
    """The person, the request and what was seen at the window, in the order of a conversation."""

    field_order = (
        "tipo_identificacion",
        "identificacion",
        "original_visto",
        "nombres",
        "telefono_1",
        "telefono_2",
        "correo",
        "provincia",
        "mensaje",
        "centro",
        "quipux",
    )

    tipo_identificacion = forms.ChoiceField(
        label="Documento que presenta",
        choices=TipoIdentificacion,
        initial=TipoIdentificacion.CEDULA,
        widget=forms.RadioSelect,
        error_messages={"required": "Elija el documento que presenta."},
    )
    identificacion = forms.CharField(
        label="Número de identificación",
        max_length=30,
        error_messages={"required": "Escriba el número que consta en el documento."},
        widget=forms.TextInput(attrs=SOLO_ESCRIBIR | {"autofocus": True}),
    )
    nombres = TextoField(
        label="Nombres y apellidos",
        max_length=150,
        validators=[check_imprimible],
        help_text="Como constan en el documento.",
        error_messages={"required": "Escriba los nombres y apellidos del documento."},
        widget=forms.TextInput(attrs=SOLO_ESCRIBIR),
    )
    telefono_1 = forms.CharField(
        label="Teléfono",
        max_length=30,
        validators=[check_telefono],
        help_text="099 123 4567",
        error_messages={"required": "Pida un teléfono: sin correo es la única manera de avisar."},
    )
    telefono_2 = forms.CharField(
        label="Otro teléfono (opcional)", max_length=30, required=False, validators=[check_telefono]
    )
    correo = CorreoField(
        label="Correo electrónico (opcional)",
        max_length=254,
        required=False,
        help_text="Si no tiene, siga sin él: el comprobante lleva lo necesario.",
    )
    provincia = forms.ModelChoiceField(
        label="Provincia donde se tramita su proceso",
        queryset=Provincia.objects.all(),
        to_field_name="codigo",
        empty_label="Elija la provincia",
        help_text="De ella depende quién atiende, no de este centro.",
        error_messages={"required": "Elija la provincia donde se tramita el proceso."},
    )
    mensaje = TextoField(
        label="Detalle del pedido (opcional)",
        max_length=4000,
        required=False,
        help_text="Solo si agrega algo a la carta.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def _campo_de(self, requisito, documento):
        campo = super()._campo_de(requisito, documento)
        campo.error_messages["required"] = "Escanee y adjunte la carta firmada a mano."
        destinatario = requisito.tramite.destinatario_presencial
        campo.help_text = f"Dirigida al {destinatario}. {campo.help_text}"
        return campo

    def datos(self) -> dict:
        """The person's fields of a `Solicitud`."""
        tecleados = [self.cleaned_data[t] for t in ("telefono_1", "telefono_2")]
        telefonos = [check_telefono(telefono) for telefono in tecleados if telefono]
        return {c: self.cleaned_data[c] for c in DEL_CASO} | {"telefonos": telefonos}

    def en_el_borrador(self) -> dict:
        """The person's words as a draft keeps them, to compare the letter with."""
        return {campo: valor for campo, valor in self.datos().items() if campo != "provincia"}


class IngresoDeTerceroForm(IngresoForm):
    """A case brought by an authorised person: the authorisation says who the holder is."""

    field_order = ("original_visto", "tercero_original_visto", *IngresoForm.field_order)

    tercero_original_visto = forms.BooleanField(
        error_messages={
            "required": "Pida la cédula original de la persona autorizada y compárela con estos "
            "datos: sin verla no se registra el ingreso."
        },
    )

    def __init__(self, *args, autorizacion: Autorizacion, **kwargs):
        super().__init__(*args, **kwargs)
        self.autorizacion = autorizacion
        for campo in ("tipo_identificacion", "identificacion", "nombres", "correo"):
            del self.fields[campo]
        self.fields[
            "original_visto"
        ].label = "Presentó el documento original del titular. Lo devolví y no retuve copia."
        tercero = f"{autorizacion.tercero_nombres}, {autorizacion.tercero_cedula}"
        visto = self.fields["tercero_original_visto"]
        visto.label = f"Vi la cédula original de {tercero}."

    def datos(self):
        titular = self.autorizacion.titular
        self.cleaned_data |= {
            "tipo_identificacion": titular.tipo_identificacion,
            "identificacion": titular.identificacion,
            "nombres": titular.nombres,
            # From here on everything is told to the holder and to nobody else.
            "correo": titular.cuenta.email,
        }
        return super().datos()

    def entrada(self):
        return super().entrada() | {
            "autorizacion": self.autorizacion,
            "tercero_original_visto": self.cleaned_data["tercero_original_visto"],
        }
