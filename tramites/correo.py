"""Mail: a row first, a message later. Fixed texts and links of ours, never a citizen's words."""

from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import timezone

from .models import Correo

# Seconds that a claimed mail is left alone, so that two workers never hold it at once.
RESERVA = 60
# Attempts before somebody has to look: with the waits below, a little over a day.
INTENTOS_MAXIMOS = 12


def por_enviar(ahora: datetime, limite: int = 10) -> list[int]:
    """Due mails, each claimed for `RESERVA` seconds by a conditional UPDATE."""
    debidos = Correo.objects.filter(estado=Correo.Estado.PENDIENTE, proximo_intento__lte=ahora)
    reserva = ahora + timedelta(seconds=RESERVA)
    return [
        pk
        for pk in debidos.values_list("pk", flat=True)[:limite]
        if debidos.filter(pk=pk).update(proximo_intento=reserva)
    ]


def enviar(correo_id: int) -> None:
    """Send one mail and note it. A mail that was already sent is left as it is.

    Sent first and noted after: a kill between both repeats a mail (with the same Message-ID) and
    never loses one. Raises what the mail server answered, after noting when to try again.
    """
    correo = Correo.objects.select_related(
        "movimiento__solicitud__tramite", "movimiento__solicitud__unidad"
    ).get(pk=correo_id)
    if correo.estado != Correo.Estado.PENDIENTE:
        return
    try:
        mensaje(correo).send()
    except SMTPRecipientsRefused as error:
        _anotar_fallo(correo, error, definitivo=True)
    except Exception as error:
        _anotar_fallo(correo, error, definitivo=correo.intentos + 1 >= INTENTOS_MAXIMOS)
        raise
    else:
        Correo.objects.filter(pk=correo.pk).update(
            estado=Correo.Estado.ENVIADO, enviado_en=timezone.now(), intentos=F("intentos") + 1
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


def _anotar_fallo(correo: Correo, error: Exception, *, definitivo: bool) -> None:
    espera = min(30 * 2**correo.intentos, 4 * 3600)
    Correo.objects.filter(pk=correo.pk).update(
        intentos=F("intentos") + 1,
        # The kind of error only: a server's answer repeats the address.
        ultimo_error=type(error).__name__,
        proximo_intento=timezone.now() + timedelta(seconds=espera),
        estado=Correo.Estado.FALLIDO if definitivo else Correo.Estado.PENDIENTE,
    )
