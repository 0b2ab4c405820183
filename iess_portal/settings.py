"""Every setting of the portal; the environment decides and nothing dangerous has a default.

`PORTAL_ENTORNO=local` (the default) serves one machine from the folder `VAR`, with keys made at
the first run. `PORTAL_ENTORNO=produccion` asks for each secret and address and fails without it.
`.env.example` explains every variable.
"""

import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF

from documentos.formatos import FOTO_MAXIMA

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
if (BASE_DIR / ".env").exists():
    env.read_env(BASE_DIR / ".env")


def _clave_local(archivo: Path) -> str:
    """The secret key of a local portal: made once, readable by its owner alone."""
    archivo.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(archivo, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return archivo.read_text()
    with os.fdopen(descriptor, "w") as destino:
        destino.write(secrets.token_urlsafe(64))
    return archivo.read_text()


# --- Where it runs -------------------------------------------------------------------------
ENTORNO = env.str("PORTAL_ENTORNO", default="local")
if ENTORNO not in {"local", "produccion"}:
    raise environ.ImproperlyConfigured("PORTAL_ENTORNO must be 'local' or 'produccion'.")
PRODUCCION = ENTORNO == "produccion"
LARGO_DE_CLAVE = 50  # As Django's own deployment check asks.
DEBUG = env.bool("DEBUG", default=False)
VAR = Path(env.str("VAR", default=str(BASE_DIR / "var"))).resolve()
ESCUCHA = env.str("HOST", default="127.0.0.1")
PUERTO = env.int("PORT", default=8000)

if PRODUCCION:
    SECRET_KEY = env.str("SECRET_KEY")
    PORTAL_URL = env.str("PORTAL_URL").rstrip("/")
    DATABASE_URL = env.str("DATABASE_URL")
    REDIS_URL = env.str("REDIS_URL")
    EMAIL_URL = env.str("EMAIL_URL")
    REMITENTE = env.str("PORTAL_REMITENTE")
else:
    SECRET_KEY = env.str("SECRET_KEY", default="") or _clave_local(VAR / "clave_secreta")
    PORTAL_URL = env.str("PORTAL_URL", default=f"http://localhost:{PUERTO}").rstrip("/")
    DATABASE_URL = env.str("DATABASE_URL", default="") or f"sqlite:///{VAR / 'portal.sqlite3'}"
    REDIS_URL = env.str("REDIS_URL", default="") or f"redis+socket://{VAR / 'valkey.sock'}"
    EMAIL_URL = env.str("EMAIL_URL", default="") or "filemail://"
    REMITENTE = env.str(
        "PORTAL_REMITENTE", default="Ventanilla virtual del IESS <no-responder@localhost>"
    )
if PRODUCCION and (DEBUG or len(SECRET_KEY) < LARGO_DE_CLAVE):
    raise environ.ImproperlyConfigured(
        f"Production wants DEBUG off and a SECRET_KEY of at least {LARGO_DE_CLAVE} characters."
    )
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_ANTERIORES", cast=str.strip, default=[])
ALLOWED_HOSTS = [
    urlsplit(PORTAL_URL).hostname,
    *env.list("PORTAL_ANFITRIONES", cast=str.strip, default=[]),
]
if not PRODUCCION:
    ALLOWED_HOSTS += ["localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [PORTAL_URL]

# --- What it is made of --------------------------------------------------------------------
INSTALLED_APPS = [
    "iess_portal.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "iess_portal.apps.PortalConfig",
    "tramites",
    "documentos",
    "certificados",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "iess_portal.reserva.Reserva",
    "iess_portal.limites.TopeDeCuerpo",
    "iess_portal.cabeza.CabezaDePagina",
    "iess_portal.limites.SiempreUtf8",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "iess_portal.sin_sesion.LoQueNoSeHizo",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "iess_portal.urls"
WSGI_APPLICATION = "iess_portal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Language and time ---------------------------------------------------------------------
LANGUAGE_CODE = "es-ec"
TIME_ZONE = "America/Guayaquil"
USE_TZ = True

# --- Database ------------------------------------------------------------------------------
DATABASES = {"default": env.db_url_config(DATABASE_URL)}
# What the address itself asks for, such as `?sslmode=verify-full`, wins over our options.
_de_la_direccion = DATABASES["default"].get("OPTIONS", {})
# Seconds: opening a connection costs more than what most requests ask of it.
DATABASES["default"]["CONN_MAX_AGE"] = 60
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    VAR.mkdir(parents=True, exist_ok=True)
    DATABASES["default"]["OPTIONS"] = {
        # IMMEDIATE takes the write lock at BEGIN: no "database is locked" halfway through a
        # transaction.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # The rollback journal and not WAL: SQLite before 3.51.3 can corrupt a WAL database. The
        # journal's head is blanked and its file stays (PERSIST): FULL does not wait for a deletion
        # to reach the disk, and a journal that a power cut brings back undoes what was confirmed.
        "init_command": "PRAGMA journal_mode=PERSIST; PRAGMA synchronous=FULL;"
        "PRAGMA foreign_keys=ON;",
        **_de_la_direccion,
    }
    # A file, because threads and child processes of the tests must see one database.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR / "pruebas.sqlite3")}
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    _topes = (
        "-c statement_timeout=15s -c lock_timeout=5s -c idle_in_transaction_session_timeout=30s"
    )
    # The server takes the last of two: the address may change one limit without losing the rest.
    _pedido = _de_la_direccion.pop("options", "")
    DATABASES["default"]["OPTIONS"] = {
        "connect_timeout": 5,
        "options": f"{_topes} {_pedido}".rstrip(),
        **_de_la_direccion,
    }

# --- Files ---------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("PORTAL_ESTATICOS", default=str(VAR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "iess_portal.almacen.AlmacenPrivado"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
ALMACEN = Path(env.str("PORTAL_ALMACEN", default=str(VAR / "privado")))
FILE_UPLOAD_HANDLERS = ["documentos.subida.SubidaAcotada"]
# A procedure with its requirements, in the admin, has some 140.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 10
DATA_UPLOAD_MAX_MEMORY_SIZE = 262_144
# Bytes of a whole request: a correction may bring several photos to be made smaller, and a file
# that is too big has to arrive before its person can be told so.
CUERPO_MAXIMO = 4 * FOTO_MAXIMA

# --- Mail ----------------------------------------------------------------------------------
vars().update(env.email_url_config(EMAIL_URL))
if EMAIL_BACKEND.endswith("filebased.EmailBackend"):  # noqa: F821 — set by the line above
    EMAIL_FILE_PATH = VAR / "correos"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = REMITENTE
# Where mail servers return what they could not deliver; `anotar_rebotes` reads it.
PORTAL_REBOTES = env.str("PORTAL_REBOTES", default="") or DEFAULT_FROM_EMAIL

# --- Queue: the database row is the queue, Celery the alarm clock -----------------------------
CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 600,
    "unacked_restore_interval": 15,
    "unacked_restore_throttle": 1,
    "socket_connect_timeout": 2,
    "socket_timeout": 5,
    "health_check_interval": 15,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SOFT_TIME_LIMIT = 60
CELERY_TASK_TIME_LIMIT = 90
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TIMEZONE = TIME_ZONE
# The worker writes the same log as the rest, and not one of Celery's own.
CELERY_WORKER_HIJACK_ROOT_LOGGER = False

# --- Cache: it only counts how often somebody asks. While it is away nobody is turned away, except
# --- staff at the second factor ---------------------------------------------------------------
CACHES = {
    "default": {
        "BACKEND": "iess_portal.cache.CachePrescindible",
        "LOCATION": REDIS_URL.replace("redis+socket://", "unix://"),
        "KEY_PREFIX": "portal",
        # Seconds. A hung server must not hold a page.
        "OPTIONS": {"socket_connect_timeout": 0.3, "socket_timeout": 0.3},
    }
}

# --- The institution's seal ----------------------------------------------------------------
# PKCS#12 with key and chain. Locally, a development key is made under VAR at the first run.
SELLO_PKCS12 = Path(env.str("SELLO_PKCS12", default=str(VAR / "sello" / "desarrollo.p12")))
SELLO_CLAVE_ARCHIVO = Path(
    env.str("SELLO_CLAVE_ARCHIVO", default=str(VAR / "sello" / "desarrollo.clave"))
)
# The key inside a device instead (RFC 7512); then SELLO_CLAVE_ARCHIVO holds its PIN.
SELLO_PKCS11 = env.str("SELLO_PKCS11", default="")
# PEM file of authorities, the seal's and the timestamp's: with it the signature is B-LT.
SELLO_CADENA = env.str("SELLO_CADENA", default="")
# Address of a timestamp authority (RFC 3161), when the institution has one.
SELLO_TSA_URL = env.str("SELLO_TSA_URL", default="")

# --- Verification, for anyone -----------------------------------------------------------------
# Checks a minute over all origins; each origin has its own limit in certificados/limites.py.
VERIFICACIONES_POR_MINUTO = env.int("VERIFICACIONES_POR_MINUTO", default=300)
# Days that the log of each check is kept; how many there were is kept for ever.
CONSULTAS_DIAS = env.int("CONSULTAS_DIAS", default=180)

# --- How much one origin may send ------------------------------------------------------------
# Requests that one origin may send in a day: the institution's busiest month had 334 in all.
SOLICITUDES_POR_ORIGEN = env.int("SOLICITUDES_POR_ORIGEN", default=50)

# --- Legal terms, in business days: to be confirmed by the legal department --------------------
TERMINO_RESOLUCION_DIAS = env.int("TERMINO_RESOLUCION_DIAS", default=30)  # COA 207
PLAZO_SUBSANACION_DIAS = env.int("PLAZO_SUBSANACION_DIAS", default=10)  # COA 140
VIGENCIA_CERTIFICADO_DIAS = env.int("VIGENCIA_CERTIFICADO_DIAS", default=90)  # calendar days
# Whether terms also leave out the local holidays of the seat of the unit that attends (COA 159).
FERIADOS_DE_LA_SEDE = env.bool("FERIADOS_DE_LA_SEDE", default=True)
AUTORIZACION_DIAS = env.int("AUTORIZACION_DIAS", default=30)  # calendar days, at most
BORRADOR_HORAS = 48

# --- What the privacy notice says and only the institution knows (LOPDP art. 12): shown as is ----
POR_DEFINIR = "El IESS todavía no lo ha definido aquí."
PRIVACIDAD = {
    "DOMICILIO": env.str("PRIVACIDAD_DOMICILIO", default="") or POR_DEFINIR,
    "DELEGADO": env.str("PRIVACIDAD_DELEGADO", default="") or POR_DEFINIR,
    "CONSERVACION": env.str("PRIVACIDAD_CONSERVACION", default="") or POR_DEFINIR,
    "DESTINATARIOS": env.str("PRIVACIDAD_DESTINATARIOS", default="") or POR_DEFINIR,
}

# --- Security ------------------------------------------------------------------------------
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
# The people's; the desk redirects to its own log-in by itself.
LOGIN_URL, LOGIN_REDIRECT_URL, LOGOUT_REDIRECT_URL = "account_login", "mi_cuenta", "inicio"
AUTHENTICATION_BACKENDS = ["iess_portal.acceso.DelPersonal", "iess_portal.acceso.DeLasPersonas"]
SESSION_COOKIE_AGE = 10 * 60 * 60
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
# Many of our addresses hold a secret, so other sites get only the origin. With "no-referrer"
# browsers would also send `Origin: null`, and no form would be accepted.
SECURE_REFERRER_POLICY = "strict-origin"
# Whom to tell about a vulnerability, as a URI: mailto: or https:.
SEGURIDAD_CONTACTO = env.str("SEGURIDAD_CONTACTO", default="")
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
CSRF_FAILURE_VIEW = "iess_portal.errores.csrf"
if PRODUCCION:
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^salud/"]  # The orchestrator asks over plain HTTP, inside.
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-sesion"
    CSRF_COOKIE_NAME = "__Host-csrf"
    if env.bool("PORTAL_TRAS_PROXY", default=False):
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- Accounts of people (the staff's are made in the admin) ---------------------------------
ACCOUNT_ADAPTER = "iess_portal.acceso.DosPuertas"
ACCOUNT_FORMS = {
    "login": "tramites.cuentas.de_allauth.Entrar",
    "signup": "tramites.cuentas.de_allauth.Crear",
    "change_password": "tramites.cuentas.de_allauth.CambiarClave",
    "reset_password": "tramites.cuentas.de_allauth.ClaveOlvidada",
    "reset_password_from_key": "tramites.cuentas.de_allauth.ClaveNueva",
    "reauthenticate": "tramites.cuentas.de_allauth.OtraVez",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = 2
# Each account made sends a mail to an address that nobody has proved.
ACCOUNT_RATE_LIMITS = {"signup": "20/m/ip,50/d/ip"}
# No mail to an address that has no account: anybody can type a stranger's.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
# Until the browser closes: phones and computers are often shared.
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False

# --- The institution's own sign-on (OpenID Connect); off without an address ------------------
OIDC_URL = env.str("OIDC_URL", default="")
# The claim that holds the cédula; the name is the standard one.
OIDC_CAMPO_CEDULA = env.str("OIDC_CAMPO_CEDULA", default="cedula")
SOCIALACCOUNT_ADAPTER = "tramites.cuentas.institucion.AdaptadorInstitucion"
SOCIALACCOUNT_EMAIL_REQUIRED = False
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
# An address that the institution has verified belongs to the same person here.
SOCIALACCOUNT_EMAIL_AUTHENTICATION = SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
if OIDC_URL:
    SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": "iess",
                    "name": "IESS",
                    "client_id": env.str("OIDC_CLIENTE"),
                    "secret": env.str("OIDC_SECRETO"),
                    "settings": {"server_url": OIDC_URL},
                }
            ],
        }
    }
    # Browsers apply `form-action` also to where the answer of a form redirects.
    _sitio = urlsplit(OIDC_URL)
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"].append(
        f"{_sitio.scheme}://{_sitio.netloc}"
    )
    if PRODUCCION and _sitio.scheme != "https":
        raise environ.ImproperlyConfigured("OIDC_URL must be https in production.")

# --- The staff's second factor --------------------------------------------------------------
PERSONAL_SEGUNDO_FACTOR = env.bool("PERSONAL_SEGUNDO_FACTOR", default=PRODUCCION)
MFA_ADAPTER = "iess_portal.segundo_factor.AdaptadorSegundoFactor"
MFA_FORMS = {
    "authenticate": "tramites.cuentas.de_allauth.CodigoAlEntrar",
    "reauthenticate": "tramites.cuentas.de_allauth.CodigoOtraVez",
    "activate_totp": "tramites.cuentas.de_allauth.ActivarCodigo",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Ventanilla virtual del IESS"

# --- Log: what happened, never to whom ------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "linea": {
            "()": "iess_portal.bitacora.FormatoReservado",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"consola": {"class": "logging.StreamHandler", "formatter": "linea"}},
    "root": {"handlers": ["consola"], "level": env.str("PORTAL_LOG", default="INFO")},
    "loggers": {
        "django.server": {"handlers": ["consola"], "propagate": False},
        "celery": {"level": "WARNING"},
        # One line per font at INFO.
        "fontTools": {"level": "WARNING"},
        "pyhanko": {"level": "WARNING"},
        "pyhanko_certvalidator": {"level": "WARNING"},
    },
}
