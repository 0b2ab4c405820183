"""The first page of the desk: what waits, how much, where, and of whose province."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from certificados.emision import INTENTOS_MAXIMOS
from certificados.models import Certificado
from tramites import services, vida_certificado
from tramites.escritorio import inicio
from tramites.models import Solicitud

from .reparto import (
    APROBACION,
    cuenta_de_persona,
    en_revision,
    mandar_correccion,
    presentada,
    queja_de_ana,
    requisito,
)

NADA = {
    "Con el término legal vencido": 0,
    "Por vencer": 0,
    "Volvieron corregidas": 0,
    "Por tomar": 0,
    "A mi cargo": 0,
    "Esperan una corrección": 0,
    "Anulaciones por confirmar": 0,
    "Certificados detenidos, por atender": 0,
    "Quejas por responder": 0,
}


def contadas(cuenta) -> dict[str, int]:
    return {una.titulo: una.cuantas for una in inicio.cuentas(cuenta)}


@pytest.fixture
def de_todo(bruno, sara):
    """Pichincha with something in each tray; Guayas with a new case alone."""
    presentada(provincia="09")
    presentada()
    vencida, volvio, espera, anulable, detenida = (en_revision(bruno) for _ in range(5))
    Solicitud.objects.filter(pk=vencida.pk).update(vence_el=timezone.localdate() - timedelta(9))
    for solicitud in (volvio, espera):
        cedula = {requisito("cedula"): "Borrosa"}
        services.pedir_correccion(solicitud, por=bruno, motivos=cedula)
    mandar_correccion(volvio)
    Solicitud.objects.filter(pk=volvio.pk).update(vence_el=timezone.localdate())
    for solicitud in (anulable, detenida):
        services.aprobar(solicitud, por=bruno, **APROBACION)
    services.emitir_certificado(anulable.certificados.get().pk)
    anulable.refresh_from_db()
    vida_certificado.pedir_anulacion(anulable, por=bruno, motivo="Se emitió por error.")
    Certificado.objects.filter(solicitud=detenida).update(intentos=INTENTOS_MAXIMOS)
    queja_de_ana(numero_de_caso=espera.numero)


def test_cada_cuenta_es_de_la_provincia_del_oficial(de_todo, bruno, carla, sara):
    """S07: Carla's counts tell nothing of Pichincha; Sara supervises and sees the sum."""
    de_bruno = {
        "Con el término legal vencido": 1,
        "Por vencer": 1,
        "Volvieron corregidas": 1,
        "Por tomar": 1,
        "A mi cargo": 2,
        "Esperan una corrección": 1,
        "Anulaciones por confirmar": 0,  # he asked for it himself
        "Certificados detenidos, por atender": 1,
        "Quejas por responder": 1,
    }
    assert contadas(bruno) == de_bruno
    assert contadas(carla) == NADA | {"Por tomar": 1}
    assert contadas(sara) == de_bruno | {
        "Por tomar": 2,
        "A mi cargo": 0,
        "Anulaciones por confirmar": 1,
    }


@pytest.mark.parametrize("quien", ["bruno", "sara"])
def test_cada_cuenta_lleva_a_esa_misma_lista(de_todo, entrar, bruno, sara, quien):
    """What is counted is what the list behind the link holds, one by one."""
    cuenta = {"bruno": bruno, "sara": sara}[quien]
    navegador = entrar(cuenta)
    halladas = {
        una.titulo: navegador.get(una.ruta).context["cl"].result_count
        for una in inicio.cuentas(cuenta)
    }
    assert halladas == contadas(cuenta)
    pagina = navegador.get("/admin/").content.decode()
    for una in inicio.cuentas(cuenta):
        assert una.ruta.replace("&", "&amp;") in pagina


def test_contar_cuesta_lo_mismo_con_pocos_casos_que_con_muchos(entrar, bruno, solicitud):
    navegador = entrar(bruno)

    def consultas(pedir) -> int:
        with CaptureQueriesContext(connection) as capturadas:
            pedir()
        return len(capturadas)

    def de_la_pagina():
        return consultas(lambda: navegador.get("/admin/"))

    con_uno = de_la_pagina()
    for _ in range(4):
        en_revision(bruno)
    assert de_la_pagina() == con_uno
    # The three of the counts, and the holidays of what is near.
    assert consultas(lambda: inicio.cuentas(bruno)) == 4


def test_cada_pagina_del_escritorio_lee_una_vez_de_quien_es(entrar, bruno):
    """The desk asks on each page, for each of its links, whether this officer may follow it."""
    caso = en_revision(bruno)
    navegador = entrar(bruno)
    paginas = ["/admin/", "/admin/tramites/solicitud/"]
    for pagina in [*paginas, f"/admin/tramites/solicitud/{caso.pk}/change/"]:
        with CaptureQueriesContext(connection) as capturadas:
            assert navegador.get(pagina).status_code == 200
        lecturas = [c for c in capturadas if 'FROM "tramites_funcionario"' in c["sql"]]
        assert len(lecturas) == 1, pagina


def test_quien_no_es_oficial_no_lee_ninguna_cuenta(admin_client, solicitud):
    pagina = admin_client.get("/admin/").content.decode()
    assert "Lo que espera" not in pagina and "Por tomar" not in pagina


def test_lo_que_no_existe_en_el_escritorio_se_dice_en_el_escritorio(entrar, bruno, solicitud):
    """The same for what is not there and for another unit's; the public's page for the rest."""
    ajena = presentada(provincia="09")
    navegador, de_una_persona = entrar(bruno), entrar(cuenta_de_persona("ana@example.org"))
    dichas = [
        navegador.get(f"/admin/tramites/solicitud/{pk}/change/") for pk in (ajena.pk, 999_999)
    ]
    for dicha in dichas:
        texto = dicha.content.decode()
        assert dicha.status_code == 404 and "<h1>No encontramos esta página</h1>" in texto
        assert "Ir al escritorio" in texto and "Empezar un trámite" not in texto
    publica = de_una_persona.get("/no-hay-nada-aqui/")
    assert publica.status_code == 404 and "Empezar un trámite" in publica.content.decode()
    assert de_una_persona.get("/admin/no-hay/").status_code == 302


def test_el_escritorio_dice_quien_entro(entrar, bruno):
    """Django greets everybody in the plural."""
    pagina = entrar(bruno).get("/admin/").content.decode()
    assert "Usted entró como <strong>Bruno</strong>." in pagina and "Bienvenid" not in pagina
