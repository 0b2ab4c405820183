"""How surely a letter of the portal's own is known and its signature found, on simulated ones.

    python -m tests.rendimiento.carta [--firmadas 50] [--sin-firma 30] [--semilla 70000]

Each letter is another person's with other words; it is printed, signed or not, and photographed or
scanned by `tests.documentos.viaje`, and judged through the real door, child process and all. It
prints Markdown: shares with Wilson's 95 % interval. `docs/documentos.md` keeps the last run.
"""

import argparse
import random
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace

import pypdfium2

from documentos.revision import revisar
from documentos.taller.medida import intervalo
from documentos.taller.pliego import PALABRAS
from tests.documentos import viaje
from tramites import carta_propia
from tramites.carta_propia import Relacion
from tramites.numeros import huella
from tramites.recepcion import carta

CAMINOS = (*viaje.SEVERIDADES, "75", "100", "150", "300")
SIN_FIRMA = ("vacia", "vacia", "tecleada", "punto", "raya", "mancha", "reverso")
NOMBRES = (
    "Ana Chiriboga", "Bruno Salazar", "Carla Mendoza", "Diego Paredes", "Elena Quishpe",
    "Fabián Zambrano", "Gloria Tipán", "Hugo Villacís", "Inés Moreira", "Jorge Cevallos",
)  # fmt: skip
TRAMITE = SimpleNamespace(
    codigo="certificado-atencion-riesgos-trabajo",
    destinatario_virtual="Director del Seguro General de Riesgos del Trabajo del IESS",
    resultado="Certificado para atención médica de beneficiarios del Seguro General de Riesgos "
    "del Trabajo",
)


@dataclass(frozen=True)
class Letra:
    """What was said of one letter."""

    camino: str
    firmada: bool
    manera: str
    leida: bool
    relaciones: tuple[Relacion, ...]  # with its own request, that one changed, another's
    con_firma: bool
    causas: tuple[str, ...]
    ms: float


def borrador_de(semilla: int) -> SimpleNamespace:
    azar = viaje.azar_de("persona", semilla)
    nombres = " ".join((azar.choice(NOMBRES), azar.choice(NOMBRES).split()[1]))
    datos = {
        "tipo_identificacion": "cedula",
        "identificacion": f"{azar.randrange(10**10):010}",
        "nombres": nombres,
        "correo": f"{nombres.split()[0].lower()}{semilla}@example.org",
        "telefonos": [f"+5939{azar.randrange(10**8):08}"],
        "mensaje": " ".join(azar.choices(PALABRAS, k=azar.randint(5, 150))),
    }
    return SimpleNamespace(tramite=TRAMITE, datos=datos, huella=huella(str(semilla)))


def archivo_de(borrador, camino: str, manera: str, azar: random.Random) -> bytes:
    pdf = pypdfium2.PdfDocument(carta.escribir(borrador, datetime(2026, 11, 23).astimezone()))
    hoja = pdf[0].render(scale=viaje.PPP / 72).to_pil().convert("RGB")
    pdf.close()
    hoja = viaje.imprimir(hoja, azar)
    poner = viaje.no_firmar if manera in SIN_FIRMA else viaje.firmar
    hoja = poner(hoja, azar, manera)
    if camino in viaje.SEVERIDADES:
        return viaje.fotografiar(hoja, azar, camino)
    return viaje.escanear(hoja, azar, int(camino))


def juzgar(trabajo: tuple[str, str, int]) -> Letra:
    camino, manera, semilla = trabajo
    azar = viaje.azar_de(camino, manera, semilla)
    borrador, otro = borrador_de(semilla), borrador_de(semilla + 1_000_000)
    archivo = archivo_de(borrador, camino, manera, azar)
    informe = revisar(archivo, ["legible", "firma"])
    while any(hallazgo.causa == "revision" for hallazgo in informe.hallazgos):
        informe = revisar(archivo, ["legible", "firma"])  # The box had no turn to give.
    relaciones = ()
    if informe.carta:
        cambiado = borrador.datos | {"mensaje": borrador.datos["mensaje"] + "."}
        pedidos = (borrador.datos, borrador), (cambiado, borrador), (otro.datos, otro)
        relaciones = tuple(
            carta_propia.comparar(
                informe.carta.codigo,
                de.huella,
                carta_propia.textos_de(TRAMITE, datos, "virtual"),
            ).relacion
            for datos, de in pedidos
        )
    return Letra(
        camino,
        manera not in SIN_FIRMA,
        manera,
        informe.carta is not None,
        relaciones,
        all(h.causa != "sin_firma" for h in informe.hallazgos),
        tuple(sorted({h.causa for h in informe.hallazgos})),
        informe.ms,
    )


def parte(cuantas: int, total: int) -> str:
    bajo, alto = (f"{100 * lado:.1f}" for lado in intervalo(cuantas, total))
    return f"{cuantas} de {total}: {100 * cuantas / max(1, total):.1f} % ({bajo} a {alto})"


def filas(letras: list[Letra]) -> Iterator[str]:
    cabeza = (
        "camino",
        "firmadas: su código y su firma",
        "además sin ninguna duda",
        "sin firma, dichas firmadas",
        "de otra persona, aceptadas",
    )
    yield f"| {' | '.join(cabeza)} |"
    yield "| --- | --- | --- | --- | --- |"
    for camino in (*CAMINOS, "todos"):
        suyas = [c for c in letras if camino in (c.camino, "todos")]
        firmadas = [c for c in suyas if c.firmada]
        sin = [c for c in suyas if not c.firmada]
        buenas = [c for c in firmadas if c.con_firma and c.relaciones[:1] == (Relacion.PROPIA,)]
        limpias = [c for c in buenas if not c.causas]
        ajenas = [c for c in suyas if {Relacion.PROPIA, Relacion.MISMO_TEXTO} & {*c.relaciones[1:]}]
        columnas = (
            parte(len(buenas), len(firmadas)),
            parte(len(limpias), len(firmadas)),
            parte(sum(c.con_firma for c in sin), len(sin)),
            parte(len(ajenas), len(suyas)),
        )
        yield f"| {camino} | {' | '.join(columnas)} |"


def detalle(letras: list[Letra]) -> Iterator[str]:
    """Per kind of drawing in the box, and what was doubted besides."""
    for manera in dict.fromkeys(c.manera for c in letras):
        suyas = [c for c in letras if c.manera == manera]
        sin_leer = sum(not c.leida for c in suyas)
        dicho = parte(sum(c.con_firma for c in suyas), len(suyas))
        yield f"{manera}: con firma {dicho}; código sin leer {sin_leer}"
    dudas = [causa for c in letras if c.firmada for causa in c.causas]
    yield f"dudas de las firmadas: { {causa: dudas.count(causa) for causa in sorted({*dudas})} }"
    tiempos = sorted(c.ms for c in letras)
    yield f"CPU por archivo: mediana {tiempos[len(tiempos) // 2]:.0f} ms, máximo {tiempos[-1]:.0f}"


def main() -> None:
    opciones = argparse.ArgumentParser(description=__doc__)
    opciones.add_argument("--firmadas", type=int, default=50)
    opciones.add_argument("--sin-firma", type=int, default=30)
    opciones.add_argument("--semilla", type=int, default=70_000)
    dicho = opciones.parse_args()
    trabajos = [
        (camino, maneras[k % len(maneras)], dicho.semilla + k)
        for camino in CAMINOS
        for cuantas, maneras in (
            (dicho.firmadas, ("normal", "normal", "normal", "chica", "desbordada")),
            (dicho.sin_firma, SIN_FIRMA),
        )
        for k in range(cuantas)
    ]
    with ProcessPoolExecutor(2) as grupo:
        letras = list(grupo.map(juzgar, trabajos, chunksize=4))
    for linea in (*filas(letras), "", *detalle(letras)):
        sys.stdout.write(linea + "\n")


if __name__ == "__main__":
    main()
