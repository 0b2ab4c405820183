"""Every address of the portal against every kind of person (S07): the matrix of `accesos.py`."""

import re

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.test import Client

from certificados import services as certificados
from certificados.sello import crear_sello_de_desarrollo
from tests.accesos import ACCESOS, CON_FORMULARIO, EN_BUSCADORES, PERSONAS
from tests.tramites.reparto import (
    APROBACION,
    CODIGO,
    borrador_completo,
    declarada,
    en_revision,
    queja_de_ana,
    registrada,
    services,
)
from tramites import identidad
from tramites.models import Atencion, Borrador, IngresoPresencial
from tramites.mostrador import atencion, papeles
from tramites.numeros import huella


@pytest.fixture
def portal_con_un_caso(db, settings):
    """The demo staff and Ana's case of Pichincha, approved and issued. What each route needs."""
    call_command("cargar_catalogo", verbosity=0)
    call_command("crear_personal_demo", verbosity=0)
    crear_sello_de_desarrollo(settings.SELLO_PKCS12, settings.SELLO_CLAVE_ARCHIVO)
    bruno = get_user_model().objects.get(username="bruno")
    solicitud = en_revision(bruno)
    services.aprobar(solicitud, por=bruno, **APROBACION)
    certificado = solicitud.certificados.get()
    certificados.emitir(certificado.pk)
    certificado.refresh_from_db()
    en_persona = registrada(bruno, correo="")
    entrada = {"centro": en_persona.centro, "original_visto": True}
    atencion.dar_enlace(en_persona.solicitud, entrada, por=bruno)
    identidad.confirmar(declarada(), por=bruno)
    queja_de_ana(numero_de_caso=solicitud.numero)
    return solicitud, certificado, borrador_completo()


def llenar(ruta: str, solicitud, certificado, clave: str) -> str:
    """A route with its holes filled in by the one case, or by the first row of a catalogue."""
    documento = solicitud.documentos.first()
    valores = {
        "pk": solicitud.pk,
        "accion": "tomar",
        "requisito": "cedula",
        "documento_id": documento.pk,
        "correo_id": 1,
        "numero": 1,
        "codigo": CODIGO,
        "clave": clave,
        "secreto": certificado.secreto if ruta.startswith("certificados") else solicitud.secreto,
        "app_label": "tramites",
        "provider_id": "iess",
        "uidb36": "1",
        "key": "nada",
        "url": "nada/",
    }
    if objeto := re.match(r"admin/(\w+)/(\w+)/<(?:path:object_)?id>", ruta):
        fila = solicitud if objeto[2] == "solicitud" else apps.get_model(*objeto.groups()).objects
        valores["object_id"] = valores["id"] = getattr(fila, "pk", None) or fila.first().pk
    if "ingresopresencial" in ruta:
        valores["pk"] = IngresoPresencial.objects.get().pk
    if "papeles" in ruta:
        borrador = Borrador.objects.get(huella=huella(clave))
        bruno = get_user_model().objects.get(username="bruno")
        valores["pase"] = papeles.contexto(borrador, bruno)["pase"]
        valores["documento_id"] = borrador.documentos.first().pk
    if "atencion" in ruta:
        valores["pk"] = Atencion.objects.get().pk
    if "queja" in ruta:
        valores |= {"pk": queja_de_ana().pk, "secreto": queja_de_ana().secreto}
    if "borrador" in ruta:
        valores["documento_id"] = Borrador.objects.get(huella=huella(clave)).documentos.first().pk
    llena = HUECO.sub(lambda hueco: str(valores[hueco[1] or hueco[2]]), ruta)
    return "/" + llena.replace("^", "").replace("$", "")


HUECO = re.compile(r"\(\?P<(\w+)>[^)]*\)|<(?:\w+:)?(\w+)>")


def errada(ruta: str) -> str | None:
    """The same address as somebody would guess it; none when it holds no secret and no number."""
    sin_nombres = re.sub(r"<slug:\w+>|<path:\w+>", CODIGO, ruta)
    adivinada = HUECO.sub("999999", sin_nombres)
    derecha = adivinada.replace("^", "").replace("$", "")
    return "/" + derecha if adivinada != sin_nombres else None


@pytest.fixture
def sesiones(portal_con_un_caso):
    """A browser for each person of the matrix; the stranger has no account."""
    navegadores = {}
    for persona in PERSONAS:
        navegadores[persona] = Client()
        if cuenta := get_user_model().objects.filter(username=persona).first():
            navegadores[persona].force_login(cuenta, "iess_portal.acceso.DelPersonal")
    return navegadores


def test_cada_persona_entra_solo_donde_le_toca(portal_con_un_caso, sesiones):
    """One case for the whole matrix: it is made once and GET changes nothing."""
    visto = {
        ruta: " ".join(
            str(sesiones[persona].get(llenar(ruta, *portal_con_un_caso)).status_code)
            for persona in PERSONAS
        )
        for ruta in ACCESOS
    }
    assert visto == ACCESOS


def test_lo_que_no_es_de_todos_no_se_guarda_ni_se_lista(portal_con_un_caso, sesiones):
    """P01: nor is the address of any page told to the next one. A new page is nobody's to list."""
    for persona, navegador in sesiones.items():
        visto = {
            ruta: reserva(navegador.get(llenar(ruta, *portal_con_un_caso))) for ruta in ACCESOS
        }
        assert visto == {ruta: reserva_debida(ruta) for ruta in ACCESOS}, persona


def reserva(respuesta) -> tuple:
    """(hidden from search engines, kept by no cache, what is told of the address)."""
    no_se_guarda = "no-store" in respuesta.get("Cache-Control", "")
    oculta = respuesta.get("X-Robots-Tag") == "noindex"
    return oculta, no_se_guarda, respuesta["Referrer-Policy"]


def reserva_debida(ruta: str) -> tuple:
    de_todos = ruta in EN_BUSCADORES
    return not de_todos, not de_todos or ruta in CON_FORMULARIO, "strict-origin"


def test_adivinar_un_secreto_o_un_numero_no_abre_nada(portal_con_un_caso, sesiones):
    """S08: without the right value an address shows what one that does not exist shows."""
    respuestas = {
        (ruta, persona): navegador.get(otra)
        for ruta in ACCESOS
        if (otra := errada(ruta))
        for persona, navegador in sesiones.items()
    }
    abiertas = {ruta for (ruta, _), r in respuestas.items() if r.status_code == 200}
    # These answer in words: to the hospital desk that scanned a false certificate, and to whoever
    # follows an old link of a mail.
    en_palabras = {
        "certificados/verificar/<str:secreto>/": "El certificado no existe",
        "cuenta/correo/<str:key>/": "Este enlace ya no sirve",
        "cuenta/^clave/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": "Este enlace ya no sirve",
    }
    assert abiertas == set(en_palabras)
    for ruta, frase in en_palabras.items():
        for persona in PERSONAS:
            assert frase in respuestas[ruta, persona].content.decode()


def test_mirar_no_cambia_nada(portal_con_un_caso, sesiones):
    """S15: every address that changes something asks for a POST with its token."""
    solicitud, *_ = portal_con_un_caso
    antes = (solicitud.version, solicitud.movimientos.count(), solicitud.estado)
    for ruta in ACCESOS:
        for navegador in sesiones.values():
            navegador.get(llenar(ruta, *portal_con_un_caso))
    solicitud.refresh_from_db()
    assert (solicitud.version, solicitud.movimientos.count(), solicitud.estado) == antes


def test_una_cabeza_dice_lo_que_diria_la_pagina(portal_con_un_caso, sesiones):
    """A HEAD (RFC 9110, 9.3.2) was a 405 at most addresses: monitors took the portal, and
    `/salud/lista` with it, for broken, and so did what looks at the links of a mail."""
    diego = sesiones["diego"]
    for ruta in ACCESOS:
        donde = llenar(ruta, *portal_con_un_caso)
        cabeza, entera = diego.head(donde), diego.get(donde)
        assert dicho(cabeza) == dicho(entera), ruta
        assert b"".join(cabeza) == b"", ruta


def dicho(respuesta) -> tuple:
    """The status and the headers, without those that differ from one answer to the next."""
    propias = {"Set-Cookie", "ETag", "Content-Length", "Expires"}
    return respuesta.status_code, {n: v for n, v in respuesta.headers.items() if n not in propias}
