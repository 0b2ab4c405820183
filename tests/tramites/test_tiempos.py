"""Observed times: decided cases only, in business days, without the pauses (pain 12)."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from tramites import services
from tramites.catalogo import Feriado, Provincia
from tramites.models import Solicitud, Subsanacion
from tramites.transparencia.tiempos import TiemposObservados, tiempos_observados

from .reparto import APROBACION, en_revision, mandar_correccion, presentada, requisito, tramite

ECUADOR = ZoneInfo("America/Guayaquil")
# A Monday at ten; the Friday before it, 9 October, is a national holiday of rest.
LUNES = datetime(2026, 10, 12, 10, tzinfo=ECUADOR)


def decidida(por, inicio, dias_calendario, **cambios):
    """A case filed at `inicio` and refused so many calendar days later."""
    with time_machine.travel(inicio, tick=False):
        solicitud = en_revision(por, **cambios)
    with time_machine.travel(inicio + timedelta(days=dias_calendario), tick=False):
        services.negar(solicitud, por=por, motivo="El proceso ya fue resuelto en mayo.")
    return solicitud


@pytest.fixture
def al_mes_siguiente():
    with time_machine.travel(LUNES + timedelta(days=30), tick=False) as reloj:
        yield reloj


def medir():
    return tiempos_observados(tramite())


def test_la_mitad_y_nueve_de_cada_diez_en_dias_habiles(bruno, al_mes_siguiente):
    """Ten cases: nine took 0, 1, 2, 3, 4, 4, 4, 5 and 5 business days, one took 18."""
    for dias in (0, 1, 2, 3, 4, 5, 6, 7, 7, 28):
        decidida(bruno, LUNES, dias)
    # Monday 9 November is business day 18: 2 and 3 November were rested.
    assert medir() == TiemposObservados(decididas=10, mediana=4, p90=5)


def test_con_menos_de_diez_no_se_dice_nada(bruno, al_mes_siguiente):
    for _ in range(9):
        decidida(bruno, LUNES, 3)
    en_revision(bruno)  # Not decided: it does not count.
    services.retirar(presentada())  # Ended without a decision: neither.
    assert medir() is None


def test_lo_que_espero_a_la_persona_no_cuenta(bruno, al_mes_siguiente):
    """Filed on Monday, stopped from Tuesday to the next Tuesday, approved on Wednesday: 2 days."""
    for _ in range(10):
        with time_machine.travel(LUNES, tick=False) as reloj:
            solicitud = en_revision(bruno)
            reloj.shift(timedelta(days=1))
            motivos = {requisito("cedula"): "La imagen está borrosa"}
            services.pedir_correccion(solicitud, por=bruno, motivos=motivos)
            reloj.shift(timedelta(days=7))
            mandar_correccion(solicitud)
            reloj.shift(timedelta(days=1))
            services.aprobar(solicitud, por=bruno, **APROBACION)
    assert medir() == TiemposObservados(decididas=10, mediana=2, p90=2)
    Subsanacion.objects.all().delete()
    assert medir() == TiemposObservados(decididas=10, mediana=7, p90=7)


def test_cada_provincia_cuenta_sus_feriados(bruno, carla, al_mes_siguiente):
    """The same calendar days are one business day fewer where 14 October is rested."""
    Feriado.objects.create(
        fecha=LUNES.date() + timedelta(days=2),
        nombre="Cantonización",
        provincia=Provincia.objects.get(codigo="09"),
    )
    for _ in range(8):
        decidida(carla, LUNES, 4, provincia="09")
    for _ in range(2):
        decidida(bruno, LUNES, 4)
    assert medir() == TiemposObservados(decididas=10, mediana=3, p90=4)


def test_lo_de_hace_mas_de_un_anio_no_cuenta(bruno):
    for _ in range(10):
        decidida(bruno, LUNES, 3)
    with time_machine.travel(LUNES + timedelta(days=367), tick=False):
        assert medir() == TiemposObservados(decididas=10, mediana=3, p90=3)
    with time_machine.travel(LUNES + timedelta(days=369), tick=False):
        assert medir() is None


@pytest.mark.parametrize("casos", [10, 25])
def test_se_mide_con_las_mismas_consultas(
    bruno, al_mes_siguiente, casos, django_assert_num_queries
):
    for _ in range(casos):
        decidida(bruno, LUNES, 3)
    procedimiento = tramite()
    with django_assert_num_queries(5):
        tiempos_observados(procedimiento)
    assert Solicitud.objects.count() == casos
