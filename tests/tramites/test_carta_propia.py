"""A letter of the portal's own belongs to one request, as it stands, and to no other."""

from datetime import date, datetime
from io import BytesIO

import numpy as np
import pypdfium2
import pytest
import zxingcpp
from django.template.loader import render_to_string
from django.urls import reverse
from pypdf import PdfReader

from documentos.carta_propia.formato import SIGNOS, formato_de
from documentos.revision import revisar
from documentos.subida import Subido
from tests.documentos import viaje
from tramites import carta_propia
from tramites.carta_propia import Relacion
from tramites.models import Borrador
from tramites.numeros import huella
from tramites.recepcion import borradores, carta
from tramites.recepcion.views import RUTAS

from .reparto import ANA, NAVEGADOR, borrador_completo, requisito, tramite

AHORA = datetime(2026, 11, 23, 10).astimezone()
DIA = date(2026, 11, 23)
TEXTOS = {
    "destinatario": "Director del Seguro General de Riesgos del Trabajo del IESS",
    "tipo_identificacion": "cédula de identidad",
    "resultado": "Certificado",
    "telefonos": "el teléfono 099 123 4567",
    "identificacion": "1710034065",
    "nombres": "Ana Lucía Ñandú Cevallos",
    "correo": "ana@example.org",
    "mensaje": "Necesito continuar mi rehabilitación.",
}
DE_ANA, DE_OTRA = huella("clave de Ana"), huella("clave de otra persona")


def relacion(codigo: str, huella_de_borrador=DE_ANA, **cambios) -> Relacion:
    return carta_propia.comparar(codigo, huella_de_borrador, TEXTOS | cambios).relacion


@pytest.fixture
def codigo(settings) -> str:
    return carta_propia.codigo_de(DE_ANA, TEXTOS, DIA)


# --- The code -------------------------------------------------------------------------------
def test_el_codigo_no_dice_nada_de_nadie(codigo):
    assert formato_de(codigo) and len(codigo) == 29
    for dato in TEXTOS.values():
        assert dato.upper().replace(" ", "")[:6] not in codigo
    # The part that names the request comes from a digest of a secret, not from the person.
    assert codigo[5:13] == carta_propia.codigo_de(DE_ANA, {}, DIA)[5:13]


def test_la_carta_de_este_pedido_y_nada_mas(codigo):
    vista = carta_propia.comparar(codigo, DE_ANA, TEXTOS)
    assert (vista.relacion, vista.impresa_el, vista.corta, vista.corresponde) == (
        Relacion.PROPIA,
        DIA,
        f"{codigo[5:9]}-{codigo[9:13]}",
        True,
    )


@pytest.mark.parametrize("dato", TEXTOS)
def test_si_cambia_una_letra_de_lo_impreso_se_sabe(codigo, dato):
    assert relacion(codigo, **{dato: TEXTOS[dato] + "."}) == Relacion.CAMBIADA


def test_la_de_otra_persona_es_ajena(codigo):
    assert relacion(codigo, DE_OTRA, nombres="Otra Persona") == Relacion.AJENA


def test_la_que_se_hizo_en_otro_borrador_con_los_mismos_datos_sirve(codigo):
    """The draft lasts 48 hours; the letter signed yesterday still says the same."""
    assert relacion(codigo, DE_OTRA) == Relacion.MISMO_TEXTO


@pytest.mark.parametrize("lugar", range(5, 29))
def test_nadie_puede_corregir_un_codigo(codigo, lugar):
    """Nor the request that it names, nor its day, nor its seal."""
    otro = SIGNOS[(SIGNOS.index(codigo[lugar]) + 1) % len(SIGNOS)]
    falso = codigo[:lugar] + otro + codigo[lugar + 1 :]
    assert relacion(falso) == (Relacion.AJENA if lugar < 13 else Relacion.CAMBIADA)


def test_una_carta_impresa_antes_de_cambiar_la_clave_secreta_sigue_sirviendo(codigo, settings):
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "otra clave secreta"
    assert relacion(codigo) == Relacion.PROPIA
    settings.SECRET_KEY_FALLBACKS = []
    assert relacion(codigo) == Relacion.CAMBIADA


# --- The sheet ------------------------------------------------------------------------------
def abierto(clave: str) -> Borrador:
    return borradores.abrir(clave, tramite(), NAVEGADOR)


def texto(pdf: bytes) -> str:
    (pagina,) = PdfReader(BytesIO(pdf)).pages
    return " ".join(pagina.extract_text().split())


def test_cada_ventanilla_tiene_su_destinatario(catalogo):
    borrador = abierto(borrador_completo())
    virtual, presencial = (
        texto(carta.escribir(borrador, AHORA, canal)) for canal in ("virtual", "presencial")
    )
    assert "Director del Seguro General de Riesgos del Trabajo del IESS Presente" in virtual  # R12
    assert "Director del IESS Presente" in presencial  # R19
    for letra in (virtual, presencial):  # R13 to R16, R20
        for dato in ("Ana Lucía Ñandú Cevallos", "1710034065", "ana@example.org", "Firme a mano"):
            assert dato in letra


def test_la_hoja_lleva_el_codigo_de_su_pedido_para_maquinas_y_para_personas(catalogo):
    borrador = abierto(borrador_completo())
    pdf = carta.escribir(borrador, AHORA)
    documento = pypdfium2.PdfDocument(pdf)
    hoja = np.asarray(documento[0].render(scale=2, grayscale=True).to_pil())
    documento.close()
    (qr,) = zxingcpp.read_barcodes(hoja)
    textos = carta_propia.textos_de(borrador.tramite, borrador.datos, "virtual")
    assert carta_propia.comparar(qr.text, borrador.huella, textos).relacion == Relacion.PROPIA
    assert carta_propia.codigo_corto(qr.text) in texto(pdf)


@pytest.mark.parametrize("mensaje", ["x", "palabra " * 500, "\n\nA" * 1300, "W" * 4000])
def test_siempre_cabe_en_una_hoja(catalogo, mensaje):
    borrador = abierto(borrador_completo(mensaje=mensaje[:4000].strip()))
    assert "Firme a mano dentro de este recuadro" in texto(carta.escribir(borrador, AHORA))


# --- Uploaded -------------------------------------------------------------------------------
def escaneada(borrador: Borrador, *, firmada=True) -> Subido:
    documento = pypdfium2.PdfDocument(carta.escribir(borrador, AHORA))
    hoja = documento[0].render(scale=viaje.PPP / 72).to_pil().convert("RGB")
    documento.close()
    azar = viaje.azar_de("escaneada")
    hoja = viaje.firmar(hoja, azar, "normal") if firmada else hoja
    contenido = viaje.escanear(hoja, azar, 150)
    return Subido(contenido, "carta.jpg", revisar(contenido, ["legible", "firma"]))


def con_carta(clave: str, subido: Subido):
    """The draft's document once `subido` is its letter."""
    return borradores.adjuntar(abierto(clave), requisito("carta"), subido)


def dicho(documento) -> str:
    pagina = render_to_string(
        "tramites/_hallazgos.html",
        {"documento": documento, "clave": borradores.nueva_clave(), "rutas": RUTAS},
    )
    return " ".join(pagina.split())


def test_su_carta_firmada_se_reconoce(catalogo):
    clave = borrador_completo()
    documento = con_carta(clave, escaneada(abierto(clave)))
    assert carta_propia.veredicto_de(documento) == "aceptado"
    assert "Su carta corresponde a esta solicitud y tiene su firma." in dicho(documento)


def test_su_carta_sin_firmar_se_reconoce_y_se_dice_que_falta(catalogo):
    clave = borrador_completo()
    pagina = dicho(con_carta(clave, escaneada(abierto(clave), firmada=False)))
    assert "Su carta corresponde a esta solicitud." in pagina
    assert "El recuadro de la firma está vacío." in pagina


def test_cambiar_el_pedido_despues_de_imprimir_se_dice_sin_rodeos(catalogo):
    clave = borrador_completo()
    documento = con_carta(clave, escaneada(abierto(clave)))
    Borrador.objects.update(datos=ANA | {"mensaje": "Otra cosa."})
    documento.refresh_from_db()
    assert carta_propia.veredicto_de(documento) == "observado"
    assert "Usted cambió su pedido después de imprimir esta carta." in dicho(documento)
    Borrador.objects.update(datos=ANA)
    documento.refresh_from_db()
    assert carta_propia.veredicto_de(documento) == "aceptado"


def test_la_carta_de_otra_persona_nunca_se_acepta(catalogo):
    de_otra = escaneada(abierto(borrador_completo(nombres="Eva Mora", identificacion="1710034073")))
    documento = con_carta(borrador_completo(), de_otra)
    assert documento.veredicto == "aceptado"  # As a document: it can be read and it is signed.
    assert carta_propia.veredicto_de(documento) == "observado"
    assert "Esta carta se hizo para otro pedido" in dicho(documento)


def test_antes_de_escribir_nada_una_carta_no_es_de_nadie(catalogo):
    ajena = escaneada(abierto(borrador_completo()))
    documento = con_carta(borradores.nueva_clave(), ajena)
    assert carta_propia.correspondencia(documento).relacion == Relacion.AJENA


def test_el_oficial_lee_lo_que_dice_el_codigo(catalogo, bruno, entrar):
    clave = borrador_completo()
    documento = con_carta(clave, escaneada(abierto(clave)))
    codigo = documento.informe["carta"]["codigo"]
    solicitud = borradores.presentar(clave)
    ruta = reverse("admin:tramites_solicitud_change", args=[solicitud.pk])
    pagina = " ".join(entrar(bruno).get(ruta).content.decode().split())
    assert (
        "Carta hecha por el portal e impresa con fecha 23-11-2026. Su código, "
        f"{carta_propia.codigo_corto(codigo)}, corresponde a esta solicitud; sus datos no "
        "cambiaron desde que se imprimió. Firma hallada en el recuadro." in pagina
    )


def test_el_oficial_ve_que_la_carta_es_de_otro_pedido(catalogo, bruno, entrar):
    de_otra = escaneada(abierto(borrador_completo(nombres="Eva Mora")))
    clave = borrador_completo()
    # Sent all the same, for a person to look at.
    borradores.enviar_asi(abierto(clave), con_carta(clave, de_otra))
    solicitud = borradores.presentar(clave)
    ruta = reverse("admin:tramites_solicitud_change", args=[solicitud.pk])
    pagina = entrar(bruno).get(ruta).content.decode()
    assert "no es de esta solicitud: la carta se imprimió para otro pedido" in pagina
    assert "Con dudas" in pagina
