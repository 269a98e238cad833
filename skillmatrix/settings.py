"""Every setting, read from the environment once, top to bottom.

Nobody imports this module: code asks `django.conf.settings`. What may differ between two
installations is an environment variable; everything else is decided here, with its reason.
"""

import os
import socket
import sys
import tomllib
from datetime import time
from pathlib import Path

from csp.constants import NONE, SELF
from environs import Env

from skillmatrix.web import logs

env = Env()
BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.str("SKILLMATRIX_VAR", str(BASE_DIR / "var")))

# --- What kind of installation this is -------------------------------------------------------
DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("SKILLMATRIX_DEMO", default=False)
SECRET_KEY = env.str("SECRET_KEY")
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# The address written into mails, so that a forged Host header never reaches one.
SITE_URL = env.str("SITE_URL", default="http://localhost:8000")
SECURE = SITE_URL.startswith("https://")
# What the operations page and error reports call this release.
RELEASE = env.str("SKILLMATRIX_RELEASE", default="") or str(
    tomllib.loads((BASE_DIR / "pyproject.toml").read_text())["project"]["version"]
)
# Which process this is, told by how it was started: PostgreSQL lists its connections under it.
ROLE = next(
    (
        role
        for word, role in (("granian", "web"), ("dispatch", "dispatcher"), ("celery", "worker"))
        if word in [Path(part).name for part in sys.orig_argv]
    ),
    "command",
)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "template_partials",
    "heroicons",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "skillmatrix.web",
    "skillmatrix.jobs",
    "skillmatrix.people",
    "skillmatrix.taxonomy",
    "assessments",
    "roadmaps",
]

MIDDLEWARE = [
    "skillmatrix.web.measuring.MeasuringMiddleware",
    "skillmatrix.web.tracing.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "skillmatrix.web.middleware.DatabaseAwayMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "skillmatrix.web.middleware.HtmxLoginMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "skillmatrix.web.middleware.PersonalLocaleMiddleware",
    "skillmatrix.web.middleware.PrivacyHeadersMiddleware",
    "skillmatrix.web.middleware.HtmxMessagesMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "skillmatrix.urls"
WSGI_APPLICATION = "skillmatrix.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "roadmaps.navigation.navigation",
                "roadmaps.demo.logins.demo_logins",
            ],
        },
    }
]

# --- PostgreSQL: the only truth ---------------------------------------------------------------
DATABASES = {"default": env.dj_db_url("DATABASE_URL")}
DATABASES["default"].update(
    # A new connection costs more than most of our pages; a dead one is noticed by the check.
    CONN_MAX_AGE=None,
    CONN_HEALTH_CHECKS=True,
)
DATABASES["default"].setdefault("OPTIONS", {}).update(
    connect_timeout=3,
    # The operations page counts processes by it.
    application_name=f"skillmatrix/{ROLE}/{socket.gethostname()[:24]}/{os.getpid()}",
    # No request may hang on a lock or a runaway query; bulk commands raise the limit themselves.
    options="-c statement_timeout=30s -c lock_timeout=5s -c idle_in_transaction_session_timeout=30s",
)
# LISTEN needs a connection of its own that no pooler shares out.
DATABASE_DIRECT_URL = env.str("DATABASE_DIRECT_URL", default="")

# --- Celery: a doorbell, never the truth --------------------------------------------------------
CELERY_BROKER_URL = env.str("REDIS_URL")
# Named, not imported: the rooms know that somebody can be rung, not who.
DOORBELL = "skillmatrix.celery.app"

# --- Background work ----------------------------------------------------------------------------
# Named here so that `jobs` need not know the rooms to its right.
JOB_HANDLERS = {
    "mail": "skillmatrix.people.mail.deliver",
    "invite": "skillmatrix.people.invitations.deliver",
    "export": "roadmaps.my_data.handler.handle",
    "impact": "roadmaps.impact.handler.handle",
    "begin-cycle": "assessments.cycles.advancing.begin_cycle",
    "reminder": "assessments.cycles.reminding.deliver",
    "recurring": "skillmatrix.jobs.schedule.run",
}
DISPATCH_SOURCES = ["roadmaps.refresh.RefreshSource", "skillmatrix.jobs.queue.JobSource"]
# What an answer to a saved rating tells about its consequences; `assessments` knows no room to its right.
AFTER_RATING = "roadmaps.consequences.strip"
# Who reads the column `role` when people are imported.
PEOPLE_ROLE_COLUMN = "assessments.role_column.RoleColumn"
# What publishing a document would do to people, in sentences, for the plan on the command line.
TAXONOMY_IMPACT = "roadmaps.impact.sentences"
# How many ratings were made under the current version, told where it is about to be taken back.
TAXONOMY_RATINGS_UNDER = "assessments.counting.ratings_made_under"
# Where it is told how Skillmatrix itself does what a skill is about.
TAXONOMY_ABOUT_SKILL = "roadmaps.showcase.about"
# A lane is a queue with bounds of its own, in the order in which they are rung for (docs/decisions/lanes.md).
# `under_way`: how many jobs may be leased at once; so many have to be done before the first lease runs out.
# `a_minute`: how many may be taken up in a minute; without it as fast as they are done.
# `batch`: how many one message carries; the lane waits until it may take up so many, if so many wait. Its handlers
# take several jobs and yield the outcome of each.
LANES: dict[str, dict[str, int]] = {
    # These two carry people and not jobs: who is behind bounds itself, in roadmaps.
    "refresh": {},
    "fanout": {},
    "mail": {"under_way": 200, "a_minute": env.int("MAILS_A_MINUTE", default=600), "batch": 50},
    "work": {"under_way": 10},
    # Whoever waits for a file can wait a little longer; two at once leave the memory to everybody else.
    "exports": {"under_way": 2},
}
# Kinds of jobs that do not travel on the lane "work".
JOB_LANES = {"mail": "mail", "reminder": "mail", "export": "exports"}
# Recurring jobs: a function, and the seconds between two runs.
SCHEDULE = {
    "tidy-jobs": ("skillmatrix.jobs.tidying.done_jobs", 3600),
    "tidy-cache": ("skillmatrix.jobs.tidying.expired_cache_rows", 3600),
    "tidy-exports": ("skillmatrix.people.tidying.old_exports", 3600),
    "tidy-sessions": ("skillmatrix.people.tidying.expired_sessions", 24 * 3600),
    "tidy-evidence": ("assessments.tidying.removed_evidence", 24 * 3600),
    "verify-share": ("roadmaps.nightly.verify_share", 24 * 3600),
    "cycles": ("assessments.cycles.advancing.advance", 900),
    "reminders": ("assessments.cycles.reminding.remind", 900),
    "month-ends": ("roadmaps.trends.keeping.keep_month_ends", 24 * 3600),
    "plan-reminders": ("roadmaps.development.reminders.remind", 3600),
    "tidy-comments": ("roadmaps.development.reminders.forget_comments", 6 * 3600),
}
# Those that run once a day, at this time of TIME_ZONE.
SCHEDULE_AT = {"tidy-sessions": time(3, 30), "verify-share": time(2, 30), "month-ends": time(1, 30)}
# How often every queue is rung for only to see that somebody works there; 0 for never.
CANARY_SECONDS = env.float("SKILLMATRIX_CANARY_SECONDS", default=15)
# For how long a worker takes nothing from a queue in which something waits until it ends itself; 0 for ever.
WORKER_PATIENCE = env.float("SKILLMATRIX_WORKER_PATIENCE", default=60)
# A file that this process writes while it works; for health checks.
HEARTBEAT = env.str("SKILLMATRIX_HEARTBEAT", default="")
# With the fallback on, the dispatcher does the work itself when the broker or the workers are away.
DISPATCH_FALLBACK = env.bool("SKILLMATRIX_DISPATCH_FALLBACK", default=True)

# --- Sign-in --------------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["skillmatrix.people.accounts.DemoGate"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "skillmatrix.people.accounts.ClosedAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "skillmatrix.people.accounts.display_name"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_SESSION_REMEMBER = True
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
USERSESSIONS_TRACK_ACTIVITY = False
PASSWORD_RESET_TIMEOUT = 3600

# Sessions live in PostgreSQL: a dead Redis must sign nobody out.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_NAME = "__Host-sid" if SECURE else "sid"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
CSRF_FAILURE_VIEW = "skillmatrix.web.views.csrf_failure"

# Rate limits of sign-in must hold whatever happens to Redis, and for all processes together.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"},
}

# --- Headers ----------------------------------------------------------------------------------------
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=SECURE)
SECURE_HSTS_SECONDS = 63072000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    # Or the limits of sign-in would count everybody as one caller: the proxy.
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}
# More than a megabyte, so that a text of that size reaches its form, which says what is wrong with it.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 600
DATA_UPLOAD_MAX_NUMBER_FILES = 1
# The limit above leaves files out: without the first of these, anybody could fill the disk by a form.
FILE_UPLOAD_HANDLERS = [
    "skillmatrix.web.uploads.Limit",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# --- Words, places, time ------------------------------------------------------------------------------
LANGUAGE_CODE = env.str("LANGUAGE_CODE", default="en")
LANGUAGES = [("en", "English")]
LOCALE_PATHS = [BASE_DIR / "skillmatrix" / "locale"]
USE_I18N = USE_TZ = True
FORMAT_MODULE_PATH = "skillmatrix.web.formats"
TIME_ZONE = env.str("TIME_ZONE", default="UTC")

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = env.str("STATIC_ROOT", default=str(VAR_DIR / "static"))
STORAGES = {
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "skillmatrix.web.storage.CollectedFiles"
    },
}
WHITENOISE_USE_FINDERS = DEBUG

# --- Mail ------------------------------------------------------------------------------------------------
if env.str("EMAIL_URL", default=""):
    vars().update(env.dj_email_url("EMAIL_URL"))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(VAR_DIR / "mail")
# A mail server that hangs must cost a try, not the process.
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="skillmatrix@localhost")

# --- What is watched from outside ------------------------------------------------------------------------
# Whoever shows this word in the header Authorization may read /metrics. Without one only operators may.
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")

# The socket of the supervisor that runs the demo; the operations page lets a visitor break things through it.
CONTROL_SOCKET = env.str("SKILLMATRIX_CONTROL", default="")

# Where errors and traces go; without an address nothing is sent and nothing of it is even loaded.
SENTRY_DSN = env.str("SENTRY_DSN", default="")
OTLP_ENDPOINT = env.str("OTEL_EXPORTER_OTLP_ENDPOINT", default="")

# JSON for machines; whoever starts the stack by hand reads lines.
LOG_JSON = env.bool("LOG_JSON", default=env.bool("SKILLMATRIX_MANAGED", default=False) and not DEBUG)
LOGGING = logs.configuration(level=env.str("LOG_LEVEL", default="INFO"), as_json=LOG_JSON)
