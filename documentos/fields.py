from collections.abc import Iterable

from django import forms
from django.core.exceptions import ValidationError

from . import frases
from .formatos import TAMANO_MAXIMO, Defecto
from .revision import Exigencia, revisar
from .subida import Subido, nombre_visible

ACEPTA = ".jpg,.jpeg,.pdf,image/jpeg,application/pdf"
AYUDA = f"JPG o PDF, de hasta {frases.peso(TAMANO_MAXIMO)}."


class DocumentoField(forms.FileField):
    """A document to upload, judged while the person waits: cleans to a `Subido`.

    What can never serve is an error that names the file, what is wrong and what to do. Doubts
    pass, and lie in `Subido.informe.dudas` for the page to show.
    """

    widget = forms.FileInput

    def __init__(self, *, exigencias: Iterable[Exigencia | str] = (), **kwargs):
        self.exigencias = tuple(Exigencia(exigencia) for exigencia in exigencias)
        kwargs.setdefault("help_text", AYUDA)
        super().__init__(**kwargs)
        self.error_messages["empty"] = frases.de("danado", clave="vacio")

    def widget_attrs(self, widget):
        # The browser's script reads the limit from here, to warn before sending.
        return {
            **super().widget_attrs(widget),
            "accept": ACEPTA,
            "data-tamano-maximo": str(TAMANO_MAXIMO),
        }

    def clean(self, data, initial=None):
        subido = super().clean(data, initial)
        if not subido or isinstance(subido, Subido):
            return subido
        nombre = nombre_visible(subido.name)
        if subido.size > TAMANO_MAXIMO:
            self._rechazar(nombre, frases.de_defecto(Defecto("tamano", medida=subido.size)))
        contenido = subido.read()
        informe = revisar(contenido, self.exigencias)
        if informe.bloqueos:
            self._rechazar(nombre, informe.bloqueos[0].mensaje, informe.bloqueos[0].causa)
        return Subido(contenido, nombre, informe)

    def _rechazar(self, nombre: str, mensaje: str, causa: str = "tamano"):
        raise ValidationError(
            "«%(nombre)s»: %(mensaje)s",
            code=causa,
            params={"nombre": nombre, "mensaje": mensaje[0].lower() + mensaje[1:]},
        )
