"""Give a person the link of their case again: a number and the end of an identification in, a
mail to the address of the case out.

Whoever asks learns nothing: the answer is the same whether the case exists or not, and what
opens the case travels only to its owner's mail.
"""

from django.db import transaction

from tramites.estados import Aviso
from tramites.hoja_de_ruta import REENVIAR_ENLACE
from tramites.models import Solicitud
from tramites.numeros import normalizar
from tramites.services import anotar_movimiento

# The last characters of the identification that must be typed.
ULTIMOS = 4


@transaction.atomic
def reenviar(numero: str, ultimos: str) -> None:
    """Mail its link to the owner of case `numero`, if `ultimos` ends its identification."""
    solicitud = Solicitud.objects.filter(numero=normalizar(numero)).first()
    if solicitud and solicitud.identificacion[-ULTIMOS:] == normalizar(ultimos):
        anotar_movimiento(solicitud, REENVIAR_ENLACE, aviso=Aviso.ENLACE)
