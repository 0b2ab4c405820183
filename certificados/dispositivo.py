"""The institution's key inside a cryptographic device (PKCS#11): it signs there and never leaves.

Each process opens one session, at its first signature: PKCS#11 does not survive a fork, and Celery
forks its workers. Any fault of the device counts as the machine's: the session is thrown away, and
the certificate is tried again with a new one.
"""

import hashlib
import os
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

import pkcs11
from cryptography import x509
from pkcs11 import Attribute, KeyType, Mechanism, ObjectClass, PKCS11Error
from pkcs11.util.ec import encode_ecdsa_signature

from certificados.llave import Firmante, leer_cadena

ATRIBUTOS = ("module-path", "token", "object")
# Keyed by process: a forked child must neither use nor close what its parent opened.
_abiertos: dict[tuple, Firmante] = {}
_cargados: set[str] = set()
# Digests of the PINs refused in this process: a device locks itself after a few wrong ones.
_rechazadas: set[bytes] = set()


class DispositivoNoResponde(OSError):
    """The device is away, or refuses. The message says what happened, never the PIN."""


@dataclass(frozen=True)
class Direccion:
    """Where a key is: the library that talks to the device, the token's label and the key's."""

    modulo: str
    ficha: str
    objeto: str

    @classmethod
    def leer(cls, uri: str) -> "Direccion":
        """From `pkcs11:token=…;object=…?module-path=…` (RFC 7512).

        Raises ValueError for anything else, also for an address that carries the PIN.
        """
        esquema, _, resto = uri.partition(":")
        pares = [par.partition("=") for par in resto.replace("?", ";").replace("&", ";").split(";")]
        valores = {nombre: unquote(valor) for nombre, _, valor in pares}
        if esquema != "pkcs11" or sorted(valores) != sorted(ATRIBUTOS) or not all(valores.values()):
            raise ValueError("Se espera pkcs11:token=…;object=…?module-path=…")
        return cls(*(valores[atributo] for atributo in ATRIBUTOS))


def abrir(uri: str, pin_archivo: Path, cadena: str) -> Firmante:
    """The signer of the key at `uri`; `cadena` is the PEM file of the authorities to embed.

    Raises DispositivoNoResponde (an OSError) and, for a bad address, ValueError.
    """
    quien = (os.getpid(), uri, pin_archivo, cadena)
    if quien not in _abiertos:
        _abiertos[quien] = _firmante(Direccion.leer(uri), pin_archivo, leer_cadena(cadena))
    return _abiertos[quien]


def _firmante(direccion: Direccion, pin_archivo: Path, cadena: list) -> Firmante:
    pin = pin_archivo.read_text().strip()
    try:
        sesion = _sesion(direccion, pin)
        clave = sesion.get_key(object_class=ObjectClass.PRIVATE_KEY, label=direccion.objeto)
        certificado = _certificado(sesion, direccion.objeto)
    except PKCS11Error as error:
        raise _falla(error) from error
    return Firmante(_firmador(clave), certificado, cadena)


def _sesion(direccion: Direccion, pin: str) -> pkcs11.Session:
    biblioteca = pkcs11.lib(direccion.modulo)
    if direccion.modulo in _cargados:
        # After a fork or a failure the library must be initialised again; it may know so already.
        with suppress(PKCS11Error):
            biblioteca.finalize()
        biblioteca.initialize()
    _cargados.add(direccion.modulo)
    intento = hashlib.sha256(f"{direccion} {pin}".encode()).digest()
    if intento in _rechazadas:
        raise DispositivoNoResponde("El dispositivo rechazó el PIN; no se prueba dos veces.")
    try:
        return biblioteca.get_token(token_label=direccion.ficha).open(user_pin=pin)
    except pkcs11.PinIncorrect:
        _rechazadas.add(intento)
        raise


def _certificado(sesion: pkcs11.Session, etiqueta: str) -> x509.Certificate:
    """The public certificate kept beside the key, under the same label."""
    busqueda = {Attribute.CLASS: ObjectClass.CERTIFICATE, Attribute.LABEL: etiqueta}
    hallados = list(sesion.get_objects(busqueda))
    if len(hallados) != 1:
        raise DispositivoNoResponde(f"El dispositivo tiene {len(hallados)} certificados del sello.")
    return x509.load_der_x509_certificate(hallados[0][Attribute.VALUE])


def _firmador(clave):
    """`firmar(bytes) -> signature`, one at a time: a session serves one thread."""
    cerrojo = threading.Lock()

    def firmar(datos: bytes) -> bytes:
        try:
            with cerrojo:
                return _firmar(clave, datos)
        except PKCS11Error as error:
            _abiertos.clear()
            raise _falla(error) from error

    return firmar


def _firmar(clave, datos: bytes) -> bytes:
    if clave.key_type == KeyType.RSA:
        return clave.sign(datos, mechanism=Mechanism.SHA256_RSA_PKCS)
    resumen = hashlib.sha256(datos).digest()
    return encode_ecdsa_signature(clave.sign(resumen, mechanism=Mechanism.ECDSA))


def _falla(error: PKCS11Error) -> DispositivoNoResponde:
    return DispositivoNoResponde(f"El dispositivo del sello no firma ({type(error).__name__}).")
