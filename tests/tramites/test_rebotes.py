"""Returned mail: a delivery report (RFC 3464) marks the mail that did not arrive (pain 6)."""

import io
import mailbox
from contextlib import nullcontext
from smtplib import SMTPServerDisconnected
from types import SimpleNamespace

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.urls import reverse

from tramites import correo, rebotes
from tramites.models import Correo

from .test_correo import enviar_todo

# As Postfix writes it, with the whole mail returned.
DE_POSTFIX = """\
Return-Path: <>
From: MAILER-DAEMON@correo.example.org (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: rebotes@example.org
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="limite"

--limite
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--limite
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; correo.example.org
Arrival-Date: Mon, 23 Nov 2026 10:00:00 -0500 (-05)

Final-Recipient: rfc822; ana@example.org
Original-Recipient: rfc822;ana@example.org
Action: {accion}
Status: {codigo}
Diagnostic-Code: smtp; 550 5.1.1 <ana@example.org>: Recipient address rejected

--limite
Content-Description: Undelivered Message
Content-Type: message/rfc822

From: no-responder@example.org
To: ana@example.org
Subject: Recibimos su solicitud
Message-ID: {identificador}

Recibimos su solicitud.

--limite--
"""
# As Exchange writes it: only the headers returned, folded, and the fields in other case.
DE_EXCHANGE = """\
From: postmaster@example.net
To: rebotes@example.org
Subject: Undeliverable: Recibimos su solicitud
MIME-Version: 1.0
Content-Type: multipart/report; boundary="b1"; report-type=delivery-status

--b1
Content-Type: text/html; charset="utf-8"

<p>Your message couldn't be delivered.</p>
--b1
Content-Type: message/delivery-status

reporting-mta: dns;EXCH.example.net

final-recipient: RFC822;ana@example.org
action: Failed
status: 5.4.1

--b1
Content-Type: text/rfc822-headers

From: no-responder@example.org
Message-ID:
 {identificador}
To: ana@example.org

--b1--
"""
AUSENTE = """\
From: ana@example.org
Subject: Fuera de la oficina
Auto-Submitted: auto-replied
In-Reply-To: {identificador}

Vuelvo el lunes.
"""


@pytest.fixture
def enviado(solicitud):
    enviar_todo()
    return Correo.objects.get()


class DevuelveAlInstante(EmailBackend):
    """A server whose report is read before whoever sent the mail has noted that it left."""

    def send_messages(self, mensajes):
        for mensaje in mensajes:
            rebotes.anotar(reporte(de=mensaje.extra_headers["Message-ID"]))
        return super().send_messages(mensajes)


class DevuelveYCuelga(DevuelveAlInstante):
    """The same, and its answer to the sender is lost."""

    def send_messages(self, mensajes):
        super().send_messages(mensajes)
        raise SMTPServerDisconnected("Connection unexpectedly closed")


def reporte(plantilla=DE_POSTFIX, *, de, accion="failed", codigo="5.1.1") -> bytes:
    texto = plantilla.format(identificador=de, accion=accion, codigo=codigo)
    return texto.replace("\n", "\r\n").encode()


def como_quedo(fila):
    fila.refresh_from_db()
    return fila.estado, fila.ultimo_error, fila.rebotado_en is not None


@pytest.mark.parametrize(("plantilla", "codigo"), [(DE_POSTFIX, "5.1.1"), (DE_EXCHANGE, "5.4.1")])
def test_un_aviso_de_devolucion_marca_el_correo(enviado, plantilla, codigo):
    suyo = correo.identificador(enviado.pk)
    assert rebotes.anotar(reporte(plantilla, de=suyo)) == enviado
    assert como_quedo(enviado) == ("rebotado", codigo, True)
    cuando = enviado.rebotado_en
    rebotes.anotar(reporte(plantilla, de=suyo))
    enviado.refresh_from_db()
    assert enviado.rebotado_en == cuando


@pytest.mark.parametrize(
    ("servidor", "salio"), [(DevuelveAlInstante, True), (DevuelveYCuelga, False)]
)
def test_una_devolucion_mas_rapida_que_la_nota_del_envio_queda(
    solicitud, settings, servidor, salio
):
    settings.EMAIL_BACKEND = f"{__name__}.{servidor.__name__}"
    with nullcontext() if salio else pytest.raises(correo.NoSeEnvio):
        enviar_todo()
    fila = Correo.objects.get()
    assert como_quedo(fila) == ("rebotado", "5.1.1", True)
    assert (fila.enviado_en is not None) == salio


def test_el_enlace_de_una_cuenta_no_queda_escrito_aunque_se_devuelva(db, settings):
    settings.EMAIL_BACKEND = f"{__name__}.DevuelveAlInstante"
    fila = correo.encolar_de_cuenta("ana@example.org", "Asunto\nEntre con este enlace:\nhttps://x/")
    enviar_todo()
    assert como_quedo(fila) == ("rebotado", "5.1.1", True)
    assert fila.texto == ""


@pytest.mark.parametrize(
    "contenido",
    [
        lambda suyo: reporte(de=suyo, accion="delayed", codigo="4.4.1"),
        lambda suyo: reporte(de=suyo, accion="relayed", codigo="2.0.0"),
        lambda suyo: AUSENTE.format(identificador=suyo).encode(),
        lambda suyo: reporte(de=suyo.replace("correo-", "correo-9")),
        lambda suyo: reporte(de="<correo-1-" + "0" * 24 + "@example.org>"),
        lambda suyo: reporte(de=suyo)[:900],
        lambda suyo: b"\xff\xfe\x00" * 50,
        lambda suyo: b"",
    ],
    ids=["demora", "relevo", "ausente", "otro", "falso", "cortado", "basura", "vacio"],
)
def test_lo_que_no_es_una_devolucion_nuestra_no_marca_nada(enviado, contenido):
    assert rebotes.anotar(contenido(correo.identificador(enviado.pk))) is None
    assert como_quedo(enviado) == ("enviado", "", False)


def test_vale_el_sello_de_una_clave_anterior(enviado, settings):
    suyo = correo.identificador(enviado.pk)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "otra-clave-de-las-pruebas"
    assert rebotes.anotar(reporte(de=suyo)) == enviado


def test_la_orden_lee_un_aviso_de_la_entrada(enviado, monkeypatch, capsys):
    aviso = reporte(de=correo.identificador(enviado.pk))
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(aviso)))
    call_command("anotar_rebotes")
    assert "marcados como devueltos: 1" in capsys.readouterr().out
    assert como_quedo(enviado)[0] == "rebotado"


def test_la_orden_vacia_un_buzon_y_deja_lo_que_no_entiende(enviado, tmp_path, capsys):
    buzon = mailbox.Maildir(tmp_path / "rebotes")
    suyo = correo.identificador(enviado.pk)
    for contenido in (reporte(de=suyo), AUSENTE.format(identificador=suyo).encode()):
        buzon.add(contenido)
    call_command("anotar_rebotes", buzon=tmp_path / "rebotes")
    assert "marcados como devueltos: 1" in capsys.readouterr().out
    (queda,) = mailbox.Maildir(tmp_path / "rebotes")
    assert queda["Subject"] == "Fuera de la oficina"
    with pytest.raises(CommandError, match="No existe la carpeta"):
        call_command("anotar_rebotes", buzon=tmp_path / "otra")


def test_el_oficial_ve_que_no_llego(enviado, entrar, bruno):
    rebotes.anotar(reporte(de=correo.identificador(enviado.pk)))
    caso = reverse("admin:tramites_solicitud_change", args=[enviado.movimiento.solicitud_id])
    pagina = entrar(bruno).get(caso).content.decode()
    assert "Devuelto: no llegó" in pagina and "Llámele por teléfono" in pagina
