"""What search engines are told of the portal, and whoever finds a weakness."""

from datetime import UTC, datetime
from urllib.robotparser import RobotFileParser

import time_machine

from tests.accesos import CON_SECRETO


def buscador(client) -> RobotFileParser:
    leido = RobotFileParser()
    leido.parse(client.get("/robots.txt").content.decode().splitlines())
    return leido


def test_los_buscadores_leen_lo_publico_y_no_el_escritorio(client):
    robot = buscador(client)
    permitidas = {ruta: robot.can_fetch("*", ruta) for ruta in ("/", "/ventanilla/", "/admin/")}
    assert permitidas == {"/": True, "/ventanilla/": True, "/admin/": False}


def test_los_buscadores_pueden_leer_que_una_pagina_personal_no_se_muestra(client):
    """One that may not open an address does not see its `noindex`, and lists the address alone."""
    robot = buscador(client)
    assert all(robot.can_fetch("*", f"/{ruta}") for ruta in CON_SECRETO)


def test_robots_no_nombra_ninguna_pagina_con_secreto(client):
    texto = client.get("/robots.txt").content.decode()
    prefijos = {ruta.split("/")[0] for ruta in CON_SECRETO}
    assert [prefijo for prefijo in prefijos if prefijo in texto] == []


def test_a_quien_avisar_de_una_debilidad(client, settings):
    settings.SEGURIDAD_CONTACTO = "mailto:seguridad@iess.example"
    settings.PORTAL_URL = "https://ventanilla.example"
    with time_machine.travel(datetime(2026, 11, 23, 12, tzinfo=UTC), tick=False):
        respuesta = client.get("/.well-known/security.txt")
    assert respuesta["Content-Type"] == "text/plain; charset=utf-8"
    assert respuesta.content.decode() == (
        "Contact: mailto:seguridad@iess.example\n"
        "Expires: 2027-05-22T12:00:00+00:00\n"
        "Preferred-Languages: es, en\n"
        "Canonical: https://ventanilla.example/.well-known/security.txt\n"
    )


def test_sin_a_quien_avisar_no_hay_security_txt(client, db):
    assert client.get("/.well-known/security.txt").status_code == 404
