"""What is told because a day came, once, however many relays there are (pain 11, COA 140, 207)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.core import mail
from django.db import connection

from tramites import recordatorios, services
from tramites.catalogo import Feriado, Provincia
from tramites.models import Correo, Funcionario, Solicitud, Subsanacion

from .reparto import en_revision, funcionario, mandar_correccion, presentada, requisito
from .test_correo import enviar_todo

ECUADOR = ZoneInfo("America/Guayaquil")
# The correction is asked for on a Tuesday: its half is the next Tuesday, its last day 8 December.
PEDIDA = datetime(2026, 11, 24, 10, tzinfo=ECUADOR)


@pytest.fixture
def por_corregir(bruno):
    with time_machine.travel(PEDIDA, tick=False):
        solicitud = en_revision(bruno)
        motivos = {requisito("cedula"): "La imagen está borrosa"}
        services.pedir_correccion(solicitud, por=bruno, motivos=motivos)
    return solicitud


def recordados_por_dia(dias=20, hora=recordatorios.HORA):
    """What each day's sweeps send: `{day-month: kinds}`, several relays' rounds."""
    enviados = {}
    for n in range(dias):
        ahora = PEDIDA.replace(hour=hora) + timedelta(days=n)
        antes = set(Correo.objects.values_list("pk", flat=True))
        with time_machine.travel(ahora, tick=False):
            for _ in range(4):
                recordatorios.recordar_correcciones(ahora)
        nuevos = Correo.objects.exclude(pk__in=antes).values_list("aviso", flat=True)
        if nuevos:
            enviados[f"{ahora:%d-%m}"] = list(nuevos)
    return enviados


def test_se_recuerda_a_la_mitad_y_el_ultimo_dia_una_vez_cada_uno(por_corregir):
    assert recordados_por_dia() == {"01-12": ["recordatorio"], "08-12": ["ultimo_dia"]}


def test_a_cada_persona_se_le_recuerda_lo_suyo(por_corregir, bruno):
    with time_machine.travel(PEDIDA, tick=False):
        otra = en_revision(bruno, correo="luis@example.org")
        services.pedir_correccion(otra, por=bruno, motivos={requisito("carta"): "Sin firma"})
    assert recordados_por_dia() == {"01-12": ["recordatorio"] * 2, "08-12": ["ultimo_dia"] * 2}
    recordados = Correo.objects.filter(aviso__in=["recordatorio", "ultimo_dia"])
    assert sorted(recordados.values_list("para", "aviso")) == [
        (para, aviso)
        for para in ("ana@example.org", "luis@example.org")
        for aviso in ("recordatorio", "ultimo_dia")
    ]


def test_los_dias_son_habiles_tambien_con_feriado_local(bruno):
    """A local rest on Monday 30 moves both days by one, as it moves the term itself."""
    pichincha = Provincia.objects.get(codigo="17")
    Feriado.objects.create(fecha="2026-11-30", nombre="Local", provincia=pichincha)
    with time_machine.travel(PEDIDA, tick=False):
        solicitud = en_revision(bruno)
        services.pedir_correccion(solicitud, por=bruno, motivos={requisito("cedula"): "Borrosa"})
    assert recordados_por_dia() == {"02-12": ["recordatorio"], "09-12": ["ultimo_dia"]}


def test_nadie_recibe_un_correo_de_madrugada(por_corregir):
    assert recordados_por_dia(hora=recordatorios.HORA - 1) == {}


def test_un_relevo_que_estuvo_parado_se_pone_al_dia_sin_repetir(por_corregir):
    """Down from the 27th to the 4th: one reminder; down until the last day: only that one."""
    viernes = PEDIDA.replace(month=12, day=4)
    assert recordatorios.recordar_correcciones(viernes) == 1
    assert recordatorios.recordar_correcciones(viernes) == 0
    Subsanacion.objects.update(recordada_a_mitad_en=None)
    assert recordatorios.recordar_correcciones(PEDIDA.replace(month=12, day=8)) == 1
    assert recordatorios.recordar_correcciones(PEDIDA.replace(month=12, day=9)) == 0
    assert sorted(Correo.objects.values_list("aviso", flat=True)) == [
        "correccion_pedida",
        "recibida",
        "recordatorio",
        "ultimo_dia",
    ]


def test_lo_que_ya_se_corrigio_no_se_recuerda(por_corregir):
    """Not even by a relay that had read the row before."""
    leida = Subsanacion.objects.select_related("solicitud").get()
    with time_machine.travel(PEDIDA + timedelta(days=1)):
        mandar_correccion(por_corregir)
    assert recordatorios.recordar(leida, "recordada_a_mitad_en", PEDIDA) is False
    assert recordados_por_dia() == {}


def test_el_recordatorio_dice_hasta_cuando_y_queda_en_la_historia(por_corregir, client):
    recordados_por_dia()
    with time_machine.travel(PEDIDA + timedelta(days=30)):
        enviar_todo()
    mitad, ultimo = mail.outbox[-2:]
    assert mitad.subject.startswith("Recuerde corregir")
    assert "Hasta cuándo puede enviarlos: martes 8 de diciembre de 2026" in mitad.body
    assert ultimo.subject.startswith("Hoy es el último día")
    for mensaje in (mitad, ultimo):  # Pain 5: uploaded is not sent.
        assert "compruebe en el enlace que la corrección quedó enviada" in mensaje.body
    pagina = client.get(por_corregir.ruta_seguimiento).content.decode()
    assert pagina.count("se lo recordamos por correo") == 2


# --- Two relays at once ------------------------------------------------------------------------
def a_la_vez(hacer, veces=4):
    """`hacer()` in so many threads that start together; how many said that they did it."""
    salida = Barrier(veces)

    def hilo():
        try:
            salida.wait()
            return bool(hacer())
        finally:
            connection.close()

    with ThreadPoolExecutor(veces) as hilos:
        return sum(tarea.result() for tarea in [hilos.submit(hilo) for _ in range(veces)])


@pytest.fixture
def leida(transactional_db, por_corregir):
    return Subsanacion.objects.select_related("solicitud").get()


def recordados():
    return Correo.objects.filter(aviso="recordatorio").count()


def test_varios_relevos_a_la_vez_recuerdan_una_vez(leida):
    hechos = a_la_vez(lambda: recordatorios.recordar(leida, "recordada_a_mitad_en", PEDIDA))
    assert (hechos, recordados()) == (1, 1)


def test_control_mirar_y_despues_anotar_repite_el_recordatorio(leida):
    """What the test above would see if the mark were read first and written later."""
    mirado = Barrier(4)

    def ingenuo():
        libre = Subsanacion.objects.filter(pk=leida.pk, recordada_a_mitad_en=None).exists()
        mirado.wait()
        if libre:
            Subsanacion.objects.filter(pk=leida.pk).update(recordada_a_mitad_en=PEDIDA)
            services.anotar_movimiento(leida.solicitud, "recordar", aviso="recordatorio")
        return libre

    assert (a_la_vez(ingenuo), recordados()) == (4, 4)


# --- Supervisors -------------------------------------------------------------------------------
HOY = datetime(2026, 11, 23, recordatorios.HORA, tzinfo=ECUADOR)


@pytest.fixture
def terminos(sara, bruno, carla):
    """Sara (national) and Marco, who supervises Guayas; cases of Pichincha and Guayas."""
    marco = funcionario("marco", "coordinacion-guayas", supervisa=True)
    for cuenta in (sara, marco, bruno):
        cuenta.email = f"{cuenta.username}@example.org"
        cuenta.save()
    vencida, cerca, guayas = presentada(), presentada(), presentada(provincia="09")
    lejos = presentada()
    for solicitud, vence in [
        (vencida, "2026-11-20"),
        (cerca, "2026-11-30"),  # The fifth business day from the 23rd.
        (guayas, "2026-11-23"),
        (lejos, "2026-12-01"),
    ]:
        Solicitud.objects.filter(pk=solicitud.pk).update(vence_el=vence)
    Correo.objects.all().delete()


def test_cada_supervisor_recibe_lo_de_su_unidad_una_vez_al_dia(terminos):
    """A warning, never an automatic approval (COA 207)."""
    antes = list(Solicitud.objects.values_list("pk", "estado", "version"))
    with time_machine.travel(HOY, tick=False):
        assert recordatorios.avisar_terminos(HOY) == 2
        assert recordatorios.avisar_terminos(HOY + timedelta(hours=5)) == 0
        enviar_todo()
    cuerpos = {mensaje.to[0]: mensaje.body for mensaje in mail.outbox}
    assert set(cuerpos) == {"sara@example.org", "marco@example.org"}
    guayas = "Coordinación Provincial de Guayas: 0 vencidas, 1 por vencer"
    assert guayas in cuerpos["marco@example.org"] and guayas in cuerpos["sara@example.org"]
    pichincha = "Coordinación Provincial de Pichincha: 1 vencida, 1 por vencer"
    assert pichincha in cuerpos["sara@example.org"]
    assert "Pichincha" not in cuerpos["marco@example.org"]
    assert "IESS-RT" not in cuerpos["sara@example.org"]
    assert recordatorios.avisar_terminos(HOY + timedelta(days=1)) == 2
    assert list(Solicitud.objects.values_list("pk", "estado", "version")) == antes


@pytest.mark.parametrize("cambio", [{"is_active": False}, {"is_staff": False}, {"email": ""}])
def test_a_quien_ya_no_trabaja_aqui_no_se_le_cuenta_nada(terminos, cambio):
    """The same who could open those cases (`alcance.funcionario_de`), by an address of theirs."""
    get_user_model().objects.filter(username="marco").update(**cambio)
    assert recordatorios.avisar_terminos(HOY) == 1
    assert [correo.para for correo in Correo.objects.all()] == ["sara@example.org"]


def test_en_dia_de_descanso_de_madrugada_o_sin_nada_que_decir_no_se_escribe(terminos):
    assert recordatorios.avisar_terminos(HOY - timedelta(minutes=1)) == 0
    sabado = HOY + timedelta(days=5)
    assert recordatorios.avisar_terminos(sabado) == 0
    Solicitud.objects.update(vence_el="2027-01-15")
    assert recordatorios.avisar_terminos(HOY) == 0
    assert Correo.objects.count() == 0


def test_varios_relevos_a_la_vez_avisan_una_vez(transactional_db, terminos):
    marco = Funcionario.objects.select_related("usuario").get(usuario__username="marco")
    hechos = a_la_vez(lambda: recordatorios.avisar(marco, HOY.date()))
    assert (hechos, Correo.objects.count()) == (1, 1)
