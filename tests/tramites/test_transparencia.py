"""The monthly table, its picture and its files (R48, R49; advantage 15)."""

import csv
import io
import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from certificados.models import Certificado
from tramites import services, vida_certificado
from tramites.models import MesPublicado
from tramites.transparencia import grafico
from tramites.transparencia.meses import Mes, meses, sin_datos

from .reparto import APROBACION, CODIGO, en_revision, presentada, registrada

ECUADOR = ZoneInfo("America/Guayaquil")
HOY = datetime(2026, 11, 23, 10, tzinfo=ECUADOR)
# R49: month → complaints, attentions, as the sheet publishes them.
PUBLICADO = """
2026-05 0/15 · 04 2/0 · 03 0/8 · 02 0/7 · 01 0/8 · 2025-12 0/7 · 11 3/12 · 10 2/11 · 09 1/14
· 08 0/8 · 07 0/16 · 06 0/4 · 05 0/11 · 04 1/7 · 03 0/6 · 02 0/5 · 01 1/11 · 2024-12 0/100
· 11 0/121 · 10 0/86 · 09 0/162 · 08 0/126 · 07 0/151 · 06 0/144 · 05 0/166 · 04 0/204
· 03 0/80 · 02 0/131 · 01 0/334
"""


def de_la_ficha() -> list[tuple[int, int, int, int]]:
    filas, anio = [], 0
    for anio_nuevo, mes, quejas, atenciones in re.findall(
        r"(?:(\d{4})-)?(\d\d) (\d+)/(\d+)", PUBLICADO
    ):
        anio = int(anio_nuevo or anio)
        filas.append((anio, int(mes), int(quejas), int(atenciones)))
    return filas


def negada(por, cuando, **cambios):
    with time_machine.travel(cuando, tick=False):
        solicitud = en_revision(por, **cambios)
        services.negar(solicitud, por=por, motivo="El proceso ya fue resuelto en mayo.")
    return solicitud


def calculados():
    return [
        (mes.anio, mes.mes, mes.quejas, mes.atenciones, mes.en_curso)
        for mes in meses(HOY.date())
        if mes.origen == "calculado"
    ]


def test_los_29_meses_publicados_salen_tal_como_en_la_ficha(catalogo):
    """R49, newest first (R48)."""
    ficha = de_la_ficha()
    assert len(ficha) == 29
    publicados = [m for m in meses(HOY.date()) if m.origen == "publicado"]
    assert [(m.anio, m.mes, m.quejas, m.atenciones) for m in publicados] == ficha


def test_una_atencion_es_una_decision_en_su_mes(bruno):
    """Approved or denied; not what was only received, nor what its person withdrew."""
    negada(bruno, HOY.replace(month=9, day=30))
    with time_machine.travel(HOY.replace(month=10, day=31), tick=False):
        pendiente = en_revision(bruno)
        services.retirar(presentada())
    with time_machine.travel(HOY, tick=False):
        services.aprobar(pendiente, por=bruno, **APROBACION)
        entrada = registrada(bruno).solicitud
        services.tomar(entrada, por=bruno)
        services.negar(entrada, por=bruno, motivo="El proceso ya fue resuelto en mayo.")
    assert calculados() == [
        (2026, 11, 0, 2, True),
        (2026, 10, 0, 0, False),
        (2026, 9, 0, 1, False),
    ]


def test_el_mes_es_el_de_ecuador_y_no_el_de_greenwich(bruno):
    """31 October at 23:30 in Guayaquil is 1 November in UTC."""
    negada(bruno, datetime(2026, 10, 31, 23, 30, tzinfo=ECUADOR))
    negada(bruno, datetime(2026, 11, 1, 0, 30, tzinfo=ECUADOR))
    assert calculados() == [(2026, 11, 0, 1, True), (2026, 10, 0, 1, False)]


def test_lo_que_pase_despues_con_el_certificado_no_cambia_el_mes(bruno):
    """Note 501: a figure that was read once is the same ever after."""
    with time_machine.travel(HOY - timedelta(days=40), tick=False):
        solicitud = en_revision(bruno)
        services.aprobar(solicitud, por=bruno, **APROBACION)
        antes = calculados()
    with time_machine.travel(HOY, tick=False):
        services.emitir_certificado(Certificado.objects.get().pk)
        solicitud.refresh_from_db()
        hasta = APROBACION["vigente_hasta"] + timedelta(days=90)
        vida_certificado.renovar(solicitud, por=bruno, vigente_hasta=hasta)
        services.emitir_certificado(Certificado.objects.get(estado="pendiente").pk)
        solicitud.refresh_from_db()
        vida_certificado.cerrar_proceso(solicitud, por=bruno, motivo="Se cerró el proceso.")
    assert calculados() == antes == [(2026, 11, 0, 0, True), (2026, 10, 0, 1, False)]


def test_lo_publicado_gana_a_lo_contado(bruno):
    negada(bruno, HOY.replace(month=10))
    MesPublicado.objects.create(anio=2026, mes=10, quejas=1, atenciones=7)
    fila = next(m for m in meses(HOY.date()) if (m.anio, m.mes) == (2026, 10))
    assert fila == Mes(2026, 10, 1, 7, "publicado")


@pytest.mark.parametrize("anio", [0, 202, 20266])
def test_un_anio_mal_escrito_se_dice_y_no_rompe_la_pagina(sara, entrar, client, anio):
    get_user_model().objects.filter(pk=sara.pk).update(is_superuser=True)
    datos = {"anio": anio, "mes": 6, "quejas": 0, "atenciones": 1}
    pagina = entrar(sara).post(reverse("admin:tramites_mespublicado_add"), datos)
    assert "El año va de 2000 a 2099." in pagina.content.decode()
    assert client.get("/transparencia/").status_code == 200


def test_el_hueco_sin_datos_se_dice(client, bruno):
    negada(bruno, HOY.replace(month=10))
    antes, despues = sin_datos(meses(HOY.date()))
    assert (antes.primero.month, despues.primero.month) == (5, 10)
    with time_machine.travel(HOY, tick=False):
        pagina = client.get("/transparencia/").content.decode()
    assert "No hay datos entre mayo de 2026 y octubre de 2026" in pagina
    for mes in range(6, 10):
        MesPublicado.objects.create(anio=2026, mes=mes, quejas=0, atenciones=1)
    assert sin_datos(meses(HOY.date())) is None


def test_la_pagina_lleva_las_columnas_de_la_ficha_y_dice_que_cuenta(client, bruno):
    """R48."""
    negada(bruno, HOY.replace(month=10))
    with time_machine.travel(HOY, tick=False):
        pagina = client.get("/transparencia/").content.decode()
    columnas = re.findall(r"<th scope=\"col\"[^>]*>([^<]+)</th>", pagina)
    assert columnas == ["Año", "Mes", "Volumen de Quejas", "Volumen de Atenciones"]
    filas = re.findall(r"<tr><td>(\d+)</td><td>([^<]+)</td>", pagina)
    assert filas[:3] == [
        ("2026", "noviembre (en curso)"),
        ("2026", "octubre"),
        ("2026", "mayo"),
    ]
    assert "aprobadas o negadas" in pagina and "muy pocas solicitudes decididas" in pagina


def consultas(client, direccion) -> int:
    with CaptureQueriesContext(connection) as capturadas:
        assert client.get(direccion).status_code == 200
    return len(capturadas)


@pytest.mark.parametrize("hoja", ["", "v1/meses.csv", "v1/meses.json"])
def test_cuesta_lo_mismo_con_un_caso_que_con_muchos(client, bruno, hoja):
    negada(bruno, HOY)
    con_uno = consultas(client, f"/transparencia/{hoja}")
    for n in range(12):
        negada(bruno, HOY - timedelta(days=n * 20))
    # Beyond nine decisions the times are measured, with one query for their pauses.
    assert consultas(client, f"/transparencia/{hoja}") <= con_uno + 1


# --- Files -------------------------------------------------------------------------------------
def test_el_csv_lo_lee_cualquier_hoja_de_calculo(client, bruno):
    negada(bruno, HOY)
    with time_machine.travel(HOY, tick=False):
        respuesta = client.get("/transparencia/v1/meses.csv")
    assert respuesta["Content-Type"] == "text/csv; charset=utf-8; header=present"
    assert respuesta["Content-Disposition"] == 'attachment; filename="quejas-y-atenciones.csv"'
    texto = respuesta.content.decode("utf-8-sig")
    filas = list(csv.reader(io.StringIO(texto, newline="")))
    assert texto.count("\r\n") == len(filas) == 31
    assert filas[0] == ["Año", "Mes", "Volumen de Quejas", "Volumen de Atenciones", "Origen"]
    assert filas[1] == ["2026", "11", "0", "1", "en_curso"]
    assert filas[2] == ["2026", "5", "0", "15", "publicado"]


def test_ninguna_celda_puede_ser_una_formula(client, bruno):
    """Nothing typed by anybody reaches the file: numbers and three words."""
    negada(bruno, HOY, nombres="=cmd|'/C calc'!A0")
    texto = client.get("/transparencia/v1/meses.csv").content.decode("utf-8-sig")
    _, *filas = csv.reader(io.StringIO(texto))
    celda = re.compile(r"[0-9]+|publicado|calculado|en_curso")
    assert all(celda.fullmatch(valor) for fila in filas for valor in fila)


def test_el_json_cumple_lo_que_su_documento_promete(client, bruno):
    for dia in range(10):
        negada(bruno, HOY - timedelta(days=dia % 5))
    with time_machine.travel(HOY, tick=False):
        respuesta = client.get("/transparencia/v1/meses.json")
    datos = respuesta.json()
    assert list(datos) == ["version", "institucion", "definiciones", "meses", "tiempos"]
    assert (datos["version"], len(datos["meses"])) == (1, 30)
    esperado = {"anio": 2026, "mes": 11, "quejas": 0, "atenciones": 10, "origen": "en_curso"}
    assert datos["meses"][0] == esperado
    assert datos["tiempos"] == [
        {
            "tramite": CODIGO,
            "decididas": 10,
            "mediana_dias_habiles": 0,
            "p90_dias_habiles": 0,
            "termino_legal_dias_habiles": 30,
        }
    ]


@pytest.mark.parametrize("hoja", ["meses.csv", "meses.json"])
def test_los_archivos_se_pueden_guardar_y_no_viajan_dos_veces(client, catalogo, hoja):
    primera = client.get(f"/transparencia/v1/{hoja}")
    assert primera["Cache-Control"] == "public, max-age=300"
    assert primera["Access-Control-Allow-Origin"] == "*"
    otra = client.get(f"/transparencia/v1/{hoja}", headers={"If-None-Match": primera["ETag"]})
    assert (otra.status_code, otra.content) == (304, b"")
    MesPublicado.objects.filter(anio=2026, mes=5).update(atenciones=16)
    otra = client.get(f"/transparencia/v1/{hoja}", headers={"If-None-Match": primera["ETag"]})
    assert otra.status_code == 200


# --- Picture -----------------------------------------------------------------------------------
def test_cada_barra_mide_lo_que_dice_y_ninguna_se_sale(catalogo):
    for panel in grafico.paneles(meses(HOY.date())):
        tope = max(c.mes.atenciones for c in panel.columnas) or 1
        for columna in panel.columnas:
            barra = columna.atenciones
            assert abs(barra.alto - 128 * columna.mes.atenciones / tope) <= 0.5
            assert barra.y + barra.alto == panel.suelo
            for rectangulo in filter(None, [barra, columna.quejas]):
                assert rectangulo.letrero >= 14 and rectangulo.fin <= panel.ancho
            assert (columna.quejas is None) == (columna.mes.quejas == 0)


def test_los_anios_se_comparan_con_una_sola_medida(catalogo):
    anios = grafico.paneles(meses(HOY.date()))
    largos = {p.anio: barra.ancho for p, barra in grafico.totales(anios)}
    assert largos == {2026: 202 * 38 // 1805, 2025: 202 * 112 // 1805, 2024: 202}
    assert [(p.anio, p.atenciones, p.quejas) for p in anios] == [
        (2026, 38, 2),
        (2025, 112, 8),
        (2024, 1805, 0),
    ]


def test_el_dibujo_se_cuenta_tambien_con_palabras(client, catalogo):
    with time_machine.travel(HOY, tick=False):
        pagina = client.get("/transparencia/").content.decode()
    assert "2025: 112 atenciones y 8 quejas. El mes con más atenciones fue julio, con 16." in pagina
    assert 'aria-label="2026: 38 atenciones. 2025: 112 atenciones. 2024: 1805 atenciones. "' in (
        pagina
    )


def test_un_mes_sin_nada_tambien_se_dibuja():
    (panel,) = grafico.paneles([Mes(2026, 11, 0, 0, "calculado", en_curso=True)])
    assert panel.columnas[0].atenciones.alto == 0
    assert panel.resumen == "2026: 0 atenciones y 0 quejas."
