"""A lost link comes back by mail to its owner, and tells nobody else anything (S09, S20)."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.utils import timezone

from tramites.correo import PROVOCABLES_AL_DIA
from tramites.models import Correo
from tramites.seguimiento.views import PETICIONES_DE_ENLACE


@pytest.fixture(autouse=True)
def sin_cuentas_anteriores():
    cache.clear()


def pedir(client, numero, ultimos="4065"):
    return client.post("/seguimiento/", {"numero": numero, "ultimos": ultimos})


def enlaces():
    return Correo.objects.filter(aviso="enlace").count()


def cuerpo(respuesta):
    return re.sub(r'value="[^"]{64}"', "", respuesta.content.decode())


def test_el_duenno_recibe_su_enlace_por_correo(client, solicitud):
    respuesta = pedir(client, f" {solicitud.numero.lower()} ")
    assert "Si los datos coinciden" in respuesta.content.decode()
    assert list(Correo.objects.filter(aviso="enlace").values_list("para")) == [("ana@example.org",)]
    assert "enlace enviado" not in client.get(solicitud.ruta_seguimiento).content.decode()


def test_la_respuesta_es_la_misma_exista_o_no_el_caso(client, solicitud):
    si = pedir(client, solicitud.numero)
    for numero, ultimos in [("IESS-RT-17-2026-999999-A", "4065"), (solicitud.numero, "0000")]:
        no = pedir(client, numero, ultimos)
        assert (no.status_code, cuerpo(no)) == (si.status_code, cuerpo(si))
    assert enlaces() == 1


def test_nadie_llena_el_buzon_de_otra_persona(client, solicitud):
    for _ in range(PROVOCABLES_AL_DIA + 2):
        pedir(client, solicitud.numero)
    assert enlaces() == PROVOCABLES_AL_DIA
    cache.clear()
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        pedir(client, solicitud.numero)
    assert enlaces() == PROVOCABLES_AL_DIA + 1


def test_demasiados_intentos_seguidos_esperan(client, solicitud):
    respuestas = [pedir(client, solicitud.numero, "0000") for _ in range(7)]
    codigos = [respuesta.status_code for respuesta in respuestas]
    assert codigos == [200] * PETICIONES_DE_ENLACE[0] + [429] * 2
    assert "Espere un minuto" in respuestas[-1].content.decode()


def test_los_datos_incompletos_se_explican(client, catalogo):
    pagina = pedir(client, "", "12").content.decode()
    assert "Este campo es obligatorio." in pagina
    assert "Escriba al menos 4 letras; lleva 2." in pagina
