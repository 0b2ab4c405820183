"""Returned mail: reads delivery reports (RFC 3464) and marks the mail that did not arrive.

Anybody may write to the address that gets them, so a report is believed only when it carries the
Message-ID of a mail of ours, which holds a seal that no stranger can make.
"""

import re
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser

from django.conf import settings
from django.utils import timezone

from .correo import identificador
from .models import Correo

# A report holds little more than the headers of the mail; anything larger is not one of ours.
TAMANO_MAXIMO = 1_048_576
NUESTRO = re.compile(r"<correo-([0-9]{1,18})-[0-9a-f]{24}@[^>\s]+>", re.ASCII)
# Enhanced status code (RFC 3463): 5.1.1, 4.4.7. The diagnostic beside it repeats the address.
CODIGO = re.compile(r"[245]\.[0-9]{1,3}\.[0-9]{1,3}", re.ASCII)


def anotar(contenido: bytes) -> Correo | None:
    """Mark the mail that a report says is lost. None when it says nothing of a mail of ours.

    A delay is no loss: only `Action: failed` counts. Twice the same report is once.
    """
    reporte = BytesParser(policy=policy.default).parsebytes(contenido[:TAMANO_MAXIMO])
    codigo = _codigo_de_fallo(reporte)
    correo = codigo and _correo_de(reporte)
    if not correo:
        return None
    rebotables = Correo.objects.filter(pk=correo.pk).exclude(estado=Correo.Estado.REBOTADO)
    rebotables.update(
        estado=Correo.Estado.REBOTADO, rebotado_en=timezone.now(), ultimo_error=codigo
    )
    correo.refresh_from_db()
    return correo


def _codigo_de_fallo(reporte: EmailMessage) -> str | None:
    """The status code of the recipient that failed, `"?"` if unreadable; None if nobody failed."""
    for parte in reporte.walk():
        if parte.get_content_type() == "message/delivery-status":
            for bloque in parte.get_payload():
                if str(bloque.get("Action", "")).strip().lower() == "failed":
                    hallado = CODIGO.search(str(bloque.get("Status", "")))
                    return hallado[0] if hallado else "?"
    return None


def _correo_de(reporte: EmailMessage) -> Correo | None:
    """The mail whose Message-ID the report returns, under any key of ours."""
    for numero in NUESTRO.finditer(_devuelto(reporte)):
        pk = int(numero[1])
        if numero[0] in {identificador(pk, clave) for clave in _claves()}:
            return Correo.objects.filter(pk=pk).first()
    return None


def _devuelto(reporte: EmailMessage) -> str:
    """The Message-IDs in the headers of the mail that the report returns, whole or in part."""
    encabezados = []
    for parte in reporte.walk():
        if parte.get_content_type() == "message/rfc822":
            encabezados += [str(m.get("Message-ID", "")) for m in parte.get_payload()]
        elif parte.get_content_type() == "text/rfc822-headers":
            encabezados.append(parte.get_content())
    return "\n".join(encabezados)


def _claves() -> list[str]:
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
