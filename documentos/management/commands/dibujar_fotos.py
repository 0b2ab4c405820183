from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand
from PIL import Image

from documentos.taller.fotos import fotos

MEDIDA = (480, 640)  # px: twice what the page shows, for fine screens
CALIDAD = 62


class Command(BaseCommand):
    help = "Dibuja de nuevo las fotos de ejemplo, buenas y malas, de la página del trámite."
    requires_system_checks = []

    def add_arguments(self, parser):
        propia = settings.BASE_DIR / "static" / "img" / "ejemplos"
        parser.add_argument("--salida", type=Path, default=propia)

    def handle(self, *, salida, **opciones):
        salida.mkdir(parents=True, exist_ok=True)
        for nombre, foto in fotos().items():
            ruta = salida / f"{nombre}.webp"
            chica = foto.resize(MEDIDA, Image.Resampling.LANCZOS)
            chica.save(ruta, "WEBP", quality=CALIDAD, method=6)
            self.stdout.write(f"{ruta.name}: {ruta.stat().st_size / 1000:.1f} KB")
