"""The receipt of an entry: what was brought, who attends it and how to follow it, on one page."""

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.urls import reverse

from certificados.fechas import ECUADOR, fecha_larga
from certificados.pdf import componer, qr
from certificados.verificacion import enmascarar
from tramites.models import IngresoPresencial
from tramites.texto import imprimible

PLANTILLA = Path(__file__).resolve().parent / "plantillas" / "comprobante.typ"


def escribir(ingreso: IngresoPresencial, enlace: str, ahora: datetime) -> bytes:
    """The PDF of the receipt. `enlace` is the whole address of the person's page, or empty when
    this receipt must not open it; `ahora` is aware, in the zone whose hour it bears."""
    return componer(PLANTILLA, _textos(ingreso, enlace), ahora)


def _textos(ingreso: IngresoPresencial, enlace: str) -> dict[str, str]:
    solicitud = ingreso.solicitud
    recuperar = settings.PORTAL_URL + reverse("consultar")
    entrada = solicitud.presentada_en.astimezone(ECUADOR)
    return {
        "numero": solicitud.numero,
        "tramite": imprimible(solicitud.tramite.nombre_corto),
        "nombres": solicitud.nombres,
        "tipo": solicitud.get_tipo_identificacion_display(),
        "identificacion": enmascarar(solicitud.identificacion),
        "fecha": f"{fecha_larga(entrada)}, {entrada:%H:%M}, hora continental",
        "centro": imprimible(ingreso.centro.nombre),
        "quipux": ingreso.quipux,
        "unidad": imprimible(solicitud.unidad.nombre),
        "vence": fecha_larga(solicitud.vence_el),
        "tercero": _tercero(ingreso),
        "avisos": _avisos(ingreso),
        "enlace": enlace,
        "recuperar": recuperar,
        "qr": qr(enlace or recuperar),
        "telefono": imprimible(solicitud.tramite.contacto_telefono),
    }


def _tercero(ingreso: IngresoPresencial) -> str:
    autorizada = ingreso.autorizacion
    return (
        f"{autorizada.tercero_nombres}, {enmascarar(autorizada.tercero_cedula)}"
        if autorizada
        else ""
    )


def _avisos(ingreso: IngresoPresencial) -> str:
    """Where each news will come."""
    solicitud = ingreso.solicitud
    if ingreso.autorizacion:
        return "Cada novedad llegará al correo de la persona titular."
    if solicitud.correo:
        return f"Cada novedad llegará también a {solicitud.correo}."
    return (
        "No se registró un correo: consulte la dirección de arriba o llame al "
        f"{imprimible(solicitud.tramite.contacto_telefono)}."
    )
