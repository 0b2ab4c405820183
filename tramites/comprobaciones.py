"""What an officer must check before approving a case (R4, R10 to R23)."""

from .models import Solicitud

PROCESO_ABIERTO = "El proceso de Riesgos del Trabajo sigue abierto"


def por_comprobar(solicitud: Solicitud) -> dict[str, str]:
    """Field name → sentence, in the order of the requirements that apply to the case."""
    requisitos = solicitud.tramite.requisitos_de(solicitud.canal, solicitud.tipo_identificacion)
    return {"abierto": PROCESO_ABIERTO} | {
        f"comprobado_{requisito.codigo}_{n}": f"{requisito.nombre_corto}: {frase}"
        for requisito in requisitos
        for n, frase in enumerate(requisito.por_comprobar)
    }
