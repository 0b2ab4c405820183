"""Transparency: the page for people, and the same figures as files for programs."""

import csv

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_GET

from tramites.models import Tramite

from .grafico import FILA, paneles, totales
from .meses import DEFINICIONES, Mes, meses, sin_datos
from .tiempos import observados

# Seconds that anybody may cache the files: the figures change a few times a day.
FRESCURA = 300
COLUMNAS = ("Año", "Mes", "Volumen de Quejas", "Volumen de Atenciones", "Origen")
# Without it Excel does not read the file as UTF-8.
MARCA_UTF8 = "\ufeff"


@require_GET
def transparencia(request):
    filas = meses(timezone.localdate())
    anios = paneles(filas)
    contexto = {
        "meses": filas,
        "hueco": sin_datos(filas),
        "paneles": anios,
        "totales": totales(anios),
        "alto_de_totales": FILA * len(anios),
        "definiciones": DEFINICIONES,
        "tiempos": [(tramite, observados(tramite)) for tramite in Tramite.ofrecidos()],
        "termino": settings.TERMINO_RESOLUCION_DIAS,
    }
    return render(request, "tramites/transparencia.html", contexto)


@require_GET
@cache_control(public=True, max_age=FRESCURA)
@conditional_page
def meses_csv(request):
    """The table for spreadsheets. Every cell is a number or a fixed word."""
    respuesta = HttpResponse(
        MARCA_UTF8,
        content_type="text/csv; charset=utf-8; header=present",
        headers={"Content-Disposition": 'attachment; filename="quejas-y-atenciones.csv"'},
    )
    hoja = csv.writer(respuesta)
    hoja.writerow(COLUMNAS)
    hoja.writerows(
        (mes.anio, mes.mes, mes.quejas, mes.atenciones, _origen(mes))
        for mes in meses(timezone.localdate())
    )
    return _abierta(respuesta)


@require_GET
@cache_control(public=True, max_age=FRESCURA)
@conditional_page
def meses_json(request):
    """The table and the observed times, as docs/transparencia-datos.md promises."""
    cuerpo = {
        "version": 1,
        "institucion": "Instituto Ecuatoriano de Seguridad Social",
        "definiciones": DEFINICIONES,
        "meses": [_en_json(mes) for mes in meses(timezone.localdate())],
        "tiempos": [_tiempos_en_json(tramite) for tramite in Tramite.ofrecidos()],
    }
    opciones = {"ensure_ascii": False, "indent": 1}
    return _abierta(JsonResponse(cuerpo, json_dumps_params=opciones))


def _origen(mes: Mes) -> str:
    return "en_curso" if mes.en_curso else mes.origen


def _en_json(mes: Mes) -> dict:
    return {
        "anio": mes.anio,
        "mes": mes.mes,
        "quejas": mes.quejas,
        "atenciones": mes.atenciones,
        "origen": _origen(mes),
    }


def _tiempos_en_json(tramite: Tramite) -> dict:
    tiempos = observados(tramite)
    return {
        "tramite": tramite.codigo,
        "decididas": tiempos and tiempos.decididas,
        "mediana_dias_habiles": tiempos and tiempos.mediana,
        "p90_dias_habiles": tiempos and tiempos.p90,
        "termino_legal_dias_habiles": settings.TERMINO_RESOLUCION_DIAS,
    }


def _abierta(respuesta):
    """Let any site read these public figures."""
    respuesta["Access-Control-Allow-Origin"] = "*"
    return respuesta
