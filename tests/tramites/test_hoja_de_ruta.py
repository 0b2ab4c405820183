"""What each action leaves in the history of its case: who did it, in which words, with which mail
(R37)."""

from datetime import timedelta

import pytest

from certificados.fechas import fecha_larga
from tramites.models import Movimiento

from .reparto import APROBACION
from .test_todo_o_nada import ACCIONES

EN_PERSONA = "En persona, en Centro de Atención Universal de Azuay, con su documento original."
SE_ENVIO = "Se envió a la Coordinación Provincial de Pichincha."
DERIVADA = (
    "De Coordinación Provincial de Pichincha a Coordinación Provincial de Guayas: Vive en Guayaquil"
)
RENOVADA = fecha_larga(APROBACION["vigente_hasta"] + timedelta(days=90))
# Action → its line: the name it is kept by, the case's state, who of the staff, the first words,
# the mail.
HISTORIA = {
    "presentar": ("presentar", "ingresada", None, SE_ENVIO, "recibida"),
    "tomar": ("tomar", "en_revision", "bruno", "", None),
    "soltar": ("soltar", "ingresada", "bruno", "", None),
    "derivar": ("derivar", "ingresada", "bruno", DERIVADA, "derivada"),
    "aprobar": ("aprobar", "aprobada", "bruno", "Se comprobó:", "aprobada"),
    "negar": ("negar", "negada", "bruno", "Ya terminó", "negada"),
    "pedir corrección": (
        "pedir_correccion",
        "en_subsanacion",
        "bruno",
        "Carta firmada a mano: Sin firma",
        "correccion_pedida",
    ),
    "corregir": ("corregir", "en_revision", None, "", "correccion_recibida"),
    "corregir en persona": ("corregir", "en_revision", "bruno", EN_PERSONA, "correccion_recibida"),
    "recordar": ("recordar", "en_subsanacion", None, "", "recordatorio"),
    "retirar": ("retirar", "desistida", None, "", "desistida"),
    "retirar en persona": ("retirar", "desistida", "bruno", EN_PERSONA, "desistida"),
    "vencer": ("vencer_correccion", "desistida", None, "", "desistida"),
    "renovar": (
        "renovar",
        "aprobada",
        "bruno",
        f"Vale hasta el {RENOVADA}. El anterior ya no vale.",
        "certificado_reemplazado",
    ),
    "reemplazar": ("reemplazar", "aprobada", "bruno", "El apellido", "certificado_reemplazado"),
    "cerrar proceso": (
        "cerrar_proceso",
        "certificado_anulado",
        "bruno",
        "Se resolvió",
        "certificado_anulado",
    ),
    "pedir anulación": ("pedir_anulacion", "anulacion_pedida", "bruno", "Por error", None),
    "descartar anulación": ("descartar_anulacion", "certificado_emitido", "bruno", "", None),
    "confirmar anulación": (
        "confirmar_anulacion",
        "certificado_anulado",
        "bruno",
        "Por error",
        "certificado_anulado",
    ),
    "reintentar": ("reintentar", "aprobada", "bruno", "", None),
    "entregar": ("entregar", "certificado_emitido", None, "", "certificado_listo"),
    "registrar en persona": (
        "presentar",
        "ingresada",
        "bruno",
        f"En persona, en Centro de Atención Universal de Guayas. {SE_ENVIO}",
        "recibida",
    ),
    "dar enlace": ("cambiar_enlace", "ingresada", "bruno", "En persona.", None),
    "dar enlace en persona": ("cambiar_enlace", "ingresada", "bruno", EN_PERSONA, None),
    "reenviar correo": ("reenviar_correo", "ingresada", "bruno", "Recibida", "recibida"),
    "pedir código": ("pedir_codigo", "ingresada", None, "", "codigo"),
}
# Nothing of a case.
SIN_HISTORIA = {
    "avisar términos",
    "declarar",
    "confirmar identidad",
    "confirmar por la institución",
    "responder queja",
}


def test_cada_accion_deja_su_linea_o_no_es_de_un_caso():
    assert set(HISTORIA) | SIN_HISTORIA == set(ACCIONES)


@pytest.mark.parametrize("nombre", HISTORIA)
def test_la_historia_dice_que_paso_quien_lo_hizo_y_que_correo_salio(nombre, bruno):
    preparar, hacer = ACCIONES[nombre]
    hacer(preparar(bruno), bruno)
    linea = Movimiento.objects.select_related("correo").latest("pk")
    assert (
        linea.accion,
        linea.estado,
        linea.por and linea.por.username,
        linea.detalle.partition("\n")[0],
        linea.correo.aviso if hasattr(linea, "correo") else None,
    ) == HISTORIA[nombre]
