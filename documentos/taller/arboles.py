"""Growing a forest of extremely randomised trees (Geurts et al., 2006) with numpy alone.

Own code, and not a library's, because it is these lines: the dependency would be 30 MB that only
training uses, and the weights must come out the same wherever they are grown.
"""

import numpy as np

from documentos.bosque import Bosque

ARBOLES = 100
HOJA_MINIMA = 6  # examples
_PRUEBAS = 6  # features tried at each node: about the square root of how many there are


def cultivar(
    rasgos: np.ndarray, clase: np.ndarray, peso: np.ndarray, semilla: int = 1
) -> tuple[Bosque, np.ndarray]:
    """A forest, and what it says of each example by the trees that never saw it (float64[n]).

    `rasgos` float[n, features], `clase` 0/1 [n], `peso` float[n].
    """
    azar = np.random.default_rng(semilla)
    nodos: list[list[float]] = []
    raices, dentro = [], []
    for _ in range(ARBOLES):
        muestra = azar.integers(0, len(rasgos), len(rasgos))
        dentro.append(np.isin(np.arange(len(rasgos)), muestra))
        raices.append(len(nodos))
        _crecer(rasgos, clase, peso, muestra, azar, nodos)
    tabla = np.array(nodos)
    bosque = Bosque(
        raices=np.array(raices, np.int32),
        rasgo=tabla[:, 0].astype(np.int8),
        corte=tabla[:, 1].astype(np.float32),
        menor=tabla[:, 2].astype(np.int32),
        mayor=tabla[:, 3].astype(np.int32),
        valor=tabla[:, 4].astype(np.float32),
    )
    fuera = ~np.stack(dentro, 1)
    votos = bosque.evaluar(rasgos.astype(np.float32)) * fuera
    return bosque, votos.sum(1) / np.maximum(1, fuera.sum(1))


def _crecer(rasgos, clase, peso, muestra, azar, nodos) -> None:
    pendientes = [(muestra, _nuevo(nodos))]
    while pendientes:
        indices, nodo = pendientes.pop()
        w = peso[indices]
        positivos = float((w * clase[indices]).sum() / max(1e-9, w.sum()))
        nodos[nodo] = [0, 0.0, nodo, nodo, positivos]
        if len(indices) < 2 * HOJA_MINIMA or positivos in (0.0, 1.0):
            continue
        division = _mejor_division(rasgos[indices], clase[indices], w, azar)
        if division is None:
            continue
        rasgo, corte, baja = division
        menor, mayor = _nuevo(nodos), _nuevo(nodos)
        nodos[nodo] = [rasgo, corte, menor, mayor, positivos]
        pendientes += [(indices[baja], menor), (indices[~baja], mayor)]


def _nuevo(nodos: list) -> int:
    nodos.append([])
    return len(nodos) - 1


def _mejor_division(x: np.ndarray, y: np.ndarray, w: np.ndarray, azar):
    """The best of a few random cuts by weighted Gini, or None when none leaves enough a side."""
    elegidos = azar.choice(x.shape[1], _PRUEBAS, replace=False)
    columnas = x[:, elegidos]
    bajo, alto = columnas.min(0), columnas.max(0)
    # float32, because that is what will be compared when the forest is read back.
    cortes = (bajo + azar.random(_PRUEBAS) * (alto - bajo)).astype(np.float32)
    baja = columnas.astype(np.float32) <= cortes
    pesos, positivos = w @ baja, (w * y) @ baja
    total, total_positivos = w.sum(), (w * y).sum()
    impureza = _gini(pesos, positivos) + _gini(total - pesos, total_positivos - positivos)
    cuantos = baja.sum(0)
    impureza[(cuantos < HOJA_MINIMA) | (len(x) - cuantos < HOJA_MINIMA)] = np.inf
    mejor = int(np.argmin(impureza))
    if not np.isfinite(impureza[mejor]):
        return None
    return int(elegidos[mejor]), float(cortes[mejor]), baja[:, mejor]


def _gini(peso: np.ndarray, positivos: np.ndarray) -> np.ndarray:
    return positivos * (1 - positivos / np.maximum(peso, 1e-9))
