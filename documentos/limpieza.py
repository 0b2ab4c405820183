"""A JPEG reduced to its picture: no place, no name, no second file (F06, F07).

Lossless and without a decoder: the segments that draw the picture are copied and the rest is left
out (EXIF, XMP, profiles, thumbnails, comments, whatever follows the end). Only what the phone said
about which side is up is written again.
"""

import re

_MARCA = re.compile(rb"\xff+([^\x00\xff])")
_FIN_DE_BARRIDO = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_SIN_LARGO = {0x01, *range(0xD0, 0xD9)}
_JFIF, _EXIF, _ADOBE, _FIN, _BARRIDO = 0xE0, 0xE1, 0xEE, 0xD9, 0xDA
# Frames, tables, restart intervals, number of lines (ITU T.81, table B.1).
_DIBUJAN = {*range(0xC0, 0xD0), 0xDA, 0xDB, 0xDC, 0xDD}
_DERECHA = 1  # EXIF orientation: as it is


def sin_metadatos(contenido: bytes) -> bytes:
    """The same JPEG, pixel by pixel, without metadata. One cut off stays cut off. Never raises."""
    partes, orientacion, posicion = [], _DERECHA, 2
    while hallada := _MARCA.search(contenido, posicion):
        marca, inicio = hallada[1][0], hallada.end() - 2
        if marca == _FIN:
            partes.append(b"\xff\xd9")
            break
        posicion = hallada.end() if marca in _SIN_LARGO else _fin(contenido, inicio, marca)
        segmento = contenido[inicio:posicion]
        if marca == _EXIF and orientacion == _DERECHA:
            orientacion = _orientacion(segmento[4:])
        partes.append(_lo_que_dibuja(marca, segmento))
    return b"\xff\xd8" + _solo_orientacion(orientacion) + b"".join(partes)


def _fin(contenido: bytes, inicio: int, marca: int) -> int:
    """Where a segment ends; a scan's ends after the data that follow it."""
    fin = inicio + 2 + max(2, int.from_bytes(contenido[inicio + 2 : inicio + 4], "big"))
    if marca == _BARRIDO:
        siguiente = _FIN_DE_BARRIDO.search(contenido, fin)
        return siguiente.start() if siguiente else len(contenido)
    return fin


def _lo_que_dibuja(marca: int, segmento: bytes) -> bytes:
    if marca in _DIBUJAN:
        return segmento
    if marca == _JFIF and segmento[4:9] == b"JFIF\x00" and len(segmento) >= 18:
        return b"\xff\xe0\x00\x10" + segmento[4:16] + bytes(2)  # Without its thumbnail.
    if marca == _ADOBE and segmento[4:9] == b"Adobe" and len(segmento) >= 16:
        return b"\xff\xee\x00\x0e" + segmento[4:16]  # It says how colours are stored.
    return b""


def _orientacion(exif: bytes) -> int:
    """1 to 8, from the first directory of an EXIF segment; 1 when it does not say."""
    orden = {b"II": "little", b"MM": "big"}.get(exif[6:8])
    if not exif.startswith(b"Exif\x00\x00") or orden is None:
        return _DERECHA
    tiff = exif[6:]
    tabla = int.from_bytes(tiff[4:8], orden)
    for k in range(int.from_bytes(tiff[tabla : tabla + 2], orden)):
        entrada = tiff[tabla + 2 + 12 * k : tabla + 14 + 12 * k]
        if int.from_bytes(entrada[:2], orden) == 0x0112:
            valor = int.from_bytes(entrada[8:10], orden)
            return valor if 1 <= valor <= 8 else _DERECHA
    return _DERECHA


def _solo_orientacion(orientacion: int) -> bytes:
    if orientacion == _DERECHA:
        return b""
    entrada = b"\x01\x12\x00\x03\x00\x00\x00\x01\x00%c\x00\x00" % orientacion
    exif = b"Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01" + entrada + bytes(4)
    return b"\xff\xe1" + (len(exif) + 2).to_bytes(2, "big") + exif
