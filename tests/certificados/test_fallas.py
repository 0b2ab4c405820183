"""Killed, doubled and rolled back: nothing lost, nothing twice, no gap. Each with its control.

The numbers are those of the reliability table: R01 (kills), R12 (double delivery), R13 (numbers).
"""

import random
import threading

import pytest
from django.db import close_old_connections, connection, transaction
from django.utils import timezone

from certificados import emision, services
from certificados.invariantes import comprobar, huerfanos
from certificados.models import Certificado, Estado
from certificados.numeracion import siguiente
from tests.certificados.casos import pasa_el_tiempo, registrados
from tests.certificados.drenador import Drenador

pytestmark = pytest.mark.django_db(transaction=True)

# Every border between two steps of issuing, in order, and the estado that a death there leaves.
PUNTOS = {
    "certificados.numeracion:siguiente:call": Estado.PENDIENTE,
    "certificados.numeracion:siguiente:return": Estado.PENDIENTE,
    "django.db.transaction:__exit__:call": Estado.PENDIENTE,  # numbered, not committed
    "certificados.emision:_tomar_intento:return": Estado.NUMERADO,
    "certificados.pdf:render:return": Estado.NUMERADO,
    "certificados.sello:firmar:return": Estado.NUMERADO,
    "pathlib:replace:call": Estado.NUMERADO,  # written aside and fsynced, not renamed
    "iess_portal.almacen:_fsync_carpeta:call": Estado.NUMERADO,  # renamed
    "certificados.emision:_guardar:return": Estado.NUMERADO,
    "certificados.emision:_publicar:return": Estado.EMITIDO,
    "certificados.emision:emitir:return": Estado.EMITIDO,
}
# 110 deaths every day; 506 in the long suite.
MUERTES = [10, pytest.param(46, marks=pytest.mark.largo)]


@pytest.fixture
def drenador():
    drenador = Drenador()
    yield drenador
    drenador.cerrar()


def barrer() -> None:
    """What the relay and a healthy worker do once the claims have run out."""
    pasa_el_tiempo()
    while ids := services.por_emitir(timezone.now(), 50):
        for pk in ids:
            services.emitir(pk)


def balance() -> dict:
    certificados = Certificado.objects.all()
    return {
        "emitidos": certificados.filter(estado=Estado.EMITIDO).count(),
        "numeros": sorted(certificados.values_list("orden", flat=True)),
        "archivos": len(set(certificados.values_list("archivo", flat=True))),
        "promesas rotas": list(comprobar()),
    }


def sano(cuantos: int) -> dict:
    return {
        "emitidos": cuantos,
        "numeros": list(range(1, cuantos + 1)),
        "archivos": cuantos,
        "promesas rotas": [],
    }


@pytest.mark.parametrize("muertes", MUERTES)
@pytest.mark.parametrize("punto", PUNTOS)
def test_killed_at_each_step_of_issuing(drenador, punto, muertes):
    """R01: SIGKILL at this step, each time of another certificate; then a healthy worker."""
    antes = set(huerfanos())
    ids = [c.pk for c in registrados(muertes)]
    assert drenador.emitir(ids, muere=punto) == [-9] * muertes
    assert set(Certificado.objects.values_list("estado", flat=True)) == {PUNTOS[punto]}
    barrer()
    assert balance() == sano(muertes)
    # At most one file more per kill, whole or `.part`, that no row names.
    assert len(set(huerfanos()) - antes) <= muertes


def test_one_that_kills_its_worker_stops_and_the_others_go_on(drenador):
    """R04: no error is ever caught, so the attempts are counted before the work."""
    veneno, sano_, otro = registrados(3)
    for _ in range(emision.INTENTOS_MAXIMOS):
        drenador.emitir([veneno.pk], muere="certificados.pdf:render:call")
        pasa_el_tiempo()
    barrer()
    estados = Certificado.objects.order_by("pk").values_list("estado", flat=True)
    assert list(estados) == [Estado.NUMERADO, Estado.EMITIDO, Estado.EMITIDO]
    assert [c.pk for c in services.detenidos()] == [veneno.pk]
    services.reintentar(veneno)
    barrer()
    assert balance() == sano(3)
    assert {sano_.pk, otro.pk} == {c.pk for c in Certificado.objects.exclude(pk=veneno.pk)}


def test_two_relays_never_claim_the_same_row():
    """R22: four at once, in handfuls of three."""
    ids = {c.pk for c in registrados(40)}
    reclamados, ahora = [], timezone.now()

    def relevar():
        while mios := services.por_emitir(ahora, 3):
            reclamados.extend(mios)
        connection.close()

    hilos = [threading.Thread(target=relevar) for _ in range(4)]
    for h in hilos:
        h.start()
    for h in hilos:
        h.join()
    assert sorted(reclamados) == sorted(ids)


def test_control_a_number_taken_apart_leaves_gaps(drenador):
    """The same kill on a portal with the classic bug: the harness must see it."""
    ids = [c.pk for c in registrados(3)]
    muertos = drenador.emitir(
        ids, muere="certificados.defectos:siguiente_aparte:return", defecto="numero_aparte"
    )
    assert muertos == [-9] * 3
    barrer()
    assert balance()["numeros"] == [4, 5, 6]
    assert len(balance()["promesas rotas"]) == 1


def test_control_issued_before_the_file_is_seen(drenador):
    ids = [c.pk for c in registrados(3)]
    drenador.emitir(ids, muere="pathlib:replace:call", defecto="emitido_antes_del_archivo")
    barrer()
    assert len(balance()["promesas rotas"]) == 3


@pytest.mark.parametrize("defecto", [None, "sin_turno"])
def test_delivered_five_times_at_once_is_issued_once(drenador, defecto):
    """R12: to five workers at the same time; and even if all of them work on it."""
    antes = set(huerfanos())
    ids = [c.pk for c in registrados(10)]
    assert drenador.emitir(ids, veces=5, defecto=defecto) == [0] * 50
    assert balance() == sano(10)
    assert set(huerfanos()) == antes


def test_control_without_compare_and_swap_the_copies_stay(drenador):
    antes = set(huerfanos())
    ids = [c.pk for c in registrados(4)]
    drenador.emitir(ids, veces=5, defecto="sin_comparar")
    assert len(set(huerfanos()) - antes) > 0


# --- R13: 300 numbers, every fifth transaction rolled back, 20 threads -----------------------
class Tropiezo(Exception):
    pass


def numerar_entre_veinte(cosas, tomar) -> None:
    """`tomar(cosa, dado)` in 20 threads until each has its number."""
    pendientes, cerrojo = list(cosas), threading.Lock()

    def hilo(semilla):
        dado = random.Random(semilla)  # noqa: S311 — a die, not a secret
        while True:
            with cerrojo:
                if not pendientes:
                    break
                cosa = pendientes.pop()
            try:
                tomar(cosa, dado)
            except Tropiezo:
                with cerrojo:
                    pendientes.append(cosa)
        connection.close()

    hilos = [threading.Thread(target=hilo, args=(n,)) for n in range(20)]
    for h in hilos:
        h.start()
    for h in hilos:
        h.join()
    close_old_connections()


def tropezar(dado) -> None:
    if dado.random() < 0.2:
        raise Tropiezo


def test_numbers_are_contiguous_although_a_fifth_rolls_back():
    def tomar(certificado, dado):
        with transaction.atomic():
            Certificado.objects.filter(pk=certificado.pk).update(**emision._numerar(timezone.now()))
            tropezar(dado)

    numerar_entre_veinte(registrados(300), tomar)
    assert sorted(Certificado.objects.values_list("orden", flat=True)) == list(range(1, 301))


def test_control_a_counter_outside_the_transaction_leaves_gaps():
    tomados = []

    def tomar(_, dado):
        with transaction.atomic():
            numero = siguiente("control")
        tropezar(dado)
        tomados.append(numero)

    numerar_entre_veinte(range(100), tomar)
    assert len(tomados) == 100
    assert max(tomados) > 100
