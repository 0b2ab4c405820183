"""The pages of a correction: each document by itself, kept until all are sent (pains 3, 5, 7, 11).

They are those of the form: `test_adjuntar` says what each card does.
"""

import re
from datetime import timedelta
from io import BytesIO

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from pypdf import PdfReader

from certificados.fechas import fecha_larga
from documentos.models import Documento
from documentos.revision import revisar
from documentos.subida import Subido
from tests import muestras
from tests.documentos import viaje
from tramites import services
from tramites.models import Borrador, Solicitud, Subsanacion
from tramites.recepcion import borradores
from tramites.recepcion import carta as cartas
from tramites.recepcion.forms import SIN_CONFORMIDAD
from tramites.seguimiento import correcciones

from .formulario import errores, pagina, seguida
from .reparto import ANA, borrador_completo, en_revision, registrada, requisito, subido

GUION = {"headers": {"X-Requested-With": "fetch"}}
MOTIVO = "La imagen está borrosa. Tómela con luz de día"


@pytest.fixture
def caso(en_manos_de_bruno, bruno):
    """Ana's case, whose two documents Bruno asked for again."""
    motivos = dict.fromkeys([requisito("cedula"), requisito("carta")], MOTIVO)
    services.pedir_correccion(en_manos_de_bruno, por=bruno, motivos=motivos)
    return en_manos_de_bruno


@pytest.fixture
def solo_cedula(en_manos_de_bruno, bruno):
    services.pedir_correccion(en_manos_de_bruno, por=bruno, motivos={requisito("cedula"): MOTIVO})
    return en_manos_de_bruno


def ir(client, caso, ruta="corregir"):
    return client.get(reverse(ruta, args=[caso.secreto]))


def subir(client, caso, cual, contenido=None, **como):
    archivo = SimpleUploadedFile(f"{cual}.jpg", contenido or subido(f"otra-{cual}").contenido)
    ruta = reverse("corregir_documento", args=[caso.secreto, cual])
    return client.post(ruta, {f"adjunto_{cual}": archivo}, **como)


def actuar(client, caso, cual, accion):
    return client.post(reverse("actuar_en_correccion", args=[caso.secreto, cual, accion]))


def continuar(client, caso):
    return client.post(reverse("corregir", args=[caso.secreto]))


def enviar(client, caso, **como):
    return client.post(reverse("revisar_correccion", args=[caso.secreto]), **como)


def guardados(caso):
    nuevos = Documento.objects.filter(borrador__subsanacion__solicitud=caso)
    return list(nuevos.values_list("requisito__codigo", "veredicto"))


def estado(caso) -> str:
    return Solicitud.objects.get(pk=caso.pk).estado


# --- What is asked --------------------------------------------------------------------------
def test_la_pagina_del_caso_dice_que_se_pide_y_lleva_a_corregirlo(client, solo_cedula):
    texto = pagina(client.get(solo_cedula.ruta_seguimiento))
    assert "Corrija estos documentos" in texto and MOTIVO in texto
    assert "Los demás están bien" in texto and "todavía no se envió" not in texto
    assert reverse("corregir", args=[solo_cedula.secreto]) in texto


def test_la_correccion_pide_solo_lo_observado_y_se_envia_desde_la_pagina(client, solo_cedula):
    borrador_completo()
    ajeno = Borrador.objects.get()
    texto = pagina(ir(client, solo_cedula))
    assert MOTIVO in texto and "Lo que envió antes:" in texto
    ultimo_dia = date_format(Subsanacion.objects.get().vence_el, "l j \\d\\e F \\d\\e Y")
    assert f"Tiene hasta el <strong>{ultimo_dia}</strong> (quedan 10 días hábiles)." in texto
    assert "adjunto_cedula" in texto and "adjunto_carta" not in texto
    bloqueada = texto.partition("Los que no cambian")[2]
    assert "carta.jpg" in bloqueada and "No se cambia" in bloqueada
    assert "cedula.jpg" not in bloqueada
    assert subir(client, solo_cedula, "cedula").status_code == 302
    assert continuar(client, solo_cedula).headers["Location"] == reverse(
        "revisar_correccion", args=[solo_cedula.secreto]
    )
    revision = pagina(ir(client, solo_cedula, "revisar_correccion"))
    assert "Coordinación Provincial de Pichincha" in revision
    assert revision.index("Lo que envía ahora") < revision.index("cedula.jpg")
    assert revision.index("Lo que no cambia") < revision.index("carta.jpg")
    assert estado(solo_cedula) == "en_subsanacion"  # Nothing is sent until the end.
    respuesta = enviar(client, solo_cedula, follow=True)
    assert "Recibimos su corrección." in pagina(respuesta)
    assert (estado(solo_cedula), Borrador.objects.get()) == ("en_revision", ajeno)
    vigentes = Documento.objects.vigentes().filter(solicitud=solo_cedula)
    assert (vigentes.count(), solo_cedula.documentos.count()) == (2, 3)


@pytest.mark.parametrize("ruta", ["corregir", "revisar_correccion", "carta_de_correccion"])
def test_un_caso_que_no_espera_correcciones_vuelve_a_su_pagina(client, solicitud, ruta):
    respuesta = client.get(reverse(ruta, args=[solicitud.secreto]), follow=True)
    assert respuesta.redirect_chain == [(solicitud.ruta_seguimiento, 302)]
    assert "no espera correcciones" in pagina(respuesta)


def test_el_mismo_archivo_que_se_devolvio_se_duda_y_la_persona_decide(
    client, entrar, solo_cedula, bruno
):
    """Identical bytes correct nothing, but the officer may have been wrong: told, never blocked."""
    mismo, dicho = subido("cedula").contenido, "Es el mismo archivo que le devolvieron"
    tarjeta = pagina(subir(client, solo_cedula, "cedula", mismo, **GUION))
    assert dicho in tarjeta and "Así pueden devolvérselo" in tarjeta
    assert "Enviar de todos modos" in tarjeta
    vuelta = client.get(continuar(client, solo_cedula).headers["Location"])
    assert errores(vuelta) == {"adjunto_cedula": f"Cédula: {SIN_CONFORMIDAD}"}
    actuar(client, solo_cedula, "cedula", "enviar-asi")
    assert "Tiene dudas que usted ya vio" in pagina(ir(client, solo_cedula, "revisar_correccion"))
    enviar(client, solo_cedula)
    assert estado(solo_cedula) == "en_revision"
    ruta = reverse("admin:tramites_solicitud_change", args=[solo_cedula.pk])
    caso = pagina(entrar(bruno).get(ruta))
    assert caso.count("Es el mismo archivo que se devolvió, sin ningún cambio.") == 1
    assert "Con dudas" in caso


def test_otro_archivo_no_se_duda_ni_el_que_nadie_devolvio(client, solo_cedula):
    assert "Es el mismo archivo" not in pagina(subir(client, solo_cedula, "cedula", **GUION))
    bloqueada = pagina(ir(client, solo_cedula)).partition("Los que no cambian")[2]
    assert "Es el mismo archivo" not in bloqueada


def test_mirar_no_guarda_nada(client, caso):
    for ruta in ("corregir", "revisar_correccion", "carta_de_correccion"):
        ir(client, caso, ruta)
    assert Borrador.objects.count() == 0


# --- Each document by itself ----------------------------------------------------------------
@pytest.mark.parametrize("guion", [GUION, {}])
def test_el_bueno_se_guarda_aunque_el_otro_falle(client, caso, guion):
    """What this page exists for: a good file was lost when its neighbour failed."""
    assert subir(client, caso, "cedula", **guion).status_code == (200 if guion else 302)
    respuesta = subir(client, caso, "carta", b"GIF89a" + bytes(99), **guion)
    assert respuesta.status_code == (422 if guion else 302)
    respuesta = respuesta if guion else seguida(respuesta)
    assert "«carta.jpg»: el archivo no es una imagen JPG" in pagina(respuesta)
    assert guardados(caso) == [("cedula", "aceptado")]
    if not guion:
        assert list(errores(respuesta)) == ["adjunto_carta"]
        assert "Lo demás que escribió está guardado" not in pagina(respuesta)
    falta = "Carta firmada a mano: Falta este documento. Adjunte una foto JPG o un PDF."
    assert errores(seguida(continuar(client, caso))) == {"adjunto_carta": falta}
    subir(client, caso, "carta")
    enviar(client, caso)
    assert estado(caso) == "en_revision"


def test_una_duda_se_dice_y_la_persona_decide_enviarla_asi(client, caso):
    subir(client, caso, "cedula")
    html = pagina(subir(client, caso, "carta", muestras.carta_jpg(firmada=False), **GUION))
    assert "No encontramos una firma manuscrita" in html and MOTIVO in html
    assert "Enviar de todos modos para que lo revise una persona" in html
    assert enviar(client, caso).headers["Location"] == reverse("corregir", args=[caso.secreto])
    assert list(errores(seguida(continuar(client, caso)))) == ["adjunto_carta"]
    actuar(client, caso, "carta", "enviar-asi")
    assert "Tiene dudas que usted ya vio." in pagina(ir(client, caso, "revisar_correccion"))
    enviar(client, caso)
    assert estado(caso) == "en_revision"
    assert caso.documentos.vigentes().get(requisito__codigo="carta").conforme


def test_la_firma_se_muestra_y_la_foto_pesada_se_reduce(client, caso):
    """R34, R39: the same card as in the form."""
    html = pagina(subir(client, caso, "carta", muestras.foto_de_telefono(), follow=True))
    assert "¿Es esta su firma?" in html and "¿Usted también la ve bien?" in html
    assert re.search(r"Su foto pesaba \d,\d MB; la redujimos a", html)


def test_se_gira_y_se_quita(client, caso):
    subir(client, caso, "cedula")
    actuar(client, caso, "cedula", "girar")
    (girada,) = Documento.objects.filter(borrador__isnull=False)
    assert girada.informe["paginas"][0]["ancho"] < girada.informe["paginas"][0]["alto"]
    actuar(client, caso, "cedula", "quitar")
    assert guardados(caso) == []


def test_lo_que_no_se_pidio_no_se_recibe(client, solo_cedula):
    for cual in ("carta", "otro", "codigo-extranjero"):
        ruta = reverse("corregir_documento", args=[solo_cedula.secreto, cual])
        assert client.post(ruta, {}).status_code == 404
    assert actuar(client, solo_cedula, "cedula", "quemar").status_code == 404


def test_la_respuesta_con_errores_se_puede_abrir_otra_vez(client, caso):
    respuesta = client.get(reverse("corregir_documento", args=[caso.secreto, "cedula"]))
    assert respuesta.headers["Location"] == reverse("corregir", args=[caso.secreto])


def test_se_ven_las_paginas_nuevas_y_las_que_ya_se_enviaron_y_ninguna_ajena(client, caso, bruno):
    subir(client, caso, "cedula")
    nueva = Documento.objects.get(borrador__isnull=False)
    propias = [nueva, *caso.documentos.all()]
    de_otra = en_revision(bruno).documentos.first()

    def ver(documento, numero=1):
        ruta = reverse("pagina_de_correccion", args=[caso.secreto, documento.pk, numero])
        return client.get(ruta).status_code

    assert [ver(documento) for documento in propias] == [200, 200, 200]
    assert (ver(de_otra), ver(nueva, 9)) == (404, 404)


# --- Half way -------------------------------------------------------------------------------
def test_lo_que_quedo_a_medias_sigue_ahi_desde_otro_telefono(client, caso):
    """Pains 5 and 7: kept on the server, and its page says that it was not sent."""
    subir(client, caso, "cedula")
    otro = type(client)()
    texto = pagina(otro.get(caso.ruta_seguimiento))
    assert "Su corrección todavía no se envió" in texto and "el documento que subió" in texto
    assert "Seguir con la corrección" in texto
    assert "Se lee bien" in pagina(ir(otro, caso))


def test_se_guarda_hasta_el_fin_del_plazo_y_no_mas(client, caso, bruno):
    """Not 48 hours: the person has ten business days. Then the case ends and the files go."""
    subir(client, caso, "cedula")
    vence = Subsanacion.objects.get().vence_el
    tarde = timezone.now() + timedelta(days=30)
    assert (borradores.purgar(tarde), len(guardados(caso))) == (0, 1)
    assert services.vencer_correcciones(vence + timedelta(days=1)) == 1
    assert (borradores.purgar(timezone.now()), Borrador.objects.count()) == (1, 0)
    assert Documento.objects.filter(solicitud=caso).count() == Documento.objects.count() == 2


def test_al_retirar_la_solicitud_lo_subido_se_borra(client, caso):
    subir(client, caso, "cedula")
    client.post(reverse("retirar", args=[caso.secreto]))
    assert (borradores.purgar(timezone.now()), guardados(caso)) == (1, [])


def test_una_segunda_correccion_empieza_vacia(client, caso, bruno):
    subir(client, caso, "cedula")
    subir(client, caso, "carta")
    enviar(client, caso)
    caso.refresh_from_db()
    services.pedir_correccion(caso, por=bruno, motivos={requisito("cedula"): MOTIVO})
    assert guardados(caso) == []
    subir(client, caso, "cedula", muestras.cedula_jpg(calidad=80))
    enviar(client, caso)
    assert (estado(caso), caso.documentos.count()) == ("en_revision", 5)


# --- Sent once ------------------------------------------------------------------------------
def test_enviar_dos_veces_corrige_una_sola(client, caso):
    subir(client, caso, "cedula")
    subir(client, caso, "carta")
    enviar(client, caso)
    assert "Ya recibimos su corrección" in pagina(enviar(client, caso, follow=True))
    assert caso.movimientos.filter(accion="corregir").count() == 1


def test_el_gemelo_que_llega_despues_no_corrige_otra_vez(client, caso):
    """Its page was open when the other one sent: it had read the correction as pending."""
    subir(client, caso, "cedula")
    subir(client, caso, "carta")
    leida = correcciones.abierta(caso)
    correcciones.enviar(correcciones.abierta(caso))
    with pytest.raises(borradores.Incompleto):
        correcciones.enviar(leida)
    assert caso.movimientos.filter(accion="corregir").count() == 1


def test_el_servicio_no_acepta_una_correccion_a_medias(caso):
    borrador = borradores.de_correccion(correcciones.abierta(caso))
    borradores.adjuntar(borrador, requisito("cedula"), subido("cedula"))
    with pytest.raises(borradores.Incompleto):
        correcciones.enviar(borrador.subsanacion)
    with pytest.raises(ValueError, match="every document"):
        services.corregir(caso, borrador)
    assert estado(caso) == "en_subsanacion"


# --- The letter -----------------------------------------------------------------------------
def firmada(solicitud) -> bytes:
    """The letter that the portal prints for that case, signed and scanned."""
    documento = pypdfium2.PdfDocument(cartas.de_caso(solicitud, timezone.localtime()))
    hoja = documento[0].render(scale=viaje.PPP / 72).to_pil().convert("RGB")
    documento.close()
    azar = viaje.azar_de("correccion")
    return viaje.escanear(viaje.firmar(hoja, azar, "normal"), azar, 150)


def test_la_carta_se_imprime_otra_vez_y_es_de_esta_solicitud(client, caso):
    assert "Hacer mi carta" in pagina(ir(client, caso))
    html = pagina(ir(client, caso, "carta_de_correccion"))
    assert ANA["mensaje"] in html and "Si prefiere ir en persona" not in html
    assert fecha_larga(timezone.localdate()).capitalize() in html  # What is copied by hand.
    respuesta = ir(client, caso, "hoja_de_correccion")
    assert respuesta["Content-Disposition"] == 'attachment; filename="carta-para-firmar.pdf"'
    (hoja,) = PdfReader(BytesIO(b"".join(respuesta.streaming_content))).pages
    assert ANA["identificacion"] in hoja.extract_text()
    html = pagina(subir(client, caso, "carta", firmada(caso), **GUION))
    assert "Su carta corresponde a esta solicitud y tiene su firma" in html
    assert guardados(caso) == [("carta", "aceptado")]


def test_la_carta_hecha_para_otra_persona_se_dice_a_la_persona(client, caso, bruno):
    """Her own letter maker's verdict, as in the form: never just accepted."""
    de_otra = firmada(en_revision(bruno, nombres="Eva Mora", identificacion="1710034073"))
    subir(client, caso, "cedula")
    html = pagina(subir(client, caso, "carta", de_otra, **GUION))
    assert "Esta carta se hizo para otra persona" in html
    assert "Enviar de todos modos para que lo revise una persona" in html
    assert list(errores(seguida(continuar(client, caso)))) == ["adjunto_carta"]


def test_quien_vino_en_persona_trae_su_carta_y_no_la_hace_aqui(client, bruno, carla):
    solicitud = registrada(carla).solicitud
    services.tomar(solicitud, por=bruno)
    de_papel = solicitud.documentos.get().requisito
    services.pedir_correccion(solicitud, por=bruno, motivos={de_papel: MOTIVO})
    assert "Hacer mi carta" not in pagina(ir(client, solicitud))
    assert ir(client, solicitud, "carta_de_correccion").status_code == 404
    nueva = subido("otra-carta").contenido
    subida = Subido(nueva, "carta.jpg", revisar(nueva, []))
    borradores.adjuntar(borradores.de_correccion(correcciones.abierta(solicitud)), de_papel, subida)
    enviar(client, solicitud)
    assert estado(solicitud) == "en_revision"
