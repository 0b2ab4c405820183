"""A small convolutional network, read with numpy alone: a picture and some numbers in, 0..1 out."""

from dataclasses import dataclass

import numpy as np

from .recortes import FORMA

# Side of each convolution's window and its step. The first cuts the picture into tiles.
CAPAS = ((4, 4), (3, 2), (3, 2))
# By row of the picture, point after point: numpy is six times as fast on long rows as on four.
_CENTRO = np.tile(np.array([0, 0, 128, 128], np.float32), FORMA[1])
_ESCALA = np.tile(1 / np.array([200, 200, 64, 64], np.float32), FORMA[1])


@dataclass(frozen=True)
class Red:
    """`pesos` and `sesgos`: one pair a convolution, then two dense layers, float32.

    `medio` and `ancho` float32[features] bring the numbers to mean 0 and spread 1.
    """

    pesos: list[np.ndarray]
    sesgos: list[np.ndarray]
    medio: np.ndarray
    ancho: np.ndarray

    def puntajes(self, recortes: np.ndarray, rasgos: np.ndarray) -> np.ndarray:
        """float32[n] for `recortes` uint8[n, *recortes.FORMA] and `rasgos` float[n, features]."""
        vista = preparar(recortes)
        for capa, peso, sesgo in zip(CAPAS, self.pesos, self.sesgos, strict=False):
            vista = np.maximum(columnas(vista, *capa) @ peso + sesgo, 0)
        junto = np.concatenate([resumir(vista), self.normales(rasgos)], 1)
        for peso, sesgo in zip(self.pesos[-2:], self.sesgos[-2:], strict=True):
            junto = np.maximum(junto, 0) if peso.shape[1] == 1 else junto
            junto = junto @ peso + sesgo
        return 1 / (1 + np.exp(-junto[:, 0]))

    def normales(self, rasgos: np.ndarray) -> np.ndarray:
        return ((rasgos - self.medio) / self.ancho).clip(-4, 4).astype(np.float32)

    def listas(self) -> dict[str, np.ndarray]:
        """To be stored, in half precision: half of the size for a quarter of a per cent."""
        listas = {f"peso{k}": peso.astype(np.float16) for k, peso in enumerate(self.pesos)}
        listas |= {f"sesgo{k}": sesgo.astype(np.float16) for k, sesgo in enumerate(self.sesgos)}
        return {**listas, "medio": self.medio, "ancho": self.ancho}


def de_listas(datos) -> Red:
    cuantos = range(len(CAPAS) + 2)
    return Red(
        [datos[f"peso{k}"].astype(np.float32) for k in cuantos],
        [datos[f"sesgo{k}"].astype(np.float32) for k in cuantos],
        datos["medio"],
        datos["ancho"],
    )


def preparar(recortes: np.ndarray) -> np.ndarray:
    filas = recortes.reshape(len(recortes), FORMA[0], -1).astype(np.float32)
    filas -= _CENTRO
    filas *= _ESCALA
    return filas.reshape(recortes.shape)


def columnas(vista: np.ndarray, nucleo: int, paso: int) -> np.ndarray:
    """float32[n, rows/step, columns/step, channels * nucleo²]: what each window covers."""
    n, alto, ancho, canales = vista.shape
    if nucleo == paso:  # Tiles: the same numbers in another order.
        tejas = vista.reshape(n, alto // paso, paso, ancho // paso, paso * canales)
        return tejas.transpose(0, 1, 3, 2, 4).reshape(n, alto // paso, ancho // paso, -1)
    borde = (nucleo - 1) // 2
    amplia = np.zeros((n, alto + 2 * borde, ancho + 2 * borde, canales), np.float32)
    amplia[:, borde : borde + alto, borde : borde + ancho] = vista
    partes = [
        amplia[:, fila : fila + alto : paso, columna : columna + ancho : paso]
        for fila in range(nucleo)
        for columna in range(nucleo)
    ]
    return np.concatenate(partes, 3)


def resumir(vista: np.ndarray) -> np.ndarray:
    """float32[n, 2 * channels]: mean and maximum of each channel over the picture."""
    return np.concatenate([vista.mean((1, 2)), vista.max((1, 2))], 1)
