import os
import secrets
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from tramites.management.commands.cargar_catalogo import SUPERVISORES
from tramites.models import Funcionario, UnidadAdministrativa

ARCHIVO = "personal-demo.txt"
# account, first name, last name, unit, supervises
PERSONAL = [
    ("bruno", "Bruno", "Oficial de Pichincha", "coordinacion-pichincha", False),
    ("carla", "Carla", "Oficial de Guayas", "coordinacion-guayas", False),
    ("sara", "Sara", "Supervisora", "direccion-riesgos-trabajo", True),
]


class Command(BaseCommand):
    help = "Crea cuentas de demostración con claves al azar y las deja en un solo archivo."

    def handle(self, **options):
        if settings.PRODUCCION:
            raise CommandError("En producción no hay cuentas de demostración.")
        archivo = settings.VAR / ARCHIVO
        faltan = [fila for fila in PERSONAL if not _cuenta(fila[0]).exists()]
        if faltan:
            lineas = [f"{fila[0]} {_crear(*fila)}" for fila in faltan]
            _agregar(archivo, "".join(f"{linea}\n" for linea in lineas))
        self.stdout.write(f"Cuentas de demostración (usuario y clave), en {archivo}:")
        self.stdout.write(archivo.read_text().rstrip() if archivo.exists() else "(ninguna)")


def _cuenta(usuario):
    return get_user_model().objects.filter(username=usuario)


@transaction.atomic
def _crear(usuario, nombre, apellido, unidad, supervisa) -> str:
    """Create the account of one officer. Returns its password."""
    clave = secrets.token_urlsafe(12)
    cuenta = get_user_model().objects.create_user(
        usuario, password=clave, first_name=nombre, last_name=apellido, is_staff=True
    )
    Funcionario.objects.create(
        usuario=cuenta,
        unidad=UnidadAdministrativa.objects.get(codigo=unidad),
        supervisa=supervisa,
    )
    if supervisa:
        cuenta.groups.add(Group.objects.get(name=SUPERVISORES))
    return clave


def _agregar(archivo: Path, texto: str) -> None:
    descriptor = os.open(archivo, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "a") as destino:
        destino.write(texto)
