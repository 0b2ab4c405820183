"""What the network sees of a candidate: its ink and what surrounds it, at one size for all."""

import numpy as np
from PIL import Image

from .plana import Plana
from .tinta import CELDA

FORMA = (48, 96, 4)  # rows, columns; ink of the candidate, ink around it, Cb, Cr
_AIRE = 1.35  # the window is this much wider (1.5 times: higher) than the candidate
_MENOR = 8  # letters: a small candidate is seen with what stands around it
_CONTRASTE_MENOR = 40  # grey levels


def recorte_de(caja, plana: Plana, croma, contraste: float) -> np.ndarray:
    """uint8[FORMA] for the box `caja` in px; `contraste` is what lies between paper and ink.

    Ink goes from 0 (paper) to 200 (as dark as the page's usual ink) and on to 255; colour is the
    distance to the paper's, twice, around 128.
    """
    x0, y0, x1, y1 = caja
    ancho = max((x1 - x0) * _AIRE, (y1 - y0) * 1.5 * 2, _MENOR * plana.letra)
    ventana = _Ventana((x0 + x1) / 2 - ancho / 2, (y0 + y1) / 2 - ancho / 4, ancho)
    salida = np.zeros(FORMA, np.uint8)
    salida[:, :, 2:] = 128
    papel = float(
        np.median(plana.papel[y0 // CELDA : y1 // CELDA + 1, x0 // CELDA : x1 // CELDA + 1])
    )
    gris = ventana.ver(plana.luma, papel)
    tinta = ((papel - gris) * (200 / max(_CONTRASTE_MENOR, contraste))).clip(0, 255)
    a, b, c, d = ventana.lugar(caja)
    salida[:, :, 1] = tinta
    salida[b:d, a:c, 0] = tinta[b:d, a:c]
    salida[b:d, a:c, 1] = 0
    for canal, banda in enumerate(croma or (), 2):
        vista = ventana.ver(banda, 128)
        salida[:, :, canal] = (128 + 2 * (vista - np.median(vista))).clip(0, 255)
    return salida


class _Ventana:
    """A part of the page, twice as wide as high, that may stick out of it."""

    def __init__(self, x: float, y: float, ancho: float) -> None:
        self.x, self.y, self.ancho = x, y, ancho
        self.escala = FORMA[1] / ancho

    def lugar(self, caja) -> tuple[int, int, int, int]:
        """A box of the page inside the window, in its own pixels."""
        x0, y0, x1, y1 = caja
        e = self.escala
        return (
            max(0, int((x0 - self.x) * e)),
            max(0, int((y0 - self.y) * e)),
            min(FORMA[1], int(np.ceil((x1 - self.x) * e))),
            min(FORMA[0], int(np.ceil((y1 - self.y) * e))),
        )

    def ver(self, banda: np.ndarray, fuera: float) -> np.ndarray:
        """float32[48, 96] of the band; `fuera` where there is no page."""
        alto, ancho = banda.shape
        x0, y0 = max(0, int(self.x)), max(0, int(self.y))
        x1 = min(ancho, int(np.ceil(self.x + self.ancho)))
        y1 = min(alto, int(np.ceil(self.y + self.ancho / 2)))
        a, b, c, d = self.lugar((x0, y0, x1, y1))
        vista = np.full(FORMA[:2], fuera, np.float32)
        trozo = Image.fromarray(np.ascontiguousarray(banda[y0:y1, x0:x1]))
        vista[b:d, a:c] = trozo.resize((c - a, d - b), Image.Resampling.BILINEAR)
        return vista


def contraste_de(plana: Plana) -> float:
    """Grey levels between the page's paper and its usual ink."""
    muestra = plana.tinta[::4, ::4]
    if not muestra.any():
        return 255.0
    return float(np.median(plana.papel)) - float(np.median(plana.luma[::4, ::4][muestra]))
