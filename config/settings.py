"""All settings, read from environment variables once, at start.

Every variable is listed in `.env.example` and explained in `docs/configuration.md`; a test keeps the three in step.
Without any variable the embedded default runs: SQLite, a broker of files, and a mailbox instead of a mail server.
"""

from pathlib import Path
from urllib.parse import urlsplit

import django_stubs_ext
from whitenoise.compress import Compressor

from config import env
from config.logs import logging_config
from config.secret import secret_key

django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent

DATA_DIR = env.data_folder("VETTED_DATA_DIR", BASE_DIR / "var")
DEBUG = env.flag("VETTED_DEBUG", default=False)
SECRET_KEY = secret_key(env.text("VETTED_SECRET_KEY", ""), DATA_DIR)
PUBLIC_URL = env.address("VETTED_PUBLIC_URL", "http://localhost:8000", ("http", "https"))
PUBLIC_HOST = urlsplit(PUBLIC_URL).hostname or "localhost"
ALLOWED_HOSTS = env.names("VETTED_ALLOWED_HOSTS", [PUBLIC_HOST, "localhost", "127.0.0.1", "[::1]"])

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "django_filters",
    "django_countries",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "common",
    "accounts",
    "standards",
    "suppliers",
    "imports",
    "deliveries",
    "capability",
    "audits",
    "certificates",
    "scoring",
    "overview",
    "start",
    "sample",
]

MIDDLEWARE = [
    "config.health.Health",
    "config.security.ContentPolicy",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.logs.RequestLog",
    "config.security.RequestLimit",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.SignInRequired",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.middleware.OneTimePassword",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
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
                "config.security.nonce",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {"default": env.database("DATABASE_URL", DATA_DIR / "vetted.sqlite3")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A transaction that reads and then writes takes its lock at the start and waits for it, instead of failing.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-20000;"
        ),
    }
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # Planned for a disk that turns, fifty rows by index cost more than a whole table; weighing all orders of a row's
    # nine tables takes longer than reading its fifty rows (docs/decisions/0005-lists.md).
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault(
        "options", "-c random_page_cost=1.1 -c jit=off -c join_collapse_limit=5"
    )
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "accounts.forms.LoginForm",
    "change_password": "accounts.forms.ChangePasswordForm",
    "reset_password_from_key": "accounts.forms.ResetPasswordKeyForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
MFA_TOTP_ISSUER = "Vetted"
MFA_TOTP_TOLERANCE = 1  # steps of 30 s before and after: typing takes time, telephones drift (RFC 6238, 5.2)
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses come from administrators, who invite people

LANGUAGE_CODE = "en"
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.time_zone("VETTED_TIME_ZONE", "Europe/Berlin")
FORMAT_MODULE_PATH = ["config.formats"]

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
# A container collects its static files once, with their hash in the name; without that they are served as they lie.
STATIC_ROOT = env.text("VETTED_STATIC_ROOT", "") or None
WHITENOISE_USE_FINDERS = STATIC_ROOT is None
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "map")  # only a debugger asks for these
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if STATIC_ROOT
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
MEDIA_ROOT = DATA_DIR / "files"
UPLOAD_LIMIT_BYTES = env.whole("VETTED_UPLOAD_LIMIT_MB", 25, low=1, high=500) * 1024 * 1024
BUNDLE_DAYS = env.whole("VETTED_BUNDLE_DAYS", 7, low=1, high=90)

FILE_UPLOAD_PERMISSIONS = 0o640

REDIS_URL = env.address("REDIS_URL", "", ("redis", "rediss"))
# Shared by all web processes, for the limits on guessing passwords.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": DATA_DIR / "cache"},
    # counts of the interface, apart from those on passwords so that neither pushes the other out
    "limits": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL, "KEY_PREFIX": "limits"}
    if REDIS_URL
    else {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": DATA_DIR / "limits",
        "OPTIONS": {"MAX_ENTRIES": 3000},
    },
}
API_PER_MINUTE = env.whole("VETTED_API_PER_MINUTE", 600, low=1, high=1_000_000)
API_STRANGERS_PER_MINUTE = env.whole("VETTED_API_STRANGERS_PER_MINUTE", 60, low=1, high=1_000_000)
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.api.authentication.TokenAuthentication",
        "accounts.api.authentication.PageSession",
    ],
    "DEFAULT_SCHEMA_CLASS": "common.api.schema.DeclaredSchema",
    "EXCEPTION_HANDLER": "common.api.problems.answer_error",
    "COMPACT_JSON": True,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Vetted",
    "DESCRIPTION": (
        "Everything that the pages do, with the same filters and rules ([back to them](/)). A program sends a token, "
        "made under *Your profile*, *Tokens*, with each request: `Authorization: Bearer …`. Lists go on at `next` "
        "until it is null. A change names what it has read (`If-Match`), a POST may carry an `Idempotency-Key`, and "
        "every refusal is a problem (RFC 9457) that says what to do."
    ),
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "POSTPROCESSING_HOOKS": ["common.api.schema.complete"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
}
EMAIL_BACKEND = "common.mail.OutboxBackend"
SMTP_URL = env.address("VETTED_SMTP_URL", "", ("smtp", "smtp+tls", "smtp+ssl"))
DEFAULT_FROM_EMAIL = env.text("VETTED_MAIL_FROM", "Vetted <vetted@localhost>")

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
ADMIN_EMAIL = env.text("VETTED_ADMIN_EMAIL", "admin@localhost")

if PUBLIC_URL.startswith("https://"):  # everything about HTTPS follows from the address people use
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
if env.flag("VETTED_BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
# The company's other subdomains, and whether browsers ship its name, are not ours to decide.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]

LOGGING = logging_config(
    env.choice("VETTED_LOG_FORMAT", "text", ("text", "json")),
    env.choice("VETTED_LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR")),
)

WEB_WORKERS = env.whole("VETTED_WEB_WORKERS", 2, low=1, high=64)
WORKER_PROCESSES = env.whole("VETTED_WORKER_PROCESSES", 2, low=1, high=64)
env.refuse_unknown()
