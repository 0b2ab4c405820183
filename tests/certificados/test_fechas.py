from datetime import date

import pytest

from certificados import services
from certificados.fechas import fecha_en_palabras, fecha_larga
from tests.certificados.reparto import datos


@pytest.mark.parametrize(
    ("dia", "larga", "palabras"),
    [
        (
            date(2026, 11, 23),
            "23 de noviembre de 2026",
            "veintitrés de noviembre de dos mil veintiséis",
        ),
        (date(2026, 1, 1), "1 de enero de 2026", "primero de enero de dos mil veintiséis"),
        (date(2000, 2, 16), "16 de febrero de 2000", "dieciséis de febrero de dos mil"),
        (
            date(2031, 12, 31),
            "31 de diciembre de 2031",
            "treinta y uno de diciembre de dos mil treinta y uno",
        ),
        (date(2090, 9, 30), "30 de septiembre de 2090", "treinta de septiembre de dos mil noventa"),
    ],
)
def test_dates_are_written_in_spanish(dia, larga, palabras):
    assert (fecha_larga(dia), fecha_en_palabras(dia)) == (larga, palabras)


@pytest.mark.parametrize("anio", [1, 1999, 2100, 9999])
def test_a_year_that_cannot_be_written_in_words_is_refused(anio):
    with pytest.raises(ValueError, match=f"año {anio}"):
        fecha_en_palabras(date(anio, 1, 1))


@pytest.mark.parametrize("campo", ["vigente_desde", "vigente_hasta"])
def test_no_certificate_is_registered_that_could_not_be_drawn(campo):
    with pytest.raises(ValueError, match="2000 y 2099"):
        services.registrar(1, datos(**{campo: date(2100, 1, 1)}))
