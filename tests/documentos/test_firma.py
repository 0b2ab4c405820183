"""A handwritten signature, or none (R16, R39)."""

import random
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from documentos import dibujo
from documentos.candidatas import candidatas
from documentos.firma import derechas
from documentos.plana import analizar
from documentos.revision import FIRMA_MINIMA, revisar
from documentos.taller import cartas, danos, impresos
from documentos.trazos import trazar_firma
from tests import muestras

# Where the drawn letter carries its signature, in fractions of the page.
LUGAR = (0.13, 0.62, 0.46, 0.72)


def juzgar(contenido: bytes):
    return revisar(contenido, ["legible", "firma"])


@pytest.mark.parametrize("semilla", range(6))
def test_la_firma_se_halla_y_se_sabe_donde(semilla):
    informe = juzgar(muestras.carta_jpg(semilla=semilla))
    assert informe.veredicto == "aceptado"
    x0, y0, x1, y1 = informe.firma.caja
    assert LUGAR[0] < (x0 + x1) / 2 < LUGAR[2] and LUGAR[1] < (y0 + y1) / 2 < LUGAR[3]


@pytest.mark.parametrize("hacer", [muestras.carta_jpg, muestras.carta_pdf, muestras.foto_de_carta])
def test_sin_firma_es_una_duda_y_no_un_bloqueo(hacer):
    informe = juzgar(hacer(firmada=False))
    assert [(h.causa, h.gravedad, h.umbral) for h in informe.hallazgos] == [
        ("sin_firma", "duda", FIRMA_MINIMA)
    ]


def test_en_un_pdf_se_dice_la_pagina():
    assert juzgar(muestras.carta_pdf(paginas=3)).firma.pagina == 3


def test_en_una_foto_sobre_la_mesa():
    assert juzgar(muestras.foto_de_carta()).veredicto == "aceptado"


@pytest.mark.parametrize("giro", [90, 180, 270])
def test_una_carta_acostada_o_de_cabeza(giro):
    """Its letters say how it lies: it is looked at one way only, upright."""
    hoja = dibujo.hoja_de_carta().rotate(giro, expand=True)
    informe = juzgar(dibujo.a_jpeg(hoja))
    assert informe.veredicto == "aceptado"
    (x0, y0, x1, y1), (a, b, c, d) = informe.firma.caja, LUGAR
    for _ in range(giro // 90):
        x0, y0, x1, y1 = 1 - y1, x0, 1 - y0, x1
    assert a < (x0 + x1) / 2 < c and b < (y0 + y1) / 2 < d
    vistas = list(derechas(analizar(np.asarray(hoja.convert("L"))), None))
    assert [cuartos for cuartos, *_ in vistas] == [4 - giro // 90]


@pytest.mark.parametrize(("pares", "giros"), [(8, [0]), (9, [0]), (10, [2])])
def test_una_pagina_siempre_se_mira_de_algun_modo(pares, giros):
    """Bars that hang from a line: nine pairs are exactly the three deviations that turn a page."""
    luma = np.full((300, 400), 250, np.uint8)
    for k in range(pares + 1):
        luma[100 : 112 + 4 * (k % 2), 20 + 10 * k : 25 + 10 * k] = 20
    assert [giro for giro, *_ in derechas(analizar(luma), None)] == giros


def test_una_firma_electronica_se_nombra_pero_no_basta():
    sin = BytesIO(muestras.carta_pdf(firmada=False)).getvalue()
    firmado = sin.replace(b"/Type /Page\n", b"/Type /Page\n/X <</Type /Sig>>\n", 1)
    informe = juzgar(firmado)
    assert [h.causa for h in informe.hallazgos] == ["sin_firma"]
    assert "firma electrónica" in informe.hallazgos[0].mensaje


def danada(imagen: Image.Image, semilla: int) -> bytes:
    azar = random.Random(semilla)  # noqa: S311 — repeatable on purpose
    return dibujo.a_jpeg(danos.al_azar(imagen, azar), 70)


def sin_firma(contenido: bytes) -> bool:
    return any(h.causa == "sin_firma" for h in juzgar(contenido).hallazgos)


def test_de_paginas_que_la_red_no_vio_pocas_se_dicen_mal():
    """Half signed, half not, with all that may deceive. docs/documentos.md has the rates."""
    semillas = range(90_000, 90_030)
    paginas = {s: danada(cartas.carta(s, s % 2 == 0).imagen, s) for s in semillas}
    mal = [s for s, pagina in paginas.items() if sin_firma(pagina) == (s % 2 == 0)]
    assert len(mal) <= 6, mal


@pytest.mark.parametrize("dibujo_impreso", [impresos.sello, impresos.codigo, impresos.retrato])
def test_lo_impreso_no_es_una_firma(dibujo_impreso):
    hoja = dibujo.hoja_de_carta(firmada=False)
    azar = random.Random(5)  # noqa: S311 — repeatable on purpose
    dibujo_impreso(hoja, (560, 1130, 800, 1370), azar, None)
    assert sin_firma(dibujo.a_jpeg(hoja))


def test_una_carta_sin_firma_no_la_gana_en_el_camino():
    hoja = dibujo.hoja_de_carta(firmada=False)
    inventadas = [s for s in range(20) if not sin_firma(danada(hoja, s))]
    assert len(inventadas) <= 1, inventadas


def test_lo_que_esta_sobre_la_carta_es_su_membrete():
    """The same strokes are found below the letter, and above a page of few letters."""
    azar = random.Random(3)  # noqa: S311 — repeatable on purpose
    hoja = dibujo.hoja_de_carta(firmada=False)
    trazar_firma(hoja, (150, 20, 500, 110), azar)
    assert not _hay_candidata(hoja, 65)
    assert _hay_candidata(hoja.crop((0, 0, hoja.width, 400)), 65)
    abajo = dibujo.hoja_de_carta(firmada=False)
    trazar_firma(abajo, (150, 1600, 500, 1690), azar)
    assert _hay_candidata(abajo, 1645)


def _hay_candidata(hoja: Image.Image, y: int) -> bool:
    plana = analizar(np.asarray(hoja.convert("L")))
    return any(c.caja[1] < y < c.caja[3] for c in candidatas(plana, None))


def hallan_la_firma(imagen: Image.Image) -> bool:
    """Some candidate, smaller than the page, holds the middle of the drawn letter's signature."""
    gris = imagen.convert("L")
    x, y = gris.width * (LUGAR[0] + LUGAR[2]) / 2, gris.height * (LUGAR[1] + LUGAR[3]) / 2
    return any(
        x0 < x < x1 and y0 < y < y1 and x1 - x0 < gris.width / 2
        for x0, y0, x1, y1 in (c.caja for c in candidatas(analizar(np.asarray(gris)), None))
    )


def test_la_sombra_sobre_la_hoja_no_es_la_mesa():
    """Its dark end is as dark as the desk, and yet no edge lies between it and the letters."""
    hoja = np.asarray(dibujo.hoja_de_carta().convert("L"))
    sombra = np.linspace(1, 0.3, len(hoja))[:, None]
    mesa = np.full((hoja.shape[0] + 80, hoja.shape[1] + 80), 38, np.uint8)
    mesa[40:-40, 40:-40] = hoja * sombra
    assert hallan_la_firma(Image.fromarray(mesa))


def test_el_toner_que_se_cuaja_en_los_bordes_no_desplaza_a_la_firma():
    """More clots, and bigger than the signature, than there are places for candidates."""
    azar = np.random.default_rng(1)
    hoja = np.array(dibujo.hoja_de_carta().convert("L").resize((1060, 1500)))
    for y in range(30, 1400, 100):
        for x in (6, 964):
            hoja[y : y + 90, x : x + 90][grano(azar, 90, 0.12)] = 0
            hoja[y + 6 : y + 84, x + 6 : x + 84][grano(azar, 78, 0.5)] = 0
    assert hallan_la_firma(Image.fromarray(hoja))


def grano(azar: np.random.Generator, lado: int, parte: float) -> np.ndarray:
    """bool[lado, lado]: squares of 3 px, `parte` of them set."""
    return np.kron(azar.random((lado // 3, lado // 3)) < parte, np.ones((3, 3), bool))


def test_una_hoja_sin_nada_no_tiene_candidata():
    assert juzgar(dibujo.a_jpeg(Image.new("RGB", dibujo.A4, "white"))).firma is None
