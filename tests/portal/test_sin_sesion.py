"""A form sent after its session ended: its person is told that nothing was done (pain 7)."""

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from iess_portal.sin_sesion import NO_SE_HIZO

EN_EL_ESCRITORIO = reverse("admin:tramites_solicitud_accion", args=[1, "negar"])
EN_LA_CUENTA = reverse("identidad")


@pytest.fixture
def visitante(db) -> Client:
    return Client()


def avisos(respuesta) -> list[str]:
    return [str(aviso) for aviso in get_messages(respuesta.wsgi_request)]


@pytest.mark.parametrize(
    ("pagina", "puerta"), [(EN_EL_ESCRITORIO, "admin:login"), (EN_LA_CUENTA, "account_login")]
)
def test_quien_envio_sin_sesion_lee_al_entrar_que_no_se_hizo(visitante, pagina, puerta):
    """An officer came back to the case, whose field was empty, as if it had been denied."""
    respuesta = visitante.post(pagina, {"negar-motivo": "Se cerró en mayo."}, follow=True)
    assert respuesta.redirect_chain == [(f"{reverse(puerta)}?next={pagina}", 302)]
    assert NO_SE_HIZO in respuesta.content.decode()


@pytest.mark.parametrize("pagina", [EN_EL_ESCRITORIO, EN_LA_CUENTA])
def test_a_quien_no_envio_nada_no_se_le_dice(visitante, pagina):
    assert avisos(visitante.get(pagina)) == []


@pytest.mark.parametrize("pagina", ["account_login", "admin:login", "account_logout"])
def test_entrar_mal_o_salir_no_es_perder_nada(visitante, pagina):
    datos = {"login": "ana@example.org", "username": "ana", "password": "otra"}
    assert avisos(visitante.post(reverse(pagina), datos)) == []
