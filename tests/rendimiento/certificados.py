"""What a certificate costs, against floors and peers, interleaved in one run.

    python -m tests.rendimiento.certificados [--vueltas 60] [--filas 1000 100000] [--solo verificar]

Absolute times drift between machines; the ratios are what to read. Targets stand beside them.
A peer that is not installed is said to be missing and is not counted.
"""

import argparse
import hashlib
import io
import os
import statistics
import sys
import time
import zlib
from collections.abc import Callable
from multiprocessing import get_context

import segno
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner

from certificados import llave, pdf, sello, services
from certificados.models import Certificado
from tests.certificados import reparto
from tests.certificados.casos import registrados
from tests.rendimiento import verificacion

try:
    import weasyprint
except (ImportError, OSError):
    weasyprint = None


def medir(candidatos: dict[str, Callable], vueltas: int) -> dict[str, float]:
    """Median CPU milliseconds of each, called in turn so that drift meets all alike."""
    tiempos = {nombre: [] for nombre in candidatos}
    for vuelta in range(vueltas + 3):
        for nombre, hacer in candidatos.items():
            antes = time.process_time()
            hacer(vuelta)
            if vuelta >= 3:
                tiempos[nombre].append((time.process_time() - antes) * 1000)
    return {nombre: statistics.median(valores) for nombre, valores in tiempos.items()}


def decir(titulo: str, medidas: dict[str, float]) -> None:
    sys.stdout.write(f"\n{titulo}\n")
    for nombre, ms in medidas.items():
        sys.stdout.write(f"  {nombre:<52}{ms:9.2f} ms\n")


def razon(texto: str, valor: float, meta: float, *, minimo: bool = False) -> None:
    bien = valor >= meta if minimo else valor <= meta
    signo = "≥" if minimo else "≤"
    sys.stdout.write(f"  {'✓' if bien else '✗'} {texto}: {valor:.2f} (meta {signo} {meta})\n")


def persona(vuelta: int) -> Certificado:
    return reparto.certificado(
        nombres=f"María Fernanda Ñacato Güipús {vuelta}", secreto=f"{vuelta:022d}"
    )


# --- Drawing --------------------------------------------------------------------------------
class Plantilla:
    """The floor: a finished page and one more content stream, QR included, as an update."""

    def __init__(self):
        self.base = pdf.render(persona(0))

    def __call__(self, vuelta: int) -> bytes:
        c = persona(vuelta)
        qr = segno.make_qr(c.direccion_qr, error="m", mask=2, boost_error=False)
        negros = [
            f"{x} {y} 1 1 re"
            for y, fila in enumerate(qr.matrix)
            for x, bit in enumerate(fila)
            if bit
        ]
        lineas = [
            f"BT /F0 11 Tf 60 {700 - 20 * n} Td ({t}) Tj ET" for n, t in enumerate(vars(c).values())
        ]
        flujo = zlib.compress("\n".join([*negros, "f", *lineas]).encode("latin-1", "replace"))
        donde = len(self.base)
        objeto = b"900 0 obj\n<</Length %d/Filter/FlateDecode>>stream\n%b\nendstream\nendobj\n"
        cuerpo = objeto % (len(flujo), flujo)
        tabla = b"xref\n900 1\n%010d 00000 n \ntrailer\n<</Size 901>>\nstartxref\n%d\n%%%%EOF\n"
        return self.base + cuerpo + tabla % (donde, donde + len(cuerpo))


CARAS = {"Serif": ["SourceSerif4_400Regular", "SourceSerif4_600SemiBold"]} | {
    "Sans": ["SourceSans3_400Regular", "SourceSans3_600SemiBold"]
}
ESTILO = "".join(
    f"@font-face {{ font-family: {familia}; font-weight: {peso}; "
    f"src: url({(pdf.FUENTES / f'{cara}.ttf').as_uri()}) }}\n"
    for familia, caras in CARAS.items()
    for peso, cara in zip((400, 600), caras, strict=True)
)
# The same words, fonts and seal; the layout is simpler.
HTML = """<html lang="es"><head><title>{titulo}</title><style>{estilo}
@page {{ size: A4; margin: 20mm }} body {{ font: 12pt Serif }} h1, b {{ font-weight: 600 }}
h1 {{ font-size: 18pt; text-align: center }} img {{ width: 33mm }} aside {{ font: 9.5pt Sans }}
</style></head><body>
<p>INSTITUTO ECUATORIANO DE SEGURIDAD SOCIAL</p><h1>{titulo}</h1><p>{numero}</p>
<p>certifica que <b>{nombres}</b> con {tipo_identificacion} n.º {identificacion}, {expediente}.
{proposito}</p><p>Del {desde} al {hasta}. {desde_palabras}, {hasta_palabras}</p>
<aside><p>Provincia: {provincia}. Unidad: {unidad}. Aprobado por: {aprobado_por}. {emision}</p>
<p>Cómo comprobar este certificado: escanee el código QR; o entre en {verificar_corta} y escriba
el número del certificado y este código: <b>{codigo}</b></p>
<img alt="QR" src="data:image/svg+xml;utf8,{qr_uri}"> <img alt="Sello" src="{roseta}"></aside>
</body></html>"""


def con_weasyprint(vuelta: int) -> bytes:
    textos = pdf._textos(persona(vuelta))
    uri = textos["qr"].replace("#", "%23").replace('"', "'")
    roseta = (pdf.PLANTILLAS / "v1-roseta.svg").as_uri()
    html = HTML.format(**textos, qr_uri=uri, roseta=roseta, estilo=ESTILO)
    pagina = weasyprint.HTML(string=html)
    return pagina.write_pdf(pdf_variant="pdf/ua-1")


def dibujo(vueltas: int) -> None:
    candidatos = {
        "piso: octetos en una plantilla": Plantilla(),
        "certificados.pdf.render (PDF/A-2a + PDF/UA-1)": lambda v: pdf.render(persona(v)),
        "QR, segno por omisión": lambda v: segno.make_qr(persona(v).direccion_qr, error="m"),
        "QR, el nuestro": lambda v: pdf.qr(persona(v).direccion_qr),
    }
    if weasyprint:
        candidatos["WeasyPrint pdf/ua-1, las mismas palabras y letras"] = con_weasyprint
    medidas = medir(candidatos, vueltas)
    decir("Dibujo de una página (CPU)", medidas)
    piso, nuestro, qr_omision, qr_fijo, *otros = medidas.values()
    razon("dibujo / piso", nuestro / piso, 6)
    razon("QR / segno por omisión", qr_fijo / qr_omision, 0.35)
    if otros:
        razon("WeasyPrint / dibujo", otros[0] / nuestro, 5, minimo=True)
    else:
        sys.stdout.write("  - WeasyPrint no está instalado: sin comparar\n")


# --- Signing --------------------------------------------------------------------------------
def con_pyhanko(firmante, contenido: bytes, reserva: int | None) -> bytes:
    """pyHanko's own road: PdfSigner over a new field."""
    anexo = IncrementalPdfFileWriter(io.BytesIO(contenido))
    fields.append_signature_field(anexo, fields.SigFieldSpec("Sello"))
    ficha = PdfSignatureMetadata(
        field_name="Sello",
        md_algorithm="sha256",
        certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
        subfilter=fields.SigSeedSubFilter.PADES,
    )
    return PdfSigner(ficha, firmante).sign_pdf(anexo, bytes_reserved=reserva).getvalue()


def firma(vueltas: int) -> None:
    contenido, c = pdf.render(persona(1)), persona(1)
    clave = settings.SELLO_CLAVE_ARCHIVO.read_text().encode()
    corriente = SimpleSigner.load_pkcs12(str(settings.SELLO_PKCS12), passphrase=clave)
    retenida = llave.abrir(settings.SELLO_PKCS12, settings.SELLO_CLAVE_ARCHIVO)
    medidas = medir(
        {
            "piso: firma RSA-3072 a secas": lambda v: retenida.firmar_bytes(b"x"),
            "certificados.sello.firmar": lambda v: sello.firmar(contenido, c),
            "pyHanko, llave retenida y espacio reservado": lambda v: con_pyhanko(
                retenida, contenido, 16_384
            ),
            "pyHanko corriente (sign_pdf)": lambda v: con_pyhanko(corriente, contenido, None),
            "  de eso, CMS con molde": lambda v: retenida.cms(bytes(32)),
            "  de eso, CMS de pyHanko": lambda v: retenida.cms_de_pyhanko(bytes(32)),
        },
        max(10, vueltas // 4),
    )
    decir("Firma PAdES, RSA-3072 (CPU)", medidas)
    _, nuestra, con_llave, de_serie, *_ = medidas.values()
    razon("firma / pyHanko con llave retenida", nuestra / con_llave, 1.15)
    razon("pyHanko corriente / firma", de_serie / nuestra, 5, minimo=True)


# --- Issuing, end to end --------------------------------------------------------------------
def sin_base(vuelta: int, firmar: Callable = sello.firmar) -> None:
    """Draw, sign and store alone."""
    c = persona(vuelta)
    contenido = firmar(pdf.render(c), c)
    hashlib.sha256(contenido).hexdigest()
    default_storage.save(f"certificados/banco/{vuelta}-{os.getpid()}.pdf", ContentFile(contenido))


def repetir(hacer: Callable, veces) -> float:
    """Per second of wall time."""
    antes = time.perf_counter()
    for vez in veces:
        hacer(vez)
    return len(veces) / (time.perf_counter() - antes)


def emision(vueltas: int) -> None:
    ids = [c.pk for c in registrados(2 * vueltas + 10)]
    retenida = llave.abrir(settings.SELLO_PKCS12, settings.SELLO_CLAVE_ARCHIVO)
    medidas = medir(
        {
            "emitir, con su base de datos": lambda v: services.emitir(ids[v]),
            "dibujo + firma + disco": sin_base,
            "dibujo + firma de pyHanko, llave retenida + disco": lambda v: sin_base(
                v, lambda contenido, _: con_pyhanko(retenida, contenido, 16_384)
            ),
        },
        vueltas,
    )
    decir(f"Emisión de punta a punta ({connection.vendor}, CPU)", medidas)
    entera, sola, con_la_de_pyhanko = medidas.values()
    razon("(dibujo + firma + disco) / emisión, en CPU", sola / entera, 0.85, minimo=True)
    # The target was set when signing was pyHanko's: what the database adds, beside that.
    de_la_base = entera - sola
    parte = con_la_de_pyhanko / (con_la_de_pyhanko + de_la_base)
    razon(f"lo mismo si firmara pyHanko (la base: {de_la_base:.1f} ms)", parte, 0.85, minimo=True)
    razon("emisiones por segundo de un núcleo", 1000 / entera, 50, minimo=True)
    por_segundo = repetir(services.emitir, ids[vueltas + 5 :])
    sys.stdout.write(f"  con este disco y esta carga, {por_segundo:.1f} por segundo de reloj\n")


def tanda(hacer: Callable, suyas: list[int]) -> tuple[float, float]:
    """In a fresh process: when it began and ended its share, warm."""
    sin_base(0)
    antes = time.time()
    for cual in suyas:
        hacer(cual)
    return antes, time.time()


def procesos(vueltas: int) -> None:
    """One worker process and then two, as Celery forks them, from a parent that drew nothing.

    And the same without a database: what the machine gives to two processes at once.
    """
    con, sin = (_dos_por_uno(hacer, vueltas) for hacer in (services.emitir, sin_base))
    decir("Trabajadores: lo que tarda cada certificado (reloj)", con | {"sin base": sin["dos"]})
    razon("2 procesos / 1 proceso", con["uno"] / con["dos"], 1.85, minimo=True)
    sys.stdout.write(f"  - sin base de datos, en esta máquina: {sin['uno'] / sin['dos']:.2f}\n")


def _dos_por_uno(hacer: Callable, vueltas: int) -> dict[str, float]:
    """Milliseconds of wall time a certificate, with one process and with two."""
    contexto, tardan = get_context("spawn"), {}
    for nombre, cuantos in (("uno", 1), ("dos", 2)):
        ids = [c.pk for c in registrados(4 * vueltas)]
        connection.close()
        with contexto.Pool(cuantos, initializer=_en_la_misma_base, initargs=_base()) as corro:
            partes = [(hacer, ids[i::cuantos]) for i in range(cuantos)]
            tramos = corro.starmap(tanda, partes, chunksize=1)
        duracion = max(fin for _, fin in tramos) - min(inicio for inicio, _ in tramos)
        tardan[nombre] = duracion / len(ids) * 1000
    return tardan


def _base() -> tuple:
    return (
        connection.settings_dict["NAME"],
        str(settings.SELLO_PKCS12),
        str(settings.SELLO_CLAVE_ARCHIVO),
    )


def _en_la_misma_base(nombre, p12, clave) -> None:
    connection.settings_dict["NAME"] = nombre
    settings.SELLO_PKCS12, settings.SELLO_CLAVE_ARCHIVO = (
        type(settings.VAR)(r) for r in (p12, clave)
    )


BANCOS = {
    # The first, from a process that drew nothing yet: see `procesos`.
    "procesos": lambda dadas: procesos(dadas.vueltas),
    "dibujo": lambda dadas: dibujo(dadas.vueltas),
    "firma": lambda dadas: firma(dadas.vueltas),
    "emision": lambda dadas: emision(dadas.vueltas),
    "verificar": lambda dadas: verificacion.verificar(dadas.vueltas, dadas.filas),
}


def main() -> None:
    opciones = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    opciones.add_argument("--vueltas", type=int, default=60)
    opciones.add_argument("--filas", type=int, nargs="*", default=[1000, 100_000])
    opciones.add_argument("--solo", choices=BANCOS, nargs="*", default=BANCOS)
    dadas = opciones.parse_args()
    sello.crear_sello_de_desarrollo(settings.SELLO_PKCS12, settings.SELLO_CLAVE_ARCHIVO)
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        for nombre in dadas.solo:
            BANCOS[nombre](dadas)
    finally:
        connection.close()
        connection.creation.destroy_test_db(settings.DATABASES["default"]["NAME"], verbosity=0)


if __name__ == "__main__":
    main()
