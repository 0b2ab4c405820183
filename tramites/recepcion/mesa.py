"""Documents on their cards: each one sent, judged, changed or taken away by itself.

The step of the form and a correction work the same way, each on its own draft and addresses.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from documentos import frases
from documentos import services as documentos
from documentos.fotos import FotoImposible
from documentos.models import Documento
from tramites import archivos
from tramites.models import Borrador, Requisito

from . import borradores
from .forms import DocumentosForm

ACCIONES = {
    "quitar": borradores.quitar,
    "girar": borradores.girar,
    "enviar-asi": borradores.enviar_asi,
}


@dataclass(frozen=True)
class Rutas:
    """The names of the addresses of a table; each begins with the key or secret that opens it."""

    mesa: str
    adjuntar: str
    actuar: str
    pagina: str
    carta: str
    hoja: str  # the letter's PDF


@dataclass(frozen=True)
class Mesa:
    """What lies on the table: each document asked for, with the file there is or None.

    `borrador` gives the draft where files are kept, made only when one comes. `observados` maps a
    requirement to what an officer said of it.
    """

    clave: str
    rutas: Rutas
    borrador: Callable[[], Borrador]
    pedidos: dict[Requisito, Documento | None]
    observados: dict

    def form(self, *enviado) -> DocumentosForm:
        return DocumentosForm(*enviado, pedidos=self.pedidos, observados=self.observados)

    @property
    def url(self) -> str:
        return reverse(self.rutas.mesa, args=[self.clave])

    def pedido(self, codigo: str) -> Requisito:
        """Raises `Http404` for what is not asked here."""
        for requisito in self.pedidos:
            if requisito.codigo == codigo:
                return requisito
        raise Http404

    def contexto(self) -> dict:
        """What the cards need to name their addresses."""
        return {"clave": self.clave, "rutas": self.rutas}


def form_de(request, mesa: Mesa) -> DocumentosForm:
    """The table as its page shows it: with what lacks, when somebody asked to go on, and with what
    was said of the last file, when it could not be taken."""
    form = mesa.form({})
    recoger_errores(request, form)
    if "errores" in request.GET:
        form.check_completos()
    return form


def recoger_errores(request, form) -> None:
    """Put beside its field what a POST that kept nothing of it said in a message."""
    for mensaje in messages.get_messages(request):
        if mensaje.extra_tags in form.fields:
            form.errors.setdefault(mensaje.extra_tags, form.error_class()).append(mensaje.message)


def continuar(request, mesa: Mesa, adonde: str):
    """On to `adonde` when no document lacks; back to the table, which says which, when one does.

    What was chosen and not sent is kept first: whoever has no script may have chosen all of them.
    """
    form = mesa.form(request.POST, request.FILES)
    _guardar(mesa, form)
    if not form.errors and mesa.form({}).check_completos():
        return redirect(adonde, mesa.clave)
    _dejar_dicho(request, form)
    return redirect(f"{mesa.url}?errores")


def _guardar(mesa: Mesa, form: DocumentosForm) -> None:
    for requisito, subido in form.subidos().items():
        mesa.pedidos[requisito] = borradores.adjuntar(mesa.borrador(), requisito, subido)


def _dejar_dicho(request, form: DocumentosForm) -> None:
    """Why a file was not taken is a message that its card picks up: the file itself stays nowhere,
    so it cannot be asked again."""
    for campo, errores in form.errors.items():
        messages.error(request, " ".join(errores), extra_tags=campo)


def adjuntar(request, mesa: Mesa, codigo: str):
    """One document, judged while the person waits. Its script sends it alone and asks for its card
    alone; without it, what was chosen on the others comes along and is kept too.

    A phone that opens this address anew comes as a GET.
    """
    if request.method == "GET":
        return redirect(mesa.url)
    pedido = mesa.pedido(codigo)
    form = mesa.form(request.POST, request.FILES)
    _guardar(mesa, form)
    form.exigir(pedido)
    if request.headers.get("X-Requested-With") == "fetch":
        visto = form if form.errors else mesa.form()
        contexto = {"tarjeta": visto.tarjeta(pedido), **mesa.contexto()}
        estado = 422 if form.errors else 200
        return render(request, "tramites/_documento.html", contexto, status=estado)
    if not form.errors:
        return _a_la_tarjeta(mesa, codigo)
    _dejar_dicho(request, form)
    return redirect(mesa.url)


def actuar(request, mesa: Mesa, codigo: str, accion: str):
    """Take away, turn or send as it is the document that there is."""
    documento = mesa.pedidos[mesa.pedido(codigo)]
    if documento is None or accion not in ACCIONES:
        raise Http404
    try:
        ACCIONES[accion](mesa.borrador(), documento)
    except FotoImposible as imposible:
        messages.error(request, frases.de_defecto(imposible.defecto))
    return _a_la_tarjeta(mesa, codigo)


def imagen(request, suyos, documento_id: int, numero: int):
    """A page of one of `suyos`, as the officer will read it; `?miniatura`, its small copy."""
    documento = get_object_or_404(suyos, pk=documento_id)
    if numero not in documento.numeros_de_pagina:
        raise Http404
    leer = documentos.leer_miniatura if "miniatura" in request.GET else documentos.leer_pagina
    return archivos.privada(leer(documento, numero), "image/jpeg")


def _a_la_tarjeta(mesa: Mesa, codigo: str):
    return redirect(f"{mesa.url}#tarjeta-{codigo}")
