"""A round stamp is no signature, and hides none (R16)."""

import random
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageDraw

from documentos import dibujo
from documentos.plana import analizar
from documentos.revision import revisar
from documentos.sellos import sin_aros
from documentos.taller import danos, impresos, mano
from documentos.trazos import pintar_trazos, trazar_firma

# Over the end of the drawn letter, where its signature and its typed name stand.
DONDE = (200, 1100, 430, 1330)


def azar_de(semilla: int) -> random.Random:
    return random.Random(semilla)  # noqa: S311 — repeatable on purpose


# Of `impresos.sello`, those that are round.
REDONDOS = [s for s in range(60) if azar_de(s).choice((True, True, False))][:20]


def carta_con_sello(semilla: int, firmada: bool) -> Image.Image:
    hoja = dibujo.hoja_de_carta(firmada=firmada, semilla=semilla)
    impresos.sello(hoja, DONDE, azar_de(semilla), None)
    return hoja


def sin_firma(hoja: Image.Image) -> bool:
    informe = revisar(dibujo.a_jpeg(hoja), ["firma"])
    return any(h.causa == "sin_firma" for h in informe.hallazgos)


def test_pocos_sellos_sobre_el_nombre_se_toman_por_firma():
    """All twenty were. docs/documentos.md has the rates."""
    mal = [s for s in REDONDOS if not sin_firma(carta_con_sello(s, firmada=False))]
    assert len(mal) <= 5, mal


def test_una_firma_que_cruza_un_sello_se_halla():
    assert not any(sin_firma(carta_con_sello(s, firmada=True)) for s in REDONDOS)


def con_letras_de_14(hoja: Image.Image):
    """There are no letters on it to take their height from."""
    return replace(analizar(np.asarray(hoja)), letra=14.0)


@pytest.mark.parametrize("alto", [200, 186])
@pytest.mark.parametrize("hueco", [0, 8])
def test_se_borra_el_aro_entero_roto_o_visto_de_lado(alto, hueco):
    hoja = Image.new("L", (600, 600), 250)
    for grados in range(0, 360, 45):
        arco = (100, 120, 300, 120 + alto)
        ImageDraw.Draw(hoja).arc(arco, grados, grados + 45 - hueco, 40, 4)
    plana = con_letras_de_14(hoja)
    limpia, (sello,) = sin_aros(plana, [(95, 115, 305, 125 + alto)])
    assert plana.tinta.any() and not limpia.tinta.any() and len(limpia.piezas) == 0
    assert (sello.x, sello.y) == pytest.approx((200, 120 + alto / 2), abs=4)
    assert sello.radio == pytest.approx((100 + alto / 2) / 2, rel=0.03)


def test_lo_que_cruza_el_aro_se_queda():
    """Of a stroke across it next to nothing is cut; of the ring a stub is left there."""
    hoja = Image.new("L", (600, 600), 250)
    ImageDraw.Draw(hoja).line((150, 60, 360, 330), 40, 5)
    sola = con_letras_de_14(hoja).tinta
    ImageDraw.Draw(hoja).ellipse((100, 100, 300, 300), outline=40, width=4)
    limpia, (sello,) = sin_aros(con_letras_de_14(hoja), [(95, 60, 360, 330)])
    assert np.count_nonzero(sola & ~limpia.tinta) < 0.03 * np.count_nonzero(sola)
    assert np.count_nonzero(limpia.tinta & ~sola) < 0.1 * 2 * np.pi * 100 * 4
    assert sello.radio == pytest.approx(100, rel=0.03)


def test_una_firma_no_pierde_tinta():
    """Loops and all: of two hundred drawn hands none is taken for a stamp."""
    perdieron = []
    for semilla in range(200):
        hoja, azar = Image.new("RGB", (700, 420), "white"), azar_de(semilla)
        pintar_trazos(hoja, (60, 60, 640, 360), mano.firma(azar), (30, 30, 60), 4, azar)
        plana = analizar(np.asarray(hoja.convert("L")))
        if sin_aros(plana, [(50, 50, 650, 370)])[1]:
            perdieron.append(semilla)
    assert perdieron == []


# --- The line to sign on ----------------------------------------------------------------------
def carta_con_linea(firmada: bool) -> Image.Image:
    """A line with the name typed close below it; a signature would stand on it."""
    hoja = Image.new("RGB", (1240, 900), "white")
    for renglon in range(100, 420, 40):
        dibujo.rotular(hoja, (120, renglon), "Solicito el certificado de mi proceso", 11, "black")
    ImageDraw.Draw(hoja).line((160, 600, 560, 600), "black", 2)
    dibujo.rotular(hoja, (170, 606), "Rosa Elena Quishpe Tipán", 11, "black")
    dibujo.rotular(hoja, (170, 642), "C.I. 1700000019", 11, "black")
    if firmada:
        trazar_firma(hoja, (200, 500, 480, 606), azar_de(4))
    return hoja


@pytest.mark.parametrize("firmada", [True, False])
def test_la_linea_fotografiada_y_su_nombre_no_son_una_firma(firmada):
    fotos = [danos.fotografiada(carta_con_linea(firmada), azar_de(s)) for s in range(24)]
    assert {sin_firma(foto) for foto in fotos} == {not firmada}
