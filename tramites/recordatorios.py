"""Mails sent because a day came: a correction half-way or at its end, legal terms running out.

The relay calls these at every upkeep round, and there may be two relays. Each mail is claimed by
one conditional UPDATE in the transaction that writes it, so the second relay finds it claimed.
"""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from . import correo
from .estados import Aviso, Estado
from .hoja_de_ruta import RECORDAR
from .models import Funcionario, Subsanacion
from .plazos import Calendarios, es_habil, feriados_de, habiles_entre, sumar_habiles
from .services import anotar_movimiento
from .terminos import por_unidad

# The hour before which nothing is sent, so that nobody's telephone rings.
HORA = 8


def recordar_correcciones(ahora: datetime) -> int:
    """Remind whoever has a pending correction, once half-way through its term and once on the last
    day. `ahora` is local. Returns how many were reminded.
    """
    if ahora.hour < HORA:
        return 0
    calendarios = Calendarios()
    abiertas = Subsanacion.objects.filter(
        atendida_en=None, recordada_al_final_en=None, solicitud__estado=Estado.EN_SUBSANACION
    ).select_related("solicitud")
    return sum(
        recordar(subsanacion, marca, ahora)
        for subsanacion in abiertas
        if (marca := que_toca(subsanacion, ahora.date(), calendarios.de(subsanacion.solicitud)))
    )


# The column that marks each reminder as given → its mail.
RECORDATORIOS = {
    "recordada_a_mitad_en": Aviso.RECORDATORIO,
    "recordada_al_final_en": Aviso.ULTIMO_DIA,
}


def que_toca(subsanacion: Subsanacion, hoy: date, feriados) -> str | None:
    """The column of the reminder that is due on `hoy`, if one is."""
    if hoy == subsanacion.vence_el:
        return "recordada_al_final_en"
    pedida = timezone.localdate(subsanacion.pedida_en)
    mitad = habiles_entre(pedida, subsanacion.vence_el, feriados) // 2
    a_tiempo = sumar_habiles(pedida, mitad, feriados) <= hoy < subsanacion.vence_el
    return "recordada_a_mitad_en" if a_tiempo and not subsanacion.recordada_a_mitad_en else None


@transaction.atomic
def recordar(subsanacion: Subsanacion, marca: str, ahora: datetime) -> bool:
    """Write a reminder's line and mail, unless it was given already or the correction came."""
    pendiente = Subsanacion.objects.filter(pk=subsanacion.pk, atendida_en=None, **{marca: None})
    if not pendiente.update(**{marca: ahora}):
        return False
    anotar_movimiento(subsanacion.solicitud, RECORDAR, aviso=RECORDATORIOS[marca])
    return True


def avisar_terminos(ahora: datetime) -> int:
    """Tell each supervisor of terms past or near, once on a business day. Returns how many."""
    hoy = ahora.date()
    if ahora.hour < HORA or not es_habil(hoy, feriados_de()):
        return 0
    supervisores = Funcionario.objects.filter(
        Q(avisado_el=None) | Q(avisado_el__lt=hoy),
        supervisa=True,
        usuario__is_active=True,
        usuario__is_staff=True,
    ).exclude(usuario__email="")
    con_algo = [
        funcionario
        for funcionario in supervisores.select_related("usuario", "unidad")
        if por_unidad(funcionario, hoy)
    ]
    return sum(avisar(funcionario, hoy) for funcionario in con_algo)


@transaction.atomic
def avisar(funcionario: Funcionario, hoy: date) -> bool:
    """Write today's mail to a supervisor, unless it was written already."""
    sin_avisar = Q(avisado_el=None) | Q(avisado_el__lt=hoy)
    if not Funcionario.objects.filter(sin_avisar, pk=funcionario.pk).update(avisado_el=hoy):
        return False
    correo.encolar(Aviso.TERMINOS, funcionario.usuario.email, funcionario=funcionario)
    return True
