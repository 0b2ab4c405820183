"""The pictures of what was scanned at a window and not sent yet, for the officer who attends.

Such a scan belongs to a draft: of an entry, which is no case yet, or of a correction of a case that
may be of another unit. The page that shows it gives a pass, signed and short-lived, to that officer
for that draft alone; whoever asks without it finds nothing.
"""

from django.core import signing
from django.http import Http404

from tramites.models import Borrador

SAL = "tramites.mostrador.papeles"
# As long as somebody stands at the window.
VALE = 60 * 60  # seconds


class Rutas:
    """What the cards of the form ask for: the name of the address of a page's image."""

    pagina = "admin:tramites_atencion_papel"


def contexto(borrador: Borrador | None, por) -> dict:
    """What a page needs to show the scans of `borrador`; nothing when there is none."""
    if borrador is None:
        return {}
    return {"rutas": Rutas, "pase": signing.dumps([borrador.pk, por.pk], salt=SAL)}


def abrir(pase: str, por) -> Borrador:
    """The draft that `pase` shows to `por`. Raises `Http404`."""
    try:
        borrador, quien = signing.loads(pase, salt=SAL, max_age=VALE)
    except signing.BadSignature as error:
        raise Http404 from error
    abierto = Borrador.objects.select_related("subsanacion__solicitud").filter(pk=borrador).first()
    if abierto is None or quien != por.pk:
        raise Http404
    return abierto
