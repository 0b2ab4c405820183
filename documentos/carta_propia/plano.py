"""From millimetres on the sheet to pixels of its picture: a plane seen by a camera."""

import numpy as np


class Plano:
    """The homography that takes points of the sheet (mm) to points of the picture (px)."""

    def __init__(self, matriz: np.ndarray):
        self.matriz = matriz

    @classmethod
    def por(cls, hoja, foto, pesos=1.0) -> "Plano":
        """The best by least squares for four or more pairs, float[n, 2] each, no three in line.

        `pesos`: how much each pair is trusted, float[n].
        """
        hoja, foto = np.asarray(hoja, float), np.asarray(foto, float)
        pesos = np.broadcast_to(pesos, len(hoja))[:, None]
        (de_hoja, a), (de_foto, b) = _normalizar(hoja), _normalizar(foto)
        x, y, u, v = a[:, 0], a[:, 1], b[:, 0], b[:, 1]
        uno, cero = np.ones_like(x), np.zeros_like(x)
        filas = np.concatenate(
            [
                pesos * np.stack([x, y, uno, cero, cero, cero, -u * x, -u * y, -u], 1),
                pesos * np.stack([cero, cero, cero, x, y, uno, -v * x, -v * y, -v], 1),
            ]
        )
        matriz = np.linalg.svd(filas)[2][-1].reshape(3, 3)
        matriz = np.linalg.inv(de_foto) @ matriz @ de_hoja
        return cls(matriz / matriz[2, 2])

    @classmethod
    def de_lejos(cls, hoja, foto, pesos=1.0) -> "Plano":
        """As `por`, for a sheet seen from so far away that there is no perspective.

        From points close to each other it says better than `por` where far ones must be.
        """
        pesos = np.broadcast_to(pesos, len(hoja))[:, None]
        datos = np.column_stack([np.asarray(hoja, float), np.ones(len(hoja))])
        soluciones = np.linalg.lstsq(pesos * datos, pesos * np.asarray(foto, float), rcond=None)[0]
        return cls(np.vstack([soluciones.T, (0, 0, 1)]))

    def a_foto(self, puntos) -> np.ndarray:
        """float[n, 2] px of points in mm."""
        return _aplicar(self.matriz, puntos)

    def a_hoja(self, puntos) -> np.ndarray:
        """float[n, 2] mm of points in px."""
        return _aplicar(np.linalg.inv(self.matriz), puntos)

    def escala(self, punto) -> float:
        """px per mm around a point of the sheet."""
        x, y = punto
        centro, derecha, abajo = self.a_foto([(x, y), (x + 1, y), (x, y + 1)])
        lados = np.stack([derecha - centro, abajo - centro])
        return float(np.sqrt(abs(np.linalg.det(lados))))


def _aplicar(matriz: np.ndarray, puntos) -> np.ndarray:
    puntos = np.asarray(puntos, float)
    salida = np.column_stack([puntos, np.ones(len(puntos))]) @ matriz.T
    return salida[:, :2] / salida[:, 2:]


def _normalizar(puntos: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The matrix that centres points and brings them to unit size, and those points."""
    centro = puntos.mean(0)
    tamano = max(float(np.sqrt(((puntos - centro) ** 2).sum(1).mean())), 1e-9)
    matriz = np.array([[1, 0, -centro[0]], [0, 1, -centro[1]], [0, 0, tamano]]) / tamano
    return matriz, (puntos - centro) / tamano
