"""Settings: one file for every place; what differs comes from the environment (docs/settings.md)."""

from importlib.util import find_spec
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from dxplan import environment as env

BASE_DIR = Path(__file__).resolve().parent.parent

# Debugging and the built-in key are for one's own machine only: ``make demo`` and the tests switch them on.
DEBUG = env.flag("DXPLAN_DEBUG")
PRODUCTION = env.flag("DXPLAN_PRODUCTION")
SECRET_KEY = env.text("DXPLAN_SECRET_KEY")
if not SECRET_KEY:
    if PRODUCTION:
        raise ImproperlyConfigured(
            "Set DXPLAN_SECRET_KEY to a long random text (docs/settings.md)."
        )
    SECRET_KEY = "only-for-a-machine-of-ones-own-and-refused-in-production"  # noqa: S105
ALLOWED_HOSTS = env.words("DXPLAN_HOSTS", "" if PRODUCTION else "127.0.0.1,localhost,testserver")
TODAY = env.day("DXPLAN_TODAY")

INSTALLED_APPS = [
    "organizations.apps.CityAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "axes",
    "simple_history",
    "fiscal",
    "ui",
    "organizations",
    "initiatives",
    "kpis",
    "progress",
    "reports",
    "meetings",
    "exchange",
    "dxplan",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "dxplan.csp.ContentSecurityPolicyMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "organizations.sessions.IdleSessionMiddleware",
    "organizations.sessions.LoginRequiredMiddleware",
    "organizations.passwords.TemporaryPasswordMiddleware",
    "organizations.sessions.DeskMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "dxplan.urls"
WSGI_APPLICATION = "dxplan.wsgi.application"
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
                "dxplan.frame.frame",
            ],
            "builtins": ["ui.templatetags.ui", "fiscal.templatetags.wareki"],
        },
    }
]

FORM_RENDERER = "ui.forms.HouseRenderer"

DATABASES = {"default": env.database(BASE_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Who may come in. Every number is a setting, because cities' security policies differ.
AUTH_USER_MODEL = "organizations.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": env.number("DXPLAN_PASSWORD_LENGTH", 10)},
    },
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["username", "name", "email"], "max_similarity": 0.6},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "organizations:session-create"
LOGIN_REDIRECT_URL = "start-show"
LOGOUT_REDIRECT_URL = LOGIN_URL
AXES_FAILURE_LIMIT = env.number("DXPLAN_LOGIN_FAILURES", 5)
AXES_COOLOFF_TIME = env.number("DXPLAN_LOGIN_COOLOFF_HOURS", 1)
# The whole city hall may come from one address: an address alone must not lock everyone out.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "organizations.entrance.locked_out"
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "kept"]
AXES_ENABLE_ADMIN = False
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ACCESS_FAILURE_LOG = True
AXES_VERBOSE = False
SESSION_COOKIE_AGE = env.number("DXPLAN_SESSION_HOURS", 9) * 3600
SESSION_IDLE_SECONDS = env.number("DXPLAN_IDLE_MINUTES", 60) * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "organizations.entrance.csrf_failure"

# Mail goes out only where a server is named; notices always stand on マイページ.
MAIL_IS_ON = bool(env.text("DXPLAN_MAIL_HOST"))
EMAIL_HOST = env.text("DXPLAN_MAIL_HOST", "localhost")
EMAIL_PORT = env.number("DXPLAN_MAIL_PORT", 25)
EMAIL_HOST_USER = env.text("DXPLAN_MAIL_USER")
EMAIL_HOST_PASSWORD = env.text("DXPLAN_MAIL_PASSWORD")
_mail_security = env.choice("DXPLAN_MAIL_SECURITY", ("none", "starttls", "ssl"))
EMAIL_USE_TLS = _mail_security == "starttls"
EMAIL_USE_SSL = _mail_security == "ssl"
EMAIL_TIMEOUT = env.number("DXPLAN_MAIL_TIMEOUT_SECONDS", 10)
DEFAULT_FROM_EMAIL = env.text("DXPLAN_MAIL_FROM")
if MAIL_IS_ON and not DEFAULT_FROM_EMAIL:
    raise ImproperlyConfigured(
        "Set DXPLAN_MAIL_FROM to the address the mails come from (docs/settings.md)."
    )
ADDRESS = env.text("DXPLAN_ADDRESS")

# When ``manage.py remind`` asks sections for their reports, counted in working days from the deadline.
REMIND_BEFORE = env.numbers("DXPLAN_REMIND_BEFORE", "5,1")
REMIND_ON_DUE = env.flag("DXPLAN_REMIND_ON_DUE", default=True)
REMIND_AFTER = env.numbers("DXPLAN_REMIND_AFTER", "1,4")
WORKDAYS = env.weekdays("DXPLAN_WORKDAYS", "月,火,水,木,金")
CLOSED_DAYS = env.days("DXPLAN_CLOSED_DAYS", "12-29,12-30,12-31,01-01,01-02,01-03")

# The reason of a change may be a whole sentence.
SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True

LANGUAGE_CODE = "ja"
TIME_ZONE = "Asia/Tokyo"
USE_I18N = True
USE_TZ = True

# Static files: everything comes out of installed packages, nothing from another host.
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
_plotly = find_spec("plotly")
if _plotly is None or _plotly.origin is None:
    raise ImproperlyConfigured("plotly is not installed: run make setup.")
STATICFILES_DIRS = [("plotly", Path(_plotly.origin).parent / "package_data")]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "whitenoise.storage.CompressedManifestStaticFilesStorage"
            if PRODUCTION
            else "django.contrib.staticfiles.storage.StaticFilesStorage"
        )
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# Files that show what a report says; they are in the database, so the limits are those of its backup too.
ATTACHMENT_MEGABYTES = env.number("DXPLAN_ATTACHMENT_MEGABYTES", 10)
ATTACHMENTS_PER_REPORT = env.number("DXPLAN_ATTACHMENTS_PER_REPORT", 5)

# Security. Plotly fills one empty <style> by script: its hash is the hash of nothing.
_EMPTY = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
SECURE_CSP = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'", _EMPTY],
    "img-src": ["'self'", "data:", "blob:"],
    "connect-src": ["'self'"],
    "font-src": ["'self'"],
    "base-uri": ["'none'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CSRF_TRUSTED_ORIGINS = env.words("DXPLAN_ORIGINS")
if PRODUCTION:
    # A city hall without TLS inside its network says so explicitly with DXPLAN_HTTPS=0.
    _https = env.flag("DXPLAN_HTTPS", default=True)
    SESSION_COOKIE_SECURE = _https
    CSRF_COOKIE_SECURE = _https
    SECURE_SSL_REDIRECT = _https
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # probes ask without TLS
    SECURE_HSTS_SECONDS = 31_536_000 if _https else 0
    SECURE_HSTS_INCLUDE_SUBDOMAINS = _https
    SECURE_HSTS_PRELOAD = _https
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("DXPLAN_LOG_LEVEL", "WARNING")},
    # Who took out which papers is always recorded.
    "loggers": {
        "exchange.views": {"level": "INFO"},
        "progress.attachment_views": {"level": "INFO"},
    },
}
