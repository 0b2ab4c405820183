import hashlib
import random
import shutil
import stat
import subprocess

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    pkcs12,
)
from django.conf import settings
from pyhanko.sign.fields import MDPPerm

from certificados import firma, llave, pdf, sello
from certificados.clave_desarrollo import MARCA
from tests.certificados.oraculos import abrir_sello, validar
from tests.certificados.reparto import certificado


@pytest.fixture(scope="module")
def firmado() -> bytes:
    return sello.firmar(pdf.render(certificado()), certificado())


def test_it_certifies_the_whole_document_and_allows_no_change(firmado):
    estado, firma = validar(firmado)
    assert (estado.bottom_line, estado.coverage.name) == (True, "ENTIRE_FILE")
    assert firma.docmdp_level == MDPPerm.NO_CHANGES
    assert firma.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    assert firma.self_reported_timestamp == certificado().emitido_en
    assert firma.sig_object["/Reason"] == "Emisión del certificado IESS-CS-2026-000123-J"
    # The chain travels inside: the signer and its authority.
    assert len(firma.other_embedded_certs) == 1


def test_what_is_drawn_is_not_touched(firmado):
    assert firmado.startswith(pdf.render(certificado()))


@pytest.mark.skipif(not shutil.which("pdfsig"), reason="pdfsig is not installed; OpenSSL follows")
def test_poppler_agrees(firmado, tmp_path):
    archivo = tmp_path / "c.pdf"
    archivo.write_bytes(firmado)
    dicho = subprocess.run(["pdfsig", archivo], capture_output=True, text=True).stdout
    assert "Signature Validation: Signature is Valid." in dicho
    assert "Total document signed" in dicho


@pytest.mark.skipif(not shutil.which("openssl"), reason="openssl is not installed")
def test_openssl_agrees(firmado, tmp_path):
    """Signature and chain, by a library that is neither pyHanko nor asn1crypto."""
    hallada = validar(firmado)[1]
    a, b, c, d = hallada.byte_range
    (tmp_path / "datos").write_bytes(firmado[a : a + b] + firmado[c : c + d])
    (tmp_path / "cms").write_bytes(hallada.pkcs7_content)
    autoridad = abrir_sello().additional_certs[0].certificate
    (tmp_path / "ca").write_bytes(autoridad.public_bytes(Encoding.PEM))
    orden = "openssl cms -verify -binary -inform DER -in cms -content datos -CAfile ca -out nada"
    dicho = subprocess.run(
        [*orden.split(), "-purpose", "any"], cwd=tmp_path, capture_output=True, text=True
    )
    assert (dicho.returncode, "CMS Verification successful" in dicho.stderr) == (0, True)


def test_no_file_with_one_byte_changed_verifies(firmado):
    """F13: 200 flips of one bit, anywhere under the signature."""
    dado = random.Random(17)  # noqa: S311 — repeatable, not secret
    a, b, c, d = validar(firmado)[1].byte_range
    bajo_la_firma = [*range(a, a + b), *range(c, c + d)]
    verifican = []
    for posicion in dado.sample(bajo_la_firma, 200):
        roto = bytearray(firmado)
        roto[posicion] ^= 1 << dado.randrange(8)
        if _verifica(bytes(roto)):
            verifican.append(posicion)
    assert verifican == []


def _verifica(contenido: bytes) -> bool:
    try:
        return validar(contenido)[0].bottom_line
    except Exception:
        return False


# --- Our own reading of the seal --------------------------------------------------------------
def test_the_seal_is_read_without_pyhanko(firmado):
    assert firma.leer_firma(firmado) == firma.Firma(sello.huella(), intacta=True)
    assert firma.leer_firma(firmado + b" ") == firma.Firma(sello.huella(), intacta=False)


def test_a_signature_that_ends_in_zero_is_read_whole():
    """One in 256 does; the zeros after it are room left over."""
    llavero = llave.abrir(settings.SELLO_PKCS12, settings.SELLO_CLAVE_ARCHIVO)
    cola = b">fin"
    for n in range(10_000):
        cabeza = b"%06d/ByteRange [0 0043 8237 0003]........<" % n
        cubierto = cabeza[:-1] + cola[1:]
        cms = llavero.cms(hashlib.sha256(cubierto).digest())
        if cms.endswith(b"\0"):
            break
    relleno = cms.hex().encode().ljust(8192, b"0")
    assert len(cabeza[:-1]) == 43
    assert firma.leer_firma(cabeza + relleno + cola) == firma.Firma(sello.huella(), intacta=True)


def test_a_broken_seal_is_never_an_error(firmado):
    """300 mutations anywhere in the CMS are answered, and none in the signature is whole."""
    dado = random.Random(23)  # noqa: S311 — repeatable, not secret
    _, hallada = validar(firmado)
    _, b, c, _ = hallada.byte_range
    valor = hallada.signer_info["signature"].native.hex().encode()
    inicio = firmado.lower().index(valor)
    for desde, hasta in ((b + 1, c - 1), (inicio, inicio + len(valor))):
        for _ in range(150):
            roto = bytearray(firmado)
            posicion = dado.randrange(desde, hasta)
            roto[posicion : posicion + 1] = dado.choice([b"<", b"z", b"\0", b"7", b"e"])
            leida = firma.leer_firma(bytes(roto))
            assert leida is None or isinstance(leida, firma.Firma)
            if desde == inicio and roto.lower() != firmado.lower():
                assert not (leida and leida.intacta)


# --- The filled mould ------------------------------------------------------------------------
def test_the_filled_mould_is_what_pyhanko_would_build():
    firmante = llave.abrir(settings.SELLO_PKCS12, settings.SELLO_CLAVE_ARCHIVO)
    resumen = hashlib.sha256(b"otro documento").digest()
    assert firmante.cms(resumen) == firmante.cms_de_pyhanko(resumen)


def test_the_mould_refuses_what_is_no_sha256():
    firmante = llave.abrir(settings.SELLO_PKCS12, settings.SELLO_CLAVE_ARCHIVO)
    with pytest.raises(ValueError):
        firmante.cms(b"corto")


def test_the_key_is_parsed_once_per_process(monkeypatch):
    llave.abrir.cache_clear()
    abiertos = []
    original = pkcs12.load_key_and_certificates
    monkeypatch.setattr(
        llave.pkcs12,
        "load_key_and_certificates",
        lambda *a: abiertos.append(1) or original(*a),
    )
    for _ in range(3):
        sello.firmar(pdf.render(certificado()), certificado())
    assert abiertos == [1]


@pytest.mark.parametrize("clave", ["rsa2048", "rsa4096", "p256"])
def test_any_key_of_an_institution_seals(clave, tmp_path, settings):
    """RSA of every size and elliptic curves, whose signatures have no fixed length."""
    privada = (
        ec.generate_private_key(ec.SECP256R1())
        if clave == "p256"
        else rsa.generate_private_key(public_exponent=65537, key_size=int(clave[3:]))
    )
    original = abrir_sello()
    propio, ca = original.cert.certificate, original.additional_certs[0].certificate
    nombre = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Otra clave")])
    cert = (
        x509.CertificateBuilder()
        .subject_name(nombre)
        .issuer_name(nombre)
        .public_key(privada.public_key())
        .serial_number(7)
        .not_valid_before(propio.not_valid_before_utc)
        .not_valid_after(propio.not_valid_after_utc)
        .sign(privada, SHA256())
    )
    settings.SELLO_PKCS12, settings.SELLO_CLAVE_ARCHIVO = tmp_path / "p12", tmp_path / "clave"
    settings.SELLO_CLAVE_ARCHIVO.write_text("secreta\n")
    settings.SELLO_PKCS12.write_bytes(
        pkcs12.serialize_key_and_certificates(
            b"x", privada, cert, [ca], BestAvailableEncryption(b"secreta")
        )
    )
    hecho = sello.firmar(pdf.render(certificado()), certificado())
    estado, _ = validar(hecho, [llave.traducir(cert)])
    assert (estado.intact, estado.valid) == (True, True)


# --- The development key ---------------------------------------------------------------------
def test_the_development_key_says_what_it_is_and_is_closed(tmp_path):
    rutas = tmp_path / "sello" / "d.p12", tmp_path / "sello" / "d.clave"
    sello.crear_sello_de_desarrollo(*rutas)
    primero = [ruta.read_bytes() for ruta in rutas]
    abierto = pkcs12.load_pkcs12(primero[0], primero[1])
    assert isinstance(abierto.key, rsa.RSAPrivateKey)
    assert abierto.key.key_size == 3072
    assert MARCA in abierto.cert.certificate.subject.rfc4514_string()
    assert [stat.S_IMODE(ruta.stat().st_mode) for ruta in rutas] == [0o600, 0o600]
    assert stat.S_IMODE(rutas[0].parent.stat().st_mode) == 0o700
    sello.crear_sello_de_desarrollo(*rutas)  # A second run keeps it.
    assert [ruta.read_bytes() for ruta in rutas] == primero
    assert sorted(ruta.name for ruta in rutas[0].parent.iterdir()) == ["d.clave", "d.p12"]
