"""Dates as a certificate writes them, in Spanish, whatever the machine's locale."""

from datetime import date
from zoneinfo import ZoneInfo

from django.utils import timezone

ECUADOR = ZoneInfo("America/Guayaquil")

_MESES = "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"
_NUMEROS = (
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince "
    "dieciséis diecisiete dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro "
    "veinticinco veintiséis veintisiete veintiocho veintinueve"
)
_DECENAS = "treinta cuarenta cincuenta sesenta setenta ochenta noventa"
ANIOS = range(2000, 2100)
MESES = _MESES.split()
NUMEROS = _NUMEROS.split()
DECENAS = dict(enumerate(_DECENAS.split(), start=3))


def fecha_larga(dia: date) -> str:
    """'23 de noviembre de 2026'"""
    return f"{dia.day} de {MESES[dia.month - 1]} de {dia.year}"


def fecha_en_palabras(dia: date) -> str:
    """'veintitrés de noviembre de dos mil veintiséis'. Raises ValueError outside 2000 to 2099."""
    if dia.year not in ANIOS:
        raise ValueError(f"No se sabe escribir el año {dia.year} en palabras.")
    numero_del_dia = "primero" if dia.day == 1 else _hasta_noventa_y_nueve(dia.day)
    resto = dia.year - 2000
    anio = "dos mil" + (f" {_hasta_noventa_y_nueve(resto)}" if resto else "")
    return f"{numero_del_dia} de {MESES[dia.month - 1]} de {anio}"


def _hasta_noventa_y_nueve(numero: int) -> str:
    if numero < len(NUMEROS):
        return NUMEROS[numero]
    decena, unidad = divmod(numero, 10)
    return DECENAS[decena] + (f" y {NUMEROS[unidad]}" if unidad else "")


def hoy_en_ecuador() -> date:
    """The current day in Ecuador."""
    return timezone.now().astimezone(ECUADOR).date()
