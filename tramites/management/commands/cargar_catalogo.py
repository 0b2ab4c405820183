import csv
import tomllib
from pathlib import Path

from django.contrib.auth.models import Group, Permission
from django.core.management.base import BaseCommand
from django.db import transaction
from django.db.models import Q

from tramites.models import (
    Centro,
    Feriado,
    Funcionario,
    HorarioDeCentro,
    MesPublicado,
    Provincia,
    Requisito,
    Tramite,
    UnidadAdministrativa,
)
from tramites.recuento import al_cambiar_calendarios

DATOS = Path(__file__).resolve().parents[2] / "datos"
SUPERVISORES = "Supervisores"


class Command(BaseCommand):
    help = (
        "Carga el catálogo (unidades, provincias, feriados, trámites, meses publicados). Agrega "
        "lo que falta y no toca lo que el personal ya editó, salvo con --actualizar."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--actualizar", action="store_true", help="vuelve al texto de los archivos"
        )

    @transaction.atomic
    def handle(self, *, actualizar, **options):
        self.actualizar = actualizar
        self.nuevas = 0
        with al_cambiar_calendarios():
            self.poner_unidades_y_provincias()
            self.poner_feriados()
        for fila in _filas("centros"):
            fila["provincia"] = Provincia.objects.get(codigo=fila["provincia"])
            self.poner(Centro, {"codigo": fila.pop("codigo")}, fila)
        for fila in _filas("meses_publicados"):
            self.poner(MesPublicado, {"anio": fila.pop("anio"), "mes": fila.pop("mes")}, fila)
        for archivo in sorted(DATOS.glob("*.toml")):
            self.poner_tramite(tomllib.loads(archivo.read_text()))
        _dar_permisos()
        self.stdout.write(f"Catálogo listo: {self.nuevas} filas nuevas.")

    def poner_unidades_y_provincias(self):
        """Units and provinces name each other, so the seats of the units are set last."""
        sedes = {}
        for fila in _filas("unidades"):
            sedes[fila["codigo"]] = fila.pop("sede")
            self.poner(UnidadAdministrativa, {"codigo": fila.pop("codigo")}, fila)
        for fila in _filas("provincias"):
            fila["unidad"] = UnidadAdministrativa.objects.get(codigo=fila["unidad"])
            self.poner(Provincia, {"codigo": fila.pop("codigo")}, fila)
        sin_sede = Q() if self.actualizar else Q(sede=None)
        for unidad in UnidadAdministrativa.objects.filter(sin_sede, codigo__in=sedes):
            unidad.sede = Provincia.objects.get(codigo=sedes[unidad.codigo])
            unidad.save(update_fields=["sede"])

    def poner_feriados(self):
        for fila in _filas("feriados"):
            provincia = Provincia.objects.filter(codigo=fila["provincia"]).first()
            self.poner(
                Feriado,
                {"fecha": fila["fecha"], "provincia": provincia},
                {"nombre": fila["nombre"]},
            )

    def poner(self, modelo, clave, valores):
        metodo = (
            modelo.objects.update_or_create if self.actualizar else modelo.objects.get_or_create
        )
        fila, nueva = metodo(**clave, defaults=valores)
        self.nuevas += nueva
        return fila

    def poner_tramite(self, datos):
        requisitos = datos.pop("requisitos")
        datos["unidad_nacional"] = UnidadAdministrativa.objects.get(codigo=datos["unidad_nacional"])
        datos = _recortado(datos)
        tramite = self.poner(Tramite, {"codigo": datos.pop("codigo")}, datos)
        for orden, requisito in enumerate(requisitos, start=1):
            clave = {
                "tramite": tramite,
                "canal": requisito.pop("canal"),
                "codigo": requisito.pop("codigo"),
            }
            self.poner(Requisito, clave, _recortado(requisito) | {"orden": orden})


def _recortado(datos: dict) -> dict:
    return {n: v.strip() if isinstance(v, str) else v for n, v in datos.items()}


def _filas(nombre):
    with open(DATOS / f"{nombre}.csv", newline="") as archivo:
        return list(csv.DictReader(archivo))


def _dar_permisos():
    """Let supervisors edit the catalogue and say who is an officer of which unit."""
    grupo, _ = Group.objects.get_or_create(name=SUPERVISORES)
    modelos = [
        modelo._meta.model_name
        for modelo in (
            Centro,
            Feriado,
            Funcionario,
            HorarioDeCentro,
            MesPublicado,
            Provincia,
            Requisito,
            Tramite,
            UnidadAdministrativa,
        )
    ]
    grupo.permissions.set(
        Permission.objects.filter(
            content_type__app_label="tramites", content_type__model__in=modelos
        )
    )
