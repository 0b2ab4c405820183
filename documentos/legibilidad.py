"""How well a page can be read: measures, without thresholds (those are in `revision`)."""

import numpy as np

Medida = tuple[float, tuple[float, float, float, float] | None]


def medir(luma: np.ndarray, lado_original: int) -> dict[str, Medida]:
    """Measures of a page, each with the box it was taken in (or None).

    `luma` is uint8[alto, ancho]; `lado_original` the longer side of the file's own pixels.
    """
    gris = luma.astype(np.int16)
    dx = np.abs(gris[:, 2:] - gris[:, :-2])
    d2 = np.abs(2 * gris[:, 1:-1] - gris[:, :-2] - gris[:, 2:])
    fuerte = dx >= max(12, int(np.percentile(dx, 95)))
    papel, tinta = np.percentile(luma, (75, 1))
    return {
        "lado": (float(lado_original), None),
        "tinta": (float((luma < papel - 24).mean()), None),
        "nitidez": (
            float(d2[fuerte].mean() / max(1.0, dx[fuerte].mean())) if fuerte.any() else 0.0,
            None,
        ),
        "contraste": (float((papel - tinta) / 255), None),
    }
