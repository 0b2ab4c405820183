"""Candidates for a signature and what they look like: numbers for `firma` to weigh.

A candidate is a group of pieces of ink that are bigger than the page's letters. Its features are
relative to the height of those letters, so they hold at any scale, and none depends on reading.
"""

from dataclasses import dataclass

import numpy as np

from .tinta import CELDA, Piezas, Plana

CANDIDATAS_MAXIMAS = 60
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
)


@dataclass(frozen=True)
class Candidata:
    caja: tuple[int, int, int, int]  # x0, y0, x1, y1 in px, half open
    rasgos: np.ndarray  # float64[len(NOMBRES)]


def candidatas(plana: Plana, croma) -> list[Candidata]:
    """The page's candidates, biggest first. `croma` is (Cb, Cr) or None on a grey page."""
    piezas, letra = plana.piezas, plana.letra
    cajas = [
        _absorber(caja, plana)
        for caja in _agrupar(
            piezas, _sin_rayas(_grandes(piezas, letra, plana.luma.shape), plana), plana
        )
    ]
    hoja = _hoja(plana)
    cajas = [caja for caja in cajas if hoja is None or _esta_en(hoja, caja)]
    fondo = _fondo(plana, croma)
    pagina = (np.log1p(len(cajas)), np.log1p(plana.letras.sum()))
    return [Candidata(caja, _rasgos(caja, plana, croma, fondo, pagina)) for caja in cajas]


def _hoja(plana: Plana) -> np.ndarray | None:
    """bool per cell: the sheet, when it lies on something much darker; None when it fills all.

    The grain of a wooden desk looks like strokes. Where the dark part carries letters as well, it
    is a shadow on the sheet and not a desk.
    """
    oscuro, claro = np.percentile(plana.papel, (5, 90))
    hoja = plana.papel > (oscuro + claro) / 2
    if claro - oscuro < 50 or not 0.2 < hoja.mean() < 0.97 or not plana.letras.any():
        return None
    fila = (plana.piezas.y0[plana.letras] + plana.piezas.y1[plana.letras]) // (2 * CELDA)
    columna = (plana.piezas.x0[plana.letras] + plana.piezas.x1[plana.letras]) // (2 * CELDA)
    return hoja if hoja[fila, columna].mean() > 0.8 else None


def _esta_en(hoja: np.ndarray, caja) -> bool:
    x0, y0, x1, y1 = caja
    return bool(hoja[y0 // CELDA : y1 // CELDA + 1, x0 // CELDA : x1 // CELDA + 1].mean() > 0.8)


def _grandes(piezas: Piezas, letra: float, forma) -> np.ndarray:
    alto, ancho, area = piezas.alto, piezas.ancho, piezas.area
    grande = ((alto > 1.5 * letra) | (ancho > 4 * letra)) & (area > 1.2 * letra)
    grande &= np.maximum(alto, ancho) > 2.0 * letra
    macizo = (area > 0.6 * alto * ancho) & (np.minimum(alto, ancho) > letra)
    recto = np.minimum(alto, ancho) <= 0.45 * letra
    marco = (ancho > 0.75 * forma[1]) | (alto > 0.45 * forma[0])
    borde = (piezas.x0 <= 2) | (piezas.y0 <= 2)
    borde |= (piezas.x1 >= forma[1] - 2) | (piezas.y1 >= forma[0] - 2)
    return np.flatnonzero(grande & ~macizo & ~recto & ~marco & ~borde)


def _sin_rayas(grandes: np.ndarray, plana: Plana) -> np.ndarray:
    """Without the long pieces that are ruled lines, a little turned as photos are."""
    p = plana.piezas
    quedan = []
    for k in grandes:
        alargada = max(p.ancho[k], p.alto[k]) > 5 * min(p.ancho[k], p.alto[k])
        if not alargada or not _es_raya(plana.tinta[p.y0[k] : p.y1[k], p.x0[k] : p.x1[k]]):
            quedan.append(k)
    return np.array(quedan, np.int64)


def _es_raya(trozo: np.ndarray) -> bool:
    """Its middle, column by column, is straight to within a pixel: no hand does that."""
    trozo = trozo if trozo.shape[1] >= trozo.shape[0] else trozo.T
    cuenta = trozo.sum(0)
    x = np.flatnonzero(cuenta)
    medio = (trozo * np.arange(len(trozo))[:, None]).sum(0)[x] / cuenta[x]
    lejos = np.zeros(len(x))
    for _ in range(
        4
    ):  # Letters that touch the line pull at it: each round leaves out the farthest.
        cerca = lejos <= np.median(lejos)
        lejos = np.abs(medio - np.polyval(np.polyfit(x[cerca], medio[cerca], 1), x))
    return float((lejos < 1.2).mean()) > 0.6 and float(np.median(cuenta)) < 6


def _agrupar(piezas: Piezas, grandes: np.ndarray, plana: Plana) -> list[tuple]:
    """Boxes of big pieces that stand close together; a heap that fills the page is taken apart."""
    orden = grandes[np.argsort(-piezas.area[grandes], kind="stable")][:CANDIDATAS_MAXIMAS]
    cajas = np.stack([piezas.x0, piezas.y0, piezas.x1, piezas.y1], 1)[orden].astype(np.int64)
    grupo = _cercanas(cajas, plana.letra)
    forma = plana.luma.shape
    salida = []
    for raiz in dict.fromkeys(grupo.tolist()):
        miembros = cajas[grupo == raiz]
        caja = (*miembros[:, :2].min(0).tolist(), *miembros[:, 2:].max(0).tolist())
        enorme = caja[2] - caja[0] > 0.65 * forma[1] or caja[3] - caja[1] > 0.25 * forma[0]
        salida += [tuple(m) for m in miembros.tolist()] if enorme else [caja]
    return salida


def _absorber(caja, plana: Plana) -> tuple:
    """The box grown over the crumbs of the same stroke: small pieces close by, in no text line."""
    piezas, letra, letras = plana.piezas, plana.letra, plana.letras
    cx, cy = (piezas.x0 + piezas.x1) / 2, (piezas.y0 + piezas.y1) / 2
    for _ in range(2):
        x0, y0, x1, y1 = caja
        cerca = (cx > x0 - 2.5 * letra) & (cx < x1 + 2.5 * letra) & (piezas.area > 5)
        cerca &= (cy > y0 - 0.4 * letra) & (cy < y1 + 0.4 * letra)
        cerca &= np.maximum(piezas.alto, piezas.ancho) < 6 * letra
        sueltas = [
            k for k in np.flatnonzero(cerca)[:200] if not _en_renglon(k, piezas, letras, letra)
        ]
        if not sueltas:
            break
        caja = (
            min(x0, int(piezas.x0[sueltas].min())),
            min(y0, int(piezas.y0[sueltas].min())),
            max(x1, int(piezas.x1[sueltas].max())),
            max(y1, int(piezas.y1[sueltas].max())),
        )
    return caja


def _en_renglon(k: int, piezas: Piezas, letras: np.ndarray, letra: float) -> bool:
    """Letters stand on the same line as this piece."""
    mismas = letras & (abs(piezas.y1 - piezas.y1[k]) <= 0.15 * letra)
    mismas &= abs(piezas.x0 - piezas.x0[k]) < 5 * letra
    return int(mismas.sum()) > 3


def _cercanas(cajas: np.ndarray, letra: float) -> np.ndarray:
    """Group of each box: boxes closer than a letter sideways, half a letter up or down."""
    holgura = np.array([letra, 0.5 * letra, -letra, -0.5 * letra]) / 2
    c = cajas - holgura
    toca = (c[:, None, 0] < c[None, :, 2]) & (c[None, :, 0] < c[:, None, 2])
    toca &= (c[:, None, 1] < c[None, :, 3]) & (c[None, :, 1] < c[:, None, 3])
    grupo = np.arange(len(cajas))
    while len(cajas):
        nuevo = np.where(toca, grupo[None, :], len(cajas)).min(1)
        if np.array_equal(nuevo, grupo):
            break
        grupo = nuevo
    return grupo


def _fondo(plana: Plana, croma) -> tuple[float, float, float]:
    """Light, blueness and stroke width of all the page's ink."""
    muestra = plana.tinta[::3, ::3]
    if not muestra.any():
        return 0.0, 128.0, 2.0
    azul = float(np.median(croma[0][::3, ::3][muestra])) if croma else 128.0
    return float(np.median(plana.luma[::3, ::3][muestra])), azul, _grosor(plana.tinta)


def _grosor(tinta: np.ndarray) -> float:
    """Mean stroke width, px: twice the ink over its outline."""
    borde = np.count_nonzero(tinta[:, 1:] != tinta[:, :-1])
    borde += np.count_nonzero(tinta[1:] != tinta[:-1])
    return 2 * np.count_nonzero(tinta) / max(1, borde * 0.785)


def _rasgos(caja, plana: Plana, croma, fondo, pagina) -> np.ndarray:
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
    fuerza = np.hypot(dx, dy)
    angulo = np.arctan2(dy, dx) % np.pi
    cubeta = np.floor(angulo / np.pi * 36 + 0.5).astype(np.int32) % 36
    cuenta = np.bincount(cubeta.ravel(), (fuerza * (fuerza > 20)).ravel(), 36)
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
