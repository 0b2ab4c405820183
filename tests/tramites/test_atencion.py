"""Who has no internet comes back to a window: to correct, to withdraw, to have the link again.

Bruno decides in Pichincha; Carla attends in Guayas, where Ana lives (R37).
"""

import io
import re
import threading
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connections, transaction
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from certificados.fechas import fecha_larga
from documentos.revision import revisar
from documentos.subida import Subido
from tests import muestras
from tramites import enlace, services
from tramites.models import (
    Acceso,
    Atencion,
    Borrador,
    Centro,
    Correo,
    Requisito,
    Solicitud,
    UnidadAdministrativa,
)
from tramites.mostrador import atencion, ingreso, papeles
from tramites.mostrador.codigos import FALLOS
from tramites.recepcion import borradores

from .reparto import ANA, en_revision, registrada, requisito, subido, tramite

ATENDER = reverse("admin:tramites_atencion_add")
SIN_FIRMA = "Falta la firma"
QUIPUX = "IESS-CAU-2026-00900-E"


@pytest.fixture
def ventanilla(carla, entrar):
    return entrar(carla)


@pytest.fixture
def caso(bruno, carla):
    """Ana's, brought in person and without a mail; Bruno asked for the letter again."""
    solicitud = registrada(carla, correo="").solicitud
    services.tomar(solicitud, por=bruno)
    carta = Requisito.objects.get(codigo="carta", canal="presencial")
    services.pedir_correccion(solicitud, por=bruno, motivos={carta: SIN_FIRMA})
    return solicitud


def quien(solicitud, **cambios) -> dict:
    return {"numero": solicitud.numero, "identificacion": "171003406-5"} | cambios


def pedir(solicitud, accion, **cambios) -> dict:
    """What Carla sends: the case, what to do and what was brought."""
    centro = Centro.objects.get(codigo="centro-guayas").pk
    brought = {"centro": centro, "quipux": QUIPUX.lower(), "original_visto": "on"} | cambios
    entrada = {f"{accion}-{campo}": valor for campo, valor in brought.items()}
    return quien(solicitud) | {"accion": accion} | entrada


def carta(contenido=None) -> SimpleUploadedFile:
    return SimpleUploadedFile("carta.jpg", contenido or subido("otra-carta").contenido)


def leer(respuesta) -> str:
    return " ".join(respuesta.content.decode().split())


# --- Whose case it is -----------------------------------------------------------------------
def test_se_busca_con_el_numero_y_el_documento_y_se_ve_lo_justo(ventanilla, caso, carla):
    pagina = leer(ventanilla.post(ATENDER, quien(caso, numero=f" {caso.numero.lower()} ")))
    assert caso.numero in pagina and SIN_FIRMA in pagina
    for ajeno in (ANA["nombres"], ANA["mensaje"], ANA["telefono_1"], caso.secreto):
        assert ajeno not in pagina
    assert [(a.usuario, a.accion) for a in Acceso.objects.all()] == [(carla, "atender")]


def test_lo_que_no_coincide_dice_lo_mismo_y_se_frena(ventanilla, caso):
    """Nor at a window may anybody fish for cases with a number and a guess."""
    otra_letra = caso.numero[:-1] + ("B" if caso.numero.endswith("A") else "A")
    errados = [quien(caso, identificacion="1710034073"), quien(caso, numero=otra_letra)]
    dichos = [leer(ventanilla.post(ATENDER, errado)) for errado in errados]
    assert all("No hay una solicitud con ese número y esa identificación." in d for d in dichos)
    for _ in range(FALLOS):
        ventanilla.post(ATENDER, errados[0])
    assert "Espere diez minutos" in leer(ventanilla.post(ATENDER, quien(caso)))
    assert Acceso.objects.count() == 0


def test_lo_que_falta_se_pide_con_sus_palabras(ventanilla):
    pagina = leer(ventanilla.post(ATENDER, {"numero": "", "identificacion": ""}))
    assert "Escriba el número de la solicitud." in pagina


def test_quien_no_es_oficial_no_atiende(admin_client, caso):
    assert admin_client.post(ATENDER, quien(caso)).status_code == 403


# --- Correcting -----------------------------------------------------------------------------
def test_se_corrige_en_otra_provincia_y_la_historia_lo_dice(ventanilla, caso, carla, client):
    datos = pedir(caso, "corregir") | {"corregir-adjunto_carta": carta()}
    respuesta = ventanilla.post(ATENDER, datos, follow=True)
    assert f"La corrección de la solicitud {caso.numero} quedó enviada." in leer(respuesta)
    caso.refresh_from_db()
    assert (caso.estado, caso.documentos.count()) == ("en_revision", 2)
    hecha = Atencion.objects.get()
    assert (hecha.quipux, hecha.original_visto, hecha.centro.codigo) == (
        QUIPUX,
        True,
        "centro-guayas",
    )
    linea = hecha.movimiento
    assert (linea.accion, linea.por, linea.publico) == ("corregir", carla, True)
    assert linea.detalle == (
        "En persona, en Centro de Atención Universal de Guayas, con su documento original. "
        f"Quipux {QUIPUX}."
    )
    suya = leer(client.get(caso.ruta_seguimiento))
    assert linea.detalle in suya and "Carla" not in suya


def test_lo_escaneado_no_se_pierde_y_una_duda_se_mira_en_el_papel(ventanilla, caso):
    """A box forgotten does not lose the scan, and a doubtful one is sent knowingly."""
    sin_firma = {"corregir-adjunto_carta": carta(muestras.carta_jpg(firmada=False))}
    datos = pedir(caso, "corregir", original_visto="")
    pagina = leer(ventanilla.post(ATENDER, datos | sin_firma))
    assert "Ya está guardada: Carta firmada a mano (carta.jpg)." in pagina
    assert "Pida el documento original" in pagina
    assert "Carta firmada a mano: miré el papel y se envía así." in pagina
    assert "marque que lo miró" in pagina
    pagina = leer(ventanilla.post(ATENDER, pedir(caso, "corregir")))
    assert "No encontramos una firma manuscrita" in pagina
    assert "Carta firmada a mano: miré el papel y se envía así." in pagina
    assert "marque que lo miró" in pagina
    assert (Atencion.objects.count(), Borrador.objects.count()) == (0, 1)
    ventanilla.post(ATENDER, pedir(caso, "corregir", conforme_carta="on"))
    caso.refresh_from_db()
    assert caso.estado == "en_revision"
    enviado = caso.documentos.vigentes().get()
    assert (enviado.conforme, enviado.visto_en_papel) == (True, True)


def test_la_duda_se_pregunta_tambien_cuando_todo_llega_junto(ventanilla, caso):
    sin_firma = {"corregir-adjunto_carta": carta(muestras.carta_jpg(firmada=False))}
    pagina = leer(ventanilla.post(ATENDER, pedir(caso, "corregir") | sin_firma))
    assert "No encontramos una firma manuscrita" in pagina
    assert Atencion.objects.count() == 0


def test_la_duda_se_pregunta_a_la_vez_que_otro_error(ventanilla, caso):
    """It took three sendings: the box came only once the number of Quipux was right."""
    sin_firma = {"corregir-adjunto_carta": carta(muestras.carta_jpg(firmada=False))}
    datos = pedir(caso, "corregir", quipux=caso.ingreso.quipux) | sin_firma
    pagina = leer(ventanilla.post(ATENDER, datos))
    assert f"ya está en la solicitud {caso.numero}" in pagina
    assert pagina.index('name="corregir-adjunto_carta"') < pagina.index(
        'name="corregir-conforme_carta"'
    )
    assert (Atencion.objects.count(), Borrador.objects.count()) == (0, 1)
    ventanilla.post(ATENDER, pedir(caso, "corregir", conforme_carta="on"))
    assert caso.documentos.vigentes().get().visto_en_papel


def test_en_la_ventanilla_tambien_se_duda_del_mismo_archivo_devuelto(ventanilla, caso):
    datos = pedir(caso, "corregir") | {"corregir-adjunto_carta": carta(subido("carta").contenido)}
    pagina = leer(ventanilla.post(ATENDER, datos))
    assert "Es el mismo archivo que se devolvió, sin ningún cambio." in pagina
    assert "miré el papel y se envía así." in pagina
    assert Solicitud.objects.get().estado == "en_subsanacion"


def test_se_corrige_tambien_lo_que_se_envio_en_linea(ventanilla, bruno, client):
    """Her telephone broke: what she had put by itself is there, and only the rest is scanned."""
    solicitud = en_revision(bruno)
    pedidos = [requisito("cedula"), requisito("carta")]
    services.pedir_correccion(solicitud, por=bruno, motivos=dict.fromkeys(pedidos, "No se lee"))
    cedula = SimpleUploadedFile("mia.jpg", subido("otra-cedula").contenido)
    ruta = reverse("corregir_documento", args=[solicitud.secreto, "cedula"])
    client.post(ruta, {"adjunto_cedula": cedula})
    assert "Ya está guardada: Cédula (mia.jpg)." in leer(ventanilla.post(ATENDER, quien(solicitud)))
    ventanilla.post(ATENDER, pedir(solicitud, "corregir") | {"corregir-adjunto_carta": carta()})
    solicitud.refresh_from_db()
    assert solicitud.estado == "en_revision"
    assert Correo.objects.filter(aviso="correccion_recibida", para=ANA["correo"]).count() == 1


def test_apretar_dos_veces_corrige_una_vez(ventanilla, caso):
    datos = pedir(caso, "corregir")
    ventanilla.post(ATENDER, datos | {"corregir-adjunto_carta": carta()})
    segunda = ventanilla.post(ATENDER, datos | {"corregir-adjunto_carta": carta()})
    assert "Eso ya no se puede hacer con esta solicitud." in leer(segunda)
    assert (Atencion.objects.count(), Borrador.objects.count()) == (1, 0)


def test_un_numero_de_quipux_es_de_un_solo_papel(ventanilla, caso, monkeypatch):
    usado = caso.ingreso.quipux
    datos = pedir(caso, "corregir", quipux=usado) | {"corregir-adjunto_carta": carta()}
    assert f"ya está en la solicitud {caso.numero}" in leer(ventanilla.post(ATENDER, datos))
    Atencion.objects.create(
        movimiento=caso.movimientos.first(),
        centro=Centro.objects.first(),
        quipux=QUIPUX,
        original_visto=True,
    )
    monkeypatch.setattr("tramites.mostrador.forms.EntradaForm.clean_quipux", lambda form: QUIPUX)
    assert "acaba de usarse" in leer(ventanilla.post(ATENDER, pedir(caso, "corregir")))
    caso.refresh_from_db()
    assert caso.estado == "en_subsanacion"


@pytest.mark.parametrize(
    ("accion", "frase"),
    [
        ("corregir", "sin verlo no se envía la corrección."),
        ("retirar", "sin verlo no se retira la solicitud."),
        ("enlace", "sin verlo no se da un enlace nuevo."),
    ],
)
def test_sin_ver_el_original_se_dice_que_no_se_hace(bruno, caso, entrar, accion, frase):
    """R18: none of them is an entry, which is what the sentence of the entry's form speaks of."""
    datos = pedir(caso, accion, original_visto="", antes=caso.secreto_huella)
    pagina = leer(entrar(bruno).post(ATENDER, datos))
    assert f"<li>Pida el documento original: {frase}</li>" in pagina
    assert "no se registra el ingreso" not in pagina
    assert Atencion.objects.count() == 0


def test_sin_ver_el_original_no_hay_atencion(caso):
    with pytest.raises(IntegrityError), transaction.atomic():
        Atencion.objects.create(
            movimiento=caso.movimientos.first(),
            centro=Centro.objects.first(),
            original_visto=False,
        )


# --- Withdrawing ----------------------------------------------------------------------------
def test_se_retira_cuando_su_titular_lo_pide_por_escrito(ventanilla, caso, carla, client):
    ventanilla.post(ATENDER, pedir(caso, "retirar"))
    caso.refresh_from_db()
    linea = caso.movimientos.last()
    assert (caso.estado, linea.accion, linea.por) == ("desistida", "retirar", carla)
    assert f"Quipux {QUIPUX}." in linea.detalle
    assert linea.detalle in leer(client.get(caso.ruta_seguimiento))
    otra_vez = leer(ventanilla.post(ATENDER, pedir(caso, "retirar")))
    assert "Eso ya no se puede hacer con esta solicitud." in otra_vez


# --- The receipt ----------------------------------------------------------------------------
def imprimir(navegador, hecha) -> str:
    ruta = reverse("admin:tramites_atencion_comprobante", args=[hecha.pk])
    pdf = b"".join(navegador.get(ruta).streaming_content)
    return " ".join(PdfReader(io.BytesIO(pdf)).pages[0].extract_text().split())


def test_la_correccion_lleva_su_comprobante(ventanilla, caso):
    """Number, what was received, when, what follows and until when; no name and no link."""
    datos = pedir(caso, "corregir") | {"corregir-adjunto_carta": carta()}
    hecho = leer(ventanilla.post(ATENDER, datos, follow=True))
    assert "Comprobante para imprimir (PDF)" in hecho
    caso.refresh_from_db()
    hecha = Atencion.objects.get()
    papel, hoy = imprimir(ventanilla, hecha), timezone.localtime(hecha.movimiento.en)
    for dicho in (
        "Comprobante de corrección",
        caso.numero,
        "Se recibió Carta firmada a mano",
        f"Fecha {fecha_larga(hoy)}, {hoy:%H:%M}, hora continental",
        "En Centro de Atención Universal de Guayas",
        f"Quipux {QUIPUX}",
        "La atiende Coordinación Provincial de Pichincha",
        f"Término de ley hasta el {fecha_larga(caso.vence_el)}",
        "La Coordinación Provincial de Pichincha revisará lo que usted entregó",
        "Su solicitud no tiene correo: se sigue con el enlace del comprobante de ingreso.",
    ):
        assert dicho in papel
    for callado in (ANA["nombres"], ANA["identificacion"], caso.secreto):
        assert callado not in papel
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        ventanilla.force_login(hecha.movimiento.por, "iess_portal.acceso.DelPersonal")
        assert "Comprobante de corrección" in imprimir(ventanilla, hecha)


def test_el_retiro_lleva_su_comprobante_y_solo_quien_lo_hizo_lo_imprime(
    ventanilla, caso, bruno, entrar
):
    ventanilla.post(ATENDER, pedir(caso, "retirar"))
    hecha = Atencion.objects.get()
    papel = imprimir(ventanilla, hecha)
    for dicho in (
        "Comprobante de retiro",
        caso.numero,
        "Se recibió El pedido firmado de retirar la solicitud",
        "no se puede reabrir",
    ):
        assert dicho in papel
    assert "Término de ley" not in papel and "La atiende" not in papel
    ruta = reverse("admin:tramites_atencion_comprobante", args=[hecha.pk])
    assert entrar(bruno).get(ruta).status_code == 404


# --- The picture of a doubt -----------------------------------------------------------------
def test_la_duda_se_ve_en_su_imagen_y_solo_quien_atiende_la_abre(
    ventanilla, caso, bruno, carla, entrar
):
    """As on the person's cards. The pass is that officer's, for that draft, for an hour."""
    sin_firma = {"corregir-adjunto_carta": carta(muestras.carta_jpg(firmada=False))}
    pagina = leer(ventanilla.post(ATENDER, pedir(caso, "corregir") | sin_firma))
    imagenes = set(re.findall(r'(?:src|href)="(/admin/tramites/atencion/papeles/[^"?]+)', pagina))
    assert len(imagenes) == 1
    imagen = imagenes.pop()
    assert f'<img src="{imagen}?miniatura=si" alt="Carta firmada a mano, página 1"' in pagina
    vista = ventanilla.get(imagen)
    assert b"".join(vista.streaming_content).startswith(b"\xff\xd8\xff")
    assert "no-store" in vista["Cache-Control"]
    assert Acceso.objects.filter(solicitud=caso, usuario=carla, accion="ver_pagina").count() == 1
    otra = imagen.replace("/papeles/", "/papeles/x")
    assert [entrar(bruno).get(imagen).status_code, ventanilla.get(otra).status_code] == [404, 404]
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        ventanilla.force_login(carla, "iess_portal.acceso.DelPersonal")
        assert ventanilla.get(imagen).status_code == 404


def test_en_el_ingreso_la_duda_tambien_se_ve(ventanilla, carla):
    borrador = ingreso.abrir(borradores.nueva_clave(), tramite(), carla)
    sin_firma = muestras.carta_jpg(firmada=False)
    pedida = Requisito.objects.get(codigo="carta", canal="presencial")
    dudosa = Subido(sin_firma, "carta.jpg", revisar(sin_firma, pedida.exigencias))
    documento = borradores.adjuntar(borrador, pedida, dudosa)
    pase = papeles.contexto(borrador, carla)["pase"]
    imagen = reverse("admin:tramites_atencion_papel", args=[pase, documento.pk, 1])
    assert ventanilla.get(imagen).status_code == 200
    assert ventanilla.get(imagen.replace("/1.jpg", "/2.jpg")).status_code == 404
    assert Acceso.objects.count() == 0  # their own scan, of no case yet
    borrador.delete()
    assert ventanilla.get(imagen).status_code == 404


# --- The link again -------------------------------------------------------------------------
def pedir_enlace(solicitud, **cambios) -> dict:
    return pedir(solicitud, "enlace", antes=solicitud.secreto_huella, **cambios)


def texto_del_pdf(respuesta) -> str:
    pdf = b"".join(respuesta.streaming_content)
    return "".join(PdfReader(io.BytesIO(pdf)).pages[0].extract_text().split())


def test_quien_perdio_el_papel_recibe_otro_enlace_y_el_viejo_muere(bruno, caso, entrar, client):
    pichincha, viejo = entrar(bruno), caso.ruta_seguimiento
    with time_machine.travel(timezone.now() + timedelta(days=20)):
        pichincha.force_login(bruno, "iess_portal.acceso.DelPersonal")
        hecho = pichincha.post(ATENDER, pedir_enlace(caso))
        papel = pichincha.get(f"{hecho.url.removesuffix('change/')}comprobante.pdf")
        impreso = texto_del_pdf(papel)
    caso.refresh_from_db()
    assert caso.ruta_seguimiento != viejo and caso.ruta_seguimiento in impreso
    assert client.get(viejo).status_code == 404
    suya = leer(client.get(caso.ruta_seguimiento))
    assert "tiene un enlace nuevo; el anterior ya no la abre" in suya
    linea = caso.movimientos.last()
    assert (linea.accion, linea.por, Atencion.objects.get().movimiento) == (
        "cambiar_enlace",
        bruno,
        linea,
    )
    assert [a.accion for a in Acceso.objects.order_by("pk")] == ["atender", "comprobante"]


def test_el_enlace_nuevo_se_imprime_solo_ese_dia_y_solo_quien_lo_dio(bruno, caso, entrar, sara):
    hecha = atencion.dar_enlace(
        caso, {"centro": Centro.objects.first(), "original_visto": True}, por=bruno
    )
    ruta = reverse("admin:tramites_atencion_comprobante", args=[hecha.pk])
    assert [entrar(cuenta).get(ruta).status_code for cuenta in (bruno, sara)] == [200, 404]
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert entrar(bruno).get(ruta).status_code == 404


def test_quien_dio_un_enlace_no_imprime_el_que_otra_persona_dio_despues(bruno, caso, entrar, sara):
    """Also on the same day: that one was given to whoever came the second time."""
    entrada = {"centro": Centro.objects.first(), "original_visto": True}
    primera = atencion.dar_enlace(caso, entrada, por=bruno)
    segunda = atencion.dar_enlace(caso, entrada, por=sara)
    rutas = [
        reverse("admin:tramites_atencion_comprobante", args=[hecha.pk])
        for hecha in (primera, segunda)
    ]
    assert entrar(bruno).get(rutas[0]).status_code == 404
    assert caso.secreto in texto_del_pdf(entrar(sara).get(rutas[1]))


def test_el_comprobante_de_la_entrada_no_lleva_el_enlace_que_dio_otra_ventanilla(
    ventanilla, caso, bruno
):
    """Also on the day of the entry: that link was given to whoever came the second time."""
    ruta = reverse("admin:tramites_ingresopresencial_comprobante", args=[caso.ingreso.pk])
    assert caso.secreto in texto_del_pdf(ventanilla.get(ruta))
    atencion.dar_enlace(caso, {"centro": Centro.objects.first(), "original_visto": True}, por=bruno)
    assert caso.secreto not in texto_del_pdf(ventanilla.get(ruta))


def donde_da_enlace(navegador, solicitud) -> str:
    """Whom the page names for another link, as text; empty when it names nobody."""
    aviso = re.search(r"solo lo cambia (.*?)</p>", leer(navegador.post(ATENDER, quien(solicitud))))
    return re.sub(r"<[^>]+>", "", aviso[1]) if aviso else ""


def test_a_quien_no_le_toca_otro_enlace_no_se_le_manda_a_ninguna_parte(
    ventanilla, bruno, carla, caso, entrar
):
    """Whoever has a mail gets a code there; and the unit that can give it, gives it."""
    con_correo = registrada(carla, {"quipux": "Q-1"}).solicitud
    assert donde_da_enlace(ventanilla, con_correo) == ""
    assert donde_da_enlace(entrar(bruno), caso) == ""


def test_solo_la_unidad_que_atiende_da_otro_enlace(ventanilla, caso):
    """Carla may correct for whoever comes; what opens the case for ever is Pichincha's to give, and
    she reads where to send the person."""
    assert donde_da_enlace(ventanilla, caso) == (
        "la unidad que la atiende: Coordinación Provincial de Pichincha, en Pichincha. "
        "Teléfono: +593 2 394 5666."
    )
    UnidadAdministrativa.objects.filter(pk=caso.unidad_id).update(
        direccion="Calle Inventada 123, Quito", telefono="+59322000000"
    )
    assert donde_da_enlace(ventanilla, caso) == (
        "la unidad que la atiende: Coordinación Provincial de Pichincha, en Pichincha. "
        "Dirección: Calle Inventada 123, Quito. Teléfono: 02 200 0000."
    )
    pagina = leer(ventanilla.post(ATENDER, pedir_enlace(caso)))
    assert "Eso ya no se puede hacer con esta solicitud." in pagina
    antes = caso.secreto_huella
    caso.refresh_from_db()
    assert caso.secreto_huella == antes


def test_quien_tiene_correo_no_necesita_otro_enlace(bruno, carla):
    con_correo = registrada(carla, {"quipux": "Q-1"}).solicitud
    for solicitud in (con_correo, en_revision(bruno)):
        assert not atencion.can_dar_enlace(bruno, solicitud)
        with pytest.raises(enlace.NoSeCambia, match="por correo"):
            enlace.cambiar(solicitud, por=bruno, lugar="")


def test_apretar_dos_veces_da_un_solo_enlace(bruno, caso, entrar):
    pichincha, datos = entrar(bruno), pedir_enlace(caso)
    pichincha.post(ATENDER, datos)
    segunda = leer(pichincha.post(ATENDER, datos))
    assert "El enlace acaba de cambiarse." in segunda
    assert caso.movimientos.filter(accion="cambiar_enlace").count() == 1


@pytest.mark.django_db(transaction=True)
def test_dos_ventanillas_a_la_vez_dan_un_solo_enlace(bruno, carla):
    pk = registrada(carla, correo="").solicitud.pk
    copias = [Solicitud.objects.get(pk=pk) for _ in range(6)]
    arranque, ganaron = threading.Barrier(6), []

    def cambiar(copia):
        arranque.wait()
        try:
            enlace.cambiar(copia, por=bruno, lugar="")
            ganaron.append(copia.secreto_huella)
        except enlace.NoSeCambia:
            pass
        finally:
            connections.close_all()

    hilos = [threading.Thread(target=cambiar, args=(copia,)) for copia in copias]
    for hilo in hilos:
        hilo.start()
    for hilo in hilos:
        hilo.join()
    assert ganaron == [Solicitud.objects.get(pk=pk).secreto_huella]


def test_el_enlace_perdido_tampoco_sigue_abierto_en_una_cuenta(caso, bruno, persona, entrar):
    """Whoever found the paper saved the case in an account, or was about to."""
    lo_guardo, lo_iba_a_guardar = (entrar(persona(f"{n}@example.org")) for n in range(2))
    for navegador in (lo_guardo, lo_iba_a_guardar):
        navegador.get(reverse("apartar_para_mi_cuenta", args=[caso.secreto]))
    lo_guardo.post(reverse("guardar_en_mi_cuenta"))
    assert caso.numero in leer(lo_guardo.get(reverse("mi_cuenta")))
    entrar(bruno).post(ATENDER, pedir_enlace(caso))
    lo_iba_a_guardar.post(reverse("guardar_en_mi_cuenta"))
    for navegador in (lo_guardo, lo_iba_a_guardar):
        assert caso.numero not in leer(navegador.get(reverse("mi_cuenta")))
    caso.refresh_from_db()
    lo_guardo.get(reverse("apartar_para_mi_cuenta", args=[caso.secreto]))
    lo_guardo.post(reverse("guardar_en_mi_cuenta"))
    assert caso.numero in leer(lo_guardo.get(reverse("mi_cuenta")))


def test_sin_haber_registrado_nada_el_centro_se_elige(bruno, caso, entrar):
    assert ingreso.anterior_de(bruno) is None
    assert "Elija el centro" in leer(entrar(bruno).post(ATENDER, quien(caso)))
