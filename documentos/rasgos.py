"""What a candidate for a signature looks like: numbers for `firma` to weigh.

They are relative to the height of the page's letters, so they hold at any scale, and none depends
on reading.
"""

import numpy as np

from .plana import Plana
from .tinta import BANDA, bandas

NOMBRES = (
    "alto",
    "ancho",
    "densidad",
    "mayor",
    "piezas",
    "trazo",
    "trazo_relativo",
    "cruces_fila",
    "cruces_columna",
    "ejes",
    "entropia",
    "largos",
    "filas_vacias",
    "y",
    "x",
    "letras_dentro",
    "letras_izquierda",
    "letras_derecha",
    "letras_abajo",
    "letras_arriba",
    "oscuridad",
    "azul",
    "simetria",
    "columnas_vacias",
    "centro",
    "rectas",
    "anillo",
    "candidatas",
    "letras_pagina",
    "euler",
    "pieza_alta",
    "radio",
    "radio_desvio",
    "letras_antes",
)


def fondo_de(plana: Plana, croma) -> tuple[float, float, float]:
    """Light, blueness and stroke width of all the page's ink."""
    muestra = np.ascontiguousarray(plana.tinta[::3, ::3])  # Twice read: better in one piece.
    if not muestra.any():
        return 0.0, 128.0, 2.0
    azul = float(np.median(croma[0][::3, ::3][muestra])) if croma else 128.0
    return float(np.median(plana.luma[::3, ::3][muestra])), azul, _grosor(plana.tinta)


def _grosor(tinta: np.ndarray) -> float:
    """Mean stroke width, px: twice the ink over its outline."""
    borde = 0
    for desde in bandas(tinta):
        banda = tinta[desde : desde + BANDA + 1]
        borde += np.count_nonzero(banda[1:] ^ banda[:-1])
        borde += np.count_nonzero(banda[:BANDA, 1:] ^ banda[:BANDA, :-1])
    return 2 * np.count_nonzero(tinta) / max(1, borde * 0.785)


def rasgos_de(caja, plana: Plana, croma, fondo, pagina) -> np.ndarray:
    """float64[len(NOMBRES)] for the box `caja` in px; `fondo` as `fondo_de` gives it."""
    luma, tinta, piezas, letra = plana.luma, plana.tinta, plana.piezas, plana.letra
    letras = plana.letras
    x0, y0, x1, y1 = caja
    trozo, gris = tinta[y0:y1, x0:x1], luma[y0:y1, x0:x1]
    alto, ancho, total = y1 - y0, x1 - x0, max(1, int(np.count_nonzero(trozo)))
    dentro = (piezas.x0 >= x0) & (piezas.x1 <= x1) & (piezas.y0 >= y0) & (piezas.y1 <= y1)
    grosor = _grosor(np.pad(trozo, 1))
    ejes, entropia, rectas = _orientaciones(gris, trozo)
    filas, columnas = trozo.sum(1), trozo.sum(0)
    azul = float(np.median(croma[0][y0:y1, x0:x1][trozo])) if croma and trozo.any() else 128.0
    oscuro = float(np.median(gris[trozo])) if trozo.any() else 0.0
    ys = np.arange(alto)
    return np.array(
        [
            np.log(alto / letra),
            np.log(ancho / letra),
            total / (alto * ancho),
            piezas.area[dentro].max(initial=0) / total,
            np.log1p((dentro & (piezas.area > 4)).sum() / (ancho / letra)),
            grosor / letra,
            np.log(max(0.1, grosor / max(0.5, fondo[2]))),
            np.count_nonzero(trozo[:, 1:] & ~trozo[:, :-1]) / alto / (ancho / letra),
            np.count_nonzero(trozo[1:] & ~trozo[:-1]) / ancho / (alto / letra),
            ejes,
            entropia,
            piezas.mayor[dentro].max(initial=0) / letra,
            float((filas == 0).mean()),
            (y0 + y1) / 2 / luma.shape[0],
            (x0 + x1) / 2 / luma.shape[1],
            np.log1p((dentro & letras).sum() / (alto * ancho / letra**2)),
            *_vecindad(caja, letra, piezas, letras),
            (oscuro - fondo[0]) / 64,
            (azul - fondo[1]) / 16,
            abs(float((filas * ys).sum() / total) / alto - 0.5),
            float((columnas == 0).mean()),
            float(filas[alto // 3 : alto - alto // 3].sum() / total),
            rectas,
            _anillo(caja, letra, tinta),
            *pagina,
            _euler(trozo) / (ancho / letra),
            np.log(piezas.alto[dentro].max(initial=1) / letra),
            *_redondez(trozo),
            float((letras & (piezas.y1 <= y0 + letra)).sum() / max(1, letras.sum())),
        ]
    )


def _vecindad(caja, letra, piezas, letras) -> list[float]:
    """Letters just outside: left and right on the same line, below and above. log1p of counts."""
    x0, y0, x1, y1 = caja
    cx, cy = (piezas.x0 + piezas.x1) / 2, (piezas.y0 + piezas.y1) / 2
    en_linea = letras & (cy > y0) & (cy < y1)
    en_columna = letras & (cx > x0 - letra) & (cx < x1 + letra)
    cuentas = (
        en_linea & (cx < x0) & (cx > x0 - 4 * letra),
        en_linea & (cx > x1) & (cx < x1 + 4 * letra),
        en_columna & (cy > y1) & (cy < y1 + 3 * letra),
        en_columna & (cy < y0) & (cy > y0 - 3 * letra),
    )
    return [float(np.log1p(cuenta.sum())) for cuenta in cuentas]


def _orientaciones(gris: np.ndarray, trozo: np.ndarray) -> tuple[float, float]:
    """Share of edge strength along the axes, and the entropy (0..1) of its directions."""
    g = gris.astype(np.float32)
    if min(g.shape) < 3:
        return 1.0, 0.0, 1.0
    dx, dy = g[1:-1, 2:] - g[1:-1, :-2], g[2:, 1:-1] - g[:-2, 1:-1]
    fuertes = np.flatnonzero(dx * dx + dy * dy > 20**2)  # Only their directions are worked out.
    dx, dy = dx.ravel()[fuertes], dy.ravel()[fuertes]
    angulo = np.arctan2(dy, dx) % np.pi
    cubeta = np.floor(angulo / np.pi * 36 + 0.5).astype(np.int32) % 36
    cuenta = np.bincount(cubeta, np.hypot(dx, dy), 36)
    parte = cuenta / max(1e-6, cuenta.sum())
    entropia = -(parte * np.log(parte + 1e-9)).sum() / np.log(36)
    ejes = parte[[35, 0, 1, 17, 18, 19]].sum()
    sin_ejes = np.delete(parte, [35, 0, 1, 17, 18, 19])
    rectas = np.sort(sin_ejes)[-4:].sum() / max(1e-6, sin_ejes.sum())
    return float(ejes), float(entropia), float(rectas)


def _anillo(caja, letra, tinta) -> float:
    x0, y0, x1, y1 = caja
    m = int(1.5 * letra)
    fuera = tinta[max(0, y0 - m) : y1 + m, max(0, x0 - m) : x1 + m]
    dentro = int(np.count_nonzero(tinta[y0:y1, x0:x1]))
    return (int(np.count_nonzero(fuera)) - dentro) / max(1, fuera.size - (y1 - y0) * (x1 - x0))


def _redondez(trozo: np.ndarray) -> tuple[float, float]:
    """Mean and spread of the ink's distance to the centre, the box being a circle of radius 1.

    A round stamp is all rim; a signature is everywhere.
    """
    fila, columna = np.nonzero(trozo)
    if not len(fila):
        return 0.0, 0.0
    alto, ancho = trozo.shape
    radio = np.hypot((fila + 0.5) / alto * 2 - 1, (columna + 0.5) / ancho * 2 - 1)
    return float(radio.mean()), float(radio.std())


def _euler(trozo: np.ndarray) -> float:
    """Pieces minus holes, from 2x2 neighbourhoods (8-connected)."""
    b = np.pad(trozo, 1).astype(np.int8)
    a, c, d, e = b[:-1, :-1], b[:-1, 1:], b[1:, :-1], b[1:, 1:]
    suma = a + c + d + e
    diagonales = ((suma == 2) & (a == e)).sum()
    return float(((suma == 1).sum() - (suma == 3).sum() - 2 * diagonales) / 4)
