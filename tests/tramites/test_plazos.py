"""Business days of Ecuador, with the vectors of the reference facts (E3, E4; COA 158, 159)."""

import csv
from datetime import date
from pathlib import Path

import pytest

from tramites.plazos import es_habil, habiles_entre, plazo_en_palabras, sumar_habiles

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


def test_los_feriados_de_cada_anio_son_los_publicados():
    por_anio = {anio: sum(f.year == anio for f in FERIADOS) for anio in range(2024, 2029)}
    assert por_anio == {2024: 11, 2025: 11, 2026: 11, 2027: 12, 2028: 10}


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
