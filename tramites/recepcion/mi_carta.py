"""The pages of the letter: how to print, sign and photograph it, or do without a printer."""

from io import BytesIO

from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from certificados.fechas import fecha_larga
from tramites import archivos
from tramites.carta_propia import textos_de
from tramites.models import Solicitud

from . import carta, pasos
from .acceso import con_borrador
from .views import contexto_de


@require_GET
@con_borrador
def explicar(request, clave, borrador):
    """What to do with the letter, and its text, to copy by hand."""
    if not pasos.alcanza(borrador, pasos.DOCUMENTOS):
        return redirect(pasos.pendiente(borrador), clave=clave)
    contexto = {
        **contexto_de(clave, borrador, pasos.DOCUMENTOS),
        "textos": textos_de(borrador.tramite, borrador.datos, Solicitud.Canal.VIRTUAL),
        "fecha": fecha_larga(timezone.localdate()),
        "destinatario_presencial": borrador.tramite.destinatario_presencial,
    }
    return render(request, "tramites/mi_carta.html", contexto)


@require_GET
@con_borrador
def descargar(request, clave, borrador):
    """The letter as a PDF; `?canal=presencial`, the one for the window of a centre (R19)."""
    if not pasos.alcanza(borrador, pasos.DOCUMENTOS):
        return redirect(pasos.pendiente(borrador), clave=clave)
    pedido = request.GET.get("canal")
    canal = pedido if pedido in Solicitud.Canal.values else Solicitud.Canal.VIRTUAL
    contenido = carta.escribir(borrador, timezone.localtime(), canal)
    return archivos.privada(BytesIO(contenido), "application/pdf", descarga="carta-para-firmar.pdf")
