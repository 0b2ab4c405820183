"""What caches and search engines may keep: only the pages named here, which say the same to all."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_GET

# The views, by name, whose pages are the same for everybody.
PARA_TODOS = frozenset(
    {
        "inicio",
        "ventanilla",
        "tramite",
        "privacidad",
        "quejar",
        "consultar",
        "transparencia",
        "meses_csv",
        "meses_json",
        "robots",
        "security",
    }
)
# Those of them with a form, whose keys and answers belong to one visitor.
CON_FORMULARIO = frozenset({"quejar", "consultar"})
# How long `security.txt` says that it can be relied on (RFC 9116 advises less than a year).
VIGENCIA = timedelta(days=180)
ROBOTS = """\
# Las páginas personales no se prohíben aquí: un buscador que no puede abrirlas tampoco lee que
# no debe mostrarlas (X-Robots-Tag: noindex), y mostraría su dirección.
User-agent: *
Disallow: /admin/
"""


class Reserva:
    """No cache keeps, and no search engine lists, a page that is not for everybody.

    The rule is here, and not in each view, so that no view can forget it.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        respuesta = self.get_response(request)
        nombre = request.resolver_match and request.resolver_match.view_name
        if nombre not in PARA_TODOS:
            respuesta["X-Robots-Tag"] = "noindex"
        if nombre not in PARA_TODOS - CON_FORMULARIO:
            add_never_cache_headers(respuesta)
        return respuesta


@require_GET
def robots(request):
    return _texto(ROBOTS)


@require_GET
def security(request):
    """Whom to tell about a vulnerability (RFC 9116), if the institution has named a contact."""
    if not settings.SEGURIDAD_CONTACTO:
        raise Http404
    hasta = (timezone.now() + VIGENCIA).isoformat(timespec="seconds")
    return _texto(
        f"Contact: {settings.SEGURIDAD_CONTACTO}\n"
        f"Expires: {hasta}\n"
        "Preferred-Languages: es, en\n"
        f"Canonical: {settings.PORTAL_URL}{reverse('security')}\n"
    )


def _texto(texto: str) -> HttpResponse:
    return HttpResponse(texto, content_type="text/plain; charset=utf-8")
