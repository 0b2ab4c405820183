"""What a file really is, judged from its own bytes before anything is decoded.

This is pure Python with bounded loops, and runs first, so that no decoder ever sees a bomb. A
problem is a `Defecto`; `revision` decides whether it blocks.
"""

import re
from dataclasses import dataclass

# The field, its help, its error, the upload handler and the tests all read the limits from here.
TAMANO_MAXIMO = 1_048_576  # bytes, inclusive (R34: "peso máximo 1MB", per file)
# Photos up to this are received and made smaller; phones of 12 and 50 megapixels stay under 10 MB.
FOTO_MAXIMA = 12 * 1_048_576  # bytes

# A 1 MB progressive JPEG can hold 32 253 scans and cost 30 s of CPU; honest ones have 10.
BARRIDOS_MAXIMOS = 64
# 240 Mpx fit in 937 KB. Phones and 600 dpi scanners stay under 35 Mpx.
PIXELES_MAXIMOS = 40_000_000
# A progressive decoder keeps every coefficient: 2 bytes a pixel and channel, at any scale.
PIXELES_MAXIMOS_PROGRESIVA = 20_000_000
PAGINAS_MAXIMAS = 20
LADO_MAXIMO_PDF = 3000  # points: 106 cm, between A1 and A0
# ISO 32000 readers look for the header in the first 1024 bytes.
VENTANA_CABECERA_PDF = 1024

# Segments before the picture itself; honest photos have tens.
_PASOS_MAXIMOS = 4096
_MARCAS_HEIC = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}

_CABECERA_PDF = re.compile(rb"%PDF-\d\.\d")
_FIN_DE_ZIP = b"PK\x05\x06"  # A ZIP is found from its end: this record, then <= 64 KiB comment.
_COLA_DE_ZIP = 65_536 + 22
_BARRIDO = re.compile(rb"\xff\xda")
_MARCOS = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
_PROGRESIVOS = {0xC2, 0xC6, 0xCA, 0xCE}
_SIN_LARGO = {0x01, *range(0xD0, 0xD8)}
_OTRAS_CABECERAS = (b"MZ", b"PK\x03\x04", b"\x7fELF", b"GIF8", b"\x89PNG", b"Rar!", b"7z\xbc\xaf")
_OTRAS_CABECERAS += (b"<", b"#!", b"RIFF", b"BM", b"II*\x00", b"MM\x00*", b"%!PS")
# The test mark that every antivirus calls a virus; in halves, so that this file is not one.
_EICAR = b"EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE"


@dataclass(frozen=True)
class Defecto:
    """Why a file cannot be judged: a cause of `informe`, and which of its sentences applies."""

    causa: str
    clave: str = ""
    medida: float | None = None
    umbral: float | None = None


@dataclass(frozen=True)
class CabeceraJpeg:
    ancho: int
    alto: int
    progresiva: bool


def tipo_real(contenido: bytes) -> str | None:
    """`"jpg"`, `"pdf"` or None, whatever its name and declared type say."""
    if contenido[:3] == b"\xff\xd8\xff":
        return "jpg"
    inicio = contenido[:VENTANA_CABECERA_PDF]
    if not inicio.startswith(_OTRAS_CABECERAS) and _CABECERA_PDF.search(inicio):
        return "pdf"
    return None


def es_heic(contenido: bytes) -> bool:
    """An iPhone's own format, which the procedure does not take."""
    return contenido[4:8] == b"ftyp" and contenido[8:12] in _MARCAS_HEIC


def es_tambien_otra_cosa(contenido: bytes, tipo: str) -> bool:
    """Whether a file is two things at once: a ZIP behind the page, a PDF inside the photo."""
    return _FIN_DE_ZIP in contenido[-_COLA_DE_ZIP:] or (
        tipo == "jpg" and bool(_CABECERA_PDF.search(contenido[:VENTANA_CABECERA_PDF]))
    )


def defecto_de_archivo(contenido: bytes, maximo: int = TAMANO_MAXIMO) -> Defecto | None:
    """The first reason not to open these bytes at all, or None."""
    if not contenido:
        return Defecto("danado", "vacio")
    if len(contenido) > maximo:
        return Defecto("tamano", medida=len(contenido), umbral=maximo)
    tipo = tipo_real(contenido)
    if tipo is None:
        return Defecto("tipo", "heic" if es_heic(contenido) else "")
    if es_tambien_otra_cosa(contenido, tipo):
        return Defecto("tipo", "mezcla")
    if _EICAR in contenido:
        return Defecto("virus")
    return defecto_de_jpeg(contenido) if tipo == "jpg" else None


def defecto_de_jpeg(contenido: bytes) -> Defecto | None:
    """The limits of a JPEG's header: readable, few enough pixels, few enough scans."""
    cabecera = leer_cabecera_jpeg(contenido)
    if cabecera is None:
        return Defecto("danado")
    pixeles = cabecera.ancho * cabecera.alto
    limite = PIXELES_MAXIMOS_PROGRESIVA if cabecera.progresiva else PIXELES_MAXIMOS
    if pixeles > limite:
        return Defecto("danado", "pixeles", medida=pixeles, umbral=limite)
    barridos = len(_BARRIDO.findall(contenido))  # Half the time of `count`, on a megabyte.
    if barridos > BARRIDOS_MAXIMOS:
        return Defecto("danado", "barridos", medida=barridos, umbral=BARRIDOS_MAXIMOS)
    return None


def leer_cabecera_jpeg(contenido: bytes) -> CabeceraJpeg | None:
    """The frame header, found by walking the segments; None if there is none."""
    posicion = 2
    for _ in range(_PASOS_MAXIMOS):
        # Decoders skip stray bytes between segments; so do we.
        posicion = contenido.find(b"\xff", posicion)
        if posicion < 0 or posicion + 4 > len(contenido):
            return None
        marca = contenido[posicion + 1]
        if marca in _MARCOS:
            return _marco(contenido, posicion, marca)
        posicion = _siguiente(contenido, posicion, marca)
    return None


def _siguiente(contenido: bytes, posicion: int, marca: int) -> int:
    if marca in (0xFF, 0x00):
        return posicion + 1
    if marca in _SIN_LARGO:
        return posicion + 2
    if marca in (0xD9, 0xDA):
        return len(contenido)
    return posicion + 2 + int.from_bytes(contenido[posicion + 2 : posicion + 4], "big")


def _marco(contenido: bytes, posicion: int, marca: int) -> CabeceraJpeg | None:
    alto = int.from_bytes(contenido[posicion + 5 : posicion + 7], "big")
    ancho = int.from_bytes(contenido[posicion + 7 : posicion + 9], "big")
    if not alto or not ancho:
        return None
    return CabeceraJpeg(ancho, alto, marca in _PROGRESIVOS)
