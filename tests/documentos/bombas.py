"""Files of a few KB that ask a reader for gigabytes, minutes or for ever (F01)."""

import struct
import zlib
from io import BytesIO

from PIL import Image

from tests.muestras import TRAZO, bombas_pdf, flujo, pdf_de

_PINTAR = flujo(b"q 595 0 0 842 0 0 cm /X Do Q")
_CON_IMAGEN = b"/Resources<</XObject<</X 5 0 R>>>>"


def rapidas() -> dict[str, bytes]:
    """Those that are answered in about a second, by what they play with."""
    return bombas_pdf() | filtros() | imagenes() | estructuras()


def lentas() -> dict[str, bytes]:
    """Those that take the child's whole share of CPU."""
    patron = flujo(
        b"0 0 1 1 re f",
        b"/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 1 1]"
        b"/XStep 0.0001/YStep 0.0001/Resources<<>>",
    )
    con_patron = pdf_de(
        [flujo(b"/Pattern cs /P scn 0 0 595 842 re f"), patron],
        pagina=b"/Resources<</Pattern<</P 5 0 R>>>>",
    )
    guiones = zlib.compress(b"0 0 m 595 842 l 1 w [0.001] 0 d S\n" * 100_000)
    return {
        "patrón de diezmilésimas": con_patron,
        "línea de mil guiones por punto": pdf_de([flujo(guiones, b"/Filter/FlateDecode")]),
    }


def filtros() -> dict[str, bytes]:
    cuerda = b"\x81 "  # RunLength: 128 times a space.
    return {
        "LZW": pdf_de([flujo(_lzw(), b"/Filter/LZWDecode")]),
        "RunLength": pdf_de([flujo(cuerda * 400_000, b"/Filter/RunLengthDecode")]),
        "RunLength en Flate": pdf_de(
            [flujo(zlib.compress(cuerda * 20_000_000), b"/Filter[/FlateDecode/RunLengthDecode]")]
        ),
        "sesenta object streams": pdf_de(
            [
                TRAZO,
                *[
                    flujo(
                        zlib.compress(b"/A " * 2_600_000, 9),
                        b"/Type/ObjStm/N 1/First 4/Filter/FlateDecode",
                    )
                ]
                * 60,
            ]
        ),
        "object streams anidados": pdf_de([TRAZO, _muneca_rusa()]),
    }


def imagenes() -> dict[str, bytes]:
    fax = b"/DecodeParms<</K -1/Columns 60000/Rows 60000>>"
    return {
        "imagen LZW": _imagen(_lzw(), b"/LZWDecode", 30_000, b"/DeviceRGB", 8),
        "CCITT": _imagen(bytes(100_000), b"/CCITTFaxDecode", 60_000, b"/DeviceGray", 1, fax),
        "JBIG2": _imagen(_jbig2(60_000), b"/JBIG2Decode", 60_000, b"/DeviceGray", 1),
        "JPX": _imagen(_jpx(60_000), b"/JPXDecode", 60_000, b"/DeviceGray", 8),
    }


def estructuras() -> dict[str, bytes]:
    llano = pdf_de([TRAZO])
    tabla = llano.index(b"xref\n0")
    return {
        "tabla que vuelve a sí misma": llano.replace(
            b"/Root 1 0 R>>", b"/Root 1 0 R/Prev %d>>" % tabla
        ),
        "tabla de cuatro mil millones": llano.replace(b"xref\n0 5\n", b"xref\n0 4000000000\n"),
        "páginas que se contienen": llano.replace(b"/Kids[3 0 R]", b"/Kids[2 0 R]"),
        "cien mil páginas": llano.replace(b"/Kids[3 0 R]", b"/Kids[" + b"3 0 R " * 100_000 + b"]"),
        "página sin fin": llano.replace(b"[0 0 595 842]", b"[0 0 1e30 1e30]"),
        "lista enorme": pdf_de([TRAZO, b"[" + b"0 " * 400_000 + b"]"]),
        "listas anidadas": pdf_de([TRAZO, b"[" * 500_000]),
        "diccionarios anidados": pdf_de([TRAZO, b"<</A" * 200_000]),
        "paréntesis sin cerrar": pdf_de([TRAZO, b"(" * 900_000]),
        "cien mil nombres": pdf_de([TRAZO, b"".join(b"/A%d" % n for n in range(100_000))]),
    }


def _imagen(datos: bytes, filtro: bytes, lado: int, color: bytes, bits: int, mas=b"") -> bytes:
    diccionario = b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace%s" % (
        lado,
        lado,
        color,
    )
    diccionario += b"/BitsPerComponent %d/Filter%s" % (bits, filtro) + mas
    return pdf_de([_PINTAR, flujo(datos, diccionario)], pagina=_CON_IMAGEN)


def _muneca_rusa() -> bytes:
    texto = b"/A " * 1000
    for _ in range(200):
        texto = b"1 0 obj " + flujo(
            zlib.compress(texto), b"/Type/ObjStm/N 1/First 4/Filter/FlateDecode"
        )
    return texto


def _lzw(codigos: int = 400_000) -> bytes:
    """Each code is the one before with one more space: up to 4000 bytes out of 12 bits."""
    suma, bits, salida = 256, 9, bytearray()
    for ancho, codigo in _codigos_lzw(codigos):
        suma, bits = suma << ancho | codigo, bits + ancho
        while bits >= 8:
            bits -= 8
            salida.append(suma >> bits & 255)
            suma &= (1 << bits) - 1
    return bytes(salida)


def _codigos_lzw(cuantos: int):
    ancho, siguiente = 9, 258
    yield ancho, 32
    for _ in range(cuantos):
        yield ancho, siguiente - 1 if siguiente > 258 else 32
        siguiente += 1
        ancho = max(9, (siguiente + 1).bit_length())
        if siguiente >= 4094:
            yield 12, 256
            ancho, siguiente = 9, 258
            yield ancho, 32


def _jbig2(lado: int) -> bytes:
    pagina = struct.pack(">IBBI", 0, 0x30, 1, 19) + struct.pack(">IIIIBH", lado, lado, 0, 0, 0, 0)
    region = struct.pack(">IBBI", 1, 0x26, 1, 46) + struct.pack(">IIIIB", lado, lado, 0, 0, 0)
    return pagina + region + b"\x00\x03\xff\xfd\xff\x02\xfe\xfe\xfe" + bytes(20)


def _jpx(lado: int) -> bytes:
    salida = BytesIO()
    Image.new("L", (900, 900)).save(salida, "JPEG2000")
    contenido = bytearray(salida.getvalue())
    tamano = contenido.index(b"\xff\x51")
    for desde in (tamano + 6, tamano + 22):  # Of the picture, and of its one tile.
        contenido[desde : desde + 8] = struct.pack(">II", lado, lado)
    return bytes(contenido)
