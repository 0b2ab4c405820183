"""Mail: a row first, a message later. Fixed texts and links of ours, never a citizen's words."""

from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import timezone

from .models import Correo

# Seconds that a claimed mail is left alone, so that two workers never hold it at once.
RESERVA = 60
# Attempts before somebody has to look: with the waits below, a little over a day.
INTENTOS_MAXIMOS = 12


class NoSeEnvio(Exception):
    """A mail did not go out. Says the kind of failure only: a server's answer repeats addresses."""


def por_enviar(ahora: datetime, limite: int = 10) -> list[int]:
    """Due mails, each claimed for `RESERVA` seconds by a conditional UPDATE."""
    debidos = Correo.objects.filter(
        estado=Correo.Estado.PENDIENTE, proximo_intento__lte=ahora, reservado_hasta__lte=ahora
    )
    reserva = ahora + timedelta(seconds=RESERVA)
    return [
        pk
        for pk in debidos.values_list("pk", flat=True)[:limite]
        if debidos.filter(pk=pk).update(reservado_hasta=reserva)
    ]


def enviar(correo_id: int) -> None:
    """Send one mail that is due and note it; any other is left as it is.

    The attempt is taken before sending, by one conditional UPDATE that also says when the next
    would be: of a message delivered many times, one delivery sends. The success is noted after:
    a kill between both repeats a mail (with the same Message-ID) and never loses one. Raises
    `NoSeEnvio`.
    """
    if not _tomar_intento(correo_id, timezone.now()):
        return
    correo = Correo.objects.select_related(
        "movimiento__solicitud__tramite", "movimiento__solicitud__unidad"
    ).get(pk=correo_id)
    try:
        mensaje(correo).send()
    except Exception as error:
        _anotar_fallo(correo, error)
        raise NoSeEnvio(type(error).__name__) from None
    Correo.objects.filter(pk=correo.pk).update(
        estado=Correo.Estado.ENVIADO, enviado_en=timezone.now()
    )


def _tomar_intento(correo_id: int, ahora: datetime) -> bool:
    debido = Correo.objects.filter(
        pk=correo_id, estado=Correo.Estado.PENDIENTE, proximo_intento__lte=ahora
    )
    intentos = debido.values_list("intentos", flat=True).first()
    if intentos is None:
        return False
    espera = min(30 * 2**intentos, 4 * 3600)
    return bool(
        debido.filter(intentos=intentos).update(
            intentos=intentos + 1, proximo_intento=ahora + timedelta(seconds=espera)
        )
    )


def mensaje(correo: Correo) -> EmailMessage:
    """The message of a mail row: fixed text by kind, the case's number and the person's link."""
    solicitud = correo.movimiento.solicitud
    contexto = {
        "solicitud": solicitud,
        "enlace": settings.PORTAL_URL + solicitud.ruta_seguimiento,
        "portal": settings.PORTAL_URL,
    }
    texto = render_to_string(f"tramites/correos/{correo.aviso}.txt", contexto)
    asunto, _, cuerpo = texto.partition("\n")
    return EmailMessage(
        subject=asunto.strip(),
        body=cuerpo.strip() + "\n",
        to=[correo.para],
        headers={"Message-ID": f"<correo-{correo.pk}-{solicitud.numero}@{_dominio()}>"},
    )


def _dominio() -> str:
    return settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")


def _anotar_fallo(correo: Correo, error: Exception) -> None:
    definitivo = es_definitivo(error) or correo.intentos >= INTENTOS_MAXIMOS
    Correo.objects.filter(pk=correo.pk).update(
        ultimo_error=type(error).__name__,
        estado=Correo.Estado.FALLIDO if definitivo else Correo.Estado.PENDIENTE,
    )


def es_definitivo(error: Exception) -> bool:
    """Whether the server refused the address for good: every code is 5xx (RFC 5321, 4.2.1)."""
    return isinstance(error, SMTPRecipientsRefused) and all(
        codigo >= 500 for codigo, _ in error.recipients.values()
    )
