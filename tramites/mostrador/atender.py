"""A case at a window: what can be done for its person now, each thing with its form."""

from django.contrib import messages
from django.db import IntegrityError

from tramites.enlace import NoSeCambia
from tramites.estados import Rol, acciones_desde
from tramites.models import Atencion, Borrador
from tramites.recepcion import borradores
from tramites.seguimiento import correcciones
from tramites.services import TransicionInvalida

from . import atencion, ingreso, papeles
from .forms import EntradaForm
from .volver import EnlaceForm

HECHO = {
    "corregir": "La corrección de la solicitud {} quedó enviada.",
    "retirar": "La solicitud {} quedó retirada.",
    "enlace": "La solicitud {} tiene un enlace nuevo. El anterior ya no sirve.",
}
SERVICIO = {
    "corregir": atencion.corregir,
    "retirar": atencion.retirar,
    "enlace": atencion.dar_enlace,
}
# None of this is done without seeing the original document.
SIN_ORIGINAL = {
    "corregir": "Pida el documento original: sin verlo no se envía la corrección.",
    "retirar": "Pida el documento original: sin verlo no se retira la solicitud.",
    "enlace": "Pida el documento original: sin verlo no se da un enlace nuevo.",
}
NO_SE_PUDO = (TransicionInvalida, NoSeCambia, borradores.YaPresentada, borradores.Incompleto)


class Mostrador:
    """What can be done for a case now: `forms` maps each action to its form."""

    def __init__(self, request, solicitud):
        self.request, self.solicitud = request, solicitud
        self.subsanacion = correcciones.abierta(solicitud)
        self.forms = {accion: self._form(accion) for accion in self._acciones()}
        self.errado = None

    def _acciones(self) -> list[str]:
        pueden = [t.accion for t in acciones_desde(self.solicitud.estado, Rol.SOLICITANTE)]
        da_enlace = atencion.can_dar_enlace(self.request.user, self.solicitud)
        return pueden + ["enlace"] * da_enlace

    def _form(self, accion, *enviado):
        form = self._abrir(accion, *enviado)
        form.fields["original_visto"].error_messages["required"] = SIN_ORIGINAL[accion]
        return form

    def _abrir(self, accion, *enviado):
        anterior = ingreso.anterior_de(self.request.user)
        opciones = {"prefix": accion, "initial": {"centro": anterior and anterior.centro}}
        if accion == "corregir":
            opciones["pedidos"] = correcciones.pedidos(self.subsanacion)
        if accion == "enlace":
            return EnlaceForm(*enviado, solicitud=self.solicitud, **opciones)
        return EntradaForm(*enviado, **opciones)

    def hacer(self, accion) -> Atencion | None:
        """Do what was asked for. None when it cannot be done: the form, or a message, says why."""
        if accion not in self.forms:
            messages.error(self.request, "Eso ya no se puede hacer con esta solicitud.")
            return None
        try:
            form = self._leer(accion)
            return self._intentar(accion, form) if form.is_valid() else None
        except NO_SE_PUDO as motivo:
            messages.error(self.request, str(motivo) or "Eso ya se hizo en otra ventanilla.")
        except IntegrityError:
            # Another window used the same number between our look and our writing.
            form.add_error("quipux", "Ese número de Quipux acaba de usarse. Revíselo.")
        return None

    def _leer(self, accion):
        """The form of what was asked for. The good files of a correction are kept in any case."""
        form = self._form(accion, self.request.POST, self.request.FILES)
        if accion == "corregir" and form.is_valid() & self._guardar(form):
            # The new files may raise doubts, for which the form just sent had no box to tick.
            form = self._form(accion, self.request.POST)
        self.errado = self.forms[accion] = form
        return form

    def _guardar(self, form) -> bool:
        """Keep the good files, whatever else the form says. Returns whether there were any."""
        borrador = borradores.de_correccion(self.subsanacion)
        for documento in form.conformes():
            borradores.enviar_asi(borrador, documento, en_papel=True)
        subidos = form.subidos()
        for requisito, subido in subidos.items():
            form.guardado(requisito, borradores.adjuntar(borrador, requisito, subido))
        return bool(subidos)

    def _intentar(self, accion, form) -> Atencion:
        sobre = self.subsanacion if accion == "corregir" else self.solicitud
        hecha = SERVICIO[accion](sobre, form.entrada(), por=self.request.user)
        messages.success(self.request, HECHO[accion].format(self.solicitud))
        return hecha

    def contexto(self) -> dict:
        borrador = (
            self.subsanacion and Borrador.objects.filter(subsanacion=self.subsanacion).first()
        )
        return {
            **papeles.contexto(borrador, self.request.user),
            "solicitud": self.solicitud,
            "identificacion": self.request.POST["identificacion"],
            "observados": self.subsanacion and self.subsanacion.observados.all(),
            "vence_el": self.subsanacion and self.subsanacion.vence_el,
            "da_enlace": atencion.quien_da_enlace(self.request.user, self.solicitud),
            "formas": self.forms,
            "form": self.errado,
        }
