"""Whose an account is, and what it may therefore list.

An account proves an e-mail and nothing else. Whose it is, a person says and an officer confirms
with the original document in hand, or the institution's own sign-on does.

Each writer first holds the rows that another at once would want too, so that the second finds what
the first wrote and ends it, as if it had come later. (SQLite has one writer anyway.)
"""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from . import correo
from .models import Solicitud, Titular, Vinculo

DESPLAZADA = "tramites/cuentas/correos/identidad_en_otra_cuenta.txt"


def es_de_persona(cuenta) -> bool:
    """Whether this is the account of one of the people who ask, and not of the staff."""
    return cuenta.is_authenticated and not cuenta.is_staff


def titular_de(cuenta) -> Titular | None:
    """The confirmed identity of an account."""
    return Titular.objects.confirmados().filter(cuenta=cuenta).first()


def solicitudes_de(cuenta):
    """What an account lists: its own cases and, once confirmed, all those of its person."""
    propias = Q(vinculos__cuenta=cuenta)
    if titular := titular_de(cuenta):
        propias |= Q(
            tipo_identificacion=titular.tipo_identificacion, identificacion=titular.identificacion
        )
    return Solicitud.objects.filter(propias).distinct()


def vincular(cuenta, solicitud: Solicitud) -> None:
    """Put a case among those of an account, once. The caller knows that it may see the case."""
    if es_de_persona(cuenta):
        Vinculo.objects.get_or_create(cuenta=cuenta, solicitud=solicitud)


def desvincular(solicitud: Solicitud) -> None:
    """Take a case out of the accounts that saved it; its confirmed holder lists it anyway."""
    solicitud.vinculos.all().delete()


def can_guardar(cuenta, solicitud: Solicitud) -> bool:
    """Whether to offer it: to whoever has no account open too, but never to the staff."""
    if not cuenta.is_authenticated:
        return True
    return es_de_persona(cuenta) and not solicitudes_de(cuenta).filter(pk=solicitud.pk).exists()


@transaction.atomic
def declarar(cuenta, *, tipo_identificacion: str, identificacion: str, nombres: str) -> Titular:
    """Who a person says to be, with a code for the window. Ends what they declared before."""
    _tomar(cuenta)
    _terminar(Q(cuenta=cuenta))
    return Titular.objects.create(
        cuenta=cuenta,
        tipo_identificacion=tipo_identificacion,
        identificacion=identificacion,
        nombres=nombres,
    )


@transaction.atomic
def confirmar(titular: Titular, *, por) -> bool:
    """An officer saw the original document. False when it had ended or was confirmed meanwhile.

    Whatever other account was confirmed as this person is no longer, and is told by mail: who is
    here holds the document. Every declaration of that person is held first: of two windows at
    once, the second would end what the first has just confirmed, or clash with it.
    """
    de_la_persona = Q(
        tipo_identificacion=titular.tipo_identificacion, identificacion=titular.identificacion
    )
    # In one order, so that two windows wait for each other and do not block one another.
    suyas = Titular.objects.vigentes().filter(de_la_persona).order_by("pk")
    list(suyas.select_for_update(no_key=True))
    ahora = timezone.now()
    por_confirmar = Titular.objects.por_confirmar(ahora).filter(pk=titular.pk)
    if not por_confirmar.exists():
        return False
    _desplazar(titular.cuenta, de_la_persona)
    return bool(
        por_confirmar.update(
            medio=Titular.Medio.VENTANILLA, confirmada_en=ahora, confirmada_por=por
        )
    )


@transaction.atomic
def confirmar_por_institucion(cuenta, **datos) -> None:
    """The institution's sign-on says who this is: `datos` as `declarar` takes them."""
    _tomar(cuenta)
    actual = titular_de(cuenta)
    if actual and all(getattr(actual, campo) == valor for campo, valor in datos.items()):
        return
    _terminar(Q(cuenta=cuenta))
    _desplazar(cuenta, Q(**_persona(datos)))
    Titular.objects.create(
        cuenta=cuenta, **datos, medio=Titular.Medio.INSTITUCION, confirmada_en=timezone.now()
    )


def _tomar(cuenta) -> None:
    """Hold an account until the end of the transaction: of a double click the second waits."""
    get_user_model().objects.select_for_update(no_key=True).get(pk=cuenta.pk)


def _persona(datos: dict) -> dict:
    return {campo: datos[campo] for campo in ("tipo_identificacion", "identificacion")}


def _desplazar(cuenta, de_la_persona: Q) -> None:
    """End what was confirmed of a person, and tell any other account: nobody is put in its place
    unseen."""
    confirmadas = Titular.objects.confirmados().filter(de_la_persona)
    otras = confirmadas.exclude(cuenta=cuenta).exclude(cuenta__email="")
    for otra in otras.select_related("cuenta"):
        enlace = settings.PORTAL_URL + reverse("mi_cuenta")
        correo.encolar_de_cuenta(
            otra.cuenta.email, render_to_string(DESPLAZADA, {"enlace": enlace})
        )
    _terminar(de_la_persona & Q(confirmada_en__isnull=False))


def _terminar(cuales: Q) -> None:
    Titular.objects.vigentes().filter(cuales).update(terminada_en=timezone.now())
