"""One document by itself, judged while the person waits (R33, R34, R38, R39; pains 2, 3 and 4)."""

import re
from io import BytesIO

import pytest
from django.urls import reverse
from PIL import Image
from pytest_django.asserts import assertRedirects

from documentos.formatos import TAMANO_MAXIMO
from documentos.models import Documento
from documentos.services import leer_original
from tests import muestras
from tramites.numeros import huella

from .formulario import adjuntar, archivo, completo, errores, escrito, pagina, seguida
from .reparto import borrador_completo, subido

GUION = {"headers": {"X-Requested-With": "fetch"}}


def guardados(clave):
    del_borrador = Documento.objects.filter(borrador__huella=huella(clave))
    return list(del_borrador.values_list("requisito__codigo", "veredicto"))


def actuar(client, clave, cual, accion):
    return client.post(reverse("actuar_en_documento", args=[clave, cual, accion]))


def continuar(client, clave):
    return client.post(reverse("documentos", args=[clave]))


def test_un_documento_bueno_queda_en_el_borrador_y_muestra_la_firma(client, catalogo):
    clave = escrito(client)
    respuesta = adjuntar(client, clave, "carta", **GUION)
    assert respuesta.status_code == 200
    assert "¿Es esta su firma?" in pagina(respuesta) and "Se lee bien" in pagina(respuesta)
    assert pagina(respuesta).lstrip().startswith("<section")
    assert guardados(clave) == [("carta", "aceptado")]


def test_lo_que_vale_para_todos_los_archivos_se_dice_una_vez(client, catalogo):
    html = pagina(client.get(reverse("documentos", args=[escrito(client)])))
    assert html.count("JPG o PDF, de hasta 1 MB. Si su foto pesa más, hasta 12 MB") == 1


def test_lo_que_se_hallo_de_una_firma_se_muestra_una_sola_vez(client, catalogo):
    """The finding and the question spoke of the same piece of the page, one after the other."""
    respuesta = adjuntar(
        client, escrito(client), "carta", muestras.carta_jpg(firmada=False), **GUION
    )
    assert "No encontramos una firma" in pagina(respuesta)
    assert pagina(respuesta).count('class="recorte"') == 1


def test_la_respuesta_con_errores_se_puede_abrir_otra_vez(client, catalogo):
    """A phone that dropped the tab asks for its address with a GET: it was an empty page."""
    clave = escrito(client)
    respuesta = client.get(reverse("adjuntar", args=[clave, "cedula"]))
    assert respuesta.headers["Location"] == reverse("documentos", args=[clave])


def test_solo_se_juzga_lo_que_se_pide(client, catalogo):
    """F01: a costly file takes up to 8 seconds; a request that brings ten is not to wait 80."""
    clave = escrito(client)
    malos = {f"adjunto_{n}": archivo("cedula", None, b"GIF89a") for n in range(8)}
    malos["adjunto_cedula"] = archivo("cedula", None, b"GIF89a")
    respuesta = client.post(reverse("adjuntar", args=[clave, "cedula"]), malos)
    assert list(errores(seguida(respuesta))) == ["adjunto_cedula"]


@pytest.mark.parametrize("boton", ["documentos", "adjuntar"])
def test_sin_javascript_lo_elegido_y_no_subido_viaja_con_cualquier_boton(client, catalogo, boton):
    """One form for all the cards: whatever is pressed, what was chosen on the others is kept."""
    clave = escrito(client)
    donde = reverse(boton, args=[clave] + ["carta"] * (boton == "adjuntar"))
    elegidos = {f"adjunto_{cual}": archivo(cual) for cual in ("cedula", "carta")}
    respuesta = client.post(donde, elegidos)
    assert guardados(clave) == [("cedula", "aceptado"), ("carta", "aceptado")]
    adonde = {"documentos": reverse("revisar", args=[clave])}
    assert respuesta.url == adonde.get(
        boton, f"{reverse('documentos', args=[clave])}#tarjeta-carta"
    )


def test_continuar_guarda_lo_bueno_y_dice_de_cada_uno_lo_suyo(client, catalogo):
    """A bad one never goes by in silence, not even in place of a good one that was there."""
    clave = escrito(client)
    malo = {"adjunto_cedula": archivo("cedula", None, b"GIF89a"), "adjunto_carta": archivo("carta")}
    vuelta = seguida(client.post(reverse("documentos", args=[clave]), malo))
    assert guardados(clave) == [("carta", "aceptado")]
    dichos = errores(vuelta)
    assert list(dichos) == ["adjunto_cedula"] and "no es una imagen JPG" in dichos["adjunto_cedula"]
    adjuntar(client, clave, "cedula")
    malo = {"adjunto_cedula": archivo("cedula", None, b"GIF89a")}
    vuelta = seguida(client.post(reverse("documentos", args=[clave]), malo))
    assert list(errores(vuelta)) == ["adjunto_cedula"]
    assert guardados(clave) == [("cedula", "aceptado"), ("carta", "aceptado")]


def test_sin_javascript_la_misma_tarjeta_esta_en_la_pagina(client, catalogo):
    clave = escrito(client)
    respuesta = adjuntar(client, clave, "carta", follow=True)
    assert respuesta.redirect_chain == [
        (f"{reverse('documentos', args=[clave])}#tarjeta-carta", 302)
    ]
    assert "¿Es esta su firma?" in pagina(respuesta)


def test_una_duda_se_dice_y_la_persona_decide_enviarla_asi(client, catalogo):
    """R39: doubt is shown with how to retake; sending it anyway is a choice, for a human to see."""
    clave = escrito(client)
    adjuntar(client, clave, "cedula")
    respuesta = adjuntar(client, clave, "carta", muestras.carta_jpg(firmada=False), follow=True)
    assert "No encontramos una firma manuscrita" in pagina(respuesta)
    assert "Enviar de todos modos para que lo revise una persona" in pagina(respuesta)
    assert "Así pueden devolvérselo" in pagina(respuesta)
    # What is shown is no signature: nobody is asked whether it is theirs.
    assert "lo más parecido a una firma" in pagina(respuesta)
    assert "¿Es esta su firma?" not in pagina(respuesta)
    assert guardados(clave) == [("cedula", "aceptado"), ("carta", "observado")]
    assert errores(seguida(continuar(client, clave))) == {
        "adjunto_carta": "Carta firmada a mano: Díganos si lo enviamos así o cámbielo por otro."
    }
    actuar(client, clave, "carta", "enviar-asi")
    assert "Lo enviaremos así." in pagina(client.get(reverse("documentos", args=[clave])))
    respuesta = continuar(client, clave)
    assert respuesta.headers["Location"] == reverse("revisar", args=[clave])


@pytest.mark.parametrize("guion", [GUION, {}])
@pytest.mark.parametrize(
    ("contenido", "frase"),
    [
        (b"GIF89a" + b"0" * 100, "«cedula.jpg»: el archivo no es una imagen JPG"),
        (b"%PDF-1.7" + b"0" * 3_200_000, "«cedula.jpg»: el PDF pesa 3,1 MB y el máximo es 1 MB"),
        (bytes(4) + b"ftypheic" + bytes(99), "«cedula.jpg»: es una foto HEIC de iPhone"),
        (muestras.truncada(), "«cedula.jpg»: el archivo está dañado"),
    ],
)
def test_un_archivo_que_no_sirve_se_explica_y_no_arrastra_a_los_demas(
    client, catalogo, contenido, frase, guion
):
    """R34, pains 2 and 3: the file, its weight, the limit, what to do; the rest goes on."""
    clave = escrito(client)
    adjuntar(client, clave, "carta")
    respuesta = adjuntar(client, clave, "cedula", contenido, **guion)
    assert respuesta.status_code == (422 if guion else 302)
    respuesta = respuesta if guion else seguida(respuesta)
    assert pagina(respuesta).count(frase) == (1 if guion else 2)  # The summary and the card.
    assert guardados(clave) == [("carta", "aceptado")]
    if not guion:
        assert list(errores(respuesta)) == ["adjunto_cedula"]
        assert "<title>Error: " in pagina(respuesta)
        assert errores(client.get(reverse("documentos", args=[clave]))) == {}
    adjuntar(client, clave, "cedula")
    assert continuar(client, clave).headers["Location"] == reverse("revisar", args=[clave])


def test_un_archivo_malo_no_quita_el_bueno_que_ya_estaba(client, catalogo):
    clave = completo(client)
    respuesta = seguida(adjuntar(client, clave, "cedula", b"GIF89a"))
    assert "«cedula.jpg»" in pagina(respuesta) and "Se lee bien" in pagina(respuesta)
    assert guardados(clave) == [("cedula", "aceptado"), ("carta", "aceptado")]


def test_enviar_sin_elegir_nada_lo_dice(client, catalogo):
    clave = escrito(client)
    respuesta = client.post(reverse("adjuntar", args=[clave, "cedula"]))
    assert errores(seguida(respuesta)) == {
        "adjunto_cedula": "Cédula: Elija primero una foto JPG o un PDF."
    }


def test_la_foto_de_un_telefono_se_reduce_y_se_pregunta_si_se_lee(client, catalogo):
    """R34 without JavaScript: before and after, the thumbnail, and the person's word."""
    clave, foto = escrito(client), muestras.foto_de_telefono()
    adjuntar(client, clave, "cedula")
    html = pagina(adjuntar(client, clave, "carta", foto, follow=True))
    assert re.search(r"Su foto pesaba \d,\d MB; la redujimos a [\d,]+ [KM]B\.", html)
    assert "¿Usted también la ve bien?" in html and "Sí, la veo bien" in html and ".jpg" in html
    documento = Documento.objects.get(requisito__codigo="carta")
    assert (documento.peso_original, documento.tamano <= TAMANO_MAXIMO) == (len(foto), True)
    with leer_original(documento) as original:
        assert len(original.read()) == documento.tamano
    assert list(errores(seguida(continuar(client, clave)))) == ["adjunto_carta"]
    actuar(client, clave, "carta", "enviar-asi")
    assert continuar(client, clave).headers["Location"] == reverse("revisar", args=[clave])


def test_una_foto_acostada_se_gira(client, catalogo):
    """Pain 4: sideways photos stay with whoever can turn them."""
    acostada = BytesIO()
    with Image.open(BytesIO(muestras.carta_jpg())) as carta:
        carta.transpose(Image.Transpose.ROTATE_90).save(acostada, "JPEG", quality=85)
    clave = escrito(client)
    adjuntar(client, clave, "carta", acostada.getvalue())
    antes = Documento.objects.get()
    actuar(client, clave, "carta", "girar")
    despues = Documento.objects.get()
    medidas = [d.informe["paginas"][0] for d in (antes, despues)]
    assert [m["ancho"] > m["alto"] for m in medidas] == [True, False]
    assert (despues.veredicto, despues.nombre_original) == ("aceptado", "carta.jpg")


def test_un_documento_se_quita(client, catalogo):
    clave = completo(client)
    actuar(client, clave, "cedula", "quitar")
    assert guardados(clave) == [("carta", "aceptado")]
    assert list(errores(seguida(continuar(client, clave)))) == ["adjunto_cedula"]


@pytest.mark.parametrize("accion", ["quitar", "girar", "enviar-asi"])
def test_un_boton_de_una_tarjeta_que_ya_esta_vacia_lleva_a_la_tarjeta(client, catalogo, accion):
    """Pressed twice without JavaScript, or in another tab: it was «No encontramos esta página»."""
    clave = completo(client)
    actuar(client, clave, "cedula", "quitar")
    respuesta = actuar(client, clave, "cedula", accion)
    tarjeta = f"{reverse('documentos', args=[clave])}#tarjeta-cedula"
    assertRedirects(respuesta, tarjeta, fetch_redirect_response=False)
    assert guardados(clave) == [("carta", "aceptado")]


def test_los_botones_abiertos_otra_vez_por_su_direccion_no_hacen_nada(client, catalogo):
    """A phone that dropped the tab, or a reload after an error page: each was an empty page."""
    clave = completo(client)
    tarjeta = f"{reverse('documentos', args=[clave])}#tarjeta-cedula"
    quitar = client.get(reverse("actuar_en_documento", args=[clave, "cedula", "quitar"]))
    assertRedirects(quitar, tarjeta, fetch_redirect_response=False)
    correo = client.get(reverse("usar_correo_parecido", args=[clave]))
    assertRedirects(correo, reverse("revisar", args=[clave]), fetch_redirect_response=False)
    assert len(guardados(clave)) == 2


@pytest.mark.parametrize(
    ("cual", "accion"), [("cedula", "quemar"), ("otro", "quitar"), ("codigo-extranjero", "quitar")]
)
def test_lo_que_no_existe_no_se_hace(client, catalogo, cual, accion):
    clave = completo(client)
    assert actuar(client, clave, cual, accion).status_code == 404
    assert len(guardados(clave)) == 2


def test_un_pdf_no_se_gira_y_no_falla(client, catalogo):
    clave = escrito(client)
    adjuntar(client, clave, "carta", muestras.carta_pdf())
    assert "Girar" not in pagina(client.get(reverse("documentos", args=[clave])))
    respuesta = client.post(
        reverse("actuar_en_documento", args=[clave, "carta", "girar"]), follow=True
    )
    assert respuesta.status_code == 200
    assert guardados(clave) == [("carta", "aceptado")]


@pytest.mark.parametrize("cual", ["otro", "autorizacion-a-terceros", "codigo-extranjero"])
def test_solo_se_reciben_los_documentos_que_el_tramite_pide(client, catalogo, cual):
    assert adjuntar(client, escrito(client), cual).status_code == 404


def test_un_borrador_que_se_envia_mientras_tanto_no_recibe_mas_documentos(client, catalogo):
    clave = completo(client)
    client.post(reverse("revisar", args=[clave]))
    assert adjuntar(client, clave, "carta", **GUION).status_code == 302
    assert guardados(clave) == []


def test_las_imagenes_del_borrador_solo_se_ven_en_su_navegador(client, catalogo):
    clave = completo(client)
    html = pagina(client.get(reverse("revisar", args=[clave])))
    imagen, copia = re.search(r'src="((/recepcion/[^"]+\.jpg)\?miniatura=si)"', html).group(2, 1)
    respuesta = client.get(imagen)
    assert respuesta["Content-Type"] == "image/jpeg"
    assert "no-store" in respuesta["Cache-Control"]
    entera, chica = (b"".join(client.get(ruta).streaming_content) for ruta in (imagen, copia))
    assert Image.open(BytesIO(chica)).size < Image.open(BytesIO(entera)).size
    assert len(chica) < 20_000 < len(entera)
    otra = completo(client)
    assert client.get(imagen.replace(clave, otra)).status_code == 404
    assert client.get(imagen.replace("/1.jpg", "/9.jpg")).status_code == 404
    ajena = borrador_completo()
    documento = Documento.objects.filter(borrador__huella=huella(ajena)).first()
    ruta = reverse("pagina_de_borrador", args=[ajena, documento.pk, 1])
    assert client.get(ruta).headers["Location"] == reverse("retomar", args=[ajena])


def test_un_cuerpo_declarado_enorme_se_rechaza_sin_leerlo(client, catalogo, settings):
    """S01."""
    clave = escrito(client)
    settings.CUERPO_MAXIMO = 1000
    respuesta = adjuntar(client, clave, "cedula", subido("cedula").contenido)
    assert respuesta.status_code == 413
    assert "demasiado grande" in pagina(respuesta)
