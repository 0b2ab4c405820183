"""Whatever a row holds is shown as text and never obeyed (S14): on every page of every person, in
the mails and in the PDFs, also where a form would have refused it.

Everything that can be typed is hostile here: Ana's words, the officers', the catalogue's.
"""

import io
import re
from datetime import timedelta
from zipfile import ZipFile

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core import mail
from django.db import models
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from certificados.models import Certificado
from documentos.models import Documento
from tests.accesos import ACCESOS
from tests.test_accesos import llenar
from tramites import autorizaciones, identidad, services, vida_certificado
from tramites.models import Titular
from tramites.mostrador import atencion
from tramites.quejas import registro

from .reparto import (
    ANA,
    APROBACION,
    borrador_completo,
    cuenta_de_persona,
    en_revision,
    presentada,
    queja_de_ana,
    registrada,
    requisito,
    tramite,
)
from .test_correo import enviar_todo

HOSTIL = """<script>alert(1)</script>"onmouseover="x'{{7*7}}{%now%}#import "x"*$&amp;"""
# What a page would have of it if it were not escaped.
CRUDO = re.compile(r"""<script>alert\(1\)|"onmouseover="|\$&amp;(?!amp;)""")
ESCAPADO = "&lt;script&gt;alert(1)&lt;/script&gt;&quot;onmouseover=&quot;x&#x27;{{7*7}}{%now%}"
# Rows that the staff edits, whose texts the pages repeat.
CATALOGO = ["Tramite", "Requisito", "UnidadAdministrativa", "Centro", "Provincia", "Feriado"]
DICHO = {"nombres": HOSTIL, "mensaje": HOSTIL}


def ensuciar(modelo) -> None:
    """Every text of every row of a model that is free to say anything."""
    libres = [
        campo
        for campo in modelo._meta.fields
        if type(campo) in (models.CharField, models.TextField)
        and not (campo.unique or campo.choices or campo.name in {"codigo", "sigla", "referencia"})
    ]
    textos = {campo.name: HOSTIL[: campo.max_length] for campo in libres}
    modelo.objects.update(**textos)


@pytest.fixture
def hostil(bruno, sara):
    """Ana's case with all that can happen to one, and the draft of another."""
    caso = en_revision(bruno, **DICHO)
    services.pedir_correccion(caso, por=bruno, motivos={requisito("cedula"): HOSTIL})
    negada = en_revision(bruno, **DICHO)
    services.negar(negada, por=bruno, motivo=HOSTIL)
    emitida = en_revision(bruno, **DICHO)
    services.aprobar(emitida, por=bruno, **APROBACION | {"expediente": HOSTIL[:60]})
    services.emitir_certificado(emitida.certificados.get().pk)
    emitida.refresh_from_db()
    ingreso = registrada(bruno, {"quipux": HOSTIL[:40]}, **DICHO | {"correo": ""})
    entrada = {"centro": ingreso.centro, "original_visto": True}
    atencion.dar_enlace(ingreso.solicitud, entrada, por=bruno)
    queja = queja_de_ana(numero_de_caso=emitida.numero, nombres=HOSTIL, texto=HOSTIL)
    registro.responder(queja, por=bruno, respuesta=HOSTIL)
    persona = {"tipo_identificacion": "cedula", "identificacion": ANA["identificacion"]}
    titular = identidad.declarar(cuenta_de_persona(ANA["correo"]), **persona, nombres=HOSTIL)
    identidad.confirmar(titular, por=bruno)
    autorizaciones.autorizar(
        Titular.objects.get(),
        tercero_nombres=HOSTIL,
        tercero_cedula="1714307103",
        tramite=tramite(),
        hasta=timezone.localdate() + timedelta(days=1),
    )
    for nombre in CATALOGO:
        ensuciar(apps.get_model("tramites", nombre))
    Documento.objects.update(nombre_original=HOSTIL)
    get_user_model().objects.update(first_name=HOSTIL, last_name="")
    return {"caso": caso, "negada": negada, "emitida": emitida, "queja": queja}


def navegadores() -> dict[str, Client]:
    cuentas = get_user_model().objects
    quienes = {"bruno": "DelPersonal", "sara": "DelPersonal", ANA["correo"]: "DeLasPersonas"}
    abiertos = {"cualquiera": Client()}
    for quien, puerta in quienes.items():
        abiertos[quien] = Client()
        cuenta = cuentas.filter(username=quien).first() or cuentas.get(email=quien)
        abiertos[quien].force_login(cuenta, f"iess_portal.acceso.{puerta}")
    return abiertos


def rutas(hostil, clave) -> set[str]:
    """Every address, over each of the cases."""
    certificado = Certificado.objects.get()
    casos = (hostil["caso"], hostil["negada"], hostil["emitida"])
    return {llenar(ruta, caso, certificado, clave) for ruta in ACCESOS for caso in casos}


def test_ninguna_pagina_obedece_lo_que_dice_una_fila(hostil):
    mostrado, obedecido = set(), []
    abiertos = navegadores()
    abiertos["cualquiera"].get("/recepcion/certificado-atencion-riesgos-trabajo/")
    marca = abiertos["cualquiera"].cookies["borrador"].value.partition(":")[0]
    clave = borrador_completo(navegador=marca, **DICHO)
    Documento.objects.update(nombre_original=HOSTIL)
    for quien, navegador in abiertos.items():
        for ruta in sorted(rutas(hostil, clave)):
            respuesta = navegador.get(ruta)
            if not respuesta.get("Content-Type", "").startswith("text/html"):
                continue
            pagina = respuesta.content.decode()
            if hallado := CRUDO.search(pagina):
                obedecido.append((quien, ruta, pagina[hallado.start() - 60 :][:160]))
            if ESCAPADO in pagina:
                mostrado.add(ruta)
    assert obedecido == []
    emitida, negada, caso = (hostil[cual] for cual in ("emitida", "negada", "caso"))
    assert mostrado >= {
        "/",
        "/admin/tramites/solicitud/",
        "/cuenta/",
        f"/recepcion/borrador/{clave}/carta/",
        f"/recepcion/borrador/{clave}/revisar/",
        emitida.ruta_seguimiento,
        negada.ruta_seguimiento,
        caso.ruta_seguimiento,
        hostil["queja"].ruta_seguimiento,
        reverse("admin:tramites_solicitud_change", args=[emitida.pk]),
        reverse("admin:tramites_queja_change", args=[hostil["queja"].pk]),
        reverse("tramite", args=[tramite().codigo]),
    }


def test_ningun_correo_obedece_lo_que_dice_una_fila(hostil, bruno):
    vida_certificado.cerrar_proceso(hostil["emitida"], por=bruno, motivo=HOSTIL)
    presentada(**DICHO)
    for _ in range(5):
        enviar_todo()
    cartas = [mensaje.alternatives[0][0] for mensaje in mail.outbox]
    assert [carta for carta in cartas if CRUDO.search(carta)] == []
    # The name of the unit, which the catalogue says.
    assert any(ESCAPADO in carta for carta in cartas)
    assert all("\n" not in mensaje.subject for mensaje in mail.outbox)


def texto_de(pdf: bytes) -> str:
    leido = "".join(pagina.extract_text() for pagina in PdfReader(io.BytesIO(pdf)).pages)
    return re.sub(r"\s", "", leido)


def test_ningun_pdf_obedece_lo_que_dice_una_fila(hostil, client, entrar, bruno):
    """typst reads `#import` and `$` where it is told to; here they are letters."""
    client.get("/recepcion/certificado-atencion-riesgos-trabajo/")
    marca = client.cookies["borrador"].value.partition(":")[0]
    clave = borrador_completo(navegador=marca, **DICHO)
    ana = get_user_model().objects.get(email=ANA["correo"])
    secreto = [hostil["emitida"].secreto]
    ingreso, autorizacion = (
        apps.get_model("tramites", nombre).objects.get()
        for nombre in ("IngresoPresencial", "Autorizacion")
    )
    de_bruno = reverse("admin:tramites_ingresopresencial_comprobante", args=[ingreso.pk])
    pdfs = {
        "carta": client.get(reverse("carta", args=[clave])),
        "certificado": client.get(reverse("certificado", args=secreto)),
        "comprobante": client.get(reverse("comprobante", args=secreto)),
        "ventanilla": entrar(bruno).get(de_bruno),
        "autorizacion": entrar(ana).get(reverse("autorizacion", args=[autorizacion.pk])),
    }
    leidos = {cual: texto_de(b"".join(respuesta)) for cual, respuesta in pdfs.items()}
    zip_ = ZipFile(io.BytesIO(b"".join(client.get(reverse("expediente", args=secreto)))))
    leidos |= {n: texto_de(zip_.read(n)) for n in zip_.namelist() if n.endswith(".pdf")}
    esperado = re.sub(r"\s", "", HOSTIL)
    assert {cual for cual, texto in leidos.items() if esperado not in texto} == set()
