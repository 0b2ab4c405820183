"""The form field and the upload handler (F10, F12, S01)."""

import json
import re
from io import BytesIO

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http.multipartparser import MultiPartParser

from documentos import reduccion
from documentos.fields import DocumentoField
from documentos.subida import SubidaAcotada, nombre_visible
from tests import muestras


class Formulario(forms.Form):
    carta = DocumentoField(exigencias=["legible", "firma"])
    otra = DocumentoField(required=False)


def enviar(contenido: bytes, nombre: str = "carta.jpg") -> Formulario:
    return Formulario({}, {"carta": SimpleUploadedFile(nombre, contenido)})


def recibir(contenido: bytes, nombre: str = "carta.jpg"):
    """What the handler makes of a multipart body: (typed data, files)."""
    frontera = "frontera"
    cuerpo = (
        (
            f'--{frontera}\r\nContent-Disposition: form-data; name="pedido"\r\n\r\nmi pedido\r\n'
            f'--{frontera}\r\nContent-Disposition: form-data; name="carta"; filename="{nombre}"\r\n'
            "Content-Type: image/jpeg\r\n\r\n"
        ).encode()
        + contenido
        + f"\r\n--{frontera}--\r\n".encode()
    )
    cabeceras = {
        "CONTENT_TYPE": f"multipart/form-data; boundary={frontera}",
        "CONTENT_LENGTH": len(cuerpo),
    }
    return MultiPartParser(cabeceras, BytesIO(cuerpo), [SubidaAcotada()]).parse()


def test_un_documento_bueno_sale_juzgado():
    formulario = enviar(muestras.carta_jpg())
    assert formulario.is_valid(), formulario.errors
    subido = formulario.cleaned_data["carta"]
    assert (subido.nombre, subido.contenido) == ("carta.jpg", muestras.carta_jpg())
    assert subido.informe.tipo == "jpg"
    assert formulario.cleaned_data["otra"] is None


def test_el_error_nombra_el_archivo_y_dice_que_hacer():
    assert enviar(muestras.truncada(), "mi carta.jpg").errors["carta"] == [
        "«mi carta.jpg»: el archivo está dañado o incompleto y no se puede abrir. Escanee o "
        "fotografíe el documento de nuevo y súbalo otra vez."
    ]


def test_un_archivo_vacio_se_dice():
    assert enviar(b"").errors["carta"] == [
        "El archivo está vacío. Escanee o fotografíe el documento de nuevo y súbalo otra vez."
    ]


def test_un_archivo_grande_se_cuenta_entero_y_se_guarda_hasta_el_limite():
    datos, archivos = recibir(bytes(3_355_443))
    assert (datos["pedido"], archivos["carta"].size) == ("mi pedido", 3_355_443)
    assert len(archivos["carta"].read()) == 1_048_577
    archivos["carta"].seek(0)
    assert Formulario({}, archivos).errors["carta"] == [
        "«carta.jpg»: el archivo pesa 3,2 MB y el máximo es 1 MB. Redúzcalo o escanéelo con "
        "menos resolución y súbalo de nuevo."
    ]


def test_un_archivo_que_cabe_llega_entero():
    archivo = muestras.relleno_hasta(muestras.cedula_jpg(), 1_048_576)
    _, archivos = recibir(archivo)
    assert archivos["carta"].read() == archivo


def test_el_limite_se_dice_en_la_ayuda_y_en_el_control():
    campo = Formulario()["carta"]
    assert campo.help_text == (
        "JPG o PDF, de hasta 1 MB. Si su foto pesa más, hasta 12 MB, la reducimos."
    )
    assert 'accept=".jpg,.jpeg,.pdf,image/jpeg,application/pdf"' in str(campo)
    assert 'data-tamano-maximo="1048576"' in str(campo)
    assert 'data-foto-maxima="12582912"' in str(campo)


def test_el_navegador_reduce_a_las_medidas_del_servidor(raiz):
    """R34: with JavaScript or without, the same photo comes out."""
    guion = (raiz / "static/js/fotos.js").read_text()
    listas = dict(re.findall(r"^const (LADOS|CALIDADES) = (\[.*\]);$", guion, re.MULTILINE))
    assert {nombre: json.loads(lista) for nombre, lista in listas.items()} == {
        "LADOS": list(reduccion.LADOS),
        "CALIDADES": [calidad / 100 for calidad in reduccion.CALIDADES],
    }


@pytest.mark.parametrize(
    ("nombre", "visible"),
    [
        ("cédula de Ana.jpg", "cédula de Ana.jpg"),
        ("carta\u202egpj.exe", "cartagpj.exe"),
        ("a\x00b\nc\u200b.pdf", "abc.pdf"),
        ("=1+1.jpg", "=1+1.jpg"),
        ("x" * 300 + ".jpg", "x" * 251 + ".jpg"),
        ("\u2066", "documento"),
    ],
)
def test_el_nombre_se_muestra_sin_marcas_escondidas(nombre, visible):
    assert nombre_visible(nombre) == visible


def test_el_manejador_no_escribe_en_disco():
    assert not issubclass(SubidaAcotada, MemoryFileUploadHandler)
    _, archivos = recibir(bytes(2_000_000))
    assert isinstance(archivos["carta"].file, BytesIO)
