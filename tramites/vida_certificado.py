"""What an officer does with an issued certificate: renew, replace, annul.

Each is an action of the table like any other: the case moves, its line of history and its mail are
written, and the certificate changes, all in one transaction.
"""

from dataclasses import replace
from datetime import date

from django.db import transaction

from certificados import services as certificados
from certificados.fechas import fecha_larga
from certificados.models import VIVOS, Certificado

from .hoja_de_ruta import REINTENTAR, clave_de
from .models import Solicitud
from .services import TransicionInvalida, anotar_movimiento, mover

# What the person must know about a certificate that has a successor.
EL_ANTERIOR = "El anterior ya no vale."


@transaction.atomic
def renovar(solicitud: Solicitud, *, por, vigente_hasta: date) -> None:
    """Register a certificate with the same facts, valid until `vigente_hasta`.

    Raises `TransicionInvalida` also for a renewal that gains no day.
    """
    detalle = f"Vale hasta el {fecha_larga(vigente_hasta)}. {EL_ANTERIOR}"
    mover(solicitud, "renovar", por=por, detalle=detalle)
    try:
        certificados.renovar(vivo(solicitud), vigente_hasta=vigente_hasta, por=clave_de(por))
    except certificados.TransicionInvalida as error:
        raise TransicionInvalida(str(error)) from error


@transaction.atomic
def reemplazar(solicitud: Solicitud, *, por, motivo: str, **correccion) -> None:
    """Revoke the certificate and register another with corrected facts, both or neither.

    `correccion` names fields of `certificados.services.DatosCertificado`.
    """
    detalle = f"{motivo}\n{EL_ANTERIOR}"
    mover(solicitud, "reemplazar", por=por, detalle=detalle, expediente=correccion["expediente"])
    actual = vivo(solicitud)
    datos = replace(certificados.datos_de(actual), **correccion)
    certificados.reemplazar(actual, datos, motivo=motivo, por=clave_de(por))


@transaction.atomic
def cerrar_proceso(solicitud: Solicitud, *, por, motivo: str) -> None:
    """End the certificate at once: the process that gave the right to it has closed."""
    mover(solicitud, "cerrar_proceso", por=por, detalle=motivo)
    certificados.anular(vivo(solicitud), motivo=motivo, por=clave_de(por))


@transaction.atomic
def pedir_anulacion(solicitud: Solicitud, *, por, motivo: str) -> None:
    """The first of two officers. The certificate stays as good as before until another confirms."""
    mover(solicitud, "pedir_anulacion", por=por, detalle=motivo)
    certificados.pedir_anulacion(vivo(solicitud), motivo=motivo, por=clave_de(por))


@transaction.atomic
def confirmar_anulacion(solicitud: Solicitud, *, por) -> None:
    """The second of two officers, never the one who asked.

    Its line repeats the reason, because it is public and the line of the request is not.
    """
    pedida = solicitud.movimientos.filter(accion="pedir_anulacion").last()
    mover(solicitud, "confirmar_anulacion", por=por, detalle=pedida.detalle if pedida else "")
    try:
        certificados.confirmar_anulacion(vivo(solicitud), por=clave_de(por))
    except certificados.TransicionInvalida as error:
        raise TransicionInvalida(str(error)) from error


@transaction.atomic
def descartar_anulacion(solicitud: Solicitud, *, por) -> None:
    """Drop the request: the certificate goes on as if nobody had asked."""
    mover(solicitud, "descartar_anulacion", por=por)
    certificados.desistir_anulacion(vivo(solicitud))


@transaction.atomic
def reintentar(solicitud: Solicitud, *, por) -> None:
    """Try again to issue a certificate that failed too many times.

    Raises `TransicionInvalida` when there is none: somebody did it first, or it was issued.
    """
    if not any(map(certificados.reintentar, solicitud.certificados.all())):
        raise TransicionInvalida("No hay un certificado detenido que reintentar.")
    anotar_movimiento(solicitud, REINTENTAR, por=por)


def vivo(solicitud: Solicitud) -> Certificado:
    """The certificate of the case that is issued or on its way. Raises `DoesNotExist`."""
    return solicitud.certificados.get(estado__in=VIVOS)
