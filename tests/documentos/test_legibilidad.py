"""Legibility (R38): the four words of the sheet, each on a page that has only that fault."""

import random
from io import BytesIO

import pytest
from PIL import Image

from documentos import dibujo
from documentos.revision import revisar
from documentos.taller import danos
from tests import muestras


def causas(imagen: Image.Image) -> list[str]:
    return [h.causa for h in revisar(dibujo.a_jpeg(imagen, 70), ["legible"]).hallazgos]


@pytest.fixture
def carta() -> Image.Image:
    return dibujo.hoja_de_carta()


@pytest.fixture
def cedula() -> Image.Image:
    with Image.open(BytesIO(muestras.cedula_jpg())) as imagen:
        return imagen.convert("RGB")


@pytest.mark.parametrize("sigma", [0.4, 0.8, 1.0])
def test_un_poco_de_suavidad_no_es_borrosa(carta, sigma):
    assert causas(carta.filter(dibujo.ImageFilter.GaussianBlur(sigma))) == []


@pytest.mark.parametrize("sigma", [2.2, 3.0, 4.0, 6.0])
def test_borrosa(carta, sigma):
    assert "borrosa" in causas(carta.filter(dibujo.ImageFilter.GaussianBlur(sigma)))


@pytest.mark.parametrize("vertical", [False, True])
def test_movida(carta, vertical):
    assert causas(danos.movida(carta, 10, vertical)) == ["borrosa"]


def test_una_miniatura_ampliada_es_borrosa(carta):
    chica = carta.resize((carta.width // 4, carta.height // 4))
    assert "borrosa" in causas(chica.resize(carta.size, Image.Resampling.BICUBIC))


def test_una_miniatura_sin_ampliar_es_ilegible(carta):
    assert "ilegible" in causas(carta.resize((carta.width // 5, carta.height // 5)))


def test_una_esquina_fuera_de_foco_se_senala(carta):
    lejos = carta.filter(dibujo.ImageFilter.GaussianBlur(4))
    carta.paste(lejos.crop((0, 170, 1240, 560)), (0, 170))
    informe = revisar(dibujo.a_jpeg(carta), ["legible"])
    assert [h.causa for h in informe.hallazgos] == ["borrosa"]
    x0, y0, x1, y1 = informe.hallazgos[0].caja
    assert 0 <= x0 < x1 <= 1 and 0 <= y0 < y1 < 0.4


@pytest.mark.parametrize(("contraste", "brillo"), [(0.05, 180), (0.1, 120), (0.12, 40)])
def test_opaca(carta, contraste, brillo):
    assert causas(danos.apagada(carta, contraste, brillo))[:1] == ["opaca"]


def test_cortada(carta):
    assert causas(carta.crop((220, 0, carta.width, carta.height))) == ["cortada"]


@pytest.mark.parametrize("giro", [90, 180, 270])
def test_cortada_y_girada(carta, giro):
    corte = carta.crop((220, 0, carta.width, carta.height))
    assert causas(corte.rotate(giro, expand=True)) == ["cortada"]


def en_la_mesa(hoja: Image.Image, x: int, y: int, giro: float = 4) -> Image.Image:
    """A card a little turned on a plain desk, its corner at (x, y), in a picture of 1500 x 1125."""
    mesa = Image.new("RGB", (1500, 1125), (96, 78, 60))
    girada = hoja.convert("RGBA").rotate(giro, Image.Resampling.BICUBIC, expand=True)
    mesa.paste(girada, (x, y), girada)
    return danos.ruido(mesa, 3, random.Random(1))  # noqa: S311 — repeatable on purpose


@pytest.mark.parametrize(
    ("x", "y", "lado"),
    [(-300, 200, 0), (200, -200, 1), (850, 200, 2), (200, 700, 3), (200, 200, None)],
)
def test_una_tarjeta_que_se_sale_de_la_foto(x, y, lado):
    """R38: also where it is not cut through a word, as on its photograph or its blank edge."""
    muda = Image.new("RGB", dibujo.TARJETA, (226, 226, 222))
    muda.paste(dibujo.tarjeta().crop((300, 150, 650, 480)), (330, 150))
    hallazgos = revisar(dibujo.a_jpeg(en_la_mesa(muda, x, y)), ["legible"]).hallazgos
    franjas = [(0, 0, 0.06, 1), (0, 0, 1, 0.06), (0.94, 0, 1, 1), (0, 0.94, 1, 1)]
    esperado = [] if lado is None else [("cortada", franjas[lado])]
    assert [(h.causa, h.caja) for h in hallazgos] == esperado


@pytest.mark.parametrize("luz", [1, 0.7, 0.5])
def test_una_tarjeta_en_una_mesa_oscura_no_es_opaca(luz):
    """All around it there is ink, of a sort, that is hardly darker than the light next to it."""
    foto = en_la_mesa(dibujo.tarjeta(), 200, 200)
    assert causas(foto.point(lambda v: v * luz)) == []


@pytest.mark.parametrize("margen", [-40, 0, 40])
def test_sin_mesa_a_la_vista_no_se_dice_que_la_tarjeta_se_sale(margen):
    """Scans end where their card ends, or a little inside."""
    tarjeta = dibujo.tarjeta()
    caja = (-margen // 2, -margen, tarjeta.width + margen, tarjeta.height + margen // 2)
    assert "cortada" not in causas(tarjeta.crop(caja))


def test_la_suciedad_del_borde_negro_no_es_texto_cortado(carta):
    """What a scanner leaves along its edge has the size of letters, but no line goes on from it."""
    azar, lapiz = random.Random(1), dibujo.ImageDraw.Draw(carta)  # noqa: S311
    for _ in range(150):
        y, largo = azar.randrange(carta.height), azar.randrange(8, 24)
        lapiz.rectangle((carta.width - largo, y, carta.width, y + azar.randrange(6, 18)), fill=0)
    assert causas(carta) == []


@pytest.mark.parametrize("giro", [90, 180, 270])
def test_girada_se_lee_igual(carta, cedula, giro):
    assert causas(carta.rotate(giro, expand=True)) == []
    assert causas(cedula.rotate(giro, expand=True)) == []


@pytest.mark.parametrize("semilla", range(5))
@pytest.mark.parametrize("camino", [danos.escaneada, danos.fax, danos.fotografiada])
def test_los_caminos_honestos_no_levantan_dudas(carta, camino, semilla):
    azar = random.Random(semilla)  # noqa: S311 — repeatable on purpose
    assert causas(camino(carta, azar)) == []


@pytest.mark.parametrize("escala", [0.5, 0.75, 1, 2])
def test_la_cedula_se_lee_a_cualquier_resolucion_honesta(cedula, escala):
    assert causas(cedula.resize([round(lado * escala) for lado in cedula.size])) == []


def test_la_foto_en_la_mesa_se_acepta():
    assert revisar(muestras.foto_de_carta(), ["legible"]).veredicto == "aceptado"


def test_con_exif_dentro_de_la_caja():
    """The child can open no file, not even a module: photos with EXIF must find theirs loaded."""
    for giro in (3, 6, 8):
        informe = revisar(muestras.girada(muestras.carta_jpg(), giro), ["legible"])
        assert (informe.veredicto, informe.paginas[0].alto) == ("aceptado", 1500)
