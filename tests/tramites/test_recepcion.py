"""From a draft to a case, exactly once (R11 of the reliability table, attack 3)."""

import re
import secrets
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone

from documentos.models import Documento
from tramites import recepcion
from tramites.models import Borrador, Correo, Movimiento, Provincia, Solicitud
from tramites.numeros import huella

from .reparto import ANA, borrador_completo, presentada, requisito, subido, tramite


def test_presentar_crea_el_caso_con_sus_documentos_su_historia_y_su_correo(catalogo):
    solicitud = presentada()
    assert re.fullmatch(r"IESS-RT-17-\d{4}-000001-[A-Z]", solicitud.numero)
    assert (solicitud.estado, solicitud.unidad.codigo) == ("ingresada", "coordinacion-pichincha")
    assert {campo: getattr(solicitud, campo) for campo in recepcion.CAMPOS_DEL_CASO} == {
        campo: ANA[campo] for campo in recepcion.CAMPOS_DEL_CASO
    }
    documentos = solicitud.documentos.vigentes()
    assert {d.requisito.codigo: d.sha256 for d in documentos} == {
        cual: subido(cual).informe.sha256 for cual in ("cedula", "carta")
    }
    assert list(solicitud.movimientos.values_list("accion", "estado", "detalle")) == [
        ("presentar", "ingresada", "Se envió a Coordinación Provincial de Pichincha.")
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
    assert recepcion.presentar(clave) == recepcion.presentar(clave)
    assert (Solicitud.objects.count(), Correo.objects.count()) == (1, 1)


def test_una_clave_sin_borrador_completo_no_presenta_nada(catalogo):
    clave = recepcion.nueva_clave()
    recepcion.abrir(clave, tramite())
    with pytest.raises(Borrador.DoesNotExist):
        recepcion.presentar(clave)
    assert not Solicitud.objects.exists()


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
    numeros = a_la_vez(20, lambda: recepcion.presentar(clave).numero)
    assert len(set(numeros)) == 1
    assert (Solicitud.objects.count(), Movimiento.objects.count()) == (1, 1)
    assert (Correo.objects.count(), Documento.objects.vigentes().count()) == (1, 2)


@pytest.mark.django_db(transaction=True)
def test_control_sin_la_clave_de_envio_la_carrera_duplica(catalogo):
    """The same race with a new key each time: the test above can fail."""
    claves = iter([borrador_completo() for _ in range(5)])
    numeros = a_la_vez(5, lambda: recepcion.presentar(next(claves)).numero)
    assert len(set(numeros)) == Solicitud.objects.count() == 5


def test_una_provincia_sin_unidad_la_atiende_la_nacional(catalogo):
    """R9."""
    Provincia.objects.filter(codigo="20").update(unidad=None)
    solicitud = presentada(provincia="20")
    assert solicitud.unidad.codigo == "direccion-riesgos-trabajo"


def test_un_archivo_nuevo_reemplaza_al_anterior_del_borrador(catalogo):
    clave = borrador_completo()
    borrador = Borrador.objects.get(huella=huella(clave))
    antes = borrador.documentos.get(requisito=requisito("cedula"))
    recepcion.guardar(
        borrador, tramite(), ANA, {requisito("cedula"): subido("cedula")}, completo=True
    )
    assert borrador.documentos.filter(requisito=requisito("cedula")).exclude(pk=antes.pk).exists()
    assert borrador.documentos.count() == 2


@pytest.mark.django_db(transaction=True)
def test_un_borrador_caducado_se_borra_con_sus_archivos(catalogo):
    clave = borrador_completo()
    carpetas = [d.carpeta for d in Documento.objects.all()]
    assert recepcion.purgar(timezone.now()) == 0
    assert recepcion.purgar(timezone.now() + timedelta(hours=49)) == 1
    assert not Borrador.objects.filter(huella=huella(clave)).exists()
    assert not any(default_storage.exists(f"documentos/{c[:2]}/{c}/original.jpg") for c in carpetas)
