"""Seeing a case without its link or an account: its number, the end of the identification, and a
code sent to the e-mail address of the case.

Whoever asks learns nothing: every answer is the same whether or not the case exists, and what opens
it travels only to its owner's address (docs/decisiones/503).
"""

import hmac
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from tramites.estados import Aviso
from tramites.hoja_de_ruta import PEDIR_CODIGO
from tramites.identificacion import termina_en
from tramites.models import CodigoDeAcceso, Solicitud
from tramites.numeros import normalizar, nueva_semilla
from tramites.services import anotar_movimiento

VIGENCIA = timedelta(minutes=15)
# Wrong tries that end a code: whoever guesses has one chance in 200,000.
INTENTOS = 5


@transaction.atomic
def pedir(numero: str, ultimos: str) -> None:
    """Mail a code to the owner of case `numero`, if `ultimos` ends its identification."""
    solicitud = _de_quien(numero, ultimos)
    if solicitud is None:
        return
    movimiento = anotar_movimiento(solicitud, PEDIR_CODIGO, aviso=Aviso.CODIGO)
    if not hasattr(movimiento, "correo"):
        # Nothing was sent. A line would stay in the history for ever, one for each time that a
        # stranger asks, and a new code would end the one that the owner has.
        transaction.set_rollback(True)
        return
    CodigoDeAcceso.objects.create(
        movimiento=movimiento, semilla=nueva_semilla(), caduca_en=movimiento.en + VIGENCIA
    )


def canjear(numero: str, ultimos: str, codigo: str) -> Solicitud | None:
    """The case that the last code of its owner opens, once; None for anything else.

    The try is counted before looking, by one conditional UPDATE, so that none of many at once is
    free.
    """
    solicitud = _de_quien(numero, ultimos)
    ultimo = CodigoDeAcceso.objects.filter(movimiento__solicitud=solicitud).last()
    if not ultimo or not _tomar_intento(ultimo):
        return None
    if not hmac.compare_digest(ultimo.codigo.encode(), codigo.encode()):
        return None
    usado = CodigoDeAcceso.objects.filter(pk=ultimo.pk, usado_en=None)
    return solicitud if usado.update(usado_en=timezone.now()) else None


def _de_quien(numero: str, ultimos: str) -> Solicitud | None:
    solicitud = Solicitud.objects.filter(numero=normalizar(numero)).first()
    return solicitud if solicitud and termina_en(solicitud.identificacion, ultimos) else None


def _tomar_intento(codigo: CodigoDeAcceso) -> bool:
    tomables = CodigoDeAcceso.objects.filter(
        pk=codigo.pk, usado_en=None, caduca_en__gt=timezone.now(), intentos__lt=INTENTOS
    )
    return bool(tomables.update(intentos=F("intentos") + 1))
