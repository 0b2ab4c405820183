"""How often one may ask, counted in the cache; without a cache nobody is turned away, and
nobody is shown a name.

Typed codes have 72 random bits and the QR 128, so these limits are not what keeps them from
being guessed: they keep one visitor, or many together, from spending everybody's server.
"""

import logging
from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

registro = logging.getLogger(__name__)

MINUTO, HORA = 60, 3600
# What an origin may spend in a minute: a check costs one, one that finds nothing costs six.
PRESUPUESTO, RECARGO = 60, 5
# Wrong ends of one identification in an hour, from anywhere: with two of five signs shown there
# are 1000.
DIGITOS = 5


class DemasiadasConsultas(Exception):
    """Too many from this origin, or from all of them; `espera` is in seconds."""

    espera = MINUTO


def admitir(origen: str) -> None:
    """Count one more check of `origen` in this minute. Raises DemasiadasConsultas.

    Only what its origin may ask counts against everybody's, so none uses it up alone.
    """
    gastado = _sin_caer(lambda: _sumar(f"origen:{origen}", 1, MINUTO))
    if gastado is None:
        return
    if gastado > PRESUPUESTO or _de_todos() > settings.VERIFICACIONES_POR_MINUTO:
        raise DemasiadasConsultas


def recargar(origen: str) -> None:
    """A check that found nothing: `origen` has spent more than one."""
    _sin_caer(lambda: _sumar(f"origen:{origen}", RECARGO, MINUTO))


def gastar_intento(certificado_id: int) -> bool:
    """Take one try at the end of its holder's identification; False if none is left.

    Taken before comparing, so that many at once get no more; without a cache there is none.
    """
    gastados = _sin_caer(lambda: _sumar(f"digitos:{certificado_id}", 1, HORA))
    return gastados is not None and gastados <= DIGITOS


def devolver_intento(certificado_id: int) -> None:
    """It was the right one: whoever knows it may ask again."""
    _sin_caer(lambda: _sumar(f"digitos:{certificado_id}", -1, HORA))


def _de_todos() -> int:
    return _sin_caer(lambda: _sumar("todos", 1, MINUTO)) or 0


def _sumar(que: str, cuanto: int, ventana: int) -> int:
    """`que` in this window of time, with `cuanto` more."""
    clave = _clave(que, ventana)
    try:
        return cache.incr(clave, cuanto)
    except ValueError:  # The first of its window; unless another one was first meanwhile.
        return cuanto if cache.add(clave, cuanto, ventana) else cache.incr(clave, cuanto)


def _sin_caer(operacion: Callable):
    """What the cache answers; None if it is away: verification must go on."""
    try:
        return operacion()
    except Exception:  # Whatever a cache that is away raises.
        registro.warning("Sin caché: no se cuentan las consultas.")
        return None


def _clave(que: str, ventana: int) -> str:
    return f"certificados:{que}:{int(timezone.now().timestamp()) // ventana}"
