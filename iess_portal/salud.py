"""Is the portal alive, and can it do its work? Only counts: no personal data."""

from django.db import DatabaseError
from django.http import JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from tramites import vigilancia
from tramites.estados import Estado
from tramites.models import Correo, Solicitud


@require_GET
def viva(request):
    """The process answers; nothing else is asked."""
    return JsonResponse({"viva": True})


@require_GET
def lista(request):
    """The database answers. A dead broker only delays certificates, so it is not asked."""
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
