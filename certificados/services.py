"""What other apps may do with certificates. Only this module and `emision` write them.

Every change of state is one conditional UPDATE: whoever comes second changes nothing and gets
TransicionInvalida.
"""

import secrets
from dataclasses import asdict, dataclass, fields, replace
from datetime import date

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse

from certificados.codigos import codigo_nuevo
from certificados.emision import detenidos, emitir, por_emitir, reintentar
from certificados.fechas import ANIOS, fecha_larga, hoy_en_ecuador
from certificados.models import VIVOS, Certificado, Estado

__all__ = [
    "DatosCertificado",
    "TransicionInvalida",
    "anular",
    "check_gana_dias",
    "confirmar_anulacion",
    "desistir_anulacion",
    "detenidos",
    "emitir",
    "estado_publico",
    "pedir_anulacion",
    "por_emitir",
    "reemplazar",
    "registrar",
    "reintentar",
    "renovar",
]


SIEMPRE = Q()
SIN_PEDIDO = {
    "anulacion_pedida_por": "",
    "anulacion_pedida_en": None,
    "anulacion_pedida_motivo": "",
}


@dataclass(frozen=True, kw_only=True)
class DatosCertificado:
    """The facts that a certificate keeps for ever.

    `titulo` and `proposito` come from the procedure; `proposito` is one or two whole sentences.
    `tipo_identificacion` is what the page prints before the number ("cédula de identidad").
    `aprobado_por` names an office. The dates are days in Ecuador, both included.
    """

    titulo: str
    proposito: str
    nombres: str
    tipo_identificacion: str
    identificacion: str
    expediente: str
    provincia: str
    unidad: str
    aprobado_por: str
    vigente_desde: date
    vigente_hasta: date


class TransicionInvalida(Exception):
    """The certificate is no longer in a state that allows it; the message says so in Spanish."""


def registrar(solicitud_id: int, datos: DatosCertificado) -> Certificado:
    """Register a PENDIENTE certificate, due at once, in the caller's transaction.

    Raises IntegrityError if the case already has a live one, and ValueError for dates that the
    page could not write in words.
    """
    if not {datos.vigente_desde.year, datos.vigente_hasta.year} <= set(ANIOS):
        raise ValueError("La vigencia no está entre los años 2000 y 2099.")
    return Certificado.objects.create(
        solicitud_id=solicitud_id,
        codigo=codigo_nuevo(),
        secreto=secrets.token_urlsafe(16),
        direccion=settings.PORTAL_URL + reverse("certificados:verificar"),
        proximo_intento=Now(),
        **asdict(datos),
    )


def estado_publico(certificado: Certificado, hoy: date) -> str:
    """'por empezar', 'vigente', 'vencido', 'anulado' or 'reemplazado', on the day `hoy`."""
    if certificado.estado in (Estado.ANULADO, Estado.REEMPLAZADO):
        return certificado.estado
    if hoy < certificado.vigente_desde:
        return "por empezar"
    return "vigente" if hoy <= certificado.vigente_hasta else "vencido"


# --- The end of a certificate -----------------------------------------------------------------
def anular(certificado: Certificado, *, motivo: str, por: str) -> None:
    """End a certificate at once; from then on verification says so.

    This is for what needs no second person, such as a process that was closed. `por` says for ever
    who did it, so it must be something that never changes and that nobody else may have later.
    """
    _terminar(certificado, estado=Estado.ANULADO, motivo=motivo, por=por, **SIN_PEDIDO)


def pedir_anulacion(certificado: Certificado, *, motivo: str, por: str) -> None:
    """The first of two persons asks: the certificate stays as it is until another confirms."""
    if not _vivo(certificado, Q(anulacion_pedida_por="")).update(
        anulacion_pedida_por=por, anulacion_pedida_en=Now(), anulacion_pedida_motivo=motivo
    ):
        raise TransicionInvalida("Ya se pidió anular este certificado, o ya no está en vigor.")
    certificado.refresh_from_db()


def can_confirmar_anulacion(certificado: Certificado, *, por: str) -> bool:
    """Whether `por` may be the second person of the annulment that was asked for."""
    return certificado.anulacion_pedida_por not in {"", por}


def confirmar_anulacion(certificado: Certificado, *, por: str) -> None:
    """The second of two persons confirms; never the one who asked."""
    certificado.refresh_from_db()
    pedida_por, motivo = certificado.anulacion_pedida_por, certificado.anulacion_pedida_motivo
    if not pedida_por:
        raise TransicionInvalida("Nadie ha pedido anular este certificado.")
    if not can_confirmar_anulacion(certificado, por=por):
        raise TransicionInvalida("Debe confirmarla una persona distinta de quien la pidió.")
    sin_cambio = Q(anulacion_pedida_por=pedida_por, anulacion_pedida_motivo=motivo)
    _terminar(certificado, sin_cambio, estado=Estado.ANULADO, motivo=motivo, por=por)


def desistir_anulacion(certificado: Certificado) -> None:
    """Drop a request that nobody confirmed: the certificate goes on."""
    _vivo(certificado, SIEMPRE).update(**SIN_PEDIDO)
    certificado.refresh_from_db()


@transaction.atomic
def reemplazar(
    certificado: Certificado, datos: DatosCertificado, *, motivo: str, por: str
) -> Certificado:
    """Revoke a certificate and register its successor with the corrected facts, both or neither.

    The old one points to the new one, which is issued like any other.
    """
    _terminar(certificado, estado=Estado.REEMPLAZADO, motivo=motivo, por=por, **SIN_PEDIDO)
    nuevo = registrar(certificado.solicitud_id, datos)
    Certificado.objects.filter(pk=certificado.pk).update(reemplazado_por=nuevo)
    certificado.refresh_from_db()
    return nuevo


def check_gana_dias(certificado: Certificado, vigente_hasta: date) -> None:
    """Raise TransicionInvalida for a renewal that would end no later than what it renews."""
    if vigente_hasta <= certificado.vigente_hasta:
        raise TransicionInvalida(
            f"El certificado actual ya vale hasta el {fecha_larga(certificado.vigente_hasta)}. "
            "Para renovarlo, elija un día posterior."
        )


def renovar(certificado: Certificado, *, vigente_hasta: date, por: str) -> Certificado:
    """Replace a certificate by one with the same facts, valid until `vigente_hasta`.

    The new one is valid from today, or from the first day of the old one if that is yet to come.
    """
    check_gana_dias(certificado, vigente_hasta)
    desde = max(hoy_en_ecuador(), certificado.vigente_desde)
    datos = replace(datos_de(certificado), vigente_desde=desde, vigente_hasta=vigente_hasta)
    return reemplazar(certificado, datos, motivo="Renovación", por=por)


def datos_de(certificado: Certificado) -> DatosCertificado:
    """The facts that a certificate keeps."""
    return DatosCertificado(
        **{campo.name: getattr(certificado, campo.name) for campo in fields(DatosCertificado)}
    )


def _vivo(certificado: Certificado, condicion: Q):
    return Certificado.objects.filter(condicion, pk=certificado.pk, estado__in=VIVOS)


def _terminar(certificado, condicion=SIEMPRE, *, motivo: str, por: str, **campos) -> None:
    if not _vivo(certificado, condicion).update(
        anulado_en=Now(),
        motivo_anulacion=motivo,
        anulado_por=por,
        proximo_intento=None,
        **campos,
    ):
        raise TransicionInvalida("El certificado ya estaba anulado o reemplazado.")
    certificado.refresh_from_db()
