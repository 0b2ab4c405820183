"""Terms that are running when a holiday is decreed, moved or withdrawn, or when the seat of the
unit that attends moves to a province with other holidays (COA 158 and 159).

They keep as many business days as they had: their end moves, the institution's and the person's.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.db import transaction
from django.utils import timezone

from .estados import CORRE_EL_TERMINO, Estado
from .models import Queja, Solicitud, Subsanacion
from .plazos import Calendarios, feriados_de, habiles_entre, sumar_habiles


@contextmanager
def al_cambiar_calendarios() -> Iterator[None]:
    """Holidays or seats are changed inside this block; at its end the running terms are counted
    again."""
    with transaction.atomic():
        antes, nacionales_antes = Calendarios(), feriados_de()
        yield
        ahora, nacionales = Calendarios(), feriados_de()
        for caso in _casos():
            _mover(caso, caso.presentada_en, antes.de(caso), ahora.de(caso))
        for subsanacion in _correcciones():
            caso = subsanacion.solicitud
            _mover(subsanacion, subsanacion.pedida_en, antes.de(caso), ahora.de(caso))
        for queja in Queja.objects.filter(respondida_en=None):
            _mover(queja, queja.presentada_en, nacionales_antes, nacionales)


def _casos():
    """The cases whose term runs, or waits for a correction."""
    vivos = [*CORRE_EL_TERMINO, Estado.EN_SUBSANACION]
    return Solicitud.objects.filter(estado__in=vivos)


def _correcciones():
    return Subsanacion.objects.filter(atendida_en=None).select_related("solicitud")


def _mover(fila, desde, antes: frozenset[date], ahora: frozenset[date]) -> None:
    """Give the term of `fila` as many business days as it had, unless its end moved meanwhile."""
    dia = timezone.localdate(desde)
    vence = sumar_habiles(dia, habiles_entre(dia, fila.vence_el, antes), ahora)
    if vence != fila.vence_el:
        type(fila).objects.filter(pk=fila.pk, vence_el=fila.vence_el).update(vence_el=vence)
