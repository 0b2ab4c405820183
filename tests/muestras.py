"""Documents made in memory: honest ones as people send them, and the ones that attackers send.

Nothing is read from disk. The people are invented; the cedulas are synthetic.
"""

import random
import zlib
from io import BytesIO

import pypdf
from PIL import Image, ImageDraw, ImageFilter

from documentos import dibujo

LIMITE = 1_048_576


# --- Honest ---------------------------------------------------------------------------------
def cedula_jpg(calidad: int = 85) -> bytes:
    return dibujo.dibujar_cedula(calidad=calidad)


def carta_jpg(firmada: bool = True, semilla: int = 1) -> bytes:
    return dibujo.dibujar_carta(firmada=firmada, semilla=semilla)


def carta_pdf(firmada: bool = True, paginas: int = 1) -> bytes:
    """A scanned letter: one JPEG a page, the signature on the last."""
    hojas = [dibujo.hoja_de_carta(firmada=False) for _ in range(paginas - 1)]
    return dibujo.a_pdf([*hojas, dibujo.hoja_de_carta(firmada=firmada)])


def foto_de_carta(firmada: bool = True, lado: int = 3000, calidad: int = 70) -> bytes:
    """The letter on a wooden desk, a little turned, under uneven light, from a phone."""
    hoja = dibujo.hoja_de_carta(firmada=firmada)
    mesa = Image.new("RGB", (1700, 2260), (120, 88, 62))
    vetas = ImageDraw.Draw(mesa)
    for y in range(0, 2260, 23):
        vetas.line((0, y, 1700, y + 40), fill=(105, 76, 52), width=4)
    mascara = Image.new("L", hoja.size, 255)
    girada, borde = hoja.rotate(3, expand=True), mascara.rotate(3, expand=True)
    mesa.paste(girada, (190, 200), borde)
    sombra = Image.linear_gradient("L").resize(mesa.size).point(lambda v: 110 + v * 145 // 255)
    mesa = Image.composite(mesa, Image.new("RGB", mesa.size), sombra)
    escala = lado / max(mesa.size)
    grande = mesa.resize([round(m * escala) for m in mesa.size], Image.Resampling.BICUBIC)
    return dibujo.a_jpeg(grande, calidad)


def foto_de_telefono(firmada: bool = True) -> bytes:
    """The same photo as a phone of 12 megapixels stores it: 5 to 8 MB, on its side, with GPS."""
    foto = Image.open(BytesIO(foto_de_carta(firmada))).resize((3000, 4000))
    grano = Image.effect_noise(foto.size, 40).convert("RGB")
    exif, lugar = Image.Exif(), {1: "S", 2: (0.0, 13.0, 12.0), 3: "W", 4: (78.0, 30.0, 35.0)}
    exif[0x0112], exif[0x0110] = 6, "Telefono de Ana"
    exif.get_ifd(0x8825).update(lugar)
    salida = BytesIO()
    Image.blend(foto, grano, 0.15).transpose(Image.Transpose.ROTATE_90).save(
        salida, "JPEG", quality=96, exif=exif
    )
    return salida.getvalue()


def girada(contenido: bytes, orientacion: int) -> bytes:
    """The same picture as a phone stores it: pixels turned, and EXIF that says how to undo it."""
    vueltas = {3: Image.Transpose.ROTATE_180, 6: Image.Transpose.ROTATE_90}
    vueltas[8] = Image.Transpose.ROTATE_270
    exif = Image.Exif()
    exif[0x0112] = orientacion
    exif[0x9286] = "<script>alert(1)</script>"
    salida = BytesIO()
    with Image.open(BytesIO(contenido)) as imagen:
        imagen.transpose(vueltas[orientacion]).save(
            salida, "JPEG", quality=85, exif=exif, comment=b"%PDF-fantasma", icc_profile=b"x" * 500
        )
    return salida.getvalue()


def borrosa(contenido: bytes, sigma: float) -> bytes:
    with Image.open(BytesIO(contenido)) as imagen:
        return dibujo.a_jpeg(imagen.filter(ImageFilter.GaussianBlur(sigma)))


def en_blanco() -> bytes:
    return dibujo.a_jpeg(Image.new("RGB", dibujo.A4, (251, 251, 250)))


def relleno_hasta(contenido: bytes, tamano: int) -> bytes:
    """The same JPEG with comments until it weighs exactly `tamano` bytes."""
    falta = tamano - len(contenido)
    partes = [contenido[:2]]
    while falta:
        largo = min(falta, 65_000)
        largo = largo if falta - largo in (0, *range(4, falta)) else largo - 4
        partes.append(b"\xff\xfe" + (largo - 2).to_bytes(2, "big") + bytes(largo - 4))
        falta -= largo
    return b"".join(partes) + contenido[2:]


def otros_formatos() -> dict[str, bytes]:
    """What is neither JPG nor PDF, by name (F05)."""
    imagen = Image.new("RGB", (64, 64), "white")
    hechos = {}
    for formato in ("PNG", "GIF", "BMP", "TIFF", "ICO", "PPM", "TGA", "WEBP", "PCX", "SGI", "EPS"):
        salida = BytesIO()
        imagen.save(salida, formato)
        hechos[formato] = salida.getvalue()
    return hechos | {
        "SVG": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        "HTML": b"<!doctype html><script>alert(1)</script>",
        "HTML con cabecera de PDF": b"<script>alert(1)</script>\n%PDF-1.7\n" + bytes(300),
        "guion con cabecera de PDF": b"#!/bin/sh\n%PDF-1.7\n" + bytes(300),
        "ZIP": b"PK\x03\x04" + bytes(60),
        "DOCX": b"PK\x03\x04" + bytes(26) + b"word/document.xml%PDF-1.7",
        "RTF": b"{\\rtf1\\ansi carta}",
        "MP4": b"\x00\x00\x00\x18ftypmp42" + bytes(60),
        "EXE": b"MZ" + bytes(300) + b"%PDF-1.7",
        "texto": b"no soy un documento",
    }


# --- Hostile --------------------------------------------------------------------------------
def truncada() -> bytes:
    contenido = carta_jpg()
    return contenido[: len(contenido) // 2]


def bomba_de_barridos(barridos: int = 4000) -> bytes:
    """A progressive JPEG that asks for thousands of passes over 16 Mpx (fact 9)."""
    salida = BytesIO()
    Image.new("L", (4000, 4000), 200).save(salida, "JPEG", progressive=True, quality=10)
    contenido = salida.getvalue()
    corte = contenido.rindex(b"\xff\xda")
    pasada = contenido[corte:-2]
    return (
        contenido[:-2]
        + pasada * min(barridos, (LIMITE - len(contenido)) // len(pasada))
        + b"\xff\xd9"
    )


def inundacion_de_pixeles(ancho: int = 15_488, alto: int = 15_488) -> bytes:
    """The header of a 240 Mpx JPEG over the body of a small one."""
    contenido = bytearray(carta_jpg())
    marco = contenido.index(b"\xff\xc0")
    contenido[marco + 5 : marco + 9] = alto.to_bytes(2, "big") + ancho.to_bytes(2, "big")
    return bytes(contenido)


def jpeg_con_zip() -> bytes:
    return carta_jpg() + b"PK\x03\x04" + bytes(40) + b"PK\x05\x06" + bytes(18)


def jpeg_con_pdf() -> bytes:
    contenido = carta_jpg()
    comentario = b"%PDF-1.4 1 0 obj"
    largo = (len(comentario) + 2).to_bytes(2, "big")
    return contenido[:2] + b"\xff\xfe" + largo + comentario + contenido[2:]


def pdf_de(objetos: list[bytes], raiz: bytes = b"", pagina: bytes = b"") -> bytes:
    """A PDF of one page: further objects (from number 4), catalogue entries, page entries."""
    cuerpos = [
        b"<</Type/Catalog/Pages 2 0 R" + raiz + b">>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R" + pagina + b">>",
        *objetos,
    ]
    salida, lugares = bytearray(b"%PDF-1.5\n"), []
    for numero, cuerpo in enumerate(cuerpos, 1):
        lugares.append(len(salida))
        salida += b"%d 0 obj\n%s\nendobj\n" % (numero, cuerpo)
    tabla = len(salida)
    salida += b"xref\n0 %d\n0000000000 65535 f \n" % (len(cuerpos) + 1)
    salida += b"".join(b"%010d 00000 n \n" % lugar for lugar in lugares)
    salida += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(cuerpos) + 1,
        tabla,
    )
    return bytes(salida)


def flujo(contenido: bytes, diccionario: bytes = b"") -> bytes:
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (diccionario, len(contenido), contenido)


TRAZO = flujo(b"5 w 100 100 m 400 300 l S")


def pdfs_activos() -> dict[str, bytes]:
    """PDFs that would act (F08), by the name of the trick."""
    accion = b"<</S/JavaScript/JS(app.alert(1))>>"
    escondido = flujo(
        zlib.compress(b"7 0 " + accion), b"/Type/ObjStm/N 1/First 4/Filter/FlateDecode"
    )
    return {
        "javascript": pdf_de([TRAZO, accion], b"/OpenAction 5 0 R"),
        "hexadecimal": pdf_de([TRAZO, accion.replace(b"/JavaScript/JS", b"/J#61vaScript/J#53")]),
        "en object stream": pdf_de([TRAZO, escondido]),
        "object stream sin filtro": pdf_de(
            [TRAZO, flujo(b"7 0 " + accion, b"/Type/ObjStm/N 1/First 4")]
        ),
        "object stream raro": pdf_de(
            [TRAZO, flujo(b"78>", b"/Type/ObjStm/N 1/First 4/Filter[/ASCIIHexDecode/FlateDecode]")]
        ),
        "tras un parentesis": pdf_de([TRAZO, b"(sin cerrar", accion]),
        "tras un comentario": pdf_de([TRAZO, b"% (\n" + accion]),
        "launch": pdf_de([TRAZO, b"<</S/Launch/F(cmd.exe)>>"]),
        "acciones de pagina": pdf_de([TRAZO, b"<</O<</S/Named>>>>"], b"/AA 5 0 R"),
        "envio": pdf_de([TRAZO, b"<</S/SubmitForm/F(http://example.com)>>"]),
        "xfa": pdf_de([TRAZO, b"<</XFA(x)>>"], b"/AcroForm 5 0 R"),
        "adjunto": pdf_de([TRAZO, flujo(b"MZ", b"/Type/EmbeddedFile")]),
        "remoto": pdf_de([TRAZO, b"<</S/GoToR/F(otro.pdf)>>"]),
        "multimedia": pdf_de([TRAZO, b"<</Subtype/RichMedia>>"]),
    }


def pdf_protegido(clave: str = "secreto") -> bytes:
    """Encrypted; with an empty `clave` it opens by itself and only its permissions are locked."""
    escritor = pypdf.PdfWriter(clone_from=BytesIO(carta_pdf()))
    escritor.encrypt(user_password=clave, owner_password="dueno", algorithm="RC4-128")
    salida = BytesIO()
    escritor.write(salida)
    return salida.getvalue()


def bombas_pdf() -> dict[str, bytes]:
    """PDFs of a few KB that cost gigabytes or minutes to a naive reader (facts 11 and 12, F01)."""
    doble = zlib.compress(zlib.compress(b"0 0 m 1 1 l S\n" * 20_000_000, 9), 9)
    formas = [
        flujo(
            b"/X Do " * 10,
            b"/Type/XObject/Subtype/Form/Resources<</XObject<</X %d 0 R>>>>" % (n + 1),
        )
        for n in range(5, 15)
    ]
    pagina = b"<</XObject<</X 5 0 R>>>>"
    gigante = b"/Type/XObject/Subtype/Image/Width 30000/Height 30000/ColorSpace/DeviceRGB"
    gigante += b"/BitsPerComponent 8/Filter/FlateDecode"
    con_recursos = pdf_de([flujo(b"/X Do"), *formas, TRAZO]).replace(
        b"/Contents 4 0 R", b"/Contents 4 0 R/Resources" + pagina
    )
    imagen = pdf_de(
        [flujo(b"500 0 0 800 0 0 cm /X Do"), flujo(zlib.compress(bytes(10**7)), gigante)]
    )
    return {
        "flate doble": pdf_de([flujo(doble, b"/Filter[/FlateDecode/FlateDecode]")]),
        "formas anidadas": con_recursos,
        "imagen gigante": imagen.replace(b"/Contents 4 0 R", b"/Contents 4 0 R/Resources" + pagina),
    }


def basura(semilla: int, tamano: int = 2000) -> bytes:
    return random.Random(semilla).randbytes(tamano)  # noqa: S311 — a repeatable mess
