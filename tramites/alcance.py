"""Who may see what. Every page, file and export for officers asks here, on every request."""

from django.db.models import Q

from certificados.models import VIVOS, Certificado
from certificados.services import can_confirmar_anulacion

from .estados import Estado, Rol, Transicion, acciones_desde
from .hoja_de_ruta import clave_de
from .models import Funcionario, Queja, Solicitud, UnidadAdministrativa


def funcionario_de(usuario) -> Funcionario | None:
    """The officer behind an account.

    Django keeps the row on `usuario`, and each request has its own: a page reads it once, and a
    change of unit holds from the next request on.
    """
    if not (usuario.is_active and usuario.is_staff):  # An anonymous one is neither.
        return None
    return getattr(usuario, "funcionario", None)


def solicitudes_visibles(usuario):
    """The cases of the officer's unit, all of them for a supervisor, none for anybody else.

    Being a superuser opens nothing here: these are health data, and administering the portal is
    not a reason to read them.
    """
    funcionario = funcionario_de(usuario)
    if funcionario is None:
        return Solicitud.objects.none()
    if funcionario.supervisa:
        return Solicitud.objects.all()
    return Solicitud.objects.filter(unidad=funcionario.unidad)


def quejas_visibles(usuario):
    """The complaints of the officer's unit and, at a national unit, those that belong to none."""
    funcionario = funcionario_de(usuario)
    if funcionario is None:
        return Queja.objects.none()
    if funcionario.supervisa:
        return Queja.objects.all()
    suyas = Q(unidad=funcionario.unidad)
    if funcionario.unidad.tipo == UnidadAdministrativa.Tipo.DIRECCION_NACIONAL:
        suyas |= Q(unidad=None)
    return Queja.objects.filter(suyas)


# States of cases that no longer count for anything: no other unit needs to know of them.
SIN_EFECTO = {Estado.NEGADA, Estado.DESISTIDA, Estado.CERTIFICADO_ANULADO}


def otras_de_la_persona(usuario, solicitud: Solicitud) -> tuple[list[Solicitud], int]:
    """The other cases with the same identification.

    Returns those that `usuario` may see, newest first, and how many more are under way or in force
    out of the officer's sight. Those are only counted: a number or a unit would tell the province
    (S07), and to learn more it is enough to ask a supervisor.
    """
    suyas = Solicitud.objects.filter(
        tipo_identificacion=solicitud.tipo_identificacion, identificacion=solicitud.identificacion
    ).exclude(pk=solicitud.pk)
    visibles = solicitudes_visibles(usuario)
    ajenas = suyas.exclude(pk__in=visibles.values("pk")).exclude(estado__in=SIN_EFECTO)
    return list(suyas.filter(pk__in=visibles.values("pk"))), ajenas.count()


def can_ver(usuario, solicitud: Solicitud) -> bool:
    return solicitudes_visibles(usuario).filter(pk=solicitud.pk).exists()


def acciones_de(usuario, solicitud: Solicitud) -> list[Transicion]:
    """The buttons of the page of a case that this officer sees, in this state."""
    acciones = acciones_desde(solicitud.estado, Rol.OFICIAL)
    if not _es_segunda(usuario, _por_anular(solicitud)):
        acciones = [accion for accion in acciones if accion.accion != "confirmar_anulacion"]
    return acciones


def pueden_confirmar(solicitud: Solicitud) -> list[Funcionario]:
    """The officers who see the case and did not themselves ask for its pending annulment."""
    ven = Q(unidad=solicitud.unidad) | Q(supervisa=True)
    activos = Funcionario.objects.filter(ven, usuario__is_active=True, usuario__is_staff=True)
    todos = activos.select_related("usuario").order_by("usuario__first_name", "usuario__username")
    por_anular = _por_anular(solicitud)
    return [uno for uno in todos if _es_segunda(uno.usuario, por_anular)]


def _por_anular(solicitud: Solicitud) -> list[Certificado]:
    """The certificates whose annulment is pending; queried only in the state that has one."""
    espera = solicitud.estado == Estado.ANULACION_PEDIDA
    return list(solicitud.certificados.filter(estado__in=VIVOS)) if espera else []


def _es_segunda(usuario, por_anular: list[Certificado]) -> bool:
    quien = clave_de(usuario)
    return any(can_confirmar_anulacion(uno, por=quien) for uno in por_anular)
