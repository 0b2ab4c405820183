"""What a document is doubted for beyond what its own bytes show: what it has to do with its case.

Like every doubt, its person may send it on and a person settles it.
"""

from documentos.models import Documento

from .carta_propia import caso_de, correspondencia


def veredicto_de(documento: Documento) -> str:
    """The document's verdict; a letter that is not of this request, or the very file that was
    returned, is never just accepted."""
    if documento.veredicto != "aceptado":
        return documento.veredicto
    carta = correspondencia(documento)
    ajena = carta is not None and not carta.corresponde
    return "observado" if ajena or es_el_devuelto(documento) else "aceptado"


def es_el_devuelto(documento: Documento) -> bool:
    """Whether its case already had this file, byte for byte, for the same requirement.

    The officer who returned it may have been wrong, so it is a doubt and does not block.
    """
    caso = caso_de(documento)
    suyos = Documento.objects.filter(solicitud=caso, requisito=documento.requisito_id)
    return caso is not None and suyos.filter(sha256=documento.sha256, pk__lt=documento.pk).exists()
