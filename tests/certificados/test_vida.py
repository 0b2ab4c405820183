from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from certificados import services
from certificados.fechas import hoy_en_ecuador
from certificados.invariantes import comprobar
from certificados.models import Certificado, Estado
from certificados.services import TransicionInvalida
from tests.certificados.casos import emitido
from tests.certificados.reparto import datos

pytestmark = pytest.mark.django_db


def test_annulled_with_reason_and_by_whom():
    otro, c = emitido(), emitido()
    services.anular(c, motivo="El proceso se cerró", por="bruno")
    assert (c.estado, c.motivo_anulacion, c.anulado_por) == (
        Estado.ANULADO,
        "El proceso se cerró",
        "bruno",
    )
    assert c.anulado_en >= c.emitido_en
    assert list(comprobar()) == []
    otro.refresh_from_db()
    assert (otro.estado, otro.anulado_en) == (Estado.EMITIDO, None)


def test_annulled_once():
    c = emitido()
    services.anular(c, motivo="uno", por="bruno")
    with pytest.raises(TransicionInvalida, match="ya estaba anulado"):
        services.anular(c, motivo="dos", por="carla")
    assert (c.motivo_anulacion, c.anulado_por) == ("uno", "bruno")


# --- Two persons -----------------------------------------------------------------------------
def test_one_asks_and_another_confirms():
    c = emitido()
    como_estaba = Certificado.objects.get(pk=c.pk)
    services.pedir_anulacion(c, motivo="Datos falsos", por="bruno")
    assert (c.estado, c.anulacion_pedida_por, c.anulacion_pedida_motivo) == (
        Estado.EMITIDO,
        "bruno",
        "Datos falsos",
    )
    assert c.anulacion_pedida_en >= c.emitido_en
    services.confirmar_anulacion(c := como_estaba, por="carla")
    assert (c.estado, c.motivo_anulacion, c.anulacion_pedida_por, c.anulado_por) == (
        Estado.ANULADO,
        "Datos falsos",
        "bruno",
        "carla",
    )


def test_who_asks_cannot_confirm_nor_can_the_database():
    c = emitido()
    services.pedir_anulacion(c, motivo="x", por="bruno")
    with pytest.raises(TransicionInvalida, match="persona distinta"):
        services.confirmar_anulacion(c, por="bruno")
    with (
        pytest.raises(IntegrityError, match="certificado_anulado_entre_dos"),
        transaction.atomic(),
    ):
        Certificado.objects.filter(pk=c.pk).update(
            estado="anulado", anulado_por="bruno", motivo_anulacion="x", anulado_en=c.emitido_en
        )


def test_nothing_is_confirmed_that_nobody_asked_for():
    c = emitido()
    assert services.can_confirmar_anulacion(c, por="carla") is False
    with pytest.raises(TransicionInvalida, match="Nadie ha pedido"):
        services.confirmar_anulacion(c, por="carla")
    services.pedir_anulacion(c, motivo="x", por="bruno")
    with pytest.raises(TransicionInvalida, match="Ya se pidió"):
        services.pedir_anulacion(c, motivo="y", por="carla")
    services.desistir_anulacion(c)
    assert (c.estado, c.anulacion_pedida_por) == (Estado.EMITIDO, "")
    with pytest.raises(TransicionInvalida, match="Nadie ha pedido"):
        services.confirmar_anulacion(c, por="carla")


@pytest.mark.parametrize(("motivo", "por"), [("Otra cosa", "bruno"), ("Datos falsos", "diego")])
def test_what_was_asked_anew_meanwhile_is_not_confirmed_unread(motivo, por):
    """Between the look at what was asked and the annulment it is dropped and asked again."""
    c, entretanto = emitido(), []
    services.pedir_anulacion(c, motivo="Datos falsos", por="bruno")

    def piden_otra(ejecutar, orden, *resto):
        if orden.startswith("UPDATE") and not entretanto:
            entretanto.append(Certificado.objects.get(pk=c.pk))
            services.desistir_anulacion(*entretanto)
            services.pedir_anulacion(*entretanto, motivo=motivo, por=por)
        return ejecutar(orden, *resto)

    with connection.execute_wrapper(piden_otra), pytest.raises(TransicionInvalida):
        services.confirmar_anulacion(c, por="carla")
    c.refresh_from_db()
    assert (c.estado, c.anulacion_pedida_por, c.anulacion_pedida_motivo) == (
        Estado.EMITIDO,
        por,
        motivo,
    )


def test_a_closed_process_ends_it_whoever_had_asked():
    c = emitido()
    services.pedir_anulacion(c, motivo="x", por="bruno")
    services.anular(c, motivo="El proceso se cerró", por="bruno")
    assert (c.estado, c.motivo_anulacion, c.anulacion_pedida_por) == (
        Estado.ANULADO,
        "El proceso se cerró",
        "",
    )


# --- Corrected and renewed --------------------------------------------------------------------
def test_replaced_by_one_with_the_corrected_facts():
    viejo = emitido(nombres="Ana Nacato")
    services.pedir_anulacion(viejo, motivo="Faltaba la ñ", por="bruno")
    nuevo = services.reemplazar(viejo, datos(), motivo="Faltaba la ñ", por="bruno")
    assert (viejo.estado, viejo.reemplazado_por, viejo.nombres, viejo.anulacion_pedida_por) == (
        Estado.REEMPLAZADO,
        nuevo,
        "Ana Nacato",
        "",
    )
    assert services.emitir(nuevo.pk) is True
    nuevo.refresh_from_db()
    assert nuevo.nombres == "Ana María Ñacato Güipús"
    assert nuevo.reemplaza_a == viejo
    assert {viejo.numero, viejo.codigo, viejo.secreto} & {
        nuevo.numero,
        nuevo.codigo,
        nuevo.secreto,
    } == set()
    assert list(comprobar()) == []


def test_if_the_new_one_cannot_be_registered_the_old_one_stays():
    viejo = emitido()
    al_reves = datos(vigente_hasta=viejo.vigente_desde - timedelta(1))
    with pytest.raises(IntegrityError):
        services.reemplazar(viejo, al_reves, motivo="x", por="bruno")
    viejo.refresh_from_db()
    assert (viejo.estado, viejo.reemplazado_por) == (Estado.EMITIDO, None)


def test_renewed_with_the_same_facts_from_today():
    hoy = hoy_en_ecuador()
    viejo = emitido(vigente_desde=hoy - timedelta(30), vigente_hasta=hoy)
    hasta = hoy + timedelta(90)
    nuevo = services.renovar(viejo, vigente_hasta=hasta, por="bruno")
    iguales = {
        campo: valor
        for campo, valor in vars(services.datos_de(viejo)).items()
        if not campo.startswith("vigente")
    }
    assert {campo: getattr(nuevo, campo) for campo in iguales} == iguales
    assert (nuevo.vigente_desde, nuevo.vigente_hasta) == (hoy, hasta)
    assert (viejo.estado, viejo.motivo_anulacion) == (Estado.REEMPLAZADO, "Renovación")


def test_renewed_before_its_first_day_it_begins_no_sooner():
    manana = hoy_en_ecuador() + timedelta(1)
    viejo = emitido(vigente_desde=manana, vigente_hasta=manana)
    nuevo = services.renovar(viejo, vigente_hasta=manana + timedelta(90), por="bruno")
    assert nuevo.vigente_desde == manana


def test_an_annulled_one_is_neither_replaced_nor_renewed():
    c = emitido()
    services.anular(c, motivo="x", por="bruno")
    with pytest.raises(TransicionInvalida, match="ya estaba anulado"):
        services.renovar(c, vigente_hasta=c.vigente_hasta + timedelta(1), por="bruno")
    assert Certificado.objects.count() == 1
