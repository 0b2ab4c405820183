"""Rate limits, counted in the cache (`iess_portal.cache`). While the cache is away nobody is turned
away, and nobody is shown a name.

Codes have 72 random bits and QRs 128, so it is not these limits that keep them from being guessed:
they keep one visitor, or many together, from using up the server.
"""

from django.conf import settings
from django.core.cache import cache

MINUTO, HORA = 60, 3600
# What an origin may spend in a minute. A check costs one; one that finds nothing costs six.
PRESUPUESTO, RECARGO = 60, 5
# Wrong ends of one identification in an hour, from anywhere. Two of the five digits are shown, so
# there are 1000 to guess among.
DIGITOS = 5


class DemasiadasConsultas(Exception):
    """Too many checks from this origin, or from all of them; `espera` is in seconds."""

    espera = MINUTO


def admitir(origen: str) -> None:
    """Count one more check of `origen` in this minute. Raises DemasiadasConsultas.

    What an origin asks past its own limit does not count against everybody's, so that no origin can
    use it up alone.
    """
    gastado = cache.contar(f"certificados:origen:{origen}", MINUTO)
    if gastado is None:
        return
    if gastado > PRESUPUESTO or _de_todos() > settings.VERIFICACIONES_POR_MINUTO:
        raise DemasiadasConsultas


def recargar(origen: str) -> None:
    """Charge `origen` for a check that found nothing."""
    cache.contar(f"certificados:origen:{origen}", MINUTO, RECARGO)


def gastar_intento(certificado_id: int) -> bool:
    """Take one try at the end of the holder's identification; False if none is left.

    It is taken before comparing, so that many at once get no more; without a cache there is none.
    """
    gastados = cache.contar(f"certificados:digitos:{certificado_id}", HORA)
    return gastados is not None and gastados <= DIGITOS


def devolver_intento(certificado_id: int) -> None:
    """Give back a try that was right: whoever knows the identification may ask again."""
    cache.contar(f"certificados:digitos:{certificado_id}", HORA, -1)


def _de_todos() -> int:
    return cache.contar("certificados:todos", MINUTO) or 0
