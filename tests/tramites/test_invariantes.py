"""What must hold, said in sentences: nothing of a healthy portal, each wound of a broken one."""

import os
import time
from datetime import timedelta
from io import StringIO

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.utils import timezone

from certificados.services import registrar
from documentos.services import borrar_carpeta
from tests.certificados.reparto import datos
from tramites import services
from tramites.invariantes import comprobar
from tramites.models import Correo, Movimiento, Solicitud

from .reparto import APROBACION, en_revision

pytestmark = pytest.mark.django_db
SANO = "Todo lo que debe cumplirse se cumple.\n"


@pytest.fixture
def entregada(bruno):
    """A case with its certificate, told and delivered."""
    caso = en_revision(bruno)
    services.aprobar(caso, por=bruno, **APROBACION)
    services.emitir_certificado(caso.certificados.get().pk)
    caso.refresh_from_db()
    return caso


def test_un_portal_sano_cumple_todo(entregada, solicitud):
    salida = StringIO()
    call_command("comprobar_invariantes", stdout=salida)
    assert salida.getvalue() == SANO


def test_lo_que_no_se_cumple_se_dice_y_la_orden_falla(entregada):
    default_storage.delete(entregada.certificados.get().archivo)
    salida = StringIO()
    with pytest.raises(CommandError, match="1 problemas"):
        call_command("comprobar_invariantes", stdout=salida)
    assert "no se puede leer (FileNotFoundError)." in salida.getvalue()


def test_se_halla_el_documento_cuyo_archivo_falta(entregada):
    documento = entregada.documentos.first()
    borrar_carpeta(documento.carpeta)
    assert list(comprobar()) == [
        f"El archivo del documento {documento.pk} no se puede leer (FileNotFoundError)."
    ]


def test_los_archivos_viejos_sin_fila_se_limpian(entregada):
    default_storage.save("certificados/2026/viejo.pdf", ContentFile(b"x"))
    hace_dos_horas = time.time() - 7200
    os.utime(settings.ALMACEN / "certificados/2026/viejo.pdf", (hace_dos_horas, hace_dos_horas))
    salida = StringIO()
    call_command("comprobar_invariantes", limpiar=True, stdout=salida)
    assert salida.getvalue() == f"Se borró certificados/2026/viejo.pdf.\n{SANO}"


def test_se_halla_un_certificado_vivo_de_un_caso_sin_aprobar(solicitud):
    registrar(solicitud.pk, datos())
    assert list(comprobar()) == [
        f"La solicitud {solicitud} está en «Ingresada» y tiene 1 certificados vivos."
    ]


def test_se_halla_una_aprobada_sin_certificado_y_una_historia_que_miente(entregada, bruno):
    """As if somebody had written the state by hand."""
    otra = en_revision(bruno)
    Solicitud.objects.filter(pk=otra.pk).update(
        estado="certificado_emitido", expediente="X", decidida_en=timezone.now(), decidida_por=bruno
    )
    assert list(comprobar()) == [
        f"La solicitud {otra} está en «Certificado emitido» y tiene 0 certificados vivos.",
        f"La solicitud {otra} dice tener su certificado y no se ha emitido.",
        f"La solicitud {otra} está en «certificado_emitido» y su historia dice «en_revision».",
    ]


def test_se_halla_una_entrega_sin_aviso_y_un_correo_olvidado(entregada):
    entrega = Movimiento.objects.get(solicitud=entregada, accion="entregar")
    Correo.objects.filter(movimiento=entrega).delete()
    olvidado = Correo.objects.earliest("pk")
    Correo.objects.filter(pk=olvidado.pk).update(
        estado="pendiente", proximo_intento=timezone.now() - timedelta(hours=2)
    )
    assert list(comprobar()) == [
        f"De la entrega del certificado de {entregada} no se avisó a nadie.",
        f"El correo {olvidado.pk} debió intentarse hace más de una hora.",
    ]
