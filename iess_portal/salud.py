"""Is the portal alive, and can it do its work? Numbers only, nothing of anybody."""

from django.db import DatabaseError
from django.http import JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from tramites import vigilancia
from tramites.estados import Estado
from tramites.models import Correo, Solicitud


@require_GET
def viva(request):
    """The process answers. Asks nothing of anybody else."""
    return JsonResponse({"viva": True})


@require_GET
def lista(request):
    """The database answers. A dead broker delays certificates, so it does not count here."""
    try:
        cuerpo = {
            "lista": True,
            "por_emitir": Solicitud.objects.filter(estado=Estado.APROBADA).count(),
            "correos_pendientes": Correo.objects.filter(
                estado=Correo.Estado.PENDIENTE, proximo_intento__lte=timezone.now()
            ).count(),
            "alarmas": {a.clave: a.cuantos for a in vigilancia.alarmas(timezone.now())},
        }
    except DatabaseError:
        return JsonResponse({"lista": False}, status=503)
    return JsonResponse(cuerpo)
