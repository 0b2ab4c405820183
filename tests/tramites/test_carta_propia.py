"""A letter of the portal's own belongs to one request, as it stands, and to no other."""

from datetime import date, datetime
from io import BytesIO

import numpy as np
import pypdfium2
import pytest
import zxingcpp
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string
from django.urls import reverse
from pypdf import PdfReader

from documentos.carta_propia.formato import SIGNOS, formato_de
from documentos.revision import revisar
from documentos.subida import Subido
from tests.documentos import viaje
from tramites import carta_propia, dudas
from tramites.carta_propia import Relacion
from tramites.models import Borrador, Centro, Provincia, Requisito
from tramites.mostrador import ingreso
from tramites.mostrador.forms import DEL_CASO
from tramites.numeros import huella
from tramites.recepcion import borradores, carta
from tramites.recepcion.views import RUTAS

from .reparto import ANA, NAVEGADOR, borrador_completo, requisito, tramite
from .test_mostrador import AGREGAR, escrito

AHORA = datetime(2026, 11, 23, 10).astimezone()
DIA = date(2026, 11, 23)
TEXTOS = {
    "tramite": "certificado-atencion-riesgos-trabajo",
    "canal": "virtual",
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


@pytest.mark.parametrize(
    ("telefonos", "dicho"),
    [
        (["+593991234567"], "el teléfono 099 123 4567"),
        (["+593991234567", "+59323945666"], "los teléfonos 099 123 4567 y 02 394 5666"),
        (
            ["+593991234567", "+59323945666", "+34911234567"],
            "los teléfonos 099 123 4567, 02 394 5666 y +34911234567",
        ),
    ],
)
def test_la_carta_enumera_los_telefonos_como_se_habla(catalogo, telefonos, dicho):
    datos = ANA | {"telefonos": telefonos}
    assert carta_propia.textos_de(tramite(), datos, "virtual")["telefonos"] == dicho


def test_la_carta_de_este_pedido_y_nada_mas(codigo):
    vista = carta_propia.comparar(codigo, DE_ANA, TEXTOS)
    assert (vista.relacion, vista.impresa_el, vista.corta, vista.corresponde) == (
        Relacion.PROPIA,
        DIA,
        f"{codigo[5:9]}-{codigo[9:13]}",
        True,
    )


DE_LA_INSTITUCION = {"destinatario", "resultado"}


@pytest.mark.parametrize("dato", sorted(TEXTOS.keys() - DE_LA_INSTITUCION))
def test_si_cambia_una_letra_de_lo_que_dice_la_persona_se_sabe(codigo, dato):
    assert relacion(codigo, **{dato: TEXTOS[dato] + "."}) == Relacion.CAMBIADA


@pytest.mark.parametrize("dato", sorted(DE_LA_INSTITUCION))
def test_lo_que_cambia_la_institucion_no_es_un_cambio_de_la_persona(codigo, dato):
    """Staff renamed the addressee, and people read that they had changed their request."""
    assert relacion(codigo, **{dato: "Otro nombre"}) == Relacion.PROPIA


def test_la_de_otra_persona_es_ajena(codigo):
    otra = {"nombres": "Otra Persona", "identificacion": "1710034073"}
    assert relacion(codigo, DE_OTRA, **otra) == Relacion.AJENA


def test_la_que_hizo_la_misma_persona_para_otro_pedido_no_es_de_otra(codigo):
    assert relacion(codigo, DE_OTRA, mensaje="Otra cosa.") == Relacion.OTRO_PEDIDO


def test_la_de_la_ventanilla_no_se_envia_en_linea(settings):
    """R12 and R19: the same words, another addressee."""
    de_ventanilla = carta_propia.codigo_de(DE_ANA, TEXTOS | {"canal": "presencial"}, DIA)
    assert relacion(de_ventanilla) == Relacion.OTRA_VENTANILLA


@pytest.mark.parametrize("cual", ["virtual", "presencial"])
def test_en_persona_la_carta_dice_lo_que_se_pide(cual):
    """Made at home with other words than those typed at the window: of the same person."""
    hecha_en_casa = carta_propia.codigo_de(DE_OTRA, TEXTOS | {"canal": cual}, DIA)
    en_ventanilla = {"canal": "presencial", "mensaje": "", "correo": "", "nombres": "Ana Ñandú"}
    assert relacion(hecha_en_casa, **en_ventanilla) == Relacion.EN_PERSONA
    ajena = en_ventanilla | {"identificacion": "1710034073"}
    assert relacion(hecha_en_casa, **ajena) == Relacion.AJENA


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
    assert dudas.veredicto_de(documento) == "aceptado"
    assert "Su carta corresponde a esta solicitud y tiene su firma." in dicho(documento)


def test_su_carta_sin_firmar_se_reconoce_y_se_dice_que_falta(catalogo):
    clave = borrador_completo()
    pagina = dicho(con_carta(clave, escaneada(abierto(clave), firmada=False)))
    assert "Su carta corresponde a esta solicitud." in pagina
    assert "El recuadro de la firma está vacío." in pagina
    assert "¿Es esta su firma?" not in pagina and 'class="recorte"' in pagina


def test_cambiar_el_pedido_despues_de_imprimir_se_dice_sin_rodeos(catalogo):
    clave = borrador_completo()
    documento = con_carta(clave, escaneada(abierto(clave)))
    Borrador.objects.update(datos=ANA | {"mensaje": "Otra cosa."})
    documento.refresh_from_db()
    assert dudas.veredicto_de(documento) == "observado"
    assert "Usted cambió sus datos o su pedido después de imprimir" in dicho(documento)
    Borrador.objects.update(datos=ANA)
    documento.refresh_from_db()
    assert dudas.veredicto_de(documento) == "aceptado"


def test_la_carta_de_otra_persona_nunca_se_acepta(catalogo):
    de_otra = escaneada(abierto(borrador_completo(nombres="Eva Mora", identificacion="1710034073")))
    documento = con_carta(borrador_completo(), de_otra)
    assert documento.veredicto == "aceptado"  # As a document: it can be read and it is signed.
    assert dudas.veredicto_de(documento) == "observado"
    assert "Esta carta se hizo para otra persona" in dicho(documento)


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
    de_otra = escaneada(abierto(borrador_completo(nombres="Eva Mora", identificacion="1710034073")))
    clave = borrador_completo()
    # Sent all the same, for a person to look at.
    borradores.enviar_asi(abierto(clave), con_carta(clave, de_otra))
    solicitud = borradores.presentar(clave)
    ruta = reverse("admin:tramites_solicitud_change", args=[solicitud.pk])
    pagina = entrar(bruno).get(ruta).content.decode()
    assert "no es de esta solicitud: la carta se imprimió para otra persona" in pagina
    assert "Con dudas" in pagina


def test_la_carta_hecha_en_casa_y_traida_a_la_ventanilla_es_de_quien_la_trae(
    catalogo, bruno, carla, entrar
):
    """R19: it was read as «another's request», because the window has a draft of its own."""
    en_casa = escaneada(abierto(borrador_completo()))

    def en_ventanilla(quipux, **persona):
        borrador = ingreso.abrir(borradores.nueva_clave(), tramite(), carla)
        carta_presencial = Requisito.objects.get(codigo="carta", canal="presencial")
        borradores.adjuntar(borrador, carta_presencial, en_casa)
        escrito = ANA | {"correo": "", "mensaje": "", "nombres": "Ana Ñandú"} | persona
        datos = {campo: escrito[campo] for campo in (*DEL_CASO, "telefonos")}
        datos["provincia"] = Provincia.objects.get(codigo="17")
        centro = Centro.objects.first()
        entrada = {"centro": centro, "quipux": quipux, "original_visto": True}
        return ingreso.registrar(borrador, datos, entrada, por=carla).solicitud

    def lee_bruno(solicitud):
        ruta = reverse("admin:tramites_solicitud_change", args=[solicitud.pk])
        return " ".join(entrar(bruno).get(ruta).content.decode().split())

    def al_escanearla(**persona):
        datos = escrito(quipux="Q-3", **persona)
        adjunto = {"adjunto_carta": SimpleUploadedFile("carta.jpg", en_casa.contenido)}
        return entrar(carla).post(AGREGAR, datos | adjunto)

    suya = lee_bruno(en_ventanilla("Q-1"))
    assert "es de esta misma persona, por su número de identificación" in suya
    assert "Sin observaciones" in suya and "Con dudas" not in suya
    ajena = lee_bruno(en_ventanilla("Q-2", identificacion="1710034073"))
    assert "la carta se imprimió para otra persona" in ajena and "Con dudas" in ajena
    # Before it is registered, whoever scans it is told.
    aviso = al_escanearla(identificacion="1710034073").content.decode()
    assert "El código de la carta no es de esta solicitud" in aviso
    assert al_escanearla().status_code == 302
