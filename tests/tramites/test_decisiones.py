"""Decisions: one winner, everybody else reads who it was (R09 of the reliability table)."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from certificados.models import Certificado
from tramites import services
from tramites.models import Correo, Solicitud

from .reparto import (
    APROBACION,
    EN_LINEA,
    EN_PERSONA,
    en_revision,
    mandar_correccion,
    presentada,
    registrada,
    requisito,
)


def historia(solicitud):
    return list(solicitud.movimientos.values_list("accion", "estado", "por__username"))


def test_tomar_pone_a_cargo(solicitud, bruno):
    services.tomar(solicitud, por=bruno)
    assert (solicitud.estado, solicitud.responsable) == ("en_revision", bruno)
    assert historia(solicitud)[1:] == [("tomar", "en_revision", "bruno")]


def test_aprobar_decide_avisa_y_registra_el_certificado(en_manos_de_bruno, bruno):
    solicitud = en_manos_de_bruno
    services.aprobar(solicitud, por=bruno, **APROBACION)
    assert (solicitud.estado, solicitud.decidida_por, solicitud.expediente) == (
        "aprobada",
        bruno,
        "RT-2026-00077",
    )
    assert historia(solicitud)[2:] == [("aprobar", "aprobada", "bruno")]
    certificado = Certificado.objects.get()
    foto = {
        campo: getattr(certificado, campo)
        for campo in ("estado", "nombres", "identificacion", "expediente", "provincia", "unidad")
    }
    assert foto == {
        "estado": "pendiente",
        "nombres": "Ana Lucía Ñandú Cevallos",
        "identificacion": "1710034065",
        "expediente": "RT-2026-00077",
        "provincia": "Pichincha",
        "unidad": "Coordinación Provincial de Pichincha",
    }
    assert list(Correo.objects.values_list("aviso", flat=True)) == ["recibida", "aprobada"]


def test_sin_comprobar_cada_punto_no_se_aprueba(en_manos_de_bruno, bruno):
    """R10 to R16: the service itself refuses, whoever calls it (advantage 13)."""
    for falta in EN_LINEA:
        todo_menos_uno = APROBACION | {"comprobado": set(EN_LINEA) - {falta}}
        with pytest.raises(services.FaltaComprobar) as error:
            services.aprobar(en_manos_de_bruno, por=bruno, **todo_menos_uno)
        assert str(error.value) == f"No se pudo aprobar: falta comprobar «{falta}»."
    assert (en_manos_de_bruno.estado, Certificado.objects.count()) == ("en_revision", 0)
    services.aprobar(en_manos_de_bruno, por=bruno, **APROBACION)
    linea = en_manos_de_bruno.movimientos.get(accion="aprobar")
    assert linea.detalle.split("\n· ") == ["Se comprobó:", *EN_LINEA]


def test_un_caso_en_persona_tiene_su_propia_lista(bruno, carla):
    """R18 to R20."""
    solicitud = registrada(carla).solicitud
    services.tomar(solicitud, por=bruno)
    with pytest.raises(services.FaltaComprobar):
        services.aprobar(solicitud, por=bruno, **APROBACION | {"comprobado": EN_LINEA})
    services.aprobar(solicitud, por=bruno, **APROBACION | {"comprobado": EN_PERSONA})
    assert solicitud.estado == "aprobada"


def test_lo_que_el_catalogo_pide_desde_hace_un_momento_tambien_se_comprueba(
    en_manos_de_bruno, bruno
):
    carta = requisito("carta")
    carta.comprobaciones += "\nTiene fecha de este año"
    carta.save()
    with pytest.raises(services.FaltaComprobar, match="Carta firmada a mano: Tiene fecha"):
        services.aprobar(en_manos_de_bruno, por=bruno, **APROBACION)


def test_el_certificado_emitido_se_entrega_una_sola_vez(en_manos_de_bruno, bruno):
    services.aprobar(en_manos_de_bruno, por=bruno, **APROBACION)
    certificado = Certificado.objects.get()
    otra = en_revision(bruno)
    services.aprobar(otra, por=bruno, **APROBACION)
    for _ in range(5):  # R12 of reliability: a task may be delivered many times.
        services.emitir_certificado(certificado.pk)
    en_manos_de_bruno.refresh_from_db()
    assert en_manos_de_bruno.estado == "certificado_emitido"
    assert historia(en_manos_de_bruno)[3:] == [("entregar", "certificado_emitido", None)]
    assert Correo.objects.filter(aviso="certificado_listo").count() == 1
    otra.refresh_from_db()
    assert otra.estado == "aprobada"


def test_negar_guarda_el_motivo_y_avisa(en_manos_de_bruno, bruno):
    services.negar(en_manos_de_bruno, por=bruno, motivo="El proceso ya fue resuelto en mayo.")
    assert (en_manos_de_bruno.estado, en_manos_de_bruno.motivo) == (
        "negada",
        "El proceso ya fue resuelto en mayo.",
    )
    assert Correo.objects.filter(aviso="negada").count() == 1
    assert not Certificado.objects.exists()


def test_quien_llega_tarde_lee_quien_decidio(en_manos_de_bruno, bruno, sara):
    copia_de_sara = Solicitud.objects.get(pk=en_manos_de_bruno.pk)
    services.negar(en_manos_de_bruno, por=bruno, motivo="El proceso ya fue resuelto en mayo.")
    presentada()  # What happens to others meanwhile is not told.
    with pytest.raises(services.TransicionInvalida) as error:
        services.aprobar(copia_de_sara, por=sara, **APROBACION)
    assert str(error.value).startswith(
        "No se pudo aprobar: esta solicitud fue negada por Bruno el "
    )
    assert not Certificado.objects.exists()


def test_quien_decide_lo_que_la_persona_retiro_lee_que_fue_ella(en_manos_de_bruno, bruno):
    services.retirar(Solicitud.objects.get(pk=en_manos_de_bruno.pk))
    with pytest.raises(services.TransicionInvalida) as error:
        services.aprobar(en_manos_de_bruno, por=bruno, **APROBACION)
    assert str(error.value).startswith(
        "No se pudo aprobar: esta solicitud fue retirada a pedido de quien la presentó el "
    )


def test_no_se_aprueba_lo_que_cambio_desde_que_se_leyo(en_manos_de_bruno, bruno):
    """R10 of the reliability table: a decision is about the documents that were on the page."""
    vista = Solicitud.objects.get(pk=en_manos_de_bruno.pk)
    services.pedir_correccion(
        en_manos_de_bruno, por=bruno, motivos={requisito("cedula"): "La imagen está borrosa"}
    )
    mandar_correccion(en_manos_de_bruno)
    assert en_manos_de_bruno.estado == vista.estado == "en_revision"
    with pytest.raises(services.TransicionInvalida):
        services.aprobar(vista, por=bruno, **APROBACION)


def decisiones_a_la_vez(veces, decidir):
    """How many of so many simultaneous decisions won."""
    salida = threading.Barrier(veces)

    def uno(_):
        try:
            salida.wait(30)
            decidir()
        except services.TransicionInvalida:
            return 0
        finally:
            connection.close()
        return 1

    with ThreadPoolExecutor(veces) as hilos:
        return sum(hilos.map(uno, range(veces)))


@pytest.mark.django_db(transaction=True)
def test_veinte_aprobaciones_a_la_vez_dan_una_decision_y_un_certificado(bruno):
    pk = en_revision(bruno).pk
    ganadas = decisiones_a_la_vez(
        20, lambda: services.aprobar(Solicitud.objects.get(pk=pk), por=bruno, **APROBACION)
    )
    caso = Solicitud.objects.get(pk=pk)
    assert (ganadas, caso.estado, Certificado.objects.count()) == (1, "aprobada", 1)
    assert caso.movimientos.filter(accion="aprobar").count() == 1


@pytest.mark.django_db(transaction=True)
def test_aprobar_y_negar_a_la_vez_dan_una_sola_decision(bruno):
    pk = en_revision(bruno).pk
    turnos = iter(range(20))

    def decidir():
        caso = Solicitud.objects.get(pk=pk)
        if next(turnos) % 2:
            services.aprobar(caso, por=bruno, **APROBACION)
        else:
            services.negar(caso, por=bruno, motivo="El proceso ya fue resuelto.")

    assert decisiones_a_la_vez(20, decidir) == 1
    caso = Solicitud.objects.get(pk=pk)
    assert Certificado.objects.count() == (caso.estado == "aprobada")


@pytest.mark.django_db(transaction=True)
def test_control_leer_y_luego_escribir_deja_ganar_a_varios(bruno):
    """The naive way, in the same harness: the tests above can fail."""
    pk = en_revision(bruno).pk
    leidas = threading.Barrier(20)

    def decidir():
        caso = Solicitud.objects.get(pk=pk)
        puede = caso.estado == "en_revision"
        connection.close()
        leidas.wait(30)
        if not puede:
            raise services.TransicionInvalida
        Solicitud.objects.filter(pk=pk).update(version=caso.version + 1)

    assert decisiones_a_la_vez(20, decidir) > 1


@pytest.mark.parametrize(
    ("campos", "restriccion"),
    [
        ({"estado": "inventado"}, "solicitud_estado_conocido"),
        ({"estado": "aprobada", "expediente": "X"}, "solicitud_decidida_con_quien_y_cuando"),
        ({"estado": "negada"}, "solicitud_"),
    ],
)
def test_la_base_rechaza_lo_que_nunca_debe_ser(solicitud, campos, restriccion):
    with pytest.raises(IntegrityError, match=restriccion), transaction.atomic():
        Solicitud.objects.filter(pk=solicitud.pk).update(**campos)


def test_la_base_rechaza_una_decision_incompleta(en_manos_de_bruno, bruno):
    decision = {"decidida_por": bruno, "decidida_en": "2026-11-23T12:00Z"}
    for estado, restriccion in [
        ("negada", "solicitud_negada_con_motivo"),
        ("aprobada", "solicitud_aprobada_con_expediente"),
    ]:
        with pytest.raises(IntegrityError, match=restriccion), transaction.atomic():
            Solicitud.objects.filter(pk=en_manos_de_bruno.pk).update(estado=estado, **decision)


def test_una_vigencia_al_reves_no_se_registra(en_manos_de_bruno, bruno):
    al_reves = APROBACION | {"vigente_hasta": date(2026, 1, 1)}
    with pytest.raises(IntegrityError), transaction.atomic():
        services.aprobar(en_manos_de_bruno, por=bruno, **al_reves)
    assert Solicitud.objects.get().estado == "en_revision"


def test_los_numeros_de_caso_son_seguidos(catalogo):
    ordenes = [int(presentada().numero.split("-")[-2]) for _ in range(3)]
    assert ordenes == [1, 2, 3]
