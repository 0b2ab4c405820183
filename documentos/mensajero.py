"""The one frame that parent and child exchange: a JSON text, then bytes. Standard library only."""

import json
import socket
import struct

CABEZA = struct.Struct(">II")  # length of the JSON, length of the bytes that follow it


def enviar(canal: socket.socket, datos, contenido: bytes) -> None:
    texto = json.dumps(datos).encode()
    canal.sendall(CABEZA.pack(len(texto), len(contenido)) + texto)
    canal.sendall(contenido)


def recibir(canal: socket.socket, maximo: int = 1 << 25) -> tuple:
    """The other side's frame; `ConnectionError` if it closes early or announces over `maximo`."""
    largo_texto, largo_contenido = CABEZA.unpack(_exacto(canal, CABEZA.size))
    if largo_texto + largo_contenido > maximo:
        raise ConnectionError("The frame is too long.")
    return json.loads(_exacto(canal, largo_texto)), _exacto(canal, largo_contenido)


def _exacto(canal: socket.socket, largo: int) -> bytes:
    partes = bytearray()
    while len(partes) < largo:
        parte = canal.recv(min(largo - len(partes), 1 << 18))
        if not parte:
            raise ConnectionError("The other side closed.")
        partes += parte
    return bytes(partes)
