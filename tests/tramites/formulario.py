"""Filling the steps of the form as a browser does: each test file of the form starts here."""

import re

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tramites.recepcion.borradores import nueva_clave

from .reparto import CODIGO, subido

FORMULARIO = f"/recepcion/{CODIGO}/"
QUIEN = {
    "tipo_identificacion": "cedula",
    "identificacion": "171003406-5",
    "nombres": "  Ana Lucía   Ñandú Cevallos ",
}
CONTACTO = {
    "correo": "ana@example.org",
    "telefono_1": "099 123 4567",
    "telefono_2": "02 394 5666",
}
PEDIDO = {
    "provincia": "17",
    "tramite": CODIGO,
    "mensaje": "Necesito continuar mi rehabilitación.\r\nGracias.",
}
PASOS = {"quien": QUIEN, "contacto": CONTACTO, "pedido": PEDIDO}


def archivo(cual, nombre=None, contenido=None):
    return SimpleUploadedFile(nombre or f"{cual}.jpg", contenido or subido(cual).contenido)


def empezar(client, clave=None, **cambios):
    """The first step, which makes the draft."""
    clave = nueva_clave() if clave is None else clave
    return client.post(FORMULARIO, QUIEN | {"clave": clave} | cambios)


def anotar(client, clave, paso, **cambios):
    return client.post(reverse(paso, args=[clave]), PASOS[paso] | cambios)


def adjuntar(client, clave, cual, contenido=None, **cabeceras):
    """One document by itself."""
    datos = {f"adjunto_{cual}": archivo("carta" if cual == "carta" else "cedula", None, contenido)}
    return client.post(reverse("adjuntar", args=[clave, cual]), datos, **cabeceras)


def escrito(client, clave=None) -> str:
    """A draft with everything typed and no document. Returns its key."""
    clave = clave or nueva_clave()
    empezar(client, clave)
    anotar(client, clave, "contacto")
    anotar(client, clave, "pedido")
    return clave


def completo(client, clave=None) -> str:
    """A draft ready to be sent, made in this browser. Returns its key."""
    clave = escrito(client, clave)
    adjuntar(client, clave, "cedula")
    adjuntar(client, clave, "carta")
    return clave


def seguida(respuesta):
    """The page where a POST ends. None ends in itself: the browser's back button asks nothing."""
    assert respuesta.status_code == 302
    return respuesta.client.get(respuesta.headers["Location"])


def errores(respuesta) -> dict:
    """The errors' summary: what it links to and what it says."""
    patron = r'<li><a href="#id_([a-z_0-9-]+)">(.*?)</a></li>'
    return dict(re.findall(patron, respuesta.content.decode()))


def pagina(respuesta) -> str:
    return respuesta.content.decode()
