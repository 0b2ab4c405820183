from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from certificados.invariantes import sobrantes
from documentos.invariantes import recoger
from tramites.invariantes import comprobar


class Command(BaseCommand):
    help = "Dice si se cumple todo lo que debe cumplirse en el portal; sale con 1 si no."

    def add_arguments(self, parser):
        parser.add_argument(
            "--limpiar",
            action="store_true",
            help="borra antes los archivos que un trabajador muerto dejó hace más de una hora",
        )

    def handle(self, *, limpiar, **opciones):
        if limpiar:
            self._limpiar()
        problemas = list(comprobar())
        for problema in problemas:
            self.stdout.write(problema)
        if problemas:
            raise CommandError(f"{len(problemas)} problemas.")
        self.stdout.write("Todo lo que debe cumplirse se cumple.")

    def _limpiar(self):
        recoger(timezone.now())
        for nombre in list(sobrantes()):
            default_storage.delete(nombre)
            self.stdout.write(f"Se borró {nombre}.")
