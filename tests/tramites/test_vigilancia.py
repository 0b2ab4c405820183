"""What should have happened and has not is told to somebody (advantage 16; COA 207)."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from certificados.models import Certificado
from tramites import services, vigilancia
from tramites.models import Correo, Solicitud

from .reparto import APROBACION, en_revision, presentada
from .test_bandeja import LISTA, consultas
from .test_correo import enviar_todo


def suenan(ahora=None) -> dict[str, int]:
    return {a.clave: a.cuantos for a in vigilancia.alarmas(ahora or timezone.now())}


def test_lo_que_sale_bien_no_suena(bruno):
    solicitud = en_revision(bruno)
    services.aprobar(solicitud, por=bruno, **APROBACION)
    services.emitir_certificado(Certificado.objects.get().pk)
    enviar_todo()
    assert suenan(timezone.now() + timedelta(hours=1)) == {}


def test_un_correo_y_un_certificado_sin_resultado_suenan_despues_de_un_rato(bruno):
    services.aprobar(en_revision(bruno), por=bruno, **APROBACION)
    assert suenan() == {}
    luego = timezone.now() + vigilancia.PACIENCIA + timedelta(minutes=1)
    assert suenan(luego) == {"certificados_sin_emitir": 1, "correos_sin_salir": 2}


def test_un_correo_perdido_suena_una_semana(solicitud):
    Correo.objects.update(estado="rebotado")
    assert suenan() == {"correos_perdidos": 1}
    assert suenan(timezone.now() + timedelta(days=8)) == {}


def test_un_termino_vencido_suena_hasta_que_alguien_decide(bruno):
    solicitud = en_revision(bruno)
    Solicitud.objects.update(vence_el=timezone.localdate() - timedelta(days=1))
    assert suenan() == {"terminos_vencidos": 1}
    services.negar(solicitud, por=bruno, motivo="El proceso ya fue resuelto en mayo.")
    assert "terminos_vencidos" not in suenan()


def test_lo_ve_quien_supervisa_y_quien_vigila_desde_fuera(client, entrar, bruno, sara, solicitud):
    Correo.objects.update(estado="fallido")
    frase = "Correos de esta semana que no llegaron: <strong>1</strong>"
    assert frase in entrar(sara).get("/admin/").content.decode()
    assert frase not in entrar(bruno).get("/admin/").content.decode()
    assert client.get("/salud/lista").json()["alarmas"] == {"correos_perdidos": 1}


# --- The officers' list ------------------------------------------------------------------------
@pytest.fixture
def con_terminos(bruno):
    """Three cases on Monday 23: past, on the fifth business day, and later."""
    with time_machine.travel("2026-11-23 15:00Z", tick=False):
        casos = {}
        for vence in ("2026-11-20", "2026-11-30", "2026-12-01"):
            casos[vence] = presentada()
            Solicitud.objects.filter(pk=casos[vence].pk).update(vence_el=vence)
        yield casos


def test_la_lista_dice_cuanto_queda_y_que_vencio(entrar, bruno, con_terminos):
    pagina = entrar(bruno).get(LISTA).content.decode()
    assert re.findall(r'field-vence"><[^>]*tono-(\w+)">([^<]+)<', pagina) == [
        ("mal", "20-11-2026 · venció hace 1 día hábil: riesgo de silencio positivo (COA 207)"),
        ("duda", "30-11-2026 · quedan 5 días hábiles"),
        ("neutro", "01-12-2026 · quedan 6 días hábiles"),
    ]


@pytest.mark.parametrize(("cual", "dia"), [("vencido", "2026-11-20"), ("cerca", "2026-11-30")])
def test_la_lista_se_reduce_a_lo_que_apremia(entrar, bruno, con_terminos, cual, dia):
    pagina = entrar(bruno).get(f"{LISTA}?termino={cual}").content.decode()
    vistos = {vence for vence, caso in con_terminos.items() if caso.numero in pagina}
    assert vistos == {dia}


def test_el_calendario_se_lee_una_vez_por_lista(entrar, bruno, con_terminos):
    navegador = entrar(bruno)
    con_tres = consultas(navegador, LISTA)
    presentada(provincia="17"), presentada(provincia="17")
    assert consultas(navegador, LISTA) == con_tres
