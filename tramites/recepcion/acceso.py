"""Who may fill in a draft: the browser that made it, or the one its person moved it to."""

from functools import wraps

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers, patch_vary_headers

from tramites.models import Borrador, Solicitud
from tramites.numeros import huella

from . import borradores

# The browser's own mark, so that the link of a draft is worth nothing in another browser.
COOKIE = "borrador"
# The key of the draft that this browser last had open.
COOKIE_CLAVE = "sin_enviar"


def en_su_navegador(vista):
    """Give the browser its mark, and redirect: from a draft sent meanwhile to its case, from one
    open in another browser to the page that moves it here."""

    @wraps(vista)
    def envuelta(request, **argumentos):
        request.navegador = _leer(request, COOKIE) or borradores.nueva_clave()
        clave = argumentos.get("clave") or clave_de(request)
        try:
            respuesta = vista(request, **argumentos)
        except borradores.YaPresentada:
            respuesta = ya_enviada(request, borradores.ya_presentada(clave))
        except borradores.EnOtroNavegador:
            respuesta = redirect("retomar", clave=clave)
        return _con_marca(respuesta, COOKIE, request.navegador)

    return envuelta


def con_borrador(vista):
    """`vista(request, clave, borrador, …)` for a draft that is open in this browser."""

    @en_su_navegador
    @wraps(vista)
    def envuelta(request, clave, **argumentos):
        if solicitud := borradores.ya_presentada(clave):
            return ya_enviada(request, solicitud)
        try:
            borrador = borradores.abierto(clave, request.navegador)
        except Borrador.DoesNotExist as error:
            raise Http404 from error
        return _con_marca(vista(request, clave, borrador, **argumentos), COOKIE_CLAVE, clave)

    return envuelta


def que_recuerda(vista):
    """A public page that also reminds this browser, through `request.sin_enviar`, of its unfinished
    draft. Only then is the page personal, and kept out of caches."""

    @wraps(vista)
    def envuelta(request, **argumentos):
        _, request.sin_enviar = a_medias(request)
        respuesta = vista(request, **argumentos)
        patch_vary_headers(respuesta, ["Cookie"])
        if request.sin_enviar:
            add_never_cache_headers(respuesta)
        return respuesta

    return envuelta


def a_medias(request) -> tuple[str, Borrador | None]:
    """The key of the draft that this browser last had open, and the draft if it is still open."""
    clave = _leer(request, COOKIE_CLAVE)
    try:
        return clave, borradores.abierto(clave, _leer(request, COOKIE)) if clave else None
    except (Borrador.DoesNotExist, borradores.EnOtroNavegador):
        return clave, None


def _leer(request, cual: str) -> str:
    return request.get_signed_cookie(cual, default="", salt=cual)


def _con_marca(respuesta, cual: str, valor: str):
    """Set a cookie; each answer gives it, as it gives the draft, all its hours again."""
    respuesta.set_signed_cookie(
        cual,
        valor,
        salt=cual,
        max_age=settings.BORRADOR_HORAS * 3600,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )
    return respuesta


def clave_de(request) -> str:
    """The key of the draft that the form carries; a new one if it is not a key of ours."""
    clave = request.POST.get("clave", "")
    return clave if borradores.CLAVE.fullmatch(clave) else borradores.nueva_clave()


def ya_enviada(request, solicitud: Solicitud | None):
    """Lead the browser that sent the draft to its case; tell any other only that it was sent."""
    if solicitud is None or solicitud.navegador != huella(request.navegador):
        return render(request, "tramites/ya_enviada.html")
    messages.info(
        request,
        f"Esta solicitud ya fue enviada, con el número {solicitud.numero}. No se envió otra vez.",
    )
    return redirect("seguimiento", secreto=solicitud.secreto)
