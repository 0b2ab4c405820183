"""The life of a case, read off as a truth table: every action from every state, by every role."""

import pytest

from tramites.estados import (
    CORRE_EL_TERMINO,
    DECIDIDAS,
    TEXTO_PUBLICO,
    TONO,
    TRANSICIONES,
    Aviso,
    Estado,
    Rol,
    acciones_desde,
)

# state: (what the applicant may do, what the officer may do, what the system may do)
TABLA = {
    Estado.INGRESADA: (["retirar"], ["tomar", "derivar"], []),
    Estado.EN_REVISION: (
        ["retirar"],
        ["aprobar", "pedir_correccion", "negar", "derivar", "soltar"],
        [],
    ),
    Estado.EN_SUBSANACION: (["corregir", "retirar"], [], ["vencer_correccion"]),
    Estado.APROBADA: ([], [], ["entregar"]),
    Estado.CERTIFICADO_EMITIDO: (
        [],
        ["renovar", "reemplazar", "cerrar_proceso", "pedir_anulacion"],
        [],
    ),
    Estado.ANULACION_PEDIDA: ([], ["descartar_anulacion", "confirmar_anulacion"], []),
    Estado.CERTIFICADO_ANULADO: ([], [], []),
    Estado.NEGADA: ([], [], []),
    Estado.DESISTIDA: ([], [], []),
}

# every pair of states that one action joins; all the others are forbidden
PASOS = {
    (Estado.INGRESADA, Estado.EN_REVISION),
    (Estado.INGRESADA, Estado.INGRESADA),
    (Estado.EN_REVISION, Estado.INGRESADA),
    (Estado.INGRESADA, Estado.DESISTIDA),
    (Estado.EN_REVISION, Estado.APROBADA),
    (Estado.EN_REVISION, Estado.EN_SUBSANACION),
    (Estado.EN_REVISION, Estado.NEGADA),
    (Estado.EN_REVISION, Estado.DESISTIDA),
    (Estado.EN_SUBSANACION, Estado.EN_REVISION),
    (Estado.EN_SUBSANACION, Estado.DESISTIDA),
    (Estado.APROBADA, Estado.CERTIFICADO_EMITIDO),
    (Estado.CERTIFICADO_EMITIDO, Estado.APROBADA),
    (Estado.CERTIFICADO_EMITIDO, Estado.CERTIFICADO_ANULADO),
    (Estado.CERTIFICADO_EMITIDO, Estado.ANULACION_PEDIDA),
    (Estado.ANULACION_PEDIDA, Estado.CERTIFICADO_EMITIDO),
    (Estado.ANULACION_PEDIDA, Estado.CERTIFICADO_ANULADO),
}


@pytest.mark.parametrize("estado", Estado)
def test_quien_puede_hacer_que_en_cada_estado(estado):
    puede = tuple([t.accion for t in acciones_desde(estado, rol)] for rol in Rol)
    assert puede == TABLA[estado]


def test_ningun_otro_par_de_estados_esta_unido():
    unidos = {(desde, t.hacia) for t in TRANSICIONES.values() for desde in t.desde}
    assert unidos == PASOS


def test_cada_estado_tiene_su_texto_publico_y_su_tono():
    assert set(TEXTO_PUBLICO) == set(Estado)
    assert set(TONO) == set(Estado)


def test_cada_aviso_lo_manda_una_accion_o_se_manda_sin_mover_el_caso():
    sin_mover = {Aviso.RECIBIDA, Aviso.CODIGO, Aviso.RECORDATORIO, Aviso.ULTIMO_DIA, Aviso.TERMINOS}
    sin_mover |= {Aviso.AUTORIZACION_USADA, Aviso.QUEJA_RECIBIDA, Aviso.QUEJA_RESPONDIDA}
    mandados = {t.aviso for t in TRANSICIONES.values()} - {None}
    assert mandados | sin_mover == set(Aviso)
    assert not mandados & sin_mover


def test_el_termino_corre_solo_mientras_decide_la_institucion():
    assert {Estado.INGRESADA, Estado.EN_REVISION} == CORRE_EL_TERMINO
    assert not CORRE_EL_TERMINO & DECIDIDAS
