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


def test_los_estaticos_los_lee_quien_no_los_reunio(settings, tmp_path):
    """The image gathers them as root and serves them as another user."""
    settings.STATIC_ROOT = tmp_path / "reunidos"
    settings.STATICFILES_DIRS = [tmp_path / "fuente"]
    (tmp_path / "fuente" / "css").mkdir(parents=True)
    (tmp_path / "fuente" / "css" / "tema.css").write_text("a { color: navy }")
    preparacion.recoger_estaticos([].append)
    carpeta = settings.STATIC_ROOT / "css"
    modos = [ruta.stat().st_mode & 0o777 for ruta in (carpeta, carpeta / "tema.css")]
    assert modos == [(tmp_path / "fuente" / "css").stat().st_mode & 0o777, 0o644]


def test_el_sello_de_desarrollo_se_hace_una_sola_vez(settings, tmp_path):
    settings.SELLO_PKCS12 = tmp_path / "sello.p12"
    settings.SELLO_CLAVE_ARCHIVO = tmp_path / "sello.clave"
    preparacion.asegurar_sello()
    sello = settings.SELLO_PKCS12.read_bytes()
    preparacion.asegurar_sello()
    assert settings.SELLO_PKCS12.read_bytes() == sello
