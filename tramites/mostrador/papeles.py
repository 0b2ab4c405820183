"""The pictures of what was scanned at a window and not sent yet, for the officer who attends.

Such a scan belongs to a draft: of an entry, which is not a case yet, or of a correction, whose case
may belong to another unit. The page that shows it carries a signed, short-lived pass for that
officer and that draft; whoever asks without one finds nothing.
"""

from django.core import signing
from django.http import Http404

from tramites.models import Borrador

SAL = "tramites.mostrador.papeles"
VALE = 60 * 60  # seconds: as long as somebody stands at the window


class Rutas:
    """What the cards of the form need: the name of the view that gives a page's image."""

    pagina = "admin:tramites_atencion_papel"


def contexto(borrador: Borrador | None, por) -> dict:
    """What a page needs to show the scans of `borrador`; empty when there is no draft."""
    if borrador is None:
        return {}
    return {"rutas": Rutas, "pase": signing.dumps([borrador.pk, por.pk], salt=SAL)}


def abrir(pase: str, por) -> Borrador:
    """The draft whose scans `pase` lets `por` see. Raises `Http404`."""
    try:
        borrador, quien = signing.loads(pase, salt=SAL, max_age=VALE)
    except signing.BadSignature as error:
        raise Http404 from error
    abierto = Borrador.objects.select_related("subsanacion__solicitud").filter(pk=borrador).first()
    if abierto is None or quien != por.pk:
        raise Http404
    return abierto
