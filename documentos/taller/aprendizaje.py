"""From pages to a model: which candidates are signatures, how often each is shown, in rounds."""

from dataclasses import dataclass

import numpy as np

from documentos.bosque import Bosque
from documentos.modelo import Modelo
from documentos.red import Red

from . import escuela, siembra
from .ejemplos import Pagina

# What a batch is made of: signatures and other things, drawn and of labelled documents. Without
# this the network would learn to say no, because signatures are few among candidates.
PARTES = {("dibujada", 1): 0.14, ("dibujada", 0): 0.36, ("real", 1): 0.14, ("real", 0): 0.36}
_SIN_GANADORA = 0.25  # a signed page whose best candidate is below this teaches nothing
_DUDOSA = 0.3  # on a signed page, candidates above this are left out: they may be signatures too
_DE_UNA_VEZ = 2048  # pictures judged at once


@dataclass(frozen=True)
class Lecciones:
    """Batches: first of drawn pages alone, then in each round with labelled documents, if any."""

    dibujadas: int = 2200
    ronda: int = 650
    rondas: int = 1


class Clase:
    """The candidates of many pages, in one line."""

    def __init__(self, paginas: list[Pagina]) -> None:
        self.paginas = paginas
        self.rasgos = np.concatenate([p.rasgos for p in paginas])
        self.recortes = np.concatenate([p.recortes for p in paginas])
        self.de_pagina = np.repeat(np.arange(len(paginas)), [len(p.rasgos) for p in paginas])
        self.real = np.array([p.clase is None for p in paginas])[self.de_pagina]
        self.firmada = np.array([p.firmada for p in paginas])[self.de_pagina]
        sabidas = [np.full(len(p.rasgos), np.nan) if p.clase is None else p.clase for p in paginas]
        self.clase = np.concatenate(sabidas)

    def gusto(self, red: Red) -> np.ndarray:
        partes = range(0, len(self.rasgos), _DE_UNA_VEZ)
        return np.concatenate(
            [red.puntajes(self.recortes[k : k + _DE_UNA_VEZ], self.rasgos[k : k + _DE_UNA_VEZ])
             for k in partes]
        )  # fmt: skip

    def ensenar(self, red: Red, clase: np.ndarray, lecciones: int, semilla: int) -> Red:
        """`clase` 0, 1 or NaN: those are not shown."""
        conocida, peso = np.nan_to_num(clase), self._pesos(clase)
        return escuela.ensenar(red, self.recortes, self.rasgos, conocida, peso, lecciones, semilla)

    def sembrar(self, clase: np.ndarray, semilla: int) -> Bosque:
        """A forest of the same candidates, in the same parts."""
        return siembra.sembrar(self.rasgos, np.nan_to_num(clase), self._pesos(clase), semilla)

    def _pesos(self, clase: np.ndarray) -> np.ndarray:
        peso = np.zeros(len(clase))
        for (origen, valor), parte in PARTES.items():
            suyas = (self.real == (origen == "real")) & (clase == valor)
            peso[suyas] = parte / max(1, suyas.sum())
        return peso

    def respuestas(self, gusto: np.ndarray) -> np.ndarray:
        """float[n]: what each candidate is, taken from the labels and, where they say too little,
        from what the network likes."""
        clase = np.where(self.real & self.firmada, np.nan, self.clase)
        clase[self.real & ~self.firmada] = 0.0
        clase[self.real & self.firmada & (gusto < _DUDOSA)] = 0.0
        orden = np.lexsort((gusto, self.de_pagina))
        ultima = np.append(self.de_pagina[orden][1:] != self.de_pagina[orden][:-1], True)
        mejores = orden[ultima]
        mejores = mejores[(self.real & self.firmada)[mejores]]
        clase[mejores] = np.where(gusto[mejores] > _SIN_GANADORA, 1.0, np.nan)
        return clase


def aprender_de_dibujos(paginas: list[Pagina], lecciones: Lecciones, semilla: int = 1) -> Red:
    clase = Clase(paginas)
    return clase.ensenar(
        escuela.nueva(clase.rasgos, semilla), clase.clase, lecciones.dibujadas, semilla
    )


def aprender_de_todo(
    red: Red, paginas: list[Pagina], lecciones: Lecciones, semilla: int = 1
) -> Modelo:
    """The network that knows drawings, after rounds with labelled documents too, and a forest
    that grows on the answers of the last."""
    clase = Clase(paginas)
    respuestas = clase.clase
    for ronda in range(lecciones.rondas):
        respuestas = clase.respuestas(clase.gusto(red))
        red = clase.ensenar(red, respuestas, lecciones.ronda, semilla + ronda)
    return Modelo(red, clase.sembrar(respuestas, semilla))
