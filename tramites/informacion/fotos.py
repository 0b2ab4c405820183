"""The example photos of the procedure's page, drawn by `manage.py dibujar_fotos`."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Foto:
    """One picture under `img/ejemplos/`: its name, what it shows and what to do about it."""

    nombre: str
    titulo: str
    alt: str
    consejo: str

    @property
    def ruta(self) -> str:
        return f"img/ejemplos/{self.nombre}.webp"


BUENAS = (
    Foto(
        "carta",
        "La carta",
        "Una carta firmada, entera y de frente, sobre una mesa oscura.",
        "Se ven las cuatro esquinas, cada letra y la firma.",
    ),
    Foto(
        "cedula",
        "La cédula",
        "Una cédula inventada, entera y de cerca, sobre una mesa oscura.",
        "De cerca, sin brillos, sin dedos encima y con el número a la vista.",
    ),
)
# The five causes of rejection, in the words of the sheet (R38, R39).
MALAS = (
    Foto(
        "borrosa",
        "Borrosa",
        "La misma carta fuera de foco: no se distinguen las letras.",
        "Apoye los codos, toque la pantalla para enfocar y espere un segundo.",
    ),
    Foto(
        "opaca",
        "Opaca",
        "La misma carta a oscuras: el papel y las letras son del mismo gris.",
        "Acérquese a una ventana o encienda la luz.",
    ),
    Foto(
        "cortada",
        "Cortada",
        "La misma carta con el lado derecho y la parte de abajo fuera de la foto.",
        "Aléjese un poco, hasta que se vean las cuatro esquinas.",
    ),
    Foto(
        "ilegible",
        "Ilegible",
        "La misma carta tomada desde muy lejos: las letras son puntos.",
        "Acérquese: el papel debe llenar casi toda la foto.",
    ),
    Foto(
        "sin-firma",
        "Sin firma",
        "La misma carta con el lugar de la firma vacío.",
        "Firme a mano, con esfero azul o negro, antes de tomar la foto.",
    ),
)
