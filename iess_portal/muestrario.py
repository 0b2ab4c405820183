"""Invented data for the page that shows the components."""

from datetime import datetime
from types import SimpleNamespace

from django import forms

from certificados.fechas import ECUADOR
from tramites.estados import Estado


class FormularioDeMuestra(forms.Form):
    """One field of each kind that the portal's forms use."""

    tipo = forms.ChoiceField(
        label="¿Con qué documento se identifica?",
        choices={"cedula": "Cédula de identidad", "codigo": "Código para extranjeros"},
        widget=forms.RadioSelect,
    )
    identificacion = forms.CharField(
        label="Número de identificación", help_text="La cédula tiene 10 números."
    )
    provincia = forms.ChoiceField(label="Provincia", choices={"": "Elija", "17": "Pichincha"})
    mensaje = forms.CharField(label="Detalle de su pedido", widget=forms.Textarea)
    archivo = forms.FileField(label="Cédula", help_text="JPG o PDF, de hasta 1 MB.")
    declara = forms.BooleanField(label="Los datos son verdaderos.")


def _hito(dia: int, frase: str, detalle: str = "") -> dict:
    return {
        "en": datetime(2026, 6, dia, 9, 30, tzinfo=ECUADOR),
        "frase": frase,
        "detalle": detalle,
    }


# A bar of a chart: month, value, and where it stands (px of a 360 × 200 canvas).
_ATENCIONES = {"ene": 8, "feb": 7, "mar": 8, "abr": 0, "may": 15}
BARRAS = [
    SimpleNamespace(mes=mes, valor=valor, x=46 + 62 * n, y=170 - 10 * valor, alto=10 * valor)
    for n, (mes, valor) in enumerate(_ATENCIONES.items())
]
PASOS = [
    {"nombre": "Quién es", "url": "#progreso"},
    {"nombre": "Qué necesita", "url": "#progreso"},
    {"nombre": "Documentos"},
    {"nombre": "Revisar"},
]
CONTEXTO = {
    "tonos": {
        "info": "Su solicitud se enviará a: Coordinación Provincial de Pichincha.",
        "bien": "Recibimos su corrección.",
        "duda": "La foto está un poco oscura. Tómela de nuevo junto a una ventana.",
        "mal": "Su certificado fue anulado y ya no vale.",
    },
    "estados": Estado.choices,
    "veredictos": ["aceptado", "observado", "rechazado"],
    "pasos": PASOS,
    "hitos": [
        _hito(1, "La solicitud fue recibida."),
        _hito(3, "La solicitud espera una corrección.", "Cédula: la foto está borrosa."),
        _hito(4, "La solicitud fue corregida."),
    ],
    "respuestas": [
        {"nombre": "Provincia", "valor": "Pichincha", "cambiar": "#respuestas"},
        {"nombre": "Correo", "valor": "ana@example.org", "cambiar": "#respuestas"},
        {"nombre": "Trámite", "valor": "Certificado de atención de salud"},
    ],
    "form": FormularioDeMuestra({"identificacion": "171003406", "declara": ""}, auto_id="malo_%s"),
    "vacio": FormularioDeMuestra(auto_id="vacio_%s"),
    "barras": BARRAS,
    "rejilla": [170, 120, 70, 20],
}
