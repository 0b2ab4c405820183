"""The life of a case as one table: who may move it, from where, to where, and who is told.

A new action is one row here. `tests/tramites/test_estados.py` writes the whole truth table out,
and `manage.py diagrama_estados` draws it into the README.
"""

# ruff: noqa: E501 — the table is read across, one action a line.
from dataclasses import dataclass

from django.db.models import TextChoices


class Estado(TextChoices):
    INGRESADA = "ingresada", "Ingresada"
    EN_REVISION = "en_revision", "En revisión"
    EN_SUBSANACION = "en_subsanacion", "En corrección"
    APROBADA = "aprobada", "Aprobada"
    CERTIFICADO_EMITIDO = "certificado_emitido", "Certificado emitido"
    NEGADA = "negada", "Negada"
    DESISTIDA = "desistida", "Desistida"


class Rol(TextChoices):
    SOLICITANTE = "solicitante", "Solicitante"
    OFICIAL = "oficial", "Oficial"
    SISTEMA = "sistema", "Sistema"


class Aviso(TextChoices):
    """The mails that a person may get, one kind for each event worth telling."""

    RECIBIDA = "recibida", "Recibida"
    CORRECCION_PEDIDA = "correccion_pedida", "Corrección pedida"
    CORRECCION_RECIBIDA = "correccion_recibida", "Corrección recibida"
    APROBADA = "aprobada", "Aprobada"
    NEGADA = "negada", "Negada"
    CERTIFICADO_LISTO = "certificado_listo", "Certificado listo"
    DESISTIDA = "desistida", "Cerrada sin decisión"


@dataclass(frozen=True)
class Transicion:
    """One action on a case. `hecho` completes "esta solicitud ya …" and the history line."""

    accion: str
    rol: Rol
    desde: frozenset[Estado]
    hacia: Estado
    boton: str
    hecho: str
    aviso: Aviso | None = None


def _fila(accion, rol, desde, hacia, boton, hecho, aviso=None):
    return accion, Transicion(accion, rol, frozenset(desde), hacia, boton, hecho, aviso)


_E, _R, _A = Estado, Rol, Aviso
_ABIERTAS = (_E.INGRESADA, _E.EN_REVISION, _E.EN_SUBSANACION)

# fmt: off
TRANSICIONES: dict[str, Transicion] = dict([
    #     action               who             from                 to                      button                hecho                          mail
    _fila("tomar",             _R.OFICIAL,     [_E.INGRESADA],      _E.EN_REVISION,         "Tomar",              "fue tomada para revisión"),
    _fila("aprobar",           _R.OFICIAL,     [_E.EN_REVISION],    _E.APROBADA,            "Aprobar",            "fue aprobada",                _A.APROBADA),
    _fila("pedir_correccion",  _R.OFICIAL,     [_E.EN_REVISION],    _E.EN_SUBSANACION,      "Pedir corrección",   "espera una corrección",       _A.CORRECCION_PEDIDA),
    _fila("negar",             _R.OFICIAL,     [_E.EN_REVISION],    _E.NEGADA,              "Negar",              "fue negada",                  _A.NEGADA),
    _fila("corregir",          _R.SOLICITANTE, [_E.EN_SUBSANACION], _E.EN_REVISION,         "Enviar corrección",  "fue corregida",               _A.CORRECCION_RECIBIDA),
    _fila("retirar",           _R.SOLICITANTE, _ABIERTAS,           _E.DESISTIDA,           "Retirar solicitud",  "fue retirada por la persona", _A.DESISTIDA),
    _fila("vencer_correccion", _R.SISTEMA,     [_E.EN_SUBSANACION], _E.DESISTIDA,           "",                   "no se corrigió a tiempo",     _A.DESISTIDA),
    _fila("entregar",          _R.SISTEMA,     [_E.APROBADA],       _E.CERTIFICADO_EMITIDO, "",                   "ya tiene certificado",        _A.CERTIFICADO_LISTO),
])
# fmt: on

# What the applicant reads, never the internal word. `unidad` and `plazo` are filled in.
TEXTO_PUBLICO: dict[Estado, str] = {
    Estado.INGRESADA: "Recibida",
    Estado.EN_REVISION: "En revisión en {unidad}",
    Estado.EN_SUBSANACION: "Debe corregir documentos hasta el {plazo}",
    Estado.APROBADA: "Aprobada: estamos generando su certificado",
    Estado.CERTIFICADO_EMITIDO: "Certificado disponible",
    Estado.NEGADA: "Negada",
    Estado.DESISTIDA: "Cerrada sin decisión",
}

# The legal clock runs only while the institution is the one who must act.
CORRE_EL_TERMINO = frozenset({Estado.INGRESADA, Estado.EN_REVISION})
DECIDIDAS = frozenset({Estado.APROBADA, Estado.CERTIFICADO_EMITIDO, Estado.NEGADA})


def acciones_desde(estado: str, rol: Rol) -> list[Transicion]:
    """The actions that `rol` may take on a case in `estado`, in the order of the table."""
    return [t for t in TRANSICIONES.values() if t.rol == rol and estado in t.desde]
