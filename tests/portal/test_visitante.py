"""The visitor sends what a browser would: seen against small pages of every kind of field."""

from urllib.parse import parse_qsl

import pytest
import requests

from iess_portal.visitante import Formulario, Pagina, Tropiezo, Visitante

FORMULARIO = """
<html><head><title>No es texto</title></head><body><main id="m">
<a href="/uno/">Uno</a> <a href="dos">Ir a <b>dos</b></a>
<form action="/destino/" method="post">
  <input type="hidden" name="oculto" value="h&amp;1">
  <input name="texto" value="antes"> <input name="vacio">
  <input type="checkbox" name="no"> <input type="checkbox" name="si" checked>
  <input type="radio" name="opcion" value="a"> <input type="radio" name="opcion" value="b" checked>
  <select name="primero"><option value="1">Uno</option><option value="2">Dos</option></select>
  <select name="elegido"><option value="1">Uno<option value="2" selected>Dos</select>
  <textarea name="largo" id="largo">
línea</textarea>
  <input type="submit" name="boton" value="Enviar"><button name="otro">Enviar</button>
</form>
<form action="/archivos/" enctype="multipart/form-data" id="archivos">
  <input name="dato" value="x"><input type="file" name="foto"><input type="file" name="nada">
</form>
<form action="/ultimo/"><input form="archivos" name="de_otro" value="y"></form>
<p role="alert">Revise <em>esto</em></p></main></body></html>
"""


@pytest.fixture
def pagina():
    return Pagina("http://localhost/aqui/", "text/html; charset=utf-8", FORMULARIO.encode())


def enviado(formulario: Formulario, datos=None, adjuntos=None) -> requests.PreparedRequest:
    """The request that would carry the form, as it leaves."""
    lleno = formulario.lleno(datos or {}, adjuntos or {})
    return requests.Request("POST", "http://localhost/", **lleno).prepare()


def test_sin_tocar_nada_envia_lo_que_la_pagina_trae(pagina):
    pedido = enviado(pagina.formulario(accion="/destino/"))
    assert pedido.headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert parse_qsl(pedido.body, keep_blank_values=True) == [
        ("oculto", "h&1"),
        ("texto", "antes"),
        ("vacio", ""),
        ("si", "on"),
        ("opcion", "b"),
        ("primero", "1"),
        ("elegido", "2"),
        ("largo", "línea"),
    ]


def test_un_campo_es_del_formulario_que_nombra(pagina):
    archivos, ultimo = (pagina.formulario(accion=a) for a in ("/archivos/", "/ultimo/"))
    assert archivos.valores == [("dato", "x"), ("de_otro", "y")] and ultimo.valores == []


def test_lo_escrito_reemplaza_a_lo_que_habia(pagina):
    pedido = enviado(pagina.formulario("texto"), {"texto": "ñ", "opcion": "a", "no": "on"})
    enviados = dict(parse_qsl(pedido.body))
    assert (enviados["texto"], enviados["opcion"], enviados["no"]) == ("ñ", "a", "on")


def test_no_llena_un_campo_que_la_pagina_no_tiene(pagina):
    with pytest.raises(Tropiezo, match="no tiene: inventado"):
        pagina.formulario("texto").lleno({"inventado": "1"}, {})


def test_un_archivo_viaja_con_su_nombre_y_el_que_falta_viaja_vacio(pagina, tmp_path):
    foto = tmp_path / 'mi "foto".jpg'
    foto.write_bytes(b"\xff\xd8bytes")
    pedido = enviado(pagina.formulario(accion="/archivos/"), adjuntos={"foto": foto})
    raya = pedido.headers["Content-Type"].removeprefix("multipart/form-data; boundary=").encode()
    partes = [parte.strip(b"\r\n") for parte in pedido.body.split(b"--" + raya)]
    assert partes == [
        b"",
        b'Content-Disposition: form-data; name="dato"\r\n\r\nx',
        b'Content-Disposition: form-data; name="de_otro"\r\n\r\ny',
        b'Content-Disposition: form-data; name="foto"; filename="mi %22foto%22.jpg"\r\n'
        b"Content-Type: image/jpeg\r\n\r\n\xff\xd8bytes",
        b'Content-Disposition: form-data; name="nada"; filename=""\r\n'
        b"Content-Type: application/octet-stream",
        b"--",
    ]


def test_lee_textos_y_enlaces(pagina):
    assert pagina.texto("alert") == "Revise esto"
    assert "No es texto" not in pagina.texto()
    assert pagina.enlace("/uno") == "http://localhost/uno/"
    assert pagina.enlace_llamado("Ir a dos") == "http://localhost/aqui/dos"
    with pytest.raises(Tropiezo, match="no tiene un enlace"):
        pagina.enlace("/tres")


def test_un_portal_apagado_se_dice_en_una_frase():
    with pytest.raises(Tropiezo, match=r"^El portal no responde en http://localhost:1 "):
        Visitante("http://localhost:1").ver("/")
