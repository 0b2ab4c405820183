"""Who may see what. Every page, file and export of the officers asks here, at every request."""

from .estados import Rol, Transicion, acciones_desde
from .models import Funcionario, Solicitud


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


def can_ver(usuario, solicitud: Solicitud) -> bool:
    return solicitudes_visibles(usuario).filter(pk=solicitud.pk).exists()


def acciones_de(usuario, solicitud: Solicitud) -> list[Transicion]:
    """The buttons of the case page for this officer, in this state."""
    if not can_ver(usuario, solicitud):
        return []
    return acciones_desde(solicitud.estado, Rol.OFICIAL)
