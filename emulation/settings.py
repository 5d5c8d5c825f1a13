"""Settings: one file, read from the environment, safe by default."""

import os
from pathlib import Path

import bootstrap_wrapper
from celery.schedules import crontab
from kombu import Queue

from emulation.environment import TRUE, env, flag, secret, words
from kit.databases import database

BASE_DIR = Path(__file__).resolve().parent.parent
STATE_DIR = Path(env("STATE_DIR", str(BASE_DIR / "var")))
KEPT_SECRET = STATE_DIR / "secret_key"

DEBUG = flag("DEBUG")
HTTPS = flag("HTTPS")
PROXIES = int(env("PROXIES", "0"))
SECRET_KEY = secret(
    "SECRET_KEY",
    KEPT_SECRET.read_text() if KEPT_SECRET.exists() else "for development only" if DEBUG else None,
)
# Keys of before: what was signed with one of them, as the forms of reports that units hold, is still known.
SECRET_KEY_FALLBACKS = words("SECRET_KEY_FALLBACKS", " ")
ALLOWED_HOSTS = words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = words("CSRF_TRUSTED_ORIGINS", " ")

INSTALLED_APPS = [
    "whitenoise.runserver_nostatic",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "communes.apps.CommunesConfig",
    "campaigns.apps.CampaignsConfig",
    "awards.apps.AwardsConfig",
    "reports.apps.ReportsConfig",
    "province.apps.ProvinceConfig",
    "operations.apps.OperationsConfig",
]
MIDDLEWARE = [
    "emulation.watching.WatchMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "emulation.middleware.HeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "emulation.compression.CompressMiddleware",
    "emulation.middleware.PlainTextMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "emulation.middleware.SignInMiddleware",
    "communes.middleware.ActorMiddleware",
    "emulation.middleware.SentFormMiddleware",
]
ROOT_URLCONF = "emulation.urls"
WSGI_APPLICATION = "emulation.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                ("django.template.loaders.cached.Loader", ["kit.tight.Loader", "kit.tight.AppLoader"]),
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "communes.context.nav",
                "communes.context.sitting",
            ],
            "libraries": {"ui": "kit.ui"},
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"
FORM_RENDERER = "kit.rendering.QuickRenderer"

DATABASES = {"default": database(secret("DATABASE_URL", f"sqlite:///{STATE_DIR / 'db.sqlite3'}"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Sign-in attempts are counted in the cache, so every process must see the same one, and `add` must be atomic:
# Redis where there is one, else a table of the database (a folder of files is shared, but not atomic).
REDIS_URL = secret("REDIS_URL", "")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "emulation",
    }
    if REDIS_URL
    else {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache_entries",
        # When it is full it forgets what it has not counted out yet, failed sign-ins among them: an address that
        # tries five names a second for five minutes must not fill it.
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    },
    # What each process may work out again at any time.
    "process": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 5000}},
}

AUTH_USER_MODEL = "communes.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": name, "OPTIONS": options}
    for name, options in (
        ("django.contrib.auth.password_validation.UserAttributeSimilarityValidator", {}),
        ("communes.passwords.LongEnough", {"min_length": 10}),
        ("django.contrib.auth.password_validation.CommonPasswordValidator", {}),
        ("django.contrib.auth.password_validation.NumericPasswordValidator", {}),
        ("communes.passwords.PlaceWords", {}),
        ("communes.passwords.BreachedPasswords", {}),
    )
]
# A file of SHA-1 digests as Have I Been Pwned gives it out, ordered by digest; none: it is not asked.
BREACHED_PASSWORDS = env("BREACHED_PASSWORDS", "")
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
SESSION_ENGINE = "communes.sessions"
SESSION_COOKIE_AGE = 12 * 3600
# So many seconds before its end every page offers to go on with the session.
SESSION_WARNING = int(env("SESSION_WARNING", "600"))
CSRF_FAILURE_VIEW = "emulation.views.session_changed"

ACCOUNT_ADAPTER = "communes.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "login_failed": "5/5m/key"}
# An office or a hall in training has one address: so many failures are counted there once they are failures.
FAILED_FROM_ADDRESS = "40/5m/ip"
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES
# So many minutes after signing in, or after proving it again, nobody is asked for the password before an act.
REAUTH_MINUTES = int(env("REAUTH_MINUTES", "15"))
ACCOUNT_REAUTHENTICATION_TIMEOUT = REAUTH_MINUTES * 60
ACCOUNT_FORMS = {"change_password": "kit.signin.PasswordForm"}
MFA_ADAPTER = "kit.signin.SecondStepAdapter"
MFA_FORMS = {
    "add_webauthn": "kit.signin.AddPasskeyForm",
    "authenticate_webauthn": "kit.signin.AuthenticatePasskeyForm",
    "login_webauthn": "kit.signin.LoginPasskeyForm",
    "reauthenticate_webauthn": "kit.signin.ReauthenticatePasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
MFA_TOTP_ISSUER = "Thi đua"
MFA_TOTP_TOLERANCE = 1

# The province's single sign-on, where it has one: it opens accounts that exist and makes none.
OIDC_ISSUER = env("OIDC_ISSUER", "").rstrip("/")
OIDC_NAME = env("OIDC_NAME", "hệ thống của tỉnh") if OIDC_ISSUER else ""
OIDC_CLAIM = env("OIDC_CLAIM", "preferred_username")
SOCIALACCOUNT_ADAPTER = "communes.adapters.SingleSignOnAdapter"
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_REQUESTS_TIMEOUT = 10
SOCIALACCOUNT_PROVIDERS = {}
if OIDC_ISSUER:
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "APPS": [
            {
                "provider_id": "tinh",
                "name": OIDC_NAME,
                "client_id": env("OIDC_CLIENT_ID"),
                "secret": secret("OIDC_CLIENT_SECRET"),
                "settings": {"server_url": OIDC_ISSUER, "oauth_pkce_enabled": True},
            }
        ],
    }

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt")]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
FORMAT_MODULE_PATH = ["emulation.formats"]

STATIC_URL = "static/"
STATIC_ROOT = STATE_DIR / "static"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("bootstrap", Path(bootstrap_wrapper.__file__).parent.parent / "bootstrap"),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["map", "png", "jpg", "webp", "woff2", "gz", "br"]

# Uploads and papers are private: no address leads here, views hand them out.
MEDIA_ROOT = Path(env("MEDIA_ROOT", str(STATE_DIR / "media")))
# A bucket of an S3-compatible store takes the place of that folder, where one is named.
MEDIA_BUCKET = env("MEDIA_BUCKET", "")
if MEDIA_BUCKET:
    MEDIA_ENDPOINT = env("MEDIA_ENDPOINT", "")
    STORAGES["default"] = {
        "BACKEND": "kit.buckets.Bucket",
        "OPTIONS": {
            "bucket_name": MEDIA_BUCKET,
            "endpoint_url": MEDIA_ENDPOINT or None,
            "region_name": env("MEDIA_REGION", "us-east-1"),
            "access_key": secret("MEDIA_ACCESS_KEY"),
            "secret_key": secret("MEDIA_SECRET_KEY"),
            "addressing_style": "path" if MEDIA_ENDPOINT else "auto",
        },
    }
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o750
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
# Archives of database and files: where they lie, for whom they are encrypted, how many days, weeks and months stay.
BACKUP_DIR = Path(env("BACKUP_DIR", str(STATE_DIR / "backups")))
BACKUP_RECIPIENT = env("BACKUP_RECIPIENT", "")
BACKUP_KEEP = env("BACKUP_KEEP", "7,4,12")
# A paper of more pages is a mistake, or an attempt to keep the worker busy.
PAPER_PAGE_LIMIT = int(env("PAPER_PAGE_LIMIT", "200"))
# A worker stops a paper or bundle that takes more than this beyond what its process held; 335 pages take 170.
PAPER_MEMORY_MB = int(env("PAPER_MEMORY_MB", "1024"))
# So many bundles and sets of certificates are made at a time; the other workers stay free for single papers.
BULK_JOBS = max(1, int(env("BULK_JOBS", "1")))
# Larger files are dropped while they arrive, before they fill the disk.
FILE_UPLOAD_HANDLERS = [
    "kit.arriving.MeasuredUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
# A virus scanner (clamd): its socket or host:port; with CLAMAV_REQUIRED nothing unscanned is handed out.
CLAMAV = env("CLAMAV_SOCKET", "")
CLAMAV_REQUIRED = flag("CLAMAV_REQUIRED")
# Digital signatures: a folder of root certificates that are trusted; the installation's own key, if it signs here.
SIGNING_ROOTS = env("SIGNING_ROOTS", "")
SIGNING_PKCS12 = env("SIGNING_PKCS12", "")
SIGNING_PASSPHRASE_FILE = env("SIGNING_PASSPHRASE_FILE", os.devnull)
PAPER_FONT_DIR = Path(env("PAPER_FONT_DIR", "/usr/share/fonts/truetype/croscore"))

# Letters leave only where a mail server is named; while developing they are printed instead.
EMAIL_HOST = env("EMAIL_HOST", "")
EMAIL_PORT = int(env("EMAIL_PORT", "587"))
EMAIL_HOST_USER = env("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = secret("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_SSL = flag("EMAIL_USE_SSL")
EMAIL_USE_TLS = env("EMAIL_USE_TLS", "0" if EMAIL_USE_SSL else "1").lower() in TRUE
EMAIL_TIMEOUT = 20
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"
MAIL_READY = bool(EMAIL_HOST) or DEBUG
# How letters name this installation: its address as people type it.
PUBLIC_URL = env("PUBLIC_URL", next(iter(CSRF_TRUSTED_ORIGINS), "http://127.0.0.1:8000"))

CONTENT_SECURITY_POLICY = {
    "default-src": "'self'",
    "img-src": "'self' data:",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
# What a page may ask of the machine: passkeys, and nothing else.
PERMISSIONS_POLICY = {
    **dict.fromkeys(("camera", "display-capture", "geolocation", "hid", "microphone", "midi"), ""),
    **dict.fromkeys(("payment", "serial", "usb"), ""),
    **dict.fromkeys(("publickey-credentials-create", "publickey-credentials-get"), "self"),
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
# The prefix keeps other hosts of the domain from setting these cookies; a browser takes it over HTTPS alone.
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = (f"{'__Host-' if HTTPS else ''}{name}" for name in ("sessionid", "csrftoken"))
SECURE_HSTS_SECONDS = 365 * 86400 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXIES else None
# The browsers' preload list is for whoever owns the domain to join.
SILENCED_SYSTEM_CHECKS = ["security.W021"]

# Who bears it reads the measures and which part is not ready; without one nobody does.
METRICS_TOKEN = secret("METRICS_TOKEN", "")

# The rows are the truth, messages may be lost: without a broker they go nowhere, and the sweep queues again.
CELERY_BROKER_URL = secret("CELERY_BROKER_URL", REDIS_URL or "memory://")
CELERY_TIMEZONE = TIME_ZONE
# A worker that is told no queue serves all, one after the other; what the clock asks for is the default.
CELERY_TASK_QUEUES = [Queue(name, routing_key=name) for name in ("clock", "mail", "imports", "papers")]
CELERY_TASK_DEFAULT_QUEUE = "clock"
CELERY_TASK_ROUTES = {
    "reports.tasks.take_turn": {"queue": "papers"},
    "province.tasks.make_roll_up": {"queue": "papers"},
    "reports.alarms.remind": {"queue": "mail"},
    "reports.alarms.send_mailings": {"queue": "mail"},
    "campaigns.tasks.scan_uploads": {"queue": "imports"},
}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_SOFT_TIME_LIMIT = 540
CELERY_TASK_TIME_LIMIT = 600
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0.2}
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 50
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 700_000  # kilobytes; the largest summary measured needs a third of it
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# Longer than the longest job that is acknowledged late (the backup is not), or the job would run twice; the last two
# shorten the search for lost messages.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 900,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_connect_timeout": 3,
    "socket_timeout": 5,
}
CELERY_BEAT_SCHEDULER = "emulation.beat:Scheduler"
CELERY_BEAT_SCHEDULE_FILENAME = str(STATE_DIR / "beat")
CELERY_BEAT_SCHEDULE = {
    "sweep documents": {"task": "reports.tasks.sweep_documents", "schedule": 30, "options": {"expires": 30}},
    "sweep roll-ups": {"task": "province.tasks.sweep_roll_ups", "schedule": 30, "options": {"expires": 30}},
    "remind": {"task": "reports.alarms.remind", "schedule": crontab(hour=5, minute=30)},
    "free parts": {"task": "reports.alarms.free_parts", "schedule": crontab(hour=3, minute=0)},
    "scan uploads": {"task": "campaigns.tasks.scan_uploads", "schedule": 30, "options": {"expires": 30}},
    "send mailings": {"task": "reports.alarms.send_mailings", "schedule": 300, "options": {"expires": 300}},
    "back up": {"task": "operations.alarms.back_up", "schedule": crontab(hour=2, minute=0)},
    "renew search": {"task": "communes.tasks.renew_search", "schedule": 24 * 60 * 60},
    "seal history": {"task": "communes.tasks.seal_history", "schedule": 60, "options": {"expires": 60}},
    "seal all history": {
        "task": "communes.tasks.seal_history",
        "schedule": crontab(hour=2, minute=30),
        "kwargs": {"whole": True},
    },
    "forget sessions": {"task": "communes.tasks.forget_sessions", "schedule": crontab(hour=3, minute=15)},
    "check history": {"task": "communes.tasks.check_history", "schedule": 60, "options": {"expires": 60}},
}

# `json`: one line of JSON for each record, without anything that was typed; `line`: plain lines.
LOG_FORMAT = env("LOG_FORMAT", "line")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
        "json": {"()": "emulation.logs.JsonFormatter"},
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json" if LOG_FORMAT == "json" else "line"}},
    "root": {"handlers": ["stderr"], "level": env("LOG_LEVEL", "INFO")},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "fontTools": {"level": "WARNING"},
        "kombu.connection": {"level": "ERROR"},
        "pikepdf": {"level": "WARNING"},
        "weasyprint": {"level": "WARNING"},
        "weasyprint.progress": {"level": "WARNING"},
    },
}
