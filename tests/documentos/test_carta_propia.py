"""Letters of the portal's own: the code read, the sheet straightened, the box looked into.

The rates over hundreds of simulated letters are in docs/documentos.md; here, a few of each.
"""

from datetime import datetime
from functools import cache
from io import BytesIO
from types import SimpleNamespace

import numpy as np
import pypdfium2
import pytest
import segno
from PIL import Image, ImageDraw

from documentos import dibujo
from documentos.carta_propia import formato, lectura
from documentos.carta_propia.plano import Plano
from documentos.plana import analizar
from documentos.revision import DENTRO_MINIMO, TRAZO_MINIMO, revisar
from documentos.taller import danos
from tests import muestras
from tests.documentos import viaje
from tramites.recepcion import carta

MM = viaje.MM
X0, Y0, X1, Y1 = formato.FORMATOS["1"].recuadro


@cache
def pdf() -> bytes:
    datos = {
        "tipo_identificacion": "cedula",
        "identificacion": "1710034065",
        "nombres": "Ana Lucía Ñandú Cevallos",
        "correo": "ana@example.org",
        "telefonos": ["+593991234567"],
        "mensaje": "Necesito continuar mi rehabilitación después del accidente.",
    }
    tramite = SimpleNamespace(codigo="x", destinatario_virtual="Director", resultado="Certificado")
    borrador = SimpleNamespace(tramite=tramite, datos=datos, huella="0123456789abcdef" * 4)
    return carta.escribir(borrador, datetime(2026, 11, 23).astimezone())


@cache
def _impresa() -> Image.Image:
    documento = pypdfium2.PdfDocument(pdf())
    hoja = documento[0].render(scale=viaje.PPP / 72).to_pil().convert("RGB")
    documento.close()
    return hoja


def impresa() -> Image.Image:
    return _impresa().copy()


def juzgar(contenido: bytes):
    return revisar(contenido, ["legible", "firma"])


def enviada(camino: str, hacer, manera: str, semilla: int):
    """A letter that went the way `camino`, judged."""
    azar = viaje.azar_de(camino, manera, semilla)
    hoja = hacer(viaje.imprimir(impresa(), azar), azar, manera)
    if camino.isdigit():
        return juzgar(viaje.escanear(hoja, azar, int(camino)))
    return juzgar(viaje.fotografiar(hoja, azar, camino))


def causas(informe) -> set[str]:
    return {hallazgo.causa for hallazgo in informe.hallazgos}


@pytest.mark.parametrize("camino", ["leve", "media", "75", "200"])
@pytest.mark.parametrize("manera", ["normal", "chica", "desbordada"])
def test_la_firma_en_el_recuadro_se_halla_por_cualquier_camino(camino, manera):
    informe = enviada(camino, viaje.firmar, manera, 1)
    assert informe.carta.firmada and "sin_firma" not in causas(informe)
    assert informe.carta.dentro == 1.0
    assert informe.firma.caja == informe.carta.recuadro


@pytest.mark.parametrize("camino", ["media", "75"])
@pytest.mark.parametrize("manera", ["vacia", "tecleada", "raya", "punto", "mancha", "reverso"])
def test_lo_que_no_es_una_firma_no_lo_parece(camino, manera):
    """Shadows, stains and what shows through are no ink; a name in type or a scratch, no hand."""
    informe = enviada(camino, viaje.no_firmar, manera, 1)
    assert not informe.carta.firmada and informe.carta.trazo < TRAZO_MINIMO
    (hallazgo,) = (h for h in informe.hallazgos if h.causa == "sin_firma")
    assert (hallazgo.gravedad, hallazgo.medida, hallazgo.umbral, hallazgo.caja) == (
        "duda",
        informe.carta.trazo,
        TRAZO_MINIMO,
        informe.carta.recuadro,
    )


def test_el_recuadro_vacio_y_el_dudoso_se_dicen_distinto():
    dichos = [
        next(h.mensaje for h in enviada("200", viaje.no_firmar, manera, 1).hallazgos)
        for manera in ("vacia", "tecleada")
    ]
    assert [frase[:40] for frase in dichos] == [
        "El recuadro de la firma está vacío. Firm",
        "Lo que hay en el recuadro no parece una ",
    ]


def test_el_pdf_sin_imprimir_es_una_carta_sin_firma():
    informe = juzgar(pdf())
    assert (informe.carta.codigo[:5], informe.carta.trazo) == ("IESS1", 0.0)
    assert causas(informe) == {"sin_firma"}


@pytest.mark.parametrize("cuartos", [1, 2, 3])
def test_una_foto_girada_se_endereza_para_quien_la_lea(cuartos):
    derecha = juzgar(dibujo.a_jpeg(viaje.firmar(impresa(), viaje.azar_de(1), "normal")))
    hoja = viaje.firmar(impresa(), viaje.azar_de(1), "normal").rotate(90 * cuartos, expand=True)
    informe = juzgar(dibujo.a_jpeg(hoja))
    assert informe.veredicto == "aceptado"
    assert informe.carta.codigo == derecha.carta.codigo
    np.testing.assert_allclose(informe.carta.recuadro, derecha.carta.recuadro, atol=0.004)
    leida, esperada = (
        np.asarray(Image.open(BytesIO(i.paginas[0].imagen)).convert("L"), int)
        for i in (informe, derecha)
    )
    assert np.abs(leida - esperada).mean() < 2


def test_el_recuadro_se_ve_donde_esta():
    alto, ancho = formato.ALTO, formato.ANCHO
    informe = juzgar(dibujo.a_jpeg(viaje.firmar(impresa(), viaje.azar_de(2), "normal")))
    esperado = (X0 / ancho, Y0 / alto, X1 / ancho, Y1 / alto)
    np.testing.assert_allclose(informe.carta.recuadro, esperado, atol=0.003)


@pytest.mark.parametrize("tapadas", [(0,), (3,), (0, 1), (0, 1, 2, 3)])
def test_sin_alguna_de_las_marcas_tambien_se_mide(tapadas):
    """A thumb, a staple or a bad printer: the marks that are left and the code are enough."""
    hoja = viaje.firmar(impresa(), viaje.azar_de(3), "normal").rotate(2, fillcolor="white")
    lapiz = ImageDraw.Draw(hoja)
    for cual in tapadas:
        x, y = (lado * MM for lado in formato.FORMATOS["1"].puntos[cual])
        lapiz.rectangle((x - 90, y - 90, x + 90, y + 90), fill="white")
    assert juzgar(dibujo.a_jpeg(hoja)).carta.firmada


def test_si_solo_se_sale_el_margen_de_la_carta_no_se_duda():
    """Its outline runs off the photo of a desk, but its four marks are in it: it is all there."""
    hoja = viaje.firmar(impresa(), viaje.azar_de(5), "normal")
    foto = Image.new(
        "RGB", (hoja.width + round(30 * MM), hoja.height + round(60 * MM)), "saddlebrown"
    )
    foto.paste(hoja, (round(-4 * MM), round(30 * MM)))
    contenido = dibujo.a_jpeg(foto)
    control = revisar(contenido, ["legible"])
    assert causas(control) == {"cortada"}
    informe = juzgar(contenido)
    assert causas(informe) == set() and informe.carta.dentro >= DENTRO_MINIMO


def test_una_carta_que_se_sale_de_la_foto_es_una_duda():
    hoja = viaje.firmar(impresa(), viaje.azar_de(4), "normal")
    informe = juzgar(dibujo.a_jpeg(hoja.crop((0, round(60 * MM), hoja.width, hoja.height))))
    (hallazgo,) = informe.hallazgos
    assert (hallazgo.causa, hallazgo.gravedad, hallazgo.umbral) == (
        "cortada",
        "duda",
        DENTRO_MINIMO,
    )
    assert "cuatro puntos negros" in hallazgo.mensaje and hallazgo.medida < 0.9


@pytest.mark.parametrize(
    ("firmada", "contraste", "dudas"),
    [
        (True, 0.22, []),  # measures 0.200: under the threshold, over what nobody reads
        (True, 0.20, ["opaca"]),  # 0.180: the code is still read, the words are not
        (False, 0.22, ["opaca", "sin_firma"]),
    ],
)
def test_una_carta_apenas_opaca_que_se_leyo_no_es_una_duda(firmada, contraste, dudas):
    """A letter that read well was doubted for a hundredth of contrast."""
    hoja = viaje.firmar(impresa(), viaje.azar_de(3), "normal") if firmada else impresa()
    apagada = danos.apagada(hoja.resize((1240, 1754)), contraste, 150)
    informe = juzgar(dibujo.a_jpeg(apagada))
    assert (informe.carta.firmada, [h.causa for h in informe.hallazgos]) == (firmada, dudas)


def test_si_el_recuadro_no_se_ve_no_se_da_la_carta_por_firmada():
    hoja = viaje.firmar(impresa(), viaje.azar_de(5), "normal")
    corte = hoja.crop((round(60 * MM), 0, hoja.width, hoja.height))
    informe = juzgar(dibujo.a_jpeg(corte))
    assert (informe.carta.recuadro, informe.carta.trazo, informe.carta.firmada) == (
        None,
        None,
        False,
    )
    assert [h.mensaje[:38] for h in informe.hallazgos if h.causa == "sin_firma"] == [
        "No se ve el recuadro de la firma. Tome"
    ]


@pytest.mark.parametrize(
    "texto",
    [
        "https://example.org/certificados/verificar/",
        "IESS9" + "0" * 24,  # a sheet of a version that does not exist yet
        "IESS1" + "I" * 24,  # signs that we never use
        "IESS1" + "0" * 23,
    ],
)
def test_otro_codigo_no_hace_de_una_carta_ajena_una_nuestra(texto):
    hoja = dibujo.hoja_de_carta()
    qr = BytesIO()
    segno.make_qr(texto).save(qr, kind="png", scale=6)
    hoja.paste(Image.open(qr).convert("RGB"), (900, 1400))
    informe = juzgar(dibujo.a_jpeg(hoja))
    assert (informe.carta, informe.veredicto) == (None, "aceptado")


def test_la_cedula_no_se_lee_en_busca_de_cartas():
    assert revisar(pdf(), ["legible"]).carta is None


def test_una_carta_escrita_a_mano_no_tiene_codigo():
    assert juzgar(muestras.carta_jpg()).carta is None


# --- The geometry ---------------------------------------------------------------------------
def test_el_plano_va_y_vuelve():
    hoja = [(0, 0), (210, 0), (210, 297), (0, 297)]
    foto = [(110, 90), (980, 140), (1040, 1400), (60, 1350)]
    plano = Plano.por(hoja, foto)
    np.testing.assert_allclose(plano.a_foto(hoja), foto, atol=1e-6)
    np.testing.assert_allclose(plano.a_hoja(foto), hoja, atol=1e-6)


@pytest.mark.parametrize(
    "esquinas", [[(50, 50)] * 4, [(0, 0), (50, 0), (100, 0), (150, 0)], [(np.nan, 0)] * 4]
)
def test_un_codigo_visto_de_canto_no_dice_donde_esta_la_hoja(esquinas):
    plana = analizar(np.full((400, 300), 250, np.uint8))
    codigo = lectura.Codigo("IESS1", formato.FORMATOS["1"], np.array(esquinas, float))
    leido = lectura.leer(plana, codigo)
    assert (leido["recuadro"], leido["trazo"]) == (None, None)


@pytest.mark.parametrize("cuartos", range(4))
def test_el_codigo_dice_cuanto_hay_que_girar(cuartos):
    luma = np.asarray(_impresa().convert("L"))
    codigo = lectura.buscar(np.rot90(luma, -cuartos))
    assert codigo.cuartos == cuartos
    alto, ancho = np.rot90(luma, -cuartos).shape
    derecho = codigo.girado(ancho, alto)
    esperadas = np.reshape(formato.FORMATOS["1"].codigo, (2, 2)) * MM
    np.testing.assert_allclose(derecho.esquinas[[0, 2]], esperadas, atol=3)
