"""Status without an account: number, end of the identification and a code by mail; the same
answer for whoever fishes (advantage 6; S09, S20)."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from tramites import correo
from tramites.correo import PROVOCABLES_AL_DIA
from tramites.models import CodigoDeAcceso, Correo, Solicitud
from tramites.seguimiento import codigo
from tramites.seguimiento.views import CODIGOS_PEDIDOS, CODIGOS_PROBADOS

from .reparto import presentada
from .test_correo import enviar_todo

AJENO = "IESS-RT-17-2026-999999-A"


def pedir(client, numero, ultimos="4065"):
    return client.post("/seguimiento/", {"numero": numero, "ultimos": ultimos})


def probar(client, numero, digitos, ultimos="4065"):
    datos = {"numero": numero, "ultimos": ultimos, "codigo": digitos}
    return client.post("/seguimiento/", datos)


def enviado() -> str:
    """The code of the last mail, as its owner reads it."""
    enviar_todo()
    return re.search(r"^([0-9]{6})$", mail.outbox[-1].body, re.MULTILINE)[1]


def otro(digitos: str) -> str:
    return f"{(int(digitos) + 1) % 1_000_000:06d}"


def cuerpo(respuesta, *propios) -> str:
    texto = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", respuesta.content.decode())
    for propio in propios:
        texto = texto.replace(propio, "")
    return texto


def test_el_dueno_ve_su_solicitud_con_el_codigo_de_su_correo(client, solicitud):
    respuesta = pedir(client, f" {solicitud.numero.lower()} ")
    assert "Si los datos coinciden" in respuesta.content.decode()
    digitos = enviado()
    entra = probar(client, solicitud.numero, f" {digitos[:3]} {digitos[3:]} ")
    assert (entra.status_code, entra["Location"]) == (302, solicitud.ruta_seguimiento)
    assert "código" not in client.get(solicitud.ruta_seguimiento).content.decode()


def test_una_persona_extranjera_escribe_las_letras_de_su_codigo(client, solicitud):
    """R21: with whatever keyboard, and in small letters."""
    formulario = client.get("/seguimiento/").content.decode()
    assert "inputmode" not in re.search(r'<input[^>]*name="ultimos"[^>]*>', formulario)[0]
    Solicitud.objects.update(tipo_identificacion="codigo_extranjero", identificacion="EXT12AB")
    pedir(client, solicitud.numero, "12ab")
    assert probar(client, solicitud.numero, enviado(), "12ab").url == solicitud.ruta_seguimiento


def test_el_codigo_solo_viaja_en_el_correo(client, solicitud):
    """Not in the page, nor in the table, nor in what the officer reads of the mail."""
    pagina = pedir(client, solicitud.numero).content.decode()
    digitos = enviado()
    fila = Correo.objects.get(aviso="codigo")
    guardado = " ".join(map(str, CodigoDeAcceso.objects.values_list().get()))
    assert digitos not in pagina + fila.texto + guardado
    assert "[código]" in fila.texto and not fila.reenviable
    assert solicitud.secreto not in mail.outbox[-1].body
    assert f">{digitos}</p>" in mail.outbox[-1].alternatives[0].content


def test_la_respuesta_es_la_misma_exista_o_no_el_caso(client, solicitud):
    si = pedir(client, solicitud.numero)
    for numero, ultimos in [(AJENO, "4065"), (solicitud.numero, "0000")]:
        no = pedir(client, numero, ultimos)
        assert no.status_code == si.status_code
        assert cuerpo(no, numero, ultimos) == cuerpo(si, solicitud.numero, "4065")
    assert CodigoDeAcceso.objects.count() == 1


def test_un_codigo_equivocado_dice_lo_mismo_exista_o_no_el_caso(client, solicitud):
    pedir(client, solicitud.numero)
    malo = otro(enviado())
    si = probar(client, solicitud.numero, malo)
    assert "El código no coincide o ya no sirve." in si.content.decode()
    for numero, ultimos in [(AJENO, "4065"), (solicitud.numero, "0000")]:
        no = probar(client, numero, malo, ultimos)
        assert no.status_code == si.status_code == 200
        assert cuerpo(no, numero, ultimos) == cuerpo(si, solicitud.numero, "4065")


def test_el_codigo_sirve_una_vez(client, solicitud):
    pedir(client, solicitud.numero)
    digitos = enviado()
    assert probar(client, solicitud.numero, digitos).status_code == 302
    assert probar(client, solicitud.numero, digitos).status_code == 200


def test_el_codigo_de_un_caso_no_abre_otro(client, solicitud):
    ajeno = presentada()
    pedir(client, solicitud.numero)
    assert probar(client, ajeno.numero, enviado()).status_code == 200


@pytest.mark.parametrize(("minutos", "entra"), [(14, 302), (16, 200)])
def test_el_codigo_vence_pronto(client, solicitud, minutos, entra):
    pedir(client, solicitud.numero)
    digitos = enviado()
    with time_machine.travel(timezone.now() + timedelta(minutes=minutos)):
        assert probar(client, solicitud.numero, digitos).status_code == entra


def test_vale_solo_el_ultimo(client, solicitud):
    pedir(client, solicitud.numero)
    primero = enviado()
    pedir(client, solicitud.numero)
    segundo = enviado()
    assert probar(client, solicitud.numero, primero).status_code == 200 or primero == segundo
    assert probar(client, solicitud.numero, segundo).status_code == 302
    # Nor does the first one come back to life when the second was used.
    assert probar(client, solicitud.numero, primero).status_code == 200


@pytest.mark.parametrize(("equivocados", "abre"), [(4, True), (5, False)])
def test_los_intentos_se_acaban(solicitud, equivocados, abre):
    codigo.pedir(solicitud.numero, "4065")
    digitos = enviado()
    for _ in range(equivocados):
        assert codigo.canjear(solicitud.numero, "4065", otro(digitos)) is None
    assert (codigo.canjear(solicitud.numero, "4065", digitos) == solicitud) is abre


def test_lo_que_se_hace_con_un_codigo_no_toca_el_de_otra_persona(solicitud):
    """Neither using it up with wrong tries, nor using it."""
    digitos = {}
    for caso in (solicitud, presentada(), presentada()):
        codigo.pedir(caso.numero, "4065")
        digitos[caso] = enviado()
    assert len(set(digitos.values())) > 1
    agotado, usado, otro_mas = digitos
    for _ in range(codigo.INTENTOS):
        codigo.canjear(agotado.numero, "4065", otro(digitos[agotado]))
    for caso in (usado, otro_mas):
        assert codigo.canjear(caso.numero, "4065", digitos[caso]) == caso


def test_muchos_intentos_a_la_vez_tambien_se_cuentan(transactional_db, solicitud):
    """Twenty at once take five tries, and the right one among them opens once at most."""
    codigo.pedir(solicitud.numero, "4065")
    digitos = enviado()

    def hilo(n):
        try:
            return codigo.canjear(solicitud.numero, "4065", digitos if n % 2 else otro(digitos))
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as hilos:
        abiertos = [caso for caso in hilos.map(hilo, range(20)) if caso]
    assert len(abiertos) <= 1
    assert CodigoDeAcceso.objects.get().intentos <= codigo.INTENTOS


def test_nadie_llena_el_buzon_de_otra_persona_ni_le_quita_su_codigo(client, solicitud):
    for _ in range(PROVOCABLES_AL_DIA):
        pedir(client, solicitud.numero)
    digitos = enviado()
    cache.clear()
    for _ in range(3):
        pedir(client, solicitud.numero)
    assert Correo.objects.filter(aviso="codigo").count() == PROVOCABLES_AL_DIA
    # Nor fills the history, which nobody may clean, with codes that were not sent.
    assert solicitud.movimientos.filter(accion="pedir_codigo").count() == PROVOCABLES_AL_DIA
    assert probar(client, solicitud.numero, digitos).status_code == 302
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        pedir(client, solicitud.numero)
    assert Correo.objects.filter(aviso="codigo").count() == PROVOCABLES_AL_DIA + 1


@pytest.mark.usefixtures("reloj_quieto")
def test_demasiados_intentos_seguidos_esperan(client, solicitud):
    pedidos = [pedir(client, solicitud.numero, "0000") for _ in range(CODIGOS_PEDIDOS[0] + 2)]
    assert [r.status_code for r in pedidos] == [200] * CODIGOS_PEDIDOS[0] + [429] * 2
    assert "Espere un minuto" in pedidos[-1].content.decode()
    probados = [probar(client, AJENO, "123456") for _ in range(CODIGOS_PROBADOS[0] + 1)]
    assert [r.status_code for r in probados] == [200] * CODIGOS_PROBADOS[0] + [429]


def test_los_datos_incompletos_se_explican_y_no_se_pierden(client, catalogo):
    pagina = pedir(client, "", "12").content.decode()
    assert "Escriba el número de su solicitud." in pagina
    assert "Escriba los 4 últimos, sin espacios ni guiones." in pagina and 'value="12"' in pagina
    pagina = probar(client, AJENO, "12a456").content.decode()
    assert "El código tiene 6 números." in pagina and f'value="{AJENO}"' in pagina


def test_los_codigos_y_sus_correos_se_olvidan_y_la_historia_no(client, solicitud):
    """What opened something for 15 minutes is kept 30 days; the mails of the case, with it."""
    pedir(client, solicitud.numero)
    correo.encolar_de_cuenta("ana@example.org", "Confirme su correo\n\nEnlace")
    ahora = timezone.now()
    assert correo.purgar(ahora + timedelta(days=29)) == 0
    assert correo.purgar(ahora + timedelta(days=31)) == 2
    assert list(Correo.objects.values_list("aviso", flat=True)) == ["recibida"]
    assert CodigoDeAcceso.objects.count() == 0
    assert solicitud.movimientos.filter(accion="pedir_codigo").count() == 1
    assert correo.purgar(ahora + timedelta(days=31)) == 0


def test_el_caso_se_lee_igual_sin_los_correos_olvidados(client, solicitud, bruno, entrar):
    pedir(client, solicitud.numero)
    correo.purgar(timezone.now() + timedelta(days=31))
    ruta = reverse("admin:tramites_solicitud_change", args=[solicitud.pk])
    for respuesta in (entrar(bruno).get(ruta), client.get(solicitud.ruta_seguimiento)):
        assert respuesta.status_code == 200
