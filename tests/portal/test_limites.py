"""S01: a request that is too big is refused by what it says of itself, before it is read."""

import pytest
from django.conf import settings

TOPE = settings.CUERPO_MAXIMO


@pytest.mark.parametrize("largo", [str(TOPE + 1), "200000000000", "-1", "1e3", "²", "9" * 5000])
def test_un_cuerpo_que_se_anuncia_mayor_se_rechaza(client, db, largo):
    respuesta = client.generic("POST", "/salud/viva", b"x", CONTENT_LENGTH=largo)
    assert respuesta.status_code == 413
    assert "413.html" in [plantilla.name for plantilla in respuesta.templates]


@pytest.mark.parametrize("largo", ["", "0", "1"])
def test_un_cuerpo_normal_llega_a_la_vista(client, largo):
    respuesta = client.generic("GET", "/salud/viva", b"x", CONTENT_LENGTH=largo)
    assert (respuesta.status_code, respuesta.json()) == (200, {"viva": True})


@pytest.mark.parametrize("juego", ["zlib", "idna", "undefined", "punycode", "unicode_escape"])
def test_un_juego_de_caracteres_raro_no_hace_fallar_un_formulario(client, db, juego):
    """Each of these was a 500 at every form of the portal, for whoever had read one page."""
    cuerpo = '--X\r\nContent-Disposition: form-data; name="nombres"\r\n\r\n\\ud800é\r\n--X--\r\n'
    tipo = f"multipart/form-data; boundary=X; charset={juego}"
    respuesta = client.generic("POST", "/quejas/", cuerpo.encode(), content_type=tipo)
    assert respuesta.status_code == 200
    assert respuesta.context["form"]["nombres"].value() == "\\ud800é"
