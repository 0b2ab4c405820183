from iess_portal import preparacion


def test_los_estaticos_se_reunen_solo_si_algo_cambio(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "reunidos"
    settings.STATICFILES_DIRS = [tmp_path / "fuente"]
    (tmp_path / "fuente").mkdir()
    (tmp_path / "fuente" / "tema.css").write_text("a { color: navy }")
    frases = []
    preparacion.recoger_estaticos(frases.append)
    preparacion.recoger_estaticos(frases.append)
    assert frases == ["Reuniendo hojas de estilo e imágenes…"]
    (tmp_path / "fuente" / "tema.css").write_text("a { color: maroon }")
    preparacion.recoger_estaticos(frases.append)
    assert len(frases) == 2
    assert (settings.STATIC_ROOT / "tema.css").read_text() == "a { color: maroon }"


def test_el_sello_de_desarrollo_se_hace_una_sola_vez(settings, tmp_path):
    settings.SELLO_PKCS12 = tmp_path / "sello.p12"
    settings.SELLO_CLAVE_ARCHIVO = tmp_path / "sello.clave"
    preparacion.asegurar_sello()
    sello = settings.SELLO_PKCS12.read_bytes()
    preparacion.asegurar_sello()
    assert settings.SELLO_PKCS12.read_bytes() == sello
