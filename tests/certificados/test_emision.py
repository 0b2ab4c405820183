import hashlib
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import IntegrityError, OperationalError, transaction
from django.utils import timezone

from certificados import emision, pdf, sello, services
from certificados.models import Certificado, Contador, Estado
from certificados.numeracion import siguiente
from tests.certificados.casos import emitido, pasa_el_tiempo, registrados, solicitudes
from tests.certificados.reparto import datos

pytestmark = pytest.mark.django_db


def archivos() -> list[Path]:
    return [a for a in (settings.ALMACEN / "certificados").rglob("*") if a.is_file()]


def test_registering_writes_the_snapshot_and_makes_it_due():
    (solicitud,) = solicitudes(1)
    c = services.registrar(solicitud, datos())
    assert (c.estado, c.numero, c.archivo, c.intentos) == (Estado.PENDIENTE, None, "", 0)
    assert {campo: getattr(c, campo) for campo in vars(datos())} == vars(datos())
    assert c.direccion == f"{settings.PORTAL_URL}/certificados/verificar/"
    assert services.por_emitir(timezone.now(), 10) == [c.pk]


def test_issuing_numbers_draws_signs_and_stores(django_capture_on_commit_callbacks):
    c = emitido()
    anio = timezone.localdate().year
    assert (c.estado, c.numero) == (Estado.EMITIDO, f"IESS-CS-{anio}-000001-A")
    assert (c.intentos, c.proximo_intento, c.ultimo_error) == (1, None, "")
    with default_storage.open(c.archivo) as archivo:
        contenido = archivo.read()
    assert hashlib.sha256(contenido).hexdigest() == c.sha256
    # The same row draws the same page: what is stored starts with it, the signature follows.
    assert contenido.startswith(pdf.render(c))


@pytest.mark.parametrize("dias", [400, -400])
def test_the_date_printed_is_the_database_s(dias):
    """R20: a worker whose clock is a year off."""
    antes = timezone.now()
    (c,) = registrados()
    with time_machine.travel(antes + timedelta(days=dias)):
        services.emitir(c.pk)
    c.refresh_from_db()
    assert abs(c.emitido_en - antes) < timedelta(minutes=1)
    assert c.numero.startswith(f"IESS-CS-{timezone.localdate().year}-")


def test_issuing_again_changes_nothing():
    c = emitido()
    assert services.emitir(c.pk) is True
    antes = vars(c)["sha256"], c.archivo, c.numero
    c.refresh_from_db()
    assert (c.sha256, c.archivo, c.numero) == antes
    assert Contador.objects.get().ultimo == 1


def test_an_annulled_certificate_is_not_issued():
    emitido()
    (c,) = registrados()
    services.anular(c, motivo="El proceso se cerró", por="Coordinación")
    assert c.proximo_intento is None
    assert services.emitir(c.pk) is False
    assert Contador.objects.get().ultimo == 1


def test_annulled_while_it_is_drawn_leaves_no_file(monkeypatch):
    (c,) = registrados()
    antes = archivos()

    def anular_mientras_firma(contenido, certificado):
        services.anular(Certificado.objects.get(pk=c.pk), motivo="Error", por="Coordinación")
        return firmar(contenido, certificado)

    firmar = sello.firmar
    monkeypatch.setattr(sello, "firmar", anular_mientras_firma)
    assert services.emitir(c.pk) is False
    c.refresh_from_db()
    assert (c.estado, c.archivo, archivos()) == (Estado.ANULADO, "", antes)


def test_whoever_comes_second_leaves_one_file_and_says_that_it_is_issued(monkeypatch):
    """A worker was so slow that its claim ended and another one did the work."""
    (c,) = registrados()
    antes, dibujar = archivos(), pdf.render

    def otro_llega_antes(certificado):
        monkeypatch.setattr(pdf, "render", dibujar)
        pasa_el_tiempo()
        assert services.emitir(c.pk) is True
        return dibujar(certificado)

    monkeypatch.setattr(pdf, "render", otro_llega_antes)
    assert services.emitir(c.pk) is True
    c.refresh_from_db()
    assert set(archivos()) - set(antes) == {settings.ALMACEN / c.archivo}


def test_annulled_while_its_drawing_fails_it_stays_as_it_was_annulled(monkeypatch):
    (c,) = registrados()

    def anular_y_fallar(certificado):
        services.anular(Certificado.objects.get(pk=c.pk), motivo="Error", por="Coordinación")
        raise ValueError("letra imposible")

    monkeypatch.setattr(pdf, "render", anular_y_fallar)
    with pytest.raises(ValueError, match="letra imposible"):
        services.emitir(c.pk)
    c.refresh_from_db()
    assert (c.estado, c.proximo_intento, c.ultimo_error) == (Estado.ANULADO, None, "")


def test_one_live_certificate_per_case():
    (solicitud,) = solicitudes(1)
    primero = services.registrar(solicitud, datos())
    with pytest.raises(IntegrityError), transaction.atomic():
        services.registrar(solicitud, datos())
    services.anular(primero, motivo="Error en el nombre", por="Coordinación")
    assert services.registrar(solicitud, datos()).pk != primero.pk


# --- What goes wrong -------------------------------------------------------------------------
def falla(monkeypatch, error):
    def render(certificado):
        raise error

    monkeypatch.setattr(pdf, "render", render)


def test_a_failure_of_its_own_is_noted_and_tried_later_and_later(monkeypatch):
    falla(monkeypatch, ValueError("letra imposible"))
    (c,) = registrados()
    demoras = []
    for _ in range(emision.INTENTOS_MAXIMOS):
        with pytest.raises(ValueError):
            services.emitir(c.pk)
        c.refresh_from_db()
        demoras.append(round((c.proximo_intento - timezone.now()).total_seconds()))
        pasa_el_tiempo()
    assert demoras == [2, 4, 8, 16, 32, 64, 128, 256]
    assert (c.estado, c.intentos) == (Estado.NUMERADO, emision.INTENTOS_MAXIMOS)
    assert c.ultimo_error == "ValueError: letra imposible"
    # R04: it waits for a person, and the others go on.
    mucho_despues = timezone.now() + timedelta(days=1)
    assert services.por_emitir(mucho_despues, 10) == []
    assert services.emitir(c.pk) is False  # Nor does an old message of it start it again.
    assert [detenido.pk for detenido in services.detenidos()] == [c.pk]


def test_a_person_can_start_a_stopped_one_again(monkeypatch):
    otro, c = registrados(2)
    luego = timezone.now() + timedelta(minutes=5)
    Certificado.objects.update(
        intentos=emision.INTENTOS_MAXIMOS, proximo_intento=luego, reservado_hasta=luego
    )
    assert services.reintentar(c) is True
    c.refresh_from_db()
    assert c.intentos == 0
    assert services.por_emitir(timezone.now(), 10) == [c.pk]
    assert services.emitir(c.pk) is True
    assert list(services.detenidos()) == [otro]


def test_one_issued_at_its_last_attempt_waits_for_nobody():
    (c,) = registrados()
    Certificado.objects.update(intentos=emision.INTENTOS_MAXIMOS - 1)
    assert services.emitir(c.pk) is True
    assert list(services.detenidos()) == []
    assert services.reintentar(c) is False


@pytest.mark.parametrize(
    ("error", "intentos"), [(ValueError("x" * 600), 1), (OperationalError("x" * 600), 0)]
)
def test_an_attempt_that_failed_before_it_had_a_number_counts_too(monkeypatch, error, intentos):
    """What gives the number took the attempt back with it. The column holds 500 letters."""

    def sin_numero(serie):
        raise error

    (c,) = registrados()
    monkeypatch.setattr(emision, "siguiente", sin_numero)
    with pytest.raises(type(error)):
        services.emitir(c.pk)
    c.refresh_from_db()
    assert (c.estado, c.numero, c.intentos) == (Estado.PENDIENTE, None, intentos)
    assert c.ultimo_error == f"{type(error).__name__}: {error}"[:500]


@pytest.mark.parametrize("error", [OSError(28, "No space left"), OperationalError("away")])
def test_the_machine_s_failures_are_not_held_against_it(monkeypatch, error):
    """R14: a disk that is full for an hour stops nothing for good."""
    (c,) = registrados()
    with monkeypatch.context() as parche:
        falla(parche, error)
        for _ in range(emision.INTENTOS_MAXIMOS + 1):
            pasa_el_tiempo()
            with pytest.raises(type(error)):
                services.emitir(c.pk)
    c.refresh_from_db()
    assert (c.estado, c.intentos) == (Estado.NUMERADO, 0)
    espera = c.proximo_intento - timezone.now()
    assert timedelta(seconds=25) < espera <= emision.DEMORA_DE_MAQUINA
    pasa_el_tiempo()
    assert services.emitir(c.pk) is True


def test_it_keeps_its_number_through_failures(monkeypatch):
    primero, segundo = registrados(2)
    with monkeypatch.context() as parche:
        falla(parche, ValueError("x"))
        with pytest.raises(ValueError):
            services.emitir(primero.pk)
    pasa_el_tiempo()
    services.emitir(segundo.pk)
    como_van = Certificado.objects.order_by("pk").values_list("orden", "estado", "ultimo_error")
    assert list(como_van) == [(1, "numerado", "ValueError: x"), (2, "emitido", "")]
    services.emitir(primero.pk)
    assert list(como_van.all()) == [(1, "emitido", ""), (2, "emitido", "")]


def test_messages_delivered_again_burn_no_attempt(monkeypatch):
    """Sixty of them wait in the broker after an hour without a worker: one is an attempt."""
    (c,) = registrados()
    with monkeypatch.context() as parche:
        falla(parche, ValueError("x"))
        with pytest.raises(ValueError):
            services.emitir(c.pk)
        assert [services.emitir(c.pk) for _ in range(60)] == [False] * 60
    c.refresh_from_db()
    assert (c.estado, c.intentos) == (Estado.NUMERADO, 1)


def test_an_attempt_that_was_taken_is_not_due_to_another_worker(monkeypatch):
    """While one draws it, another delivery of the same message does nothing."""
    (c,) = registrados()
    dibujar, a_la_vez = pdf.render, []

    def mientras(certificado):
        a_la_vez.append(services.emitir(c.pk))
        return dibujar(certificado)

    monkeypatch.setattr(pdf, "render", mientras)
    assert (services.emitir(c.pk), a_la_vez) == (True, [False])
    c.refresh_from_db()
    assert (c.estado, c.intentos) == (Estado.EMITIDO, 1)


def test_what_failed_is_offered_again_when_it_is_due_and_not_when_its_claim_ends(monkeypatch):
    (c,) = registrados()
    ahora = timezone.now()
    assert services.por_emitir(ahora, 10) == [c.pk]
    falla(monkeypatch, ValueError("x"))
    with pytest.raises(ValueError):
        services.emitir(c.pk)
    assert services.por_emitir(ahora, 10) == []
    assert services.por_emitir(ahora + timedelta(seconds=5), 10) == [c.pk]


# --- The queue -------------------------------------------------------------------------------
def test_due_rows_are_claimed_once_and_come_back_if_nobody_issued_them():
    a, b, c = registrados(3)
    ahora = timezone.now()
    assert services.por_emitir(ahora, 2) == [a.pk, b.pk]
    assert services.por_emitir(ahora, 2) == [c.pk]
    assert services.por_emitir(ahora, 2) == []
    assert services.por_emitir(ahora + emision.RESERVA, 9) == [a.pk, b.pk, c.pk]


def test_what_is_not_due_or_not_pending_is_not_claimed():
    hecho = emitido()
    anulado, futuro = registrados(2)
    services.anular(anulado, motivo="x", por="y")
    Certificado.objects.filter(pk=futuro.pk).update(
        proximo_intento=timezone.now() + timedelta(minutes=5)
    )
    assert hecho.estado == Estado.EMITIDO
    assert services.por_emitir(timezone.now(), 10) == []


@pytest.mark.django_db(transaction=True)
def test_the_counter_refuses_to_count_outside_a_transaction():
    with pytest.raises(transaction.TransactionManagementError):
        siguiente("x")


def test_each_series_counts_by_itself():
    with transaction.atomic():
        assert [siguiente("a"), siguiente("a"), siguiente("b"), siguiente("a")] == [1, 2, 1, 3]
