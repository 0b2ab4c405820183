"""What a judgement costs, against the decoder's floor, interleaved in one run.

    python -m tests.rendimiento.documentos [--vueltas 15]

CPU milliseconds; they drift between machines, so the ratios are what to read. Targets stand
beside them. Everything runs with the environment of the limited child, the floors too. The peers
`document-quality` and `signature-detect` run as well where the extra `comparacion` is installed.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import numpy as np
from PIL import Image

from documentos import caja, dibujo, firma, legibilidad, paginas
from documentos.formatos import TAMANO_MAXIMO, defecto_de_archivo
from documentos.medicion import medir as medir_archivo
from documentos.plana import analizar
from documentos.revision import revisar
from tests import muestras

try:
    import document_quality
except ImportError:
    document_quality = None
try:
    import wand.image  # noqa: F401 — is it there?
except ImportError:  # It binds ImageMagick, which the peer only needs for PDFs.
    sys.modules["wand.image"] = SimpleNamespace(Image=None)
try:
    from signature_detect import cropper, extractor, judger, loader
except ImportError:
    loader = None

TODO = frozenset({"legible", "firma"})


def medir(candidatos: dict[str, Callable], vueltas: int) -> dict[str, float]:
    """Median CPU milliseconds of each, called in turn so that drift meets all alike."""
    tiempos = {nombre: [] for nombre in candidatos}
    for vuelta in range(vueltas + 2):
        for nombre, hacer in candidatos.items():
            antes = time.process_time()
            hacer()
            if vuelta >= 2:
                tiempos[nombre].append((time.process_time() - antes) * 1000)
    return {nombre: statistics.median(lista) for nombre, lista in tiempos.items()}


def escaneo(lado: int = 3508) -> bytes:
    """A letter of A4 at 300 dpi with a scanner's grain, as near to 1 MB as the cap allows."""
    hoja = dibujo.hoja_de_carta()
    hoja = hoja.resize([round(medida * lado / hoja.height) for medida in hoja.size])
    granos = np.random.default_rng(1).normal(0, 4, (hoja.height, hoja.width, 1))
    hoja = Image.fromarray((np.asarray(hoja, np.float32) + granos).clip(0, 255).astype(np.uint8))
    return max(
        (dibujo.a_jpeg(hoja, calidad) for calidad in range(30, 90, 6)),
        key=lambda jpeg: len(jpeg) if len(jpeg) <= TAMANO_MAXIMO else 0,
    )


def decodificar(contenido: bytes, modo: str | None, escala: int = 1) -> None:
    with Image.open(BytesIO(contenido), formats=("JPEG",)) as imagen:
        if modo:
            imagen.draft(modo, (imagen.width // escala, imagen.height // escala))
        imagen.load()


def legibilidad_sola(contenido: bytes) -> None:
    """On luma only. The portal never needs just this: its one decode gives the page to read too."""
    with Image.open(BytesIO(contenido), formats=("JPEG",)) as imagen:
        imagen.draft("L", (imagen.width // 2, imagen.height // 2))
        legibilidad.medir(analizar(np.asarray(imagen)), 3508)


def imprimir(nombre: str, ms: float, contra: float, meta: float | None) -> None:
    razon = ms / contra
    juicio = "" if meta is None else f"  meta {meta:g}  {'sí' if razon <= meta else 'NO'}"
    sys.stdout.write(f"{nombre:44} {ms:8.2f} ms  {razon:6.2f}x{juicio}\n")


def pagina(vueltas: int) -> None:
    jpeg = escaneo()
    pdf = dibujo_en_pdf(jpeg)
    t = medir(
        {
            "cuarto": lambda: decodificar(jpeg, "L", 4),
            "entera": lambda: decodificar(jpeg, None),
            "legibilidad": lambda: legibilidad_sola(jpeg),
            "juicio": lambda: medir_archivo(jpeg, TODO),
            "juicio pdf": lambda: medir_archivo(pdf, TODO),
        },
        vueltas,
    )
    sys.stdout.write(f"\nA4 a 300 dpi, {len(jpeg) // 1024} KB\n")
    imprimir("suelo: luz a un cuarto de escala", t["cuarto"], t["cuarto"], None)
    imprimir("suelo: imagen entera", t["entera"], t["cuarto"], None)
    imprimir("legibilidad / suelo de un cuarto", t["legibilidad"], t["cuarto"], 1.5)
    imprimir("juicio con firma e imagen / imagen entera", t["juicio"], t["entera"], 1.5)
    imprimir("PDF escaneado / su JPEG", t["juicio pdf"], t["juicio"], 1.1)


def dibujo_en_pdf(jpeg: bytes) -> bytes:
    """The JPEG as it is, in a PDF of one page, as scanners do."""
    with Image.open(BytesIO(jpeg)) as imagen:
        ancho, alto = imagen.size
    diccionario = b"/Type/XObject/Subtype/Image/Width %d/Height %d" % (ancho, alto)
    diccionario += b"/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode"
    return muestras.pdf_de(
        [muestras.flujo(b"q 595 0 0 842 0 0 cm /X Do Q"), muestras.flujo(jpeg, diccionario)],
        pagina=b"/Resources<</XObject<</X 5 0 R>>>>",
    )


def hostil(vueltas: int) -> None:
    bomba = muestras.inundacion_de_pixeles()
    t = medir({"240 Mpx": lambda: defecto_de_archivo(bomba)}, vueltas)
    sys.stdout.write(f"\n240 megapíxeles, rechazo: {t['240 Mpx']:.2f} ms (meta 5)\n")
    for nombre, archivo in muestras.bombas_pdf().items():
        inicio = time.perf_counter()
        veredicto = revisar(archivo, TODO).veredicto
        sys.stdout.write(
            f"{nombre}: {veredicto} en {time.perf_counter() - inicio:.2f} s (meta 8)\n"
        )


def crecimiento(vueltas: int) -> None:
    sys.stdout.write("\ncómo crece con los píxeles y con las páginas\n")
    for lado in (1000, 1754, 2500, 3508):
        jpeg = escaneo(lado)
        t = medir({"juicio": lambda jpeg=jpeg: medir_archivo(jpeg, TODO)}, max(3, vueltas // 3))
        sys.stdout.write(f"lado {lado}: {len(jpeg) // 1024:5} KB {t['juicio']:7.1f} ms\n")
    for cuantas in (1, 5, 10, 20):
        pdf = dibujo.a_pdf([dibujo.hoja_de_carta().resize((620, 877))] * cuantas, 40)
        t = medir({"juicio": lambda pdf=pdf: medir_archivo(pdf, TODO)}, 3)
        sys.stdout.write(f"{cuantas:3} páginas: {t['juicio']:7.1f} ms\n")


def memoria(vueltas: int) -> None:
    """The parent grows by what it carries, the child by what it decodes."""
    jpeg = escaneo()
    revisar(jpeg, TODO)
    antes = _residente("self")
    inicio = time.perf_counter()
    for _ in range(vueltas):
        revisar(jpeg, TODO)
    reloj = (time.perf_counter() - inicio) / vueltas * 1000
    caja_mb = _residente(str(caja._abierta().pid))
    sys.stdout.write(
        f"\nreloj por archivo, con su proceso: {reloj:.0f} ms\n"
        f"padre: +{_residente('self') - antes:.1f} MB tras {vueltas} archivos; "
        f"caja, en reposo, {caja_mb:.0f} MB\n"
    )
    for nombre, archivo in {"A4 de 1 MB": jpeg, "40 Mpx": dibujo_de_mpx(40)}.items():
        pico = caja.medir(archivo, ["legible", "firma"])[0]["pico"] / 2**20
        sys.stdout.write(f"pico del hijo, {nombre}: {pico:.0f} MB\n")


def dibujo_de_mpx(mpx: int) -> bytes:
    """A letter enlarged to the biggest picture that is opened."""
    hoja = dibujo.hoja_de_carta()
    escala = (mpx * 1e6 / (hoja.width * hoja.height)) ** 0.5
    return dibujo.a_jpeg(hoja.resize([int(lado * escala) for lado in hoja.size]), 40)


def _residente(pid: str) -> float:
    with open(f"/proc/{pid}/statm") as archivo:
        return int(archivo.read().split()[1]) * os.sysconf("SC_PAGESIZE") / 2**20


def partes(vueltas: int) -> None:
    jpeg = escaneo()
    hoja = paginas.hoja_de_jpeg(jpeg)
    plana = analizar(hoja.luma)
    t = medir(
        {
            "abrir y reducir": lambda: paginas.hoja_de_jpeg(jpeg),
            "tinta y piezas": lambda: analizar(hoja.luma),
            "legibilidad": lambda: legibilidad.medir(plana, 3508),
            "firma": lambda: firma.buscar(plana, hoja.croma),
            "imagen para leer": hoja.para_leer,
        },
        vueltas,
    )
    sys.stdout.write("\ndónde se va el tiempo\n")
    for nombre, ms in t.items():
        sys.stdout.write(f"{nombre:20} {ms:7.2f} ms\n")


def comparacion(vueltas: int) -> None:
    """Each peer against the whole judgement, and against the part of it that the peer does."""
    with tempfile.NamedTemporaryFile(suffix=".jpg") as archivo:
        archivo.write(escaneo())
        archivo.flush()
        leido = Path(archivo.name).read_bytes()
        propios = {
            "juicio": lambda: medir_archivo(leido, TODO),
            "document-quality, su parte": lambda: legibilidad_sola(leido),
            "signature-detect, su parte": lambda: firma_sola(leido),
        }
        pares = {nombre: partial(par, archivo.name) for nombre, par in PARES.items() if par}
        t = medir(propios | pares, max(3, vueltas // 3))
    sys.stdout.write("\nlos pares, sobre el mismo A4 (meta: 10 veces más rápido)\n")
    for nombre in pares:
        todo, parte = t[nombre] / t["juicio"], t[nombre] / t[f"{nombre}, su parte"]
        sys.stdout.write(
            f"{nombre:20} {t[nombre]:6.0f} ms: {todo:.1f}x el juicio, {parte:.1f}x su parte\n"
        )
    for nombre in PARES.keys() - pares.keys():
        sys.stdout.write(f"{nombre:20} no está instalado\n")


def firma_sola(contenido: bytes) -> None:
    hoja = paginas.hoja_de_jpeg(contenido)
    firma.buscar(analizar(hoja.luma), hoja.croma)


def con_firma(ruta: str) -> bool:
    """As the documentation of `signature-detect` says to use it."""
    partes = [extractor.Extractor().extract(mascara) for mascara in loader.Loader().get_masks(ruta)]
    regiones = [region for parte in partes for region in cropper.Cropper().run(parte).values()]
    return any(judger.Judger().judge(region["cropped_mask"]) for region in regiones)


PARES = {
    "document-quality": document_quality and document_quality.assess,
    "signature-detect": loader and con_firma,
}


def con_el_ambiente_de_la_caja() -> None:
    """Start again with the memory settings that the child gets, unless they are already there."""
    if any(os.environ.get(clave) != valor for clave, valor in caja.AMBIENTE.items()):
        os.execve(sys.executable, sys.orig_argv, os.environ | caja.AMBIENTE)  # noqa: S606 — itself


if __name__ == "__main__":
    con_el_ambiente_de_la_caja()
    opciones = argparse.ArgumentParser(description=__doc__)
    opciones.add_argument("--vueltas", type=int, default=15)
    vueltas = opciones.parse_args().vueltas
    for banco in (pagina, partes, hostil, crecimiento, memoria, comparacion):
        banco(vueltas)
