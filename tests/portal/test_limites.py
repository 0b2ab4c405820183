"""S01: a request that is too big is refused by what it says of itself, before it is read."""

import pytest
from django.conf import settings

TOPE = settings.CUERPO_MAXIMO


@pytest.mark.parametrize("largo", [str(TOPE + 1), "200000000000", "-1", "1e3", "²"])
def test_un_cuerpo_que_se_anuncia_mayor_se_rechaza(client, db, largo):
    respuesta = client.generic("POST", "/salud/viva", b"x", CONTENT_LENGTH=largo)
    assert respuesta.status_code == 413
    assert "413.html" in [plantilla.name for plantilla in respuesta.templates]


@pytest.mark.parametrize("largo", ["", "0", "1"])
def test_un_cuerpo_normal_llega_a_la_vista(client, largo):
    respuesta = client.generic("GET", "/salud/viva", b"x", CONTENT_LENGTH=largo)
    assert (respuesta.status_code, respuesta.json()) == (200, {"viva": True})
