"""Keeping documents: files first, row second, one live document per requirement."""

import threading
from io import BytesIO

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from PIL import Image

from documentos import services
from documentos.models import Documento
from documentos.revision import revisar
from documentos.subida import Subido
from tests import muestras
from tests.tramites import reparto
from tramites.recepcion import borradores


def subido(contenido: bytes | None = None, nombre: str = "../cédula.jpg") -> Subido:
    contenido = contenido or muestras.cedula_jpg()
    return Subido(contenido, nombre, revisar(contenido, ["legible"]))


@pytest.fixture
def catalogo(db):
    call_command("cargar_catalogo", verbosity=0)


@pytest.fixture
def borrador(catalogo):
    return borradores.abrir(borradores.nueva_clave(), reparto.tramite(), reparto.NAVEGADOR)


def archivos(documento: Documento) -> list[str]:
    carpeta = services._ruta(documento.carpeta)
    return sorted(default_storage.listdir(carpeta)[1]) if default_storage.exists(carpeta) else []


def test_guarda_el_original_y_una_imagen_por_pagina(borrador):
    pdf = muestras.carta_pdf(paginas=2)
    documento = services.guardar(
        subido(pdf, "carta.pdf"), requisito=reparto.requisito("carta"), borrador=borrador
    )
    assert archivos(documento) == ["original.pdf", "pagina-1.jpg", "pagina-2.jpg"]
    assert services.leer_original(documento).read() == pdf
    with Image.open(BytesIO(services.leer_pagina(documento, 2).read())) as pagina:
        assert (pagina.format, pagina.size) == ("JPEG", (1060, 1500))
    assert (documento.tipo, documento.paginas, documento.veredicto) == ("pdf", 2, "aceptado")
    assert documento.informe["hallazgos"] == []


def test_el_nombre_de_la_persona_no_llega_al_disco(borrador):
    documento = services.guardar(subido(), requisito=reparto.requisito("cedula"), borrador=borrador)
    assert documento.nombre_original == "../cédula.jpg"
    assert archivos(documento) == ["original.jpg", "pagina-1.jpg"]
    assert len(documento.carpeta) == 32 and int(documento.carpeta, 16)


def test_en_un_borrador_lo_nuevo_borra_lo_anterior(borrador, django_capture_on_commit_callbacks):
    requisito = reparto.requisito("cedula")
    viejo = services.guardar(subido(), requisito=requisito, borrador=borrador)
    with django_capture_on_commit_callbacks(execute=True):
        nuevo = services.guardar(subido(), requisito=requisito, borrador=borrador)
    assert list(borrador.documentos.all()) == [nuevo]
    assert archivos(viejo) == []
    assert len(archivos(nuevo)) == 2


def test_en_una_solicitud_lo_anterior_queda_marcado(catalogo):
    solicitud = reparto.presentada()
    requisito = reparto.requisito("cedula")
    viejo = solicitud.documentos.get(requisito=requisito)
    nuevo = services.guardar(subido(), requisito=requisito, solicitud=solicitud)
    viejo.refresh_from_db()
    assert viejo.reemplazado_en is not None
    assert len(archivos(viejo)) == 2
    assert solicitud.documentos.vigentes().get(requisito=requisito) == nuevo


def test_un_documento_bloqueado_no_se_guarda_nunca(borrador):
    with pytest.raises(ValueError, match="blocked"):
        services.guardar(
            subido(muestras.truncada()), requisito=reparto.requisito("cedula"), borrador=borrador
        )
    assert not Documento.objects.exists()


def test_si_la_fila_falla_no_quedan_archivos(catalogo):
    guardados = settings.ALMACEN / services.RAIZ
    antes = set(guardados.glob("*/*"))
    with pytest.raises(IntegrityError):
        services.guardar(subido(), requisito=reparto.requisito("cedula"))
    assert set(guardados.glob("*/*")) == antes


def test_la_base_rechaza_un_documento_de_nadie_y_uno_de_dos(borrador):
    solicitud = reparto.presentada()
    datos = {"requisito": reparto.requisito("cedula"), "paginas": 1, "tamano": 1, "informe": {}}
    for dueno in ({}, {"borrador": borrador, "solicitud": solicitud}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Documento.objects.create(carpeta="ab" * 16, **datos, **dueno)


def test_la_base_admite_uno_solo_vigente_por_requisito(borrador):
    datos = {"requisito": reparto.requisito("cedula"), "paginas": 1, "tamano": 1, "informe": {}}
    Documento.objects.create(carpeta="a" * 32, borrador=borrador, **datos)
    with pytest.raises(IntegrityError), transaction.atomic():
        Documento.objects.create(carpeta="b" * 32, borrador=borrador, **datos)


@pytest.mark.django_db(transaction=True)
def test_dos_envios_a_la_vez_dejan_un_documento():
    call_command("cargar_catalogo", verbosity=0)
    borrador = borradores.abrir(borradores.nueva_clave(), reparto.tramite(), reparto.NAVEGADOR)
    requisito, archivo = reparto.requisito("cedula"), subido()
    barrera, errores = threading.Barrier(4), []

    def enviar():
        barrera.wait()
        try:
            services.guardar(archivo, requisito=requisito, borrador=borrador)
        except Exception as error:
            errores.append(error)
        finally:
            connection.close()

    hilos = [threading.Thread(target=enviar) for _ in range(4)]
    for hilo in hilos:
        hilo.start()
    for hilo in hilos:
        hilo.join()
    assert borrador.documentos.vigentes().count() == 1
    assert len(archivos(borrador.documentos.get())) == 2
    assert errores == []
