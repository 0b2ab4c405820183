"""Correction, per document: only what fails is asked again, and the legal clock waits."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction

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


def test_pedir_correccion_nombra_los_documentos_y_da_diez_dias_habiles(por_corregir):
    subsanacion = Subsanacion.objects.get()
    assert (por_corregir.estado, subsanacion.vence_el) == ("en_subsanacion", date(2026, 12, 8))
    observados = subsanacion.observados.values_list("requisito__codigo", "motivo")
    assert list(observados) == [("cedula", MOTIVO)]


def test_corregir_reemplaza_solo_lo_pedido_y_conserva_lo_anterior(por_corregir):
    carta = por_corregir.documentos.get(requisito=requisito("carta"))
    mandar_correccion(por_corregir)
    assert por_corregir.estado == "en_revision"
    assert por_corregir.documentos.vigentes().get(requisito=requisito("carta")) == carta
    cedulas = Documento.objects.filter(requisito=requisito("cedula"))
    assert (cedulas.count(), cedulas.vigentes().count()) == (2, 1)


def test_el_termino_legal_espera_lo_que_tardo_la_persona(por_corregir):
    antes = por_corregir.vence_el
    with time_machine.travel("2026-12-01 15:00Z"):  # Five business days later.
        mandar_correccion(por_corregir)
    por_corregir.refresh_from_db()
    assert (antes, por_corregir.vence_el) == (date(2027, 1, 7), date(2027, 1, 14))


def test_lo_que_no_se_corrige_a_tiempo_termina_al_dia_siguiente(por_corregir):
    ultimo = Subsanacion.objects.get().vence_el
    assert services.vencer_correcciones(ultimo) == 0
    assert services.vencer_correcciones(ultimo + timedelta(days=1)) == 1
    por_corregir.refresh_from_db()
    assert por_corregir.estado == "desistida"
    assert services.vencer_correcciones(ultimo + timedelta(days=2)) == 0


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
