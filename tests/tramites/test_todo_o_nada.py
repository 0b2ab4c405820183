"""Whatever fails half-way through an action, nothing of it stays: no move without its line and its
mail, no decision without its certificate."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import connection
from django.utils import timezone

from certificados.emision import INTENTOS_MAXIMOS
from certificados.models import Certificado
from tramites import enlace, identidad, recordatorios, reenvio, services, vida_certificado
from tramites.models import Centro, Correo, Subsanacion, UnidadAdministrativa
from tramites.mostrador import atencion
from tramites.quejas import registro
from tramites.recepcion import borradores
from tramites.seguimiento import codigo, correcciones

from .reparto import (
    ANA,
    APROBACION,
    borrador_completo,
    declarada,
    en_revision,
    escaneada,
    funcionario,
    presentada,
    queja_de_ana,
    registrada,
    requisito,
    subido,
)


class Corte(Exception):
    pass


def cortar(tras: int):
    """So many writes go through, and the next one finds the database gone."""
    quedan = iter(range(tras))

    def envoltura(ejecutar, orden, *resto):
        if orden.startswith(("INSERT", "UPDATE", "DELETE")) and next(quedan, None) is None:
            raise Corte
        return ejecutar(orden, *resto)

    return connection.execute_wrapper(envoltura)


def lo_escrito() -> dict:
    """Every row of the portal."""
    propios = {"tramites", "documentos", "certificados"}
    tablas = [modelo for modelo in apps.get_models() if modelo._meta.app_label in propios]
    return {t._meta.label: list(t._base_manager.order_by("pk").values()) for t in tablas}


def de_nuevo(objeto):
    """As whoever tries again reads it."""
    return objeto if isinstance(objeto, str) else type(objeto).objects.get(pk=objeto.pk)


# --- What each action starts from -------------------------------------------------------------
def por_corregir(bruno) -> Subsanacion:
    solicitud = en_revision(bruno)
    services.pedir_correccion(solicitud, por=bruno, motivos={requisito("cedula"): "Borrosa"})
    return correcciones.abierta(solicitud)


def corregida(bruno) -> Subsanacion:
    subsanacion = por_corregir(bruno)
    borrador = borradores.de_correccion(subsanacion)
    borradores.adjuntar(borrador, requisito("cedula"), subido("otra-cedula"))
    return subsanacion


def aprobada(bruno):
    solicitud = en_revision(bruno)
    services.aprobar(solicitud, por=bruno, **APROBACION)
    return solicitud


def con_certificado(bruno):
    solicitud = aprobada(bruno)
    services.emitir_certificado(Certificado.objects.get().pk)
    solicitud.refresh_from_db()
    return solicitud


def por_anular(bruno):
    solicitud = con_certificado(bruno)
    vida_certificado.pedir_anulacion(solicitud, por=bruno, motivo="Por error")
    return solicitud


def por_confirmar(bruno):
    return por_anular(funcionario("carlos", "coordinacion-pichincha"))


def detenida(bruno):
    solicitud = aprobada(bruno)
    Certificado.objects.update(intentos=INTENTOS_MAXIMOS)
    return solicitud


def en_persona(bruno):
    return registrada(bruno, correo="").solicitud


def con_correo_enviado(bruno) -> Correo:
    presentada()
    Correo.objects.update(estado="enviado")
    return Correo.objects.get()


def confirmada_en_otra_cuenta(bruno):
    identidad.confirmar(declarada("otra@example.org"), por=bruno)
    return declarada()


def entrada() -> dict:
    return {"centro": Centro.objects.first(), "original_visto": True}


def derivar(caso, bruno):
    guayas = UnidadAdministrativa.objects.get(codigo="coordinacion-guayas")
    services.derivar(caso, por=bruno, unidad=guayas, motivo="Vive en Guayaquil")


def reemplazar(caso, bruno):
    datos = {"nombres": "Ana Lucía Ñandú Ceballos", "expediente": "RT-2026-00078"}
    vida_certificado.reemplazar(caso, por=bruno, motivo="El apellido", **datos)


def renovar(caso, bruno):
    hasta = APROBACION["vigente_hasta"] + timedelta(days=90)
    vida_certificado.renovar(caso, por=bruno, vigente_hasta=hasta)


def vencer(subsanacion, bruno):
    """The round notes what failed and goes on."""
    if not services.vencer_correcciones(subsanacion.vence_el + timedelta(days=1)):
        raise Corte


def otra_persona(titular, bruno):
    datos = {campo: ANA[campo] for campo in ("tipo_identificacion", "identificacion")}
    return titular.cuenta, {**datos, "nombres": "Ana Ñandú"}


def por_institucion(titular, bruno):
    cuenta, datos = otra_persona(titular, bruno)
    identidad.confirmar_por_institucion(cuenta, **datos)


def declarar(titular, bruno):
    cuenta, datos = otra_persona(titular, bruno)
    identidad.declarar(cuenta, **datos)


def supervisor(bruno):
    get_user_model().objects.filter(pk=bruno.pk).update(email="bruno@example.org")
    return bruno.funcionario


ACCIONES = {
    "presentar": (lambda _: borrador_completo(), lambda clave, _: borradores.presentar(clave)),
    "tomar": (lambda _: presentada(), lambda caso, b: services.tomar(caso, por=b)),
    "soltar": (en_revision, lambda caso, b: services.soltar(caso, por=b)),
    "derivar": (en_revision, derivar),
    "aprobar": (en_revision, lambda caso, b: services.aprobar(caso, por=b, **APROBACION)),
    "negar": (en_revision, lambda caso, b: services.negar(caso, por=b, motivo="Ya terminó")),
    "pedir corrección": (
        en_revision,
        lambda caso, b: services.pedir_correccion(
            caso, por=b, motivos={requisito("carta"): "Sin firma"}
        ),
    ),
    "corregir": (corregida, lambda subsanacion, _: correcciones.enviar(subsanacion)),
    "corregir en persona": (
        corregida,
        lambda subsanacion, b: atencion.corregir(subsanacion, entrada(), por=b),
    ),
    "recordar": (
        por_corregir,
        lambda subsanacion, _: recordatorios.recordar(
            subsanacion, "recordada_a_mitad_en", timezone.now()
        ),
    ),
    "avisar términos": (
        supervisor,
        lambda quien, _: recordatorios.avisar(quien, timezone.localdate()),
    ),
    "retirar": (por_corregir, lambda subsanacion, _: services.retirar(subsanacion.solicitud)),
    "retirar en persona": (
        por_corregir,
        lambda subsanacion, b: atencion.retirar(subsanacion.solicitud, entrada(), por=b),
    ),
    "vencer": (por_corregir, vencer),
    "renovar": (con_certificado, renovar),
    "reemplazar": (con_certificado, reemplazar),
    "cerrar proceso": (
        con_certificado,
        lambda caso, b: vida_certificado.cerrar_proceso(caso, por=b, motivo="Se resolvió"),
    ),
    "pedir anulación": (
        con_certificado,
        lambda caso, b: vida_certificado.pedir_anulacion(caso, por=b, motivo="Por error"),
    ),
    "descartar anulación": (
        por_anular,
        lambda caso, b: vida_certificado.descartar_anulacion(caso, por=b),
    ),
    "confirmar anulación": (
        por_confirmar,
        lambda caso, b: vida_certificado.confirmar_anulacion(caso, por=b),
    ),
    "reintentar": (detenida, lambda caso, b: vida_certificado.reintentar(caso, por=b)),
    "entregar": (aprobada, lambda caso, _: services.entregar(caso)),
    "registrar en persona": (escaneada, lambda borrador, b: registrada(b, borrador=borrador)),
    "dar enlace": (
        en_persona,
        lambda caso, b: enlace.cambiar(caso, por=b, lugar="En persona."),
    ),
    "dar enlace en persona": (
        en_persona,
        lambda caso, b: atencion.dar_enlace(caso, entrada(), por=b),
    ),
    "reenviar correo": (con_correo_enviado, lambda correo, b: reenvio.reenviar(correo, por=b)),
    "pedir código": (
        lambda _: presentada(),
        lambda caso, _: codigo.pedir(caso.numero, caso.identificacion[-4:]),
    ),
    "declarar": (lambda _: declarada(), declarar),
    "confirmar identidad": (
        confirmada_en_otra_cuenta,
        lambda titular, b: identidad.confirmar(titular, por=b),
    ),
    "confirmar por la institución": (confirmada_en_otra_cuenta, por_institucion),
    "responder queja": (
        lambda _: queja_de_ana(),
        lambda queja, b: registro.responder(queja, por=b, respuesta="La atendimos hoy."),
    ),
}


@pytest.mark.parametrize("nombre", ACCIONES)
def test_una_accion_queda_entera_o_no_queda_nada(nombre, bruno):
    preparar, hacer = ACCIONES[nombre]
    objeto = preparar(bruno)
    antes = lo_escrito()
    for escrituras in range(60):
        try:
            with cortar(escrituras):
                hacer(de_nuevo(objeto), bruno)
        except Corte:
            assert lo_escrito() == antes
        else:
            break
    # The control: it goes through at last, and was of several writes.
    assert escrituras > 1 and lo_escrito() != antes
