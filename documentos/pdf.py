"""What a PDF asks a reader to do, found without obeying it.

A small lexer goes over every object of the file, also those that no table points to and those
inside object streams, and collects the names it meets outside strings and streams. Names are
compared after undoing `#41` escapes. pypdf then counts and measures the pages.
"""

import re
import zlib
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import pairwise

import pypdf

from .formatos import PAGINAS_MAXIMAS, Defecto

# Bytes of all the object streams of a file once open: 1 MB of honest PDF stays under 4.
_OBJSTM_MAXIMO = 4 * 1024 * 1024

# Names that make a reader act, carry another file or leave the page (ISO 32000-2, 12.6; OWASP).
ACTIVOS = {
    b"JavaScript",
    b"JS",
    b"AA",
    b"Launch",
    b"EmbeddedFile",
    b"EmbeddedFiles",
    b"FileAttachment",
    b"RichMedia",
    b"RichMediaContent",
    b"XFA",
    b"GoToR",
    b"GoToE",
    b"SubmitForm",
    b"ImportData",
    b"Rendition",
    b"Movie",
    b"Sound",
    b"3D",
}

# What every writer of PDFs uses for object streams is Flate; the others only serve to hide.
_FILTROS = {
    b"FlateDecode",
    b"Fl",
    b"ASCIIHexDecode",
    b"AHx",
    b"ASCII85Decode",
    b"A85",
    b"LZWDecode",
    b"LZW",
    b"RunLengthDecode",
    b"RL",
    b"Crypt",
}
_PARA_ABRIR = _FILTROS | {b"Predictor"}
_CERRADO = b"/JS"
# Page text "compressed" as a picture is a bomb's trick: a few KB that open to gigabytes.
_FILTROS_DE_IMAGEN = {b"JBIG2Decode", b"JPXDecode", b"CCITTFaxDecode", b"DCTDecode"}
_DE_IMAGEN = {b"Image", b"Width", b"W"}
_FUERA_DE_LUGAR = b"imagen fuera de lugar"
# With one of these a reader shows an image other than it is stored: see-through, or as a negative.
_RETOQUES = {b"SMask", b"Mask", b"Decode"}
# How every writer of PDFs ends; what was cut off on its way has lost it.
_FINAL = re.compile(rb"startxref\s+\d+\s+%%EOF")
_COLA = 2048  # bytes from the end in which to look: servers sometimes add a few of their own

_CORTE = re.compile(rb"obj")  # Also the end of "endobj": cutting twice costs nothing.
_FICHA = re.compile(
    rb"%[^\r\n]*"
    rb"|(?P<flujo>\bstream\r?\n?)"
    rb"|(?P<cadena>\()"
    rb"|(?P<nombre>/[^\x00\t\n\x0c\r ()<>\[\]{}/%]*)"
)
_FIN_CADENA = re.compile(rb"\\.|[()]", re.DOTALL)
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")


@dataclass(frozen=True)
class Estructura:
    """What the page reader needs to know; `defecto` set means that it must not go on.

    `retocada`: some image may not look as it is stored.
    """

    paginas: int = 0
    firma_electronica: bool = False
    defecto: Defecto | None = None
    retocada: bool = False


def examinar(contenido: bytes) -> Estructura:
    """Refuse what is active or protected before any reader follows it; then count the pages."""
    nombres = nombres_de(contenido)
    electronica = bool({b"ByteRange", b"Sig"} & nombres)
    if b"Encrypt" in nombres:
        return Estructura(defecto=Defecto("protegido"))
    if _FUERA_DE_LUGAR in nombres or not _FINAL.search(contenido[-_COLA:]):
        return Estructura(defecto=Defecto("danado"))
    activos = ACTIVOS & nombres
    if activos:
        return Estructura(defecto=Defecto("activo", sorted(activos)[0].decode()))
    try:
        lector = pypdf.PdfReader(BytesIO(contenido), strict=False)
        if lector.is_encrypted:
            return Estructura(defecto=Defecto("protegido"))
        retocada = bool(_RETOQUES & nombres)
        return replace(_medir(lector), firma_electronica=electronica, retocada=retocada)
    except Exception:
        # Whatever pypdf raises on a broken structure. pdfium might still draw something, but nobody
        # could say that this is all there is to it.
        return Estructura(defecto=Defecto("danado"))


def _medir(lector: pypdf.PdfReader) -> Estructura:
    paginas = len(lector.pages)
    cuantas = max(paginas, _anunciadas(lector))
    if cuantas > PAGINAS_MAXIMAS:
        return Estructura(defecto=Defecto("paginas", "", cuantas, PAGINAS_MAXIMAS))
    return Estructura(paginas)


def _anunciadas(lector: pypdf.PdfReader) -> int:
    """How many pages the file says that it has; 0 when it does not say.

    Raises what pypdf raises when what it says is not a number.
    """
    return int(lector.root_object.get("/Pages", {}).get("/Count", 0))


def nombres_de(contenido: bytes) -> set[bytes]:
    """Every name outside strings, comments and streams, unescaped; object streams included."""
    nombres: set[bytes] = set()
    pendientes = [(contenido, set())]
    libre = _OBJSTM_MAXIMO
    while pendientes:
        texto, filtros = pendientes.pop()
        if filtros:
            texto = _abrir(texto, filtros, libre)
            libre -= len(texto)
        # Each object is read on its own, so that an unbalanced "(" hides nothing after it.
        cortes = [0, *(m.end() for m in _CORTE.finditer(texto)), len(texto)]
        for desde, hasta in pairwise(cortes):
            _leer_objeto(texto, desde, hasta, nombres, pendientes)
    return nombres


def _leer_objeto(
    texto: bytes, desde: int, hasta: int, nombres: set[bytes], pendientes: list
) -> None:
    propios: set[bytes] = set()
    posicion = desde
    while ficha := _FICHA.search(texto, posicion, hasta):
        posicion = ficha.end()
        if ficha["nombre"]:
            propios.add(_ESCAPE.sub(lambda m: bytes([int(m[1], 16)]), ficha["nombre"][1:]))
        elif ficha["cadena"]:
            posicion = _saltar_cadena(texto, posicion, hasta)
        elif ficha["flujo"]:
            fin = texto.find(b"endstream", posicion, hasta)
            fin = hasta if fin < 0 else fin
            if propios & _FILTROS_DE_IMAGEN and not propios & _DE_IMAGEN:
                propios.add(_FUERA_DE_LUGAR)
            if b"ObjStm" in propios:
                pendientes.append((texto[posicion:fin], propios & _PARA_ABRIR))
            posicion = fin
    nombres |= propios


def _saltar_cadena(texto: bytes, posicion: int, hasta: int) -> int:
    hondura = 1
    while hondura and (marca := _FIN_CADENA.search(texto, posicion, hasta)):
        posicion = marca.end()
        hondura += {b"(": 1, b")": -1}.get(marca[0], 0)
    return posicion


def _abrir(flujo: bytes, filtros: set[bytes], libre: int) -> bytes:
    """The objects inside an object stream. One that cannot be looked into counts as active."""
    if filtros != {b"FlateDecode"} or libre <= 0:
        return _CERRADO
    abridor = zlib.decompressobj()
    try:
        texto = abridor.decompress(flujo, libre)
    except zlib.error:
        return b""  # Nor can any reader open it.
    return _CERRADO if abridor.unconsumed_tail else texto
