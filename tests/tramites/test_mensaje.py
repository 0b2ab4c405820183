"""What a mail server and a person get: one source of words, as text and as HTML (pains 6, 13)."""

import html
import re
import socket
from email import policy
from email.parser import BytesParser

import pytest
from aiosmtpd.controller import Controller
from django.core import mail

from tramites import correo, services
from tramites.estados import Aviso
from tramites.models import Correo

from .reparto import en_revision, presentada, registrada, requisito
from .test_correo import enviar_todo, salida


class Buzon:
    """A mail server that keeps what it gets, and says to each recipient what it was told to."""

    def __init__(self):
        self.recibidos, self.respuesta = [], "250 OK"

    async def handle_RCPT(self, server, session, sobre, direccion, opciones):
        if self.respuesta.startswith("250"):
            sobre.rcpt_tos.append(direccion)
        return self.respuesta

    async def handle_DATA(self, server, session, sobre):
        self.recibidos.append(sobre)
        return "250 Message accepted"


@pytest.fixture
def buzon(settings):
    with socket.socket() as libre:
        libre.bind(("127.0.0.1", 0))
        puerto = libre.getsockname()[1]
    buzon = Buzon()
    servidor = Controller(buzon, hostname="127.0.0.1", port=puerto)
    servidor.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", puerto
    settings.DEFAULT_FROM_EMAIL = "Ventanilla virtual del IESS <no-responder@example.org>"
    settings.PORTAL_REBOTES = "rebotes@example.org"
    yield buzon
    servidor.stop()


def leido(sobre):
    return BytesParser(policy=policy.default).parsebytes(sobre.content)


def palabras(texto: str) -> str:
    """The words of a page, without marks nor spaces to tell apart."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", texto)).split())


def test_lo_que_llega_a_un_servidor_de_correo(buzon, solicitud):
    enviar_todo()
    (sobre,) = buzon.recibidos
    mensaje = leido(sobre)
    assert (sobre.mail_from, sobre.rcpt_tos) == ("rebotes@example.org", ["ana@example.org"])
    fila = Correo.objects.get()
    esperados = {
        "Subject": f"Recibimos su solicitud {solicitud.numero}",
        "From": "Ventanilla virtual del IESS <no-responder@example.org>",
        "To": "ana@example.org",
        "Reply-To": "atencionalusuario@iess.gob.ec",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "Content-Language": "es",
        "Message-ID": correo.identificador(fila.pk),
    }
    assert {nombre: mensaje[nombre] for nombre in esperados} == esperados
    assert mensaje.get_content_type() == "multipart/alternative"
    assert [p.get_content_type() for p in mensaje.iter_parts()] == ["text/plain", "text/html"]
    assert salida() == [("recibida", "enviado", 1)]


def test_el_texto_y_el_html_dicen_lo_mismo(buzon, solicitud):
    enviar_todo()
    mensaje = leido(buzon.recibidos[0])
    texto = mensaje.get_body(("plain",)).get_content().replace("\r\n", "\n")
    pagina = mensaje.get_body(("html",)).get_content()
    enlace = re.search(r"http\S+", texto)[0]
    assert enlace.endswith(solicitud.ruta_seguimiento)
    assert pagina.count(f'href="{enlace}"') == 1
    dichas = palabras(pagina)
    for bloque in texto.strip().split("\n\n"):
        assert palabras(bloque).removesuffix(f": {enlace}") in dichas
    assert "Término de ley para responderle: hasta el" in texto


@pytest.mark.parametrize(
    ("respuesta", "queda"),
    [("550 5.1.1 No such user", "fallido"), ("451 4.7.1 Greylisted", "pendiente")],
)
def test_un_servidor_que_rechaza_la_direccion(buzon, solicitud, respuesta, queda):
    buzon.respuesta = respuesta
    with pytest.raises(correo.NoSeEnvio, match="SMTPRecipientsRefused"):
        correo.enviar(Correo.objects.get().pk)
    assert salida() == [("recibida", queda, 1)]


def test_lo_enviado_se_guarda_sin_el_enlace_personal(solicitud):
    """Pain 13: the officer reads what was sent; a copy of the table opens no case (note 002)."""
    enviar_todo()
    (mensaje,) = mail.outbox
    fila = Correo.objects.get()
    assert solicitud.secreto in mensaje.body and solicitud.secreto not in fila.texto
    completo = fila.texto.replace("[enlace personal]", re.search(r"http\S+", mensaje.body)[0])
    assert (fila.asunto, completo) == (mensaje.subject, mensaje.body)


def test_los_reintentos_repiten_las_palabras_del_primero(bruno, settings):
    """What the case became meanwhile is another mail's affair."""
    solicitud = en_revision(bruno)
    services.pedir_correccion(solicitud, por=bruno, motivos={requisito("cedula"): "Está borrosa"})
    fila = Correo.objects.get(aviso=Aviso.CORRECCION_PEDIDA)
    primero = correo.mensaje(fila).body
    services.retirar(solicitud)
    fila.refresh_from_db()
    assert correo.mensaje(fila).body == primero
    assert "Hasta cuándo puede enviarlos:" in primero


def test_un_caso_sin_direccion_no_deja_correos_por_enviar(bruno, entrar):
    """A case of the counter may have none (R17); its page has no place for them."""
    solicitud = registrada(bruno, correo="").solicitud
    services.tomar(solicitud, por=bruno)
    services.negar(solicitud, por=bruno, motivo="El proceso ya fue resuelto en mayo.")
    assert (solicitud.movimientos.count(), Correo.objects.count()) == (3, 0)
    con_correo = registrada(bruno, {"quipux": "Q-1"}).solicitud
    paginas = [
        entrar(bruno).get(f"/admin/tramites/solicitud/{caso.pk}/change/").content.decode()
        for caso in (solicitud, con_correo)
    ]
    assert ["Correos a la persona" in pagina for pagina in paginas] == [False, True]


def test_el_html_no_deja_pasar_marcas(solicitud):
    """A unit's name is typed by staff: in the page it is words, never markup."""
    solicitud.unidad.nombre = "Salud <script>alert(1)</script> & Trabajo"
    solicitud.unidad.save()
    mensaje = correo.mensaje(Correo.objects.get())
    assert "Salud <script>" in mensaje.body
    assert "&lt;script&gt;" in mensaje.alternatives[0].content
    assert "<script>" not in mensaje.alternatives[0].content


def test_no_hay_dos_mensajes_con_el_mismo_identificador(catalogo):
    presentada(), presentada()
    identificadores = {correo.identificador(fila.pk) for fila in Correo.objects.all()}
    assert len(identificadores) == 2
