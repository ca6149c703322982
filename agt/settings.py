"""Settings, by environment. ``AGT_MODE`` is production (the default), demo or test.

Each variable read here stands in the table of docs/install.md, and a test holds the two together.
"""

import datetime
import os
from pathlib import Path

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from accounts.roles import Role
from agt import environment, logs
from agt.build import build_of

BASE_DIR = Path(__file__).resolve().parent.parent

MODE = environment.one_of("AGT_MODE", "production", ("production", "demo", "test"))
PRODUCTION = MODE == "production"

DEBUG = False
SECRET_KEY = environment.text(
    "SECRET_KEY", least=50, why="Make one: python -c 'import secrets; print(secrets.token_hex(32))'"
)
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS")
if PRODUCTION:
    if not SECRET_KEY:
        raise ImproperlyConfigured("SECRET_KEY must be set to 50 random characters or more.")
    if not ALLOWED_HOSTS:
        raise ImproperlyConfigured("ALLOWED_HOSTS must name the hosts that serve the tracker.")
else:
    SECRET_KEY = SECRET_KEY or "demo-only-" + "not-a-secret-" * 4
    ALLOWED_HOSTS += ["127.0.0.1", "localhost", "testserver"]
# How many proxies stand in front: each adds to X-Forwarded-For, and they say whether it is https.
TRUSTED_PROXIES = environment.whole("TRUSTED_PROXIES", int(PRODUCTION), least=0, most=5)

LOG_FORMAT = environment.one_of("LOG_FORMAT", "json" if PRODUCTION else "plain", ("json", "plain"))
LOG_LEVEL = environment.one_of(
    "LOG_LEVEL", "WARNING" if MODE == "test" else "INFO", ("DEBUG", "INFO", "WARNING", "ERROR")
)
LOGGING = logs.config(LOG_FORMAT, LOG_LEVEL)
# Metrics are off without a token; workers share their counts in a folder.
METRICS_TOKEN = environment.text("METRICS_TOKEN", least=20)
METRICS_DIR = environment.text("METRICS_DIR")
if METRICS_DIR:
    Path(METRICS_DIR).mkdir(parents=True, exist_ok=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = METRICS_DIR  # where its library looks, once
if METRICS_TOKEN and PRODUCTION and not METRICS_DIR:
    raise ImproperlyConfigured(
        "METRICS_DIR must name a folder that the workers share, since METRICS_TOKEN is set."
    )

INSTALLED_APPS = [
    "reports",
    "savings",
    "workforce",
    "governance",
    "portfolios",
    "accounts.apps.AccountsConfig",
    "accounts.apps.TrackerAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "agt.static.StaticConfig",
    "django_filters",
    "django_tables2",
    "django_htmx",
    "simple_history",
    "accounts.apps.SignInsConfig",
    "django.forms",
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"  # its lists say the council's words

MIDDLEWARE = [
    "agt.watch.Watch",
    "django.middleware.security.SecurityMiddleware",
    "agt.static.files",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "accounts.signing_in.sessions.SessionsEnd",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "portfolios.council.once_a_request",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "agt.urls"
WSGI_APPLICATION = "agt.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "builtins": ["reports.templatetags.wording"],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "portfolios.wording.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "reports.pages.frame.frame",
            ],
        },
    },
]

# Database: SQLite unless DATABASE_URL says otherwise. A write takes its lock at the start and waits
# for it, so two editors never meet "database is locked".
DATABASES = {
    "default": dj_database_url.parse(
        environment.database("DATABASE_URL", f"sqlite:///{BASE_DIR / 'db.sqlite3'}"),
        conn_max_age=60,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:  # one that is away is known to be within seconds
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "dashboard"
LOGOUT_REDIRECT_URL = "login"
_VALIDATORS = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_VALIDATORS}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "accounts.signing_in.passwords.NotTooLong"},
    {"NAME": f"{_VALIDATORS}.UserAttributeSimilarityValidator"},
    {"NAME": "accounts.signing_in.passwords.NotCommon"},
    {"NAME": "accounts.signing_in.passwords.NotBreached"},
    {"NAME": "accounts.signing_in.passwords.NotOfThisPlace"},
]
PASSWORD_WORDS = ["tracker", "council", "cabinet", "transformation", "portfolio", "programme"]
BREACHED_PASSWORDS = environment.file("BREACHED_PASSWORDS")
if MODE == "test":
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# Guessing is slowed down by name and address together, so that nobody locks a colleague out; and by
# name alone for browsers that are not known (accounts/signing_in/guessing.py).
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "accounts.signing_in.who.People",
]
SIGN_IN_ATTEMPTS = environment.whole("SIGN_IN_ATTEMPTS", 5, least=3, most=100)
SIGN_IN_WAIT_MINUTES = environment.whole("SIGN_IN_WAIT_MINUTES", 15, least=1, most=1440)
AXES_FAILURE_LIMIT = SIGN_IN_ATTEMPTS
AXES_COOLOFF_TIME = datetime.timedelta(minutes=SIGN_IN_WAIT_MINUTES)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_HANDLER = "accounts.signing_in.handler.Handler"
AXES_LOCKOUT_CALLABLE = "accounts.views.locked_out"
AXES_CLIENT_IP_CALLABLE = "accounts.signing_in.address.client_address"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

# The council's own directory: all three, or it is off.
OIDC_ISSUER = environment.https_address("OIDC_ISSUER")
OIDC_RP_CLIENT_ID = environment.text("OIDC_CLIENT_ID")
OIDC_RP_CLIENT_SECRET = environment.text("OIDC_CLIENT_SECRET")
OIDC = environment.together(
    OIDC_ISSUER=OIDC_ISSUER,
    OIDC_CLIENT_ID=OIDC_RP_CLIENT_ID,
    OIDC_CLIENT_SECRET=OIDC_RP_CLIENT_SECRET,
)
SECOND_STEP_FOR = environment.words("SECOND_STEP_FOR", known=Role.values)
KEEP_SIGN_IN_DAYS = environment.whole("KEEP_SIGN_IN_DAYS", 90, least=1, most=3650)
KEEP_LEAVERS_DAYS = environment.whole("KEEP_LEAVERS_DAYS", 730, least=1, most=36500)

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = False  # English throughout: no word is looked up in a catalogue
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = None if MODE == "test" else BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if MODE == "test"
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = MODE == "test"
WHITENOISE_KEEP_ONLY_HASHED_FILES = True  # pages ask for no other
WHITENOISE_IMMUTABLE_FILE_TEST = r"\.[0-9a-f]{12}\.[^/]+$"  # which its own test asks the list for

# The same for every page: none has anything inline. Plotly adds one empty <style>, of this hash.
EMPTY_STYLE = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        f"style-src 'self' {EMPTY_STYLE}",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "object-src 'none'",
    )
)
PERMISSIONS_POLICY = ", ".join(
    f"{name}=()"
    for name in ("camera", "microphone", "geolocation", "payment", "usb", "display-capture")
)
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_ENGINE = "accounts.signing_in.who"
SESSION_COOKIE_HTTPONLY = True
KNOWN_COOKIE_NAME = "__Host-known" if PRODUCTION else "known"
SESSION_IDLE_MINUTES = environment.whole("SESSION_IDLE_MINUTES", 60, least=5, most=1440)
SESSION_HOURS = environment.whole("SESSION_HOURS", 12, least=1, most=168)
SESSION_COOKIE_AGE = SESSION_HOURS * 60 * 60
if PRODUCTION:
    SECURE_SSL_REDIRECT = True
    # A tool that asks over http would send its secret in clear each time and never notice.
    SECURE_REDIRECT_EXEMPT = [r"^data/feeds/[^/]+\.(csv|json|xlsx)$"]
    if TRUSTED_PROXIES:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = CSRF_COOKIE_HTTPONLY = True
    # A browser takes these from this host alone, over https.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"

SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True

DJANGO_TABLES2_TEMPLATE = "django_tables2/tracker.html"

# Board members read the working position as well as published ones, unless this says no.
VIEWERS_SEE_WORKING = environment.yes("VIEWERS_SEE_WORKING", "yes")
PUBLISHED_FIXTURES = BASE_DIR / "fixtures"
ILLUSTRATIVE_FIXTURES = PUBLISHED_FIXTURES / "illustrative.json"
# Below portfolio level a number above zero and below this is not printed: it is about few people.
SMALL_NUMBERS_BELOW = environment.whole("SMALL_NUMBERS_BELOW", 5, least=0, most=20)

# Pages kept by browsers are of this build; another one makes them anew.
BUILD = build_of(BASE_DIR, MODE, SECRET_KEY, SMALL_NUMBERS_BELOW)

# A document that is kept has its charts as pictures, where a Chromium is on the machine.
DRAWS_CHARTS = True
CHROMIUM = environment.text("CHROMIUM")
