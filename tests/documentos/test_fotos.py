"""The example photos teach what the portal itself would say of them (R38, R39)."""

import pytest
from django.conf import settings
from django.core.management import call_command
from PIL import Image

from documentos import dibujo
from documentos.revision import revisar
from documentos.taller.fotos import fotos

EJEMPLOS = settings.BASE_DIR / "static" / "img" / "ejemplos"
CAUSAS = {
    "borrosa": "borrosa",
    "opaca": "opaca",
    "cortada": "cortada",
    "ilegible": "ilegible",
    "sin-firma": "sin_firma",
}


@pytest.fixture(scope="module")
def tomadas():
    return {nombre: dibujo.a_jpeg(foto, 80) for nombre, foto in fotos().items()}


def test_las_buenas_se_aceptan_sin_una_sola_duda(tomadas):
    carta = revisar(tomadas["carta"], ["legible", "firma"])
    cedula = revisar(tomadas["cedula"], ["legible"])
    assert [(i.veredicto, i.hallazgos) for i in (carta, cedula)] == [("aceptado", ())] * 2


@pytest.mark.parametrize(("foto", "causa"), CAUSAS.items())
def test_cada_mala_tiene_la_causa_que_ensena(tomadas, foto, causa):
    """R38, R39."""
    informe = revisar(tomadas[foto], ["legible", "firma"])
    assert causa in {hallazgo.causa for hallazgo in informe.hallazgos}


def test_los_archivos_son_ligeros_y_salen_del_comando(tmp_path):
    """Seven pictures on a page for people with little data: 25 KB each at most."""
    call_command("dibujar_fotos", "--salida", str(tmp_path), verbosity=0)
    dibujados = {ruta.name: ruta for ruta in tmp_path.glob("*.webp")}
    guardados = {ruta.name: ruta for ruta in EJEMPLOS.iterdir()}
    assert (
        dibujados.keys() == guardados.keys() == {f"{n}.webp" for n in ("carta", "cedula", *CAUSAS)}
    )
    for nombre, ruta in guardados.items():
        assert ruta.stat().st_size < 25_000
        with Image.open(ruta) as guardada, Image.open(dibujados[nombre]) as dibujada:
            assert guardada.size == dibujada.size == (480, 640)
