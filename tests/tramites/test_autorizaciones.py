"""Authorisation of third persons (R24 to R26): the holder makes it, a window uses it, once.

Ana is the holder; Diego takes her papers to Carla's window, in Guayas.
"""

import io
import threading
from datetime import timedelta

import pytest
import time_machine
import zxingcpp
from django.conf import settings
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connections, transaction
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader
from pypdfium2 import PdfDocument

from certificados.codigos import codigo_nuevo
from documentos.models import Documento
from tests import muestras
from tramites import autorizaciones, correo, identidad
from tramites.models import (
    Autorizacion,
    Centro,
    Correo,
    IngresoPresencial,
    Solicitud,
    Titular,
    Tramite,
)
from tramites.recepcion import borradores

from .reparto import ANA, declarada, registrada, tramite

DIEGO = {"tercero_nombres": "Diego Paz Mora", "tercero_cedula": "1714307103"}
AGREGAR = reverse("admin:tramites_ingresopresencial_add")
BUSCAR = reverse("admin:tramites_ingresopresencial_autorizacion")


@pytest.fixture
def titular(carla):
    """Ana, confirmed at a window."""
    declarado = declarada()
    identidad.confirmar(declarado, por=carla)
    declarado.refresh_from_db()
    return declarado


@pytest.fixture
def autorizacion(titular):
    return autorizaciones.autorizar(titular, tramite=tramite(), hasta=manana(), **DIEGO)


@pytest.fixture
def con_cuenta(titular, entrar):
    """Ana's browser."""
    return entrar(titular.cuenta)


@pytest.fixture
def ventanilla(carla, entrar):
    return entrar(carla)


def manana():
    return timezone.localdate() + timedelta(days=1)


def escrito(autorizacion, **cambios) -> dict:
    """What Carla types of Diego's visit: who the holder is, nobody types."""
    return {
        "clave": borradores.nueva_clave(),
        "autorizacion": autorizacion.codigo_en_grupos,
        "original_visto": "on",
        "tercero_original_visto": "on",
        "telefono_1": "099 123 4567",
        "provincia": "17",
        "centro": Centro.objects.get(codigo="centro-guayas").pk,
        "quipux": "IESS-CAU-2026-00500-E",
        "adjunto_carta": SimpleUploadedFile("carta.jpg", muestras.carta_jpg()),
    } | cambios


# --- The holder -----------------------------------------------------------------------------
def test_el_titular_la_hace_la_imprime_y_la_ve_en_su_lista(con_cuenta, titular):
    """R25: user and password, the fields, the document."""
    datos = DIEGO | {"tramite": tramite().codigo, "hasta": manana().isoformat()}
    con_cuenta.post(reverse("autorizar"), datos)
    hecha = Autorizacion.objects.get()
    assert (hecha.titular, hecha.tramite, hecha.hasta) == (titular, tramite(), manana())
    pagina = con_cuenta.get(reverse("mi_cuenta")).content.decode()
    assert DIEGO["tercero_nombres"] in pagina and "Vigente" in pagina
    direccion = reverse("autorizacion", args=[hecha.pk])
    assert f'La autorización está lista: <a href="{direccion}">descárguela</a>' in pagina
    papel = con_cuenta.get(reverse("autorizacion", args=[hecha.pk]))
    contenido = b"".join(papel.streaming_content)
    texto = " ".join(PdfReader(io.BytesIO(contenido)).pages[0].extract_text().split())
    for dato in (ANA["nombres"], *DIEGO.values(), hecha.codigo_en_grupos, "una sola vez"):
        assert dato in texto
    pagina = PdfDocument(contenido)[0].render(scale=3).to_pil()
    # What a scanner at the window types.
    assert [leido.text for leido in zxingcpp.read_barcodes(pagina)] == [hecha.codigo]


def test_hecha_dos_veces_por_un_doble_clic_es_una_sola(con_cuenta):
    """R26: two codes would let the third person act twice."""
    datos = DIEGO | {"tramite": tramite().codigo, "hasta": manana().isoformat()}
    for _ in range(2):
        assert con_cuenta.post(reverse("autorizar"), datos).url == reverse("mi_cuenta")
    primera = Autorizacion.objects.get()
    autorizaciones.revocar(primera)
    con_cuenta.post(reverse("autorizar"), datos)
    assert Autorizacion.objects.exclude(pk=primera.pk).get().situacion == "vigente"


def test_sin_identidad_confirmada_no_se_autoriza_a_nadie(persona, entrar, catalogo):
    """R24: for the safety of the holder's information."""
    navegador = entrar(persona("otra@example.org"))
    llevada = navegador.get(reverse("autorizar"), follow=True)
    assert llevada.redirect_chain == [(reverse("identidad"), 302)]
    assert "Para autorizar a otra persona, primero confirme su identidad." in leido(llevada)
    assert Autorizacion.objects.count() == 0


@pytest.mark.parametrize(
    ("dias", "hechas"),
    [(-1, 0), (0, 1), (settings.AUTORIZACION_DIAS, 1), (settings.AUTORIZACION_DIAS + 1, 0)],
)
def test_vale_al_menos_hoy_y_a_lo_sumo_hasta_el_ultimo_dia(con_cuenta, dias, hechas):
    hasta = timezone.localdate() + timedelta(days=dias)
    datos = DIEGO | {"tramite": tramite().codigo, "hasta": hasta.isoformat()}
    con_cuenta.post(reverse("autorizar"), datos)
    assert Autorizacion.objects.filter(hasta=hasta).count() == hechas


@pytest.mark.parametrize(
    ("cambio", "frase"),
    [
        ({"tercero_cedula": ANA["identificacion"]}, "Es su propia cédula"),
        ({"tercero_cedula": "1714307104"}, "Ese número de cédula no existe"),
        ({"hasta": "2020-01-01"}, "Elija un día entre hoy y el"),
        ({"hasta": "2999-01-01"}, "Elija un día entre hoy y el"),
        ({"tercero_nombres": ""}, "Escriba los nombres y apellidos de quien irá por usted."),
    ],
)
def test_lo_mal_escrito_se_dice_junto_a_su_campo(con_cuenta, cambio, frase):
    datos = DIEGO | {"tramite": tramite().codigo, "hasta": manana().isoformat()} | cambio
    assert frase in con_cuenta.post(reverse("autorizar"), datos).content.decode()
    assert Autorizacion.objects.count() == 0


def test_el_titular_deja_sin_efecto_una_y_la_otra_sigue(con_cuenta, autorizacion, titular):
    """R26: the one whose button was pressed; pressed again, it says that it was done."""
    otra = autorizaciones.autorizar(titular, tramite=tramite(), hasta=manana(), **DIEGO)
    boton = reverse("revocar_autorizacion", args=[otra.pk])
    assert f'action="{boton}"' in con_cuenta.get(reverse("mi_cuenta")).content.decode()
    # Whoever had to come in again on the way comes with a GET, which changes nothing.
    con_cuenta.get(boton)
    dichas = [leido(con_cuenta.post(boton, follow=True)) for _ in range(2)]
    assert "La autorización ya no vale." in dichas[0]
    assert "Esa autorización ya se había usado o revocado." in dichas[1]
    situaciones = {una: una.situacion for una in Autorizacion.objects.all()}
    assert situaciones == {autorizacion: "vigente", otra: "revocada"}
    assert f'action="{boton}"' not in con_cuenta.get(reverse("mi_cuenta")).content.decode()


def leido(respuesta) -> str:
    return " ".join(respuesta.content.decode().split())


def test_nadie_ve_ni_revoca_la_de_otra_persona(autorizacion, persona, entrar):
    otra = entrar(persona("otra@example.org"))
    papel = otra.get(reverse("autorizacion", args=[autorizacion.pk]))
    revocar = otra.post(reverse("revocar_autorizacion", args=[autorizacion.pk]))
    assert (papel.status_code, revocar.status_code) == (404, 404)
    autorizacion.refresh_from_db()
    assert autorizacion.situacion == "vigente"


# --- The window -----------------------------------------------------------------------------
def test_el_tercero_presenta_y_el_titular_se_entera(ventanilla, carla, autorizacion, titular):
    """R26 and pain 16: who came is in the record, what follows goes to the holder alone."""
    vista = ventanilla.post(BUSCAR, {"codigo": autorizacion.codigo.lower()}).content.decode()
    assert all(dato in vista for dato in (ANA["nombres"], *DIEGO.values()))
    ventanilla.post(AGREGAR, escrito(autorizacion))
    entrada = IngresoPresencial.objects.get()
    solicitud = entrada.solicitud
    assert (entrada.autorizacion, entrada.tercero_original_visto) == (autorizacion, True)
    assert (solicitud.identificacion, solicitud.nombres) == (ANA["identificacion"], ANA["nombres"])
    assert solicitud.correo == titular.cuenta.email
    assert [m.accion for m in solicitud.movimientos.all()] == ["presentar", "usar_autorizacion"]
    assert [(c.para, c.aviso) for c in Correo.objects.all()] == [
        (titular.cuenta.email, "recibida"),
        (titular.cuenta.email, "autorizacion_usada"),
    ]
    for pk in correo.por_enviar(timezone.now()):
        correo.enviar(pk)
    aviso = mail.outbox[-1]
    assert aviso.subject == f"Se usó su autorización: solicitud {solicitud.numero}"
    assert "Centro de Atención Universal de Guayas" in aviso.body
    assert not any(dato in aviso.body for dato in DIEGO.values())


def test_apretar_dos_veces_lleva_al_mismo_ingreso(ventanilla, autorizacion):
    """The second does not say that the authorisation is used, which it is, by the first."""
    datos = escrito(autorizacion)
    dos = [ventanilla.post(AGREGAR, datos).url for _ in range(2)]
    ingreso = IngresoPresencial.objects.get()
    assert dos == [reverse("admin:tramites_ingresopresencial_change", args=[ingreso.pk])] * 2


def test_el_comprobante_del_tercero_no_abre_la_solicitud(ventanilla, autorizacion):
    ventanilla.post(AGREGAR, escrito(autorizacion))
    entrada = IngresoPresencial.objects.get()
    ruta = reverse("admin:tramites_ingresopresencial_comprobante", args=[entrada.pk])
    pdf = b"".join(ventanilla.get(ruta).streaming_content)
    texto = "".join(PdfReader(io.BytesIO(pdf)).pages[0].extract_text().split())
    assert entrada.solicitud.secreto not in texto
    assert entrada.solicitud.correo not in texto
    assert "DiegoPazMora,••••••••03" in texto


def test_sin_la_cedula_original_del_tercero_no_hay_ingreso(ventanilla, autorizacion, carla):
    """R26, in the form and in the database; the authorisation stays as it was."""
    datos = escrito(autorizacion)
    del datos["tercero_original_visto"]
    pagina = ventanilla.post(AGREGAR, datos).content.decode()
    assert "Pida la cédula original de la persona autorizada" in pagina
    with pytest.raises(IntegrityError), transaction.atomic():
        registrada(carla, {"autorizacion": autorizacion, "tercero_original_visto": False})
    autorizacion.refresh_from_db()
    assert (autorizacion.situacion, Solicitud.objects.count()) == ("vigente", 0)


def motivo(autorizacion) -> str:
    with pytest.raises(ValidationError) as error:
        autorizaciones.buscar(autorizacion.codigo)
    return error.value.messages[0]


def test_usada_revocada_vencida_o_sin_titular_dice_por_que(autorizacion, carla, titular, persona):
    otra, tercera = (
        autorizaciones.autorizar(
            titular, tramite=tramite(), hasta=manana(), **DIEGO | {"tercero_nombres": nombres}
        )
        for nombres in ("Elsa Paz", "Fabio Paz")
    )
    registrada(carla, {"autorizacion": autorizacion, "tercero_original_visto": True})
    assert "ya se usó el" in motivo(autorizacion)
    assert autorizaciones.revocar(autorizacion) is False
    assert (autorizaciones.revocar(otra), autorizaciones.revocar(otra)) == (True, False)
    assert "la dejó sin efecto" in motivo(otra)
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert autorizaciones.buscar(tercera.codigo) == tercera
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        assert "Venció el" in motivo(tercera)
    datos = {campo: ANA[campo] for campo in ("tipo_identificacion", "identificacion", "nombres")}
    nueva = identidad.declarar(persona("nueva@example.org"), **datos)
    identidad.confirmar(nueva, por=carla)
    assert "ya no está confirmada" in motivo(tercera)


def test_no_sirve_para_otro_tramite_ni_para_otra_persona(autorizacion, carla):
    otro = Tramite.objects.get()
    otro.pk, otro.codigo, otro.sigla = None, "otro-tramite", "OT"
    otro.save(force_insert=True)
    Autorizacion.objects.update(tramite=otro)
    autorizacion.refresh_from_db()
    uso = {"autorizacion": autorizacion, "tercero_original_visto": True}
    with pytest.raises(autorizaciones.NoVale, match="otro trámite o de otra persona"):
        registrada(carla, uso)
    Autorizacion.objects.update(tramite=tramite())
    autorizacion.refresh_from_db()
    for otra in ({"identificacion": "1714307103"}, {"tipo_identificacion": "codigo_extranjero"}):
        with pytest.raises(autorizaciones.NoVale, match="otro trámite o de otra persona"):
            registrada(carla, uso, **otra)
    assert Solicitud.objects.count() == 0
    assert Documento.objects.filter(solicitud__isnull=False).count() == 0


def test_los_codigos_no_se_adivinan_por_ninguna_de_las_dos_puertas(ventanilla, autorizacion):
    for numero in range(10):
        donde = (BUSCAR, "codigo") if numero % 2 else (AGREGAR, "autorizacion")
        ventanilla.post(donde[0], {donde[1]: codigo_nuevo()})
    pagina = ventanilla.post(BUSCAR, {"codigo": autorizacion.codigo}).content.decode()
    assert "Espere diez minutos" in pagina
    frenada = ventanilla.post(AGREGAR, {"autorizacion": autorizacion.codigo}, follow=True)
    assert "Espere diez minutos" in frenada.content.decode()


def test_revocada_mientras_se_escribe_no_se_usa(ventanilla, autorizacion):
    datos = escrito(autorizacion)
    autorizaciones.revocar(autorizacion)
    respuesta = ventanilla.post(AGREGAR, datos, follow=True)
    assert respuesta.redirect_chain == [(BUSCAR, 302)]
    assert "la dejó sin efecto" in respuesta.content.decode()
    assert Solicitud.objects.count() == 0


@pytest.mark.parametrize(
    ("modelo", "cambio", "frase"),
    [
        (Autorizacion, {"hasta": "2026-01-31"}, "Venció el 31-01-2026"),
        (Autorizacion, {"revocada_en": timezone.now()}, "la dejó sin efecto"),
        (Titular, {"terminada_en": timezone.now()}, "ya no está confirmada"),
    ],
)
def test_lo_que_pasa_despues_de_leerla_se_ve_al_usarla(autorizacion, carla, modelo, cambio, frase):
    solicitud = registrada(carla).solicitud
    modelo.objects.update(**cambio)
    declarada("otra@example.org")  # That another account says to be Ana changes nothing.
    with pytest.raises(autorizaciones.NoVale, match=frase):
        autorizaciones.consumir(autorizacion, solicitud, por=carla)
    assert Autorizacion.objects.get().usada_en is None
    assert not solicitud.movimientos.filter(accion="usar_autorizacion").exists()


def consumir_sin_canje(autorizacion, solicitud, *, por):
    """The control: look, then write, as the obvious code would."""
    leida = Autorizacion.objects.get(pk=autorizacion.pk)
    if leida.usada_en:
        raise autorizaciones.NoVale("ya se usó")
    ALTO.wait(5)
    leida.usada_en = timezone.now()
    leida.save()


ALTO = threading.Barrier(20)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("como", [autorizaciones.consumir, consumir_sin_canje])
def test_veinte_ventanillas_a_la_vez_la_usan_una_sola_vez(carla, titular, autorizacion, como):
    """One authorisation, twenty cases of the same holder: one wins, and the control fails."""
    hechas = [
        registrada(carla, {"quipux": f"Q-{numero}"}, **titular_como_datos(titular)).solicitud
        for numero in range(20)
    ]
    usos, arranque = [], threading.Barrier(20)

    def usar(solicitud):
        arranque.wait()
        try:
            como(autorizacion, solicitud, por=carla)
            usos.append(solicitud.pk)
        except autorizaciones.NoVale:
            pass
        finally:
            connections.close_all()

    hilos = [threading.Thread(target=usar, args=(solicitud,)) for solicitud in hechas]
    for hilo in hilos:
        hilo.start()
    for hilo in hilos:
        hilo.join()
    assert (len(usos) == 1) is (como is autorizaciones.consumir)
    avisos = Correo.objects.filter(aviso="autorizacion_usada").count()
    assert avisos == (1 if como is autorizaciones.consumir else 0)


def titular_como_datos(titular) -> dict:
    return {"identificacion": titular.identificacion, "nombres": titular.nombres}


def test_el_unico_tramite_ya_viene_elegido(con_cuenta):
    """A list of one asks nothing; its radio came empty and the form was sent back."""
    pagina = con_cuenta.get(reverse("autorizar")).content.decode()
    radio = next(linea for linea in pagina.splitlines() if f'value="{tramite().codigo}"' in linea)
    assert "checked" in radio
