import sys
import tempfile
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from documentos.dibujo import Persona, dibujar_carta, dibujar_cedula
from iess_portal.recorrido import Encargo, Recorrido
from iess_portal.visitante import Tropiezo


class Command(BaseCommand):
    help = "Recorre el portal en marcha como lo harían sus tres personas y deja el certificado."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("--url", default=settings.PORTAL_URL, help="dirección del portal")
        parser.add_argument("--cedula", type=Path, help="JPG o PDF; si falta, se dibuja una")
        parser.add_argument("--carta", type=Path, help="JPG o PDF; si falta, se dibuja una")
        parser.add_argument("--salida", type=Path, required=True, help="carpeta del certificado")
        parser.add_argument(
            "--oficial", help="usuario que aprueba; por defecto, el primero de demo"
        )
        parser.add_argument("--clave", help="su contraseña")
        parser.add_argument("--provincia", default="17", help="código de una provincia del oficial")

    def handle(self, *, url, salida, provincia, **opciones):
        try:
            with tempfile.TemporaryDirectory() as carpeta:
                oficial, clave = _oficial(opciones["oficial"], opciones["clave"])
                cedula, carta = _papeles(Path(carpeta), opciones["cedula"], opciones["carta"])
                papeles = {"cedula": cedula, "carta": carta, "oficial": oficial, "clave": clave}
                encargo = Encargo(url, Persona(), provincia, salida=salida, **papeles)
                self.pasos, self.total = 0, 0.0
                archivo = Recorrido(encargo, self.contar).andar()
        except Tropiezo as motivo:
            self.stderr.write(f"El recorrido no terminó. {motivo}")
            sys.exit(1)
        self.stdout.write(f"{'':4}{'Total':52}{self.total:8.0f} ms")
        self.stdout.write(f"Certificado: {archivo}")

    def contar(self, paso: str, milisegundos: float) -> None:
        self.pasos += 1
        self.total += milisegundos
        self.stdout.write(f"{self.pasos:2}  {paso:52}{milisegundos:8.0f} ms")
        self.stdout.flush()


def _oficial(usuario: str | None, clave: str | None) -> tuple[str, str]:
    """User and password of who approves: as given, or from this machine's demonstration staff."""
    if usuario and clave:
        return usuario, clave
    archivo = settings.VAR / "personal-demo.txt"
    if not archivo.exists():
        raise Tropiezo(f"No existe {archivo}: indique --oficial y --clave.")
    personal = dict(linea.split() for linea in archivo.read_text().splitlines())
    usuario = usuario or next(iter(personal))
    if usuario not in personal:
        raise Tropiezo(f"{usuario} no está en {archivo}: indique también --clave.")
    return usuario, personal[usuario]


def _papeles(carpeta: Path, cedula: Path | None, carta: Path | None) -> tuple[Path, Path]:
    """The two documents: the given files, or honest ones drawn in `carpeta`."""
    for archivo in filter(None, (cedula, carta)):
        if not archivo.is_file():
            raise Tropiezo(f"No existe el archivo {archivo}.")
    if cedula is None:
        cedula = carpeta / "cedula.jpg"
        cedula.write_bytes(dibujar_cedula())
    if carta is None:
        carta = carpeta / "carta.jpg"
        carta.write_bytes(dibujar_carta())
    return cedula, carta
