"""Advice on an address that looks mistyped (pain 6). It never blocks: somebody may have it."""

from difflib import get_close_matches

# The usual domains here, and real ones that resemble them, so that none is taken for a mistake.
DOMINIOS = (
    "gmail.com",
    "hotmail.com",
    "outlook.com",
    "yahoo.com",
    "hotmail.es",
    "outlook.es",
    "yahoo.es",
    "icloud.com",
    "live.com",
    "msn.com",
    "ymail.com",
    "aol.com",
    "mail.com",
    "email.com",
    "gmx.com",
    "protonmail.com",
    "proton.me",
    "yahoo.com.mx",
    "yahoo.com.ar",
    "googlemail.com",
    "iess.gob.ec",
)
# Similarity ratio of difflib: 0.89 for gmial.com and gmail.com; at most 0.84 for two real ones.
PARECIDO = 0.85


def correo_parecido(correo: str) -> str:
    """The address that was most likely meant; empty if this one looks right."""
    nombre, arroba, dominio = correo.rpartition("@")
    dominio = dominio.lower()
    if not (nombre and arroba) or dominio in DOMINIOS:
        return ""
    cercanos = get_close_matches(dominio, DOMINIOS, n=1, cutoff=PARECIDO)
    return f"{nombre}@{cercanos[0]}" if cercanos else ""
