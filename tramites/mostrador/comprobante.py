"""The receipts given at a window, one page each: for an entry, and for what somebody came back for.

Each says what was brought, who attends it, what comes next and how to follow the case.
"""

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.urls import reverse

from certificados.fechas import ECUADOR, fecha_larga
from certificados.pdf import componer, qr
from certificados.verificacion import enmascarar
from tramites.enlace import sin_correo
from tramites.estados import CORRE_EL_TERMINO, Estado
from tramites.models import Atencion, IngresoPresencial, Movimiento, Solicitud
from tramites.texto import imprimible

PLANTILLAS = Path(__file__).resolve().parent / "plantillas"
# Action → title of the receipt, and what comes next, with the unit that attends.
DE_LA_ATENCION = {
    "corregir": (
        "Comprobante de corrección",
        "La {unidad} revisará lo que usted entregó y le avisará de su decisión.",
    ),
    "retirar": (
        "Comprobante de retiro",
        "La solicitud quedó cerrada sin decisión: nadie la atenderá y no se puede reabrir. Puede "
        "presentar otra cuando quiera, en línea o en cualquier centro.",
    ),
}


def escribir(ingreso: IngresoPresencial, enlace: str, ahora: datetime) -> bytes:
    """The PDF of the receipt of an entry.

    `enlace` is the whole address of the person's page, or empty when this receipt must not open
    it. `ahora` is aware, in the time zone that the receipt is dated in.
    """
    return componer(PLANTILLAS / "comprobante.typ", _del_ingreso(ingreso, enlace), ahora)


def de_atencion(hecha: Atencion, ahora: datetime) -> bytes:
    """The PDF of the receipt of a correction or a withdrawal.

    It carries no name: any window serves any case, and reads only what the person's paper says.
    Raises `KeyError` for a new link, whose receipt is the one of the entry.
    """
    return componer(PLANTILLAS / "atencion.typ", _de_la_atencion(hecha), ahora)


def _del_ingreso(ingreso: IngresoPresencial, enlace: str) -> dict[str, str]:
    solicitud = ingreso.solicitud
    return _de_todos(solicitud, ingreso, solicitud.presentada_en) | {
        "nombres": solicitud.nombres,
        "tercero": _tercero(ingreso),
        "avisos": _avisos(ingreso, enlace),
        "enlace": enlace,
        "sin_correo": imprimible(sin_correo(solicitud)),
        "qr": qr(enlace or _recuperar()) if enlace or solicitud.correo else "",
    }


def _de_la_atencion(hecha: Atencion) -> dict[str, str]:
    solicitud, movimiento = hecha.movimiento.solicitud, hecha.movimiento
    titulo, sigue = DE_LA_ATENCION[movimiento.accion]
    return _de_todos(solicitud, hecha, movimiento.en) | {
        "titulo": titulo,
        "recibido": _recibido(movimiento),
        "sigue": sigue.format(unidad=imprimible(solicitud.unidad.nombre)),
        "seguir": _seguir(solicitud),
        "qr": qr(_recuperar()) if solicitud.correo else "",
    }


def _de_todos(solicitud: Solicitud, entrada, cuando: datetime) -> dict[str, str]:
    """What every receipt says. `entrada` has the centre and the Quipux number."""
    momento, cerrada = cuando.astimezone(ECUADOR), solicitud.estado == Estado.DESISTIDA
    corre = solicitud.estado in CORRE_EL_TERMINO
    return {
        "numero": solicitud.numero,
        "tramite": imprimible(solicitud.tramite.nombre_corto),
        "tipo": solicitud.get_tipo_identificacion_display(),
        "identificacion": enmascarar(solicitud.identificacion),
        "fecha": f"{fecha_larga(momento)}, {momento:%H:%M}, hora continental",
        "centro": imprimible(entrada.centro.nombre),
        "quipux": entrada.quipux,
        # Nobody attends a case that was withdrawn or not corrected in time.
        "unidad": "" if cerrada else imprimible(solicitud.unidad.nombre),
        "vence": fecha_larga(solicitud.vence_el) if corre else "",
        "recuperar": _recuperar(),
        "telefono": imprimible(solicitud.tramite.contacto_telefono),
    }


def _recuperar() -> str:
    return settings.PORTAL_URL + reverse("consultar")


def _recibido(movimiento: Movimiento) -> str:
    """What was handed in: the documents asked for, or the letter that withdraws the case."""
    if movimiento.accion == "retirar":
        return "El pedido firmado de retirar la solicitud"
    # The correction that this line answers is the first one closed from then on.
    subsanacion = movimiento.solicitud.subsanaciones.filter(atendida_en__gte=movimiento.en).first()
    observados = subsanacion.observados.select_related("requisito")
    return imprimible(", ".join(observado.requisito.nombre_corto for observado in observados))


def _seguir(solicitud: Solicitud) -> str:
    return imprimible(sin_correo(solicitud)) or (
        "Entre con el número de solicitud y los últimos números o letras de su identificación: un "
        "código llegará al correo de la solicitud."
    )


def _tercero(ingreso: IngresoPresencial) -> str:
    autorizada = ingreso.autorizacion
    return (
        f"{autorizada.tercero_nombres}, {enmascarar(autorizada.tercero_cedula)}"
        if autorizada
        else ""
    )


def _avisos(ingreso: IngresoPresencial, enlace: str) -> str:
    """Where news of the case will arrive, for a receipt that carries `enlace` or no link."""
    solicitud = ingreso.solicitud
    if ingreso.autorizacion:
        return "Cada novedad llegará al correo de la persona titular."
    if solicitud.correo:
        return f"Cada novedad llegará también a {solicitud.correo}."
    consulte = "consulte la dirección de arriba o " if enlace else ""
    telefono = imprimible(solicitud.tramite.contacto_telefono)
    return f"No se registró un correo: {consulte}llame al {telefono}."
