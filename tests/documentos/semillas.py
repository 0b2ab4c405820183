"""Forty small honest files of every kind, and ways to spoil them (F02, F03)."""

import random
import zlib
from collections.abc import Iterator
from io import BytesIO

import pypdf
from PIL import Image

from documentos import dibujo
from tests.muestras import flujo, girada, pdf_de


def jpegs() -> list[bytes]:
    hoja = dibujo.hoja_de_carta().resize((620, 877))
    tarjeta = Image.open(BytesIO(dibujo.dibujar_cedula())).resize((560, 380))
    salidas = []
    for imagen in (hoja, tarjeta):
        for modo in ("RGB", "L", "CMYK"):
            for progresiva in (False, True):
                salidas.append(_jpeg(imagen.convert(modo), progressive=progresiva))
    salidas += [_jpeg(hoja, subsampling=muestreo) for muestreo in (0, 1)]
    salidas += [_jpeg(hoja, restart_marker_rows=1), _jpeg(hoja, keep_rgb=True)]
    salidas += [_jpeg(hoja, comment=b"una nota", icc_profile=bytes(3000))]
    return salidas + [girada(_jpeg(hoja), giro) for giro in (3, 6, 8)]


def pdfs() -> list[bytes]:
    hoja = dibujo.hoja_de_carta().resize((620, 877))
    escaneos = [dibujo.a_pdf([hoja.convert(modo)] * n) for modo in ("RGB", "L") for n in (1, 2, 3)]
    escaneos += [_de_fax(hoja), dibujo.a_pdf([hoja.convert("CMYK")])]
    reescritos = [_reescrito(escaneo) for escaneo in escaneos[:6]]
    return escaneos + reescritos + [_de_texto(n) for n in range(1, 7)]


def _jpeg(imagen: Image.Image, **opciones) -> bytes:
    salida = BytesIO()
    imagen.save(salida, "JPEG", quality=60, **opciones)
    return salida.getvalue()


def _de_fax(imagen: Image.Image) -> bytes:
    salida = BytesIO()
    imagen.convert("1").save(salida, "PDF", resolution=150)
    return salida.getvalue()


def _reescrito(contenido: bytes) -> bytes:
    escritor = pypdf.PdfWriter(clone_from=BytesIO(contenido))
    escritor.add_metadata({"/Title": "Carta", "/Author": "Ana"})
    salida = BytesIO()
    escritor.write(salida)
    return salida.getvalue()


def _de_texto(lineas: int) -> bytes:
    """As a word processor writes it: text, a compressed stream, objects in a stream, a form."""
    texto = b"BT /F 14 Tf 60 760 Td 18 TL " + b"(Solicito el certificado) Tj T* " * lineas + b"ET"
    letra = b"/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"
    escondidos = flujo(
        zlib.compress(b"9 0 <</Producer(Writer)>>"), b"/Type/ObjStm/N 1/First 4/Filter/FlateDecode"
    )
    firma = b"<</Type/Sig/ByteRange[0 1 2 3]/Contents<00>>>"
    extras = [[], [escondidos], [firma]][lineas % 3]
    return pdf_de([flujo(zlib.compress(texto), b"/Filter/FlateDecode"), *extras], pagina=letra)


def mutantes(semillas: list[bytes], cuantos: int, desde: int = 0) -> Iterator[bytes]:
    """Spoiled copies, the same ones each time."""
    for numero in range(desde, desde + cuantos):
        azar = random.Random(numero)  # noqa: S311 — repeatable on purpose
        contenido = bytearray(semillas[numero % len(semillas)])
        for _ in range(azar.choice((1, 1, 2, 8))):
            azar.choice((_voltear, _cortar, _intercambiar, _repetir, _borrar, _escribir))(
                contenido, azar
            )
        yield bytes(contenido)


def _lugar(contenido: bytearray, azar: random.Random) -> int:
    """Headers decide more than pictures: half of the blows fall on the first kilobyte."""
    return azar.randrange(max(1, min(len(contenido), azar.choice((1000, 1 << 20)))))


def _voltear(contenido: bytearray, azar: random.Random) -> None:
    for _ in range(azar.choice((1, 4, 64))):
        if contenido:
            contenido[_lugar(contenido, azar)] ^= 1 << azar.randrange(8)


def _cortar(contenido: bytearray, azar: random.Random) -> None:
    del contenido[azar.randrange(len(contenido) + 1) :]


def _intercambiar(contenido: bytearray, azar: random.Random) -> None:
    a, b = _lugar(contenido, azar), _lugar(contenido, azar)
    largo = azar.randrange(1, 400)
    contenido[a : a + largo], contenido[b : b + largo] = (
        contenido[b : b + largo],
        contenido[a : a + largo],
    )


def _repetir(contenido: bytearray, azar: random.Random) -> None:
    a = _lugar(contenido, azar)
    contenido[a:a] = contenido[a : a + azar.randrange(1, 400)] * azar.choice((1, 3, 50))


def _borrar(contenido: bytearray, azar: random.Random) -> None:
    a = _lugar(contenido, azar)
    del contenido[a : a + azar.randrange(1, 400)]


def _escribir(contenido: bytearray, azar: random.Random) -> None:
    palabras = (
        b"\xff\xda",
        b"\xff\xd9",
        b"\xff\xc2",
        b"endobj",
        b"stream\n",
        b"/Kids",
        b"<<",
        b"(",
    )
    a = _lugar(contenido, azar)
    contenido[a:a] = azar.choice((*palabras, azar.randbytes(20), b"\xff" * 20, bytes(20)))
