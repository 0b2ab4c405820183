"""The person's own page: by its secret link, in plain words, with what can be done."""

from django.core.files.storage import default_storage
from django.urls import reverse

from certificados.models import Certificado
from tramites import services
from tramites.models import Solicitud

from .reparto import APROBACION


def pagina(client, solicitud):
    return client.get(solicitud.ruta_seguimiento).content.decode()


def test_recien_recibida_dice_el_numero_el_termino_y_que_sigue(client, solicitud):
    texto = pagina(client, solicitud)
    assert "Recibimos su solicitud" in texto and solicitud.numero in texto
    assert "quedan 30 días hábiles" in texto
    assert "Coordinación Provincial de Pichincha" in texto


def test_un_secreto_que_no_es_da_404(client, solicitud):
    """Attack 20: 404, and no different for a number that exists."""
    for intento in (solicitud.numero, "x" * 32, solicitud.secreto[:-1], "\x00"):
        for ruta in ("seguimiento", "certificado"):
            assert client.get(reverse(ruta, args=[intento])).status_code == 404


def test_la_pagina_no_se_guarda_en_ninguna_cache(client, solicitud):
    respuesta = client.get(solicitud.ruta_seguimiento)
    assert "no-store" in respuesta["Cache-Control"]
    assert respuesta["Referrer-Policy"] == "strict-origin"


def test_negada_dice_el_motivo_y_como_reclamar(client, en_manos_de_bruno, bruno):
    services.negar(en_manos_de_bruno, por=bruno, motivo="El proceso ya fue resuelto en mayo.")
    texto = pagina(client, en_manos_de_bruno)
    assert "El proceso ya fue resuelto en mayo." in texto
    assert "atencionalusuario@iess.gob.ec" in texto


def test_el_certificado_se_descarga_cuando_esta_emitido(client, en_manos_de_bruno, bruno):
    solicitud = en_manos_de_bruno
    descarga = reverse("certificado", args=[solicitud.secreto])
    services.aprobar(solicitud, por=bruno, **APROBACION)
    assert "Estamos generando su certificado" in pagina(client, solicitud)
    assert client.get(descarga).status_code == 404
    certificado = Certificado.objects.get()
    services.emitir_certificado(certificado.pk)
    certificado.refresh_from_db()
    assert descarga in pagina(client, solicitud)
    respuesta = client.get(descarga)
    assert respuesta["Content-Disposition"] == (
        f'attachment; filename="certificado-{certificado.numero}.pdf"'
    )
    assert b"".join(respuesta.streaming_content).startswith(b"%PDF-")


def test_un_certificado_alterado_en_el_disco_no_se_entrega(client, en_manos_de_bruno, bruno):
    """R16 of the reliability table: one byte is enough."""
    services.aprobar(en_manos_de_bruno, por=bruno, **APROBACION)
    certificado = Certificado.objects.get()
    services.emitir_certificado(certificado.pk)
    certificado.refresh_from_db()
    with default_storage.open(certificado.archivo, "r+b") as archivo:
        archivo.seek(1000)
        archivo.write(b"X")
    respuesta = client.get(reverse("certificado", args=[en_manos_de_bruno.secreto]))
    assert respuesta.status_code == 503
    assert "no pasó nuestra comprobación" in respuesta.content.decode()


def test_la_persona_retira_su_solicitud_una_vez(client, solicitud):
    ruta = reverse("retirar", args=[solicitud.secreto])
    assert "Su solicitud fue retirada." in client.post(ruta, follow=True).content.decode()
    assert "fue retirada por la persona" in client.post(ruta, follow=True).content.decode()
    assert Solicitud.objects.get().estado == "desistida"
    assert client.get(ruta).status_code == 405
