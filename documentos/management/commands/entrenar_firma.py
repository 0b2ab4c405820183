from multiprocessing import Pool
from pathlib import Path

from django.core.management.base import BaseCommand

from documentos.entrenado import MODELO
from documentos.taller.aprendizaje import Lecciones, aprender_de_dibujos, aprender_de_todo
from documentos.taller.ejemplos import de_carta, de_documento, etiquetadas
from documentos.taller.prueba import cruzar, por_documento, por_origen, tabla


class Command(BaseCommand):
    help = (
        "Entrena el detector de firmas con páginas dibujadas y, si se da, con una carpeta de "
        "documentos etiquetados (manifest.csv con las columnas path, signed, legible y "
        "source_repo)."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--paginas", type=int, default=800, help="páginas dibujadas")
        parser.add_argument("--carpeta", type=Path, help="documentos etiquetados")
        parser.add_argument("--procesos", type=int, default=2)
        parser.add_argument("--semilla", type=int, default=1)
        parser.add_argument(
            "--medir",
            action="store_true",
            help="validación cruzada, por documento y por origen; no guarda nada",
        )
        parser.add_argument("--salida", type=Path, default=MODELO)

    def handle(self, *, paginas, carpeta, procesos, semilla, medir, salida, **opciones):
        with Pool(procesos) as obreros:
            dibujadas = obreros.map(de_carta, range(paginas), 8)
            trabajos = etiquetadas(carpeta) if carpeta else []
            reales = [p for suyas in obreros.map(de_documento, trabajos, 4) for p in suyas]
        lecciones = Lecciones(rondas=1 if reales else 0)
        red = aprender_de_dibujos(dibujadas, lecciones, semilla)
        if medir:
            for parte in (por_documento, por_origen):
                self.stdout.write(f"\nvalidación cruzada {parte.__name__.replace('_', ' ')}")
                for linea in tabla(cruzar(red, dibujadas, reales, parte, lecciones)):
                    self.stdout.write(linea)
            return
        aprender_de_todo(red, dibujadas + reales, lecciones, semilla).guardar(salida)
        self.stdout.write(f"{salida}: {salida.stat().st_size} bytes")
