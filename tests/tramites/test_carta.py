"""The letter maker: the letter that the sheet asks for, from what is already typed (R12 to R16)."""

import io

import pytest
from django.urls import reverse
from django.utils.html import strip_tags
from pypdf import PdfReader

from .formulario import anotar, empezar, escrito


def texto(respuesta) -> str:
    paginas = PdfReader(io.BytesIO(b"".join(respuesta.streaming_content))).pages
    return " ".join(" ".join(pagina.extract_text() for pagina in paginas).split())


def pedir(client, **cambios):
    clave = escrito(client)
    anotar(client, clave, "pedido", **cambios)
    return client.get(reverse("carta", args=[clave]))


def test_la_carta_dice_todo_lo_que_pide_la_ficha(client, catalogo):
    respuesta = pedir(client)
    assert respuesta["Content-Disposition"] == 'attachment; filename="carta-para-firmar.pdf"'
    carta = texto(respuesta)
    for dato in (
        "Director del Seguro General de Riesgos del Trabajo del IESS",  # R12
        "Yo, Ana Lucía Ñandú Cevallos, con cédula de identidad n.º 1710034065",  # R13
        "Necesito continuar mi rehabilitación.",  # R14
        "ana@example.org",  # R15
        "los teléfonos 099 123 4567 y 02 394 5666",  # R15
        "Firme a mano dentro de este recuadro",  # R16
    ):
        assert dato in carta


def test_lo_escrito_es_texto_y_nunca_instrucciones(client, catalogo):
    raro = "#strong[No es código] $x$ \\ @fin"
    assert raro in texto(pedir(client, mensaje=raro))


def test_lo_que_falta_para_la_carta_se_pide_antes(client, catalogo):
    clave = escrito(client)
    empezar(client, clave, identificacion="")
    respuesta = client.get(reverse("carta", args=[clave]))
    assert respuesta.headers["Location"] == reverse("quien", args=[clave])


@pytest.mark.parametrize("largo", [1, 4000])
def test_un_pedido_corto_o_muy_largo_caben(client, catalogo, largo):
    mensaje = ("palabra " * 500)[:largo].strip() or "x"
    assert "Firme a mano" in texto(pedir(client, mensaje=mensaje))


def test_la_carta_para_la_ventanilla_va_a_otro_director(client, catalogo):
    ruta = reverse("carta", args=[escrito(client)])
    assert "Director del IESS Presente" in texto(client.get(ruta, {"canal": "presencial"}))  # R19
    assert "Director del Seguro General" in texto(client.get(ruta, {"canal": "cualquiera"}))


def test_quien_no_tiene_impresora_la_copia_a_mano(client, catalogo):
    """The page says the same words as the PDF, and how to print, sign and photograph it."""
    clave = escrito(client)
    pagina = client.get(reverse("mi_carta", args=[clave])).content.decode()
    texto_plano = " ".join(strip_tags(pagina.replace("<", " <")).split())
    for dicho in (
        "Director del Seguro General de Riesgos del Trabajo del IESS Presente",
        "Yo, Ana Lucía Ñandú Cevallos, con cédula de identidad n.º 1710034065",
        "Necesito continuar mi rehabilitación. Gracias.",
        "Recibiré las notificaciones en el correo electrónico ana@example.org",
        "Fírmela con esfero dentro del recuadro.",
        "los cuatro puntos negros de las esquinas",
    ):
        assert dicho in texto_plano


def test_sin_los_datos_no_hay_carta_que_copiar(client, catalogo):
    clave = escrito(client)
    empezar(client, clave, identificacion="")
    respuesta = client.get(reverse("mi_carta", args=[clave]))
    assert respuesta.headers["Location"] == reverse("quien", args=[clave])
