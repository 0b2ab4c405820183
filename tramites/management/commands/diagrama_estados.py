from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from tramites.estados import TRANSICIONES, Estado

INICIO, FIN = "<!-- diagrama_estados -->", "<!-- fin -->"


class Command(BaseCommand):
    help = "Dibuja en el README el diagrama de estados que dice la tabla de transiciones."

    def add_arguments(self, parser):
        parser.add_argument("--comprobar", action="store_true", help="falla si no está al día")

    def handle(self, *, comprobar, **options):
        archivo = Path(settings.BASE_DIR) / "README.md"
        texto = archivo.read_text()
        antes, resto = texto.split(INICIO)
        _, despues = resto.split(FIN)
        nuevo = f"{antes}{INICIO}\n{diagrama()}\n{FIN}{despues}"
        if comprobar and nuevo != texto:
            raise CommandError("El diagrama del README no está al día: manage.py diagrama_estados")
        archivo.write_text(nuevo)


def diagrama() -> str:
    """The table of transitions as a Mermaid state diagram."""
    lineas = ["```mermaid", "stateDiagram-v2", f"    [*] --> {Estado.INGRESADA}: presentar"]
    for t in TRANSICIONES.values():
        lineas += [f"    {desde} --> {t.hacia}: {t.accion} ({t.rol})" for desde in sorted(t.desde)]
    finales = set(Estado) - {desde for t in TRANSICIONES.values() for desde in t.desde}
    lineas += [f"    {estado} --> [*]" for estado in sorted(finales)]
    return "\n".join([*lineas, "```"])
