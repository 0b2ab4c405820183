"""The pages of a correction: each document asked for on its card, then what will be sent."""

from dataclasses import dataclass, replace
from functools import partial, wraps
from io import BytesIO

from django.contrib import messages
from django.db.models import Q
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from certificados.fechas import fecha_larga
from documentos.models import Documento
from tramites import archivos, services
from tramites.carta_propia import textos_de_caso
from tramites.estados import Estado
from tramites.models import Requisito, Solicitud, Subsanacion
from tramites.plazos import feriados_de_caso, plazo_en_palabras
from tramites.recepcion import borradores, carta, mesa, pasos

from . import correcciones
from .views import caso

RUTAS = mesa.Rutas(
    mesa="corregir",
    adjuntar="corregir_documento",
    actuar="actuar_en_correccion",
    pagina="pagina_de_correccion",
    carta="carta_de_correccion",
    hoja="hoja_de_correccion",
)


@dataclass(frozen=True)
class Observado:
    """What the officer said about a document, and which file it was about."""

    motivo: str
    anterior: Documento | None


@dataclass(frozen=True)
class Correccion:
    """A case that waits for a correction, with the documents asked for on a table."""

    subsanacion: Subsanacion
    mesa: mesa.Mesa
    bloqueados: list[Documento]

    @property
    def solicitud(self) -> Solicitud:
        return self.subsanacion.solicitud

    @classmethod
    def de(cls, secreto: str, subsanacion: Subsanacion) -> "Correccion":
        solicitud = subsanacion.solicitud
        vigentes = solicitud.documentos.vigentes().select_related("requisito")
        suyos = {documento.requisito: documento for documento in vigentes}
        pedidos = correcciones.pedidos(subsanacion)
        suya = mesa.Mesa(
            secreto,
            RUTAS if se_escribe_carta(solicitud) else replace(RUTAS, carta=""),
            partial(borradores.de_correccion, subsanacion),
            pedidos,
            _observados(subsanacion, suyos),
        )
        return cls(subsanacion, suya, [d for r, d in suyos.items() if r not in pedidos])

    def contexto(self) -> dict:
        solicitud, vence = self.solicitud, self.subsanacion.vence_el
        feriados = feriados_de_caso(solicitud.provincia, solicitud.unidad)
        return {
            "solicitud": solicitud,
            "secreto": self.mesa.clave,
            "vence_el": vence,
            "plazo": plazo_en_palabras(timezone.localdate(), vence, feriados),
            "nuevos": self.mesa.pedidos.values(),
            "bloqueados": self.bloqueados,
            **self.mesa.contexto(),
        }


def _observados(subsanacion: Subsanacion, suyos: dict) -> dict[Requisito, Observado]:
    observados = subsanacion.observados.select_related("requisito")
    return {o.requisito: Observado(o.motivo, suyos.get(o.requisito)) for o in observados}


def se_escribe_carta(solicitud: Solicitud) -> bool:
    """Whether the portal knows all that the letter says; of a case in person it may not."""
    return solicitud.canal == Solicitud.Canal.VIRTUAL


def con_correccion(vista):
    """`vista(request, correccion, …)` for a case that waits for one; any other, to its page."""

    @wraps(vista)
    def envuelta(request, secreto, **argumentos):
        solicitud = caso(secreto)
        subsanacion = correcciones.abierta(solicitud)
        try:
            if subsanacion is None:
                raise borradores.YaPresentada
            return vista(request, Correccion.de(secreto, subsanacion), **argumentos)
        except borradores.YaPresentada:
            messages.info(request, _por_que_no(solicitud))
            return redirect("seguimiento", secreto=secreto)

    return envuelta


def _por_que_no(solicitud: Solicitud) -> str:
    """Mostly it was sent a moment ago: the button pressed twice, or another tab."""
    solicitud.refresh_from_db()
    if solicitud.estado == Estado.EN_REVISION and solicitud.subsanaciones.exists():
        return "Ya recibimos su corrección: no hace falta enviarla otra vez."
    return "Esta solicitud no espera correcciones."


@require_http_methods(["GET", "POST"])
@con_correccion
def corregir(request, correccion):
    """Every document on its card, the good ones locked. A POST goes on if none is missing."""
    if request.method == "POST":
        return mesa.continuar(request, correccion.mesa, "revisar_correccion")
    contexto = {"form": mesa.form_de(request, correccion.mesa), **correccion.contexto()}
    return render(request, "tramites/corregir.html", contexto)


@require_http_methods(["GET", "POST"])
@con_correccion
def adjuntar(request, correccion, requisito):
    return mesa.adjuntar(request, correccion.mesa, requisito)


@require_http_methods(["GET", "POST"])
@con_correccion
def actuar(request, correccion, requisito, accion):
    return mesa.actuar(request, correccion.mesa, requisito, accion)


@require_GET
@con_correccion
def pagina(request, correccion, documento_id, numero):
    """A page of a new document, or of one that the person had sent before."""
    subsanacion = correccion.subsanacion
    de_la_persona = Q(borrador__subsanacion=subsanacion) | Q(solicitud=subsanacion.solicitud)
    suyos = Documento.objects.vigentes().filter(de_la_persona)
    return mesa.imagen(request, suyos, documento_id, numero)


@require_http_methods(["GET", "POST"])
@con_correccion
def revisar(request, correccion):
    """What will be sent and what stays. A POST sends it, once."""
    if pasos.falta_alguno(correccion.mesa.pedidos.values()):
        return redirect("corregir", correccion.mesa.clave)
    if request.method == "GET":
        return render(request, "tramites/revisar_correccion.html", correccion.contexto())
    try:
        correcciones.enviar(correccion.subsanacion)
    except borradores.Incompleto:
        # A document was removed in another tab since the page was read.
        return redirect("corregir", correccion.mesa.clave)
    except services.TransicionInvalida as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Recibimos su corrección.")
    return redirect("seguimiento", correccion.mesa.clave)


@require_GET
@con_correccion
def explicar_carta(request, correccion):
    """The letter again, with the words of the case: to print, or to copy by hand."""
    contexto = {
        **correccion.contexto(),
        "textos": textos_de_caso(_con_carta(correccion)),
        "fecha": fecha_larga(timezone.localdate()),
    }
    return render(request, "tramites/mi_carta.html", contexto)


@require_GET
@con_correccion
def descargar_carta(request, correccion):
    contenido = carta.de_caso(_con_carta(correccion), timezone.localtime())
    return archivos.privada(BytesIO(contenido), "application/pdf", descarga="carta-para-firmar.pdf")


def _con_carta(correccion) -> Solicitud:
    if not se_escribe_carta(correccion.solicitud):
        raise Http404
    return correccion.solicitud
