"""How often one may ask, counted in the cache (`iess_portal.cache`); without one nobody is turned
away, and nobody is shown a name.

Typed codes have 72 random bits and the QR 128, so these limits are not what keeps them from
being guessed: they keep one visitor, or many together, from spending everybody's server.
"""

from django.conf import settings
from django.core.cache import cache

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
    gastado = cache.contar(f"certificados:origen:{origen}", MINUTO)
    if gastado is None:
        return
    if gastado > PRESUPUESTO or _de_todos() > settings.VERIFICACIONES_POR_MINUTO:
        raise DemasiadasConsultas


def recargar(origen: str) -> None:
    """A check that found nothing: `origen` has spent more than one."""
    cache.contar(f"certificados:origen:{origen}", MINUTO, RECARGO)


def gastar_intento(certificado_id: int) -> bool:
    """Take one try at the end of its holder's identification; False if none is left.

    Taken before comparing, so that many at once get no more; without a cache there is none.
    """
    gastados = cache.contar(f"certificados:digitos:{certificado_id}", HORA)
    return gastados is not None and gastados <= DIGITOS


def devolver_intento(certificado_id: int) -> None:
    """It was the right one: whoever knows it may ask again."""
    cache.contar(f"certificados:digitos:{certificado_id}", HORA, -1)


def _de_todos() -> int:
    return cache.contar("certificados:todos", MINUTO) or 0
