"""From an empty form to a sent case, one step at a time. The step of documents is in `adjuntos`."""

from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from certificados.verificacion import Visita
from tramites import limites
from tramites.identidad import vincular
from tramites.identificacion import ULTIMOS, telefono_en_palabras
from tramites.models import Borrador, Tramite

from . import borradores, pasos
from .acceso import (
    a_medias,
    clave_de,
    con_borrador,
    en_su_navegador,
    que_recuerda,
    ya_enviada,
)
from .correos import correo_parecido
from .forms import RetomarForm
from .mesa import Rutas, recoger_errores

RUTAS = Rutas(
    mesa=pasos.DOCUMENTOS,
    adjuntar="adjuntar",
    actuar="actuar_en_documento",
    pagina="pagina_de_borrador",
    carta="mi_carta",
    hoja="carta",
)
QUIEN = pasos.PASOS[0].codigo
# Steps that show the advice on a mistyped address: after it was typed, before it is used.
CON_CONSEJO = ("pedido", "revisar")
UN_DIA = 24 * limites.HORA
DEMASIADAS = (
    "Hoy ya se enviaron muchas solicitudes desde esta conexión. La suya está guardada: envíela "
    "mañana, o ahora con otra conexión, como los datos de su teléfono."
)


@require_http_methods(["GET", "POST"])
@que_recuerda
@en_su_navegador
def recibir(request, codigo):
    """Recepción de trámites: the first step. The draft is made by the first POST."""
    tramite = get_object_or_404(Tramite.ofrecidos(), codigo=codigo)
    clave = clave_de(request)
    if request.method == "GET":
        return _pagina(request, clave, Borrador(tramite=tramite), QUIEN)
    if solicitud := borradores.ya_presentada(clave):
        return ya_enviada(request, solicitud)
    return _anotar(request, clave, borradores.abrir(clave, tramite, request.navegador), QUIEN)


@require_GET
def sin_enviar(request):
    """Lead to the draft that this browser left half way, whose key is in no public page."""
    clave, borrador = a_medias(request)
    return redirect("borrador", clave) if borrador else redirect("ventanilla")


@require_GET
@con_borrador
def retomar_donde_iba(request, clave, borrador):
    """The draft's own link: leads to the step where its person was."""
    return redirect(pasos.pendiente(borrador), clave=clave)


@require_http_methods(["GET", "POST"])
@con_borrador
def paso(request, clave, borrador, codigo):
    """A step with something to type. What is typed is kept, good or not."""
    if request.method == "POST":
        return _anotar(request, clave, borrador, codigo)
    if not pasos.alcanza(borrador, codigo):
        return _al_pendiente(request, clave, borrador)
    return _pagina(request, clave, borrador, codigo)


def _anotar(request, clave, borrador, codigo):
    """Keep what was typed and redirect, so that the back button never asks to send a form again.

    If something was wrong, the step finds it in the draft when it is read again.
    """
    form = pasos.POR_CODIGO[codigo].formulario(request.POST)
    bueno = form.is_valid()
    borradores.anotar(borrador, form.datos())
    cambiar = "cambiar" in request.GET
    if "despues" in request.POST:
        return redirect("despues", clave=clave)
    if "volver" in request.POST:
        return redirect(pasos.anterior(codigo), clave=clave)
    if "usar_parecido" in request.POST:
        _usar_parecido(request, borrador)
        return redirect(reverse(codigo, args=[clave]) + ("?cambiar" if cambiar else ""))
    if not bueno:
        consulta = "errores&cambiar" if cambiar else "errores"
        return redirect(f"{reverse(codigo, args=[clave])}?{consulta}")
    # Whoever came from the check page to change one thing goes back to it.
    destino = pasos.pendiente(borrador) if cambiar else pasos.siguiente(codigo)
    return redirect(destino, clave=clave)


def _pagina(request, clave, borrador, codigo):
    elegido = {"tramite": borrador.tramite.codigo}
    escrito = elegido | borrador.datos
    con_errores = "errores" in request.GET
    como = {"data": escrito, "initial": elegido} if con_errores else {"initial": escrito}
    contexto = {
        "form": pasos.POR_CODIGO[codigo].formulario(**como),
        **contexto_de(clave, borrador, codigo),
    }
    return render(request, "tramites/recepcion.html", contexto)


def contexto_de(clave, borrador, codigo) -> dict:
    """What every step shows: where the person is, and the advice on a mistyped address."""
    correo = borrador.datos.get("correo", "")
    return {
        "clave": clave,
        "rutas": RUTAS,
        "tramite": borrador.tramite,
        "paso": pasos.POR_CODIGO[codigo],
        "progreso": pasos.progreso(clave, codigo),
        "correo_parecido": correo_parecido(correo) if codigo in CON_CONSEJO else "",
        "correo": correo,
    }


def _al_pendiente(request, clave, borrador):
    messages.info(request, "Primero complete este paso.")
    return redirect(pasos.pendiente(borrador), clave=clave)


@require_http_methods(["GET", "POST"])
@con_borrador
def usar_correo_parecido(request, clave, borrador):
    """One click on the advice, from a page with nothing else to keep. A GET reopens its address."""
    if request.method == "POST":
        _usar_parecido(request, borrador)
    return redirect(pasos.pendiente(borrador), clave=clave)


def _usar_parecido(request, borrador) -> None:
    """Change the address to the one that the person most likely meant."""
    if parecido := correo_parecido(borrador.datos.get("correo", "")):
        borradores.anotar(borrador, {"correo": parecido})
        messages.success(request, f"Su correo quedó así: {parecido}")


@require_http_methods(["GET", "POST"])
@con_borrador
def revisar(request, clave, borrador):
    """Check your answers: what will be sent and to which unit. A POST sends it, once."""
    if not pasos.alcanza(borrador, pasos.REVISAR):
        return _al_pendiente(request, clave, borrador)
    if request.method == "POST":
        return _presentar(request, clave)
    datos = borradores.datos_de(borrador)
    contexto = {
        "datos": datos,
        "filas": _respuestas(clave, datos),
        "documentos": pasos.pedidos(borrador).values(),
        **contexto_de(clave, borrador, pasos.REVISAR),
    }
    return render(request, "tramites/revisar.html", contexto)


def _respuestas(clave, datos) -> list[dict]:
    """What was typed, each answer with the step where it can be changed."""
    tipo = datos["tipo_identificacion"].label
    respuestas = [
        ("quien", "Identificación", f"{tipo} {datos['identificacion']}"),
        ("quien", "Nombres", datos["nombres"]),
        ("contacto", "Correo", datos["correo"]),
        ("contacto", "Teléfonos", ", ".join(map(telefono_en_palabras, datos["telefonos"]))),
        ("pedido", "Provincia", datos["provincia"]),
        ("pedido", "Trámite", datos["tramite"]),
        ("pedido", "Su pedido", datos["mensaje"]),
    ]
    return [
        {"nombre": nombre, "valor": valor, "cambiar": f"{reverse(paso, args=[clave])}?cambiar"}
        for paso, nombre, valor in respuestas
    ]


def _presentar(request, clave):
    if _demasiadas(request):
        messages.error(request, DEMASIADAS)
        return redirect("revisar", clave=clave)
    try:
        solicitud = borradores.presentar(clave)
    except borradores.Incompleto:
        # Something changed since the page was read, in another tab or in the catalogue.
        return redirect("borrador", clave=clave)
    except Borrador.DoesNotExist as error:
        raise Http404 from error
    vincular(request.user, solicitud)
    return redirect("seguimiento", secreto=solicitud.secreto)


def _demasiadas(request) -> bool:
    """Whether this origin sent more requests today than people do. A program would bury the
    offices, and each request mails an unverified address (S20)."""
    enviadas = limites.contar(f"solicitud:{Visita.de(request).origen}", UN_DIA)
    return enviadas > settings.SOLICITUDES_POR_ORIGEN


@require_GET
@con_borrador
def despues(request, clave, borrador):
    """Save and go on later: the link, how long it lives and where it opens."""
    enlace = settings.PORTAL_URL + reverse("borrador", args=[clave])
    hasta = timezone.localtime(borrador.caduca_en)
    cuerpo = f"Para seguir con mi solicitud en el IESS, hasta el {hasta:%d-%m-%Y a las %H:%M}:"
    contexto = {
        "clave": clave,
        "enlace": enlace,
        "hasta": hasta,
        "horas": settings.BORRADOR_HORAS,
        "ultimos": ULTIMOS,
        "en_otro": borradores.se_puede_retomar(clave),
        "por_correo": f"mailto:?subject={quote('Mi solicitud sin enviar')}"
        f"&body={quote(f'{cuerpo} {enlace}')}",
    }
    return render(request, "tramites/despues.html", contexto)


@require_http_methods(["GET", "POST"])
@en_su_navegador
def retomar(request, clave):
    """Go on in another browser, for somebody who knows how the identification typed in it ends."""
    if request.method == "POST" and (nueva := _retomada(request, clave)):
        return redirect("despues", clave=nueva)
    if not borradores.se_puede_retomar(clave):
        raise Http404
    if request.method == "POST":
        return redirect("retomar", clave=clave)
    form = RetomarForm()
    recoger_errores(request, form)
    return render(request, "tramites/retomar.html", {"form": form})


def _retomada(request, clave) -> str | None:
    """The draft's new key, or None. The reason is left as a message for its field; what was typed,
    which would open the draft, is kept nowhere."""
    form = RetomarForm(request.POST)
    nueva = form.is_valid() and borradores.retomar(
        clave, form.cleaned_data["ultimos"], request.navegador
    )
    if nueva:
        messages.success(
            request,
            "Su solicitud se abrió aquí y ya no se abre donde estaba. Su enlace cambió: guárdelo "
            "otra vez, el anterior ya no sirve. Por seguridad, le pediremos de nuevo su correo.",
        )
        return nueva
    if form.is_valid():
        form.add_error("ultimos", "No son los de la identificación escrita en esta solicitud.")
    messages.error(request, " ".join(form.errors["ultimos"]), extra_tags="ultimos")
    return None
