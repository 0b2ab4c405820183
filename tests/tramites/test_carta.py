"""The letter maker: the letter that the sheet asks for, from what is already typed (R12 to R16)."""

import io

import pytest
from pypdf import PdfReader

from tramites.models import Borrador
from tramites.recepcion.borradores import nueva_clave

from .reparto import CODIGO

RUTA = f"/recepcion/{CODIGO}/carta/"
TECLEADO = {
    "tipo_identificacion": "cedula",
    "identificacion": "171003406-5",
    "nombres": "Ana Lucía Ñandú Cevallos",
    "correo": "ana@example.org",
    "telefono_1": "099 123 4567",
    "telefono_2": "02 394 5666",
    "mensaje": "Necesito continuar mi rehabilitación.\r\n#strong[No es código] $x$ \\ @fin",
    "tramite": CODIGO,
}


def texto(respuesta) -> str:
    paginas = PdfReader(io.BytesIO(b"".join(respuesta.streaming_content))).pages
    return " ".join(" ".join(pagina.extract_text() for pagina in paginas).split())


def test_la_carta_dice_todo_lo_que_pide_la_ficha(client, catalogo):
    respuesta = client.post(RUTA, TECLEADO | {"clave": nueva_clave()})
    assert respuesta["Content-Disposition"] == 'attachment; filename="carta-para-firmar.pdf"'
    carta = texto(respuesta)
    for dato in (
        "Director del Seguro General de Riesgos del Trabajo del IESS",  # R12
        "Yo, Ana Lucía Ñandú Cevallos, con cédula de identidad n.º 1710034065",  # R13
        "Necesito continuar mi rehabilitación.",  # R14
        "ana@example.org",  # R15
        "los teléfonos +593991234567 y +59323945666",  # R15
        "Firme a mano dentro de este recuadro",  # R16
    ):
        assert dato in carta


def test_lo_escrito_es_texto_y_nunca_instrucciones(client, catalogo):
    assert "#strong[No es código] $x$ \\ @fin" in texto(client.post(RUTA, TECLEADO))


def test_lo_que_falta_para_la_carta_se_pide_y_lo_demas_no(client, catalogo):
    clave = nueva_clave()
    respuesta = client.post(RUTA, TECLEADO | {"clave": clave, "identificacion": ""})
    pagina = respuesta.content.decode()
    assert "Escriba su número de identificación." in pagina
    assert "Elija su provincia." not in pagina and "Falta este documento" not in pagina
    assert "ana@example.org" in pagina
    assert Borrador.objects.get().datos["correo"] == "ana@example.org"


@pytest.mark.parametrize("largo", [1, 4000])
def test_un_pedido_corto_o_muy_largo_caben(client, catalogo, largo):
    mensaje = ("palabra " * 500)[:largo].strip() or "x"
    assert "Firme a mano" in texto(client.post(RUTA, TECLEADO | {"mensaje": mensaje}))
