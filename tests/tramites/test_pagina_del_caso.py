"""What the page of a case tells an officer: the person's other cases, what each button is, who
may confirm, and what each document replaced.

Bruno attends Pichincha, Carla attends Guayas, Sara supervises.
"""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tramites import services, vida_certificado
from tramites.models import Acceso, Funcionario, Solicitud
from tramites.recepcion import borradores
from tramites.seguimiento import correcciones

from .reparto import APROBACION, en_revision, presentada, requisito, subido

NEGATIVA = "El proceso ya fue resuelto en mayo."


def ruta_de(solicitud) -> str:
    return reverse("admin:tramites_solicitud_change", args=[solicitud.pk])


def leer(navegador, solicitud) -> str:
    return " ".join(navegador.get(ruta_de(solicitud)).content.decode().split())


# --- The person's other cases ---------------------------------------------------------------
def otras(pagina: str) -> str:
    """The section of the other cases, as text; empty when there is none."""
    seccion = re.search(r'<section[^>]*"t-otras">(.*?)</section>', pagina)
    return " ".join(re.sub(r"<[^>]+>", " ", seccion[1]).split()) if seccion else ""


def test_sin_otras_solicitudes_no_se_dice_nada(entrar, bruno, solicitud):
    presentada(identificacion="0900000019")  # somebody else's
    mismo_numero = presentada()  # of another document
    Solicitud.objects.filter(pk=mismo_numero.pk).update(tipo_identificacion="codigo_extranjero")
    assert otras(leer(entrar(bruno), solicitud)) == ""


def test_quien_decide_ve_las_otras_solicitudes_de_la_misma_persona(entrar, bruno, solicitud):
    """Number, state, dates and the way there; another name under the same number is told."""
    negada = en_revision(bruno, nombres="Ana Lucía Otra")
    services.negar(negada, por=bruno, motivo=NEGATIVA)
    pagina, hoy = leer(entrar(bruno), solicitud), f"{timezone.localdate():%d-%m-%Y}"
    assert otras(pagina) == (
        f"Otras solicitudes con esta identificación {negada.numero} Negada "
        f"Presentada el {hoy}, decidida el {hoy}. A nombre de Ana Lucía Otra."
    )
    assert f'<a href="{ruta_de(negada)}">{negada.numero}</a>' in pagina


def test_de_otra_provincia_se_sabe_cuantas_y_nada_mas(entrar, bruno, carla, sara, solicitud):
    """S07, S10: a number of case names its province, so not even that crosses the wall."""
    en_guayas, negada = presentada(provincia="09"), en_revision(carla, provincia="09")
    services.negar(negada, por=carla, motivo=NEGATIVA)
    dicho = otras(leer(entrar(bruno), solicitud))
    assert dicho == (
        "Otras solicitudes con esta identificación Tiene 1 más en otra unidad, en trámite o con "
        "certificado. Si debe saber cuál, pregunte a quien supervisa."
    )
    # Carla, of hers, reads the same of Pichincha's; whoever supervises sees them all.
    assert "Tiene 1 más en otra unidad" in otras(leer(entrar(carla), en_guayas))
    de_sara = otras(leer(entrar(sara), solicitud))
    assert en_guayas.numero in de_sara and negada.numero in de_sara
    assert "otra unidad" not in de_sara


# --- Buttons --------------------------------------------------------------------------------
def botones(pagina: str) -> dict[str, str]:
    """Label → class of what is pressed first: what opens, or what acts at once."""
    abren = re.findall(r'<summary class="boton (\w+)">([^<]+)</summary>', pagina)
    sueltos = re.findall(
        r'<form method="post" class="caso-accion".*?class="boton (\w+)"[^>]*>([^<]+)<', pagina
    )
    return {rotulo: clase for clase, rotulo in abren + sueltos}


def test_cada_boton_dice_lo_que_es(entrar, bruno, solicitud):
    """One is the next thing, and what ends something for a person looks dangerous."""
    navegador = entrar(bruno)
    assert botones(leer(navegador, solicitud)) == {
        "Tomar": "default",
        "Enviar a otra unidad": "secundario",
    }
    services.tomar(solicitud, por=bruno)
    assert botones(leer(navegador, solicitud)) == {
        "Aprobar": "default",
        "Pedir corrección": "secundario",
        "Negar": "peligro",
        "Enviar a otra unidad": "secundario",
        "Dejar para otra persona": "secundario",
    }
    services.aprobar(solicitud, por=bruno, **APROBACION)
    services.emitir_certificado(solicitud.certificados.get().pk)
    assert botones(leer(navegador, solicitud)) == {
        "Renovar el certificado": "secundario",
        "Reemplazar el certificado": "secundario",
        "Registrar el cierre del proceso": "peligro",
        "Pedir la anulación": "peligro",
    }


@pytest.fixture
def por_anular(bruno, sara):
    """Ana's case, whose annulment Bruno asked for."""
    solicitud = en_revision(bruno)
    services.aprobar(solicitud, por=bruno, **APROBACION)
    services.emitir_certificado(solicitud.certificados.get().pk)
    solicitud.refresh_from_db()
    vida_certificado.pedir_anulacion(solicitud, por=bruno, motivo="Se emitió por error.")
    return solicitud


def test_quien_pidio_la_anulacion_lee_quien_puede_confirmarla(
    entrar, bruno, carla, sara, por_anular
):
    bruno.last_name = "Andrade"
    bruno.save()
    de_bruno, de_sara = (leer(entrar(quien), por_anular) for quien in (bruno, sara))
    assert botones(de_bruno) == {"Descartar la anulación": "secundario"}
    assert botones(de_sara) == {
        "Descartar la anulación": "secundario",
        "Confirmar la anulación": "peligro",
    }
    for pagina in (de_bruno, de_sara):
        assert ">La pidió Bruno Andrade. Puede confirmarla: Sara.</p>" in pagina
        assert "Se emitió por error. (Bruno Andrade). Debe confirmarla otra persona." in pagina
        assert "<dt>Veces que se verificó</dt><dd>0</dd>" in pagina


def test_sin_segunda_persona_se_dice_que_falta(entrar, bruno, sara, por_anular):
    Funcionario.objects.filter(usuario=sara).delete()
    assert "La pidió Bruno. La confirma otra persona. Hoy nadie más ve esta solicitud" in leer(
        entrar(bruno), por_anular
    )


# --- Documents ------------------------------------------------------------------------------
def corregir_cedula(solicitud, por, motivo="Borrosa", *, en_papel=False) -> None:
    """Asked for again and sent, with somebody's word that it goes as it is."""
    services.pedir_correccion(solicitud, por=por, motivos={requisito("cedula"): motivo})
    borrador = borradores.de_correccion(correcciones.abierta(solicitud))
    nueva = borradores.adjuntar(borrador, requisito("cedula"), subido("otra-cedula"))
    borradores.enviar_asi(borrador, nueva, en_papel=en_papel)
    correcciones.enviar(borrador.subsanacion)
    solicitud.refresh_from_db()


def test_la_version_rechazada_se_abre_junto_a_la_nueva_con_lo_que_se_dijo(
    entrar, bruno, en_manos_de_bruno
):
    """Twice corrected: each version with its own remark, and each image with its trace."""
    solicitud, navegador = en_manos_de_bruno, entrar(bruno)
    primera = solicitud.documentos.get(requisito__codigo="cedula")
    for motivo in ("La imagen está borrosa", "La imagen está cortada"):
        corregir_cedula(solicitud, bruno, motivo)
    pagina = leer(navegador, solicitud)
    anteriores = re.findall(r'<details class="caso-anterior">(.*?)</details>', pagina)
    dichos = [re.search(r"Se pidió corregirla: ([^<]*)<", anterior)[1] for anterior in anteriores]
    assert dichos == ["La imagen está cortada", "La imagen está borrosa"]
    assert "Se pidió corregirlo" not in pagina  # of what counts now, nobody has said anything
    services.pedir_correccion(solicitud, por=bruno, motivos={requisito("cedula"): "Sin sello"})
    assert leer(navegador, solicitud).count("Se pidió corregirlo: Sin sello") == 1
    imagen = reverse("admin:tramites_solicitud_pagina", args=[solicitud.pk, primera.pk, 1])
    assert f'src="{imagen}"' in anteriores[1]
    assert navegador.get(imagen).status_code == 200
    assert Acceso.objects.latest("pk").documento == primera


def test_la_pagina_cuesta_lo_mismo_con_mas_versiones_y_otras(entrar, bruno, en_manos_de_bruno):
    navegador = entrar(bruno)

    def crecer():
        presentada()
        corregir_cedula(en_manos_de_bruno, bruno)

    def consultas() -> int:
        with CaptureQueriesContext(connection) as capturadas:
            navegador.get(ruta_de(en_manos_de_bruno))
        return len(capturadas)

    crecer()
    con_una = consultas()
    crecer()
    assert consultas() == con_una


def test_se_dice_quien_miro_un_documento_dudoso(entrar, bruno, en_manos_de_bruno):
    """A clerk's tick is not told as the person's."""
    solicitud, navegador = en_manos_de_bruno, entrar(bruno)
    de_la_persona = "La persona vio cómo quedó y pidió enviarlo así."
    del_mostrador = "En la ventanilla miraron el papel y lo enviaron así."
    for en_papel, dicho, callado in [
        (False, de_la_persona, del_mostrador),
        (True, del_mostrador, de_la_persona),
    ]:
        corregir_cedula(solicitud, bruno, en_papel=en_papel)
        vigente = leer(navegador, solicitud).split('<details class="caso-anterior">')[0]
        assert (vigente.count(dicho), vigente.count(callado)) == (1, 0)
