"""Alarms: what should have happened and has not, such as a mail that did not leave or a term past.

Each alarm is a count and a sentence, for the supervisors' desk and for whoever monitors the portal
from outside. `manage.py comprobar_invariantes` checks what is on the disk.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from certificados.models import POR_EMITIR, Certificado
from certificados.services import detenidos

from .estados import CORRE_EL_TERMINO
from .models import Correo, Solicitud

# A mail or a certificate takes seconds; past this, somebody should look.
PACIENCIA = timedelta(minutes=15)
# How long a lost mail keeps its alarm ringing.
MEMORIA = timedelta(days=7)


@dataclass(frozen=True)
class Alarma:
    clave: str
    cuantos: int
    frase: str


def alarmas(ahora: datetime) -> list[Alarma]:
    """The alarms that ring at `ahora`, the most serious first."""
    todas = [
        Alarma(
            "terminos_vencidos",
            Solicitud.objects.filter(
                estado__in=CORRE_EL_TERMINO, vence_el__lt=timezone.localdate(ahora)
            ).count(),
            "solicitudes con el término de ley vencido: riesgo de silencio positivo (COA 207)",
        ),
        Alarma(
            "certificados_sin_emitir",
            Certificado.objects.filter(
                estado__in=POR_EMITIR, registrado_en__lt=ahora - PACIENCIA
            ).count(),
            "certificados aprobados que no se han podido emitir",
        ),
        Alarma("certificados_detenidos", detenidos().count(), "certificados que ya no se intentan"),
        Alarma(
            "correos_sin_salir",
            Correo.objects.filter(
                estado=Correo.Estado.PENDIENTE, creado_en__lt=ahora - PACIENCIA
            ).count(),
            "correos que no han podido salir",
        ),
        Alarma(
            "correos_perdidos",
            Correo.objects.filter(
                estado__in=[Correo.Estado.FALLIDO, Correo.Estado.REBOTADO],
                creado_en__gte=ahora - MEMORIA,
            ).count(),
            "correos de esta semana que no llegaron",
        ),
    ]
    return [alarma for alarma in todas if alarma.cuantos]
