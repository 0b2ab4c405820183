"""Growing the forest (`documentos.bosque`): extremely randomised trees (Geurts, 2006), in numpy.

Each node draws a few of the numbers and one cut of each at random, and keeps the cut that sets
signatures best apart. Own code for the reason that `escuela` gives.
"""

import numpy as np

from documentos.bosque import Bosque

ARBOLES = 100
HONDO = 10
_SORTEADOS = 8  # numbers drawn at each node
_MENOR = 3  # candidates on each side of a cut, at least


def sembrar(rasgos: np.ndarray, clase: np.ndarray, peso: np.ndarray, semilla: int = 1) -> Bosque:
    """A forest for `rasgos` float[n, features]; `clase` 0/1 [n]; `peso` [n], how much each counts.

    Those of no weight are left out.
    """
    cuentan = np.flatnonzero(peso > 0)
    pesos = np.stack([peso[cuentan], peso[cuentan] * clase[cuentan]])
    siembra = _Siembra(np.asarray(rasgos[cuentan], np.float32), pesos, semilla)
    nivel = [siembra.hoja(np.arange(len(cuentan))) for _ in range(ARBOLES)]
    for _ in range(HONDO):
        nivel = [hijo for nodo, cuales in nivel for hijo in siembra.abrir(nodo, cuales)]
    return Bosque(
        ARBOLES,
        HONDO,
        np.array(siembra.rasgo, np.uint8),
        np.array(siembra.corte, np.float16),
        np.array(siembra.parte, np.float16),
    )


class _Siembra:
    """The nodes so far, as lists, and what they grow from."""

    def __init__(self, numeros: np.ndarray, pesos: np.ndarray, semilla: int) -> None:
        self.numeros = numeros
        self.pesos = pesos  # float[2, n]: of each candidate; the same, 0 if it is no signature
        self.azar = np.random.default_rng(semilla)
        self.rasgo: list[int] = []
        self.corte: list[float] = []
        self.parte: list[float] = []

    def hoja(self, cuales: np.ndarray) -> tuple[int, np.ndarray]:
        """A new leaf for these candidates: (its place, they)."""
        total, firmas = self.pesos[:, cuales].sum(1)
        self.rasgo.append(0)
        self.corte.append(np.inf)
        self.parte.append(float(firmas / total))
        return len(self.parte) - 1, cuales

    def abrir(self, nodo: int, cuales: np.ndarray) -> list[tuple[int, np.ndarray]]:
        """The leaf's two children, now that it asks; none if it has nothing to ask."""
        if len(cuales) < 2 * _MENOR or self.parte[nodo] in (0.0, 1.0):
            return []
        sorteados = self.azar.permutation(self.numeros.shape[1])[:_SORTEADOS]
        vistos = self.numeros[cuales[:, None], sorteados]
        menor, mayor = vistos.min(0), vistos.max(0)
        cortes = (menor + self.azar.random(len(sorteados)) * (mayor - menor)).astype(np.float16)
        arriba = vistos > cortes
        ganancia = _ganancia(arriba, self.pesos[:, cuales])
        mejor = int(ganancia.argmax())
        if ganancia[mejor] <= 0:
            return []
        self.rasgo[nodo], self.corte[nodo] = int(sorteados[mejor]), float(cortes[mejor])
        self.parte[nodo] = 0.0
        return [self.hoja(cuales[~arriba[:, mejor]]), self.hoja(cuales[arriba[:, mejor]])]


def _ganancia(arriba: np.ndarray, pesos: np.ndarray) -> np.ndarray:
    """float[cuts]: by how much Gini's impurity falls; 0 where a side would be too small."""
    sobre = pesos @ arriba
    bajo = pesos.sum(1)[:, None] - sobre
    total, firmas = pesos.sum(1)
    puros = sum(si**2 / np.maximum(todos, 1e-12) for todos, si in (sobre, bajo))
    cuantos = arriba.sum(0)
    caben = (cuantos >= _MENOR) & (len(arriba) - cuantos >= _MENOR)
    return np.where(caben, puros - firmas**2 / total, 0.0)
