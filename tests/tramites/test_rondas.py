"""One bad row must not stop the round of the relay, nor one bad task the others (R19)."""

from datetime import timedelta

import pytest
from django.core.management import load_command_class
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from certificados.inmutables import MOTIVO
from certificados.services import emitir
from tramites import relevo, services
from tramites.estados import Estado
from tramites.management.commands import relevo as orden
from tramites.models import Acceso, Correo, Movimiento, Requisito, Subsanacion
from tramites.rondas import cada_una

from .reparto import APROBACION, en_revision

pytestmark = pytest.mark.django_db


def test_los_demas_siguen_y_el_que_falla_se_anota_por_su_clave(caplog):
    def dividir(n):
        return 1 // n

    assert cada_una(dividir, [1, 0, 1]) == 2
    assert [r.getMessage() for r in caplog.records] == ["dividir failed for 0; the round goes on."]


def falla_con(primera, monkeypatch):
    """`services.mover` fails for the first case, as a broken row would."""
    mover = services.mover

    def mover_a_veces(solicitud, *args, **kwargs):
        if solicitud.pk == primera.pk:
            raise DatabaseError("broken row")
        mover(solicitud, *args, **kwargs)

    monkeypatch.setattr(services, "mover", mover_a_veces)


def test_un_caso_que_no_se_puede_entregar_no_detiene_a_los_demas(bruno, monkeypatch):
    casos = [en_revision(bruno), en_revision(bruno)]
    for caso in casos:
        services.aprobar(caso, por=bruno, **APROBACION)
        emitir(caso.certificados.get().pk)
    falla_con(casos[0], monkeypatch)
    relevo.entregar_emitidos()
    for caso in casos:
        caso.refresh_from_db()
    assert [caso.estado for caso in casos] == [Estado.APROBADA, Estado.CERTIFICADO_EMITIDO]


def test_una_correccion_que_no_se_puede_vencer_no_detiene_a_las_demas(bruno, monkeypatch):
    casos = [en_revision(bruno), en_revision(bruno)]
    for caso in casos:
        motivos = {Requisito.objects.filter(tramite=caso.tramite).first(): "No se lee."}
        services.pedir_correccion(caso, por=bruno, motivos=motivos)
    falla_con(casos[0], monkeypatch)
    ultimo = Subsanacion.objects.latest("vence_el").vence_el
    assert services.vencer_correcciones(ultimo + timedelta(days=1)) == 1


def test_una_tarea_que_falla_no_detiene_a_las_demas(monkeypatch):
    hechas = []

    def romperse():
        raise DatabaseError("away")

    monkeypatch.setattr(orden, "DE_CADA_VUELTA", {"una": romperse, "dos": lambda: hechas.append(2)})
    monkeypatch.setattr(orden, "DE_LIMPIEZA", {"tres": lambda: hechas.append(3)})
    load_command_class("tramites", "relevo").dar_vuelta(limpiar=True)
    assert hechas == [2, 3]


# --- What happened is written once ------------------------------------------------------------
def test_una_linea_de_la_historia_no_se_cambia_ni_se_borra(solicitud):
    movimientos = Movimiento.objects.filter(solicitud=solicitud)
    assert movimientos.update(accion="presentar") == 1  # The control: what it says already.
    for cambio in ({"detalle": "otro"}, {"accion": "negar"}, {"en": timezone.now()}):
        with pytest.raises(IntegrityError, match=MOTIVO), transaction.atomic():
            movimientos.update(**cambio)
    Correo.objects.all().delete()  # They protect it too.
    with pytest.raises(IntegrityError, match=MOTIVO), transaction.atomic():
        movimientos.delete()


def test_el_rastro_de_una_lectura_no_se_cambia_ni_se_borra(solicitud, bruno, carla):
    documento = solicitud.documentos.first()
    rastro = Acceso.objects.create(
        usuario=bruno, solicitud=solicitud, documento=documento, accion="ver"
    )
    accesos = Acceso.objects.filter(pk=rastro.pk)
    for cambio in ({"usuario": carla}, {"accion": "nada"}):
        with pytest.raises(IntegrityError, match=MOTIVO), transaction.atomic():
            accesos.update(**cambio)
    with pytest.raises(IntegrityError, match=MOTIVO), transaction.atomic():
        accesos.delete()
    # A document that is deleted leaves the trace without it.
    assert accesos.update(documento=None) == 1
