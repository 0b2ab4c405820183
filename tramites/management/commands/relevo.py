import logging
import signal
import threading

from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils import timezone

from certificados import consultas
from documentos import invariantes as documentos
from tramites import correo, recordatorios, relevo, services
from tramites.recepcion import borradores
from tramites.rondas import cada_una

registro = logging.getLogger("tramites.relevo")
# Rounds between two of the upkeep, which nobody waits for.
CADA_CUANTO_LIMPIA = 300

DE_CADA_VUELTA = {
    "despertar": lambda: relevo.despertar(timezone.now()),
    "entregar_emitidos": relevo.entregar_emitidos,
}
DE_LIMPIEZA = {
    "borradores": lambda: borradores.purgar(timezone.now()),
    "archivos_sin_fila": lambda: documentos.recoger(timezone.now()),
    "vencer_correcciones": lambda: services.vencer_correcciones(timezone.localdate()),
    "recordar_correcciones": lambda: recordatorios.recordar_correcciones(timezone.localtime()),
    "avisar_terminos": lambda: recordatorios.avisar_terminos(timezone.localtime()),
    "codigos": lambda: correo.purgar(timezone.now()),
    "consultas": lambda: consultas.purgar(timezone.now()),
}


def correr(tarea: str) -> None:
    """Run one of the tasks above, by its name."""
    (DE_CADA_VUELTA | DE_LIMPIEZA)[tarea]()


class Command(BaseCommand):
    help = (
        "Despierta al trabajador: busca lo pendiente cada segundo y, cada cinco minutos, avisa de "
        "los plazos y limpia."
    )

    def add_arguments(self, parser):
        parser.add_argument("--cada", type=float, default=1.0, help="segundos entre vueltas")

    def handle(self, *, cada, **options):
        fin = threading.Event()
        for senal in (signal.SIGTERM, signal.SIGINT):
            signal.signal(senal, lambda *_: fin.set())
        vuelta = 0
        while not fin.wait(cada):
            try:
                self.dar_vuelta(limpiar=vuelta % CADA_CUANTO_LIMPIA == 0)
            except Exception:
                # A relay killed by one bad row, or by a database that restarts, helps nobody.
                registro.exception("The relay's round failed; the next one tries again.")
            vuelta += 1

    def dar_vuelta(self, *, limpiar):
        close_old_connections()
        cada_una(correr, DE_CADA_VUELTA)
        if limpiar:
            cada_una(correr, DE_LIMPIEZA)
