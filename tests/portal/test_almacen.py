"""The private storage: a file appears whole or not at all, and has no address."""

import pytest
from django.core.files.base import ContentFile, File

from iess_portal.almacen import AlmacenPrivado


@pytest.fixture
def almacen(settings, tmp_path):
    settings.ALMACEN = tmp_path / "privado"
    return AlmacenPrivado()


class SeCorta(File):
    """A source that fails after its first piece, as when the disk is full."""

    def chunks(self, chunk_size=None):
        yield b"la primera parte"
        raise OSError("No space left on device")


def test_guarda_entero_y_solo_para_su_dueno(almacen, settings):
    nombre = almacen.save("ab12/original", ContentFile(b"contenido"))
    guardado = settings.ALMACEN / nombre
    assert (nombre, guardado.read_bytes()) == ("ab12/original", b"contenido")
    assert guardado.stat().st_mode & 0o777 == 0o600
    assert guardado.parent.stat().st_mode & 0o077 == 0


def test_si_la_escritura_se_corta_no_queda_nada(almacen, settings):
    with pytest.raises(OSError, match="No space left"):
        almacen.save("ab12/original", SeCorta(None, name="x"))
    assert [p for p in settings.ALMACEN.rglob("*") if p.is_file()] == []
    assert not almacen.exists("ab12/original")


@pytest.mark.parametrize("nombre", ["../fuera", "/etc/fuera", "ab12/../../fuera"])
def test_nadie_escribe_fuera_de_la_carpeta(almacen, nombre):
    with pytest.raises(Exception, match=r"(?i)traversal|outside|located"):
        almacen.save(nombre, ContentFile(b"x"))


def test_no_tiene_direccion(almacen):
    with pytest.raises(ValueError, match="no address"):
        almacen.url("ab12/original")
