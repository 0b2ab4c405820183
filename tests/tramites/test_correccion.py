"""Correction, per document: only what fails is asked again, and the legal clock waits."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction

from documentos.models import Documento
from tramites import services
from tramites.models import Subsanacion

from .reparto import en_revision, mandar_correccion, requisito

MARTES = "2026-11-24 15:00Z"
MOTIVO = "La imagen está borrosa"


@pytest.fixture
def por_corregir(bruno):
    """Ana's case, whose cédula Bruno asked for again on a Tuesday."""
    with time_machine.travel(MARTES):
        solicitud = en_revision(bruno)
        services.pedir_correccion(solicitud, por=bruno, motivos={requisito("cedula"): MOTIVO})
        yield solicitud


def test_pedir_correccion_nombra_los_documentos_y_da_diez_dias_habiles(por_corregir, bruno):
    subsanacion = Subsanacion.objects.get()
    assert (por_corregir.estado, subsanacion.vence_el) == ("en_subsanacion", date(2026, 12, 8))
    observados = subsanacion.observados.values_list("requisito__codigo", "motivo")
    assert list(observados) == [("cedula", MOTIVO)]
    linea = por_corregir.movimientos.last()
    assert (linea.accion, linea.por, linea.detalle) == (
        "pedir_correccion",
        bruno,
        f"Cédula: {MOTIVO}",
    )


def test_corregir_reemplaza_solo_lo_pedido_y_conserva_lo_anterior(por_corregir):
    carta = por_corregir.documentos.get(requisito=requisito("carta"))
    mandar_correccion(por_corregir)
    assert por_corregir.estado == "en_revision"
    assert por_corregir.documentos.vigentes().get(requisito=requisito("carta")) == carta
    cedulas = Documento.objects.filter(requisito=requisito("cedula"))
    assert (cedulas.count(), cedulas.vigentes().count()) == (2, 1)


@pytest.fixture
def otra_por_corregir(bruno, por_corregir):
    """Another case, asked to be corrected a week later: what ends the first leaves it alone."""
    with time_machine.travel("2026-12-01 15:00Z"):
        otra = en_revision(bruno)
        services.pedir_correccion(otra, por=bruno, motivos={requisito("cedula"): MOTIVO})
    return otra


def abiertas():
    return list(
        Subsanacion.objects.filter(atendida_en=None).values_list("solicitud", "solicitud__estado")
    )


def test_el_termino_legal_espera_lo_que_tardo_la_persona(por_corregir, otra_por_corregir):
    antes = por_corregir.vence_el, otra_por_corregir.vence_el
    with time_machine.travel("2026-12-01 15:00Z"):  # Five business days later.
        mandar_correccion(por_corregir)
    for caso in (por_corregir, otra_por_corregir):
        caso.refresh_from_db()
    assert antes == (date(2027, 1, 7), date(2027, 1, 14))
    assert (por_corregir.vence_el, otra_por_corregir.vence_el) == (date(2027, 1, 14), antes[1])
    assert abiertas() == [(otra_por_corregir.pk, "en_subsanacion")]


def test_lo_que_no_se_corrige_a_tiempo_termina_al_dia_siguiente(por_corregir, otra_por_corregir):
    ultimo = por_corregir.subsanaciones.get().vence_el
    assert services.vencer_correcciones(ultimo) == 0
    assert services.vencer_correcciones(ultimo + timedelta(days=1)) == 1
    por_corregir.refresh_from_db()
    assert por_corregir.estado == "desistida"
    assert abiertas() == [(otra_por_corregir.pk, "en_subsanacion")]
    assert services.vencer_correcciones(ultimo + timedelta(days=2)) == 0


def test_la_correccion_que_llega_mientras_se_cierra_el_caso_gana(por_corregir):
    """It is sent between the round's look and its closing."""
    llegada = []

    def llega(ejecutar, orden, *resto):
        if orden.startswith("SAVEPOINT") and not llegada:
            llegada.append(por_corregir)
            mandar_correccion(por_corregir)
        return ejecutar(orden, *resto)

    ultimo = Subsanacion.objects.get().vence_el
    with connection.execute_wrapper(llega):
        assert services.vencer_correcciones(ultimo + timedelta(days=1)) == 0
    por_corregir.refresh_from_db()
    assert (por_corregir.estado, abiertas()) == ("en_revision", [])


def test_una_correccion_que_llego_no_vence_a_la_que_se_pide_despues(por_corregir, bruno):
    """The first one's last day goes by while the second waits."""
    primera = Subsanacion.objects.get()
    mandar_correccion(por_corregir)
    with time_machine.travel("2026-12-01 15:00Z"):
        services.pedir_correccion(por_corregir, por=bruno, motivos={requisito("cedula"): MOTIVO})
        segunda = Subsanacion.objects.get(atendida_en=None)
    assert services.vencer_correcciones(primera.vence_el + timedelta(days=1)) == 0
    assert services.vencer_correcciones(segunda.vence_el + timedelta(days=1)) == 1


def test_al_retirarse_queda_escrito_cuando_llego_cada_correccion(por_corregir, bruno):
    mandar_correccion(por_corregir)
    llego = Subsanacion.objects.get().atendida_en
    with time_machine.travel("2026-12-01 15:00Z"):
        services.pedir_correccion(por_corregir, por=bruno, motivos={requisito("cedula"): MOTIVO})
        services.retirar(por_corregir)
    assert [una.atendida_en > llego for una in Subsanacion.objects.all()] == [False, True]


def test_la_persona_puede_retirar_mientras_no_haya_decision(por_corregir):
    services.retirar(por_corregir)
    assert (por_corregir.estado, Subsanacion.objects.get().atendida_en is None) == (
        "desistida",
        False,
    )


def test_no_hay_dos_correcciones_abiertas(por_corregir):
    with pytest.raises(IntegrityError), transaction.atomic():
        Subsanacion.objects.create(
            solicitud=por_corregir, pedida_en=MARTES, vence_el=date(2026, 12, 8)
        )


def test_una_correccion_sin_documentos_es_un_error(bruno):
    with pytest.raises(ValueError, match="at least one document"):
        services.pedir_correccion(en_revision(bruno), por=bruno, motivos={})
