"""Recepción de trámites as a browser meets it, a step at a time (R27 to R34; pains 2, 5, 7, 8)."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tramites.models import Borrador, Provincia, Solicitud
from tramites.numeros import huella
from tramites.recepcion.borradores import nueva_clave
from tramites.recepcion.correos import correo_parecido

from .formulario import (
    FORMULARIO,
    QUIEN,
    adjuntar,
    anotar,
    completo,
    empezar,
    errores,
    escrito,
    pagina,
    seguida,
)
from .formulario import PASOS as LLENOS
from .reparto import CODIGO

PASOS = ["quien", "contacto", "pedido", "documentos", "revisar"]


def test_el_camino_completo_termina_en_un_caso_con_numero(client, catalogo):
    """R28 to R32, step by step: each good one leads to the next."""
    clave = nueva_clave()
    assert empezar(client, clave).headers["Location"] == reverse("contacto", args=[clave])
    assert anotar(client, clave, "contacto").headers["Location"] == reverse("pedido", args=[clave])
    documentos = reverse("documentos", args=[clave])
    assert anotar(client, clave, "pedido").headers["Location"] == documentos
    for cual in ("cedula", "carta"):
        respuesta = adjuntar(client, clave, cual)
        assert respuesta.headers["Location"] == f"{documentos}#tarjeta-{cual}"
    assert client.post(documentos).headers["Location"] == reverse("revisar", args=[clave])
    revision = pagina(client.get(reverse("revisar", args=[clave])))
    for dato in (
        "Se enviará a: <strong>Coordinación Provincial de Pichincha</strong>",
        "Ana Lucía Ñandú Cevallos",
        "1710034065",
        "099 123 4567, 02 394 5666",
        "Necesito continuar mi rehabilitación.<br>Gracias.",
        '<p class="numero">ana@example.org</p>',
        "Todavía no se envió nada",
    ):
        assert dato in revision
    respuesta = client.post(reverse("revisar", args=[clave]), follow=True)
    solicitud = Solicitud.objects.get()
    assert solicitud.numero in pagina(respuesta)
    assert respuesta.redirect_chain == [(solicitud.ruta_seguimiento, 302)]


@pytest.mark.parametrize(
    ("paso", "esperados"),
    [
        (
            "quien",
            {
                "identificacion": "Número de identificación: Escriba su número de identificación.",
                "nombres": "Nombres y apellidos completos: Escriba sus nombres y apellidos.",
            },
        ),
        (
            "contacto",
            {
                "correo": "Correo electrónico: Escriba su correo electrónico.",
                "telefono_1": "Teléfono: Escriba al menos un teléfono.",
            },
        ),
        (
            "pedido",
            {
                "provincia": "Provincia: Elija su provincia.",
                "mensaje": "Detalle de su pedido: Escriba qué necesita.",
            },
        ),
    ],
)
def test_los_errores_de_un_paso_se_leen_juntos_y_en_orden(client, catalogo, paso, esperados):
    """Pain 8: a summary with the exact labels, and "Error:" in the title."""
    clave = escrito(client)
    datos = {"tipo_identificacion": "cedula", "tramite": "", **dict.fromkeys(esperados, "")}
    if paso == "pedido":
        datos["tramite"] = "certificado-atencion-riesgos-trabajo"
    respuesta = seguida(client.post(reverse(paso, args=[clave]), datos))
    assert list(errores(respuesta).items()) == list(esperados.items())
    assert re.search(r"<title>Error: .*\(paso [123] de 5\)", pagina(respuesta))
    for campo in esperados:
        control = re.search(rf'<[a-z]+ [^>]*id="id_{campo}"[^>]*>', pagina(respuesta))[0]
        assert f"id_{campo}_error" in re.search(r'aria-describedby="([^"]+)"', control)[1]


def test_los_documentos_que_faltan_se_dicen_en_su_paso(client, catalogo):
    """R32."""
    clave = escrito(client)
    respuesta = seguida(client.post(reverse("documentos", args=[clave])))
    assert errores(respuesta) == {
        "adjunto_cedula": "Cédula: Falta este documento. Adjunte una foto JPG o un PDF.",
        "adjunto_carta": "Carta firmada a mano: Falta este documento. Adjunte una foto JPG o un "
        "PDF.",
    }


def test_lo_tecleado_con_errores_queda_guardado(client, catalogo):
    """Pain 2: in the page and on the server, to go on from another day or another device."""
    clave = nueva_clave()
    respuesta = empezar(client, clave, identificacion="1710034066")
    assert 'value="1710034066"' in pagina(seguida(respuesta))
    datos = Borrador.objects.get().datos
    assert (datos["identificacion"], datos["nombres"]) == ("1710034066", "Ana Lucía Ñandú Cevallos")
    assert 'value="1710034066"' in pagina(client.get(reverse("quien", args=[clave])))


@pytest.mark.parametrize("paso", ["quien", "contacto", "pedido"])
def test_solo_se_dice_guardado_lo_que_se_escribio(client, catalogo, paso):
    """A wholly empty step promised that what was typed was kept."""
    promesa = "Lo demás que escribió está guardado"
    vacio = dict.fromkeys(LLENOS[paso], "") | {"tipo_identificacion": "cedula"}
    ruta = reverse(paso, args=[escrito(client)])
    respuesta = client.post(ruta, vacio | {"tramite": CODIGO})
    assert promesa not in pagina(seguida(respuesta))
    uno = {"quien": "nombres", "contacto": "telefono_1", "pedido": "mensaje"}[paso]
    respuesta = client.post(ruta, vacio | {"tramite": CODIGO, uno: LLENOS[paso][uno]})
    assert promesa in pagina(seguida(respuesta))


def test_un_paso_con_errores_se_abre_otra_vez_y_sin_ellos_cuando_se_corrige(client, catalogo):
    """The address of the errors can be read again: they are the draft's, not of one answer."""
    clave = nueva_clave()
    ruta = empezar(client, clave, identificacion="1710034066").headers["Location"]
    assert ruta == f"{reverse('quien', args=[clave])}?errores"
    for _ in range(2):
        assert list(errores(client.get(ruta))) == ["identificacion"]
    assert errores(client.get(reverse("quien", args=[clave]))) == {}
    anotar(client, clave, "quien")
    assert (errores(client.get(ruta)), "Error: " in pagina(client.get(ruta))) == ({}, False)


def test_se_vuelve_atras_libremente_y_adelante_solo_con_lo_anterior_bien(client, catalogo):
    clave = nueva_clave()
    empezar(client, clave, identificacion="1710034066")
    for paso in PASOS[1:]:
        respuesta = client.get(reverse(paso, args=[clave]))
        assert respuesta.headers["Location"] == reverse("quien", args=[clave])
    completo(client, clave)
    assert [client.get(reverse(p, args=[clave])).status_code for p in PASOS] == [200] * 5
    respuesta = client.get(reverse("borrador", args=[clave]))
    assert respuesta.headers["Location"] == reverse("revisar", args=[clave])


def test_el_boton_cambiar_vuelve_a_la_revision(client, catalogo):
    clave = completo(client)
    revision = pagina(client.get(reverse("revisar", args=[clave])))
    cambiar = f"{reverse('pedido', args=[clave])}?cambiar"
    assert cambiar in revision
    respuesta = client.post(cambiar, {"provincia": "09", "tramite": _tramite(), "mensaje": "Otro"})
    assert respuesta.headers["Location"] == reverse("revisar", args=[clave])
    assert "Coordinación Provincial de Guayas" in pagina(client.get(respuesta.headers["Location"]))


def test_cambiar_de_identificacion_pide_el_documento_que_ahora_falta(client, catalogo):
    """R21, R22."""
    clave = completo(client)
    extranjero = QUIEN | {"tipo_identificacion": "codigo_extranjero", "identificacion": "ext-20260"}
    ruta = f"{reverse('quien', args=[clave])}?cambiar"
    respuesta = client.post(ruta, extranjero)
    assert list(errores(seguida(respuesta))) == ["declara_extranjero"]
    # The form with errors goes back to the check page too.
    respuesta = client.post(
        respuesta.headers["Location"], extranjero | {"declara_extranjero": "on"}
    )
    assert respuesta.headers["Location"] == reverse("documentos", args=[clave])
    respuesta = client.post(reverse("documentos", args=[clave]))
    assert list(errores(seguida(respuesta))) == ["adjunto_codigo-extranjero"]
    adjuntar(client, clave, "codigo-extranjero")
    respuesta = client.post(reverse("documentos", args=[clave]))
    revision = pagina(client.get(respuesta.headers["Location"]))
    assert "Código de identificación para extranjeros EXT20260" in revision
    assert "tarjeta-cedula" not in revision


def _tramite() -> str:
    return Borrador.objects.get().tramite.codigo


def test_los_pasos_dicen_donde_se_esta(client, catalogo):
    clave = completo(client)
    for numero, paso in enumerate(PASOS, 1):
        html = pagina(client.get(reverse(paso, args=[clave])))
        assert f"Paso {numero} de 5" in html
        assert re.search(rf"<title>[^<]+ \(paso {numero} de 5\) · Recepción de trámites", html)


def test_un_programa_no_llena_las_bandejas_y_quien_espera_no_pierde_nada(
    client, catalogo, settings
):
    """S20: two from one place that day; the third stays as it was, for another day or place."""
    cache.clear()
    settings.SOLICITUDES_POR_ORIGEN = 2
    claves = [completo(client) for _ in range(3)]
    revisar = [reverse("revisar", args=[clave]) for clave in claves]
    for ruta in revisar:
        ultima = client.post(ruta)
    assert ultima.url == revisar[2]
    assert "Hoy ya se enviaron muchas solicitudes desde esta conexión." in pagina(
        client.get(revisar[2])
    )
    assert Solicitud.objects.count() == 2
    client.post(revisar[2], REMOTE_ADDR="198.51.100.7")
    assert Solicitud.objects.count() == 3


def test_volver_atras_despues_de_enviar_lleva_al_mismo_caso(client, catalogo):
    """Pain 5 and R11 of the reliability table: the whole way back, one case."""
    clave = completo(client)
    client.post(reverse("revisar", args=[clave]))
    solicitud = Solicitud.objects.get()
    intentos = [
        empezar(client, clave, nombres="Otro Nombre"),
        anotar(client, clave, "pedido", mensaje="Otro pedido"),
        adjuntar(client, clave, "carta"),
        client.post(reverse("documentos", args=[clave])),
        *(client.get(reverse(paso, args=[clave])) for paso in PASOS),
        client.post(reverse("revisar", args=[clave])),
    ]
    assert {r.headers["Location"] for r in intentos} == {solicitud.ruta_seguimiento}
    aviso = pagina(client.get(solicitud.ruta_seguimiento))
    assert f"ya fue enviada, con el número {solicitud.numero}" in aviso
    assert Solicitud.objects.count() == 1 and not Borrador.objects.exists()


def test_ver_la_pagina_no_guarda_nada(client, catalogo):
    assert client.get(FORMULARIO).status_code == 200
    assert not Borrador.objects.exists()


@pytest.mark.parametrize(
    ("paso", "malo"),
    [
        ("quien", {"nombres": "Ana\x00Lucía"}),
        ("quien", {"nombres": "Ana \u202eaicuL"}),
        ("quien", {"nombres": "José 😀 Pérez"}),
        ("quien", {"nombres": "x" * 10_000}),
        ("quien", {"tipo_identificacion": "pasaporte"}),
        ("contacto", {"correo": "ana@example.org\nBcc: x@example.org"}),
        ("contacto", {"telefono_2": "\x00"}),
        ("pedido", {"provincia": "\x00"}),
        ("pedido", {"provincia": "99"}),
        ("pedido", {"tramite": "\x00"}),
    ],
)
def test_los_caracteres_malos_son_errores_y_nunca_un_fallo(client, catalogo, paso, malo):
    """S05: the field says what is wrong, the draft is kept, nothing breaks. What a database cannot
    keep is wrong on the page too, where it is read from the draft."""
    respuesta = seguida(anotar(client, escrito(client), paso, **malo))
    assert respuesta.status_code == 200
    errados = [campo.removesuffix("_0") for campo in errores(respuesta)]
    assert errados == list(malo) or "tipo_identificacion" in malo
    assert Borrador.objects.count() == 1


def test_un_tramite_que_no_se_ofrece_no_existe(client, catalogo):
    assert client.get("/recepcion/otro-tramite/").status_code == 404


def test_una_provincia_que_desaparece_se_vuelve_a_pedir(client, catalogo):
    """What was good when it was typed is asked again, and never a failure."""
    clave = completo(client)
    Provincia.objects.filter(codigo="17").update(codigo="97")
    respuesta = client.post(reverse("revisar", args=[clave]))
    assert respuesta.headers["Location"] == reverse("pedido", args=[clave])


@pytest.mark.parametrize("clave", ["", "corta", "a/" * 16, "ñ" * 32, "x" * 5000])
def test_una_clave_que_no_es_nuestra_se_cambia_por_otra(client, catalogo, clave):
    respuesta = empezar(client, clave)
    assert client.get(respuesta.headers["Location"]).status_code == 200


# --- Save and go on later ---------------------------------------------------------------------
def test_guardar_y_seguir_despues_guarda_aun_a_medias(client, catalogo):
    """Pains 5 and 7: it says that nothing was sent, until when it lives, and how to go on."""
    clave = nueva_clave()
    respuesta = empezar(client, clave, nombres="", despues="si")
    assert respuesta.headers["Location"] == reverse("despues", args=[clave])
    html = pagina(client.get(respuesta.headers["Location"]))
    assert "Su solicitud todavía no se envió" in html
    assert f"http://localhost:8000/recepcion/borrador/{clave}/" in html
    assert "Por ahora se abre solo en este navegador." in html
    assert 'value="1710034065"' in pagina(client.get(reverse("quien", args=[clave])))


def test_un_borrador_vive_48_horas_desde_su_ultimo_uso(client, catalogo):
    """Pain 7: a day and a half later everything is there; two days of silence end it."""
    clave = escrito(client)
    ahora = timezone.now()
    with time_machine.travel(ahora + timedelta(hours=40)):
        assert client.get(reverse("pedido", args=[clave])).status_code == 200
        adjuntar(client, clave, "cedula")
    with time_machine.travel(ahora + timedelta(hours=80)):
        assert "cedula.jpg" in pagina(client.get(reverse("documentos", args=[clave])))
    with time_machine.travel(ahora + timedelta(hours=89)):
        assert client.get(reverse("documentos", args=[clave])).status_code == 404


def retomar(navegador, clave, ultimos="4065"):
    return navegador.post(reverse("retomar", args=[clave]), {"ultimos": ultimos})


def test_la_persona_sigue_en_otro_navegador_con_los_ultimos_de_su_identificacion(client, catalogo):
    clave = completo(client)
    html = pagina(client.get(reverse("despues", args=[clave])))
    assert "le pediremos los 4 últimos números o letras de su identificación" in html
    otro = Client()
    respuesta = otro.get(reverse("borrador", args=[clave]))
    assert respuesta.headers["Location"] == reverse("retomar", args=[clave])
    assert "ana@example.org" not in pagina(otro.get(respuesta.headers["Location"]))
    respuesta = retomar(otro, clave)
    nueva = respuesta.headers["Location"].split("/")[3]
    contacto = otro.get(reverse("borrador", args=[nueva]), follow=True)
    assert 'value="099 123 4567"' in pagina(contacto) or "+593991234567" in pagina(contacto)
    assert anotar(otro, nueva, "contacto").status_code == 302
    assert otro.get(reverse("revisar", args=[nueva])).status_code == 200


def test_quien_pierde_su_sesion_dos_veces_sigue_con_el_enlace_que_se_le_dio(client, catalogo):
    """Moving a draft kills its link: the new one is on the page that comes next, to be kept."""
    clave = completo(client)
    for _ in range(2):
        otro = Client()
        html = pagina(seguida(retomar(otro, clave)))
        assert "Su enlace cambió: guárdelo otra vez, el anterior ya no sirve." in html
        (nueva,) = set(re.findall(r'value="http://localhost:8000/recepcion/borrador/(\S+)/"', html))
        assert nueva != clave
        assert otro.get(reverse("borrador", args=[clave])).status_code == 404
        clave = nueva
    assert otro.get(reverse("quien", args=[clave])).status_code == 200


def test_quien_preparo_un_borrador_para_otra_persona_lo_pierde_cuando_ella_lo_toma(
    client, catalogo
):
    """The attack: a link handed to somebody, who fills it for whoever keeps it. Here the attacker
    knows even the victim's cédula; from the moment she takes it nothing of his opens it."""
    atacante, victima = Client(), client
    clave = nueva_clave()
    empezar(atacante, clave)
    anotar(atacante, clave, "contacto", correo="atacante@example.org")
    respuesta = retomar(victima, clave)
    nueva = respuesta.headers["Location"].split("/")[3]
    assert nueva != clave
    # What he typed as the address to write to is gone: she is asked for hers.
    suyo = victima.get(reverse("borrador", args=[nueva]))
    assert suyo.headers["Location"] == reverse("contacto", args=[nueva])
    for paso in ("borrador", "quien", "contacto", "revisar", "despues", "retomar"):
        assert atacante.get(reverse(paso, args=[clave])).status_code == 404
    assert retomar(atacante, clave).status_code == 404
    completo(victima, nueva)
    victima.post(reverse("revisar", args=[nueva]))
    solicitud = Solicitud.objects.get()
    assert solicitud.correo == "ana@example.org"
    vistas = [pagina(atacante.get(reverse("revisar", args=[k]))) for k in (clave, nueva)]
    assert not any(solicitud.secreto in v or solicitud.numero in v for v in vistas)


def test_adivinar_los_ultimos_se_acaba_y_su_dueno_sigue(client, catalogo):
    clave = completo(client)
    ajeno = Client()
    for intento in range(4):
        vuelta = seguida(retomar(ajeno, clave, f"{intento:04}"))
        assert errores(vuelta)["ultimos"].endswith(
            "No son los de la identificación escrita en esta solicitud."
        )
        assert f"{intento:04}" not in pagina(vuelta).partition("<form")[2].partition("</form>")[0]
    assert retomar(ajeno, clave, "0005").status_code == 404
    assert retomar(ajeno, clave).status_code == 404
    assert ajeno.get(reverse("retomar", args=[clave])).status_code == 404
    assert client.get(reverse("revisar", args=[clave])).status_code == 200
    aviso = pagina(client.get(reverse("despues", args=[clave])))
    assert "se abre solo en este navegador" in aviso


def test_sin_identificacion_buena_el_enlace_no_se_abre_en_otro(client, catalogo):
    clave = nueva_clave()
    empezar(client, clave, identificacion="1710034066")
    assert Client().get(reverse("retomar", args=[clave])).status_code == 404
    assert retomar(Client(), clave, "4066").status_code == 404


def test_lo_que_se_hace_en_otro_navegador_no_llega_al_borrador(client, catalogo):
    clave = completo(client)
    ajeno, antes = Client(), Borrador.objects.values().get()
    pregunta = reverse("retomar", args=[clave])
    for respuesta in (
        empezar(ajeno, clave, nombres="Otro"),
        anotar(ajeno, clave, "contacto", correo="otro@example.org"),
        adjuntar(ajeno, clave, "carta"),
        ajeno.post(reverse("actuar_en_documento", args=[clave, "carta", "quitar"])),
        ajeno.post(reverse("revisar", args=[clave])),
        ajeno.get(reverse("carta", args=[clave])),
    ):
        assert respuesta.headers["Location"] == pregunta
    assert Borrador.objects.values().get() == antes
    assert not Solicitud.objects.exists()


# --- What was left half way -------------------------------------------------------------------
PUBLICAS = ["/ventanilla/", f"/tramites/{CODIGO}/", FORMULARIO]
AVISO = "Tiene una solicitud sin enviar"


@pytest.mark.parametrize("ruta", PUBLICAS)
def test_lo_que_quedo_sin_enviar_se_dice_al_volver_y_se_sigue(client, catalogo, ruta):
    """Pain 5: it was believed sent. Only the browser that holds the draft reads it."""
    clave = escrito(client)
    client.get(reverse("documentos", args=[clave]))
    for ajeno in (Client(), otro_con_borrador_caducado()):
        assert AVISO not in pagina(ajeno.get(ruta))
        assert ajeno.get(reverse("sin_enviar")).headers["Location"] == "/ventanilla/"
    respuesta = client.get(ruta)
    assert AVISO in pagina(respuesta) and clave not in pagina(respuesta)
    assert "no-store" in respuesta["Cache-Control"] and "Cookie" in respuesta["Vary"]
    camino = client.get(reverse("sin_enviar"), follow=True).redirect_chain
    assert [ruta for ruta, _ in camino] == [
        reverse("borrador", args=[clave]),
        reverse("documentos", args=[clave]),
    ]
    completo(client, clave)
    client.post(reverse("revisar", args=[clave]))
    assert AVISO not in pagina(client.get(ruta))


def otro_con_borrador_caducado() -> Client:
    otro = Client()
    clave = escrito(otro)
    otro.get(reverse("documentos", args=[clave]))
    vencidos = Borrador.objects.filter(huella=huella(clave))
    vencidos.update(caduca_en=timezone.now() - timedelta(minutes=1))
    return otro


def test_quien_lo_llevo_a_otro_navegador_ya_no_lo_tiene_en_el_primero(client, catalogo):
    clave = completo(client)
    client.get(reverse("revisar", args=[clave]))
    retomar(Client(), clave)
    assert AVISO not in pagina(client.get(f"/tramites/{CODIGO}/"))


@pytest.mark.parametrize("ruta", PUBLICAS[:2])
def test_sin_borrador_la_pagina_es_la_misma_para_todos(client, catalogo, ruta):
    """Shared caches may keep it, and it leaves nothing in the browser."""
    respuesta = client.get(ruta)
    assert (respuesta.cookies, respuesta.get("Cache-Control")) == ({}, None)
    assert "Cookie" in respuesta["Vary"]


# --- A mistyped address -------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("escrito", "parecido"),
    [
        ("ana@gmial.com", "ana@gmail.com"),
        ("ana@gmail.co", "ana@gmail.com"),
        ("Ana.B@GMAIL.CON", "Ana.B@gmail.com"),
        ("ana@hotmal.com", "ana@hotmail.com"),
        ("ana@outlok.es", "ana@outlook.es"),
        ("ana@gmail.com", ""),
        ("ana@mail.com", ""),
        ("ana@ymail.com", ""),
        ("ana@example.org", ""),
        ("ana@miempresa.com.ec", ""),
        ("ana", ""),
        ("", ""),
    ],
)
def test_un_dominio_mal_escrito_tiene_su_consejo(escrito, parecido):
    assert correo_parecido(escrito) == parecido


def test_el_consejo_se_toma_con_un_clic_y_nunca_frena(client, catalogo):
    """Pain 6: what is typed is taken as it is; the advice waits on the next page."""
    clave = nueva_clave()
    empezar(client, clave)
    respuesta = anotar(client, clave, "contacto", correo="ana@gmial.com")
    assert respuesta.headers["Location"] == reverse("pedido", args=[clave])
    assert "Usar ana@gmail.com" in pagina(client.get(respuesta.headers["Location"]))
    assert Borrador.objects.get().datos["correo"] == "ana@gmial.com"
    respuesta = client.post(reverse("usar_correo_parecido", args=[clave]), follow=True)
    assert "Su correo quedó así: ana@gmail.com" in pagina(respuesta)
    assert "Usar ana@gmail.com" not in pagina(respuesta)
    assert Borrador.objects.get().datos["correo"] == "ana@gmail.com"


def test_ni_el_consejo_ni_volver_pierden_lo_que_se_escribia(client, catalogo):
    """Both are buttons of the step's own form: what is typed there is kept, good or not."""
    clave = nueva_clave()
    empezar(client, clave)
    anotar(client, clave, "contacto", correo="ana@gmial.com")
    pedido = reverse("pedido", args=[clave])
    escrito = {"mensaje": "Necesito continuar mi rehabilitación.", "provincia": "17"}
    respuesta = client.post(f"{pedido}?cambiar", escrito | {"usar_parecido": "si"})
    assert respuesta.headers["Location"] == f"{pedido}?cambiar"
    guardado = Borrador.objects.get().datos
    assert guardado["correo"] == "ana@gmail.com"
    assert guardado | escrito == guardado
    respuesta = client.post(pedido, {"mensaje": "Otra cosa", "volver": "si"})
    assert respuesta.headers["Location"] == reverse("contacto", args=[clave])
    assert Borrador.objects.get().datos["mensaje"] == "Otra cosa"
    respuesta = client.post(reverse("quien", args=[clave]), {"volver": "si"})
    assert respuesta.headers["Location"] == reverse("quien", args=[clave])


# --- Privacy ----------------------------------------------------------------------------------
def test_el_aviso_de_privacidad_dice_lo_que_la_ley_pide(client, catalogo, settings):
    """LOPDP art. 12; what only the institution knows is shown as it was set."""
    settings.PRIVACIDAD = settings.PRIVACIDAD | {"DELEGADO": "Delegada Tal, delegada@example.org"}
    html = pagina(client.get("/privacidad/"))
    for punto in (
        "Quién responde por ellos",
        "Delegada Tal, delegada@example.org",
        "El IESS todavía no lo ha definido aquí.",
        "Con qué base legal",
        "Constitución de la República del Ecuador, Art. 34",
        "48 horas",
        "Quién los ve",
        "Qué pasa si no los da o están mal",
        "Qué decide un programa",
        "Sus derechos",
        "Superintendencia de Protección de Datos Personales",
    ):
        assert punto in html
    assert "/privacidad/" in pagina(client.get(FORMULARIO))
    assert "/privacidad/" in pagina(client.get(reverse("revisar", args=[completo(client)])))
