"""Mail: a row first; fixed words; a server that is down delays it and loses nothing
(S18 to S20, R24)."""

import re
from datetime import timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from certificados.models import Certificado
from tramites import correo, recordatorios, services, vida_certificado
from tramites.estados import Aviso
from tramites.models import Correo, Solicitud, Subsanacion, UnidadAdministrativa
from tramites.seguimiento import codigo

from .reparto import APROBACION, mandar_correccion, presentada, requisito


class LentoUnaVez(EmailBackend):
    """A server so slow that the next attempt is due, and leaves, before the first one gives up."""

    def send_messages(self, mensajes):
        fila = Correo.objects.get()
        if fila.intentos > 1:
            return super().send_messages(mensajes)
        Correo.objects.update(proximo_intento=timezone.now())
        correo.enviar(fila.pk)
        raise TimeoutError


def salida():
    """The rows of the outbox: kind, state, attempts."""
    return list(Correo.objects.values_list("aviso", "estado", "intentos"))


def enviar_todo(ahora=None):
    for pk in correo.por_enviar(ahora or timezone.now()):
        correo.enviar(pk)


def test_el_aviso_lleva_el_numero_y_el_enlace_del_portal(solicitud, settings):
    settings.PORTAL_URL = "https://ventanilla.example"
    enviar_todo()
    (mensaje,) = mail.outbox
    assert (mensaje.subject, mensaje.to) == (
        f"Recibimos su solicitud {solicitud.numero}",
        ["ana@example.org"],
    )
    assert f"https://ventanilla.example/solicitudes/{solicitud.secreto}/\n" in mensaje.body
    assert salida() == [("recibida", "enviado", 1)]


def test_ningun_aviso_repite_palabras_de_la_persona(en_manos_de_bruno, bruno):
    """Attack 4: whoever types somebody else's address cannot make us say anything to them."""
    solicitud = en_manos_de_bruno
    services.pedir_correccion(
        solicitud, por=bruno, motivos={requisito("cedula"): "MOTIVO-DEL-OFICIAL"}
    )
    for marca in recordatorios.RECORDATORIOS:
        recordatorios.recordar(Subsanacion.objects.get(), marca, timezone.now())
    mandar_correccion(solicitud)
    services.aprobar(solicitud, por=bruno, **APROBACION)
    negada = presentada()
    services.tomar(negada, por=bruno)
    services.negar(negada, por=bruno, motivo="MOTIVO-DEL-OFICIAL de veinte letras")
    derivada = presentada()
    otra = UnidadAdministrativa.objects.exclude(pk=derivada.unidad_id).first()
    services.derivar(derivada, por=bruno, unidad=otra, motivo="MOTIVO-DEL-OFICIAL")
    services.retirar(derivada)
    codigo.pedir(solicitud.numero, solicitud.identificacion[-4:])
    services.emitir_certificado(Certificado.objects.get().pk)
    solicitud.refresh_from_db()
    hasta = APROBACION["vigente_hasta"] + timedelta(days=90)
    vida_certificado.renovar(solicitud, por=bruno, vigente_hasta=hasta)
    services.emitir_certificado(Certificado.objects.get(estado="pendiente").pk)
    solicitud.refresh_from_db()
    vida_certificado.cerrar_proceso(solicitud, por=bruno, motivo="MOTIVO-DEL-OFICIAL")
    for _ in range(4):
        enviar_todo()
    for mensaje in mail.outbox:
        texto = f"{mensaje.subject} {mensaje.body}"
        for palabra in (
            solicitud.nombres,
            solicitud.identificacion,
            solicitud.mensaje,
            *solicitud.telefonos,
            "MOTIVO",
            "RT-2026-00077",
        ):
            assert palabra not in texto
        assert palabras(mensaje.body.split(".")[0]) - palabras(mensaje.subject), "only its heading"
    enviados = {
        Correo.objects.get(pk=int(m.extra_headers["Message-ID"].split("-")[1])).aviso
        for m in mail.outbox
    }
    assert enviados == set(Aviso) - {
        Aviso.AUTORIZACION_USADA,
        Aviso.TERMINOS,
        Aviso.QUEJA_RECIBIDA,
        Aviso.QUEJA_RESPONDIDA,
    }


def palabras(frase: str) -> set[str]:
    return set(re.findall(r"[\w-]+", frase.lower()))


def test_un_correo_enviado_no_se_envia_otra_vez(solicitud):
    pk = Correo.objects.get().pk
    for _ in range(3):
        correo.enviar(pk)
    assert len(mail.outbox) == 1


def test_un_correo_reservado_no_lo_toma_otro_hasta_que_pasa_la_reserva(solicitud):
    ahora = timezone.now()
    pk = Correo.objects.get().pk
    assert correo.por_enviar(ahora) == [pk]
    assert correo.por_enviar(ahora) == []
    assert correo.por_enviar(ahora + timedelta(seconds=correo.RESERVA + 1)) == [pk]


def test_un_servidor_caido_aplaza_el_correo_y_no_toca_la_decision(solicitud, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # Nobody listens there.
    pk = Correo.objects.get().pk
    with pytest.raises(correo.NoSeEnvio, match="ConnectionRefusedError"):
        correo.enviar(pk)
    fila = Correo.objects.get()
    assert (fila.estado, fila.intentos, fila.ultimo_error) == (
        "pendiente",
        1,
        "ConnectionRefusedError",
    )
    assert fila.proximo_intento > timezone.now()
    assert Solicitud.objects.get().estado == "ingresada"


def test_despues_de_muchos_fallos_alguien_debe_mirarlo(solicitud, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    Correo.objects.update(intentos=correo.INTENTOS_MAXIMOS - 1)
    with pytest.raises(correo.NoSeEnvio, match="ConnectionRefusedError"):
        correo.enviar(Correo.objects.get().pk)
    assert salida() == [("recibida", "fallido", correo.INTENTOS_MAXIMOS)]
    assert correo.por_enviar(timezone.now() + timedelta(days=30)) == []


def test_una_entrega_repetida_no_gasta_los_intentos(solicitud, settings):
    """R12 of reliability: a broker may deliver twenty times while the mail server is down."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    pk = Correo.objects.get().pk
    with pytest.raises(correo.NoSeEnvio):
        correo.enviar(pk)
    for _ in range(20):
        correo.enviar(pk)
    assert salida() == [("recibida", "pendiente", 1)]


def test_un_intento_que_falla_tarde_no_deshace_el_que_salio(solicitud, settings):
    """The person would get the same mail again and again, once for each slow answer."""
    settings.EMAIL_BACKEND = f"{__name__}.LentoUnaVez"
    with pytest.raises(correo.NoSeEnvio, match="TimeoutError"):
        correo.enviar(Correo.objects.get().pk)
    assert salida() == [("recibida", "enviado", 2)]


@pytest.mark.parametrize(
    ("rechazo", "definitivo"),
    [
        (SMTPRecipientsRefused({"ana@example.org": (450, b"4.2.0 greylisted")}), False),
        (SMTPRecipientsRefused({"ana@example.org": (550, b"5.1.1 unknown")}), True),
        (SMTPDataError(554, b"5.7.1 <ana@example.org>: refused"), False),
    ],
)
def test_solo_un_rechazo_para_siempre_lo_es(rechazo, definitivo):
    assert correo.es_definitivo(rechazo) == definitivo


def test_los_reintentos_llevan_el_mismo_identificador(solicitud):
    """So that a mail sent twice by a kill is shown once."""
    fila = Correo.objects.get()
    identificadores = {correo.mensaje(fila).extra_headers["Message-ID"] for _ in range(2)}
    assert len(identificadores) == 1


def test_nadie_llena_un_buzon_ajeno_enviando_solicitudes(catalogo):
    """S20: the cases exist, and the address gets three mails of them a day."""
    for etiqueta in ("", "+1", "+dos", "", "+1"):
        presentada(correo=f"victima{etiqueta}@example.org")
    presentada(correo="otra@example.org")
    assert Solicitud.objects.count() == 6
    por_buzon = Correo.objects.values_list("para", flat=True)
    assert sorted(por_buzon) == [
        "otra@example.org",
        "victima+1@example.org",
        "victima+dos@example.org",
        "victima@example.org",
    ]
