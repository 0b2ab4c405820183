"""What an orchestrator asks: does it live, and can it do its work?"""

import pytest
from django.db import OperationalError, connection

pytestmark = pytest.mark.django_db


def test_lista_cuenta_lo_que_espera_y_nada_de_nadie(client):
    respuesta = client.get("/salud/lista")
    assert (respuesta.status_code, respuesta.json()) == (
        200,
        {"lista": True, "por_emitir": 0, "correos_pendientes": 0, "alarmas": {}},
    )


def test_sin_base_de_datos_vive_y_no_esta_lista(client):
    def caida(*_):
        raise OperationalError("connection refused")

    with connection.execute_wrapper(caida):
        respuesta = client.get("/salud/lista")
        assert (respuesta.status_code, respuesta.json()) == (503, {"lista": False})
        assert client.get("/salud/viva").json() == {"viva": True}
