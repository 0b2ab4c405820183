"""A forest of decision trees, evaluated with numpy alone: features in, 0..1 out."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np


@dataclass(frozen=True)
class Bosque:
    """All nodes of all trees in one array: first the `arboles` roots, then the children of the
    inner nodes, in pairs and in the order of their parents.

    A node asks whether the feature `rasgo` uint8[nodes] is above `corte` float16[nodes]. A leaf has
    an infinite `corte`; `parte` float16[nodes] is the share of signatures in what reached it.
    """

    arboles: int
    hondo: int  # questions in a row, at most
    rasgo: np.ndarray
    corte: np.ndarray
    parte: np.ndarray

    @cached_property
    def _sigue(self) -> np.ndarray:
        """int[nodes]: the first child of each node, followed by the second; a leaf, of itself."""
        pregunta = np.isfinite(self.corte)
        hijos = self.arboles + 2 * (np.cumsum(pregunta) - 1)
        return np.where(pregunta, hijos, np.arange(len(pregunta)))

    def puntajes(self, rasgos: np.ndarray) -> np.ndarray:
        """float32[n] for `rasgos` float[n, features]: the mean of what the trees say."""
        nodo = np.tile(np.arange(self.arboles), (len(rasgos), 1))
        fila = np.arange(len(rasgos))[:, None]
        for _ in range(self.hondo):
            nodo = self._sigue[nodo] + (rasgos[fila, self.rasgo[nodo]] > self.corte[nodo])
        return self.parte[nodo].mean(1, dtype=np.float32)

    def listas(self) -> dict[str, np.ndarray]:
        """The arrays to store."""
        medidas = np.array([self.arboles, self.hondo])
        return {"bosque": medidas, "rasgo": self.rasgo, "corte": self.corte, "parte": self.parte}


def de_listas(datos) -> Bosque:
    return Bosque(*datos["bosque"].tolist(), datos["rasgo"], datos["corte"], datos["parte"])
