"""The person's page of a case in each of its states, and what verification says of its certificate,
on a screen of 320 px with axe."""

from .conftest import revisar_accesibilidad

# A case in each state, made as people make them; one line each: its name and its address.
CASOS = """
from datetime import timedelta
from django.contrib.auth import get_user_model
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from certificados.models import Certificado
from tests.tramites.reparto import APROBACION, en_revision, mandar_correccion, presentada
from tests.tramites.reparto import requisito, services
from tramites import vida_certificado
from tramites.models import Solicitud

bruno, hoy = get_user_model().objects.get(username="bruno"), timezone.localdate()
motivos = {requisito("cedula"): "La imagen está borrosa. Tómela con luz de día"}
motivo = "El proceso se abrió por error con la cédula de otra persona."


def decir(nombre, direccion):
    print(nombre, direccion)


def emitido(**cambios):
    caso = en_revision(bruno)
    services.aprobar(caso, por=bruno, **APROBACION | cambios)
    return emitir(caso)


def emitir(caso):
    services.emitir_certificado(caso.certificados.get(estado__in=["pendiente", "numerado"]).pk)
    caso.refresh_from_db()
    return caso


def detener(caso):
    manana = timezone.now() + timedelta(1)
    caso.certificados.filter(estado="pendiente").update(proximo_intento=manana)


def renovado():
    caso = emitido()
    hasta = APROBACION["vigente_hasta"] + timedelta(90)
    vida_certificado.renovar(caso, por=bruno, vigente_hasta=hasta)
    return caso


def qr(caso):
    return reverse("certificados:verificar_qr", args=[caso.certificados.last().secreto])


decir("ingresada", presentada().ruta_seguimiento)
atrasada = presentada()
Solicitud.objects.filter(pk=atrasada.pk).update(vence_el=hoy - timedelta(7))
decir("atrasada", atrasada.ruta_seguimiento)
decir("en-revision", en_revision(bruno).ruta_seguimiento)
por_corregir = en_revision(bruno)
services.pedir_correccion(por_corregir, por=bruno, motivos=motivos)
decir("por-corregir", por_corregir.ruta_seguimiento)
corregida = en_revision(bruno)
services.pedir_correccion(corregida, por=bruno, motivos=motivos)
mandar_correccion(corregida)
decir("corregida", corregida.ruta_seguimiento)
retirada = presentada()
services.retirar(retirada)
decir("retirada", retirada.ruta_seguimiento)
vencida = en_revision(bruno)
services.pedir_correccion(vencida, por=bruno, motivos=motivos)
services._vencer(vencida.subsanaciones.select_related("solicitud").get())
decir("no-corregida", vencida.ruta_seguimiento)
negada = en_revision(bruno)
services.negar(negada, por=bruno, motivo="El proceso ya fue resuelto en mayo.")
decir("negada", negada.ruta_seguimiento)
with transaction.atomic():
    aprobada = en_revision(bruno)
    services.aprobar(aprobada, por=bruno, **APROBACION)
    detener(aprobada)
decir("aprobada", aprobada.ruta_seguimiento)
lista = emitido()
decir("lista", lista.ruta_seguimiento)
decir("qr-vigente", qr(lista))
pasado = {"vigente_desde": hoy - timedelta(90), "vigente_hasta": hoy - timedelta(1)}
decir("vencido", emitido(**pasado).ruta_seguimiento)
with transaction.atomic():
    en_camino = renovado()
    detener(en_camino)
decir("renovando", en_camino.ruta_seguimiento)
decir("qr-por-emitir", qr(en_camino))
nueva = emitir(renovado())
decir("renovada", nueva.ruta_seguimiento)
decir("qr-reemplazado", qr(nueva))
anulada = emitir(renovado())
vida_certificado.cerrar_proceso(anulada, por=bruno, motivo=motivo)
decir("anulada", anulada.ruta_seguimiento)
decir("qr-reemplazado-y-anulado", qr(anulada))
"""
ESTADOS = {
    "ingresada": "Recibimos su solicitud",
    "atrasada": "Debíamos responderle hasta el",
    "en-revision": "Una persona está revisando sus documentos.",
    "por-corregir": "Puede corregir hasta el",
    "corregida": "y sin los días que esperamos su corrección",
    "retirada": "La retiró usted",
    "no-corregida": "Se cerró porque la corrección no llegó a tiempo",
    "negada": "Por qué se negó",
    "aprobada": "Estamos generando su certificado",
    "lista": "Su certificado está listo",
    "qr-vigente": "Certificado vigente",
    "vencido": "Su certificado venció",
    "renovando": "Estamos generando su nuevo certificado",
    "qr-por-emitir": "está emitiendo otro en su lugar",
    "renovada": "Use solo este",
    "qr-reemplazado": "Pida a la persona el más reciente",
    "anulada": "Su certificado ya no vale",
    "qr-reemplazado-y-anulado": "no hay hoy ningún certificado vigente",
}


def test_la_pagina_de_un_caso_la_lee_cualquiera_en_cada_estado(telefono, portal):
    escrito = portal.gestionar("shell", "--no-imports", "-c", CASOS).splitlines()
    direcciones = dict(linea.split() for linea in escrito if len(linea.split()) == 2)
    assert list(ESTADOS) == [nombre for nombre in direcciones if nombre in ESTADOS]
    for nombre, frase in ESTADOS.items():
        telefono.goto(direcciones[nombre])
        assert frase in telefono.locator("main").inner_text(), nombre
        revisar_accesibilidad(telefono)
