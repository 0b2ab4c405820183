"""The answer to "can this file serve?": plain facts, without Django or pixels, and page images."""

from dataclasses import asdict, dataclass

BLOQUEA = "bloquea"
DUDA = "duda"

# The public words of each cause. The first five are the procedure sheet's own (R38, R39).
NOMBRES = {
    "borrosa": "borrosa",
    "opaca": "opaca",
    "cortada": "cortada",
    "ilegible": "ilegible",
    "sin_firma": "sin firma",
    "tipo": "tipo de archivo",
    "tamano": "tamaño",
    "danado": "archivo dañado",
    "protegido": "archivo protegido",
    "activo": "contenido activo",
    "virus": "virus",
    "paginas": "número de páginas",
    "blanco": "página en blanco",
    "pequeno": "imagen muy pequeña",
    "revision": "revisión no disponible",
}

Caja = tuple[float, float, float, float]


@dataclass(frozen=True)
class Hallazgo:
    """One finding about a file.

    `mensaje` tells the applicant, in Spanish, what to do. `medida` and its `umbral` are in the same
    unit. `pagina` counts from 1. `caja` is (x0, y0, x1, y1), as fractions of the page.
    """

    causa: str
    gravedad: str
    mensaje: str
    medida: float | None = None
    umbral: float | None = None
    pagina: int | None = None
    caja: Caja | None = None

    @property
    def nombre(self) -> str:
        return NOMBRES[self.causa]


@dataclass(frozen=True)
class Pagina:
    """A page to be read: a JPEG of at most 2100 px, upright, without metadata."""

    numero: int
    ancho: int
    alto: int
    imagen: bytes


@dataclass(frozen=True)
class Firma:
    """The best candidate for a handwritten signature: where it is and how sure we are (0..1)."""

    pagina: int
    caja: Caja
    puntaje: float


@dataclass(frozen=True)
class CartaPropia:
    """A letter that the portal wrote, with the code that tells whose it is.

    `dentro` is the share of the sheet that the picture shows. `recuadro` is where the signature's
    box is, and `trazo` how broad (mm) the drawing in it is; both are None when the box is not in
    sight. `firmada` says whether that drawing is a signature.
    """

    pagina: int
    codigo: str
    dentro: float
    recuadro: Caja | None
    trazo: float | None
    firmada: bool


@dataclass(frozen=True)
class Informe:
    tipo: str | None
    tamano: int
    sha256: str
    paginas: tuple[Pagina, ...] = ()
    hallazgos: tuple[Hallazgo, ...] = ()
    firma: Firma | None = None
    carta: CartaPropia | None = None
    ms: float = 0.0

    @property
    def bloqueos(self) -> tuple[Hallazgo, ...]:
        return tuple(h for h in self.hallazgos if h.gravedad == BLOQUEA)

    @property
    def dudas(self) -> tuple[Hallazgo, ...]:
        return tuple(h for h in self.hallazgos if h.gravedad == DUDA)

    @property
    def veredicto(self) -> str:
        if self.bloqueos:
            return "rechazado"
        return "observado" if self.dudas else "aceptado"

    def resumen(self) -> dict:
        """Everything but the images, ready for JSON."""
        return {
            "tipo": self.tipo,
            "tamano": self.tamano,
            "sha256": self.sha256,
            "veredicto": self.veredicto,
            "paginas": [
                {"numero": p.numero, "ancho": p.ancho, "alto": p.alto} for p in self.paginas
            ],
            "hallazgos": [asdict(h) for h in self.hallazgos],
            "firma": asdict(self.firma) if self.firma else None,
            "carta": asdict(self.carta) if self.carta else None,
            "ms": self.ms,
        }
