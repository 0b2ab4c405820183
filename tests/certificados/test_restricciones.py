"""What the database itself refuses; each constraint is provoked once, with its sentence."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from certificados import services
from certificados.inmutables import MOTIVO
from certificados.models import Certificado, Estado
from tests.certificados.casos import emitido, registrados

pytestmark = pytest.mark.django_db

PROVOCACIONES = {
    # An unknown state breaks three of them at once; which one answers is the database's choice.
    "certificado_(estado_conocido|numerado|anulado_con_motivo)": {"estado": "perdido"},
    "certificado_(numero_completo|numerado)": {"numero": "IESS-CS-2026-000001-A"},
    "certificado_numerado": {"estado": Estado.NUMERADO},
    "certificado_emitido_con_archivo": {"sha256": "00"},
    "certificado_anulado_con_motivo": {"estado": Estado.ANULADO},
    "certificado_reemplazado_por_otro": {"reemplazado_por_id": 1},
}


@pytest.mark.parametrize("nombre", PROVOCACIONES)
def test_the_database_refuses(nombre):
    (c,) = registrados()
    with pytest.raises(IntegrityError, match=nombre), transaction.atomic():
        Certificado.objects.filter(pk=c.pk).update(**PROVOCACIONES[nombre])


def test_a_validity_does_not_end_before_it_begins():
    with pytest.raises(IntegrityError, match="certificado_vigencia"), transaction.atomic():
        registrados(vigente_hasta=date(2026, 11, 22))


def test_a_number_is_used_once():
    numerado = emitido()
    (c,) = registrados()
    igual = {campo: getattr(numerado, campo) for campo in ("serie", "orden", "emitido_en")}
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificado.objects.filter(pk=c.pk).update(numero="X", estado=Estado.NUMERADO, **igual)


# --- What was written stays (confiabilidad.md, 3.3) -------------------------------------------
CAMBIOS = {
    campo.attname: campo
    for campo in Certificado._meta.concrete_fields
    # What an issued certificate goes through: its end, its claims, the log of its checks.
    if campo.name
    not in {
        *("id", "estado", "intentos", "proximo_intento", "reservado_hasta", "ultimo_error"),
        *("anulacion_pedida_en", "anulacion_pedida_por", "anulacion_pedida_motivo"),
        *("anulado_en", "anulado_por", "motivo_anulacion", "reemplazado_por"),
        "consultas_borradas",
    }
}


def otro(c: Certificado, nombre: str):
    """Another value of the kind of that column."""
    valor = getattr(c, nombre)
    if isinstance(valor, date):
        return valor + timedelta(days=1)
    if isinstance(valor, int):
        return valor + 1
    return ("y" if valor.startswith("x") else "x") + valor[1:]


@pytest.mark.parametrize("nombre", CAMBIOS)
def test_no_fact_of_an_issued_certificate_changes(nombre):
    c = emitido()
    Certificado.objects.filter(pk=c.pk).update(**{nombre: getattr(c, nombre)})  # The control.
    with pytest.raises(IntegrityError, match=MOTIVO), transaction.atomic():
        Certificado.objects.filter(pk=c.pk).update(**{nombre: otro(c, nombre)})
    assert getattr(Certificado.objects.get(pk=c.pk), nombre) == getattr(c, nombre)


@pytest.mark.parametrize("estado", [Estado.PENDIENTE, Estado.NUMERADO])
def test_what_was_issued_is_not_unissued(estado):
    c = emitido()
    with pytest.raises(IntegrityError, match=MOTIVO), transaction.atomic():
        Certificado.objects.filter(pk=c.pk).update(estado=estado)


@pytest.mark.parametrize("cambio", [{"estado": Estado.EMITIDO}, {"motivo_anulacion": "otro"}])
def test_what_was_annulled_stays_annulled(cambio):
    c = emitido()
    services.anular(c, motivo="El proceso se cerró", por="bruno")
    with pytest.raises(IntegrityError, match=MOTIVO), transaction.atomic():
        Certificado.objects.filter(pk=c.pk).update(**cambio)


def test_a_certificate_is_never_deleted():
    (c,) = registrados()
    with pytest.raises(IntegrityError, match=MOTIVO), transaction.atomic():
        c.delete()


@pytest.mark.django_db(transaction=True)
def test_control_without_its_triggers_the_database_lets_it():
    c = emitido()
    quitar = "DROP TRIGGER certificados_certificado_no_cambia"
    en = "" if connection.vendor == "sqlite" else " ON certificados_certificado"
    with suppress(Deshacer), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(quitar + en)
        assert Certificado.objects.filter(pk=c.pk).update(nombres="Otra persona") == 1
        raise Deshacer
    with pytest.raises(IntegrityError, match=MOTIVO), transaction.atomic():
        Certificado.objects.filter(pk=c.pk).update(nombres="Otra persona")


class Deshacer(Exception):
    """Roll the control back: triggers are part of the transaction."""


def test_every_constraint_has_a_sentence_in_spanish():
    frases = {r.name: r.violation_error_message for r in Certificado._meta.constraints}
    assert [n for n, frase in frases.items() if "Constraint" in str(frase) or not frase] == []
    (c,) = registrados()
    c.refresh_from_db()
    c.vigente_hasta = c.vigente_desde.replace(year=2000)
    with pytest.raises(ValidationError) as error:
        c.validate_constraints()
    assert error.value.messages == ["La vigencia no puede terminar antes de empezar."]
