"""Whether the centres are open, by the clock of each place (R42), and what the page says of it."""

from datetime import UTC, date, datetime, time

import pytest
import time_machine
from django.db import IntegrityError

from tramites.informacion.horario import CONTINENTE, GALAPAGOS, atencion, centros_ahora
from tramites.models import Centro, Feriado, HorarioDeCentro, Provincia

from .reparto import CODIGO

FERIADOS = {date(2026, 11, 2), date(2026, 11, 3)}
ABIERTO, CERRADO = "Abierto ahora, hasta las {}.", "Cerrado ahora. Abre {}."


def frase(cuando: str, **cambios) -> str:
    """What a place says at `cuando`, a local time of the mainland."""
    momento = datetime.fromisoformat(cuando).replace(tzinfo=CONTINENTE)
    return atencion(momento, FERIADOS, **cambios).frase


@pytest.mark.parametrize(
    ("cuando", "esperada"),
    [
        ("2026-11-23 07:59:59", CERRADO.format("hoy a las 8:00")),
        ("2026-11-23 08:00", ABIERTO.format("17:00")),
        ("2026-11-23 16:59:59", ABIERTO.format("17:00")),
        ("2026-11-23 17:00", CERRADO.format("mañana a las 8:00")),
        ("2026-11-27 17:00", CERRADO.format("el lunes 30 de noviembre a las 8:00")),
        ("2026-11-28 10:00", CERRADO.format("el lunes 30 de noviembre a las 8:00")),
        ("2026-11-29 10:00", CERRADO.format("mañana a las 8:00")),
        # From a Friday evening, over a weekend and two holidays.
        ("2026-10-30 18:00", CERRADO.format("el miércoles 4 de noviembre a las 8:00")),
        ("2026-11-03 10:00", CERRADO.format("mañana a las 8:00")),
    ],
)
def test_de_lunes_a_viernes_de_ocho_a_cinco_menos_los_feriados(cuando, esperada):
    """R42."""
    assert frase(cuando) == esperada


def test_galapagos_vive_una_hora_antes():
    assert frase("2026-11-23 08:30", zona=GALAPAGOS) == CERRADO.format("hoy a las 8:00")
    assert frase("2026-11-23 17:30", zona=GALAPAGOS) == ABIERTO.format("17:00")
    # 0:30 of Monday on the mainland is Sunday night on the islands.
    assert frase("2026-11-23 00:30", zona=GALAPAGOS) == CERRADO.format("mañana a las 8:00")


def test_un_centro_comercial_tiene_sus_propias_horas():
    """R43: hours of its own, on days of its own."""
    horas = {5: (time(10), time(20)), 6: (time(10), time(14, 30))}
    assert frase("2026-11-28 19:00", horas=horas) == ABIERTO.format("20:00")
    assert frase("2026-11-29 14:00", horas=horas) == ABIERTO.format("14:30")
    assert frase("2026-11-23 09:00", horas=horas) == CERRADO.format(
        "el sábado 28 de noviembre a las 10:00"
    )


def test_sin_horas_no_se_promete_nada():
    assert frase("2026-11-23 10:00", horas={}) == "Sin horario de atención."


def test_cada_centro_por_sus_horas_su_isla_y_su_feriado_local(catalogo):
    """R42, R43: Quito rests on its own holiday, a mall opens on it, the islands live earlier."""
    mall = Centro.objects.create(
        codigo="mall",
        nombre="Punto en centro comercial",
        provincia=Provincia.objects.get(codigo="09"),
    )
    mall.horario.create(dia=HorarioDeCentro.Dia.MARTES, abre=time(10), cierra=time(20))
    Centro.objects.filter(provincia__codigo="01").update(activo=False)
    pichincha = Provincia.objects.get(codigo="17")
    Feriado.objects.create(fecha=date(2026, 11, 24), nombre="Local", provincia=pichincha)
    momento = datetime(2026, 11, 24, 17, 30, tzinfo=CONTINENTE)
    frases = {centro.codigo: ahora.frase for centro, ahora in centros_ahora(momento)}
    assert "centro-azuay" not in frases
    assert frases["mall"] == ABIERTO.format("20:00")
    assert frases["centro-guayas"] == CERRADO.format("mañana a las 8:00")
    assert frases["centro-galapagos"] == ABIERTO.format("17:00")
    en_la_manana = datetime(2026, 11, 24, 10, 0, tzinfo=CONTINENTE)
    frases = {centro.codigo: ahora.frase for centro, ahora in centros_ahora(en_la_manana)}
    assert frases["centro-pichincha"] == CERRADO.format("mañana a las 8:00")
    assert frases["centro-guayas"] == ABIERTO.format("17:00")


@pytest.mark.parametrize(
    ("filas", "regla"),
    [
        ([(0, time(10), time(10))], "horario_abre_antes_de_cerrar"),
        ([(0, time(8), time(12)), (0, time(13), time(17))], "horario_uno_por_dia"),
    ],
)
def test_un_horario_imposible_no_se_guarda(catalogo, filas, regla):
    centro = Centro.objects.first()
    with pytest.raises(IntegrityError):
        for dia, abre, cierra in filas:
            centro.horario.create(dia=dia, abre=abre, cierra=cierra)
    assert regla in {c.name for c in HorarioDeCentro._meta.constraints}


def pagina(client) -> str:
    return client.get(f"/tramites/{CODIGO}/").content.decode()


@pytest.mark.parametrize(
    ("ahora", "textos"),
    [
        # Monday 16:30 on the mainland; the term counts from Tuesday.
        (
            datetime(2026, 11, 23, 21, 30, tzinfo=UTC),
            ["Abierto ahora</span>", "el martes 24 de noviembre de 2026"],
        ),
        # Monday 17:30 on the mainland, 16:30 on the islands.
        (
            datetime(2026, 11, 23, 22, 30, tzinfo=UTC),
            ["Abierto en parte del país</span>", "Cerrado ahora. Abre mañana a las 8:00."],
        ),
        # Friday night: the term counts from Monday.
        (
            datetime(2026, 11, 28, 3, 0, tzinfo=UTC),
            ["Cerrado ahora</span>", "el lunes 30 de noviembre de 2026"],
        ),
        # A holiday: All Souls, and the next day is one too.
        (
            datetime(2026, 11, 2, 15, 0, tzinfo=UTC),
            ["Hoy es feriado: ", "el miércoles 4 de noviembre de 2026"],
        ),
    ],
)
def test_la_pagina_dice_si_esta_abierto_y_desde_cuando_cuenta_el_termino(
    client, catalogo, ahora, textos
):
    """R42; E4's vector 2026-10-30 +1 = 2026-11-04 from a Friday filing."""
    with time_machine.travel(ahora, tick=False):
        for texto in textos:
            assert texto in pagina(client)
    assert "a toda hora" in pagina(client)
