"""The typefaces that drawings use: those that are installed, besides Pillow's own.

Debian's fonts-liberation and fonts-dejavu print the text. fonts-dancingscript, fonts-havana,
fonts-kaushanscript, fonts-leckerli-one, fonts-levien-typoscript and fonts-lobster print what looks
like writing and is not; fonts-breip, fonts-bwht, fonts-dkg-handwriting, fonts-ecolier-court,
fonts-femkeklaver, fonts-joscelyn, fonts-kristi and fonts-rufscript were copied from hands.
"""

from functools import cache
from pathlib import Path

RAIZ = Path("/usr/share/fonts")
_DE_TEXTO = ("liberation", "dejavu")
_DE_ADORNO = ("dancingscript", "havana", "kaushanscript", "leckerli-one", "levien", "lobster")
_DE_MANO = (
    "breip", "bwht", "fifthhorseman", "ecolier-court", "femkeklaver", "joscelyn", "kristi",
    "rufscript",
)  # fmt: skip


@cache
def de_texto() -> tuple[str | None, ...]:
    return (None, None, *_de(_DE_TEXTO))


@cache
def de_adorno() -> tuple[str | None, ...]:
    return (None, *_de(_DE_ADORNO), *_de(("liberation",), "*Italic*"))


@cache
def de_mano() -> tuple[str, ...]:
    return _de(_DE_MANO)


def _de(carpetas, forma: str = "*") -> tuple[str, ...]:
    rutas = [
        ruta
        for carpeta in carpetas
        for clase in ("truetype", "opentype")
        for ruta in sorted((RAIZ / clase / carpeta).glob(f"{forma}.[to]tf"))
    ]
    return tuple(map(str, rutas))
