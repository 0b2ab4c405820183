"""The one door: bytes and requirements in, an `Informe` out.

Only this module decides what blocks, what is doubtful and what passes. The limited child measures
(`medicion`); here each measure meets its threshold in `REGLAS`, and each defect of the file its
sentence in `frases`. What can never serve blocks; every doubt about legibility or signature is for
a human to settle (LOPDP art. 20), so it never blocks.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from . import caja, frases
from .carta_propia.formato import formato_de
from .formatos import Defecto, defecto_de_archivo, tipo_real
from .informe import BLOQUEA, DUDA, CartaPropia, Firma, Hallazgo, Informe, Pagina


class Exigencia(StrEnum):
    LEGIBLE = "legible"
    FIRMA = "firma"


@dataclass(frozen=True)
class Regla:
    """`medida` of a page (`legibilidad.medir`) below `minimo` is a finding of `causa`."""

    causa: str
    medida: str
    minimo: float
    gravedad: str = DUDA
    frase: str = ""  # which sentence of the cause, when it has several


# The table of thresholds. docs/documentos.md says how each figure was found; in short: OCR reads
# half of the words at `nitidez` 10 to 12, `quietud` 0.7 and `equilibrio` 0.47; of the 213 legible
# pages of the development corpus none is below 16.6, 0.78 and (but one) 0.62. For contrast and
# grain the eye decides (legible pages: from 0.29 and 8.5).
REGLAS = (
    # A picture under 100 px cannot hold a card's number: its ten digits would be 4 px wide each.
    Regla("pequeno", "lado", 100, BLOQUEA),
    Regla("borrosa", "nitidez", 13.5),
    Regla("borrosa", "quietud", 0.74, frase="movida"),
    Regla("borrosa", "equilibrio", 0.47, frase="movida"),
    Regla("borrosa", "nitidez_zona", 9.0, frase="zona"),
    Regla("opaca", "contraste", 0.22),
    Regla("ilegible", "altura", 5.5),
    Regla("ilegible", "letras", 3),
    Regla("ilegible", "limpieza", 7.0, frase="grano"),
    Regla("cortada", "margen", 0.5),
    Regla("cortada", "entera", 0.1),
)
# Below this share of the page darker than its paper, nothing is written. A full stop of 10 points
# on A4 is 0.000004.
TINTA_MINIMA = 0.000_003
# Score of the best candidate (`firma.buscar`). Cross-validated by source on the development corpus:
# 6 % of the signed pages fall below, and 6 % of the unsigned ones do not.
FIRMA_MINIMA = 0.5


# On a letter of the portal's: breadth of what is drawn in the signature's box, in mm. Of 450 drawn
# ones for tuning, typed names of up to 14 points reach 4.0 and straight lines 1.8; signatures start
# at 3.3, one in fifty below 4.2.
TRAZO_MINIMO = 4.2
TRAZO_VACIO = 0.3  # mm: below, the box is empty
# Contrast up to which the eye reads nothing. Between it and the threshold of *opaca* some pages
# read and some do not: a letter of the portal's whose code and signature were found does. Codes
# alone are read down to 0.11, where nobody reads the words.
CONTRASTE_ILEGIBLE = 0.19
DENTRO_MINIMO = 0.98  # share of such a letter, between its four marks, that the picture shows


def revisar(contenido: bytes, exigencias: Iterable[Exigencia | str]) -> Informe:
    """Judge a file of at most 1 MiB. Never raises on bad bytes; answers within 12 s, of which
    4 may go in waiting for a turn."""
    pedidas = frozenset(Exigencia(exigencia) for exigencia in exigencias)
    defecto = defecto_de_archivo(contenido)
    if defecto is not None:
        return _informe(contenido, hallazgos=(_de_defecto(defecto),))
    try:
        respuesta, imagenes = caja.medir(contenido, sorted(pedidas))
        return _juzgar(contenido, pedidas, respuesta, imagenes)
    except (caja.CajaRota, KeyError, TypeError, ValueError):
        # The last three: an answer that is not one comes from a child that is no longer ours.
        return _informe(contenido, hallazgos=(_de_defecto(Defecto("danado", "costoso")),))
    except caja.CajaNoDisponible:
        return _informe(contenido, hallazgos=(_de_defecto(Defecto("revision")),))


def _juzgar(contenido: bytes, pedidas: frozenset, respuesta: dict, imagenes: bytes) -> Informe:
    ms = float(respuesta["ms"])
    if respuesta["defecto"] is not None:
        defecto = Defecto(**respuesta["defecto"])
        return _informe(contenido, hallazgos=(_de_defecto(defecto),), ms=ms)
    hojas = respuesta["paginas"]
    hallazgos = list(_de_blanco(hojas) or _de_legibilidad(hojas, pedidas))
    firma = carta = None
    if Exigencia.FIRMA in pedidas and not any(h.causa == "blanco" for h in hallazgos):
        electronica = bool(respuesta.get("firma_electronica"))
        carta = _carta(hojas)
        if carta:
            firma = _firma_del_recuadro(carta)
            hallazgos = [h for h in hallazgos if not _desmentido(h, carta)]
            hallazgos += [*_de_recuadro(carta), *_de_encuadre(carta, hallazgos)]
        else:
            firma = _mejor_firma(hojas)
            hallazgos += _de_firma(firma, electronica)
    paginas = _paginas(hojas, respuesta["largos"], imagenes)
    return _informe(contenido, paginas, tuple(hallazgos), firma, carta, ms)


def _informe(contenido: bytes, paginas=(), hallazgos=(), firma=None, carta=None, ms=0.0) -> Informe:
    return Informe(
        tipo=tipo_real(contenido),
        tamano=len(contenido),
        sha256=hashlib.sha256(contenido).hexdigest(),
        paginas=paginas,
        hallazgos=hallazgos,
        firma=firma,
        carta=carta,
        ms=ms,
    )


def _paginas(hojas: list[dict], largos: list[int], imagenes: bytes) -> tuple[Pagina, ...]:
    paginas, desde = [], 0
    for hoja, largo in zip(hojas, largos, strict=True):
        imagen = imagenes[desde : desde + largo]
        paginas.append(Pagina(int(hoja["numero"]), int(hoja["ancho"]), int(hoja["alto"]), imagen))
        desde += largo
    return tuple(paginas)


def _de_defecto(defecto: Defecto) -> Hallazgo:
    return Hallazgo(
        defecto.causa,
        BLOQUEA,
        frases.de_defecto(defecto),
        medida=defecto.medida,
        umbral=defecto.umbral,
    )


def _de_blanco(hojas: list[dict]) -> list[Hallazgo]:
    """Blank pages are common behind a scan: only a file of nothing but blank pages blocks."""
    tinta = max(hoja["medidas"]["tinta"][0] for hoja in hojas)
    if tinta >= TINTA_MINIMA:
        return []
    return [Hallazgo("blanco", BLOQUEA, frases.de("blanco"), tinta, TINTA_MINIMA)]


def _de_legibilidad(hojas: list[dict], pedidas: frozenset) -> list[Hallazgo]:
    legible = Exigencia.LEGIBLE in pedidas
    reglas = [regla for regla in REGLAS if legible or regla.gravedad == BLOQUEA]
    hallazgos: dict[tuple, Hallazgo] = {}
    for hoja in hojas:
        if len(hojas) > 1 and hoja["medidas"]["tinta"][0] < TINTA_MINIMA:
            continue  # The blank back of a sheet has nothing to be read.
        for regla in reglas:
            hallazgo = _aplicar(regla, hoja, len(hojas))
            if hallazgo is not None:  # One sentence per cause and page: the first rule's.
                hallazgos.setdefault((hallazgo.pagina, hallazgo.causa), hallazgo)
    return list(hallazgos.values())


def _aplicar(regla: Regla, hoja: dict, total: int) -> Hallazgo | None:
    valor, recuadro = hoja["medidas"].get(regla.medida, (None, None))
    if valor is None or valor >= regla.minimo:
        return None
    numero = hoja["numero"]
    return Hallazgo(
        regla.causa,
        regla.gravedad,
        frases.de(regla.causa, numero if total > 1 else None, regla.frase),
        medida=valor,
        umbral=regla.minimo,
        pagina=numero,
        caja=tuple(recuadro) if recuadro else None,
    )


def _mejor_firma(hojas: list[dict]) -> Firma | None:
    candidatas = [(hoja["firma"], hoja["numero"]) for hoja in hojas if hoja["firma"]]
    if not candidatas:
        return None
    (puntaje, recuadro), numero = max(candidatas, key=lambda candidata: candidata[0][0])
    return Firma(numero, tuple(recuadro), puntaje)


def _de_firma(firma: Firma | None, electronica: bool) -> list[Hallazgo]:
    puntaje = firma.puntaje if firma else 0.0
    if puntaje >= FIRMA_MINIMA:
        return []
    return [
        Hallazgo(
            "sin_firma",
            DUDA,
            frases.de("sin_firma", clave="electronica" if electronica else ""),
            medida=puntaje,
            umbral=FIRMA_MINIMA,
            pagina=firma.pagina if firma else None,
            caja=firma.caja if firma else None,
        )
    ]


def _carta(hojas: list[dict]) -> CartaPropia | None:
    """The first page that bears a code of ours, as the child read it."""
    for hoja in hojas:
        if leida := hoja["carta"]:
            if formato_de(leida["codigo"]) is None:
                raise ValueError("The child answered with a code that is none of ours.")
            trazo, recuadro = leida["trazo"], leida["recuadro"]
            return CartaPropia(
                pagina=int(hoja["numero"]),
                codigo=leida["codigo"],
                dentro=float(leida["dentro"]),
                recuadro=recuadro and tuple(map(float, recuadro)),
                trazo=trazo,
                firmada=trazo is not None and trazo >= TRAZO_MINIMO,
            )
    return None


def _firma_del_recuadro(carta: CartaPropia) -> Firma | None:
    """The box itself is what to look at; 0.5 is the least that counts as signed."""
    if carta.recuadro is None:
        return None
    return Firma(carta.pagina, carta.recuadro, round(min(1.0, carta.trazo / TRAZO_MINIMO / 2), 3))


def _desmentido(hallazgo: Hallazgo, carta: CartaPropia) -> bool:
    """Whether what was doubted of its page is settled by what only a letter of ours shows.

    One that seemed faint, at the margin, had its code and signature read; one that seemed cut has
    its four marks in the picture.
    """
    if hallazgo.pagina != carta.pagina:
        return False
    if hallazgo.causa == "cortada":
        return carta.dentro >= DENTRO_MINIMO
    apenas = hallazgo.causa == "opaca" and hallazgo.medida > CONTRASTE_ILEGIBLE
    return apenas and carta.firmada


def _de_recuadro(carta: CartaPropia) -> list[Hallazgo]:
    if carta.firmada:
        return []
    clave = "recuadro" if carta.recuadro else "recuadro_oculto"
    if carta.recuadro and carta.trazo >= TRAZO_VACIO:
        clave = "recuadro_dudoso"
    return [
        Hallazgo(
            "sin_firma",
            DUDA,
            frases.de("sin_firma", clave=clave),
            medida=carta.trazo,
            umbral=TRAZO_MINIMO,
            pagina=carta.pagina,
            caja=carta.recuadro,
        )
    ]


def _de_encuadre(carta: CartaPropia, hallazgos: list[Hallazgo]) -> list[Hallazgo]:
    ya_dicho = any(hallazgo.causa == "cortada" for hallazgo in hallazgos)
    if carta.dentro >= DENTRO_MINIMO or ya_dicho:
        return []
    frase = frases.de("cortada", clave="carta")
    return [Hallazgo("cortada", DUDA, frase, carta.dentro, DENTRO_MINIMO, carta.pagina)]
