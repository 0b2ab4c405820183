"""From a PENDIENTE row to a signed file, once, whatever dies in between.

There are two short transactions around the slow work: the first hands out the number, the second
says EMITIDO. Every change of state is one conditional UPDATE, so whoever loses a race changes
nothing; nothing relies on row locks, which SQLite does not have.
"""

import hashlib
import logging
import secrets
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import OperationalError, transaction
from django.db.models.functions import Now

from certificados import pdf, sello
from certificados.codigos import numero_de, serie_del_anio
from certificados.fechas import ECUADOR
from certificados.models import NUNCA, POR_EMITIR, Certificado, Estado
from certificados.numeracion import siguiente

registro = logging.getLogger(__name__)

# How long a claim of the relay, and an attempt of a worker, last: as long as a task may run.
RESERVA = timedelta(seconds=60)
DEMORA_DE_MAQUINA = timedelta(seconds=30)
# After this many failures of its own, minutes apart by then, a certificate waits for a person
# (`reintentar`).
INTENTOS_MAXIMOS = 8
# A full disk, an unreachable database, a missing key: not the certificate's fault. These are
# retried for ever, so that issuing resumes by itself.
FALLAS_DE_LA_MAQUINA = (OSError, OperationalError)


def emitir(certificado_id: int) -> bool:
    """Number, draw, sign, store and only then say EMITIDO. True if it is EMITIDO at the end.

    Safe to run at any time, any number of times and concurrently: only one call takes an attempt,
    and the certificate is not due again meanwhile; its number is taken in the transaction that
    hands it out; the drawing depends only on the row; and of several files made at once, only the
    one named by the last UPDATE is the certificate. A kill in between leaves at most a file that no
    row names. Raises whatever went wrong, after noting it in the row.
    """
    try:
        if certificado := _tomar_intento(certificado_id):
            return _publicar(certificado)
    except Exception as error:
        _anotar_falla(certificado_id, error)
        raise
    return Certificado.objects.filter(pk=certificado_id, estado=Estado.EMITIDO).exists()


def _tomar_intento(certificado_id: int) -> Certificado | None:
    """The certificate, numbered, with this attempt counted; None if it is not due.

    The attempt is counted before the work, so that a certificate that kills its worker is not tried
    for ever. The clock is the database's, so that a worker with a wrong one prints no wrong date.
    """
    certificado = Certificado.objects.annotate(ahora=Now()).get(pk=certificado_id)
    if not _debido(certificado):
        return None
    # What nobody else may have changed since we read it.
    visto = {"estado": certificado.estado, "intentos": certificado.intentos}
    with transaction.atomic():
        recibe = {
            "intentos": certificado.intentos + 1,
            "proximo_intento": certificado.ahora + RESERVA,
            **(_numerar(certificado.ahora) if certificado.estado == Estado.PENDIENTE else {}),
        }
        if not Certificado.objects.filter(pk=certificado_id, **visto).update(**recibe):
            transaction.set_rollback(True)  # Somebody else got there first: give the number back.
            return None
    for campo, valor in recibe.items():
        setattr(certificado, campo, valor)
    return certificado


def _debido(certificado: Certificado) -> bool:
    cuando = certificado.proximo_intento or NUNCA
    return (
        certificado.estado in POR_EMITIR
        and certificado.intentos < INTENTOS_MAXIMOS
        and cuando <= certificado.ahora
    )


def _numerar(ahora: datetime) -> dict:
    """The columns that a certificate gets with the next number of Ecuador's current year."""
    anio = ahora.astimezone(ECUADOR).year
    orden = siguiente(serie_del_anio(anio))
    return {
        "estado": Estado.NUMERADO,
        "serie": serie_del_anio(anio),
        "orden": orden,
        "numero": numero_de(anio, orden),
        "emitido_en": ahora,
    }


def _publicar(certificado: Certificado) -> bool:
    """Make the file and swap it in. Whether the certificate is EMITIDO.

    A file that lost the race is deleted; the winner may have issued the certificate or annulled it.
    """
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
    """Note the error and set the next try: in 2, 4, 8… up to 256 seconds.

    The machine's own failures are not held against the certificate: it is tried again in 30 s.
    """
    de_la_maquina = isinstance(error, FALLAS_DE_LA_MAQUINA)
    pendiente = Certificado.objects.filter(pk=certificado_id, estado__in=POR_EMITIR)
    try:
        estado, intentos = pendiente.values_list("estado", "intentos").get()
        # A row still PENDIENTE lost its count when the transaction that numbers it rolled back.
        intentos = max(0, intentos + (estado == Estado.PENDIENTE) - de_la_maquina)
        demora = DEMORA_DE_MAQUINA if de_la_maquina else timedelta(seconds=2**intentos)
        pendiente.update(
            intentos=intentos,
            proximo_intento=Now() + demora,
            reservado_hasta=NUNCA,
            ultimo_error=f"{type(error).__name__}: {error}"[:500],
        )
    except (Certificado.DoesNotExist, OperationalError):
        registro.warning("No se anotó la falla del certificado %s", certificado_id)


def por_emitir(ahora: datetime, limite: int) -> list[int]:
    """Ids of the certificates that are due, at most `limite`, each claimed for this caller.

    A claim lasts RESERVA; if its message is lost, the row is offered again afterwards.
    """
    debidos = Certificado.objects.filter(
        estado__in=POR_EMITIR,
        proximo_intento__lte=ahora,
        reservado_hasta__lte=ahora,
        intentos__lt=INTENTOS_MAXIMOS,
    )
    en_orden = debidos.order_by("proximo_intento", "id").values_list("id", flat=True)
    return [
        pk
        for pk in en_orden[:limite]
        if debidos.filter(pk=pk).update(reservado_hasta=ahora + RESERVA)
    ]


def detenidos():
    """Certificates that failed INTENTOS_MAXIMOS times and wait for a person."""
    return Certificado.objects.filter(estado__in=POR_EMITIR, intentos__gte=INTENTOS_MAXIMOS)


def reintentar(certificado: Certificado) -> bool:
    """Make a stopped certificate due again, with its attempts at zero. False for any other."""
    detenido = detenidos().filter(pk=certificado.pk)
    return bool(detenido.update(intentos=0, proximo_intento=Now(), reservado_hasta=NUNCA))
