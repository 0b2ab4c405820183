"""Teaching the network (`documentos.red`) with numpy alone: gradients, Adam, and a timetable.

Own code, and not a library's, because it is these lines: a framework would be hundreds of
megabytes that only training uses.
"""

import math

import numpy as np

from documentos.recortes import FORMA
from documentos.red import CAPAS, Red, columnas, preparar, resumir

CANALES = (24, 40, 64)
OCULTAS = 32
LOTE = 128
_PASO = 1.5e-3  # Adam's first step; it falls to nothing along half a cosine
_DECAE = 1e-4  # of each weight, at each full step
_OLVIDO = 0.25  # share of what enters the dense layers that is hidden while learning


def nueva(rasgos: np.ndarray, semilla: int = 1) -> Red:
    """A network that knows nothing, for numbers such as `rasgos` float[n, features]."""
    azar = np.random.default_rng(semilla)
    canales = (FORMA[2], *CANALES)
    entradas = [n * n * c for (n, _), c in zip(CAPAS, canales, strict=False)]
    entradas += [2 * CANALES[-1] + rasgos.shape[1], OCULTAS]
    salidas = [*CANALES, OCULTAS, 1]
    pesos = [
        azar.standard_normal((a, b)).astype(np.float32) * (2 / a) ** 0.5
        for a, b in zip(entradas, salidas, strict=True)
    ]
    sesgos = [np.zeros(b, np.float32) for b in salidas]
    medio, ancho = rasgos.mean(0), rasgos.std(0) + 1e-3
    return Red(pesos, sesgos, medio.astype(np.float32), ancho.astype(np.float32))


def ensenar(red: Red, recortes, rasgos, clase, peso, lecciones: int, semilla: int = 1) -> Red:
    """The network after `lecciones` batches: `clase` 0/1 [n]; `peso` [n], how often it is shown."""
    azar = np.random.default_rng(semilla)
    piezas = [np.array(pieza) for pieza in (*red.pesos, *red.sesgos)]
    alumna = Red(piezas[: len(red.pesos)], piezas[len(red.pesos) :], red.medio, red.ancho)
    primero, segundo = [np.zeros_like(p) for p in piezas], [np.zeros_like(p) for p in piezas]
    suma = np.cumsum(peso / peso.sum())
    for leccion in range(1, lecciones + 1):
        cuales = np.searchsorted(suma, azar.random(LOTE)).clip(0, len(suma) - 1)
        vista, numeros = variar(recortes[cuales], alumna.normales(rasgos[cuales]), azar)
        gradientes = corregir(alumna, vista, numeros, clase[cuales], azar)
        paso = _PASO * (1 + math.cos(math.pi * leccion / lecciones)) / 2
        paso *= min(1, leccion / 100) * (1 - 0.999**leccion) ** 0.5 / (1 - 0.9**leccion)
        for pieza, gradiente, m, v in zip(piezas, gradientes, primero, segundo, strict=True):
            m += 0.1 * (gradiente - m)
            v += 0.001 * (gradiente**2 - v)
            pieza -= paso * (m / (np.sqrt(v) + 1e-7) + _DECAE * pieza)
    return alumna


def variar(recortes, numeros, azar):
    """Other pens and other papers: fainter or darker ink, no colour, a window a little aside."""
    corre = int(azar.integers(-3, 4)), int(azar.integers(-6, 7))
    vista = preparar(np.roll(recortes, corre, (1, 2)))
    fuerza = np.empty((len(recortes), 1, 1, 2, 2), np.float32)
    fuerza[:, 0, 0, 0] = 0.6 + 0.7 * azar.random((len(recortes), 1))
    fuerza[:, 0, 0, 1] = (
        1.3 * azar.random((len(recortes), 1)) * (azar.random((len(recortes), 1)) > 0.3)
    )
    vista *= fuerza.reshape(-1, 1, 1, 4)
    ruido = 0.1 * azar.standard_normal(numeros.shape).astype(np.float32)
    conocidos = azar.random((len(numeros), 1)) > 0.1
    return vista, (numeros + ruido) * conocidos


def corregir(red: Red, vista, numeros, clase, azar) -> list[np.ndarray]:
    """The gradients of the mean cross entropy by each weight, then by each bias."""
    cubre, vistas = [], [vista]
    for capa, peso, sesgo in zip(CAPAS, red.pesos, red.sesgos, strict=False):
        cubre.append(columnas(vistas[-1], *capa))
        vistas.append(np.maximum(cubre[-1] @ peso + sesgo, 0))
    junto = np.concatenate([resumir(vistas[-1]), numeros], 1)
    queda = (azar.random(junto.shape) >= _OLVIDO).astype(np.float32) / (1 - _OLVIDO)
    junto = (junto * queda).astype(np.float32)
    oculta = np.maximum(junto @ red.pesos[-2] + red.sesgos[-2], 0)
    dicho = 1 / (1 + np.exp(-(oculta @ red.pesos[-1] + red.sesgos[-1])))
    error = ((dicho - (0.02 + 0.96 * clase[:, None])) / len(clase)).astype(np.float32)
    error_oculta = (error @ red.pesos[-1].T) * (oculta > 0)
    por_peso = [junto.T @ error_oculta, oculta.T @ error]
    por_sesgo = [error_oculta.sum(0), error.sum(0)]
    error_vista = _resumen_atras((error_oculta @ red.pesos[-2].T) * queda, vistas[-1])
    for capa in reversed(range(len(CAPAS))):
        error_vista = error_vista * (vistas[capa + 1] > 0)
        plano = error_vista.reshape(-1, error_vista.shape[3])
        por_peso.insert(0, cubre[capa].reshape(len(plano), -1).T @ plano)
        por_sesgo.insert(0, plano.sum(0))
        if capa:
            error_vista = _columnas_atras(
                error_vista @ red.pesos[capa].T, vistas[capa].shape, *CAPAS[capa]
            )
    return por_peso + por_sesgo


def _resumen_atras(error: np.ndarray, vista: np.ndarray) -> np.ndarray:
    canales = vista.shape[3]
    media = error[:, None, None, :canales] / (vista.shape[1] * vista.shape[2])
    es_mayor = vista == vista.max((1, 2))[:, None, None]
    cuantos = es_mayor.sum((1, 2))[:, None, None]
    return (media + error[:, None, None, canales : 2 * canales] * es_mayor / cuantos).astype(
        np.float32
    )


def _columnas_atras(error: np.ndarray, forma, nucleo: int, paso: int) -> np.ndarray:
    n, alto, ancho, canales = forma
    borde = (nucleo - 1) // 2
    amplia = np.zeros((n, alto + 2 * borde, ancho + 2 * borde, canales), np.float32)
    for fila in range(nucleo):
        for columna in range(nucleo):
            parte = (fila * nucleo + columna) * canales
            trozo = error[..., parte : parte + canales]
            amplia[:, fila : fila + alto : paso, columna : columna + ancho : paso] += trozo
    return amplia[:, borde : borde + alto, borde : borde + ancho]
