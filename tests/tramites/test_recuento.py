"""A day of rest decreed while terms run: they keep their business days (COA 158 and 159)."""

from datetime import date

import pytest
import time_machine
from django.core.management import call_command
from django.forms import model_to_dict
from django.urls import reverse

from tramites import services
from tramites.catalogo import Feriado, Provincia, UnidadAdministrativa
from tramites.models import Queja, Solicitud, Subsanacion
from tramites.plazos import feriados_de, sumar_habiles

from .reparto import en_revision, presentada, queja_de_ana, requisito

HOY = date(2026, 11, 23)
AGREGAR = reverse("admin:tramites_feriado_add")


@pytest.fixture
def en_curso(bruno):
    """Terms of each kind that run from the 23rd, and a case of Pichincha decided that day."""
    with time_machine.travel("2026-11-23 15:00Z", tick=False):
        presentada(), presentada(provincia="09"), queja_de_ana()
        espera, negada = en_revision(bruno), en_revision(bruno)
        services.pedir_correccion(espera, por=bruno, motivos={requisito("cedula"): "Borrosa"})
        services.negar(negada, por=bruno, motivo="El proceso ya fue resuelto en mayo.")
        yield


def terminos() -> dict[str, date]:
    recibida, de_guayas, espera, negada = Solicitud.objects.order_by("pk")
    return {
        "recibida": recibida.vence_el,
        "de_guayas": de_guayas.vence_el,
        "espera": espera.vence_el,
        "correccion": Subsanacion.objects.get().vence_el,
        "queja": Queja.objects.get().vence_el,
        "negada": negada.vence_el,
    }


def contados(de_pichincha, de_guayas, nacionales) -> dict[str, date]:
    """The same, counted anew with those days of rest."""
    treinta = {d: sumar_habiles(HOY, 30, d) for d in (de_pichincha, de_guayas, nacionales)}
    return {
        "recibida": treinta[de_pichincha],
        "de_guayas": treinta[de_guayas],
        "espera": treinta[de_pichincha],
        "correccion": sumar_habiles(HOY, 10, de_pichincha),
        "queja": treinta[nacionales],
    }


def test_un_feriado_nuevo_no_acorta_lo_que_ya_corre(admin_client, en_curso):
    """Nobody's correction is closed a day early; taken back, all is as it was."""
    antes, provincias = terminos(), [Provincia.objects.get(codigo=c) for c in ("17", "09")]
    for donde, dia in (("", "2026-12-03"), (provincias[0].pk, "2026-12-07")):
        feriado = {"fecha": dia, "nombre": "Descanso decretado", "provincia": donde}
        assert admin_client.post(AGREGAR, feriado).status_code == 302
    de_pichincha, de_guayas, nacionales = (feriados_de(p) for p in (*provincias, None))
    movidos = contados(de_pichincha, de_guayas, nacionales)
    assert terminos() == movidos | {"negada": antes["negada"]}
    assert all(movidos[cual] > antes[cual] for cual in movidos)
    for feriado in Feriado.objects.filter(nombre="Descanso decretado"):
        borrar = reverse("admin:tramites_feriado_delete", args=[feriado.pk])
        assert admin_client.post(borrar, {"post": "yes"}).status_code == 302
    assert terminos() == antes


def test_una_sede_que_se_muda_cuenta_de_nuevo_con_los_descansos_de_donde_esta(
    admin_client, en_curso
):
    """What its unit attends, and nothing else; moved back, all is as it was."""
    quito, guayas = [Provincia.objects.get(codigo=c) for c in ("17", "09")]
    feriado = {"fecha": "2026-12-07", "nombre": "Descanso decretado", "provincia": guayas.pk}
    assert admin_client.post(AGREGAR, feriado).status_code == 302
    antes, unidad = terminos(), UnidadAdministrativa.objects.get(codigo="coordinacion-pichincha")
    mudar(admin_client, unidad, guayas)
    movidos = contados(feriados_de(quito, guayas), feriados_de(guayas), feriados_de())
    assert terminos() == movidos | {"negada": antes["negada"]}
    assert {cual for cual in movidos if movidos[cual] > antes[cual]} == {
        "recibida",
        "espera",
        "correccion",
    }
    mudar(admin_client, unidad, quito)
    assert terminos() == antes


def mudar(navegador, unidad, provincia):
    ficha = model_to_dict(unidad, ["codigo", "nombre", "tipo", "direccion", "telefono"])
    ruta = reverse("admin:tramites_unidadadministrativa_change", args=[unidad.pk])
    assert navegador.post(ruta, ficha | {"sede": provincia.pk}).status_code == 302


def test_volver_a_las_sedes_del_catalogo_tambien_cuenta_de_nuevo(admin_client, en_curso):
    guayas, antes = Provincia.objects.get(codigo="09"), terminos()
    Feriado.objects.create(fecha="2026-12-07", nombre="Descanso decretado", provincia=guayas)
    unidad = UnidadAdministrativa.objects.get(codigo="coordinacion-pichincha")
    mudar(admin_client, unidad, guayas)
    assert terminos()["recibida"] > antes["recibida"]
    call_command("cargar_catalogo", actualizar=True, verbosity=0)
    assert terminos() == antes


def test_cargar_un_catalogo_con_mas_feriados_tambien_cuenta_de_nuevo(en_curso):
    """The file of the next year comes when cases already run into it."""
    antes = terminos()
    Feriado.objects.filter(fecha="2026-12-25").delete()  # As if it had never been there.
    Solicitud.objects.exclude(estado="negada").update(vence_el="2027-01-05")
    call_command("cargar_catalogo", verbosity=0)
    assert Solicitud.objects.order_by("pk").first().vence_el == date(2027, 1, 6)
    assert antes["recibida"] == sumar_habiles(HOY, 30, feriados_de())


def test_quitar_muchos_a_la_vez_tambien_cuenta_de_nuevo(admin_client, en_curso):
    antes = terminos()
    lista = reverse("admin:tramites_feriado_changelist")
    navidad = Feriado.objects.get(fecha="2026-12-25")
    datos = {"action": "delete_selected", "_selected_action": [navidad.pk], "post": "yes"}
    assert admin_client.post(lista, datos).status_code == 302
    assert terminos()["recibida"] < antes["recibida"]
