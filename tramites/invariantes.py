"""What must hold of cases and everything tied to them, whatever was killed or restored.

Each check yields one sentence per broken promise; nothing here changes anything.
"""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.utils import timezone

from certificados import invariantes as certificados
from certificados.models import VIVOS
from certificados.models import Estado as EstadoCertificado
from documentos import invariantes as documentos

from .estados import A_FAVOR, Estado
from .models import Correo, Movimiento, Solicitud

CON_CERTIFICADO = A_FAVOR - {Estado.CERTIFICADO_ANULADO}
CON_DOCUMENTO = CON_CERTIFICADO - {Estado.APROBADA}
# A mail that is this late is being sent by nobody.
GRACIA = timedelta(hours=1)


def comprobar() -> Iterator[str]:
    """Every broken promise of the portal, as Spanish sentences; none if all is well."""
    yield from certificados.comprobar()
    yield from documentos.comprobar()
    for comprobacion in (
        un_certificado_por_aprobada,
        el_entregado_esta_emitido,
        la_historia_dice_el_estado,
        lo_entregado_se_aviso,
        ningun_correo_olvidado,
    ):
        yield from comprobacion()


def un_certificado_por_aprobada() -> Iterator[str]:
    """A case that is approved and not ended has exactly one live certificate; any other, none."""
    vivos = Count("certificados", filter=Q(certificados__estado__in=VIVOS))
    casos = Solicitud.objects.annotate(vivos=vivos).order_by("pk")
    aprobado = Q(estado__in=CON_CERTIFICADO)
    for caso in casos.filter(aprobado & ~Q(vivos=1) | ~aprobado & ~Q(vivos=0)):
        yield (
            f"La solicitud {caso} está en «{caso.get_estado_display()}» y tiene "
            f"{caso.vivos} certificados vivos."
        )


def el_entregado_esta_emitido() -> Iterator[str]:
    """Whoever was told that the certificate is ready can download it."""
    for caso in Solicitud.objects.filter(estado__in=CON_DOCUMENTO).exclude(
        certificados__estado=EstadoCertificado.EMITIDO
    ):
        yield f"La solicitud {caso} dice tener su certificado y no se ha emitido."


def la_historia_dice_el_estado() -> Iterator[str]:
    """The last line of each history agrees with the state of its case."""
    lineas = Movimiento.objects.filter(solicitud=OuterRef("pk")).order_by("-en", "-pk")
    casos = Solicitud.objects.annotate(ultimo=Subquery(lineas.values("estado")[:1]))
    for caso in casos.filter(~Q(ultimo=F("estado")) | Q(ultimo=None)).order_by("pk"):
        yield f"La solicitud {caso} está en «{caso.estado}» y su historia dice «{caso.ultimo}»."


def lo_entregado_se_aviso() -> Iterator[str]:
    """Each certificate delivered to somebody with an address was told by mail."""
    for movimiento in Movimiento.objects.filter(accion="entregar", correo=None).exclude(
        solicitud__correo=""
    ):
        yield f"De la entrega del certificado de {movimiento.solicitud} no se avisó a nadie."


def ningun_correo_olvidado() -> Iterator[str]:
    """No pending mail is overdue: each was sent, was given up visibly, or is about to be tried."""
    for correo in Correo.objects.filter(
        estado=Correo.Estado.PENDIENTE, proximo_intento__lt=timezone.now() - GRACIA
    ):
        yield f"El correo {correo.pk} debió intentarse hace más de una hora."
