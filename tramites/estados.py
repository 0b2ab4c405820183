"""The life of a case as one table: who may move it, from where, to where, and what mail tells it.

A new action is one row here. `tests/tramites/test_estados.py` writes out the whole truth table,
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
    ANULACION_PEDIDA = "anulacion_pedida", "Anulación por confirmar"
    CERTIFICADO_ANULADO = "certificado_anulado", "Certificado anulado"
    NEGADA = "negada", "Negada"
    DESISTIDA = "desistida", "Desistida"


class Rol(TextChoices):
    SOLICITANTE = "solicitante", "Solicitante"
    OFICIAL = "oficial", "Oficial"
    SISTEMA = "sistema", "Sistema"


class Aviso(TextChoices):
    """The kinds of mail, one for each event worth telling."""

    RECIBIDA = "recibida", "Recibida"
    DERIVADA = "derivada", "Enviada a otra unidad"
    CODIGO = "codigo", "Código de acceso"
    CORRECCION_PEDIDA = "correccion_pedida", "Corrección pedida"
    CORRECCION_RECIBIDA = "correccion_recibida", "Corrección recibida"
    APROBADA = "aprobada", "Aprobada"
    NEGADA = "negada", "Negada"
    CERTIFICADO_LISTO = "certificado_listo", "Certificado listo"
    CERTIFICADO_REEMPLAZADO = "certificado_reemplazado", "Certificado reemplazado"
    CERTIFICADO_ANULADO = "certificado_anulado", "Certificado anulado"
    DESISTIDA = "desistida", "Retirada o cerrada sin decisión"
    RECORDATORIO = "recordatorio", "Recordatorio de la corrección"
    ULTIMO_DIA = "ultimo_dia", "Último día para corregir"
    QUEJA_RECIBIDA = "queja_recibida", "Queja recibida"
    QUEJA_RESPONDIDA = "queja_respondida", "Queja respondida"
    AUTORIZACION_USADA = "autorizacion_usada", "Autorización usada"
    # To supervisors, never to the person.
    TERMINOS = "terminos", "Términos por vencer"


@dataclass(frozen=True)
class Transicion:
    """One action on a case. `hecho` completes "la solicitud …", in messages and in the history.

    The person's page leaves out the lines of those that are not `publica`: the office's business.
    """

    accion: str
    rol: Rol
    desde: frozenset[Estado]
    hacia: Estado
    boton: str
    hecho: str
    aviso: Aviso | None = None
    publica: bool = True


def _fila(accion, rol, desde, hacia, boton, hecho, aviso=None, publica=True):
    return accion, Transicion(accion, rol, frozenset(desde), hacia, boton, hecho, aviso, publica)


_E, _R, _A = Estado, Rol, Aviso
_ABIERTAS = (_E.INGRESADA, _E.EN_REVISION, _E.EN_SUBSANACION)

# fmt: off
TRANSICIONES: dict[str, Transicion] = dict([
    #     action                 who             from                      to                      button                        what happened                                   mail
    _fila("tomar",               _R.OFICIAL,     [_E.INGRESADA],           _E.EN_REVISION,         "Tomar",                      "pasó a revisión"),
    _fila("aprobar",             _R.OFICIAL,     [_E.EN_REVISION],         _E.APROBADA,            "Aprobar",                    "fue aprobada",                                 _A.APROBADA),
    _fila("pedir_correccion",    _R.OFICIAL,     [_E.EN_REVISION],         _E.EN_SUBSANACION,      "Pedir corrección",           "espera una corrección",                        _A.CORRECCION_PEDIDA),
    _fila("negar",               _R.OFICIAL,     [_E.EN_REVISION],         _E.NEGADA,              "Negar",                      "fue negada",                                   _A.NEGADA),
    _fila("derivar",             _R.OFICIAL,     [_E.INGRESADA, _E.EN_REVISION], _E.INGRESADA,     "Enviar a otra unidad",       "pasó a otra unidad",                           _A.DERIVADA),
    _fila("soltar",              _R.OFICIAL,     [_E.EN_REVISION],         _E.INGRESADA,           "Dejar para otra persona",    "volvió a la espera de quien la revise",        None, False),
    _fila("corregir",            _R.SOLICITANTE, [_E.EN_SUBSANACION],      _E.EN_REVISION,         "Enviar corrección",          "fue corregida",                                _A.CORRECCION_RECIBIDA),
    _fila("retirar",             _R.SOLICITANTE, _ABIERTAS,                _E.DESISTIDA,           "Retirar solicitud",          "fue retirada a pedido de quien la presentó",   _A.DESISTIDA),
    _fila("vencer_correccion",   _R.SISTEMA,     [_E.EN_SUBSANACION],      _E.DESISTIDA,           "",                           "se cerró: la corrección no llegó a tiempo",    _A.DESISTIDA),
    _fila("entregar",            _R.SISTEMA,     [_E.APROBADA],            _E.CERTIFICADO_EMITIDO, "",                           "tiene su certificado listo",                   _A.CERTIFICADO_LISTO),
    _fila("renovar",             _R.OFICIAL,     [_E.CERTIFICADO_EMITIDO], _E.APROBADA,            "Renovar el certificado",     "tiene renovado su certificado",                _A.CERTIFICADO_REEMPLAZADO),
    _fila("reemplazar",          _R.OFICIAL,     [_E.CERTIFICADO_EMITIDO], _E.APROBADA,            "Reemplazar el certificado",  "tiene corregido su certificado",               _A.CERTIFICADO_REEMPLAZADO),
    _fila("cerrar_proceso",      _R.OFICIAL,     [_E.CERTIFICADO_EMITIDO], _E.CERTIFICADO_ANULADO, "Registrar el cierre del proceso", "ya no tiene certificado: se cerró su proceso", _A.CERTIFICADO_ANULADO),
    _fila("pedir_anulacion",     _R.OFICIAL,     [_E.CERTIFICADO_EMITIDO], _E.ANULACION_PEDIDA,    "Pedir la anulación",         "tiene pedida la anulación de su certificado",  None, False),
    _fila("descartar_anulacion", _R.OFICIAL,     [_E.ANULACION_PEDIDA],    _E.CERTIFICADO_EMITIDO, "Descartar la anulación",     "conserva su certificado",                      None, False),
    _fila("confirmar_anulacion", _R.OFICIAL,     [_E.ANULACION_PEDIDA],    _E.CERTIFICADO_ANULADO, "Confirmar la anulación",     "ya no tiene certificado: fue anulado",         _A.CERTIFICADO_ANULADO),
])
# fmt: on

# What the applicant reads, never the internal word. `unidad`, `plazo` and `cierre` are filled in.
TEXTO_PUBLICO: dict[Estado, str] = {
    Estado.INGRESADA: "Recibida",
    Estado.EN_REVISION: "En revisión en {unidad}",
    Estado.EN_SUBSANACION: "Debe corregir documentos hasta el {plazo}",
    Estado.APROBADA: "Aprobada: estamos generando su certificado",
    Estado.CERTIFICADO_EMITIDO: "Certificado disponible",
    # Until a second officer confirms the annulment, the certificate is as good as before.
    Estado.ANULACION_PEDIDA: "Certificado disponible",
    Estado.CERTIFICADO_ANULADO: "Certificado anulado",
    Estado.NEGADA: "Negada",
    Estado.DESISTIDA: "{cierre}",
}
# How a case without a decision ended, by the action that ended it.
CIERRES = {
    "retirar": "Retirada",
    "vencer_correccion": "Cerrada: la corrección no llegó a tiempo",
}

# How good the news is for whoever waits: the colour of the state's tag.
TONO: dict[Estado, str] = {
    Estado.INGRESADA: "info",
    Estado.EN_REVISION: "info",
    Estado.EN_SUBSANACION: "duda",
    Estado.APROBADA: "bien",
    Estado.CERTIFICADO_EMITIDO: "bien",
    Estado.ANULACION_PEDIDA: "bien",
    Estado.CERTIFICADO_ANULADO: "mal",
    Estado.NEGADA: "mal",
    Estado.DESISTIDA: "neutro",
}

# The legal clock runs only while the institution is the one who must act.
CORRE_EL_TERMINO = frozenset({Estado.INGRESADA, Estado.EN_REVISION})
A_FAVOR = frozenset(
    {
        Estado.APROBADA,
        Estado.CERTIFICADO_EMITIDO,
        Estado.ANULACION_PEDIDA,
        Estado.CERTIFICADO_ANULADO,
    }
)
DECIDIDAS = A_FAVOR | {Estado.NEGADA}


def acciones_desde(estado: str, rol: Rol) -> list[Transicion]:
    """The actions that `rol` may take on a case in `estado`, in the order of the table."""
    return [t for t in TRANSICIONES.values() if t.rol == rol and estado in t.desde]
