"""Rows and files of documents agree; what a kill leaves between them is found and swept (R16)."""

import os
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import timezone

from documentos import services
from documentos.invariantes import GRACIA, comprobar, huerfanas, recoger
from documentos.models import Documento
from tests.documentos.test_servicios import subido
from tests.tramites import reparto
from tramites.management.commands import relevo

pytestmark = pytest.mark.django_db
MAS_TARDE = GRACIA + timedelta(minutes=1)


@pytest.fixture(autouse=True)
def almacen_propio(settings, tmp_path):
    """An empty store: other tests leave the files of rows that were rolled back."""
    settings.ALMACEN = tmp_path / "privado"
    settings.STORAGES = dict(settings.STORAGES)  # Makes Django build its storage anew.


@pytest.fixture
def solicitud():
    call_command("cargar_catalogo", verbosity=0)
    return reparto.presentada()


def carpeta_de(documento: Documento) -> Path:
    return settings.ALMACEN / services._ruta(documento.carpeta)


def dejar_huerfana() -> str:
    """Files without a row, as a kill between both leaves them."""
    services._escribir("ab" * 16, subido())
    return "ab" * 16


def test_un_portal_sano_no_rompe_ninguna_promesa(solicitud):
    salida = StringIO()
    call_command("comprobar_documentos", stdout=salida)
    assert salida.getvalue() == "Cada documento tiene sus archivos, intactos.\n"


def test_lo_cambiado_y_lo_perdido_se_dicen(solicitud):
    cambiado, perdido = solicitud.documentos.order_by("pk")[:2]
    original = next(carpeta_de(cambiado).glob("original.*"))
    original.write_bytes(original.read_bytes() + b"\n")
    (carpeta_de(perdido) / "pagina-1.jpg").unlink()
    assert list(comprobar()) == [
        f"El archivo del documento {cambiado.pk} no es el que se recibió.",
        f"El archivo del documento {perdido.pk} no se puede leer (FileNotFoundError).",
    ]
    with pytest.raises(CommandError, match="2 promesas rotas"):
        call_command("comprobar_documentos", stdout=StringIO())


def test_solo_se_recoge_lo_huerfano_y_viejo(solicitud):
    """A file being written right now is left alone, and so is every one with a row."""
    huerfana = dejar_huerfana()
    assert recoger(timezone.now()) == 0
    assert list(huerfanas(timezone.now() + MAS_TARDE)) == [huerfana]
    assert recoger(timezone.now() + MAS_TARDE) == 1
    assert not (settings.ALMACEN / services._ruta(huerfana)).exists()
    assert list(comprobar()) == []


def test_el_relevo_recoge_lo_huerfano(solicitud):
    ruta = settings.ALMACEN / services._ruta(dejar_huerfana())
    vieja = (timezone.now() - MAS_TARDE).timestamp()
    os.utime(ruta, (vieja, vieja))
    relevo.correr("archivos_sin_fila")
    assert not ruta.exists()
    assert list(comprobar()) == []
