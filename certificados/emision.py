"""From a PENDIENTE row to a signed file, once, whatever dies in between.

Two short transactions around the slow work: the first hands out the number, the second says
EMITIDO. Every change of state is one conditional UPDATE, so a loser of a race changes nothing;
nothing relies on row locks, which SQLite does not have.
"""

import hashlib
import logging
import secrets
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import OperationalError, transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone

from certificados import pdf, sello
from certificados.codigos import numero_de, serie_del_anio
from certificados.fechas import ECUADOR
from certificados.models import POR_EMITIR, Certificado, Estado
from certificados.numeracion import siguiente

registro = logging.getLogger(__name__)

# A worker that dies leaves its row claimed this long. Longer than a task may run by half.
RESERVA = timedelta(seconds=60)
DEMORA_MAXIMA = timedelta(minutes=15)
DEMORA_DE_MAQUINA = timedelta(seconds=30)
# After so many failures of its own a certificate waits for a person (`reintentar`).
INTENTOS_MAXIMOS = 8
# A full disk, a database away, a missing key: not the certificate's fault. Tried for
# ever, so that issuing resumes by itself.
FALLAS_DE_LA_MAQUINA = (OSError, OperationalError)


def emitir(certificado_id: int) -> bool:
    """Number, render, sign, store and only then say EMITIDO; True if it is EMITIDO at the end.

    Safe to run at any time, any number of times and at once: the number is taken in the
    transaction that hands it over, the drawing depends on the row alone, and of several files
    made at once only the one named by the last UPDATE is the certificate. A kill in between
    leaves at most a file that no row names. Raises what went wrong, after noting it in the row.
    """
    try:
        certificado = _numerar(certificado_id)
        if certificado.estado == Estado.NUMERADO:
            return _publicar(certificado)
    except Exception as error:
        _anotar_falla(certificado_id, error)
        raise
    return certificado.estado == Estado.EMITIDO


def _numerar(certificado_id: int) -> Certificado:
    """The certificate as it stands, numbered if it was PENDIENTE, with this attempt counted.

    Counted before the work, so that one which kills its worker is not tried for ever. The date
    is the database's: a worker with a wrong clock prints no wrong date.
    """
    certificado = Certificado.objects.annotate(ahora=Now()).get(pk=certificado_id)
    if certificado.estado == Estado.PENDIENTE:
        with transaction.atomic():
            if not _tomar_numero(certificado, certificado.ahora):
                transaction.set_rollback(True)  # Another process got there first: give it back.
                certificado = None
        return certificado or _numerar(certificado_id)
    if certificado.estado == Estado.NUMERADO:
        Certificado.objects.filter(pk=certificado_id).update(intentos=F("intentos") + 1)
    return certificado


def _tomar_numero(certificado: Certificado, ahora: datetime) -> bool:
    """Give it the next number of the year in Ecuador, if it still has none."""
    anio = ahora.astimezone(ECUADOR).year
    serie = serie_del_anio(anio)
    orden = siguiente(serie)
    recibe = {
        "estado": Estado.NUMERADO,
        "serie": serie,
        "orden": orden,
        "numero": numero_de(anio, orden),
        "emitido_en": ahora,
    }
    pendiente = Certificado.objects.filter(pk=certificado.pk, estado=Estado.PENDIENTE)
    if not pendiente.update(intentos=F("intentos") + 1, **recibe):
        return False
    for campo, valor in recibe.items():
        setattr(certificado, campo, valor)
    return True


def _publicar(certificado: Certificado) -> bool:
    """Make the file and swap it in. A file that lost the race is deleted again; then the answer
    is whether the winner made it EMITIDO, and not somebody who annulled it."""
    contenido = sello.firmar(pdf.render(certificado), certificado)
    archivo = _guardar(certificado, contenido)
    gano = Certificado.objects.filter(pk=certificado.pk, estado=Estado.NUMERADO).update(
        estado=Estado.EMITIDO,
        archivo=archivo,
        sha256=hashlib.sha256(contenido).hexdigest(),
        sello=sello.huella(),
        proximo_intento=None,
        ultimo_error="",
    )
    if gano:
        return True
    default_storage.delete(archivo)
    certificado.refresh_from_db(fields=["estado"])
    return certificado.estado == Estado.EMITIDO


def _guardar(certificado: Certificado, contenido: bytes) -> str:
    anio = certificado.emitido_en.astimezone(ECUADOR).year
    nombre = f"certificados/{anio}/{certificado.numero}-{secrets.token_hex(8)}.pdf"
    return default_storage.save(nombre, ContentFile(contenido))


def _anotar_falla(certificado_id: int, error: Exception) -> None:
    """Note the error and push the next try forward: 2, 4, 8… seconds, at most 15 minutes.

    The machine's own failures are not held against the certificate and come back in 30 s.
    """
    de_la_maquina = isinstance(error, FALLAS_DE_LA_MAQUINA)
    pendiente = Certificado.objects.filter(pk=certificado_id, estado__in=POR_EMITIR)
    try:
        estado, intentos = pendiente.values_list("estado", "intentos").get()
        # A PENDIENTE row lost its count when the transaction that numbers it was rolled back.
        intentos = max(0, intentos + (estado == Estado.PENDIENTE) - de_la_maquina)
        demora = DEMORA_DE_MAQUINA if de_la_maquina else timedelta(seconds=2 ** min(intentos, 12))
        pendiente.update(
            intentos=intentos,
            proximo_intento=timezone.now() + min(demora, DEMORA_MAXIMA),
            ultimo_error=f"{type(error).__name__}: {error}"[:500],
        )
    except (Certificado.DoesNotExist, OperationalError):
        registro.warning("No se anotó la falla del certificado %s", certificado_id)


def por_emitir(ahora: datetime, limite: int) -> list[int]:
    """Ids of the certificates due, at most `limite`, each claimed for this caller alone.

    A claim pushes `proximo_intento` forward by RESERVA; if its worker dies, it is due again then.
    """
    debidos = (
        Certificado.objects.filter(
            estado__in=POR_EMITIR, proximo_intento__lte=ahora, intentos__lt=INTENTOS_MAXIMOS
        )
        .order_by("proximo_intento", "id")
        .values_list("id", "proximo_intento")
    )
    return [pk for pk, visto in debidos[:limite] if _reservar(pk, visto, ahora)]


def _reservar(pk: int, visto: datetime, ahora: datetime) -> int:
    """1 if the row is ours; 0 if another relay claimed it since we read it."""
    sin_tocar = Certificado.objects.filter(pk=pk, estado__in=POR_EMITIR, proximo_intento=visto)
    return sin_tocar.update(proximo_intento=ahora + RESERVA)


def detenidos():
    """Certificates that failed INTENTOS_MAXIMOS times and wait for a person."""
    return Certificado.objects.filter(estado__in=POR_EMITIR, intentos__gte=INTENTOS_MAXIMOS)


def reintentar(certificado: Certificado) -> None:
    """Make a stopped certificate due again, with its attempts at zero."""
    Certificado.objects.filter(pk=certificado.pk, estado__in=POR_EMITIR).update(
        intentos=0, proximo_intento=timezone.now()
    )
