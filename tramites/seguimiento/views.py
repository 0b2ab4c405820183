"""The person's own page of a case, and what can be done from it."""

import logging
from io import BytesIO

from django.conf import settings
from django.contrib import messages
from django.db.models.functions import TruncDate
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from certificados.services import estado_publico
from certificados.verificacion import Visita
from tramites import archivos, limites, services
from tramites.estados import CORRE_EL_TERMINO, Estado, Rol, acciones_desde
from tramites.identidad import can_guardar
from tramites.models import Correo, Solicitud
from tramites.plazos import feriados_de_caso, plazo_en_palabras, sumar_habiles

from . import codigo, correcciones, expediente
from .forms import CodigoForm, ConsultaForm

registro = logging.getLogger(__name__)
# How many codes an origin may ask for, and try, in how many seconds.
CODIGOS_PEDIDOS, CODIGOS_PROBADOS = (5, limites.MINUTO), (10, limites.MINUTO)
# How many visits the page lists: an office that opened the file, and the day.
VISITAS = 30
DESCARGAS = (10, limites.MINUTO)
DEMASIADOS = "Hizo muchos intentos seguidos. Espere un minuto y pruebe otra vez."
NO_COINCIDE = "El código no coincide o ya no sirve. Use el del correo más reciente o pida otro."


@require_http_methods(["GET", "POST"])
def consultar(request):
    """See a case without its link: first a code is mailed, then it is typed here.

    Every answer is the same whether or not the case exists.
    """
    if "codigo" in request.POST:
        return _canjear(request, CodigoForm(request.POST))
    form = ConsultaForm(request.POST or None)
    if not form.is_valid():
        return _consulta(request, form)
    if _demasiados(request, "codigo-pedido", CODIGOS_PEDIDOS):
        form.add_error(None, DEMASIADOS)
        return _consulta(request, form, status=429)
    codigo.pedir(**form.cleaned_data)
    return _consulta(request, CodigoForm(initial=form.cleaned_data))


def _canjear(request, form):
    if not form.is_valid():
        return _consulta(request, form)
    if _demasiados(request, "codigo-probado", CODIGOS_PROBADOS):
        form.add_error(None, DEMASIADOS)
        return _consulta(request, form, status=429)
    if solicitud := codigo.canjear(**form.cleaned_data):
        return redirect(solicitud.ruta_seguimiento)
    form.add_error("codigo", NO_COINCIDE)
    return _consulta(request, form)


def _consulta(request, form, status=200):
    contexto = {"form": form, "pedido": isinstance(form, CodigoForm)}
    return render(request, "tramites/consultar.html", contexto, status=status)


def _demasiados(request, que: str, limite: tuple[int, int]) -> bool:
    maximo, ventana = limite
    return limites.contar(f"{que}:{Visita.de(request).origen}", ventana) > maximo


@require_GET
def seguimiento(request, secreto):
    """The person's own page of the case: confirmation, state, history, what to do next."""
    solicitud, hoy = caso(secreto), timezone.localdate()
    contexto = {
        "solicitud": solicitud,
        "secreto": secreto,
        "hoy": hoy,
        "enlace": settings.PORTAL_URL + solicitud.ruta_seguimiento,
        "movimientos": [m for m in solicitud.movimientos.all() if m.publico],
        "documentos": solicitud.documentos.vigentes().select_related("requisito"),
        "guardable": can_guardar(request.user, solicitud),
        "espera": solicitud.estado == Estado.APROBADA,
        "visitas": _visitas(solicitud),
        "correo_perdido": _correo_perdido(solicitud),
        "acciones": {t.accion for t in acciones_desde(solicitud.estado, Rol.SOLICITANTE)},
        **_del_certificado(solicitud, hoy),
        **_lo_que_falta(solicitud, hoy),
    }
    return render(request, "tramites/seguimiento.html", contexto)


@require_http_methods(["GET", "POST"])
def retirar(request, secreto):
    """A GET comes from whoever reopens this address: the button is on the page of the case."""
    if request.method == "GET":
        return redirect("seguimiento", secreto=secreto)
    solicitud = caso(secreto)
    try:
        services.retirar(solicitud)
    except services.TransicionInvalida as error:
        if solicitud.movimientos.filter(accion="retirar").exists():  # The button pressed twice.
            messages.info(request, "Su solicitud ya estaba retirada.")
        else:
            messages.error(request, str(error))
    else:
        messages.success(request, "Su solicitud fue retirada.")
    return redirect("seguimiento", secreto=secreto)


@require_GET
def certificado(request, secreto):
    """The certificate for its holder, only if its bytes are those that were signed.

    When there is none, it leads to the page of the case, which says what became of it.
    """
    emitido = _certificado(caso(secreto))
    if emitido is None:
        return redirect("seguimiento", secreto=secreto)
    try:
        return archivos.certificado(emitido)
    except (archivos.ArchivoAlterado, FileNotFoundError):
        registro.exception("Certificate %s cannot be served.", emitido.pk)
        return render(request, "tramites/certificado_no_disponible.html", status=503)


@require_GET
def comprobante(request, secreto):
    """The receipt of the case as a PDF."""
    if _demasiados(request, "descarga", DESCARGAS):
        return _descargar_despues(request, secreto)
    solicitud = caso(secreto)
    contenido = BytesIO(expediente.comprobante(solicitud))
    return archivos.privada(contenido, "application/pdf", f"comprobante-{solicitud.numero}.pdf")


@require_GET
def descargar_expediente(request, secreto):
    """The whole file of the case as a ZIP, only if every part of it is as it arrived."""
    if _demasiados(request, "descarga", DESCARGAS):
        return _descargar_despues(request, secreto)
    solicitud = caso(secreto)
    try:
        piezas = expediente.piezas(solicitud, timezone.now())
    except (archivos.ArchivoAlterado, FileNotFoundError):
        registro.exception("The file of case %s cannot be served whole.", solicitud.pk)
        return render(request, "tramites/expediente_no_disponible.html", status=503)
    nombre = f"expediente-{solicitud.numero}.zip"
    return archivos.privada(expediente.empaquetar(piezas), "application/zip", nombre)


def _descargar_despues(request, secreto):
    messages.error(request, "Descargó muchas veces seguidas. Espere un minuto y pruebe otra vez.")
    return redirect("seguimiento", secreto=secreto)


def caso(secreto: str) -> Solicitud:
    """The case that the link opens. Raises `Http404`."""
    casos = Solicitud.objects.con_secreto(secreto)
    return get_object_or_404(casos.select_related("tramite", "unidad", "provincia"))


def _certificado(solicitud):
    return solicitud.certificados.filter(estado="emitido").first()


def _del_certificado(solicitud, hoy) -> dict:
    """The certificate in force, or how it ended, and the one that it replaced."""
    ultimo = {
        certificado.estado: certificado for certificado in reversed(solicitud.certificados.all())
    }
    emitido = ultimo.get("emitido")
    return {
        "certificado": emitido,
        "vencido": emitido is not None and estado_publico(emitido, hoy) == "vencido",
        "anulado": ultimo.get("anulado"),
        "anterior": ultimo.get("reemplazado"),
    }


def _lo_que_falta(solicitud, hoy) -> dict:
    """The running term, the office's or the person's to correct, and what remains of it."""
    feriados = feriados_de_caso(solicitud.provincia, solicitud.unidad)
    if solicitud.estado in CORRE_EL_TERMINO:
        return {
            "plazo": plazo_en_palabras(hoy, solicitud.vence_el, feriados),
            "cuenta_desde": sumar_habiles(timezone.localdate(solicitud.presentada_en), 1, feriados),
            "hubo_pausa": solicitud.subsanaciones.exists(),
        }
    subsanacion = correcciones.abierta(solicitud)
    if subsanacion is None:
        return {}
    return {
        "corregir_hasta": subsanacion.vence_el,
        "plazo_de_correccion": plazo_en_palabras(hoy, subsanacion.vence_el, feriados),
        "observados": subsanacion.observados.select_related("requisito"),
        "guardados": sum(nuevo is not None for nuevo in correcciones.pedidos(subsanacion).values()),
    }


def _visitas(solicitud):
    """Which offices opened the file, and on which days; never who works there."""
    dias = solicitud.accesos.exclude(unidad=None).annotate(dia=TruncDate("en"))
    return dias.values_list("dia", "unidad__nombre").distinct().order_by("-dia")[:VISITAS]


def _correo_perdido(solicitud) -> bool:
    """Whether the last mail that was sent, or given up, did not arrive."""
    salidos = Correo.objects.filter(movimiento__solicitud=solicitud)
    ultimo = salidos.exclude(estado=Correo.Estado.PENDIENTE).last()
    return ultimo is not None and ultimo.estado != Correo.Estado.ENVIADO
