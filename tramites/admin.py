"""Where Django looks for the officers' desk: it registers itself when imported."""

from .escritorio import casos, catalogo, certificados, personal, quejas  # noqa: F401
from .mostrador import atenciones, entradas, identidades  # noqa: F401
