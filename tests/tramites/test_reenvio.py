"""An officer sees each mail as it left and may send it again, a few times (pains 6 and 13)."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from tramites.models import Correo
from tramites.reenvio import REENVIOS_AL_DIA, NoSeReenvia, reenviar

from .test_correo import enviar_todo, salida


def ruta(fila):
    return reverse(
        "admin:tramites_solicitud_reenviar", args=[fila.movimiento.solicitud_id, fila.pk]
    )


@pytest.fixture
def enviado(solicitud):
    enviar_todo()
    return Correo.objects.get()


def test_el_oficial_lee_lo_que_se_envio_y_lo_envia_otra_vez(entrar, bruno, enviado):
    navegador = entrar(bruno)
    solicitud = enviado.movimiento.solicitud
    caso = reverse("admin:tramites_solicitud_change", args=[solicitud.pk])
    pagina = navegador.get(caso).content.decode()
    assert f"Recibimos su solicitud {solicitud.numero}" in pagina
    assert "[enlace personal]" in pagina and solicitud.secreto not in pagina
    assert "saldrá otra vez" in navegador.post(ruta(enviado), follow=True).content.decode()
    enviar_todo()
    primero, segundo = mail.outbox
    assert (primero.subject, primero.body, primero.to) == (
        segundo.subject,
        segundo.body,
        segundo.to,
    )
    assert primero.extra_headers["Message-ID"] != segundo.extra_headers["Message-ID"]
    assert salida() == [("recibida", "enviado", 1)] * 2
    hecho = solicitud.movimientos.last()
    assert (hecho.accion, hecho.por, hecho.detalle) == ("reenviar_correo", bruno, "Recibida")


def test_unos_pocos_al_dia(bruno, enviado):
    for _ in range(REENVIOS_AL_DIA):
        reenviar(enviado, por=bruno)
    with pytest.raises(NoSeReenvia, match="Ya se reenviaron 3 correos hoy"):
        reenviar(enviado, por=bruno)
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        reenviar(enviado, por=bruno)
    assert Correo.objects.count() == REENVIOS_AL_DIA + 2


def test_lo_que_todavia_no_sale_no_se_envia_dos_veces(entrar, bruno, solicitud):
    pendiente = Correo.objects.get()
    pagina = entrar(bruno).post(ruta(pendiente), follow=True).content.decode()
    assert "todavía no sale" in pagina
    assert salida() == [("recibida", "pendiente", 0)]


def test_otra_provincia_no_reenvia_nada(entrar, carla, enviado):
    """S07: and the mail of another case is not reached through one's own."""
    assert entrar(carla).post(ruta(enviado)).status_code == 404
    assert Correo.objects.count() == 1
