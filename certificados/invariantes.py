"""What must hold of certificates at any time, whatever was killed, filled or restored.

Each check yields one sentence per broken promise; nothing here changes anything.
"""

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta

from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models import Count, F, Max, Q
from django.utils import timezone

from certificados.models import POR_EMITIR, VIVOS, Certificado, Contador, Estado
from certificados.services import detenidos

CARPETA = "certificados"
# A file younger than this may belong to a worker that is about to name it in its row.
GRACIA = timedelta(hours=1)


def comprobar() -> Iterator[str]:
    """Every broken promise, as Spanish sentences; none if all is well."""
    for comprobacion in (
        numeros_seguidos,
        uno_por_solicitud,
        nada_perdido,
        nada_detenido,
        reemplazos_enlazados,
        archivos_intactos,
        archivos_con_fila,
    ):
        yield from comprobacion()


def numeros_seguidos() -> Iterator[str]:
    """Each series runs from 1 to its counter without a gap or a repetition."""
    series = Certificado.objects.exclude(serie="").values("serie")
    for s in series.annotate(cuenta=Count("id"), ultimo=Max("orden")).order_by("serie"):
        contado = Contador.objects.filter(pk=s["serie"]).values_list("ultimo", flat=True).first()
        if not s["cuenta"] == s["ultimo"] == contado:
            yield (
                f"La serie {s['serie']} tiene {s['cuenta']} números, el mayor es {s['ultimo']} "
                f"y su contador dice {contado}."
            )


def uno_por_solicitud() -> Iterator[str]:
    vivos = Certificado.objects.filter(estado__in=VIVOS).values("solicitud")
    for caso in vivos.annotate(cuenta=Count("id")).filter(cuenta__gt=1).order_by("solicitud"):
        yield f"La solicitud {caso['solicitud']} tiene {caso['cuenta']} certificados vivos."


def nada_perdido() -> Iterator[str]:
    """A certificate that is not issued yet has a next try."""
    for pk in Certificado.objects.filter(estado__in=POR_EMITIR, proximo_intento=None).values_list(
        "pk", flat=True
    ):
        yield f"El certificado {pk} está por emitir y nadie lo va a intentar."


def nada_detenido() -> Iterator[str]:
    for certificado in detenidos():
        yield (
            f"El certificado {certificado.pk} se detuvo tras {certificado.intentos} intentos: "
            f"{certificado.ultimo_error}"
        )


def reemplazos_enlazados() -> Iterator[str]:
    """A replaced certificate points to another of the same case."""
    for pk in (
        Certificado.objects.filter(estado=Estado.REEMPLAZADO)
        .filter(Q(reemplazado_por=None) | ~Q(reemplazado_por__solicitud=F("solicitud")))
        .values_list("pk", flat=True)
    ):
        yield f"El certificado {pk} dice estar reemplazado y no señala a otro de su solicitud."


def archivos_intactos() -> Iterator[str]:
    """The file of every issued certificate is there, byte for byte."""
    for certificado in Certificado.objects.exclude(archivo="").iterator():
        if (problema := _problema(certificado)) is not None:
            yield f"El archivo del certificado {certificado.numero} {problema}."


def _problema(certificado: Certificado) -> str | None:
    try:
        with default_storage.open(certificado.archivo) as archivo:
            huella = hashlib.file_digest(archivo, "sha256").hexdigest()
    except OSError as error:
        return f"no se puede leer ({type(error).__name__})"
    return None if huella == certificado.sha256 else "no es el que se firmó"


def archivos_con_fila() -> Iterator[str]:
    for nombre in sobrantes():
        yield f"El archivo {nombre} no pertenece a ningún certificado."


def sobrantes() -> Iterator[str]:
    """Orphans older than GRACIA, which no worker will name any more."""
    limite = timezone.now() - GRACIA
    for nombre in huerfanos():
        with suppress(FileNotFoundError):  # Its worker lost a race, and deletes what it made.
            if default_storage.get_modified_time(nombre) < limite:
                yield nombre


def huerfanos() -> Iterator[str]:
    """Stored files that no certificate names: a kill may leave one, and it does no harm."""
    # First the disk, then the rows: a file stored and named in between is not taken for one.
    rutas = [ruta for ruta in (settings.ALMACEN / CARPETA).rglob("*") if ruta.is_file()]
    archivos = {ruta.relative_to(settings.ALMACEN).as_posix() for ruta in rutas}
    nombrados = Certificado.objects.exclude(archivo="").values_list("archivo", flat=True)
    yield from sorted(archivos.difference(nombrados))
