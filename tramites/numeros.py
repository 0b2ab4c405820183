"""The two names of a case: a number to say aloud and a secret to open it with.

The number is printed, dictated and guessable, and opens nothing. The secret, of more than 128 bits,
travels only in the person's own links; the database keeps a digest of it, so that whoever reads the
table cannot open a single case.
"""

import hashlib
import hmac
import re
import secrets
from base64 import urlsafe_b64encode

from django.conf import settings

from certificados.codigos import letra_de_control
from certificados.numeracion import siguiente


class SecretoPerdido(Exception):
    """No known SECRET_KEY can make the link of this case again."""


def numero_de_caso(sigla: str, codigo_provincia: str, anio: int) -> str:
    """Take the next number, such as `IESS-RT-17-2026-000123-K`, in the caller's transaction."""
    orden = siguiente(f"solicitud-{sigla}-{anio}")
    letra = letra_de_control(f"{codigo_provincia}{anio}{orden:06d}")
    return f"IESS-{sigla}-{codigo_provincia}-{anio}-{orden:06d}-{letra}"


def numero_de_queja(anio: int) -> str:
    """Take the next number, such as `IESS-Q-2026-000012-K`, in the caller's transaction."""
    orden = siguiente(f"queja-{anio}")
    return f"IESS-Q-{anio}-{orden:06d}-{letra_de_control(f'{anio}{orden:06d}')}"


NUMERO_DE_CASO = re.compile(r"IESS-[A-Z]{1,6}-([0-9]{2})-([0-9]{4})-([0-9]{6,9})-([A-Z])")


def es_numero_de_caso(numero: str) -> bool:
    """Whether it has the shape of a case's number, check letter included; it may name no case."""
    partes = NUMERO_DE_CASO.fullmatch(numero)
    return bool(partes) and letra_de_control("".join(partes.groups()[:3])) == partes[4]


def normalizar(numero: str) -> str:
    """A number as it was typed, rewritten as we write it."""
    return "".join(numero.split()).upper()


def nueva_semilla() -> str:
    return secrets.token_urlsafe(24)


def huella(secreto: str) -> str:
    """What the database keeps of a secret. 128 random bits need no slow hash (ASVS 6.5.2)."""
    return hashlib.sha256(secreto.encode()).hexdigest()


def secreto_de(semilla: str, clave: str | None = None) -> str:
    """The secret made from `semilla` and the portal's key: 192 bits, 32 characters."""
    clave = (clave or settings.SECRET_KEY).encode()
    resumen = hmac.digest(clave, f"seguimiento:{semilla}".encode(), "sha256")
    return urlsafe_b64encode(resumen[:24]).decode()


def codigo_de(semilla: str) -> str:
    """The six digits made from `semilla` and the portal's key."""
    resumen = hmac.digest(settings.SECRET_KEY.encode(), f"codigo:{semilla}".encode(), "sha256")
    return f"{int.from_bytes(resumen[:8]) % 1_000_000:06d}"


def secreto_vigente(semilla: str, huella_guardada: str) -> str:
    """The secret that the person holds, also after SECRET_KEY was rotated.

    Raises `SecretoPerdido` when the key that made it is no longer known.
    """
    for clave in [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]:
        secreto = secreto_de(semilla, clave)
        if hmac.compare_digest(huella(secreto), huella_guardada):
            return secreto
    raise SecretoPerdido("La clave que hizo este enlace ya no está en SECRET_KEY_ANTERIORES.")
