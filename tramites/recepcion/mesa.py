"""Documents on their cards: each is sent, judged, changed or removed by itself.

The form's step of documents and a correction share this, each with its own draft and addresses.
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
    """The names of a table's views. The first argument of each is the key or secret."""

    mesa: str
    adjuntar: str
    actuar: str
    pagina: str
    carta: str
    hoja: str  # the letter's PDF


@dataclass(frozen=True)
class Mesa:
    """What lies on the table: each document asked for, with its file or None.

    `borrador` returns the draft where files are kept, which is made only when a file comes.
    `observados` maps a requirement to what an officer said about it.
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
        """The requirement with that code. Raises `Http404` for one that is not asked for here."""
        for requisito in self.pedidos:
            if requisito.codigo == codigo:
                return requisito
        raise Http404

    def contexto(self) -> dict:
        """What the cards need to build their addresses."""
        return {"clave": self.clave, "rutas": self.rutas}


def form_de(request, mesa: Mesa) -> DocumentosForm:
    """The form of the table as its page shows it: with what is missing, if somebody tried to go on,
    and with why the last file was refused, if it was."""
    form = mesa.form({})
    recoger_errores(request, form)
    if "errores" in request.GET:
        form.check_completos()
    return form


def recoger_errores(request, form) -> None:
    """Show beside their fields the errors that an earlier POST left as messages."""
    for mensaje in messages.get_messages(request):
        if mensaje.extra_tags in form.fields:
            form.errors.setdefault(mensaje.extra_tags, form.error_class()).append(mensaje.message)


def continuar(request, mesa: Mesa, adonde: str):
    """On to `adonde` if no document is missing; otherwise back to the table, which says which are.

    Files that were chosen and not yet sent are kept first: without JavaScript, all of them may be.
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
    """Leave the reason for each refused file as a message, which its card picks up: the file itself
    is not kept, so it cannot be judged again."""
    for campo, errores in form.errors.items():
        messages.error(request, " ".join(errores), extra_tags=campo)


def adjuntar(request, mesa: Mesa, codigo: str):
    """Take one document, judged while the person waits.

    The script sends a file by itself and gets back only its card. Without it, the files chosen on
    other cards come along and are kept too. A GET comes from a phone that reopens this address.
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
    """Remove, turn, or send as it is, the document on a card.

    The card may be empty since the page was read: the button was pressed twice, or in another tab.
    A GET comes from whoever reopens this address. Either sees the card as it is.
    """
    documento = mesa.pedidos[mesa.pedido(codigo)]
    if accion not in ACCIONES:
        raise Http404
    try:
        if documento and request.method == "POST":
            ACCIONES[accion](mesa.borrador(), documento)
    except FotoImposible as imposible:
        messages.error(request, frases.de_defecto(imposible.defecto))
    return _a_la_tarjeta(mesa, codigo)


def imagen(request, suyos, documento_id: int, numero: int):
    """A page of one of `suyos`, as the officer will read it; with `?miniatura`, its thumbnail."""
    documento = get_object_or_404(suyos, pk=documento_id)
    if numero not in documento.numeros_de_pagina:
        raise Http404
    leer = documentos.leer_miniatura if "miniatura" in request.GET else documentos.leer_pagina
    return archivos.privada(leer(documento, numero), "image/jpeg")


def _a_la_tarjeta(mesa: Mesa, codigo: str):
    return redirect(f"{mesa.url}#tarjeta-{codigo}")
