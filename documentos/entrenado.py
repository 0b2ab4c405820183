"""The file with what `manage.py entrenar_firma` learnt. Apart from its reader (`modelo`), so that
whoever only asks whether the file is there does not load numpy.
"""

import zipfile
from pathlib import Path

MODELO = Path(__file__).with_name("modelo_firma.npz")


def esta_entero() -> bool:
    """Whether the file is there, with the end that a copy cut short would lack."""
    return zipfile.is_zipfile(MODELO)
