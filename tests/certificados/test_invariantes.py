import os
import time

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection

from certificados import emision
from certificados.invariantes import comprobar, huerfanos, sobrantes
from certificados.models import Certificado, Contador, Estado
from tests.certificados.casos import emitido, registrados

pytestmark = pytest.mark.django_db


def test_healthy_certificates_break_no_promise():
    emitido()
    registrados()
    assert list(comprobar()) == []


def test_a_gap_in_the_numbers_is_found():
    serie = emitido().serie
    Contador.objects.filter(pk=serie).update(ultimo=9)
    assert list(comprobar()) == [
        f"La serie {serie} tiene 1 números, el mayor es 1 y su contador dice 9."
    ]


def test_torn_and_missing_files_are_found():
    """R16: one byte changed and one file gone."""
    intacto, roto, perdido = emitido(), emitido(), emitido()
    ruta = settings.ALMACEN / roto.archivo
    contenido = bytearray(ruta.read_bytes())
    contenido[len(contenido) // 2] ^= 1
    ruta.write_bytes(contenido)
    default_storage.delete(perdido.archivo)
    assert sorted(comprobar()) == [
        f"El archivo del certificado {roto.numero} no es el que se firmó.",
        f"El archivo del certificado {perdido.numero} no se puede leer (FileNotFoundError).",
    ]
    assert intacto.estado == Estado.EMITIDO


def test_an_old_file_of_no_row_is_found_and_a_new_one_is_left_alone():
    """What R01 leaves: harmless, and gone after the cleaner."""
    certificado = emitido()
    default_storage.save("certificados/2026/nuevo.pdf", ContentFile(b"x"))
    default_storage.save("certificados/2026/viejo.pdf", ContentFile(b"x"))
    hace_dos_horas = time.time() - 7200
    os.utime(settings.ALMACEN / "certificados/2026/viejo.pdf", (hace_dos_horas, hace_dos_horas))
    assert list(comprobar()) == [
        "El archivo certificados/2026/viejo.pdf no pertenece a ningún certificado."
    ]
    assert list(sobrantes()) == ["certificados/2026/viejo.pdf"]
    assert default_storage.exists(certificado.archivo)
    assert default_storage.exists("certificados/2026/nuevo.pdf")
    default_storage.delete("certificados/2026/viejo.pdf")


def test_a_file_stored_and_named_while_we_look_is_no_orphan():
    """Between the look at the rows and the look at the disk, whichever is first."""
    antes, emitidos = set(huerfanos()), []

    def emitir_tras_la_primera(ejecutar, *consulta):
        leido = ejecutar(*consulta)
        if not emitidos:
            emitidos.append(None)
            emitidos[0] = emitido()
        return leido

    with connection.execute_wrapper(emitir_tras_la_primera):
        assert set(huerfanos()) == antes
    assert default_storage.exists(emitidos[0].archivo)


def test_an_orphan_that_goes_while_we_look_is_no_error():
    """Its worker, which lost a race, deletes what it made."""
    hace_dos_horas = time.time() - 7200
    for nombre in ("certificados/2026/a.pdf", "certificados/2026/b.pdf"):
        default_storage.save(nombre, ContentFile(b"x"))
        os.utime(settings.ALMACEN / nombre, (hace_dos_horas, hace_dos_horas))
    hallados = sobrantes()
    assert next(hallados) == "certificados/2026/a.pdf"
    default_storage.delete("certificados/2026/b.pdf")
    assert list(hallados) == []
    default_storage.delete("certificados/2026/a.pdf")


def test_a_stopped_and_a_forgotten_certificate_are_found():
    detenido, olvidado = registrados(2)
    Certificado.objects.filter(pk=detenido.pk).update(
        intentos=emision.INTENTOS_MAXIMOS, ultimo_error="ValueError: x"
    )
    Certificado.objects.filter(pk=olvidado.pk).update(proximo_intento=None)
    assert list(comprobar()) == [
        f"El certificado {olvidado.pk} está por emitir y nadie lo va a intentar.",
        f"El certificado {detenido.pk} se detuvo tras 8 intentos: ValueError: x",
    ]
