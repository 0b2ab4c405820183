import re
import zlib
from multiprocessing import Pool
from pathlib import Path

import numpy as np
from django.core.management.base import BaseCommand

from documentos.firma import MODELO
from documentos.taller.ejemplos import Pagina, aprender, de_carta, de_documento, etiquetadas

PARTES = 5
_HOJA = re.compile(r"[-_]?(page|first|full|var).*|_\d\.\w+$")


class Command(BaseCommand):
    help = (
        "Entrena el detector de firmas con cartas dibujadas y, si se da, con una carpeta de "
        "documentos etiquetados (manifest.csv con las columnas path, signed y legible)."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--cartas", type=int, default=600, help="cartas dibujadas")
        parser.add_argument("--carpeta", type=Path, help="documentos etiquetados")
        parser.add_argument("--procesos", type=int, default=2)
        parser.add_argument("--semilla", type=int, default=1)
        parser.add_argument("--medir", action="store_true", help="validación cruzada")

    def handle(self, *, cartas, carpeta, procesos, semilla, medir, **opciones):
        with Pool(procesos) as obreros:
            dibujadas = obreros.map(de_carta, range(cartas), 8)
            trabajos = etiquetadas(carpeta) if carpeta else []
            reales = [p for paginas in obreros.map(de_documento, trabajos, 4) for p in paginas]
        if medir:
            self._medir(dibujadas, reales, semilla)
        bosque = aprender(dibujadas + reales, semilla)
        bosque.guardar(MODELO)
        self.stdout.write(f"{MODELO}: {len(bosque.valor)} nodos, {MODELO.stat().st_size} bytes")

    def _medir(self, dibujadas: list[Pagina], reales: list[Pagina], semilla: int) -> None:
        """Each labelled document judged by a forest that saw neither it nor its copies."""
        puntajes, firmadas = {}, {}
        for parte in range(PARTES):
            ajenas = [p for p in reales if _parte(p) != parte]
            bosque = aprender(dibujadas + ajenas, semilla)
            for pagina in reales:
                if _parte(pagina) == parte and pagina.grupo not in puntajes:
                    votos = bosque.puntajes(pagina.rasgos) if len(pagina.rasgos) else np.zeros(1)
                    puntajes[pagina.grupo] = float(votos.max())
                    firmadas[pagina.grupo] = pagina.firmada
        con = np.array([puntajes[g] for g in puntajes if firmadas[g]])
        sin = np.array([puntajes[g] for g in puntajes if not firmadas[g]])
        self.stdout.write(f"{len(con)} con firma, {len(sin)} sin firma")
        for corte in (0.25, 0.3, 0.33, 0.36, 0.4, 0.45, 0.5):
            self.stdout.write(
                f"corte {corte}: firmas no vistas {(con < corte).mean():.1%}, "
                f"firmas inventadas {(sin >= corte).mean():.1%}"
            )


def _parte(pagina: Pagina) -> int:
    # Pages of one letter, `abc-page02_1` and `abc-page02_2`, stay together.
    return zlib.crc32(_HOJA.sub("", pagina.grupo).encode()) % PARTES
