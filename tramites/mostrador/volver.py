"""What the officer of a window types for somebody who comes back with a case that already is."""

from django import forms
from django.core.exceptions import ValidationError

from documentos.fields import DocumentoField
from tramites.models import Requisito, Solicitud
from tramites.recepcion.forms import nombre_de_adjunto, pide_conformidad
from tramites.texto import TextoField

from .atencion import buscar
from .codigos import ConFreno
from .forms import SOLO_ESCRIBIR, EntradaForm, buenos


class VolverForm(ConFreno):
    """Whose case it is: who comes back says its number and shows the document."""

    numero = TextoField(
        label="Número de solicitud",
        max_length=40,
        help_text="Está en el comprobante. Por ejemplo, IESS-RT-17-2026-000123-K.",
        widget=forms.TextInput(attrs=SOLO_ESCRIBIR | {"autofocus": True}),
        error_messages={"required": "Escriba el número de la solicitud."},
    )
    identificacion = TextoField(
        label="Número de identificación, entero",
        max_length=30,
        help_text="Del documento original que presenta.",
        widget=forms.TextInput(attrs=SOLO_ESCRIBIR),
        error_messages={"required": "Escriba el número que consta en el documento."},
    )

    def clean(self):
        datos = super().clean()
        if not self.errors:
            self.hallado = self.con_freno(buscar, datos["numero"], datos["identificacion"])
        return datos


class CorregirForm(EntradaForm):
    """The documents asked for again, scanned at the window; those that are kept need not be.

    `pedidos` maps each requirement to the file that waits for it, or to None. Of a doubtful one
    the officer says that the paper was looked at.
    """

    def __init__(self, *args, pedidos: dict[Requisito, object], **kwargs):
        super().__init__(*args, **kwargs)
        self.pedidos = pedidos
        for requisito, documento in pedidos.items():
            campo = DocumentoField(
                label=f"{requisito.nombre_corto} (escaneada)",
                exigencias=requisito.exigencias,
                required=documento is None,
            )
            campo.error_messages["required"] = "Escanee y adjunte el documento corregido."
            self.fields[nombre_de_adjunto(requisito)] = campo
            if documento and pide_conformidad(documento):
                self.fields[f"conforme_{requisito.codigo}"] = _conforme(documento)

    def subidos(self) -> dict[Requisito, object]:
        return buenos(self, self.pedidos)

    def conformes(self) -> list:
        """The kept documents that the officer wants sent as they are."""
        return [
            documento
            for requisito, documento in self.pedidos.items()
            if self.cleaned_data.get(f"conforme_{requisito.codigo}")
        ]


def _conforme(documento) -> forms.BooleanField:
    dudas = " ".join(duda["mensaje"] for duda in documento.dudas) or "Se redujo para que quepa."
    return forms.BooleanField(
        label=f"{documento.requisito.nombre_corto}: {dudas} Miré el papel y se envía así.",
        error_messages={"required": "Escanéelo mejor o marque que miró el papel y se envía así."},
    )


class EnlaceForm(EntradaForm):
    """A new link in place of one lost. `antes`: the one that is lost, so that twice is once."""

    antes = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args, solicitud: Solicitud, **kwargs):
        super().__init__(*args, **kwargs)
        self.solicitud = solicitud
        del self.fields["quipux"]
        self.fields["antes"].initial = solicitud.secreto_huella

    def clean_antes(self):
        if self.cleaned_data["antes"] != self.solicitud.secreto_huella:
            raise ValidationError("El enlace acaba de cambiarse. Imprima el comprobante nuevo.")
        return self.cleaned_data["antes"]
