"""What the page of a case tells an officer."""

from django.utils import timezone

from certificados.services import detenidos
from documentos.models import Documento
from tramites.alcance import acciones_de, otras_de_la_persona, pueden_confirmar
from tramites.estados import CORRE_EL_TERMINO, Estado
from tramites.hoja_de_ruta import clave_de, nombre_de
from tramites.models import DocumentoObservado, Solicitud
from tramites.plazos import feriados_de_caso
from tramites.terminos import limite_de_cerca

from . import etiquetas
from .acciones import BOTONES

# What to tell by phone, in each state, to a person without e-mail.
POR_TELEFONO = {
    Estado.EN_SUBSANACION: "qué debe corregir y hasta qué día",
    Estado.APROBADA: "que su solicitud fue aprobada",
    Estado.CERTIFICADO_EMITIDO: "que su certificado está listo",
    Estado.CERTIFICADO_ANULADO: "que su certificado ya no vale y por qué",
    Estado.NEGADA: "que su solicitud fue negada, por qué y cómo reclamar",
}


def contexto(usuario, solicitud: Solicitud, invalido: dict) -> dict:
    """`solicitud` comes from `bandeja.con_correccion`; `invalido` maps an action to its rejected
    form."""
    otras, en_otra_unidad = otras_de_la_persona(usuario, solicitud)
    movimientos = list(solicitud.movimientos.select_related("por", "correo"))
    return {
        "solicitud": solicitud,
        "acciones": _acciones(usuario, solicitud, invalido),
        "por_telefono": "" if solicitud.correo else POR_TELEFONO.get(solicitud.estado, ""),
        "documentos": con_anteriores(solicitud),
        "repetidas": _huellas_repetidas(solicitud),
        "otras": otras,
        "en_otra_unidad": en_otra_unidad,
        "movimientos": movimientos,
        "con_correo": [uno for uno in movimientos if hasattr(uno, "correo")],
        "certificados": _certificados(solicitud, movimientos),
        "confirman": _confirman(solicitud),
        "detenidos": detenidos().filter(solicitud=solicitud),
        **_situacion(solicitud),
        "ajena": solicitud.estado == Estado.EN_REVISION
        and solicitud.responsable not in {None, usuario},
    }


def _acciones(usuario, solicitud, invalido) -> list[tuple]:
    """(action, its form, the class of its button), in the order of the table of states."""
    return [
        (
            accion,
            invalido.get(accion.accion)
            or BOTONES[accion.accion].form(solicitud=solicitud, prefix=accion.accion),
            BOTONES[accion.accion].clase,
        )
        for accion in acciones_de(usuario, solicitud)
    ]


def _situacion(solicitud) -> dict:
    feriados = feriados_de_caso(solicitud.provincia, solicitud.unidad)
    cerca = limite_de_cerca(timezone.localdate())
    return {
        "situacion": etiquetas.del_estado(solicitud),
        "termino": etiquetas.del_termino(solicitud, feriados, cerca),
        "corre": solicitud.estado in {*CORRE_EL_TERMINO, Estado.EN_SUBSANACION},
    }


def con_anteriores(solicitud) -> list[Documento]:
    """The current documents, each with those it replaced, newest first (`anteriores`), and what an
    officer said about each (`dicho`), or ""."""
    todos = list(solicitud.documentos.select_related("requisito").order_by("-creado_en", "-pk"))
    observados = DocumentoObservado.objects.filter(subsanacion__solicitud=solicitud)
    dichos = list(observados.order_by("subsanacion_id"))
    for documento in todos:
        documento.dicho = _dicho_de(documento, dichos)
    vigentes = [documento for documento in todos if documento.reemplazado_en is None]
    for vigente in vigentes:
        del_mismo = (d for d in todos if d.requisito_id == vigente.requisito_id)
        vigente.anteriores = [d for d in del_mismo if d.reemplazado_en]
    return sorted(vigentes, key=lambda documento: documento.requisito.orden)


def _dicho_de(documento, dichos) -> str:
    """Why it was asked for again: for a replaced one, the first remark answered since then."""
    suyos = [d for d in dichos if d.requisito_id == documento.requisito_id]
    if cuando := documento.reemplazado_en:
        pedidos = [d for d in suyos if d.corregido_en and d.corregido_en >= cuando]
    else:
        pedidos = [d for d in suyos if d.corregido_en is None]
    return pedidos[0].motivo if pedidos else ""


def _certificados(solicitud, movimientos) -> list:
    """Its certificates, with the names of the staff that they hold by key, from its history."""
    certificados = list(solicitud.certificados.all())
    nombres = {clave_de(uno.por): nombre_de(uno.por) for uno in movimientos if uno.por}
    for certificado in certificados:
        certificado.quien_anulo = nombres.get(certificado.anulado_por, certificado.anulado_por)
        pidio = certificado.anulacion_pedida_por
        certificado.quien_pidio = nombres.get(pidio, pidio)
    return certificados


def _confirman(solicitud) -> list[str]:
    """Who may confirm the pending annulment."""
    if solicitud.estado != Estado.ANULACION_PEDIDA:
        return []
    return [str(funcionario) for funcionario in pueden_confirmar(solicitud)]


def _huellas_repetidas(solicitud) -> set[str]:
    """The SHA-256 of its files that somebody else has filed as well, in any unit."""
    propias = solicitud.documentos.vigentes().values("sha256")
    repetidos = Documento.objects.filter(solicitud__isnull=False, sha256__in=propias)
    ajenos = repetidos.exclude(solicitud__identificacion=solicitud.identificacion)
    return set(ajenos.values_list("sha256", flat=True))
