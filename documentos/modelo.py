"""What weighs a candidate: a network that sees it and a forest that knows its numbers."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from . import bosque, red
from .bosque import Bosque
from .red import Red


@dataclass(frozen=True)
class Modelo:
    red: Red
    bosque: Bosque

    def puntajes(self, recortes: np.ndarray, rasgos: np.ndarray) -> np.ndarray:
        """float32[n], 0..1: the mean of both, which errs less than either."""
        return (self.red.puntajes(recortes, rasgos) + self.bosque.puntajes(rasgos)) / 2

    def guardar(self, ruta: Path) -> None:
        np.savez_compressed(ruta, **self.red.listas(), **self.bosque.listas())


def leer(ruta: Path) -> Modelo:
    with np.load(ruta, allow_pickle=False) as datos:
        return Modelo(red.de_listas(datos), bosque.de_listas(datos))
