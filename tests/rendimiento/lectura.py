"""How well legibility is judged on pages damaged on purpose, with an OCR as the yardstick.

    python -m tests.rendimiento.lectura

A letter, a card and a card on a desk are blurred, moved, enlarged from a thumbnail, compressed,
reduced, step by step. `tesseract` (with `spa`, installed apart) says which share of the words of
the clean page it still reads: under half nobody should have to read it; over four fifths nobody
should be told to repeat it; between both, either answer is fair. Of light, contrast and cuts the
drawing itself knows the truth.
"""

import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO

import numpy as np
from PIL import Image, ImageFilter

from documentos import dibujo
from documentos.revision import revisar
from documentos.taller.medida import LEGIBILIDAD, intervalo

ILEGIBLE, LEGIBLE = 0.5, 0.8  # shares of the words
Dano = Callable[[Image.Image], Image.Image]


@dataclass(frozen=True)
class Prueba:
    clase: str
    grado: float
    causas: set[str]
    leido: float | None  # None: the drawing knows, see `legible`
    legible: bool | None  # None: a fair person could say either


def desenfocada(grado: float) -> Dano:
    return lambda hoja: hoja.filter(ImageFilter.GaussianBlur(grado))


def movida(grado: float, eje: int) -> Dano:
    def mover(hoja: Image.Image) -> Image.Image:
        datos = np.asarray(hoja, np.float32)
        pasos = [np.roll(datos, paso - int(grado) // 2, eje) for paso in range(int(grado))]
        return Image.fromarray(np.mean(pasos, 0).astype(np.uint8))

    return mover


def ampliada(grado: float, filtro: Image.Resampling) -> Dano:
    def ampliar(hoja: Image.Image) -> Image.Image:
        return reducida(1 / grado)(hoja).resize(hoja.size, filtro)

    return ampliar


def reducida(grado: float) -> Dano:
    return lambda hoja: hoja.resize([max(1, round(lado * grado)) for lado in hoja.size])


def comprimida(grado: float) -> Dano:
    return lambda hoja: Image.open(BytesIO(dibujo.a_jpeg(hoja, int(grado)))).convert("RGB")


def apagada(grado: float) -> Dano:
    """`grado` is what is left of the distance between ink and paper."""
    return lambda hoja: hoja.point(lambda v: round(150 + (v - 150) * grado))


def oscura(grado: float) -> Dano:
    return lambda hoja: hoja.point(lambda v: round(v * grado))


def cortada(grado: float) -> Dano:
    """`grado` is the share of the width that is missing on the left."""
    return lambda hoja: hoja.crop((round(hoja.width * grado), 0, hoja.width, hoja.height))


# What the OCR judges: kind, degrees, damage.
SE_LEE = (
    ("desenfoque (sigma, px)", (0.6, 1, 1.4, 1.8, 2.2, 2.6, 3.2, 4), desenfocada),
    ("movida de lado (px)", (4, 6, 8, 10, 14, 20), lambda g: movida(g, 1)),
    ("movida hacia abajo (px)", (4, 6, 8, 10, 14, 20), lambda g: movida(g, 0)),
    ("miniatura suave (veces)", (2, 3, 4, 5, 6), lambda g: ampliada(g, Image.Resampling.BICUBIC)),
    ("miniatura lineal (veces)", (2, 3, 4, 5, 6), lambda g: ampliada(g, Image.Resampling.BILINEAR)),
    ("compresión (calidad)", (50, 25, 12, 6, 3), comprimida),
    ("reducida (parte)", (0.75, 0.5, 0.35, 0.25, 0.18), reducida),
)
# What the drawing knows: kind, readable degrees, unreadable degrees, damage.
SE_SABE = (
    ("contraste (parte)", (1, 0.7, 0.5), (0.15, 0.1, 0.05), apagada),
    ("oscuridad (parte)", (0.8, 0.6, 0.45), (0.1, 0.06), oscura),
    ("cortada (parte)", (0, 0.03, 0.06), (0.2, 0.3, 0.4), cortada),
)


def probar(hojas: list[Image.Image]) -> Iterator[Prueba]:
    for hoja in hojas:
        limpias = palabras(hoja)
        for clase, grados, danar in SE_LEE:
            for grado in grados:
                mala = danar(grado)(hoja)
                leido = (palabras(mala) & limpias).total() / limpias.total()
                legible = True if leido > LEGIBLE else False if leido < ILEGIBLE else None
                yield Prueba(clase, grado, causas(mala), leido, legible)
        for clase, buenos, malos, danar in SE_SABE:
            for grado in (*buenos, *malos):
                yield Prueba(clase, grado, causas(danar(grado)(hoja)), None, grado in buenos)


def en_una_mesa(tarjeta: Image.Image) -> Image.Image:
    """A tenth of its breadth is seen around it."""
    borde = tarjeta.width // 10
    mesa = Image.new("RGB", (tarjeta.width + 2 * borde, tarjeta.height + 2 * borde), (104, 88, 70))
    mesa.paste(tarjeta, (borde, borde))
    return mesa


def causas(hoja: Image.Image) -> set[str]:
    informe = revisar(dibujo.a_jpeg(hoja, 80), ["legible"])
    return {h.causa for h in informe.hallazgos} & (LEGIBILIDAD | {"pequeno", "blanco"})


def palabras(hoja: Image.Image) -> Counter[str]:
    """The words that the OCR reads, as often as it reads them. Small pages are enlarged for it."""
    grande = hoja.resize([lado * 2 for lado in hoja.size], Image.Resampling.BICUBIC)
    salida = BytesIO()
    grande.save(salida, "PNG")
    orden = [shutil.which("tesseract"), "-", "-", "-l", "spa", "--psm", "6"]
    leido = subprocess.run(
        orden,
        input=salida.getvalue(),
        capture_output=True,
        check=True,
        env=os.environ | {"OMP_THREAD_LIMIT": "1"},
    )
    return Counter(palabra for palabra in leido.stdout.decode().split() if len(palabra) > 2)


def imprimir(pruebas: list[Prueba]) -> None:
    sys.stdout.write("| daño | grado | leído | causas |\n|---|---|---|---|\n")
    for p in pruebas:
        leido = "" if p.leido is None else f"{p.leido:.2f}"
        sys.stdout.write(f"| {p.clase} | {p.grado:g} | {leido} | {', '.join(sorted(p.causas))} |\n")
    sys.stdout.write("\n| daño | ilegibles | avisadas | legibles | avisadas de más | precisión |\n")
    sys.stdout.write("|---|---|---|---|---|---|\n")
    for clase in [*dict.fromkeys(p.clase for p in pruebas), "todo"]:
        imprimir_clase(clase, [p for p in pruebas if clase in (p.clase, "todo")])


def imprimir_clase(clase: str, pruebas: list[Prueba]) -> None:
    malas = [bool(p.causas) for p in pruebas if p.legible is False]
    buenas = [bool(p.causas) for p in pruebas if p.legible is True]
    dichas = sum(malas) + sum(buenas)
    sys.stdout.write(
        f"| {clase} | {len(malas)} | {parte(sum(malas), len(malas))} | {len(buenas)} "
        f"| {parte(sum(buenas), len(buenas))} | {parte(sum(malas), dichas)} |\n"
    )


def parte(cuantos: int, total: int) -> str:
    bajo, alto = intervalo(cuantos, total)
    return f"{cuantos} ({bajo:.0%} a {alto:.0%})" if total else "—"


if __name__ == "__main__":
    if not shutil.which("tesseract"):
        sys.exit("Falta tesseract, la vara con que se mide.")
    tarjeta = Image.open(BytesIO(dibujo.dibujar_cedula())).convert("RGB")
    imprimir(list(probar([dibujo.hoja_de_carta(), tarjeta, en_una_mesa(dibujo.tarjeta())])))
