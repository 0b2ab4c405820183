import logging
import signal
import threading

from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils import timezone

from tramites import recordatorios, relevo, services
from tramites.recepcion import borradores

registro = logging.getLogger("tramites.relevo")
# Ticks between two rounds of the upkeep that nobody waits for.
CADA_CUANTO_LIMPIA = 300


class Command(BaseCommand):
    help = "Despierta al trabajador: busca lo pendiente cada segundo y hace la limpieza diaria."

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
                # A relay that dies of one bad row or of a restarting database helps nobody.
                registro.exception("The relay's round failed; the next one tries again.")
            vuelta += 1

    def dar_vuelta(self, *, limpiar):
        close_old_connections()
        relevo.despertar(timezone.now())
        relevo.entregar_emitidos()
        if limpiar:
            borradores.purgar(timezone.now())
            services.vencer_correcciones(timezone.localdate())
            recordatorios.recordar_correcciones(timezone.localtime())
            recordatorios.avisar_terminos(timezone.localtime())
