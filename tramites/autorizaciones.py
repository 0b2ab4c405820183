"""Authorised third persons: the holder lets one bring the papers, once (R24 to R26)."""

from datetime import date, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from . import correo
from .estados import Aviso
from .hoja_de_ruta import USAR_AUTORIZACION
from .models import Autorizacion, Solicitud, Titular, Tramite
from .services import anotar_movimiento


class NoVale(Exception):
    """The authorisation cannot be used. The message tells the officer why."""


def ultimo_dia(hoy: date) -> date:
    """The latest day that an authorisation made on `hoy` may last until."""
    return hoy + timedelta(days=settings.AUTORIZACION_DIAS)


@transaction.atomic
def autorizar(
    titular: Titular, *, tramite: Tramite, tercero_nombres: str, tercero_cedula: str, hasta: date
) -> Autorizacion:
    """Let one person, named with their cédula, bring one case of one procedure until `hasta`.

    The same one asked for twice, by a double click, is one while it can be used: two would let them
    act twice.
    """
    list(Titular.objects.select_for_update(no_key=True).filter(pk=titular.pk))
    pedida = {
        "titular": titular,
        "tramite": tramite,
        "tercero_nombres": tercero_nombres,
        "tercero_cedula": tercero_cedula,
        "hasta": hasta,
    }
    libres = Autorizacion.objects.filter(**pedida, usada_en=None, revocada_en=None)
    return libres.first() or Autorizacion.objects.create(**pedida)


def revocar(autorizacion: Autorizacion) -> bool:
    """Revoke it. False when it had already been used or revoked."""
    return bool(_libres(autorizacion).update(revocada_en=timezone.now()))


def buscar(codigo: str) -> Autorizacion:
    """The authorisation with that code, if it can be used today. Raises `ValidationError`."""
    autorizacion = (
        Autorizacion.objects.select_related("titular__cuenta", "tramite")
        .filter(codigo=codigo)
        .first()
    )
    if autorizacion is None:
        raise ValidationError("Ninguna autorización tiene ese código. Revíselo en el papel.")
    if motivo := _por_que_no(autorizacion):
        raise ValidationError(motivo)
    return autorizacion


@transaction.atomic
def consumir(autorizacion: Autorizacion, solicitud: Solicitud, *, por) -> None:
    """Use it up for a case, with its line of history and a mail to its holder, in the caller's
    transaction.

    Of several tries at once exactly one wins. Raises `NoVale` for the others, and for a case of
    another procedure or of another person.
    """
    titular = autorizacion.titular
    de_que = autorizacion.tramite_id, titular.tipo_identificacion, titular.identificacion
    if de_que != (solicitud.tramite_id, solicitud.tipo_identificacion, solicitud.identificacion):
        raise NoVale("La autorización es para otro trámite o de otra persona.")
    # Only its own columns: a condition on the holder would become a subquery, which PostgreSQL does
    # not evaluate again after waiting for the row.
    usables = _libres(autorizacion).filter(hasta__gte=timezone.localdate())
    vigente = Titular.objects.vigentes().filter(pk=titular.pk).exists()
    if not vigente or not usables.update(usada_en=timezone.now()):
        autorizacion.refresh_from_db()
        raise NoVale(_por_que_no(autorizacion))
    movimiento = anotar_movimiento(solicitud, USAR_AUTORIZACION, por=por)
    # To the account's address, whatever the case has: the holder must know (pain 16).
    correo.encolar(Aviso.AUTORIZACION_USADA, titular.cuenta.email, movimiento=movimiento)


def _libres(autorizacion: Autorizacion):
    return Autorizacion.objects.filter(pk=autorizacion.pk, usada_en=None, revocada_en=None)


def _por_que_no(autorizacion: Autorizacion) -> str:
    """Why it cannot be used today; empty when it can."""
    motivos = {
        "usada": f"Esta autorización ya se usó el {_dia(autorizacion.usada_en)}. Sirve una vez.",
        "revocada": f"Su titular la dejó sin efecto el {_dia(autorizacion.revocada_en)}.",
        "vencida": f"Venció el {autorizacion.hasta:%d-%m-%Y}. Su titular puede hacer otra.",
    }
    if autorizacion.titular.terminada_en:
        return "La cuenta de su titular ya no está confirmada. Debe venir en persona."
    return motivos.get(autorizacion.situacion, "")


def _dia(momento) -> str:
    return date_format(timezone.localtime(momento), "d-m-Y") if momento else ""
