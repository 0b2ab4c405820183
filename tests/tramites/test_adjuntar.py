"""One document by itself, judged while the person waits (pain 3)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from documentos.models import Documento
from tests import muestras
from tramites.numeros import huella
from tramites.recepcion import borradores

from .reparto import CODIGO, borrador_completo, subido

RUTA = f"/recepcion/{CODIGO}/documento/"


def adjuntar(client, clave, contenido, requisito="carta"):
    archivo = SimpleUploadedFile("foto.jpg", contenido)
    return client.post(RUTA, {"clave": clave, "requisito": requisito, "archivo": archivo})


def guardados(clave):
    del_borrador = Documento.objects.filter(borrador__huella=huella(clave))
    return list(del_borrador.values_list("requisito__codigo", "veredicto"))


def test_un_documento_bueno_queda_en_el_borrador_y_muestra_la_firma(client, catalogo):
    clave = borradores.nueva_clave()
    respuesta = adjuntar(client, clave, subido("carta").contenido)
    assert respuesta.status_code == 200
    assert "¿Es esta su firma?" in respuesta.content.decode()
    assert guardados(clave) == [("carta", "aceptado")]


def test_una_duda_se_dice_y_el_documento_queda(client, catalogo):
    clave = borradores.nueva_clave()
    respuesta = adjuntar(client, clave, muestras.carta_jpg(firmada=False))
    assert "No encontramos una firma manuscrita" in respuesta.content.decode()
    assert guardados(clave) == [("carta", "observado")]


def test_lo_que_no_sirve_se_explica_y_no_queda(client, catalogo):
    clave = borradores.nueva_clave()
    respuesta = adjuntar(client, clave, b"GIF89a" + b"0" * 100)
    assert respuesta.status_code == 422
    assert "«foto.jpg»" in respuesta.content.decode()
    assert guardados(clave) == []


def test_un_borrador_ya_enviado_no_recibe_mas_documentos(client, catalogo):
    clave = borrador_completo()
    borradores.presentar(clave)
    respuesta = adjuntar(client, clave, subido("carta").contenido)
    assert (respuesta.status_code, "ya fue enviada" in respuesta.content.decode()) == (422, True)
    assert guardados(clave) == []


@pytest.mark.parametrize("requisito", ["", "otro", "autorizacion-a-terceros", "\x00"])
def test_solo_se_reciben_los_documentos_que_el_tramite_pide(client, catalogo, requisito):
    respuesta = adjuntar(
        client, borradores.nueva_clave(), subido("carta").contenido, requisito=requisito
    )
    assert respuesta.status_code == 404
