"""The officers' desk with something in its trays, at 320 and 1280 px, with axe."""

import pytest
from playwright.sync_api import expect

from .conftest import revisar_accesibilidad
from .test_cuentas import en_el_escritorio

# Ana's three cases: one that came back corrected and whose term is past, a new one, and one
# whose annulment Bruno asked for.
CON_DE_TODO = """
from datetime import timedelta
from django.contrib.auth import get_user_model
from django.utils import timezone
from tests.tramites.reparto import *
from tramites import vida_certificado
bruno = get_user_model().objects.get(username="bruno")
presentada()
volvio, anulable = en_revision(bruno), en_revision(bruno)
services.pedir_correccion(volvio, por=bruno, motivos={requisito("cedula"): "Está borrosa"})
mandar_correccion(volvio)
Solicitud.objects.filter(pk=volvio.pk).update(vence_el=timezone.localdate() - timedelta(9))
services.aprobar(anulable, por=bruno, **APROBACION)
services.emitir_certificado(anulable.certificados.get().pk)
anulable.refresh_from_db()
vida_certificado.pedir_anulacion(anulable, por=bruno, motivo="Se emitió por error.")
print(volvio.pk, anulable.pk)
"""


@pytest.mark.parametrize("ancho", [320, 1280])
def test_bruno_ve_lo_que_espera_lo_que_volvio_y_lo_que_dijo(navegador, portal, ancho):
    guion = portal.gestionar("shell", "--no-imports", "-c", CON_DE_TODO)
    volvio, anulable = guion.split()[-2:]
    pestana = en_el_escritorio(navegador, portal, "bruno")
    pestana.set_viewport_size({"width": ancho, "height": 900})
    revisar_accesibilidad(pestana)
    pestana.get_by_role("link", name="Volvieron corregidas").click()
    expect(pestana.get_by_text("Volvió corregida el").first).to_be_visible()
    revisar_accesibilidad(pestana)

    pestana.goto(f"/admin/tramites/solicitud/{volvio}/change/")
    expect(pestana.get_by_text("riesgo de silencio positivo")).to_be_visible()
    pestana.get_by_text("Versión anterior").first.click()
    anterior = pestana.get_by_role("img", name="Cédula, versión anterior, página 1")
    expect(anterior).to_be_visible()
    nueva = pestana.get_by_role("img", name="Cédula, página 1")
    al_lado = anterior.bounding_box()["x"] > nueva.bounding_box()["x"]
    assert al_lado == (ancho > 1000)
    # One decision is open at a time, and what it sends is the only thing that stands out.
    pestana.get_by_text("Pedir corrección", exact=True).first.click()
    pestana.get_by_text("Negar", exact=True).first.click()
    expect(pestana.locator("details[name=decision][open]")).to_have_count(1)
    revisar_accesibilidad(pestana)

    pestana.goto(f"/admin/tramites/solicitud/{anulable}/change/")
    expect(pestana.get_by_text("Puede confirmarla: Sara")).to_be_visible()
    expect(pestana.get_by_role("button", name="Confirmar la anulación")).to_have_count(0)
    revisar_accesibilidad(pestana)
    pestana.context.close()
