"""Who may see what. Every page, file and export of the officers asks here, at every request."""

from django.db.models import Q

from .estados import Rol, Transicion, acciones_desde
from .models import Funcionario, Queja, Solicitud, UnidadAdministrativa


def funcionario_de(usuario) -> Funcionario | None:
    """The officer behind an account, read anew each time: a change of unit works at once."""
    if not (usuario.is_authenticated and usuario.is_active and usuario.is_staff):
        return None
    return Funcionario.objects.select_related("unidad").filter(usuario=usuario).first()


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
    """The complaints of the officer's unit; those of no unit, for who is at a national one."""
    funcionario = funcionario_de(usuario)
    if funcionario is None:
        return Queja.objects.none()
    if funcionario.supervisa:
        return Queja.objects.all()
    nacional = funcionario.unidad.tipo == UnidadAdministrativa.Tipo.DIRECCION_NACIONAL
    return Queja.objects.filter(
        Q(unidad=funcionario.unidad) | (Q(unidad=None) if nacional else Q(pk__in=[]))
    )


def can_ver(usuario, solicitud: Solicitud) -> bool:
    return solicitudes_visibles(usuario).filter(pk=solicitud.pk).exists()


def acciones_de(usuario, solicitud: Solicitud) -> list[Transicion]:
    """The buttons of the case page for this officer, in this state."""
    if not can_ver(usuario, solicitud):
        return []
    return acciones_desde(solicitud.estado, Rol.OFICIAL)
