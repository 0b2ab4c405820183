"""A letter on a leaf of an exercise book is judged as one on plain paper (R16, R38, R39)."""

import random

import numpy as np
import pytest
from PIL import Image, ImageChops, ImageDraw

from documentos import dibujo
from documentos.plana import Plana, analizar
from documentos.revision import revisar
from documentos.taller import danos, impresos
from documentos.taller.mano import Mano
from documentos.tinta import tinta_de
from documentos.trazos import trazar_firma

PASO = 44  # px: 7.5 mm at 150 dpi
AZUL, NEGRO = (176, 196, 226), (30, 30, 30)
TEXTO = "solicito la continuidad de mi atencion medica mientras se resuelve el tramite"


def a_mano(firmada: bool, semilla: int) -> Image.Image:
    """A letter wholly by hand, on plain paper, a line every `PASO` px."""
    azar = random.Random(semilla)  # noqa: S311 — repeatable on purpose
    hoja, estilo = Image.new("RGB", dibujo.A4, (248, 248, 246)), Mano(0.3, 1.0, 0.04, 1.1)
    for renglon in range(5, 5 + 12):
        texto = " ".join(azar.sample(TEXTO.split(), 5))
        impresos.escribir(hoja, 110, renglon * PASO - 4, texto, 11, estilo, azar, (30, 30, 70))
    if firmada:
        trazar_firma(hoja, (170, 21 * PASO, 480, 24 * PASO), azar)
    return hoja


def rayada(hoja: Image.Image, cuadros: bool, tono=AZUL) -> Image.Image:
    ancho, alto = hoja.size
    papel = Image.new("RGB", hoja.size, "white")
    lapiz = ImageDraw.Draw(papel)
    for y in range(PASO, alto, PASO):
        lapiz.line((0, y, ancho, y), tono, 2)
    for x in range(PASO, ancho, PASO) if cuadros else ():
        lapiz.line((x, 0, x, alto), tono, 2)
    return ImageChops.darker(papel, hoja)


def fotografiada(hoja: Image.Image) -> Image.Image:
    return danos.fotografiada(hoja, random.Random(2))  # noqa: S311 — repeatable on purpose


def plana(hoja: Image.Image) -> Plana:
    return analizar(np.asarray(hoja.convert("L")))


def dudas(hoja: Image.Image) -> set[str]:
    return {h.causa for h in revisar(dibujo.a_jpeg(hoja), ["legible", "firma"]).hallazgos}


@pytest.mark.parametrize("cuadros", [False, True], ids=["rayas", "cuadros"])
@pytest.mark.parametrize("vista", [Image.Image.copy, fotografiada], ids=["escaneada", "foto"])
@pytest.mark.parametrize("firmada", [True, False], ids=["firmada", "sin firma"])
def test_se_juzga_como_en_papel_liso(cuadros, vista, firmada):
    for semilla in range(4):
        hoja = a_mano(firmada, semilla)
        juicios = [dudas(vista(h)) for h in (hoja, rayada(hoja, cuadros))]
        assert juicios == [set() if firmada else {"sin_firma"}] * 2, semilla


@pytest.mark.parametrize("cuadros", [False, True], ids=["rayas", "cuadros"])
def test_queda_lo_escrito_y_nada_mas(cuadros):
    hoja = a_mano(firmada=True, semilla=1)
    lisa, limpia = plana(hoja), plana(rayada(hoja, cuadros))
    con_lineas = tinta_de(np.asarray(rayada(hoja, cuadros).convert("L")), lisa.papel)
    lineas = con_lineas & ~lisa.tinta
    assert lineas.sum() > lisa.tinta.sum()
    assert not (limpia.tinta & lineas).any()
    assert limpia.letra == pytest.approx(lisa.letra, abs=1)
    # Of the writing only its softest edges go.
    assert (limpia.tinta & lisa.tinta).sum() > 0.7 * lisa.tinta.sum()
    assert np.median(limpia.luma[lineas]) > 240 > 210 > np.median(AZUL)


def con_tabla(filas: int, tono) -> Image.Image:
    """Print between the lines of a table, and what is pale below it."""
    hoja = Image.new("RGB", dibujo.A4, "white")
    lapiz = ImageDraw.Draw(hoja)
    for fila in range(3, 4 + filas):
        lapiz.line((90, fila * PASO, 1000, fila * PASO), tono, 2)
        lapiz.rectangle((120, fila * PASO + 16, 380, fila * PASO + 26), NEGRO)
    lapiz.ellipse((300, 1300, 500, 1400), outline=AZUL, width=3)
    return hoja


@pytest.mark.parametrize(
    "hoja",
    [con_tabla(8, AZUL), con_tabla(20, NEGRO), rayada(Image.new("RGB", dibujo.A4, "white"), True)],
    ids=["tabla corta", "tabla negra", "hoja sin nada escrito"],
)
def test_lo_que_no_es_papel_rayado_queda_como_vino(hoja):
    luma = np.asarray(hoja.convert("L"))
    vista = analizar(luma)
    assert vista.luma is luma
    np.testing.assert_array_equal(vista.tinta, tinta_de(luma, vista.papel))


def test_lo_palido_debajo_de_una_tabla_larga_queda():
    hoja = con_tabla(20, AZUL)
    con_lineas = np.asarray(hoja.convert("L"))
    vista = plana(hoja)
    assert not vista.tinta[3 * PASO, 90:1000].any()
    np.testing.assert_array_equal(vista.luma[1200:], con_lineas[1200:])
    assert vista.tinta[1300:1400].any()
