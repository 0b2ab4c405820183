"""Mail: a row first, a message later, with fixed texts and our own links; never a person's words.

The words of a mail are written once, at its first attempt, and kept in its row for the officers
and for every later attempt. In place of what only the person may know (the secret link, a code)
the row keeps a mark, which is replaced when the message leaves.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import Case, Q, Value, When
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from . import terminos
from .estados import Aviso
from .models import CodigoDeAcceso, Correo, Tramite

# Seconds that a claimed mail is left alone, so that two workers never hold it at once.
RESERVA = 60
# Attempts before a person has to look: with the waits below, a little over a day.
INTENTOS_MAXIMOS = 12
# The mails that anybody can cause by typing an address, and how many of each kind an address gets
# in 24 hours.
PROVOCABLES = (Aviso.RECIBIDA, Aviso.CODIGO, Aviso.QUEJA_RECIBIDA)
PROVOCABLES_AL_DIA = 3
# Days that codes and the mails of accounts are kept. They tell nothing of a case, and what they
# opened has expired, but somebody may still ask why one did not come.
DIAS_DE_UN_CODIGO = 30
# What a row keeps in place of a secret.
MARCA_ENLACE, MARCA_CODIGO = "[enlace personal]", "[código]"
ROTULO_Y_DIRECCION = re.compile(r"(?P<rotulo>[^\n]+):\n(?P<direccion>https?://\S+)")
SOLO_CODIGO = re.compile(r"[0-9]{6}", re.ASCII)


class NoSeEnvio(Exception):
    """A mail did not go out. Only the kind of failure is named: a server's answer may repeat an
    address."""


def encolar(aviso: Aviso, para: str, **sobre_que) -> Correo | None:
    """Write the row of a mail, due at once, in the caller's transaction.

    `sobre_que` names what it is about: `movimiento`, `queja` or `funcionario`. Returns None when
    there is no address (a case brought in person) or the address has had its share of the day.
    """
    ahora = timezone.now()
    if not para or _colmado(para, aviso, ahora):
        return None
    return Correo.objects.create(aviso=aviso, para=para, proximo_intento=ahora, **sobre_que)


def encolar_de_cuenta(para: str, texto: str) -> Correo:
    """Write the row of a mail about an account. `texto` is the subject, a line break and the body.

    The body holds a link that opens the account, so it is wiped once it has left.
    """
    asunto, _, cuerpo = texto.strip().partition("\n")
    return Correo.objects.create(
        para=para,
        asunto=asunto.strip(),
        texto=cuerpo.strip() + "\n",
        proximo_intento=timezone.now(),
    )


def _colmado(para: str, aviso: Aviso, ahora: datetime) -> bool:
    """Whether an address has had its share of the mails that anybody can cause (S20)."""
    if aviso not in PROVOCABLES:
        return False
    nombre, _, dominio = buzon(para).rpartition("@")
    suyos = Q(para__iexact=buzon(para)) | Q(
        para__istartswith=f"{nombre}+", para__iendswith=f"@{dominio}"
    )
    del_dia = Correo.objects.filter(suyos, aviso=aviso, creado_en__gte=ahora - timedelta(days=1))
    return del_dia.count() >= PROVOCABLES_AL_DIA


def buzon(direccion: str) -> str:
    """The mailbox of an address, by which its mails are counted: the address without the tag after
    a `+`, since most servers give each mailbox any number of tags."""
    nombre, _, dominio = direccion.lower().rpartition("@")
    return f"{nombre.partition('+')[0]}@{dominio}"


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
    """Send a mail, if it is due, and note that it left. Raises `NoSeEnvio`.

    The attempt is taken before sending, by one conditional UPDATE that also sets when the next one
    would be: of a task delivered many times, only one delivery sends. Success is noted afterwards:
    a kill in between repeats a mail (with the same Message-ID) and never loses one.
    """
    if not _tomar_intento(correo_id, timezone.now()):
        return
    correo = Correo.objects.get(pk=correo_id)
    try:
        mensaje(correo).send()
    except Exception as error:
        _anotar_fallo(correo, error)
        raise NoSeEnvio(type(error).__name__) from None
    _anotar_envio(correo)


def _anotar_envio(correo: Correo) -> None:
    """It left. One that is back already, by a report faster than this line, stays returned."""
    sin_secretos = {"texto": ""} if correo.de_cuenta else {}
    devuelto = When(estado=Correo.Estado.REBOTADO, then=Value(Correo.Estado.REBOTADO))
    Correo.objects.filter(pk=correo.pk).update(
        estado=Case(devuelto, default=Value(Correo.Estado.ENVIADO)),
        enviado_en=timezone.now(),
        **sin_secretos,
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


def mensaje(correo: Correo) -> EmailMultiAlternatives:
    """The message of a mail's row, as text and as HTML with the same words."""
    if not correo.texto:
        _redactar(correo)
    texto = _con_secretos(correo)
    contenido = EmailMultiAlternatives(
        subject=correo.asunto,
        body=texto,
        to=[correo.para],
        # The envelope's sender: where servers return what they cannot deliver.
        from_email=settings.PORTAL_REBOTES,
        reply_to=[_contacto(correo)],
        headers={
            "From": settings.DEFAULT_FROM_EMAIL,
            "Message-ID": identificador(correo.pk),
            # RFC 3834, and the header that Exchange heeds instead: no absence notice answers us.
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
            "Content-Language": "es",
        },
    )
    contenido.attach_alternative(_en_html(correo.asunto, texto), "text/html")
    return contenido


def _con_secretos(correo: Correo) -> str:
    """The words as they leave, with the secrets in place of their marks."""
    texto = correo.texto.replace(MARCA_ENLACE, _enlace(correo))
    if correo.aviso == Aviso.CODIGO:
        texto = texto.replace(MARCA_CODIGO, correo.movimiento.codigo_de_acceso.codigo)
    return texto


def _redactar(correo: Correo) -> None:
    """Write the words of a mail into its row, with marks in place of secrets."""
    contexto = {
        "enlace": MARCA_ENLACE,
        "codigo": MARCA_CODIGO,
        "contacto": _contacto(correo),
        **_contexto(correo),
    }
    texto = render_to_string(f"tramites/correos/{correo.aviso}.txt", contexto).strip()
    asunto, _, cuerpo = texto.partition("\n")
    correo.asunto = asunto.strip()
    correo.texto = re.sub(r"\n{3,}", "\n\n", cuerpo.strip()) + "\n"
    Correo.objects.filter(pk=correo.pk).update(asunto=correo.asunto, texto=correo.texto)


def _contexto(correo: Correo) -> dict:
    """What the template of a mail may name."""
    if correo.funcionario:
        hoy = timezone.localdate()
        return {"unidades": terminos.por_unidad(correo.funcionario, hoy)}
    if correo.queja:
        return {"queja": correo.queja}
    solicitud = correo.movimiento.solicitud
    abierta = solicitud.subsanaciones.filter(atendida_en=None).first()
    return {
        "solicitud": solicitud,
        "accion": correo.movimiento.accion,
        "corregir_hasta": abierta and abierta.vence_el,
    }


def _enlace(correo: Correo) -> str:
    """The link of the mail: to what it is about, as only its reader may open it."""
    if correo.de_cuenta:
        return settings.PORTAL_URL + reverse("mi_cuenta")
    if correo.funcionario:
        return settings.PORTAL_URL + reverse("admin:tramites_solicitud_changelist")
    asunto = correo.queja or correo.movimiento.solicitud
    return settings.PORTAL_URL + asunto.ruta_seguimiento


def _contacto(correo: Correo) -> str:
    """Whom to write to: the contact of the procedure."""
    if correo.movimiento:
        return correo.movimiento.solicitud.tramite.contacto_correo
    return Tramite.ofrecidos().values_list("contacto_correo", flat=True).first() or correo.para


@dataclass(frozen=True)
class Parrafo:
    """A block of a mail: plain words, a label with its address, or a code."""

    texto: str
    rotulo: str = ""
    direccion: str = ""
    codigo: str = ""

    @classmethod
    def de(cls, bloque: str) -> "Parrafo":
        if enlace := ROTULO_Y_DIRECCION.fullmatch(bloque):
            return cls(bloque, **enlace.groupdict())
        return cls(bloque, codigo=bloque if SOLO_CODIGO.fullmatch(bloque) else "")


def _en_html(asunto: str, texto: str) -> str:
    parrafos = [Parrafo.de(bloque.strip()) for bloque in texto.split("\n\n")]
    return render_to_string("tramites/correos/_base.html", {"asunto": asunto, "parrafos": parrafos})


def identificador(correo_id: int, clave: str | None = None) -> str:
    """The Message-ID of a mail: the same at every attempt, and unguessable.

    A returned mail is recognised by it, so that a forged return marks nothing.
    """
    sello = salted_hmac("tramites.correo", str(correo_id), secret=clave).hexdigest()[:24]
    dominio = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
    return f"<correo-{correo_id}-{sello}@{dominio}>"


def _anotar_fallo(correo: Correo, error: Exception) -> None:
    """It did not leave, unless meanwhile another attempt sent it or its return was noted."""
    definitivo = es_definitivo(error) or correo.intentos >= INTENTOS_MAXIMOS
    Correo.objects.filter(pk=correo.pk, estado=Correo.Estado.PENDIENTE).update(
        ultimo_error=type(error).__name__,
        estado=Correo.Estado.FALLIDO if definitivo else Correo.Estado.PENDIENTE,
    )


def es_definitivo(error: Exception) -> bool:
    """Whether the server refused the address for good: every code is 5xx (RFC 5321, 4.2.1)."""
    return isinstance(error, SMTPRecipientsRefused) and all(
        codigo >= 500 for codigo, _ in error.recipients.values()
    )


def purgar(ahora: datetime) -> int:
    """Delete old codes, the mails that brought them and the mails of accounts.

    The history keeps the line that says that a code was asked for. Returns how many mails went.
    """
    limite = ahora - timedelta(days=DIAS_DE_UN_CODIGO)
    CodigoDeAcceso.objects.filter(caduca_en__lt=limite).delete()
    de_paso = Correo.objects.filter(aviso__in=[Aviso.CODIGO, ""], creado_en__lt=limite)
    return de_paso.delete()[0]
