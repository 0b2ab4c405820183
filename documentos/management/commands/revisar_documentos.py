import errno
import json
import os
from dataclasses import asdict
from pathlib import Path

from django.core.management.base import BaseCommand

from documentos.informe import Informe
from documentos.revision import Exigencia, revisar

LEE_HASTA = 64 * 1024 * 1024  # bytes: enough to say what a big file weighs

EXIGENCIAS = {"cedula": (Exigencia.LEGIBLE,), "carta": (Exigencia.LEGIBLE, Exigencia.FIRMA)}


class Command(BaseCommand):
    help = "Revisa documentos como lo hace la ventanilla y dice qué encontró en cada uno."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--exigir", choices=EXIGENCIAS, required=True)
        parser.add_argument("--json", action="store_true", help="un objeto JSON por línea")
        parser.add_argument("archivos", nargs="+", metavar="ARCHIVO")

    def handle(self, *, exigir, archivos, **opciones):
        escribir = _como_json if opciones["json"] else _como_linea
        for archivo in archivos:
            nombre = os.fsencode(archivo).decode(errors="replace")  # Names need not be UTF-8.
            try:
                self.stdout.write(escribir(nombre, revisar(_leer(archivo), EXIGENCIAS[exigir])))
            except OSError as error:
                self.stderr.write(f"{nombre}: no se pudo leer ({error.strerror}).")
            except Exception as error:  # One file, whatever it holds, never stops the rest.
                self.stderr.write(f"{nombre}: no se pudo revisar ({type(error).__name__}).")


def _leer(archivo: str) -> bytes:
    ruta = Path(archivo)
    if ruta.exists() and not ruta.is_file():
        raise OSError(errno.EINVAL, "no es un archivo")  # A pipe would be waited for, for ever.
    with ruta.open("rb") as abierto:
        return abierto.read(LEE_HASTA)


def _como_json(archivo: str, informe: Informe) -> str:
    datos = {
        "archivo": archivo,
        "veredicto": informe.veredicto,
        "hallazgos": [asdict(hallazgo) for hallazgo in informe.hallazgos],
        "firma": asdict(informe.firma) if informe.firma else None,
        "ms": informe.ms,
        "paginas": len(informe.paginas),
        "tipo": informe.tipo,
    }
    return json.dumps(datos, ensure_ascii=False)


def _como_linea(archivo: str, informe: Informe) -> str:
    causas = ", ".join(
        hallazgo.nombre + (f" (p. {hallazgo.pagina})" if hallazgo.pagina else "")
        for hallazgo in informe.hallazgos
    )
    return f"{archivo}: {informe.veredicto}" + (f" — {causas}" if causas else "")
