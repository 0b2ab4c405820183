"""What teaches the signature detector: drawn pages, the way they travel, the lessons (R39)."""

import random

import numpy as np
import pytest
from PIL import Image

from documentos import dibujo, modelo, red
from documentos.bosque import Bosque, de_listas
from documentos.entrenado import MODELO
from documentos.recortes import FORMA
from documentos.revision import revisar
from documentos.taller import cartas, danos, escuela, prueba, siembra
from documentos.taller.aprendizaje import Lecciones, aprender_de_dibujos, aprender_de_todo
from documentos.taller.ejemplos import Etiqueta, Pagina, de_carta, de_documento

RASGOS = 5


class SinAzar:
    """Hides nothing while learning, so that the loss is the same at every call."""

    def random(self, forma):
        return np.ones(forma)


def ejemplos(cuantos: int, semilla: int = 0):
    azar = np.random.default_rng(semilla)
    recortes = azar.integers(0, 256, (cuantos, *FORMA)).astype(np.uint8)
    rasgos = azar.normal(size=(cuantos, RASGOS)).astype(np.float32)
    return recortes, rasgos, (np.arange(cuantos) % 2).astype(float)


def perdida(alumna: red.Red, recortes, rasgos, clase) -> float:
    dicho = alumna.puntajes(recortes, rasgos).astype(float)
    meta = 0.02 + 0.96 * clase
    return float(-(meta * np.log(dicho) + (1 - meta) * np.log(1 - dicho)).mean())


@pytest.mark.parametrize("capa", range(len(red.CAPAS) + 2))
def test_los_gradientes_son_los_de_la_perdida(monkeypatch, capa):
    monkeypatch.setattr(escuela, "_OLVIDO", 0.0)
    recortes, rasgos, clase = ejemplos(6)
    alumna = escuela.nueva(rasgos)
    vista, numeros = red.preparar(recortes), alumna.normales(rasgos)
    gradiente = escuela.corregir(alumna, vista, numeros, clase, SinAzar())[capa]
    donde = np.unravel_index(np.argmax(np.abs(gradiente)), gradiente.shape)
    peso, lado = alumna.pesos[capa], []
    for paso in (0.004, -0.004):
        antes = peso[donde]
        peso[donde] = antes + paso
        lado.append(perdida(alumna, recortes, rasgos, clase))
        peso[donde] = antes
    assert (lado[0] - lado[1]) / 0.008 == pytest.approx(gradiente[donde], rel=0.1)


def manchas(pagina: int, firmada: bool, sabida: bool = True) -> Pagina:
    """A page of four candidates; where it is signed, the first has ink on its upper half, and its
    last number is high."""
    recortes, rasgos, _ = ejemplos(4, pagina)
    recortes[:, :, :, :2] = 20
    if firmada:
        recortes[0, : FORMA[0] // 2, :, 0] = 200
        rasgos[0, -1] += 6
    clase = np.array([float(firmada), 0, 0, 0]) if sabida else None
    return Pagina(f"hoja{pagina}.jpg", f"origen {pagina % 2}", firmada, rasgos, recortes, clase)


def test_aprende_de_dibujos_y_de_hojas_de_las_que_solo_se_sabe_si_estan_firmadas(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(escuela, "LOTE", 32)
    lecciones = Lecciones(dibujadas=150, ronda=40, rondas=1)
    dibujadas = [manchas(k, k % 2 == 0) for k in range(40)]
    reales = [manchas(k, k % 3 == 0, sabida=False) for k in range(100, 120)]
    base = aprender_de_dibujos(dibujadas, lecciones)
    dichos = prueba.cruzar(base, dibujadas, reales, prueba.por_origen, lecciones)
    assert {doc: firmada == (puntaje > 0.5) for doc, (firmada, puntaje) in dichos.items()} == {
        f"hoja{k}.jpg": True for k in range(100, 120)
    }
    alumna = aprender_de_todo(base, dibujadas + reales, lecciones)
    alumna.guardar(tmp_path / "modelo.npz")
    nueva = modelo.leer(tmp_path / "modelo.npz")
    de_dibujos = aprender_de_todo(base, dibujadas, Lecciones(rondas=0))
    assert de_dibujos.red is base and prueba.puntaje(de_dibujos, reales[2]) > 0.6
    antes, despues = prueba.puntaje(alumna, reales[2]), prueba.puntaje(nueva, reales[2])
    assert antes > 0.8 and despues == pytest.approx(antes, abs=0.02)


def test_el_bosque_aprende_lo_que_ningun_numero_dice_solo():
    """Two numbers of the same sign; what weighs nothing, and says the contrary, is not heard."""
    _, rasgos, _ = ejemplos(1200)
    clase = (rasgos[:, 1] * rasgos[:, 3] > 0).astype(float)
    cuenta = np.arange(1200) < 800
    bosque = siembra.sembrar(rasgos, np.where(cuenta, clase, 1 - clase), cuenta.astype(float))
    aciertos = (bosque.puntajes(rasgos) > 0.5) == (clase == 1)
    assert aciertos[cuenta].mean() > 0.95 and aciertos[~cuenta].mean() > 0.85
    guardado = de_listas(bosque.listas())
    assert np.array_equal(guardado.puntajes(rasgos), bosque.puntajes(rasgos))


def test_un_bosque_dice_la_media_de_sus_arboles():
    """One tree asks twice, the other is a leaf; what is not above a cut goes to the first child."""
    nunca = np.inf
    bosque = Bosque(
        arboles=2,
        hondo=2,
        rasgo=np.array([1, 0, 0, 2, 0, 0], np.uint8),
        corte=np.array([0.5, nunca, nunca, -1, nunca, nunca], np.float16),
        parte=np.array([0, 0.25, 0, 0, 0.5, 1], np.float16),
    )
    rasgos = np.array([[9, 0.5, 9], [9, 0.75, -1], [9, 0.75, 0]])
    assert bosque.puntajes(rasgos).tolist() == [0.125, 0.375, 0.625]


def test_la_tabla_dice_cuantas_se_pierden_y_cuantas_se_inventan():
    dichos = {"a": (True, 0.9), "b": (True, 0.35), "c": (False, 0.1), "d": (False, 0.42)}
    lineas = list(prueba.tabla(dichos))
    assert lineas[0] == "2 con firma, 2 sin firma"
    assert lineas[3] == (
        "corte 0.4: firmas no vistas 1 = 50.0% (9.5% a 90.5%), "
        "firmas inventadas 1 = 50.0% (9.5% a 90.5%)"
    )


@pytest.mark.parametrize("camino", danos.CAMINOS)
def test_se_sabe_adonde_fue_cada_punto_de_la_hoja(camino):
    hoja = Image.new("RGB", cartas.A4, "white")
    caja = (300, 700, 500, 800)
    hoja.paste((0, 0, 0), caja)
    imagen, matriz = camino.recorrer(hoja, random.Random(3))  # noqa: S311 — repeatable
    x0, y0, x1, y1 = map(round, danos.llevar(caja, matriz))
    gris = np.asarray(imagen.convert("L")).astype(int)
    fuera = gris[y0 - 40 : y1 + 40, x0 - 40 : x1 + 40]
    dentro = gris[y0 + 20 : y1 - 20, x0 + 20 : x1 - 20]
    assert dentro.mean() < fuera[:20].mean() - 60 and dentro.mean() < fuera[-20:].mean() - 60


def test_la_misma_semilla_da_la_misma_hoja():
    una, otra = de_carta(12), de_carta(12)
    assert una.firmada and np.array_equal(una.recortes, otra.recortes)
    assert set(una.clase) <= {0.0, 1.0}
    assert not de_carta(13).clase.any()


@pytest.mark.parametrize("giro", [0, 90, 270])
def test_de_una_hoja_se_aprende_lo_que_el_portal_pesa_de_ella(tmp_path, giro):
    """Also of one on its side, which is looked at turned both ways."""
    ruta = tmp_path / "carta.jpg"
    ruta.write_bytes(dibujo.a_jpeg(dibujo.hoja_de_carta().rotate(giro, expand=True)))
    entera, *danadas = de_documento(Etiqueta(ruta, "origen", firmada=True))
    pesado = revisar(ruta.read_bytes(), ["legible", "firma"]).firma.puntaje
    assert prueba.puntaje(modelo.leer(MODELO), entera) == pytest.approx(pesado, abs=0.02)
    assert len(danadas) == 2 and not entera.danada
