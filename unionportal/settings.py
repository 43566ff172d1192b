"""Settings. Everything that differs between machines comes from the environment.

PORTAL_MODE is "demo" (the default: `make run`, development, tests) or "production". Demo values
for keys stand here in the open so that a clone just runs; production refuses to start with any
of them (see checks.py).
"""

from pathlib import Path
from typing import Any

import dj_database_url
from celery.schedules import schedule
from csp.constants import NONE, SELF

from unionportal import env

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.text("PORTAL_DATA_DIR", str(BASE_DIR / ".data")))

MODE = env.text("PORTAL_MODE", "demo")
PRODUCTION = MODE == "production"
DEMO = not PRODUCTION
DEBUG = env.boolean("DEBUG")

# --- keys -----------------------------------------------------------------------------------
DEMO_SECRET_KEY = "demo-only-" + "0123456789abcdef" * 4
DEMO_IDENTITY_KEYS = {"demo": "ZGVtby1vbmx5LWlkZW50aXR5LWtleS0wMTIzNDU2Nzg="}
DEMO_FINGERPRINT_KEY = "ZGVtby1vbmx5LWZpbmdlcnByaW50LWtleS0wMTIzNDU="

SECRET_KEY = env.secret("SECRET_KEY", "" if PRODUCTION else DEMO_SECRET_KEY)
# Key ring of 32-byte keys in base64, "id:key,id:key"; the first seals, all of them open.
IDENTITY_KEYS = env.mapping("IDENTITY_KEYS") or ({} if PRODUCTION else DEMO_IDENTITY_KEYS)
FINGERPRINT_KEY = env.secret("FINGERPRINT_KEY", "" if PRODUCTION else DEMO_FINGERPRINT_KEY)

# --- where it lives -------------------------------------------------------------------------
SITE_URL = env.text("SITE_URL", f"http://127.0.0.1:{env.integer('PORT', 8000)}")
ALLOWED_HOSTS = env.listing("ALLOWED_HOSTS") or ([] if PRODUCTION else ["127.0.0.1", "localhost"])
CSRF_TRUSTED_ORIGINS = env.listing("CSRF_TRUSTED_ORIGINS")
# The federation this installation serves: shown in titles and on the member card.
CITY_NAME = env.text("CITY_NAME", "张掖市总工会")
CITY_PHONE = env.text("CITY_PHONE", "0936-000-0000" if DEMO else "")
POLICY_VERSION = "2026-11"

INSTALLED_APPS = [
    "unionportal.apps.PortalConfig",
    "unionportal.apps.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "axes",
    "csp",
    "django_structlog",
    "audit",
    "notifications",
    "people",
    "accounts",
    "organizations",
    "funds",
    "spreadsheets",
    "membership",
    "campaigns",
    "assistance",
    "dashboards",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "csp.middleware.CSPMiddleware",
    "unionportal.middleware.unavailable",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.second_factor_shown",
    "accounts.middleware.session_limits",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "unionportal.middleware.private_pages",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "unionportal.urls"
WSGI_APPLICATION = "unionportal.wsgi.application"
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
                "unionportal.context.portal",
            ],
            "builtins": ["unionportal.templatetags.portal"],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
CRISPY_FAIL_SILENTLY = False

# --- database, cache, queue -----------------------------------------------------------------
# No default: the launcher starts the embedded servers and sets these (embedded.py).
DATABASE_URL = env.secret("DATABASE_URL")
REDIS_URL = env.secret("REDIS_URL")
CELERY_BROKER_URL = env.secret("CELERY_BROKER_URL", REDIS_URL)

DATABASES = {
    "default": dj_database_url.parse(
        DATABASE_URL or "postgresql://portal@/portal", conn_max_age=600, conn_health_checks=True
    )
}
DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
# A locked table must not pile requests up: give up early and answer 503 (middleware.py). No limit
# to what is run by hand: a migration of ten million rows takes minutes (manage.py). Compiling a
# statement (jit) costs more than it saves: the long ones here are sums along an index, asked once.
DATABASES["default"]["OPTIONS"]["options"] = (
    f"-c jit=off -c lock_timeout=3000 -c statement_timeout={env.integer('STATEMENT_SECONDS', 30)}s"
)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {
        "BACKEND": "unionportal.cache.Cache",
        "LOCATION": REDIS_URL or "redis://127.0.0.1:1/0",
        "KEY_PREFIX": "portal",
    }
}
SESSION_ENGINE = "unionportal.sessions"

CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 300
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 300, "socket_connect_timeout": 2}
CELERY_TIMEZONE = "Asia/Shanghai"
SWEEP_SECONDS = env.integer("SWEEP_SECONDS", 20)
CELERY_BEAT_SCHEDULER = "unionportal.beat:SteadyScheduler"
CELERY_BEAT_MAX_LOOP_INTERVAL = 5
CELERY_BEAT_SCHEDULE = {
    # After an outage the beats of the past are no news: they expire.
    "beat": {
        "task": "unionportal.tasks.worker_beat",
        "schedule": schedule(10),
        "options": {"expires": 30},
    },
    "sweep": {"task": "notifications.tasks.sweep", "schedule": schedule(SWEEP_SECONDS)},
    "seal": {"task": "audit.tasks.seal", "schedule": schedule(60)},
    "tidy": {"task": "unionportal.tasks.tidy", "schedule": schedule(24 * 3600)},
    "fold": {"task": "membership.tasks.fold_tallies", "schedule": schedule(60)},
    "fold_campaigns": {"task": "campaigns.tasks.fold_tallies", "schedule": schedule(60)},
    "fold_messages": {"task": "notifications.tasks.fold_days", "schedule": schedule(60)},
    "keep_coverage": {"task": "assistance.tasks.keep_coverage", "schedule": schedule(60)},
    "sheets": {"task": "spreadsheets.tasks.sweep", "schedule": schedule(SWEEP_SECONDS)},
    "let_go_sheets": {"task": "spreadsheets.tasks.let_go", "schedule": schedule(3600)},
    "keep_calendar": {"task": "campaigns.tasks.keep_calendar", "schedule": schedule(600)},
    "release_wishes": {"task": "campaigns.tasks.release_wishes", "schedule": schedule(600)},
    "pairs": {"task": "assistance.tasks.sweep_pairs", "schedule": schedule(SWEEP_SECONDS)},
}

# --- language and time ----------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

# --- static and private files ---------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "static-collected"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "unionportal.assets.PackageFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
STORAGES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        # Never under STATIC or a public URL: uploads are served through a permission check.
        "OPTIONS": {"location": str(DATA_DIR / "uploads"), "base_url": None},
    },
    "staticfiles": {"BACKEND": "unionportal.assets.Storage"},
}
if not env.boolean("STATIC_MANIFEST", True):  # tests render pages without collecting files first
    STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    # It would read the collected files just while another process collects them.
    MIDDLEWARE.remove("whitenoise.middleware.WhiteNoiseMiddleware")
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
UPLOAD_MAX_BYTES = 8 * 1024 * 1024
UPLOAD_MAX_PIXELS = 40_000_000
SPREADSHEET_MAX_BYTES = 10 * 1024 * 1024
# Modules that say what can be imported from a sheet, and which long lists are written as one.
IMPORTS = ["campaigns.imports", "assistance.imports"]
EXPORTS = ["campaigns.bulk_export", "dashboards.exporting", "membership.exporting"]

# --- who signs in ---------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
LOGIN_URL = "accounts:sign-in"
LOGIN_REDIRECT_URL = "home"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": env.integer("PASSWORD_MIN_LENGTH", 12)},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name", "phone")},
    },
]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "accounts.devices.address_of"
AXES_LOCKOUT_CALLABLE = "accounts.views_staff.locked_out"
AXES_VERBOSE = False
OTP_TOTP_ISSUER = CITY_NAME
# A device's clock is taken as it is; two codes to either side are not learned as its drift.
OTP_TOTP_SYNC = False
STAFF_IDLE_MINUTES = env.integer("STAFF_IDLE_MINUTES", 30)
STAFF_SESSION_HOURS = env.integer("STAFF_SESSION_HOURS", 12)
# Says where a member of staff begins who asked for no page.
FIRST_PAGE = "unionportal.first_page.of"
# Addresses that a page left open asks for by itself: they keep nobody signed in.
UNATTENDED = ("/dashboards/screen/",)
WORKER_SESSION_DAYS = env.integer("WORKER_SESSION_DAYS", 30)

# --- messages -------------------------------------------------------------------------------
# "outbox": shown at /demo/outbox/ (demo only). "aliyun": the signed HTTP gateway.
SMS_GATEWAY = env.text("SMS_GATEWAY", "" if PRODUCTION else "outbox")
ALIYUN_SMS = {
    "endpoint": env.text("ALIYUN_SMS_ENDPOINT", "https://dysmsapi.aliyuncs.com/"),
    "access_key_id": env.secret("ALIYUN_ACCESS_KEY_ID"),
    "access_key_secret": env.secret("ALIYUN_ACCESS_KEY_SECRET"),
    "sign_name": env.text("ALIYUN_SMS_SIGN_NAME"),
    # message kind -> template code approved by the gateway, "kind:SMS_123,kind:SMS_456"
    "templates": env.mapping("ALIYUN_SMS_TEMPLATES"),
}
# Modules that say what is due and who hears of it (architecture: reminders.py).
REMINDERS = ["membership.reminders", "campaigns.reminders", "assistance.reminders"]

# --- service months -------------------------------------------------------------------------
# Who tells the rooms beside membership whether somebody is a member (people/standing.py).
STANDING = "membership.standing.of"
# After so many days a wish that was claimed and not delivered may be claimed by others again.
WISH_CLAIM_DAYS = env.integer("WISH_CLAIM_DAYS", 7)

# --- 1+1 ------------------------------------------------------------------------------------
# What falls with a consent that is taken back (people/consequences.py).
RESTS_ON_CONSENT = [
    "assistance.consenting.withdrawn",
    "assistance.requesting.consent_withdrawn",
]
# After so many years a file that left is anonymised (manage.py anonymise_files).
RETENTION_YEARS = env.integer("RETENTION_YEARS", 3)
# Days between two contacts with a household, and how long after that the supervisor hears of it.
CONTACT_INTERVAL_DAYS = env.integer("CONTACT_INTERVAL_DAYS", 14)
ESCALATE_AFTER_DAYS = env.integer("ESCALATE_AFTER_DAYS", 3)
# What is done in the transaction that ends a post or shuts an account, by rooms above those two:
# the households of a cadre who goes wait for another one at once.
POST_ENDED = ["assistance.releasing.post_ended"]
ACCOUNT_DISABLED = ["assistance.releasing.account_disabled"]

# --- transport ------------------------------------------------------------------------------
SECURE_COOKIES = PRODUCTION
if PRODUCTION:
    SECURE_SSL_REDIRECT = env.boolean("SECURE_SSL_REDIRECT", True)
    # Asked from inside, past the proxy that ends TLS.
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "unionportal.views.csrf_failed"
SESSION_COOKIE_AGE = WORKER_SESSION_DAYS * 24 * 3600
# Number of proxies in front that set X-Forwarded-For; 0 means the address is the peer's own.
TRUSTED_PROXIES = env.integer("TRUSTED_PROXIES", 0)
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        # The one that opens the log page of a service month without a connection.
        "worker-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: [] for name in ("camera", "microphone", "payment", "usb", "accelerometer", "gyroscope")
} | {"geolocation": ["self"]}

# --- logs -----------------------------------------------------------------------------------
# It would believe any X-Forwarded-For; logs.bind_address knows the proxies.
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {"()": "unionportal.logs.formatter"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "WARNING")},
    "loggers": {
        "portal": {"level": env.text("LOG_LEVEL", "INFO")},
        # The access log: one line a request, kept six months or more where it is collected.
        "django_structlog": {"level": env.text("LOG_LEVEL", "INFO" if PRODUCTION else "WARNING")},
        "celery": {"level": env.text("LOG_LEVEL", "WARNING")},
        # Refused requests are answered on the page; a 404 is no news.
        "django.request": {"level": "ERROR"},
    },
}
