import mailbox
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from tramites import rebotes


class Command(BaseCommand):
    help = (
        "Lee avisos de correo devuelto (RFC 3464) y marca los correos que no llegaron. Sin "
        "opciones lee un aviso de la entrada, como lo entrega un servidor de correo; con --buzon, "
        "todos los de una carpeta Maildir, de la que retira los que anotó."
    )

    def add_arguments(self, parser):
        parser.add_argument("--buzon", type=Path, help="carpeta Maildir con los avisos")

    def handle(self, *, buzon, **options):
        if buzon is None:
            anotados = bool(rebotes.anotar(sys.stdin.buffer.read(rebotes.TAMANO_MAXIMO)))
        elif buzon.is_dir():
            anotados = _vaciar(mailbox.Maildir(buzon, create=False))
        else:
            raise CommandError(f"No existe la carpeta {buzon}.")
        self.stdout.write(f"Correos marcados como devueltos: {int(anotados)}")


def _vaciar(buzon: mailbox.Maildir) -> int:
    """Note every report in the folder; whatever is not one of ours stays for a person to read."""
    anotados = [clave for clave in buzon.iterkeys() if rebotes.anotar(buzon.get_bytes(clave))]
    for clave in anotados:
        buzon.discard(clave)
    return len(anotados)
