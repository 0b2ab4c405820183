from urllib.parse import urlsplit

from django.contrib import messages
from django.urls import reverse

# Not all: browsers bring back no field that asks them to remember nothing (`autocomplete="off"`).
NO_SE_HIZO = (
    "No se hizo nada, porque su sesión había terminado. Entre otra vez y vuelva, con el botón "
    "«Atrás» de su navegador, a la página donde escribía: casi todo lo escrito sigue allí."
)


class LoQueNoSeHizo:
    """Tell whoever sent a form and is led to a log-in, because the session ended meanwhile, that it
    was not done: after it they are led to a page that shows nothing of what they had typed."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        respuesta = self.get_response(request)
        if request.method == "POST" and _manda_a_entrar(respuesta):
            messages.warning(request, NO_SE_HIZO)
        return respuesta


def _manda_a_entrar(respuesta) -> bool:
    """Whether it leads to a log-in that leads back."""
    destino = urlsplit(respuesta.headers.get("Location", ""))
    puertas = {reverse("admin:login"), reverse("account_login")}
    return destino.path in puertas and "next=" in destino.query
