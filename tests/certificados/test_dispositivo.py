"""The key inside a device (PKCS#11), with SoftHSM in its place."""

import os
import subprocess
from datetime import UTC, datetime, timedelta

import pkcs11
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pkcs11 import Attribute
from pkcs11.util.ec import decode_ec_private_key
from pkcs11.util.rsa import decode_rsa_private_key
from pkcs11.util.x509 import decode_x509_certificate

from certificados import checks, dispositivo, llave, pdf, sello
from certificados.firma import Firma, leer_firma
from tests import servicios
from tests.certificados.oraculos import ARCHIVOS_DEL_SELLO, abrir_sello
from tests.certificados.reparto import certificado

PIN, ETIQUETA = "20261123", "Sello IESS"
con_softhsm = pytest.mark.skipif(
    servicios.softhsm() is None, reason="SoftHSM is not here: apt-get install softhsm2"
)


def sello_de_curva():
    """A P-256 key and its certificate, not the development one."""
    clave = ec.generate_private_key(ec.SECP256R1())
    nombre = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Sello de prueba")])
    ahora = datetime.now(UTC)
    certificado = (
        x509.CertificateBuilder(nombre, nombre, clave.public_key(), 7)
        .not_valid_before(ahora - timedelta(days=1))
        .not_valid_after(ahora + timedelta(days=1))
        .sign(clave, SHA256())
    )
    return clave, certificado


def guardar(sesion, etiqueta: str, clave, certificado) -> None:
    der = clave.private_bytes(Encoding.DER, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    es_curva = isinstance(clave, ec.EllipticCurvePrivateKey)
    objetos = (
        (decode_ec_private_key if es_curva else decode_rsa_private_key)(der),
        decode_x509_certificate(certificado.public_bytes(Encoding.DER)),
    )
    for objeto in objetos:
        sesion.create_object({**objeto, Attribute.LABEL: etiqueta, Attribute.TOKEN: True})


@pytest.fixture(scope="module")
def ficha(tmp_path_factory):
    """A token with the development seal and one of a curve. The library reads its file once."""
    carpeta = tmp_path_factory.mktemp("softhsm")
    (carpeta / "fichas").mkdir()
    (carpeta / "conf").write_text(f"directories.tokendir = {carpeta / 'fichas'}\n")
    os.environ["SOFTHSM2_CONF"] = str(carpeta / "conf")
    orden = ["softhsm2-util", "--init-token", "--free", "--label", ETIQUETA, "--pin", PIN]
    subprocess.run([*orden, "--so-pin", "0000"], check=True, capture_output=True)
    modulo = str(servicios.softhsm())
    with pkcs11.lib(modulo).get_token(token_label=ETIQUETA).open(rw=True, user_pin=PIN) as sesion:
        guardar(sesion, "sello", abrir_sello().key, abrir_sello().cert.certificate)
        guardar(sesion, "curva", *sello_de_curva())
    yield f"pkcs11:token=Sello%20IESS;object=sello?module-path={modulo}"
    del os.environ["SOFTHSM2_CONF"]


@pytest.fixture
def con_ficha(ficha, settings, tmp_path, monkeypatch):
    """Settings that point to the device; its authority comes from a file."""
    monkeypatch.setattr(dispositivo, "_abiertos", {})
    monkeypatch.setattr(dispositivo, "_rechazadas", set())
    settings.SELLO_PKCS11 = ficha
    settings.SELLO_CLAVE_ARCHIVO = tmp_path / "pin"
    settings.SELLO_CLAVE_ARCHIVO.write_text(f"{PIN}\n")
    settings.SELLO_CLAVE_ARCHIVO.chmod(0o400)
    settings.SELLO_CADENA = str(tmp_path / "cadena.pem")
    autoridad = abrir_sello().additional_certs[0].certificate
    (tmp_path / "cadena.pem").write_bytes(autoridad.public_bytes(Encoding.PEM))
    settings.PRODUCCION = True
    settings.PORTAL_URL = "https://ventanilla.iess.gob.ec"
    return settings


def sellado() -> bytes:
    return sello.firmar(pdf.render(certificado()), certificado())


@con_softhsm
def test_the_device_signs_what_the_file_would(con_ficha):
    """The same key in both: the same bytes, mould and all."""
    resumen = bytes(range(32))
    con_archivo = llave.abrir(*ARCHIVOS_DEL_SELLO).cms(resumen)
    assert sello.firmante_actual().cms(resumen) == con_archivo
    assert leer_firma(sellado()) == Firma(sello.huella(), intacta=True)


@con_softhsm
def test_a_key_of_a_curve_signs_too(con_ficha):
    con_ficha.SELLO_PKCS11 = con_ficha.SELLO_PKCS11.replace("object=sello", "object=curva")
    assert leer_firma(sellado()) == Firma(sello.huella(), intacta=True)


@con_softhsm
def test_the_session_is_kept_and_a_child_opens_its_own(con_ficha):
    """As Celery forks its workers; the child of a parent that had signed."""
    firmante, resumen = sello.firmante_actual(), bytes(32)
    hecho = firmante.cms(resumen)
    assert sello.firmante_actual() is firmante
    hijo = os.fork()
    if hijo == 0:
        suyo = sello.firmante_actual()
        os._exit(0 if suyo is not firmante and suyo.cms(resumen) == hecho else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(hijo, 0)[1]) == 0
    assert firmante.cms(resumen) == hecho  # The child closed nothing of its parent's.


@con_softhsm
def test_a_device_that_comes_back_signs_again(con_ficha):
    """A failure ends the session: the next certificate opens another."""
    firmante = sello.firmante_actual()
    pkcs11.lib(dispositivo.Direccion.leer(con_ficha.SELLO_PKCS11).modulo).finalize()
    with pytest.raises(dispositivo.DispositivoNoResponde, match="no firma"):
        firmante.firmar_bytes(b"x")
    assert leer_firma(sellado()) == Firma(sello.huella(), intacta=True)


@con_softhsm
def test_a_refused_pin_is_not_tried_again(con_ficha):
    """Or the device would lock itself. A corrected file is."""
    con_ficha.SELLO_CLAVE_ARCHIVO.chmod(0o600)
    con_ficha.SELLO_CLAVE_ARCHIVO.write_text("otro")
    for motivo in ("PinIncorrect", "no se prueba dos veces"):
        with pytest.raises(dispositivo.DispositivoNoResponde, match=motivo):
            sello.firmante_actual()
    con_ficha.SELLO_CLAVE_ARCHIVO.write_text(PIN)
    assert sello.firmante_actual().es_rsa


@con_softhsm
@pytest.mark.parametrize("cambio", [("object=sello", "object=otro"), ("Sello%20IESS", "Nadie")])
def test_what_is_not_there_is_the_machine_s_failure(con_ficha, cambio):
    con_ficha.SELLO_PKCS11 = con_ficha.SELLO_PKCS11.replace(*cambio)
    with pytest.raises(OSError, match="El dispositivo"):
        sello.firmante_actual()


@pytest.mark.parametrize(
    "direccion",
    [
        "",
        "/usr/lib/x.so",
        "pkcs11:token=a;object=b",
        "pkcs11:token=a;object=?module-path=/x",
        "pkcs11:token=a;object=b?module-path=/x&pin-value=1234",
        "pkcs11:token=a;serial=1;object=b?module-path=/x",
    ],
)
def test_an_address_that_is_not_whole_or_tells_the_pin_is_refused(direccion):
    with pytest.raises(ValueError, match="Se espera"):
        dispositivo.Direccion.leer(direccion)


def test_an_address_is_read_whole():
    leida = dispositivo.Direccion.leer("pkcs11:object=el%20sello;token=a?module-path=/x/y.so")
    assert leida == dispositivo.Direccion(modulo="/x/y.so", ficha="a", objeto="el sello")


# --- The system checks ------------------------------------------------------------------------
def avisos() -> list[str]:
    revisiones = (checks.sello_de_produccion, checks.sello_presente)
    return [aviso.id for revision in revisiones for aviso in revision(None)]


@con_softhsm
def test_the_checks_open_the_device_only_where_certificates_are_issued(con_ficha):
    assert checks.sello_de_produccion(None) == []
    assert dispositivo._abiertos == {}
    assert avisos() == ["certificados.E005"]  # It is the development seal.
    con_ficha.SELLO_PKCS11 = con_ficha.SELLO_PKCS11.replace("object=sello", "object=curva")
    assert avisos() == []


@con_softhsm
@pytest.mark.parametrize(
    ("cambio", "aviso"),
    [
        (("module-path=", "module-path=/nada"), "certificados.E007"),
        (("?", "?pin-value=1&"), "certificados.E006"),
        (("object=sello", "object=otro"), "certificados.E004"),
    ],
)
def test_a_device_badly_told_is_refused(con_ficha, cambio, aviso):
    con_ficha.SELLO_PKCS11 = con_ficha.SELLO_PKCS11.replace(*cambio)
    assert avisos() == [aviso]


@con_softhsm
def test_a_pin_that_others_can_read_is_refused(con_ficha):
    con_ficha.SELLO_PKCS11 = con_ficha.SELLO_PKCS11.replace("object=sello", "object=curva")
    con_ficha.SELLO_CLAVE_ARCHIVO.chmod(0o440)
    assert avisos() == ["certificados.E002"]
    con_ficha.SELLO_CLAVE_ARCHIVO.unlink()
    assert avisos() == ["certificados.E003"]
