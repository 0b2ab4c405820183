"""Recepción de trámites as a browser meets it (R27 to R34; pains 2, 3, 5 and 8)."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from documentos.formatos import TAMANO_MAXIMO
from tests import muestras
from tramites.models import Borrador, Solicitud
from tramites.recepcion.borradores import nueva_clave

from .reparto import CODIGO, subido

FORMULARIO = f"/recepcion/{CODIGO}/"
TECLEADO = {
    "tipo_identificacion": "cedula",
    "identificacion": "171003406-5",
    "nombres": "  Ana Lucía   Ñandú Cevallos ",
    "correo": "ana@example.org",
    "telefono_1": "099 123 4567",
    "telefono_2": "02 394 5666",
    "provincia": "17",
    "tramite": CODIGO,
    "mensaje": "Necesito continuar mi rehabilitación.\r\nGracias.",
}


def archivo(cual, nombre=None, contenido=None):
    return SimpleUploadedFile(nombre or f"{cual}.jpg", contenido or subido(cual).contenido)


def adjuntos(*cuales):
    return {f"adjunto_{cual}": archivo(cual) for cual in cuales}


def errores(respuesta):
    """The errors' summary: what it links to and what it says."""
    patron = r'<li><a href="#id_([a-z_0-9-]+)">(.*?)</a></li>'
    return dict(re.findall(patron, respuesta.content.decode()))


def enviar(client, clave=None, **cambios):
    clave = nueva_clave() if clave is None else clave
    return client.post(FORMULARIO, TECLEADO | {"clave": clave} | cambios)


def test_el_camino_completo_termina_en_un_caso_con_numero(client, catalogo):
    clave = nueva_clave()
    respuesta = enviar(client, clave, **adjuntos("cedula", "carta"))
    assert respuesta.headers["Location"] == reverse("revisar", args=[clave])
    pagina = client.get(respuesta.headers["Location"]).content.decode()
    for dato in (
        "Coordinación Provincial de Pichincha",
        "Ana Lucía Ñandú Cevallos",
        "1710034065",
        "+593991234567, +59323945666",
        "Necesito continuar mi rehabilitación.<br>Gracias.",
    ):
        assert dato in pagina
    respuesta = client.post(reverse("revisar", args=[clave]), follow=True)
    solicitud = Solicitud.objects.get()
    assert solicitud.numero in respuesta.content.decode()
    assert respuesta.redirect_chain == [(solicitud.ruta_seguimiento, 302)]


def test_todos_los_errores_a_la_vez_y_en_el_orden_de_la_pagina(client, catalogo):
    respuesta = client.post(
        FORMULARIO, {"clave": nueva_clave(), "tramite": CODIGO, "tipo_identificacion": "cedula"}
    )
    assert errores(respuesta) == {
        "identificacion": "Número de identificación: Escriba su número de identificación.",
        "nombres": "Nombres y apellidos completos: Escriba sus nombres y apellidos.",
        "correo": "Correo electrónico: Escriba su correo electrónico.",
        "telefono_1": "Teléfono: Escriba al menos un teléfono.",
        "provincia": "Provincia: Elija su provincia.",
        "mensaje": "Detalle de su pedido: Escriba qué necesita.",
        "adjunto_cedula": "Cédula: Falta este documento. Adjunte una foto JPG o un PDF.",
        "adjunto_carta": "Carta firmada a mano: Falta este documento. Adjunte una foto JPG o un "
        "PDF.",
    }
    assert next(iter(errores(respuesta))) == "identificacion"


def test_lo_tecleado_y_los_archivos_buenos_no_se_pierden(client, catalogo):
    clave = nueva_clave()
    pagina = enviar(
        client, clave, identificacion="1710034066", **adjuntos("cedula", "carta")
    ).content.decode()
    for valor in ("1710034066", "ana@example.org", "099 123 4567", "Gracias."):
        assert valor in pagina
    assert pagina.count("Ya tenemos") == 2
    respuesta = enviar(client, clave)  # Corrected, without choosing any file again.
    assert respuesta.headers["Location"] == reverse("revisar", args=[clave])


@pytest.mark.parametrize(
    ("contenido", "frase"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"0" * 500, "«cedula.jpg»: "),
        (b"%PDF-1.7" + b"0" * TAMANO_MAXIMO, "1 MB"),
        (b"", "Cédula: "),
    ],
)
def test_un_archivo_que_no_sirve_se_explica_y_no_arrastra_al_otro(
    client, catalogo, contenido, frase
):
    respuesta = enviar(
        client,
        adjunto_cedula=SimpleUploadedFile("cedula.jpg", contenido),
        adjunto_carta=archivo("carta"),
    )
    assert list(errores(respuesta)) == ["adjunto_cedula"]
    assert frase in errores(respuesta)["adjunto_cedula"]
    assert "Ya tenemos carta.jpg" in respuesta.content.decode()


def test_el_peso_de_una_foto_grande_se_dice(client, catalogo):
    """R34, pain 2: the file, its weight and the limit."""
    grande = archivo("cedula", contenido=b"%PDF-1.7" + b"0" * 3_200_000)
    frase = errores(enviar(client, adjunto_cedula=grande, **adjuntos("carta")))["adjunto_cedula"]
    assert "«cedula.jpg»" in frase and "3,1 MB" in frase and "1 MB" in frase


def test_una_carta_sin_firma_se_avisa_pero_se_puede_enviar(client, catalogo):
    """R39: doubt is shown, a person decides."""
    sin_firma = archivo("carta", contenido=muestras.carta_jpg(firmada=False))
    respuesta = enviar(client, adjunto_carta=sin_firma, **adjuntos("cedula"))
    pagina = client.get(respuesta.headers["Location"]).content.decode()
    assert "Puede mejorar" in pagina and "firma" in pagina
    assert "Enviar la solicitud" in pagina


def test_quien_tiene_codigo_de_extranjero_adjunta_su_codigo_y_lo_declara(client, catalogo):
    """R21, R22."""
    extranjero = {
        "tipo_identificacion": "codigo_extranjero",
        "identificacion": "ext-20260",
        **adjuntos("carta"),
    }
    assert set(errores(enviar(client, **extranjero))) == {
        "declara_extranjero",
        "adjunto_codigo-extranjero",
    }
    extranjero["adjunto_carta"] = archivo("carta")
    completo = {
        "declara_extranjero": "on",
        "adjunto_codigo-extranjero": archivo("cedula", "codigo.jpg"),
    }
    respuesta = enviar(client, **extranjero, **completo)
    assert respuesta.status_code == 302
    pagina = client.get(respuesta.headers["Location"]).content.decode()
    assert "Código de identificación para extranjeros EXT20260" in pagina


def test_volver_atras_despues_de_enviar_lleva_al_mismo_caso(client, catalogo):
    clave = nueva_clave()
    enviar(client, clave, **adjuntos("cedula", "carta"))
    client.post(reverse("revisar", args=[clave]))
    otra_vez = enviar(client, clave, mensaje="Otro pedido", **adjuntos("cedula", "carta"))
    solicitud = Solicitud.objects.get()
    assert otra_vez.headers["Location"] == solicitud.ruta_seguimiento
    aviso = client.get(otra_vez.headers["Location"]).content.decode()
    assert f"ya fue enviada, con el número {solicitud.numero}" in aviso
    assert client.get(reverse("revisar", args=[clave])).headers["Location"] == (
        solicitud.ruta_seguimiento
    )


def test_cambiar_vuelve_al_formulario_con_todo(client, catalogo):
    clave = nueva_clave()
    enviar(client, clave, **adjuntos("cedula", "carta"))
    pagina = client.get(reverse("cambiar", args=[clave])).content.decode()
    for valor in ("1710034065", "Ana Lucía Ñandú Cevallos", "ana@example.org", "099 123 4567"):
        assert f'value="{valor}"' in pagina
    assert pagina.count("Ya tenemos") == 2


def test_ver_la_pagina_no_guarda_nada(client, catalogo):
    assert client.get(FORMULARIO).status_code == 200
    assert not Borrador.objects.exists()


def test_las_imagenes_del_borrador_solo_se_ven_con_su_clave(client, catalogo):
    clave = nueva_clave()
    enviar(client, clave, **adjuntos("cedula", "carta"))
    pagina = client.get(reverse("revisar", args=[clave])).content.decode()
    imagen = re.search(r'src="(/recepcion/[^"]+\.jpg)"', pagina)[1]
    respuesta = client.get(imagen)
    assert respuesta["Content-Type"] == "image/jpeg"
    assert "no-store" in respuesta["Cache-Control"]
    assert b"".join(respuesta.streaming_content).startswith(b"\xff\xd8\xff")
    otra = nueva_clave()
    enviar(client, otra, **adjuntos("cedula", "carta"))
    assert client.get(imagen.replace(clave, otra)).status_code == 404
    assert client.get(imagen.replace("/1.jpg", "/9.jpg")).status_code == 404


@pytest.mark.parametrize(
    "malo",
    [
        {"nombres": "Ana\x00Lucía"},
        {"nombres": "Ana \u202eaicuL"},
        {"provincia": "\x00"},
        {"nombres": "José 😀 Pérez"},
        {"provincia": "99"},
        {"correo": "ana@example.org\nBcc: x@example.org"},
        {"telefono_2": "\x00"},
        {"tipo_identificacion": "pasaporte"},
        {"nombres": "x" * 10_000},
    ],
)
def test_los_caracteres_malos_son_errores_y_nunca_un_fallo(client, catalogo, malo):
    """S05: the field says what is wrong, the draft is kept, nothing breaks."""
    respuesta = enviar(client, **malo, **adjuntos("cedula", "carta"))
    assert respuesta.status_code == 200
    assert list(errores(respuesta)) == list(malo) or "tipo_identificacion" in malo


def test_un_cuerpo_declarado_enorme_se_rechaza_sin_leerlo(client, catalogo, settings):
    """S01."""
    settings.CUERPO_MAXIMO = 1000
    respuesta = enviar(client, **adjuntos("cedula"))
    assert respuesta.status_code == 413
    assert "demasiado grande" in respuesta.content.decode()


def test_un_tramite_que_no_se_ofrece_no_existe(client, catalogo):
    assert enviar(client, tramite="\0").status_code == 200
    assert client.get("/recepcion/otro-tramite/").status_code == 404


def test_un_borrador_no_se_abre_en_otro_navegador(client, catalogo):
    """Whoever hands somebody a draft's link cannot read what they fill, nor their case."""
    clave = nueva_clave()
    enviar(client, clave, **adjuntos("cedula", "carta"))
    ajeno = Client()
    for ruta in (reverse("revisar", args=[clave]), reverse("cambiar", args=[clave])):
        assert ajeno.get(ruta).status_code == 404
    assert enviar(ajeno, clave, **adjuntos("cedula", "carta")).status_code == 404
    client.post(reverse("revisar", args=[clave]))
    solicitud = Solicitud.objects.get()
    pagina = ajeno.get(reverse("revisar", args=[clave])).content.decode()
    assert "ya fue enviada" in pagina
    assert solicitud.secreto not in pagina and solicitud.numero not in pagina


@pytest.mark.parametrize("clave", ["", "corta", "a/" * 16, "ñ" * 32, "x" * 5000])
def test_una_clave_que_no_es_nuestra_se_cambia_por_otra(client, catalogo, clave):
    respuesta = enviar(client, clave, **adjuntos("cedula", "carta"))
    assert client.get(respuesta.headers["Location"]).status_code == 200
