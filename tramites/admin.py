"""Django imports this module to find the officers' desk, which registers itself on import."""

from .escritorio import casos, catalogo, certificados, personal, quejas  # noqa: F401
from .mostrador import atenciones, entradas, identidades  # noqa: F401
