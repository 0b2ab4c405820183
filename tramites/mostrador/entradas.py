"""The window of Gestión Documental in the officers' desk: enter a case, hand over its receipt.

Any officer of any centre may enter a case, but only its unit decides it. So officers see here their
own entries, each with its receipt, and nothing else of the case.
"""

from io import BytesIO

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils import timezone

from tramites import archivos, autorizaciones
from tramites.escritorio.unidad import AdminDeUnidad
from tramites.models import Autorizacion, Borrador, IngresoPresencial, Tramite
from tramites.recepcion import borradores
from tramites.texto import guardable

from . import comprobante, ingreso, papeles
from .codigos import CodigoForm
from .forms import IngresoDeTerceroForm, IngresoForm


@admin.register(IngresoPresencial)
class IngresoPresencialAdmin(AdminDeUnidad):
    titulo, agregar = "Solicitudes que usted registró en persona", "Registrar una solicitud"
    list_display = ["solicitud", "centro", "quipux", "registrado_en"]
    list_select_related = ["solicitud", "centro"]
    search_fields = ["solicitud__numero", "quipux"]
    search_help_text = "Busque por número de solicitud o de Quipux."

    def visibles(self, usuario):
        return IngresoPresencial.objects.filter(registrado_por=usuario)

    def has_add_permission(self, request):
        return self.has_module_permission(request)

    def get_urls(self):
        envolver = self.admin_site.admin_view
        return [
            path(
                "autorizacion/",
                envolver(self.autorizacion_view),
                name="tramites_ingresopresencial_autorizacion",
            ),
            path(
                "<int:pk>/comprobante.pdf",
                envolver(self.comprobante_view),
                name="tramites_ingresopresencial_comprobante",
            ),
            *super().get_urls(),
        ]

    def add_view(self, request, form_url="", extra_context=None):
        """The form. A POST enters the case, once, and leads to its receipt."""
        self.check_oficial(request)
        clave = request.POST.get("clave", "")
        hay_clave = borradores.CLAVE.fullmatch(clave)
        # First of all, because a form sent twice has already used up its authorisation.
        if hay_clave and (solicitud := borradores.ya_presentada(clave)):
            return self._ya_registrada(request, solicitud)
        try:
            autorizacion = _autorizacion(request)
        except ValidationError as error:
            messages.error(request, error.messages[0])
            return redirect("admin:tramites_ingresopresencial_autorizacion")
        if not hay_clave:
            # Nothing was sent yet: the officer opens the form, with an authorisation or without.
            return self._formulario(request, borradores.nueva_clave(), autorizacion)
        try:
            return self._recibir(request, clave, autorizacion)
        except borradores.YaPresentada:
            # A double click: its twin entered the case while this one's scan was being read.
            return self._ya_registrada(request, borradores.ya_presentada(clave))

    def _recibir(self, request, clave, autorizacion):
        borrador = _abrir(request, clave, _tramite(request, autorizacion))
        form = _form(borrador.tramite, autorizacion, borrador, request.POST, request.FILES)
        completo = form.is_valid()
        for requisito, subido in form.subidos().items():
            form.guardado(requisito, borradores.adjuntar(borrador, requisito, subido))
        if completo:
            # The new files may raise doubts, for which the form just sent had no box to tick.
            borradores.anotar(borrador, form.en_el_borrador())
            form = _form(borrador.tramite, autorizacion, borrador, request.POST)
            completo = form.is_valid()
        for documento in form.conformes():
            borradores.enviar_asi(borrador, documento, en_papel=True)
        if not completo or not (entrada := self._registrar(request, borrador, form)):
            return self._formulario(request, clave, autorizacion, form, borrador)
        messages.success(request, f"La solicitud {entrada.solicitud} quedó registrada.")
        return redirect("admin:tramites_ingresopresencial_change", entrada.pk)

    def _registrar(self, request, borrador, form) -> IngresoPresencial | None:
        try:
            return ingreso.registrar(borrador, form.datos(), form.entrada(), por=request.user)
        except borradores.YaPresentada:
            return IngresoPresencial.objects.get(solicitud__envio_huella=borrador.huella)
        except autorizaciones.NoVale as motivo:
            form.add_error(None, str(motivo))
        except IntegrityError:
            # Another window used the same number between our look and our writing.
            form.add_error("quipux", "Ese número de Quipux acaba de usarse en otra solicitud.")
        return None

    def autorizacion_view(self, request):
        """The code of an authorisation goes in; what it allows comes out."""
        self.check_oficial(request)
        form = CodigoForm(request.POST or None, por=request.user, buscar=autorizaciones.buscar)
        hallada = form.hallado if form.is_valid() else None
        contexto = {"form": form, "autorizacion": hallada}
        return self._pagina(request, "autorizacion", "Autorización a terceros", **contexto)

    def _ya_registrada(self, request, solicitud):
        entrada = get_object_or_404(self.get_queryset(request), solicitud=solicitud)
        messages.info(request, f"Esta solicitud ya estaba registrada: {solicitud.numero}.")
        return redirect("admin:tramites_ingresopresencial_change", entrada.pk)

    def _formulario(self, request, clave, autorizacion, form=None, borrador=None):
        tramite = _tramite(request, autorizacion)
        inicial = {"centro": getattr(ingreso.anterior_de(request.user), "centro", None)}
        contexto = {
            "clave": clave,
            **papeles.contexto(borrador, request.user),
            "autorizacion": autorizacion,
            "tramite": tramite,
            "tramites": Tramite.ofrecidos(),
            "form": form or _form(tramite, autorizacion, initial=inicial),
        }
        return self._pagina(request, "registrar", "Registrar una solicitud en persona", **contexto)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """What was entered, and the receipt to print."""
        entrada = self._suya(request, object_id)
        otras, en_otra_unidad = ingreso.otras_en_curso(entrada, request.user)
        contexto = {
            "ingreso": entrada,
            "lleva_enlace": ingreso.lleva_enlace(entrada),
            "otras": otras,
            "en_otra_unidad": en_otra_unidad,
        }
        titulo = f"Solicitud {entrada.solicitud} registrada"
        return self._pagina(request, "registrada", titulo, **contexto)

    def comprobante_view(self, request, pk):
        entrada = self._suya(request, pk)
        archivos.anotar_acceso(request.user, entrada.solicitud, "comprobante")
        ruta = entrada.solicitud.ruta_seguimiento if ingreso.lleva_enlace(entrada) else ""
        enlace = ruta and settings.PORTAL_URL + ruta
        contenido = comprobante.escribir(entrada, enlace, timezone.localtime())
        return archivos.privada(BytesIO(contenido), "application/pdf")

    def _suya(self, request, pk) -> IngresoPresencial:
        return self.fila(
            request, pk, "autorizacion", "centro", "solicitud__tramite", "solicitud__unidad"
        )

    def _pagina(self, request, plantilla, titulo, **contexto):
        nombre = f"admin/tramites/ingresopresencial/{plantilla}.html"
        return self.pagina(request, nombre, titulo, **contexto)


def _autorizacion(request) -> Autorizacion | None:
    """The authorisation whose code came with the form, if any. Raises `ValidationError` when it
    cannot be used."""
    codigo = request.POST.get("autorizacion")
    if not codigo:
        return None
    form = CodigoForm({"codigo": codigo}, por=request.user, buscar=autorizaciones.buscar)
    if not form.is_valid():
        raise ValidationError(form.errors["codigo"].as_data()[0].messages)
    return form.hallado


def _tramite(request, autorizacion=None) -> Tramite:
    if autorizacion:
        return autorizacion.tramite
    codigo = guardable(request.POST.get("tramite") or request.GET.get("tramite") or "")
    ofrecidos = Tramite.ofrecidos()
    return ofrecidos.filter(codigo=codigo).first() or get_object_or_404(ofrecidos[:1])


def _abrir(request, clave, tramite) -> Borrador:
    try:
        return ingreso.abrir(clave, tramite, request.user)
    except borradores.EnOtroNavegador as error:
        raise Http404 from error


def _conservados(borrador) -> dict:
    vigentes = borrador.documentos.vigentes().select_related("requisito")
    return {documento.requisito: documento for documento in vigentes}


def _form(tramite, autorizacion, borrador=None, *enviado, **opciones) -> IngresoForm:
    conservados = _conservados(borrador) if borrador else {}
    opciones["pedidos"] = {r: conservados.get(r) for r in ingreso.requisitos(tramite)}
    if autorizacion:
        return IngresoDeTerceroForm(*enviado, autorizacion=autorizacion, **opciones)
    return IngresoForm(*enviado, **opciones)
