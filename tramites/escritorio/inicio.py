"""The first page of the desk: how much of each kind waits for the officer, and where."""

from dataclasses import dataclass

from django.urls import reverse

from certificados.services import detenidos
from tramites.alcance import quejas_visibles, solicitudes_visibles

from .bandeja import BANDEJAS, contar

# What a count leads to, in the list of cases, the most urgent first.
DE_LOS_CASOS = {
    "vencido": ("Con el término legal vencido", "?bandeja=por_atender&termino=vencido", "mal"),
    "cerca": ("Por vencer", "?bandeja=por_atender&termino=cerca", "duda"),
    "volvieron": (BANDEJAS["volvieron"], "?bandeja=volvieron", "duda"),
    "por_tomar": (BANDEJAS["por_tomar"], "?bandeja=por_tomar", "info"),
    "mias": (BANDEJAS["mias"], "?bandeja=mias", "info"),
    "en_correccion": (BANDEJAS["en_correccion"], "?bandeja=en_correccion", "neutro"),
    "por_anular": (BANDEJAS["por_anular"], "?bandeja=por_anular", "duda"),
}


@dataclass(frozen=True)
class Cuenta:
    """A count and its list's address; `tono` is a tag's, neutral when there is nothing."""

    titulo: str
    cuantas: int
    ruta: str
    tono: str


def cuentas(usuario) -> list[Cuenta]:
    """What waits in the officer's scope: cases by tray, certificates that stopped, complaints.

    Three queries, besides reading whose scope it is.
    """
    lista, cuantas = reverse("admin:tramites_solicitud_changelist"), contar(usuario)
    casos = [
        _cuenta(titulo, cuantas[nombre], lista + filtro, tono)
        for nombre, (titulo, filtro, tono) in DE_LOS_CASOS.items()
    ]
    return [*casos, _certificados(usuario), _quejas(usuario)]


def _certificados(usuario) -> Cuenta:
    suyos = detenidos().filter(solicitud__in=solicitudes_visibles(usuario))
    ruta = reverse("admin:certificados_certificado_changelist") + "?emision=detenida"
    return _cuenta("Certificados detenidos, por atender", suyos.count(), ruta, "mal")


def _quejas(usuario) -> Cuenta:
    pendientes = quejas_visibles(usuario).filter(respondida_en=None)
    ruta = reverse("admin:tramites_queja_changelist") + "?respuesta=pendiente"
    return _cuenta("Quejas por responder", pendientes.count(), ruta, "duda")


def _cuenta(titulo: str, cuantas: int, ruta: str, tono: str) -> Cuenta:
    return Cuenta(titulo, cuantas, ruta, tono if cuantas else "neutro")
