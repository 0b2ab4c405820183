"""Cases brought in person to a window of Gestión Documental (R17 to R20, R23, R36, R37).

Carla works in Guayas; the process of whoever comes to her window is of Pichincha.
"""

import io
import re
import threading
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connections, transaction
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from documentos.models import Documento
from tests import muestras
from tramites import services
from tramites.models import (
    Acceso,
    Borrador,
    Centro,
    Correo,
    IngresoPresencial,
    Movimiento,
    Requisito,
    Solicitud,
)
from tramites.mostrador import ingreso
from tramites.plazos import feriados_de_caso, sumar_habiles
from tramites.recepcion import borradores
from tramites.seguimiento import expediente

from .reparto import ANA, CODIGO, en_revision, presentada, registrada, subido, tramite

AGREGAR = reverse("admin:tramites_ingresopresencial_add")


def escrito(**cambios) -> dict:
    """What Carla types for Ana, with a new key."""
    return {
        "clave": borradores.nueva_clave(),
        "tramite": CODIGO,
        "tipo_identificacion": "cedula",
        "identificacion": "171003406-5",
        "original_visto": "on",
        "nombres": "Ana Lucía Ñandú Cevallos",
        "telefono_1": "099 123 4567",
        "provincia": "17",
        "centro": Centro.objects.get(codigo="centro-guayas").pk,
        "quipux": "iess-cau-2026-00077-e",
    } | cambios


def carta(**como) -> dict:
    return {"adjunto_carta": SimpleUploadedFile("carta.jpg", muestras.carta_jpg(**como))}


def texto_del_pdf(respuesta) -> str:
    pdf = b"".join(respuesta.streaming_content)
    return PdfReader(io.BytesIO(pdf)).pages[0].extract_text()


@pytest.fixture
def ventanilla(carla, entrar):
    """Carla's browser."""
    return entrar(carla)


def test_un_caso_en_persona_queda_entero_en_un_solo_envio(ventanilla, carla):
    """R17, R18, R19, R37: routed by the process, not by the centre; the same legal clock."""
    respuesta = ventanilla.post(AGREGAR, escrito() | carta())
    entrada = IngresoPresencial.objects.get()
    solicitud = entrada.solicitud
    assert respuesta.url == reverse("admin:tramites_ingresopresencial_change", args=[entrada.pk])
    assert (entrada.quipux, entrada.original_visto) == ("IESS-CAU-2026-00077-E", True)
    assert (entrada.centro.codigo, entrada.registrado_por) == ("centro-guayas", carla)
    assert (solicitud.canal, solicitud.estado) == ("presencial", "ingresada")
    assert solicitud.unidad.codigo == "coordinacion-pichincha"
    assert solicitud.numero.startswith("IESS-RT-17-")
    assert (solicitud.identificacion, solicitud.telefonos) == ("1710034065", ["+593991234567"])
    hoy = timezone.localdate()
    assert solicitud.vence_el == sumar_habiles(
        hoy,
        settings.TERMINO_RESOLUCION_DIAS,
        feriados_de_caso(solicitud.provincia, solicitud.unidad),
    )
    linea = solicitud.movimientos.get()
    assert (linea.accion, linea.por, linea.publico) == ("presentar", carla, True)
    assert linea.detalle == (
        "En persona, en Centro de Atención Universal de Guayas. Se envió a la Coordinación "
        "Provincial de Pichincha."
    )
    assert Borrador.objects.count() == 0


def test_de_la_identificacion_no_queda_copia_alguna(ventanilla):
    """R18, R23: the only file is the letter to the Director del IESS."""
    ventanilla.post(AGREGAR, escrito() | carta())
    documento = Documento.objects.get()
    assert (documento.requisito.codigo, documento.requisito.canal) == ("carta", "presencial")
    assert documento.requisito.exigencias == ("legible", "firma")
    formulario = ventanilla.get(AGREGAR).content.decode()
    assert formulario.count('type="file"') == 1
    assert "Dirigida al Director del IESS." in formulario


def test_sin_correo_se_registra_y_nadie_escribe_a_nadie(ventanilla, bruno):
    """Whoever has no address is not turned away, nor written to at any later step."""
    ventanilla.post(AGREGAR, escrito() | carta())
    solicitud = Solicitud.objects.get()
    services.tomar(solicitud, por=bruno)
    services.negar(solicitud, por=bruno, motivo="Su proceso consta cerrado desde 2025.")
    assert (solicitud.correo, solicitud.movimientos.count()) == ("", 3)
    assert Correo.objects.count() == 0


def test_con_correo_recibe_el_aviso_de_siempre(ventanilla):
    ventanilla.post(AGREGAR, escrito(correo="ana@example.org") | carta())
    assert [(c.para, c.aviso) for c in Correo.objects.all()] == [("ana@example.org", "recibida")]


def test_en_linea_el_correo_sigue_siendo_necesario(catalogo, solicitud):
    for falta in ({"correo": ""}, {"mensaje": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Solicitud.objects.update(**falta)


def test_sin_el_original_a_la_vista_no_hay_ingreso(ventanilla, carla):
    """R18, in the form and in the database."""
    datos = escrito()
    del datos["original_visto"]
    pagina = ventanilla.post(AGREGAR, datos | carta()).content.decode()
    assert "sin verlo no se registra el ingreso" in pagina
    assert Solicitud.objects.count() == 0
    with pytest.raises(IntegrityError), transaction.atomic():
        registrada(carla, {"original_visto": False})


def test_un_error_no_pierde_lo_escrito_ni_lo_escaneado(ventanilla):
    datos = escrito(identificacion="1710034066")
    pagina = ventanilla.post(AGREGAR, datos | carta()).content.decode()
    assert "Ese número de cédula no existe." in pagina
    assert 'value="Ana Lucía Ñandú Cevallos"' in pagina
    assert "Ya está guardada: Carta firmada a mano (carta.jpg)." in pagina
    respuesta = ventanilla.post(AGREGAR, datos | {"identificacion": "1710034065"})
    assert respuesta.status_code == 302
    assert Documento.objects.get().solicitud == Solicitud.objects.get()


def test_una_carta_sin_firma_no_entra(ventanilla):
    """R20: judged like any other, and a number of Quipux is of one case only."""
    sin_firma = SimpleUploadedFile("carta.jpg", b"no es una imagen")
    pagina = ventanilla.post(AGREGAR, escrito() | {"adjunto_carta": sin_firma})
    assert "«carta.jpg»:" in pagina.content.decode()
    assert Solicitud.objects.count() == 0


def test_una_carta_dudosa_se_mira_en_el_papel_antes_de_registrar(ventanilla):
    """R20, R39: it went in without a word, and days later the unit asked for another one."""
    datos = escrito()
    sin_firma = SimpleUploadedFile("carta.jpg", muestras.carta_jpg(firmada=False))
    pagina = ventanilla.post(AGREGAR, datos | {"adjunto_carta": sin_firma}).content.decode()
    assert "No encontramos una firma manuscrita" in pagina
    assert "/admin/tramites/atencion/papeles/" in pagina  # as its picture, too
    assert "miré el papel y se envía así." in pagina
    assert "Ya está guardada: Carta firmada a mano (carta.jpg)." in pagina
    assert Solicitud.objects.count() == 0
    assert ventanilla.post(AGREGAR, datos | {"conforme_carta": "on"}).status_code == 302
    assert Documento.objects.get(solicitud__isnull=False).conforme


def test_o_se_escanea_otra_mejor(ventanilla):
    datos = escrito()
    sin_firma = SimpleUploadedFile("carta.jpg", muestras.carta_jpg(firmada=False))
    ventanilla.post(AGREGAR, datos | {"adjunto_carta": sin_firma})
    assert ventanilla.post(AGREGAR, datos | carta()).status_code == 302
    assert Documento.objects.get().veredicto == "aceptado"


def test_un_numero_de_quipux_es_de_una_sola_solicitud(ventanilla, carla):
    antes = registrada(carla)
    pagina = ventanilla.post(AGREGAR, escrito() | carta()).content.decode()
    assert f"ya está en la solicitud {antes.solicitud.numero}" in pagina
    assert Solicitud.objects.count() == 1


def test_otra_ventanilla_usa_el_mismo_numero_entre_mirar_y_escribir(ventanilla, carla, monkeypatch):
    """The look of the form finds nothing; the database does."""
    registrada(carla)
    monkeypatch.setattr(
        "tramites.mostrador.forms.IngresoForm.clean_quipux", lambda form: "IESS-CAU-2026-00077-E"
    )
    pagina = ventanilla.post(AGREGAR, escrito() | carta()).content.decode()
    assert "acaba de usarse en otra solicitud" in pagina
    assert Solicitud.objects.count() == 1


def test_apretar_dos_veces_da_un_solo_caso(ventanilla):
    datos = escrito()
    primera = ventanilla.post(AGREGAR, datos | carta())
    segunda = ventanilla.post(AGREGAR, datos | carta())
    assert (segunda.status_code, segunda.url) == (302, primera.url)
    assert Solicitud.objects.count() == 1


def test_el_gemelo_que_entra_mientras_se_lee_la_carta_da_el_mismo_caso(ventanilla, monkeypatch):
    """Its draft is gone when this one's scan has been judged: it was a 500."""
    datos, adjuntar = escrito(), borradores.adjuntar

    def con_gemelo(*argumentos):
        monkeypatch.setattr(borradores, "adjuntar", adjuntar)
        ventanilla.post(AGREGAR, datos | carta())
        return adjuntar(*argumentos)

    monkeypatch.setattr(borradores, "adjuntar", con_gemelo)
    respuesta = ventanilla.post(AGREGAR, datos | carta())
    entrada = IngresoPresencial.objects.get()
    cambio = reverse("admin:tramites_ingresopresencial_change", args=[entrada.pk])
    assert (respuesta.status_code, respuesta.url) == (302, cambio)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("con_cuidado", [True, False])
def test_dos_envios_a_la_vez_dan_un_solo_caso(carla, con_cuidado, monkeypatch):
    """R11 of reliability; without holding the draft, the same twins collide."""
    if not con_cuidado:
        monkeypatch.setattr(ingreso, "_tomar", lambda borrador: None)
    clave = borradores.nueva_clave()
    borrador = ingreso.abrir(clave, tramite(), carla)
    requisito = Requisito.objects.get(codigo="carta", canal="presencial")
    borradores.adjuntar(borrador, requisito, subido("carta"))
    centro = Centro.objects.first()
    campos = ("tipo_identificacion", "identificacion", "nombres", "correo", "mensaje", "telefonos")
    datos = {c: ANA[c] for c in campos} | {"provincia": centro.provincia}
    arranque, errores = threading.Barrier(6), []

    def enviar(numero):
        entrada = {"centro": centro, "quipux": f"Q-{numero}", "original_visto": True}
        suyo = Borrador.objects.get(huella=borrador.huella)
        arranque.wait()  # All of them have read the draft: none comes when it is gone.
        try:
            ingreso.registrar(suyo, datos, entrada, por=carla)
        except borradores.YaPresentada:
            errores.append("tarde")
        except Exception as error:
            errores.append(type(error).__name__)
        finally:
            connections.close_all()

    hilos = [threading.Thread(target=enviar, args=(n,)) for n in range(6)]
    for hilo in hilos:
        hilo.start()
    for hilo in hilos:
        hilo.join()
    assert Solicitud.objects.count() == 1
    assert (errores == ["tarde"] * 5) is con_cuidado


def test_el_borrador_de_una_ventanilla_no_es_de_otra(ventanilla, bruno, entrar):
    datos = escrito(identificacion="1")
    ventanilla.post(AGREGAR, datos | carta())
    assert entrar(bruno).post(AGREGAR, datos).status_code == 404


def test_quien_registra_ve_el_comprobante_y_nada_mas(ventanilla, carla, bruno, entrar):
    """R37: any centre enters, the unit decides."""
    entrada = registrada(carla)
    caso = reverse("admin:tramites_solicitud_change", args=[entrada.solicitud_id])
    suyo = reverse("admin:tramites_ingresopresencial_change", args=[entrada.pk])
    assert [ventanilla.get(r).status_code for r in (caso, suyo)] == [404, 200]
    assert [entrar(bruno).get(r).status_code for r in (caso, suyo)] == [200, 404]
    pagina = ventanilla.get(suyo).content.decode()
    assert "Ñandú" not in pagina and ANA["identificacion"] not in pagina
    assert entrada.solicitud.secreto not in pagina


def test_el_comprobante_lleva_numero_termino_y_enlace(ventanilla, carla):
    entrada = registrada(carla, correo="")
    ruta = reverse("admin:tramites_ingresopresencial_comprobante", args=[entrada.pk])
    texto = texto_del_pdf(ventanilla.get(ruta))
    unido = "".join(texto.split())
    assert entrada.solicitud.numero in texto
    assert "Coordinación Provincial de Pichincha" in texto
    assert "IESS-CAU-2026-00077-E" in texto
    assert settings.PORTAL_URL + entrada.solicitud.ruta_seguimiento in unido
    assert ANA["identificacion"] not in unido and "••••••••65" in unido
    assert "elIESSnoretienecopia" in unido
    assert "Noseregistróuncorreo" in unido
    assert [(a.usuario, a.accion) for a in Acceso.objects.all()] == [(carla, "comprobante")]


def test_desde_el_dia_siguiente_el_comprobante_ya_no_abre_el_caso(ventanilla, carla):
    entrada = registrada(carla)
    ruta = reverse("admin:tramites_ingresopresencial_comprobante", args=[entrada.pk])
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        ventanilla.force_login(carla)
        texto = "".join(texto_del_pdf(ventanilla.get(ruta)).split())
    assert entrada.solicitud.secreto not in texto
    assert settings.PORTAL_URL + reverse("consultar") in texto


def las_otras(navegador, entrada) -> str:
    """What the page of an entry says of the person's other cases, as text."""
    ruta = reverse("admin:tramites_ingresopresencial_change", args=[entrada.pk])
    aviso = re.search(r'<p class="caso-aviso">(.*?)</p>', navegador.get(ruta).content.decode())
    return re.sub(r"<[^>]+>", "", aviso[1]) if aviso else ""


def test_la_ventanilla_lee_que_la_persona_ya_tenia_otra_y_de_otra_unidad_solo_cuantas(
    ventanilla, carla, bruno, entrar
):
    """S07: what she may not open she only counts; and only while the person stands there."""
    entrada = registrada(carla, provincia="09")
    assert las_otras(ventanilla, entrada) == ""
    en_guayas, negada = presentada(provincia="09"), en_revision(bruno)
    services.negar(negada, por=bruno, motivo="El proceso ya fue resuelto en mayo.")
    presentada()
    assert las_otras(ventanilla, entrada) == (
        f"Con esta identificación hay además, en trámite o con certificado: {en_guayas.numero}, "
        "1 en otra unidad. Pregunte a la persona si pide lo mismo: si es así, puede retirar una en "
        "Atender a quien ya tiene una solicitud."
    )
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert las_otras(entrar(carla), entrada) == ""


SIN_CORREO = (
    "Su solicitud no tiene correo: se sigue con el enlace del comprobante de ingreso. Si lo "
    "perdió, otro se lo da la Coordinación Provincial de Pichincha, con su documento original."
)


def test_sin_correo_ningun_papel_manda_a_esperar_un_codigo(ventanilla, carla):
    """Neither the receipt of a later day nor the one of the person's page."""
    entrada = registrada(carla, correo="")
    ruta = reverse("admin:tramites_ingresopresencial_comprobante", args=[entrada.pk])
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        ventanilla.force_login(carla)
        de_la_ventanilla = " ".join(texto_del_pdf(ventanilla.get(ruta)).split())
    assert f"{SIN_CORREO} No se registró un correo: llame al +593 2 394 5666." in de_la_ventanilla
    pdf = PdfReader(io.BytesIO(expediente.comprobante(entrada.solicitud)))
    de_la_persona = " ".join(pdf.pages[0].extract_text().split())
    assert SIN_CORREO in de_la_persona
    for papel in (de_la_ventanilla, de_la_persona):
        assert reverse("consultar") not in papel and "código" not in papel


def test_el_comprobante_de_una_retirada_no_dice_que_alguien_la_atiende(ventanilla, carla):
    entrada = registrada(carla)
    ruta = reverse("admin:tramites_ingresopresencial_comprobante", args=[entrada.pk])
    dichos = ("La atiende", "Término de ley")
    antes = texto_del_pdf(ventanilla.get(ruta))
    assert [dicho in antes for dicho in dichos] == [True, True]
    services.retirar(entrada.solicitud)
    despues = texto_del_pdf(ventanilla.get(ruta))
    assert [dicho in despues for dicho in dichos] == [False, False]
    pagina = ventanilla.get(ruta.replace("comprobante.pdf", "change/")).content.decode()
    assert "La atiende" not in pagina


def test_la_unidad_pide_otra_carta_y_no_un_documento_que_no_hay(bruno, carla, entrar, client):
    """A correction of a case in person is of its letter, by the link of the receipt."""
    solicitud = registrada(carla).solicitud
    services.tomar(solicitud, por=bruno)
    caso = reverse("admin:tramites_solicitud_change", args=[solicitud.pk])
    pagina = entrar(bruno).get(caso).content.decode()
    assert "pedir_correccion-causa_carta" in pagina
    assert "pedir_correccion-causa_cedula" not in pagina
    requisito = Requisito.objects.get(codigo="carta", canal="presencial")
    services.pedir_correccion(solicitud, por=bruno, motivos={requisito: "Falta la firma"})
    client.post(reverse("corregir_documento", args=[solicitud.secreto, "carta"]), carta(semilla=2))
    client.post(reverse("revisar_correccion", args=[solicitud.secreto]))
    solicitud.refresh_from_db()
    assert (solicitud.estado, solicitud.documentos.count()) == ("en_revision", 2)


def test_la_persona_lee_que_fue_en_persona(client, carla):
    solicitud = registrada(carla, correo="").solicitud
    pagina = client.get(solicitud.ruta_seguimiento).content.decode()
    assert "En persona, en Centro de Atención Universal de Guayas." in pagina
    assert "No guardamos copia." in pagina
    assert "También se lo enviamos" not in pagina
    assert "Carla" not in pagina


def test_sin_unidad_no_se_registra(catalogo, admin_client):
    """Administering the server makes nobody an officer."""
    assert admin_client.get(AGREGAR).status_code == 403
    assert admin_client.post(AGREGAR, escrito() | carta()).status_code == 403
    assert Movimiento.objects.count() == 0


def test_el_mostrador_habla_como_quien_atiende(ventanilla, carla, admin_client):
    """It said «Seleccione identidad de una cuenta para ver» and «Añadir»."""
    registrada(carla)
    titulos = {
        "titular": ("Identidades que usted confirmó", "Confirmar una identidad"),
        "ingresopresencial": (
            "Solicitudes que usted registró en persona",
            "Registrar una solicitud",
        ),
    }
    for modelo, palabras in titulos.items():
        pagina = ventanilla.get(reverse(f"admin:tramites_{modelo}_changelist")).content.decode()
        assert all(palabra in pagina for palabra in palabras)
        assert "Seleccione" not in pagina and "Añadir" not in pagina
    inicio = ventanilla.get(reverse("admin:index")).content.decode()
    assert "Registrar una solicitud en persona" in inicio and "Añadir</a>" not in inicio
    # Who is no officer has nothing to do at a window.
    assert "En la ventanilla" not in admin_client.get(reverse("admin:index")).content.decode()
