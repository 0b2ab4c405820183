from django.core.management.base import BaseCommand, CommandError

from certificados.invariantes import comprobar


class Command(BaseCommand):
    help = "Dice si se cumple todo lo que debe cumplirse de los certificados; sale con 1 si no."

    def handle(self, **opciones):
        problemas = list(comprobar())
        for problema in problemas:
            self.stdout.write(problema)
        if problemas:
            raise CommandError(f"{len(problemas)} promesas rotas.")
        self.stdout.write("Todo lo que debe cumplirse se cumple.")
