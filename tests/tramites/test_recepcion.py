"""From a draft to a case, exactly once (R11 of the reliability table, attack 3)."""

import re
import secrets
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone

from documentos.models import Documento
from documentos.revision import revisar
from documentos.services import leer_original
from documentos.subida import Subido
from tests import muestras
from tramites.models import Borrador, Correo, Movimiento, Provincia, Solicitud, Tramite
from tramites.numeros import huella
from tramites.recepcion import borradores

from .reparto import ANA, borrador_completo, presentada, requisito, subido


def test_presentar_crea_el_caso_con_sus_documentos_su_historia_y_su_correo(catalogo):
    solicitud = presentada()
    assert re.fullmatch(r"IESS-RT-17-\d{4}-000001-[A-Z]", solicitud.numero)
    assert (solicitud.estado, solicitud.unidad.codigo) == ("ingresada", "coordinacion-pichincha")
    assert {campo: getattr(solicitud, campo) for campo in borradores.CAMPOS_DEL_CASO} == {
        campo: ANA[campo] for campo in borradores.CAMPOS_DEL_CASO
    }
    documentos = solicitud.documentos.vigentes()
    assert {d.requisito.codigo: d.sha256 for d in documentos} == {
        cual: subido(cual).informe.sha256 for cual in ("cedula", "carta")
    }
    assert list(solicitud.movimientos.values_list("accion", "estado", "detalle")) == [
        ("presentar", "ingresada", "Se envió a la Coordinación Provincial de Pichincha.")
    ]
    assert list(Correo.objects.values_list("aviso", "para", "estado")) == [
        ("recibida", "ana@example.org", "pendiente")
    ]
    assert not Borrador.objects.exists()


def test_el_secreto_abre_el_caso_y_el_numero_no(catalogo):
    """Attacks 20 and 21: the number is public, the secret is not, and the table holds neither."""
    solicitud = presentada()
    assert Solicitud.objects.con_secreto(solicitud.secreto).get() == solicitud
    assert not Solicitud.objects.con_secreto(solicitud.numero).exists()
    assert len(solicitud.secreto) == 32
    assert solicitud.secreto not in str(Solicitud.objects.values().get())


def test_el_enlace_sobrevive_al_cambio_de_clave_del_portal(catalogo, settings):
    solicitud = presentada()
    secreto = solicitud.secreto
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = secrets.token_urlsafe(50)
    assert solicitud.secreto == secreto


def test_presentar_dos_veces_da_el_mismo_caso(catalogo):
    clave = borrador_completo()
    assert borradores.presentar(clave) == borradores.presentar(clave)
    assert (Solicitud.objects.count(), Correo.objects.count()) == (1, 1)


def test_un_borrador_al_que_le_falta_algo_no_se_presenta(catalogo):
    """R32: no partial submission, whichever step it is that lacks."""
    clave = borrador_completo()
    borrador = Borrador.objects.get()
    for falta in (
        partial(borradores.anotar, borrador, {"identificacion": "1710034066"}),
        partial(borradores.anotar, borrador, {"correo": ""}),
        partial(borradores.anotar, borrador, {"provincia": "99"}),
        partial(borradores.quitar, borrador, borrador.documentos.first()),
    ):
        falta()
        with pytest.raises(borradores.Incompleto):
            borradores.presentar(clave)
        borradores.anotar(borrador, ANA)
    with pytest.raises(Borrador.DoesNotExist):
        borradores.presentar(borradores.nueva_clave())
    assert not Solicitud.objects.exists()


def test_un_documento_con_dudas_espera_la_palabra_de_la_persona(catalogo):
    """R39: doubtful is not refused; it goes when the person says so, for a person to look at."""
    clave = borrador_completo()
    borrador = Borrador.objects.get()
    dudosa = Subido(muestras.carta_jpg(firmada=False), "carta.jpg", _sin_firma())
    documento = borradores.adjuntar(borrador, requisito("carta"), dudosa)
    assert (documento.veredicto, documento.conforme) == ("observado", False)
    with pytest.raises(borradores.Incompleto):
        borradores.presentar(clave)
    borradores.enviar_asi(borrador, documento)
    enviado = borradores.presentar(clave).documentos.get(requisito=requisito("carta"))
    assert (enviado.pk, enviado.conforme) == (documento.pk, True)


def _sin_firma():
    return revisar(muestras.carta_jpg(firmada=False), ["legible", "firma"])


def test_lo_que_ya_no_se_pide_no_entra_al_caso(catalogo):
    """R21: whoever changes from the foreigner's code to a cédula leaves the code's photo behind."""
    clave = borrador_completo()
    borrador = Borrador.objects.get()
    codigo = requisito("codigo-extranjero")
    borradores.adjuntar(borrador, codigo, subido("cedula"))
    caso = borradores.presentar(clave)
    assert {d.requisito.codigo for d in caso.documentos.all()} == {"cedula", "carta"}
    assert not Documento.objects.filter(requisito=codigo).exists()


def a_la_vez(veces, llamar):
    """`llamar()` from so many threads that start together; what each returned or raised."""
    salida = threading.Barrier(veces)

    def uno(_):
        try:
            salida.wait(30)
            return llamar()
        finally:
            connection.close()

    with ThreadPoolExecutor(veces) as hilos:
        return list(hilos.map(uno, range(veces)))


@pytest.mark.django_db(transaction=True)
def test_veinte_envios_a_la_vez_dan_un_solo_caso(catalogo):
    clave = borrador_completo()
    numeros = a_la_vez(20, lambda: borradores.presentar(clave).numero)
    assert len(set(numeros)) == 1
    assert (Solicitud.objects.count(), Movimiento.objects.count()) == (1, 1)
    assert (Correo.objects.count(), Documento.objects.vigentes().count()) == (1, 2)


@pytest.mark.django_db(transaction=True)
def test_control_sin_la_clave_de_envio_la_carrera_duplica(catalogo):
    """The same race with a new key each time: the test above can fail."""
    claves = iter([borrador_completo() for _ in range(5)])
    numeros = a_la_vez(5, lambda: borradores.presentar(next(claves)).numero)
    assert len(set(numeros)) == Solicitud.objects.count() == 5


@pytest.mark.django_db(transaction=True)
def test_guardar_y_enviar_a_la_vez_no_falla_ni_pierde_un_cambio_en_silencio(catalogo):
    """Either the case has the change, or whoever made it is told that it does not."""
    for _ in range(5):
        clave = borrador_completo()
        borrador = Borrador.objects.get(huella=huella(clave))
        datos = ANA | {"mensaje": "El pedido corregido."}

        def guardar(borrador=borrador, datos=datos):
            try:
                borradores.anotar(borrador, datos)
            except borradores.YaPresentada:
                return False
            return True

        turnos = iter([guardar, lambda clave=clave: borradores.presentar(clave)])
        guardo = next(r for r in a_la_vez(2, lambda turnos=turnos: next(turnos)()) if r in {0, 1})
        caso = borradores.ya_presentada(clave)
        assert (caso.mensaje == "El pedido corregido.") == guardo
        assert caso.documentos.vigentes().count() == 2


@pytest.mark.django_db(transaction=True)
def test_la_limpieza_no_toca_lo_que_se_esta_enviando(catalogo):
    """Both meet on the draft's row: one of them finds it gone."""
    for _ in range(5):
        clave = borrador_completo()
        vence = Borrador.objects.get(huella=huella(clave)).caduca_en
        despues = vence + timedelta(seconds=1)
        purgar = partial(borradores.purgar, despues)
        turnos = iter([purgar, partial(intentar, borradores.presentar, clave)])
        a_la_vez(2, lambda turnos=turnos: next(turnos)())
        caso = borradores.ya_presentada(clave)
        if caso:
            assert caso.documentos.vigentes().count() == 2
            assert all(leer_original(d).read() for d in caso.documentos.all())
        else:
            assert not Documento.objects.filter(borrador__huella=huella(clave)).exists()


def intentar(llamar, *args):
    try:
        return llamar(*args)
    except Borrador.DoesNotExist:
        return None


def test_un_borrador_caducado_o_de_un_tramite_retirado_no_se_envia(catalogo):
    clave = borrador_completo()
    Borrador.objects.update(caduca_en=timezone.now())
    with pytest.raises(Borrador.DoesNotExist):
        borradores.presentar(clave)
    clave = borrador_completo()
    Tramite.objects.update(activo=False)
    with pytest.raises(borradores.Incompleto):
        borradores.presentar(clave)


def test_una_provincia_sin_unidad_la_atiende_la_nacional(catalogo):
    """R9."""
    Provincia.objects.filter(codigo="20").update(unidad=None)
    solicitud = presentada(provincia="20")
    assert solicitud.unidad.codigo == "direccion-riesgos-trabajo"


def test_un_archivo_nuevo_reemplaza_al_anterior_del_borrador(catalogo):
    clave = borrador_completo()
    borrador = Borrador.objects.get(huella=huella(clave))
    antes = borrador.documentos.get(requisito=requisito("cedula"))
    borradores.adjuntar(borrador, requisito("cedula"), subido("cedula"))
    assert borrador.documentos.filter(requisito=requisito("cedula")).exclude(pk=antes.pk).exists()
    assert borrador.documentos.count() == 2


@pytest.mark.django_db(transaction=True)
def test_un_borrador_caducado_se_borra_con_sus_archivos(catalogo):
    clave = borrador_completo()
    carpetas = [d.carpeta for d in Documento.objects.all()]
    assert borradores.purgar(timezone.now()) == 0
    assert borradores.purgar(timezone.now() + timedelta(hours=49)) == 1
    assert not Borrador.objects.filter(huella=huella(clave)).exists()
    assert not any(default_storage.exists(f"documentos/{c[:2]}/{c}/original.jpg") for c in carpetas)
