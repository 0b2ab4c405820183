"""The portal of `make run`, from outside."""

import stat
import urllib.error
import urllib.request

import pytest

from tests.portal_vivo import esperar


def test_dice_su_direccion_y_donde_estan_las_contrasenas(portal):
    # Its own probe may hear the web server a moment after the tests do.
    esperar(lambda: "Para detenerlo" in portal.bitacora)
    lineas = portal.bitacora.splitlines()
    listo = lineas.index(f"El portal está listo: {portal.url}/")
    assert lineas[listo + 1 : listo + 4] == [
        f"Escritorio de funcionarios: {portal.url}/admin/",
        f"Usuarios y contraseñas de demostración: {portal.var / 'personal-demo.txt'}",
        "Para detenerlo, presione Ctrl-C.",
    ]
    assert len(portal.personal) == 3


def test_nadie_mas_lee_los_datos(portal):
    """Whatever lies in the data folder, only its owner walks in and reads it."""
    abiertos = {
        str(ruta)
        for ruta in [portal.var, *portal.var.iterdir()]
        if stat.S_IMODE(ruta.stat().st_mode) & 0o077
    }
    assert abiertos == set()


def test_la_bitacora_no_guarda_los_secretos_de_las_direcciones(portal):
    """P01: the path of a tracking page is the key to a person's case."""
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(f"{portal.url}/solicitudes/CANARIO-8d1f/", timeout=10)  # noqa: S310
    assert "Not Found: /solicitudes/…/" in portal.bitacora
    assert "CANARIO-8d1f" not in portal.bitacora
