"""Who owns an account, and so what it may list.

An account proves an e-mail address and nothing else. Its person declares who they are; an officer
with the original document in hand, or the institution's own sign-on, confirms it.

Each function that writes first locks the rows that a concurrent one would also want, so that the
second sees what the first wrote and ends it, as if it had come later. (SQLite has one writer
anyway.)
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
    """Whether this is the account of a person, and not of a member of staff."""
    return cuenta.is_authenticated and not cuenta.is_staff


def titular_de(cuenta) -> Titular | None:
    """The confirmed identity of an account."""
    return Titular.objects.confirmados().filter(cuenta=cuenta).first()


def solicitudes_de(cuenta):
    """What an account lists: the cases it filed or saved and, once confirmed, all its person's."""
    propias = Q(vinculos__cuenta=cuenta)
    if titular := titular_de(cuenta):
        propias |= Q(
            tipo_identificacion=titular.tipo_identificacion, identificacion=titular.identificacion
        )
    return Solicitud.objects.filter(propias).distinct()


def vincular(cuenta, solicitud: Solicitud) -> None:
    """Add a case to an account, once. The caller has checked that the account may see it."""
    if es_de_persona(cuenta):
        Vinculo.objects.get_or_create(cuenta=cuenta, solicitud=solicitud)


def desvincular(solicitud: Solicitud) -> None:
    """Take a case out of the accounts that saved it; its confirmed holder still lists it."""
    solicitud.vinculos.all().delete()


def can_guardar(cuenta, solicitud: Solicitud) -> bool:
    """Whether to offer to save the case: also to whoever is not logged in, never to staff."""
    if not cuenta.is_authenticated:
        return True
    return es_de_persona(cuenta) and not solicitudes_de(cuenta).filter(pk=solicitud.pk).exists()


@transaction.atomic
def declarar(cuenta, *, tipo_identificacion: str, identificacion: str, nombres: str) -> Titular:
    """Note who a person says they are, with a code for the window. Ends any earlier declaration."""
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
    """Confirm a declaration: an officer saw the original document. False when the declaration had
    ended or been confirmed meanwhile.

    Any other account confirmed as this person stops being so, and is told by mail: whoever stands
    at the window holds the document. Every declaration of that person is locked first: otherwise
    the second of two windows at once would end what the first has just confirmed, or clash with it.
    """
    de_la_persona = Q(
        tipo_identificacion=titular.tipo_identificacion, identificacion=titular.identificacion
    )
    # Always in the same order, so that two windows wait for each other and never deadlock.
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
    """Confirm an account as the person that the institution's sign-on names.

    `datos` are the arguments of `declarar`.
    """
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
    """Lock an account until the end of the transaction: the second of a double click waits."""
    get_user_model().objects.select_for_update(no_key=True).get(pk=cuenta.pk)


def _persona(datos: dict) -> dict:
    return {campo: datos[campo] for campo in ("tipo_identificacion", "identificacion")}


def _desplazar(cuenta, de_la_persona: Q) -> None:
    """End what was confirmed of a person. Any other account is told by mail, so that nobody takes
    its place unseen."""
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
