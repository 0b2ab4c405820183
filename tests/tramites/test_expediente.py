"""What a person takes home: the receipt and the whole file (R10, R11; advantage 17; pain 6)."""

import hashlib
import io
import re
import subprocess
from datetime import timedelta
from zipfile import ZipFile

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from certificados.models import Certificado
from documentos.services import _original
from tramites import correo, rebotes, services
from tramites.models import Correo
from tramites.seguimiento import expediente
from tramites.seguimiento.views import DESCARGAS

from .reparto import APROBACION, en_revision, mandar_correccion, requisito, subido
from .test_correo import enviar_todo
from .test_rebotes import reporte


@pytest.fixture
def corregida(bruno):
    """Ana's case with its cédula replaced once, and its certificate issued."""
    solicitud = en_revision(bruno)
    services.pedir_correccion(solicitud, por=bruno, motivos={requisito("cedula"): "Borrosa"})
    mandar_correccion(solicitud)
    services.aprobar(solicitud, por=bruno, **APROBACION)
    services.emitir_certificado(Certificado.objects.get().pk)
    solicitud.refresh_from_db()
    return solicitud


def bajar(client, ruta, solicitud):
    respuesta = client.get(reverse(ruta, args=[solicitud.secreto]))
    return respuesta, b"".join(respuesta.streaming_content)


def texto_de(pdf: bytes) -> str:
    return " ".join(" ".join(p.extract_text() for p in PdfReader(io.BytesIO(pdf)).pages).split())


def test_el_comprobante_dice_numero_fecha_unidad_y_cada_huella(client, solicitud):
    respuesta, pdf = bajar(client, "comprobante", solicitud)
    assert respuesta["Content-Type"] == "application/pdf"
    assert respuesta["Content-Disposition"] == (
        f'attachment; filename="comprobante-{solicitud.numero}.pdf"'
    )
    assert "no-store" in respuesta["Cache-Control"]
    texto = texto_de(pdf)
    huellas = solicitud.documentos.values_list("sha256", flat=True)
    assert len(huellas) == 2
    for dicho in (
        solicitud.numero,
        "Coordinación Provincial de Pichincha",
        f"{timezone.localtime(solicitud.presentada_en):%H:%M}, hora continental",
        "seguimiento/",
        *huellas,
    ):
        assert dicho in texto
    assert "1710034065" not in texto and solicitud.secreto not in texto
    assert "Hoja de ruta" not in texto


def test_el_comprobante_es_siempre_el_mismo_y_de_archivo(solicitud):
    """PDF/A, and the same bytes at another hour."""
    primero = expediente.comprobante(solicitud)
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        assert expediente.comprobante(solicitud) == primero
    assert b"pdfaid:part>2<" in primero.replace(b' rdf:parseType="Resource"', b"")


def test_el_expediente_lleva_todo_y_sus_huellas_se_comprueban(client, corregida, tmp_path):
    respuesta, contenido = bajar(client, "expediente", corregida)
    assert respuesta["Content-Type"] == "application/zip"
    nombre = f"expediente-{corregida.numero}.zip"
    assert respuesta["Content-Disposition"] == f'attachment; filename="{nombre}"'
    paquete = ZipFile(io.BytesIO(contenido))
    assert paquete.testzip() is None
    numero = corregida.certificados.get().numero
    cedula = next(n for n in paquete.namelist() if "anteriores" in n)
    assert re.fullmatch(r"documentos/anteriores/0[12]-cedula\.jpg", cedula)
    otros = [n for n in paquete.namelist() if n != cedula]
    assert otros[0] == "expediente.pdf" and otros[-1] == "SHA256SUMS"
    assert otros[-2] == f"certificados/{numero}.pdf"
    assert sorted(re.sub(r"\d\d-", "", n) for n in otros[1:-2]) == [
        "documentos/carta.jpg",
        "documentos/cedula.jpg",
    ]
    paquete.extractall(tmp_path)
    subprocess.run(["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=tmp_path, check=True)
    portada = texto_de(paquete.read("expediente.pdf"))
    for dicho in ("Hoja de ruta", "fue corregida", "reemplazado después", "fue aprobada"):
        assert dicho in portada
    assert "Bruno" not in portada


def test_el_expediente_nunca_tiene_mas_de_un_archivo_en_memoria(corregida):
    """Streamed: each piece that leaves holds one file of the case at most."""
    piezas = expediente.piezas(corregida, timezone.now())
    trozos = list(expediente.empaquetar(piezas))
    mayor = max(len(pieza.leer()) for pieza in piezas)
    assert len(trozos) == len(piezas) + 1
    assert max(map(len, trozos)) < mayor + 2048
    assert sum(map(len, trozos)) > mayor * 2


def test_un_documento_alterado_no_sale_en_un_expediente(client, solicitud):
    documento = solicitud.documentos.first()
    with default_storage.open(_original(documento.carpeta, documento.tipo), "r+b") as archivo:
        archivo.write(b"X")
    respuesta = client.get(reverse("expediente", args=[solicitud.secreto]))
    assert respuesta.status_code == 503
    assert "<h1>Su expediente no se puede descargar ahora</h1>" in respuesta.content.decode()
    default_storage.delete(_original(documento.carpeta, documento.tipo))
    assert client.get(reverse("expediente", args=[solicitud.secreto])).status_code == 503


@pytest.mark.usefixtures("reloj_quieto")
def test_nadie_ocupa_el_servidor_descargando(client, solicitud):
    ruta = reverse("comprobante", args=[solicitud.secreto])
    codigos = [client.get(ruta).status_code for _ in range(DESCARGAS[0] + 1)]
    assert codigos == [200] * DESCARGAS[0] + [302]
    assert "Espere un minuto" in client.get(ruta, follow=True).content.decode()


# --- The case's page ---------------------------------------------------------------------------
def pagina(client, solicitud):
    return " ".join(client.get(solicitud.ruta_seguimiento).content.decode().split())


def test_dice_que_oficina_lo_abrio_y_cuando_y_nunca_quien(client, entrar, bruno, sara, solicitud):
    assert "Nadie todavía." in pagina(client, solicitud)
    caso = reverse("admin:tramites_solicitud_change", args=[solicitud.pk])
    with time_machine.travel("2026-11-23 20:00Z"):
        for _ in range(3):
            entrar(bruno).get(caso)
    with time_machine.travel("2026-11-25 02:00Z"):  # Still the 24th in Ecuador.
        entrar(sara).get(caso)
    texto = pagina(client, solicitud)
    visitas = re.search(r"Quién abrió su expediente</h2> <ul>(.*?)</ul>", texto)[1]
    assert re.findall(r"<li>(.*?)</li>", visitas) == [
        "24 de noviembre de 2026: Dirección del Seguro General de Riesgos del Trabajo",
        "23 de noviembre de 2026: Coordinación Provincial de Pichincha",
    ]
    assert "Bruno" not in texto and "Sara" not in texto


@pytest.mark.parametrize(
    ("envio", "desde"),
    [
        ("2026-11-23 15:00Z", "martes 24 de noviembre"),
        ("2026-11-28 04:30Z", "lunes 30 de noviembre"),  # Friday 27 at 23:30.
        ("2026-11-28 15:00Z", "lunes 30 de noviembre"),  # Saturday.
        ("2026-10-30 15:00Z", "miércoles 4 de noviembre"),  # 2 and 3 November are holidays.
    ],
)
def test_dice_desde_que_dia_se_cuenta_el_termino(client, bruno, envio, desde):
    """Advantage 14; COA 158 and 159."""
    with time_machine.travel(envio, tick=False):
        assert f"desde el {desde}." in pagina(client, en_revision(bruno))


def test_dice_cuanto_queda_para_corregir(client, bruno):
    """Pain 11."""
    with time_machine.travel("2026-11-23 15:00Z", tick=False):
        solicitud = en_revision(bruno)
        services.pedir_correccion(solicitud, por=bruno, motivos={requisito("cedula"): "Borrosa"})
        assert " (quedan 10 días hábiles). Si la corrección no llega hasta ese día" in pagina(
            client, solicitud
        )


def test_dice_que_un_correo_no_llego(client, solicitud):
    """Pain 6."""
    enviar_todo()
    assert "no le llegó" not in pagina(client, solicitud)
    rebotes.anotar(reporte(de=correo.identificador(Correo.objects.get().pk)))
    assert "Un correo nuestro no le llegó" in pagina(client, solicitud)


def test_la_huella_del_comprobante_es_la_del_archivo_que_se_envio(solicitud):
    carta = solicitud.documentos.get(requisito=requisito("carta"))
    assert carta.sha256 == hashlib.sha256(subido("carta").contenido).hexdigest()
