from django import forms

from certificados.codigos import leer_codigo, leer_numero
from certificados.subida import PESO_MAXIMO
from certificados.verificacion import CONFIRMACION


class VerificarForm(forms.Form):
    """Number and code of a certificate; the check characters of both catch typing errors."""

    numero = forms.CharField(
        label="Número del certificado",
        max_length=60,
        help_text="Está debajo del título. Por ejemplo: IESS-CS-2026-000123-K",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": "Escriba el número del certificado."},
    )
    codigo = forms.CharField(
        label="Código de verificación",
        max_length=60,
        help_text="Son 16 letras y números, junto al código QR. Puede escribirlos sin guiones.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": "Escriba el código de verificación."},
    )

    def clean_numero(self):
        numero = leer_numero(self.cleaned_data["numero"])
        if not numero:
            raise forms.ValidationError(
                "Revise el número: alguna letra o cifra no coincide con las demás."
            )
        return numero

    def clean_codigo(self):
        codigo = leer_codigo(self.cleaned_data["codigo"])
        if not codigo:
            raise forms.ValidationError(
                "Revise el código: alguna letra o número no coincide con los demás. "
                "No lleva las letras I, O, Q, V, Z ni los números 0 y 1."
            )
        return codigo


class ConfirmarForm(forms.Form):
    """The end of the person's identification, to see the full name."""

    ultimos = forms.CharField(
        label=f"Los {CONFIRMACION} últimos dígitos de la identificación de la persona",
        max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Escriba los últimos dígitos de la identificación."},
    )


class ArchivoForm(forms.Form):
    """The PDF as it was downloaded, and not a photo or a scan of it."""

    archivo = forms.FileField(
        label="Archivo PDF del certificado",
        help_text="Tal como se descargó. Se compara y no se guarda.",
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf,.pdf"}),
        error_messages={
            "required": "Elija el archivo PDF del certificado.",
            "empty": "El archivo está vacío. Elija el PDF del certificado.",
        },
    )

    def clean_archivo(self):
        archivo = self.cleaned_data["archivo"]
        if archivo.size > PESO_MAXIMO:
            raise forms.ValidationError(
                f"El archivo pesa más de {PESO_MAXIMO // 1_048_576} MB: ningún certificado pesa "
                "tanto. Elija el PDF tal como se descargó."
            )
        if archivo.content_type.startswith("image/"):
            raise forms.ValidationError(
                "Eso es una imagen. Aquí se compara el archivo PDF tal como se descargó. Si tiene "
                "una foto o una copia en papel, escanee su código QR o escriba su número y código."
            )
        return archivo
