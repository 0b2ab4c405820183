"""A forest of decision trees, kept as flat arrays: small, exact, and read with numpy alone."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np


@dataclass(frozen=True)
class Bosque:
    """Parallel arrays, one entry a node. A leaf points to itself; `valor` is its answer (0..1)."""

    raices: np.ndarray  # int32[trees]
    rasgo: np.ndarray  # int8[nodes]
    corte: np.ndarray  # float32[nodes]
    menor: np.ndarray  # int32[nodes]: next node when the feature is <= corte
    mayor: np.ndarray
    valor: np.ndarray  # float32[nodes]

    def evaluar(self, rasgos: np.ndarray) -> np.ndarray:
        """float64[n, trees] for `rasgos` float[n, features]: each tree's own answer."""
        filas = np.arange(len(rasgos))[:, None]
        nodo = np.broadcast_to(self.raices, (len(rasgos), len(self.raices)))
        while True:
            baja = rasgos[filas, self.rasgo[nodo]] <= self.corte[nodo]
            siguiente = np.where(baja, self.menor[nodo], self.mayor[nodo])
            if np.array_equal(siguiente, nodo):
                return self.valor[nodo]
            nodo = siguiente

    def puntajes(self, rasgos: np.ndarray) -> np.ndarray:
        """float64[n]: the forest's mean answer for each row."""
        return self.evaluar(rasgos).mean(1)

    def guardar(self, ruta: Path) -> None:
        np.savez_compressed(ruta, **self.__dict__)


def leer(ruta: Path) -> Bosque:
    with np.load(ruta, allow_pickle=False) as datos:
        return Bosque(**{nombre: datos[nombre] for nombre in datos.files})
