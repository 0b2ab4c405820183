from collections.abc import Iterable

from django import forms
from django.core.exceptions import ValidationError

from . import fotos, frases
from .formatos import FOTO_MAXIMA, TAMANO_MAXIMO, Defecto, es_heic, tipo_real
from .limpieza import sin_metadatos
from .revision import Exigencia, revisar
from .subida import Subido, nombre_visible

ACEPTA = ".jpg,.jpeg,.pdf,image/jpeg,application/pdf"
AYUDA = (
    f"JPG o PDF, de hasta {frases.peso(TAMANO_MAXIMO)}. Si su foto pesa más, hasta "
    f"{frases.peso(FOTO_MAXIMA)}, la reducimos."
)


class DocumentoField(forms.FileField):
    """A document to upload, judged while the person waits. It cleans to a `Subido`.

    A file that can never serve is an error that names it and says what is wrong and what to do.
    Doubts pass: the page shows them from `Subido.informe.dudas`.
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
            "data-foto-maxima": str(FOTO_MAXIMA),
        }

    def clean(self, data, initial=None):
        subido = super().clean(data, initial)
        if not subido or isinstance(subido, Subido):
            return subido
        nombre, contenido, peso = nombre_visible(subido.name), subido.read(), None
        if subido.size > TAMANO_MAXIMO:
            contenido, peso = self._reducido(nombre, contenido, subido.size), subido.size
        if tipo_real(contenido) == "jpg":
            contenido = sin_metadatos(contenido)
        informe = revisar(contenido, self.exigencias)
        if informe.bloqueos:
            self._rechazar(nombre, informe.bloqueos[0].mensaje, informe.bloqueos[0].causa)
        return Subido(contenido, nombre, informe, peso)

    def _reducido(self, nombre: str, contenido: bytes, peso: int) -> bytes:
        try:
            return fotos.reducir(check_reducible(contenido, peso))
        except fotos.FotoImposible as imposible:
            self._rechazar(nombre, frases.de_defecto(imposible.defecto), imposible.defecto.causa)

    def _rechazar(self, nombre: str, mensaje: str, causa: str):
        raise ValidationError(
            "«%(nombre)s»: %(mensaje)s",
            code=causa,
            params={"nombre": nombre, "mensaje": mensaje[0].lower() + mensaje[1:]},
        )


def check_reducible(contenido: bytes, peso: int) -> bytes:
    """The bytes of a photo over the limit that can be made to fit. Raises `FotoImposible`.

    `contenido` may be only the beginning of the file, which weighs `peso` bytes.
    """
    tipo = tipo_real(contenido)
    if es_heic(contenido):
        raise fotos.FotoImposible(Defecto("tipo", "heic"))
    if tipo != "jpg":
        raise fotos.FotoImposible(Defecto("tamano", tipo or "", peso, TAMANO_MAXIMO))
    if peso > FOTO_MAXIMA:
        raise fotos.FotoImposible(Defecto("tamano", "foto", peso, FOTO_MAXIMA))
    return contenido
