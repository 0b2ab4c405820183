"""Advice on an address that looks mistyped (pain 6). It never blocks: some people do have it."""

from difflib import get_close_matches

# What people write to, here; and real neighbours of theirs, so that none is taken for a mistake.
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
# Share of letters in common, and in order: gmial.com and gmail.com have 0.89; two real ones, 0.84.
PARECIDO = 0.85


def correo_parecido(correo: str) -> str:
    """The address that was most likely meant; empty when this one looks right."""
    nombre, arroba, dominio = correo.rpartition("@")
    dominio = dominio.lower()
    if not (nombre and arroba) or dominio in DOMINIOS:
        return ""
    cercanos = get_close_matches(dominio, DOMINIOS, n=1, cutoff=PARECIDO)
    return f"{nombre}@{cercanos[0]}" if cercanos else ""
