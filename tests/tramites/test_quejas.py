"""Complaints: sent once, answered once, told by mail, counted in their month, and no oracle of
which cases exist (R45 to R48; advantage 15; S07, S09, S20)."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.conf import settings
from django.core import mail
from django.db import IntegrityError, transaction

from certificados.codigos import letra_de_control
from tramites.models import Acceso, Correo, Queja
from tramites.quejas import registro
from tramites.quejas.views import QUEJAS
from tramites.transparencia.meses import meses

from .reparto import ANA, funcionario, presentada, queja_de_ana
from .test_correo import enviar_todo

TEXTO = "Llevo tres semanas sin respuesta y nadie contesta el teléfono."
RESPUESTA = "Revisamos su caso y lo atenderá hoy la coordinación."
# Well-formed, and of no case.
AJENO = "IESS-RT-17-2026-999999-"


def datos(**cambios):
    return {
        "clave": "c" * 32,
        "numero_de_caso": "",
        "nombres": ANA["nombres"],
        "correo": ANA["correo"],
        "texto": TEXTO,
    } | cambios


def enviar(client, **cambios):
    return client.post("/quejas/", datos(**cambios), follow=True)


def inexistente():
    """The number of no case, with its right letter."""
    return AJENO + letra_de_control("172026999999")


def test_una_queja_recibe_su_numero_su_enlace_y_su_correo(client, catalogo):
    respuesta = enviar(client)
    queja = Queja.objects.get()
    assert respuesta.redirect_chain == [(queja.ruta_seguimiento, 302)]
    pagina = respuesta.content.decode()
    assert re.fullmatch(r"IESS-Q-\d{4}-000001-[A-Z]", queja.numero) and queja.numero in pagina
    assert TEXTO in pagina and "quedan 30 días hábiles" in pagina
    assert f'value="{settings.PORTAL_URL}{queja.ruta_seguimiento}"' in pagina
    enviar_todo()
    (mensaje,) = mail.outbox
    assert mensaje.subject == f"Recibimos su queja {queja.numero}"
    assert queja.ruta_seguimiento in mensaje.body
    for palabra in (TEXTO, ANA["nombres"]):
        assert palabra not in mensaje.body


def test_el_formulario_ya_trae_su_clave_y_el_numero_del_enlace(client, catalogo):
    pagina = client.get("/quejas/?numero=IESS-RT-17-2026-000001-A").content.decode()
    clave = re.search(r'name="clave" value="([^"]{32})"', pagina)[1]
    assert 'value="IESS-RT-17-2026-000001-A"' in pagina
    enviar(client, clave=clave)
    assert enviar(client, clave=clave, texto="Otra cosa distinta de la primera.").status_code == 200
    assert Queja.objects.get().texto == TEXTO


def sin_lo_propio(respuesta, queja):
    """The page without what is each complaint's own."""
    texto = respuesta.content.decode()
    for propio in (queja.numero, queja.numero_de_caso, queja.secreto):
        texto = texto.replace(propio, "")
    return texto


def test_la_respuesta_es_la_misma_exista_o_no_el_caso(client, solicitud):
    """S09: the form, the page and the mail."""
    with time_machine.travel(datetime(2026, 11, 23, 15, tzinfo=ZoneInfo("UTC")), tick=False):
        con = enviar(client, clave="a" * 32, numero_de_caso=f" {solicitud.numero.lower()} ")
        sin = enviar(client, clave="b" * 32, numero_de_caso=inexistente())
        dirigida, perdida = Queja.objects.order_by("pk")
        assert (dirigida.solicitud, perdida.solicitud) == (solicitud, None)
        assert sin_lo_propio(con, dirigida) == sin_lo_propio(sin, perdida)
        for queja in (dirigida, perdida):
            registro.responder(queja, por=_sara(), respuesta=RESPUESTA)
        paginas = [client.get(queja.ruta_seguimiento) for queja in (dirigida, perdida)]
    assert sin_lo_propio(paginas[0], dirigida) == sin_lo_propio(paginas[1], perdida)


def _sara():
    return funcionario(f"sara{Queja.objects.exclude(respuesta='').count()}", "coordinacion-azuay")


def test_un_numero_mal_copiado_se_explica_sin_decir_si_existe(client, solicitud):
    pagina = enviar(client, numero_de_caso=solicitud.numero[:-1] + "?").content.decode()
    assert "no tiene la forma de los que damos" in pagina and TEXTO in pagina
    assert Queja.objects.count() == 0


@pytest.mark.parametrize(
    ("cambio", "frase"),
    [
        ({"nombres": ""}, "Escriba sus nombres y apellidos."),
        ({"correo": "ana@"}, "correo electrónico válid"),
        ({"texto": "Nada"}, "Escriba al menos 20 letras; lleva 4."),
        ({"texto": "x" * 4001}, "Escriba hasta 4000 letras; lleva 4001."),
        ({"texto": "Con un \x00 que no se puede guardar."}, "carácter"),
    ],
)
def test_lo_que_falta_o_sobra_se_dice_y_nada_se_pierde(client, catalogo, cambio, frase):
    respuesta = enviar(client, **cambio)
    pagina = respuesta.content.decode()
    assert respuesta.status_code == 200 and frase in pagina
    assert ANA["correo"] in pagina or "correo" in cambio
    assert Queja.objects.count() == 0


def test_no_se_inunda_a_nadie(client, catalogo):
    codigos = [enviar(client, clave=f"{n}" * 32).status_code for n in range(QUEJAS[0] + 2)]
    assert codigos == [200] * QUEJAS[0] + [429] * 2
    assert Queja.objects.count() == QUEJAS[0]
    assert Correo.objects.filter(para=ANA["correo"]).count() == 3


# --- The officers ------------------------------------------------------------------------------
@pytest.fixture
def quejas(solicitud):
    """One about Ana's case of Pichincha, one about nothing."""
    return (
        queja_de_ana("p" * 32, numero_de_caso=solicitud.numero),
        queja_de_ana("n" * 32, texto="La página no se entiende en mi teléfono."),
    )


def test_cada_quien_ve_las_de_su_unidad_y_las_de_nadie_la_nacional(
    entrar, bruno, carla, sara, quejas
):
    nadia = funcionario("nadia", "direccion-riesgos-trabajo")
    de_pichincha, de_nadie = quejas
    vistas = {}
    for cuenta in (bruno, carla, sara, nadia):
        navegador = entrar(cuenta)
        lista = navegador.get("/admin/tramites/queja/").content.decode()
        vistas[cuenta.username] = [queja.numero in lista for queja in quejas]
        for queja, visible in zip(quejas, vistas[cuenta.username], strict=True):
            codigo = navegador.get(f"/admin/tramites/queja/{queja.pk}/change/").status_code
            assert codigo == (200 if visible else 404)
            codigo = navegador.post(f"/admin/tramites/queja/{queja.pk}/responder/", {}).status_code
            assert codigo == (200 if visible else 404)
    assert vistas == {
        "bruno": [True, False],
        "carla": [False, False],
        "sara": [True, True],
        "nadia": [False, True],
    }
    assert (de_pichincha.unidad.codigo, de_nadie.unidad) == ("coordinacion-pichincha", None)


def test_el_oficial_responde_y_la_persona_lo_lee_en_su_enlace(client, entrar, bruno, quejas):
    queja, _ = quejas
    ruta = f"/admin/tramites/queja/{queja.pk}/responder/"
    navegador = entrar(bruno)
    # After a log-in on the way the browser asks for the button's address with a GET.
    assert navegador.get(ruta).url == f"/admin/tramites/queja/{queja.pk}/change/"
    corta = navegador.post(ruta, {"respuesta": "No."}).content.decode()
    assert "Escriba al menos 20 letras" in corta
    pagina = navegador.post(ruta, {"respuesta": RESPUESTA}, follow=True).content.decode()
    assert "quedó respondida" in pagina and RESPUESTA in pagina
    suya = client.get(queja.ruta_seguimiento).content.decode()
    assert RESPUESTA in suya and "Bruno" not in suya
    enviar_todo()
    assert mail.outbox[-1].subject == f"Respondimos su queja {queja.numero}"
    assert RESPUESTA not in mail.outbox[-1].body


def test_se_responde_una_sola_vez(entrar, bruno, sara, quejas):
    queja, _ = quejas
    registro.responder(queja, por=sara, respuesta=RESPUESTA)
    otra = entrar(bruno).post(
        f"/admin/tramites/queja/{queja.pk}/responder/",
        {"respuesta": "Otra respuesta que llega tarde."},
        follow=True,
    )
    assert "Otra persona ya respondió" in otra.content.decode()
    queja.refresh_from_db()
    assert (queja.respuesta, queja.respondida_por) == (RESPUESTA, sara)
    assert Correo.objects.filter(aviso="queja_respondida").count() == 1
    with pytest.raises(registro.YaRespondida):
        registro.responder(queja, por=bruno, respuesta=RESPUESTA)


def test_leer_una_queja_deja_rastro_con_la_unidad(entrar, bruno, quejas):
    queja, _ = quejas
    entrar(bruno).get(f"/admin/tramites/queja/{queja.pk}/change/")
    rastro = Acceso.objects.values_list("usuario", "unidad__codigo", "queja", "accion")
    assert list(rastro) == [(bruno.pk, "coordinacion-pichincha", queja.pk, "ver_queja")]


def test_nombrar_el_caso_de_otra_provincia_no_lo_abre(entrar, carla, quejas):
    """The complaint goes to the unit of the case that it names; nobody else sees either."""
    guayas = queja_de_ana("g" * 32, numero_de_caso=presentada(provincia="09").numero)
    pagina = entrar(carla).get(f"/admin/tramites/queja/{guayas.pk}/change/").content.decode()
    assert f">{guayas.numero_de_caso}</a>" in pagina and "no demostró que sea suya" in pagina


def test_se_cuenta_en_el_mes_en_que_llego(catalogo):
    ecuador = ZoneInfo("America/Guayaquil")
    ultimo = datetime(2026, 10, 31, 23, 59, tzinfo=ecuador)
    for n, cuando in enumerate([ultimo, ultimo + timedelta(minutes=1), ultimo]):
        with time_machine.travel(cuando, tick=False):
            queja_de_ana(f"{n}" * 32)
    hoy = datetime(2026, 11, 23).date()
    filas = [(m.mes, m.quejas) for m in meses(hoy) if m.origen == "calculado"]
    assert filas == [(11, 1), (10, 2)]


def test_una_respuesta_sin_quien_no_entra_en_la_base(quejas):
    with pytest.raises(IntegrityError), transaction.atomic():
        Queja.objects.update(respuesta=RESPUESTA)
