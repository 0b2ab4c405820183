from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = (
        "Quita el segundo factor de una cuenta del personal que perdió su teléfono y sus códigos."
    )

    def add_arguments(self, parser):
        parser.add_argument("usuario")

    def handle(self, *, usuario, **options):
        quitados, _ = Authenticator.objects.filter(
            user__username=usuario, user__is_staff=True
        ).delete()
        if not quitados:
            raise CommandError(f"La cuenta {usuario} no tiene un segundo factor.")
        self.stdout.write(f"La cuenta {usuario} configurará otro cuando entre.")
