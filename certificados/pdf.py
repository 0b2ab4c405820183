"""Draws a certificate: a row in, the bytes of one A4 page out (PDF/A-2a and PDF/UA-1).

It is pure: no query, no clock, no setting. The same row gives the same bytes. typst refuses to
compile a page without title, language or alternative texts, so conformance is ensured here.
"""

import os
import threading
from datetime import datetime
from functools import cache
from itertools import groupby
from pathlib import Path
from urllib.parse import urlsplit

import typst
import zxingcpp

from certificados.fechas import ECUADOR, fecha_en_palabras, fecha_larga
from certificados.tipografia import FUENTES, talla_del_nombre

PLANTILLAS = Path(__file__).resolve().parent / "plantillas"
NORMAS = ["a-2a", "ua-1"]

# One page gains nothing from a pool of threads, and workers do not get in each other's way.
os.environ.setdefault("RAYON_NUM_THREADS", "1")
# A Compiler serves one thread at a time; a second one raises "Already borrowed".
_del_hilo = threading.local()
_compilado_en: int | None = None


def render(certificado) -> bytes:
    """The unsigned PDF of a numbered certificate.

    Raises typst.TypstError if the page cannot be made, RuntimeError in a forked child.
    """
    plantilla = PLANTILLAS / f"{certificado.plantilla}.typ"
    return componer(plantilla, _textos(certificado), certificado.emitido_en)


def componer(plantilla: Path, textos: dict[str, str], cuando: datetime) -> bytes:
    """A PDF/A-2a and PDF/UA-1 from a typst file of ours, dated `cuando`.

    `textos` reach the page as text, never as markup. Raises as `render` does.
    """
    return _compilador(plantilla).compile(
        format="pdf",
        sys_inputs=textos,
        pdf_standards=NORMAS,
        timestamp=int(cuando.timestamp()),
    )


def _compilador(plantilla: Path) -> typst.Compiler:
    _rehusar_si_bifurcado()
    compiladores = _del_hilo.__dict__.setdefault("compiladores", {})
    if plantilla not in compiladores:
        compiladores[plantilla] = typst.Compiler(
            plantilla, root=_raiz(plantilla), font_paths=_fuentes()
        )
    return compiladores[plantilla]


def _raiz(plantilla: Path) -> Path:
    """What a template may read: the folder of its app, where templates share their look."""
    return next(p for p in plantilla.parents if (p / "apps.py").exists())


def _rehusar_si_bifurcado() -> None:
    """Raise RuntimeError in a child forked after its parent compiled, which would hang for ever."""
    global _compilado_en
    if _compilado_en not in (None, os.getpid()):
        raise RuntimeError("typst ya compiló en el proceso padre: compile solo en los hijos.")
    _compilado_en = os.getpid()


@cache
def _fuentes() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FUENTES)]
    )


def _textos(certificado) -> dict[str, str]:
    """Every string of the page."""
    emitido = certificado.emitido_en.astimezone(ECUADOR)
    partes = urlsplit(certificado.direccion)
    return {
        "titulo": certificado.titulo,
        "numero": certificado.numero,
        "nombres": certificado.nombres,
        "talla": str(talla_del_nombre(certificado.nombres)),
        # Inside a sentence: "con cédula de identidad".
        "tipo_identificacion": certificado.tipo_identificacion[:1].lower()
        + certificado.tipo_identificacion[1:],
        "identificacion": certificado.identificacion,
        "expediente": certificado.expediente,
        "proposito": certificado.proposito,
        "provincia": certificado.provincia,
        "unidad": certificado.unidad,
        "aprobado_por": certificado.aprobado_por,
        "desde": fecha_larga(certificado.vigente_desde),
        "hasta": fecha_larga(certificado.vigente_hasta),
        "desde_palabras": fecha_en_palabras(certificado.vigente_desde),
        "hasta_palabras": fecha_en_palabras(certificado.vigente_hasta),
        "emision": f"{fecha_larga(emitido)}, {emitido:%H:%M}, hora continental",
        "codigo": certificado.codigo_en_grupos,
        "verificar": certificado.direccion,
        "verificar_corta": partes.netloc + partes.path,
        "qr": qr(certificado.direccion_qr),
    }


def qr(direccion: str) -> str:
    """The QR of a text as an SVG, with error correction of level M: one path, row by row."""
    codigo = zxingcpp.create_barcode(direccion, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    matriz = memoryview(codigo.to_image(add_quiet_zones=False)).tolist()
    trazos = []
    for y, fila in enumerate(matriz):
        trazos.append(f"M0 {y}.5")
        for claro, tramo in groupby(fila):
            trazos.append(f"{'m' if claro else 'h'}{len(list(tramo))}{' 0' if claro else ''}")
    lado = len(matriz)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {lado} {lado}">'
        f'<path stroke="#10202e" d="{"".join(trazos)}"/></svg>'
    )
