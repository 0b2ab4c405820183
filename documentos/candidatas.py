"""Candidates for a signature: groups of pieces of ink that are bigger than the page's letters."""

from dataclasses import dataclass

import numpy as np

from .plana import Plana
from .rasgos import fondo_de, rasgos_de
from .sellos import sin_aros
from .tinta import CELDA, Piezas

PIEZAS_MAXIMAS = 60
CANDIDATAS_MAXIMAS = 20
_MEMBRETE = 0.08  # of the page's letters
_LETRAS_DE_UNA_CARTA = 150
_GRUESA = 4  # cells of the paper's light: a shadow darkens each a little, a sheet's edge at once
_SOMBRA = 0.93  # of the light of its neighbour: less is an edge
_VECINAS = (np.s_[:-1], np.s_[1:])


@dataclass(frozen=True)
class Candidata:
    caja: tuple[int, int, int, int]  # x0, y0, x1, y1 in px, half open
    rasgos: np.ndarray  # float64[len(rasgos.NOMBRES)]


def candidatas(plana: Plana, croma) -> list[Candidata]:
    """The page's candidates, first those that are big and stand on clean paper.

    `croma` is (Cb, Cr) or None on a grey page.
    """
    grupos = _grupos(plana)
    plana, sellos = sin_aros(plana, grupos)
    if sellos:
        grupos = _grupos(plana, sellos)
    letras = plana.letras
    cajas = [_absorber(caja, plana, letras) for caja in grupos]
    hoja = _hoja(plana)
    cajas = [caja for caja in cajas if hoja is None or _esta_en(hoja, caja)]
    techo = _fin_del_membrete(plana) - 0.5 * plana.letra
    cajas = [caja for caja in cajas if caja[1] >= techo]
    fondo = fondo_de(plana, croma)
    pagina = (np.log1p(len(cajas)), np.log1p(letras.sum()))
    return [
        Candidata(caja, rasgos_de(caja, plana, croma, fondo, pagina))
        for caja in cajas[:CANDIDATAS_MAXIMAS]
    ]


def _grupos(plana: Plana, sellos=()) -> list[tuple]:
    grandes = _sin_rayas(_grandes(plana.piezas, plana.letra, plana.luma.shape), plana)
    for sello in sellos:
        grandes = grandes[~sello.contiene(plana.piezas)[grandes]]
    return _agrupar(grandes, plana)


def _fin_del_membrete(plana: Plana) -> int:
    """The row, in px, above which nothing is taken for a signature: one comes after the letter.

    Of 103 signed pages none has less than 23 % of its letters above the signature; logos and the
    notes of a clerk have few or none. A page of few letters may begin with its signature.
    """
    pies = np.sort(plana.piezas.y1[plana.letras])
    return int(pies[int(_MEMBRETE * len(pies))]) if len(pies) >= _LETRAS_DE_UNA_CARTA else 0


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
    return hoja | _en_sombra(hoja, plana.papel) if hoja[fila, columna].mean() > 0.8 else None


def _en_sombra(hoja: np.ndarray, papel: np.ndarray) -> np.ndarray:
    """bool per cell: what the sheet reaches where its light fades, without crossing an edge."""
    luz = papel[::_GRUESA, ::_GRUESA].astype(np.float32)
    alcanza, antes = hoja[::_GRUESA, ::_GRUESA].copy(), 0
    while alcanza.sum() > antes:
        antes = alcanza.sum()
        for de, a in (_VECINAS, _VECINAS[::-1]):
            alcanza[a] |= alcanza[de] & (luz[a] > _SOMBRA * luz[de])
            alcanza.T[a] |= alcanza.T[de] & (luz.T[a] > _SOMBRA * luz.T[de])
    return np.repeat(np.repeat(alcanza, _GRUESA, 0), _GRUESA, 1)[: len(hoja), : hoja.shape[1]]


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
        trozo = plana.tinta[p.y0[k] : p.y1[k], p.x0[k] : p.x1[k]]
        if not alargada or not _es_raya(trozo, p.area[k]):
            quedan.append(k)
    return np.array(quedan, np.int64)


def _es_raya(trozo: np.ndarray, area: int) -> bool:
    """Its upper or its lower edge is straight to within a pixel, and it is hardly more than that.

    The box of a line that is a little turned also holds the name typed above or below it.
    """
    trozo = trozo if trozo.shape[1] >= trozo.shape[0] else trozo.T
    trozo = trozo[:, trozo.any(0)]
    grosores = [_grosor_de_orilla(visto) for visto in (trozo, trozo[::-1])]
    return any(0 < grosor < 6 and area < 1.6 * grosor * trozo.shape[1] for grosor in grosores)


def _grosor_de_orilla(trozo: np.ndarray) -> float:
    """How thick the ink is, px, along its upper edge; 0 where a hand drew it: not straight."""
    x, y = np.arange(trozo.shape[1]), trozo.argmax(0)
    lejos = np.zeros(len(x))
    for _ in range(4):  # Letters that stick out of the line: each round leaves out the farthest.
        cerca = lejos <= np.median(lejos)
        lejos = np.abs(y - np.polyval(np.polyfit(x[cerca], y[cerca], 1), x))
    if (lejos < 1.2).mean() <= 0.6:
        return 0
    debajo = np.pad(trozo, ((0, 1), (0, 0))) | (np.arange(len(trozo) + 1)[:, None] < y)
    return float(np.median(debajo.argmin(0) - y))


def _agrupar(grandes: np.ndarray, plana: Plana) -> list[tuple]:
    """Boxes of big pieces that stand close together; a heap that fills the page is taken apart."""
    piezas = plana.piezas
    valor = piezas.area[grandes] * np.exp(-2 * _suciedad(grandes, plana))
    orden = grandes[np.argsort(-valor, kind="stable")][:PIEZAS_MAXIMAS]
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


def _suciedad(cuales: np.ndarray, plana: Plana) -> np.ndarray:
    """float[n]: specks around each of these pieces, per square of a letter's height.

    The dirt of a copier clots into pieces as big as signatures, by the dozen: about signatures
    there are at most 0.9, in clots 1 to 3.
    """
    p, lado = plana.piezas, max(8, round(2 * plana.letra))
    motas = np.maximum(p.alto, p.ancho) < 0.35 * plana.letra
    filas, columnas = (medida // lado + 1 for medida in plana.luma.shape)
    donde = (p.y0 + p.y1) // 2 // lado * columnas + (p.x0 + p.x1) // 2 // lado
    cuenta = np.bincount(donde[motas], minlength=filas * columnas).reshape(filas, columnas) / 4
    cajas = np.stack([p.x0, p.y0, p.x1, p.y1], 1)[cuales] // lado
    return np.array([cuenta[b : d + 1, a : c + 1].mean() for a, b, c, d in cajas])


def _absorber(caja, plana: Plana, letras: np.ndarray) -> tuple:
    """The box grown over the crumbs of the same stroke: small pieces close by, in no text line."""
    piezas, letra = plana.piezas, plana.letra
    cx, cy = (piezas.x0 + piezas.x1) / 2, (piezas.y0 + piezas.y1) / 2
    menudas = (np.maximum(piezas.alto, piezas.ancho) < 6 * letra) & (piezas.area > 5)
    for _ in range(2):
        x0, y0, x1, y1 = caja
        cerca = menudas & (cx > x0 - 2.5 * letra) & (cx < x1 + 2.5 * letra)
        cerca &= (cy > y0 - 0.4 * letra) & (cy < y1 + 0.4 * letra)
        cuales = np.flatnonzero(cerca)[:200]
        sueltas = cuales[~_en_renglon(cuales, piezas, letras, letra)]
        if not len(sueltas):
            break
        caja = (
            min(x0, int(piezas.x0[sueltas].min())),
            min(y0, int(piezas.y0[sueltas].min())),
            max(x1, int(piezas.x1[sueltas].max())),
            max(y1, int(piezas.y1[sueltas].max())),
        )
    return caja


def _en_renglon(cuales: np.ndarray, piezas: Piezas, letras: np.ndarray, letra: float) -> np.ndarray:
    """bool[n]: letters stand on the same line as each of these pieces."""
    y, x = piezas.y1[cuales], piezas.x0[cuales]
    if not len(cuales):
        return np.zeros(0, bool)
    vecinas = letras & (piezas.y1 >= y.min() - letra) & (piezas.y1 <= y.max() + letra)
    vecinas &= (piezas.x0 > x.min() - 5 * letra) & (piezas.x0 < x.max() + 5 * letra)
    mismas = abs(piezas.y1[vecinas] - y[:, None]) <= 0.15 * letra
    mismas &= abs(piezas.x0[vecinas] - x[:, None]) < 5 * letra
    return mismas.sum(1) > 3


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
