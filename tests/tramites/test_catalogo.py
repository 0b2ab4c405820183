"""The catalogue is data: the sheet's facts (R1 to R49) are rows, and the page says them all."""

import gzip
import html

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db.models import Sum
from django.urls import reverse

from tramites.models import (
    Feriado,
    MesPublicado,
    Provincia,
    Requisito,
    Tramite,
    UnidadAdministrativa,
)
from tramites.recepcion.borradores import nueva_clave
from tramites.transparencia import tiempos
from tramites.transparencia.tiempos import TiemposObservados

from .formulario import QUIEN, anotar
from .reparto import CODIGO, requisito, tramite

FILAS = {
    UnidadAdministrativa: 25,
    Provincia: 24,
    Feriado: 55,
    MesPublicado: 29,
    Tramite: 1,
    Requisito: 7,
}


def cuenta():
    return {modelo: modelo.objects.count() for modelo in FILAS}


def test_cargar_dos_veces_no_repite_nada(catalogo):
    assert cuenta() == FILAS
    call_command("cargar_catalogo", verbosity=0)
    assert cuenta() == FILAS


def test_cargar_no_pisa_lo_que_edito_el_personal_salvo_si_se_pide(catalogo):
    Tramite.objects.update(costo="Gratis")
    call_command("cargar_catalogo")
    assert tramite().costo == "Gratis"
    call_command("cargar_catalogo", actualizar=True)
    assert tramite().costo == "El trámite no tiene costo."


def test_los_meses_publicados_suman_lo_que_dice_la_ficha(catalogo):
    """R49."""
    por_anio = MesPublicado.objects.values("anio").annotate(t=Sum("atenciones")).order_by("anio")
    assert list(por_anio.values_list("anio", "t")) == [(2024, 1805), (2025, 112), (2026, 38)]
    assert MesPublicado.objects.aggregate(q=Sum("quejas"))["q"] == 10


def test_las_provincias_van_en_el_orden_del_espanol(catalogo):
    nombres = list(Provincia.objects.values_list("nombre", flat=True))
    assert nombres[:6] == ["Azuay", "Bolívar", "Cañar", "Carchi", "Chimborazo", "Cotopaxi"]
    assert nombres[-3:] == ["Sucumbíos", "Tungurahua", "Zamora Chinchipe"]


@pytest.mark.parametrize(
    ("regla", "texto"),
    [
        (
            "R1",
            "SOLICITUD DE CERTIFICADO DE ATENCIÓN DE SALUD PARA AFILIADOS CON UN PROCESO ABIERTO "
            "EN EL SEGURO GENERAL DE RIESGOS DEL TRABAJO",
        ),
        ("R2", "INSTITUTO ECUATORIANO DE SEGURIDAD SOCIAL"),
        ("R3", "mientras su proceso se resuelve"),
        ("R4", "cuyo proceso todavía no se resuelve"),
        ("R5", "www.iess.gob.ec"),
        ("R6", "persona natural ecuatoriana y persona natural extranjera"),
        ("R7", "Acceder a beneficio o servicio"),
        (
            "R8",
            "Certificado para atención médica de beneficiarios del Seguro General de Riesgos del "
            "Trabajo",
        ),
        (
            "R9",
            "Coordinación Provincial de la provincia que elija o, donde no la hay, a la Dirección",
        ),
        ("R10", "Una foto o un escaneo de su cédula"),
        (
            "R11",
            "Solicitud de certificado para atención médica de beneficiarios del Seguro General de "
            "Riesgos del Trabajo",
        ),
        ("R12", "Director del Seguro General de Riesgos del Trabajo del IESS"),
        ("R13", "nombres completos y su número de identificación"),
        ("R14", "El detalle de lo que pide"),
        ("R15", "correo electrónico y sus números de contacto"),
        ("R16", "firma, hecha a mano"),
        ("R17", "Quipux"),
        ("R18", "No debe entregar copia"),
        ("R19", "Director del IESS"),
        ("R20", "con los mismos datos que en línea y con su firma hecha a mano"),
        ("R21", "extranjera sin cédula, registrada o afiliada"),
        ("R22", "con un código. Una foto o un escaneo del documento"),
        ("R23", "con un código. Muestre el documento original; no debe entregar copia"),
        ("R24", "Autorización a terceros"),
        ("R25", "con su usuario y contraseña"),
        ("R26", "su propia cédula original"),
        ("R27", "Recepción de trámites"),
        ("R27", "Trámites virtuales, en www.iess.gob.ec, y elija Ventanilla virtual"),
        ("R28", "escriba sus datos como constan en su documento"),
        ("R29", "elija su provincia"),
        ("R30", "y este trámite"),
        ("R31", "detalle su pedido en el mensaje"),
        ("R32", "todos los requisitos"),
        ("R33", "JPG o PDF"),
        ("R34", "hasta 1 MB cada uno"),
        (
            "R35",
            "https://app.iess.gob.ec/iess-gestion-recepcion-formularios-web/public/tramite.jsf",
        ),
        ("R36", "No necesita turno"),
        ("R37", "cualquier Centro de Atención Universal del país"),
        ("R38", "borrosas, opacas, cortadas o ilegibles"),
        ("R39", "ni documentos sin firma"),
        ("R40", "www.gestiondocumental.gob.ec"),
        ("R41", "El trámite no tiene costo"),
        ("R42", "de lunes a viernes de 8:00 a 17:00"),
        ("R43", "centros comerciales"),
        ("R44", "Constitución de la República del Ecuador, Art. 34"),
        ("R45", "Atención al ciudadano"),
        ("R46", "atencionalusuario@iess.gob.ec"),
        ("R47", "+593 2 394 5666"),
    ],
)
def test_la_pagina_del_tramite_dice_cada_regla_de_la_ficha(client, catalogo, regla, texto):
    pagina = html.unescape(client.get(f"/tramites/{CODIGO}/").content.decode())
    assert texto in pagina, regla


def test_los_nombres_del_camino_son_los_de_la_ficha(client, catalogo):
    """R27: Trámites virtuales, Ventanilla virtual, Recepción de trámites, each with its link."""
    camino = [
        ("/", "Trámites virtuales", "/ventanilla/"),
        ("/ventanilla/", "Ventanilla virtual", f"/tramites/{CODIGO}/"),
        (f"/tramites/{CODIGO}/", "Certificado de atención de salud", f"/recepcion/{CODIGO}/"),
        (f"/recepcion/{CODIGO}/", "Recepción de trámites", None),
    ]
    for aqui, nombre, sigue in camino:
        pagina = client.get(aqui, follow=True).content.decode()
        assert nombre in pagina.partition("<main")[2]
        assert sigue is None or f'href="{sigue}"' in pagina


def test_la_pagina_dice_lo_que_la_ficha_calla(client, catalogo):
    """How long it takes to fill, what to do without a printer, the term beside the usual time."""
    pagina = html.unescape(client.get(f"/tramites/{CODIGO}/").content.decode())
    for texto in (
        "Unos 5 minutos",
        "Escriba la carta a mano",
        "en una papelería o en un centro de copiado",
        "hacen falta al menos 10 solicitudes decididas",
        "Hasta <strong>30 días hábiles</strong>",
    ):
        assert texto in pagina


def test_el_tiempo_observado_va_al_lado_del_legal_y_no_es_el(client, catalogo, monkeypatch):
    """Pain 12: two different things, and the observed one is no promise."""
    medidos = TiemposObservados(decididas=12, mediana=0, p90=7)
    monkeypatch.setattr(tiempos, "tiempos_observados", lambda tramite: medidos)
    pagina = " ".join(client.get(f"/tramites/{CODIGO}/").content.decode().split())
    assert "se respondió en <strong>el mismo día</strong>, y nueve de cada diez en" in pagina
    assert "<strong>7 días hábiles</strong> o menos" in pagina
    assert "Medido en las 12 solicitudes decididas" in pagina and "No es una promesa." in pagina
    assert "Hasta <strong>30 días hábiles</strong>" in pagina


def test_el_tiempo_observado_se_mide_una_vez_para_muchas_visitas(client, catalogo, monkeypatch):
    medidas = []

    def medir(tramite):
        medidas.append(tramite)
        return TiemposObservados(decididas=12, mediana=3, p90=7)

    monkeypatch.setattr(tiempos, "tiempos_observados", medir)
    for pagina in (f"/tramites/{CODIGO}/", "/transparencia/", "/transparencia/v1/meses.json"):
        dicho = client.get(pagina).content.decode()
        assert "3 días hábiles" in dicho or '"mediana_dias_habiles": 3' in dicho
    assert medidas == [tramite()]


def test_la_pagina_del_tramite_viaja_ligera(client, catalogo):
    """For people with little data: 7 KB at most, and a third of what it is."""
    entera = client.get(f"/tramites/{CODIGO}/").content
    comprimida = client.get(f"/tramites/{CODIGO}/", headers={"accept-encoding": "gzip"})
    assert gzip.decompress(comprimida.content) == entera
    assert len(comprimida.content) < min(7_000, len(entera) / 3)


def test_la_pagina_del_tramite_hace_pocas_consultas(
    client, catalogo, django_assert_max_num_queries
):
    with django_assert_max_num_queries(11):
        client.get(f"/tramites/{CODIGO}/")


def test_los_requisitos_dependen_de_como_se_identifica_la_persona(catalogo):
    def codigos(tipo):
        return [r.codigo for r in tramite().requisitos_virtuales(tipo)]

    assert codigos("cedula") == ["cedula", "carta"]
    assert codigos("codigo_extranjero") == ["codigo-extranjero", "carta"]


def test_cada_requisito_dice_que_revisiones_quiere(catalogo):
    assert requisito("cedula").exigencias == ("legible",)
    assert requisito("carta").exigencias == ("legible", "firma")


def test_un_requisito_apagado_deja_de_pedirse(client, catalogo):
    """LOEOTA art. 23: the day that the cédula need not be scanned, a row says so."""
    Requisito.objects.filter(codigo="cedula", canal="virtual").update(activo=False)
    assert "adjunto_cedula" not in client.get(f"/recepcion/{CODIGO}/").content.decode()


def test_un_segundo_tramite_son_filas_y_no_codigo(client, catalogo):
    """K1: the same form, page and numbers for another procedure of Riesgos del Trabajo."""
    otro = tramite()
    otro.pk, otro.codigo, otro.sigla, otro.nombre_corto = None, "otro-tramite", "OT", "Otro trámite"
    otro.save(force_insert=True)
    Requisito.objects.create(
        tramite=otro,
        codigo="informe",
        nombre="Informe médico",
        nombre_corto="Informe médico",
        canal="virtual",
        clase="obligatorio",
        exige_archivo=True,
    )
    assert "Otro trámite" in client.get("/ventanilla/").content.decode()
    clave = nueva_clave()
    client.post("/recepcion/otro-tramite/", QUIEN | {"clave": clave})
    anotar(client, clave, "contacto")
    anotar(client, clave, "pedido", tramite="otro-tramite")
    documentos = client.get(reverse("documentos", args=[clave])).content.decode()
    assert "adjunto_informe" in documentos and "adjunto_carta" not in documentos


@pytest.mark.parametrize(
    ("modelo", "campo"),
    [
        (UnidadAdministrativa, "nombre"),
        (Provincia, "nombre"),
        (Tramite, "resultado"),
        (Tramite, "proposito_certificado"),
    ],
)
def test_lo_que_va_en_el_certificado_se_puede_imprimir(catalogo, modelo, campo):
    """One sign that the fonts lack would stop every certificate that is approved after it."""
    fila = modelo.objects.first()
    fila.clean_fields()
    setattr(fila, campo, getattr(fila, campo) + " 😀")
    with pytest.raises(ValidationError) as rechazo:
        fila.clean_fields()
    assert list(rechazo.value.message_dict) == [campo]
