from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from documentos.invariantes import comprobar, recoger


class Command(BaseCommand):
    help = "Dice si cada documento tiene sus archivos, intactos; sale con 1 si no."

    def add_arguments(self, parser):
        parser.add_argument(
            "--limpiar",
            action="store_true",
            help="borra antes las carpetas sin documento de hace más de una hora",
        )

    def handle(self, *, limpiar, **opciones):
        if limpiar:
            self.stdout.write(f"Carpetas sin documento borradas: {recoger(timezone.now())}.")
        problemas = list(comprobar())
        for problema in problemas:
            self.stdout.write(problema)
        if problemas:
            raise CommandError(f"{len(problemas)} promesas rotas.")
        self.stdout.write("Cada documento tiene sus archivos, intactos.")
