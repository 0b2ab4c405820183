"""The steps of the form, in order, and which of them are complete in a draft.

A step is complete ("good") when its own form accepts what the draft holds. No flag says so, so none
can be wrong when a procedure, a province or a requirement changes meanwhile.
"""

from dataclasses import dataclass

from django.urls import reverse

from documentos.models import Documento
from tramites.models import Borrador, Requisito

from .forms import ContactoForm, PasoForm, PedidoForm, QuienForm, pide_conformidad


@dataclass(frozen=True)
class Paso:
    """`codigo` names its address; `formulario` is None where there is nothing to type."""

    codigo: str
    nombre: str
    formulario: type[PasoForm] | None = None


PASOS = (
    Paso("quien", "Quién es usted", QuienForm),
    Paso("contacto", "Cómo le avisamos", ContactoForm),
    Paso("pedido", "Qué necesita", PedidoForm),
    Paso("documentos", "Sus documentos"),
    Paso("revisar", "Revise y envíe"),
)
POR_CODIGO = {paso.codigo: paso for paso in PASOS}
DOCUMENTOS, REVISAR = "documentos", "revisar"


def siguiente(codigo: str) -> str:
    codigos = list(POR_CODIGO)
    return codigos[codigos.index(codigo) + 1]


def anterior(codigo: str) -> str:
    """The step before; the first step for itself."""
    codigos = list(POR_CODIGO)
    return codigos[max(0, codigos.index(codigo) - 1)]


def pendiente(borrador: Borrador) -> str:
    """The first step that is not good yet, or the last one."""
    for paso in PASOS:
        if paso.formulario and not paso.formulario(borrador.datos).is_valid():
            return paso.codigo
    return DOCUMENTOS if falta_alguno(pedidos(borrador).values()) else REVISAR


def alcanza(borrador: Borrador, codigo: str) -> bool:
    """Whether every step before `codigo` is good: going back is free, going forward is not."""
    codigos = list(POR_CODIGO)
    return codigos.index(codigo) <= codigos.index(pendiente(borrador))


def pedidos(borrador: Borrador) -> dict[Requisito, Documento | None]:
    """Each document that this draft needs, with the file that it holds for it or None."""
    tipo = borrador.datos.get("tipo_identificacion")
    return con_su_archivo(borrador.tramite.requisitos_virtuales(tipo), borrador.documentos)


def con_su_archivo(requisitos, documentos) -> dict[Requisito, Documento | None]:
    """Each of `requisitos`, with the one of `documentos` that is for it or None."""
    vigentes = documentos.vigentes().select_related("requisito")
    tenidos = {documento.requisito_id: documento for documento in vigentes}
    return {requisito: tenidos.get(requisito.pk) for requisito in requisitos}


def falta_alguno(documentos) -> bool:
    """Whether one is missing, or still needs the person's word that it can go as it is."""
    return any(d is None or pide_conformidad(d) for d in documentos)


def progreso(clave: str, codigo: str) -> dict:
    """Where the person is: the steps with their addresses, the number of this one, and the address
    of the one before."""
    direcciones = {paso.codigo: reverse(paso.codigo, args=[clave]) for paso in PASOS}
    pasos = [{"nombre": paso.nombre, "url": direcciones[paso.codigo]} for paso in PASOS]
    numero = list(POR_CODIGO).index(codigo) + 1
    antes = direcciones[anterior(codigo)] if numero > 1 else ""
    return {"pasos": pasos, "numero": numero, "anterior": antes}
