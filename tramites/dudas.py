"""Doubts about a document that its bytes alone do not show: how it relates to its case.

As with every doubt, the person may send the file anyway, and an officer decides.
"""

from documentos.models import Documento

from .carta_propia import caso_de, correspondencia


def veredicto_de(documento: Documento) -> str:
    """The verdict on a document. A letter of another request, or the very file that was returned,
    is never simply accepted."""
    if documento.veredicto != "aceptado":
        return documento.veredicto
    carta = correspondencia(documento)
    ajena = carta is not None and not carta.corresponde
    return "observado" if ajena or es_el_devuelto(documento) else "aceptado"


def es_el_devuelto(documento: Documento) -> bool:
    """Whether its case already had this file, byte for byte, for the same requirement.

    The officer who returned it may have been wrong, so this is a doubt and does not block.
    """
    caso = caso_de(documento)
    suyos = Documento.objects.filter(solicitud=caso, requisito=documento.requisito_id)
    return caso is not None and suyos.filter(sha256=documento.sha256, pk__lt=documento.pk).exists()
