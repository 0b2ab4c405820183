"""Business days of Ecuador, with the vectors of the reference facts (E3, E4; COA 158, 159)."""

import csv
from datetime import date
from pathlib import Path

import pytest
import time_machine

from tramites.catalogo import Feriado, Provincia, UnidadAdministrativa
from tramites.plazos import (
    Calendarios,
    es_habil,
    feriados_de,
    feriados_de_caso,
    feriados_por_provincia,
    habiles_entre,
    plazo_en_palabras,
    sumar_habiles,
)

from .reparto import presentada

FERIADOS = {
    date.fromisoformat(fila["fecha"])
    for fila in csv.DictReader(
        (Path(__file__).parents[2] / "tramites/datos/feriados.csv").read_text().splitlines()
    )
}


@pytest.mark.parametrize(
    ("desde", "dias", "vence"),
    [
        ("2026-10-30", 1, "2026-11-04"),
        ("2026-10-30", 10, "2026-11-17"),
        ("2026-05-22", 1, "2026-05-26"),
        ("2026-05-22", 10, "2026-06-08"),
        ("2026-05-22", 30, "2026-07-06"),
        ("2025-04-30", 1, "2025-05-01"),  # The Thursday is worked: its rest moved to the 2nd.
        ("2025-04-30", 2, "2025-05-05"),
        ("2025-04-30", 10, "2025-05-15"),
        ("2026-02-13", 10, "2026-03-03"),
        ("2026-08-07", 30, "2026-09-21"),
        ("2026-12-24", 1, "2026-12-28"),
        ("2026-11-23", 0, "2026-11-23"),
    ],
)
def test_un_termino_salta_fines_de_semana_y_feriados(desde, dias, vence):
    assert sumar_habiles(date.fromisoformat(desde), dias, FERIADOS) == date.fromisoformat(vence)


@pytest.mark.parametrize("dias", [1, 7, 30])
def test_contar_deshace_sumar(dias):
    desde = date(2026, 10, 30)
    assert habiles_entre(desde, sumar_habiles(desde, dias, FERIADOS), FERIADOS) == dias


def test_un_plazo_negativo_es_un_error():
    with pytest.raises(ValueError, match="negative"):
        sumar_habiles(date(2026, 1, 5), -1, FERIADOS)


def test_el_feriado_que_cae_en_otro_anio_tambien_se_descansa():
    assert not es_habil(date(2027, 12, 31), FERIADOS)  # 1 January 2028 is a Saturday.


# Rest days of E4, year by year (day-month): after the moves of the law of 2016.
DESCANSOS = {
    2024: "1-1 12-2 13-2 29-3 3-5 24-5 9-8 11-10 1-11 4-11 25-12",
    2025: "1-1 3-3 4-3 18-4 2-5 23-5 11-8 10-10 3-11 4-11 25-12",
    2026: "1-1 16-2 17-2 3-4 1-5 25-5 10-8 9-10 2-11 3-11 25-12",
    2027: "1-1 8-2 9-2 26-3 30-4 24-5 9-8 8-10 1-11 2-11 24-12 31-12",
    2028: "28-2 29-2 14-4 1-5 26-5 11-8 9-10 2-11 3-11 25-12",
}


@pytest.mark.parametrize("anio", DESCANSOS)
def test_los_feriados_de_cada_anio_son_los_publicados(anio):
    """E4: no original day beside its moved one, as a ready-made list has them."""
    del_anio = sorted(f for f in FERIADOS if f.year == anio)
    assert " ".join(f"{f.day}-{f.month}" for f in del_anio) == DESCANSOS[anio]


@pytest.mark.parametrize("dia", ["2025-05-01", "2027-11-03", "2026-05-24"])
def test_el_dia_que_cedio_su_descanso_es_como_otro_cualquiera(dia):
    assert date.fromisoformat(dia) not in FERIADOS


@pytest.mark.parametrize(
    ("vence", "palabras"),
    [
        ("2026-11-27", "quedan 4 días hábiles"),
        ("2026-11-24", "queda 1 día hábil"),
        ("2026-11-23", "vence hoy"),
        ("2026-11-22", "venció hace 1 día hábil"),
        ("2026-11-19", "venció hace 2 días hábiles"),
    ],
)
def test_lo_que_queda_se_dice_en_palabras(vence, palabras):
    assert plazo_en_palabras(date(2026, 11, 23), date.fromisoformat(vence), FERIADOS) == palabras


@pytest.mark.parametrize(
    ("ingreso", "primero"),
    [
        ("2026-11-23", "2026-11-24"),
        ("2026-11-27", "2026-11-30"),  # Friday.
        ("2026-11-28", "2026-11-30"),  # Saturday: Monday is the first day, not the second.
        ("2026-10-30", "2026-11-04"),
        ("2027-12-30", "2028-01-03"),  # 31 December is rested for 1 January 2028.
    ],
)
def test_el_termino_empieza_el_siguiente_dia_habil(ingreso, primero):
    """E3, COA 158: whatever the hour and the day of the filing."""
    assert sumar_habiles(date.fromisoformat(ingreso), 1, FERIADOS).isoformat() == primero


def test_el_feriado_de_una_provincia_solo_se_descansa_en_ella(catalogo):
    """E3, COA 159; E4: Quito rests on 6 December, which in 2027 is a Monday."""
    pichincha, guayas = (Provincia.objects.get(codigo=codigo) for codigo in ("17", "09"))
    Feriado.objects.create(fecha="2027-12-06", nombre="Fundación de Quito", provincia=pichincha)
    viernes = date(2027, 12, 3)
    dias = [sumar_habiles(viernes, 1, feriados_de(donde)) for donde in (pichincha, guayas, None)]
    assert [dia.day for dia in dias] == [7, 6, 6]
    por_provincia = feriados_por_provincia()
    for provincia in (pichincha, guayas):
        assert por_provincia[provincia.pk] == feriados_de(provincia)


@pytest.fixture
def de_guayas_en_quito(catalogo):
    """A case of Guayas that the national unit, in Quito, attends; Quito rests on a Monday."""
    Feriado.objects.create(
        fecha="2027-12-06",
        nombre="Fundación de Quito",
        provincia=Provincia.objects.get(codigo="17"),
    )
    Provincia.objects.filter(codigo="09").update(unidad=None)


def test_los_feriados_de_la_sede_de_quien_atiende_tampoco_cuentan(de_guayas_en_quito, settings):
    """E3, COA 159: "o viceversa". To be confirmed by the legal department, so it can be off."""
    vencen = []
    for cuentan in (True, False):
        settings.FERIADOS_DE_LA_SEDE = cuentan
        with time_machine.travel("2027-11-23 15:00Z", tick=False):
            solicitud = presentada(provincia="09")
        assert solicitud.unidad.sede.nombre == "Pichincha"
        propios = feriados_de_caso(solicitud.provincia, solicitud.unidad)
        assert (date(2027, 12, 6) in propios) is cuentan
        assert Calendarios().de(solicitud) == propios
        vencen.append(solicitud.vence_el)
    assert vencen == [date(2028, 1, 7), date(2028, 1, 6)]


def test_cada_unidad_del_catalogo_tiene_su_sede(catalogo):
    sedes = dict(UnidadAdministrativa.objects.values_list("codigo", "sede__codigo"))
    assert sedes.pop("direccion-riesgos-trabajo") == "17"
    assert sedes == dict(Provincia.objects.values_list("unidad__codigo", "codigo"))


def test_los_terminos_son_ajustes_y_no_cifras_del_codigo(catalogo, settings):
    """E3: to be confirmed by the legal department."""
    settings.TERMINO_RESOLUCION_DIAS = 15
    with time_machine.travel("2026-11-23 15:00Z", tick=False):
        assert presentada().vence_el == date(2026, 12, 14)
