"""Rows for the tests: cases bare of everything that certificates do not read."""

import itertools

from django.utils import timezone

from certificados import services
from certificados.models import NUNCA, POR_EMITIR, Certificado
from tests.certificados.reparto import datos
from tramites.models import Provincia, Solicitud, Tramite, UnidadAdministrativa

_serie = itertools.count(1)


def solicitudes(cuantas: int) -> list[int]:
    """Ids of so many new cases."""
    unidad, _ = UnidadAdministrativa.objects.get_or_create(
        codigo="pichincha", defaults={"nombre": "Coordinación Provincial de Pichincha"}
    )
    tramite, _ = Tramite.objects.get_or_create(
        codigo="certificado", defaults={"unidad_nacional": unidad}
    )
    provincia, _ = Provincia.objects.get_or_create(
        codigo="17", defaults={"nombre": "Pichincha", "unidad": unidad}
    )
    nuevas = [_solicitud(tramite, provincia, unidad, next(_serie)) for _ in range(cuantas)]
    return [solicitud.pk for solicitud in Solicitud.objects.bulk_create(nuevas)]


def _solicitud(tramite, provincia, unidad, n: int) -> Solicitud:
    return Solicitud(
        tramite=tramite,
        provincia=provincia,
        unidad=unidad,
        numero=f"PRUEBA-{n}",
        secreto_huella=f"secreto-{n}",
        envio_huella=f"envio-{n}",
        nombres="Ana María Ñacato Güipús",
        identificacion="1700000019",
        correo="ana@example.org",
        mensaje="Pido mi certificado.",
        presentada_en=timezone.now(),
        vence_el=timezone.localdate(),
    )


def registrados(cuantos: int = 1, **cambios) -> list[Certificado]:
    """So many PENDIENTE certificates, one per new case."""
    return [services.registrar(pk, datos(**cambios)) for pk in solicitudes(cuantos)]


def emitido(**cambios) -> Certificado:
    """An EMITIDO certificate with its file."""
    (certificado,) = registrados(**cambios)
    services.emitir(certificado.pk)
    certificado.refresh_from_db()
    return certificado


def pasa_el_tiempo() -> None:
    """Every wait and every claim is over."""
    Certificado.objects.filter(estado__in=POR_EMITIR).update(
        proximo_intento=NUNCA, reservado_hasta=NUNCA
    )
