"""What the database itself refuses; each constraint is provoked once, with its sentence."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from certificados.models import Certificado, Estado
from tests.certificados.casos import emitido, registrados

pytestmark = pytest.mark.django_db

PROVOCACIONES = {
    # An unknown state breaks three of them at once; which one answers is the database's choice.
    "certificado_(estado_conocido|numerado|anulado_con_motivo)": {"estado": "perdido"},
    "certificado_numero_completo": {"emitido_en": None},
    "certificado_emitido_con_archivo": {"sha256": ""},
    "certificado_vigencia": {"vigente_hasta": "2026-11-22"},
    "certificado_anulado_con_motivo": {"estado": Estado.ANULADO},
}


@pytest.mark.parametrize("nombre", PROVOCACIONES)
def test_the_database_refuses(nombre):
    c = emitido()
    with pytest.raises(IntegrityError, match=nombre), transaction.atomic():
        Certificado.objects.filter(pk=c.pk).update(**PROVOCACIONES[nombre])


def test_a_pending_one_has_no_number_and_an_issued_one_has():
    (c,) = registrados()
    with pytest.raises(IntegrityError, match="certificado_numerado"), transaction.atomic():
        Certificado.objects.filter(pk=c.pk).update(estado=Estado.NUMERADO)


def test_only_a_replaced_one_points_to_another():
    a, b = emitido(), emitido()
    with (
        pytest.raises(IntegrityError, match="certificado_reemplazado_por_otro"),
        transaction.atomic(),
    ):
        Certificado.objects.filter(pk=a.pk).update(reemplazado_por=b)


def test_a_number_is_used_once():
    a, b = emitido(), emitido()
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificado.objects.filter(pk=b.pk).update(orden=a.orden, serie=a.serie)


def test_every_constraint_has_a_sentence_in_spanish():
    frases = {r.name: r.violation_error_message for r in Certificado._meta.constraints}
    assert [n for n, frase in frases.items() if "Constraint" in str(frase) or not frase] == []
    (c,) = registrados()
    c.vigente_hasta = c.vigente_desde.replace(year=2000)
    with pytest.raises(ValidationError) as error:
        c.validate_constraints()
    assert error.value.messages == ["La vigencia no puede terminar antes de empezar."]
