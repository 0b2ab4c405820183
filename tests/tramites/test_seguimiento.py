"""The person's own page: by its secret link, in plain words, with what can be done."""

from datetime import timedelta

import time_machine
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertRedirects

from certificados.fechas import fecha_larga
from certificados.models import Certificado
from tramites import services, vida_certificado
from tramites.correo import mensaje
from tramites.models import Correo, Solicitud, Subsanacion

from .reparto import APROBACION, presentada, requisito


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
    assertRedirects(client.get(descarga), solicitud.ruta_seguimiento)
    certificado = Certificado.objects.get()
    services.emitir_certificado(certificado.pk)
    certificado.refresh_from_db()
    assert descarga in pagina(client, solicitud)
    respuesta = client.get(descarga)
    assert respuesta["Content-Disposition"] == (
        f'attachment; filename="certificado-{certificado.numero}.pdf"'
    )
    assert b"".join(respuesta.streaming_content).startswith(b"%PDF-")


def test_desde_una_pagina_vieja_se_llega_a_lo_que_paso_con_el_certificado(
    client, en_manos_de_bruno, bruno
):
    """The page was left open and its certificate ended: the download leads to why."""
    services.aprobar(en_manos_de_bruno, por=bruno, **APROBACION)
    services.emitir_certificado(Certificado.objects.get().pk)
    en_manos_de_bruno.refresh_from_db()
    vida_certificado.cerrar_proceso(en_manos_de_bruno, por=bruno, motivo="Terminó en mayo.")
    respuesta = client.get(reverse("certificado", args=[en_manos_de_bruno.secreto]), follow=True)
    assertRedirects(respuesta, en_manos_de_bruno.ruta_seguimiento)
    texto = respuesta.content.decode()
    assert "Su certificado ya no vale" in texto and "Terminó en mayo." in texto


def test_lo_largo_de_la_historia_se_abre_con_un_toque(client, en_manos_de_bruno, bruno):
    """The checklist of an approval kept the rest of the page out of a phone's reach."""
    services.aprobar(en_manos_de_bruno, por=bruno, **APROBACION)
    historia = pagina(client, en_manos_de_bruno).partition('<ol class="historia">')[2]
    assert historia.count("<summary>Ver el detalle</summary>") == 1
    assert "Se comprobó:" in historia.partition("<details")[2].partition("</details>")[0]
    assert "Se envió a la Coordinación" in historia.partition("<details")[0]


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
    otra_vez = client.post(ruta, follow=True).content.decode()
    assert "Su solicitud ya estaba retirada." in otra_vez
    assert Solicitud.objects.get().estado == "desistida"


def test_la_direccion_de_retirar_abierta_otra_vez_lleva_a_la_solicitud(client, solicitud):
    """A phone that dropped the tab, or a reload after an error page: it was an empty page."""
    respuesta = client.get(reverse("retirar", args=[solicitud.secreto]))
    assertRedirects(respuesta, solicitud.ruta_seguimiento)
    assert Solicitud.objects.get().estado == "ingresada"


def test_retirar_lo_ya_decidido_dice_como_quedo(client, en_manos_de_bruno, bruno):
    """From a page left open; in the person's words, without who decided."""
    services.negar(en_manos_de_bruno, por=bruno, motivo="El proceso ya fue resuelto en mayo.")
    presentada()  # What becomes of others is not told.
    ruta = reverse("retirar", args=[en_manos_de_bruno.secreto])
    texto = client.post(ruta, follow=True).content.decode()
    assert (
        "No se pudo retirar la solicitud: ya no está como usted la vio. "
        "Su estado ahora es «Negada»."
    ) in texto
    en_manos_de_bruno.refresh_from_db()
    assert "Bruno" not in texto and en_manos_de_bruno.estado == "negada"


def test_la_retirada_dice_que_la_retiro_la_persona(client, solicitud):
    assert "La atiende: Coordinación Provincial de Pichincha." in pagina(client, solicitud)
    services.retirar(solicitud)
    texto = pagina(client, solicitud)
    assert '<span class="etiqueta tono-neutro">Retirada</span>' in texto
    assert "La retiró usted, el " in texto and "sin decisión" not in texto
    assert "La atiende" not in texto
    carta = mensaje(Correo.objects.get(aviso="desistida"))
    assert carta.subject == f"Usted retiró su solicitud {solicitud.numero}"
    assert "corrección" not in carta.body and "Si no la retiró usted, llame al " in carta.body


def test_la_que_no_se_corrigio_dice_que_no_llego_a_tiempo(client, en_manos_de_bruno, bruno):
    services.pedir_correccion(en_manos_de_bruno, por=bruno, motivos={requisito("cedula"): "x"})
    vence = Subsanacion.objects.get().vence_el
    assert f"Debe corregir documentos hasta el {fecha_larga(vence)}</span>" in pagina(
        client, en_manos_de_bruno
    )
    services.vencer_correcciones(vence + timedelta(days=1))
    texto = pagina(client, en_manos_de_bruno)
    assert "Cerrada: la corrección no llegó a tiempo</span>" in texto
    assert "Se cerró porque la corrección no llegó a tiempo" in texto and "retir" not in texto
    carta = mensaje(Correo.objects.get(aviso="desistida"))
    assert carta.subject.endswith(": la corrección no llegó a tiempo")
    assert "retir" not in carta.body


def test_pasado_el_termino_la_pagina_lo_reconoce_y_dice_que_hacer(client, solicitud):
    with time_machine.travel(timezone.now() + timedelta(days=60)):
        texto = pagina(client, solicitud)
    assert "Debíamos responderle hasta el " in texto and "el término de ley venció hace " in texto
    assert f"{reverse('quejar')}?numero={solicitud.numero}" in texto
    assert "La ley nos da hasta" not in texto
