"""One set of settings for every shape the product runs in; environment variables alone tell them apart.

Without `DATABASE_URL` everything runs out of one folder (`var/`): embedded PostgreSQL, broker and cache in it, files
on disk. docs/operating.md lists every variable.
"""

import logging
from ipaddress import ip_network
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from environs import Env

from config import api_document, beat, broker, logs, staff_look
from config.embedded import address

env = Env()

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = address.var_dir()

PRODUCTION = env.bool("PRODUCTION", False)
DEBUG = False
SECRET_KEY = env.str("SECRET_KEY") if PRODUCTION else env.str("SECRET_KEY", "only-for-a-development-machine-" * 2)
PORT = env.int("PORT", 8000)
BASE_URL = env.str("BASE_URL", f"http://localhost:{PORT}").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["*"] if not PRODUCTION else [])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", [BASE_URL])

INSTALLED_APPS = [
    "config",
    "core.accounts.apps.AccountsConfig",
    "unfold.apps.BasicAppConfig",
    "core.accounts.apps.StaffAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.headless",
    "allauth.usersessions",
    "allauth.idp.oidc",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_celery_beat",
    "django_structlog",
    "django_prometheus",
    "pgtrigger",
    "core.events.apps.EventsConfig",
    "core.web.apps.WebConfig",
    "core.storage.apps.StorageConfig",
    "partners.organisations.apps.OrganisationsConfig",
    "partners.programmes.apps.ProgrammesConfig",
    "partners.vetting.apps.VettingConfig",
    "catalog.pricing.apps.PricingConfig",
    "catalog.offers.apps.OffersConfig",
    "catalog.channels.apps.ChannelsConfig",
    "catalog.pricelists.apps.PricelistsConfig",
    "catalog.listings.apps.ListingsConfig",
    "catalog.bundles.apps.BundlesConfig",
    "catalog.editing.apps.EditingConfig",
    "catalog.search.apps.SearchConfig",
    "catalog.storefront.apps.StorefrontConfig",
    "catalog.importing.apps.ImportingConfig",
    "marketplace.customers.apps.CustomersConfig",
    "marketplace.subscriptions.apps.SubscriptionsConfig",
    "marketplace.reviews.apps.ReviewsConfig",
    "marketplace.together.apps.TogetherConfig",
    "marketplace.billing.apps.BillingConfig",
    "marketplace.ordering.apps.OrderingConfig",
    "marketplace.calculator.apps.CalculatorConfig",
    "marketplace.demo.apps.DemoConfig",
]

MIDDLEWARE = [
    "django_structlog.middlewares.RequestMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "core.web.sign_in_bodies.StrictBodies",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
APPEND_SLASH = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
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

# Logs ---------------------------------------------------------------------------------------------------------------

DJANGO_STRUCTLOG_STATUS_4XX_LOG_LEVEL = logging.INFO
# An address is personal data, and finding it took an eighth of the time of a page.
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
LOGGING = logs.configure(level=env.str("LOG_LEVEL", "INFO" if PRODUCTION else "WARNING"), as_json=PRODUCTION)

# Data ---------------------------------------------------------------------------------------------------------------

DATABASE_URL = env.str("DATABASE_URL", "") or address.current().url()
DATABASES = {"default": dj_database_url.parse(DATABASE_URL)}
DATABASES["default"]["ENGINE"] = "config.postgres"
DATABASES["default"]["OPTIONS"] = {"connect_timeout": 5} | DATABASES["default"].get("OPTIONS", {})
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", 60)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

CACHE_URL = env.str("CACHE_URL", "")
CACHES = {
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": CACHE_URL}
        if CACHE_URL
        else {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "web_cache"}
    )
}

# Files --------------------------------------------------------------------------------------------------------------

# Kept in a folder, unless a bucket is named.
OBJECTS_DIR = VAR_DIR / "objects"
S3_BUCKET = env.str("S3_BUCKET", "")
S3_ENDPOINT_URL = env.str("S3_ENDPOINT_URL", "")
S3_REGION = env.str("S3_REGION", "us-east-1")
S3_ACCESS_KEY_ID = env.str("S3_ACCESS_KEY_ID", "")
S3_SECRET_ACCESS_KEY = env.str("S3_SECRET_ACCESS_KEY", "")
UPLOAD_MAX_BYTES = env.int("UPLOAD_MAX_BYTES", 20 * 2**20)
UPLOAD_EXPIRES_SECONDS = env.int("UPLOAD_EXPIRES_SECONDS", 3600)
# Who looks for viruses in uploads ("tcp://127.0.0.1:3310", "unix:///run/clamav/clamd.ctl"); nobody where it is empty.
CLAMD_URL = env.str("CLAMD_URL", "")
UPLOADS_OPEN_MAX = env.int("UPLOADS_OPEN_MAX", 100)
FILE_UPLOAD_HANDLERS = ["core.storage.forms.BoundedForm"]

# How long a web process may show a page of the catalogue before it looks whether something was published.
CATALOGUE_KEPT_SECONDS = env.float("CATALOGUE_KEPT_SECONDS", 0.5)

# Outgoing requests --------------------------------------------------------------------------------------------------

# Networks that requests to addresses of others may reach beside public ones, by HTTP and on any port too.
_opened: list[str] = env.list("OUTGOING_ALLOWED_NETWORKS", [])
OUTGOING_ALLOWED_NETWORKS = [ip_network(name) for name in _opened]
# Who is asked for TXT records ("192.0.2.1:5353"), where it is not the system's name servers.
OUTGOING_NAMESERVERS: list[str] = env.list("OUTGOING_NAMESERVERS", [])

# Time, language -----------------------------------------------------------------------------------------------------

TIME_ZONE = "UTC"
USE_TZ = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("fr", "Français")]
FORMAT_MODULE_PATH = "config.formats"
LOCALE_PATHS = [BASE_DIR / "locale"]

# Static files -------------------------------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
WHITENOISE_USE_FINDERS = not PRODUCTION

# Browser security ---------------------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "object-src": [NONE],
        "img-src": [SELF, "data:"],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0

# People -------------------------------------------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    "core.accounts.hashing.RandomSecretHasher",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "account"
ACCOUNT_ADAPTER = "core.accounts.adapter.AccountAdapter"
ACCOUNT_SIGNUP_FORM_CLASS = "core.accounts.forms.SignupForm"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Guichet: "
ACCOUNT_DEFAULT_HTTP_PROTOCOL = BASE_URL.partition("://")[0]
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", 0)
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Guichet"
MFA_ADAPTER = "core.accounts.adapter.FactorAdapter"
HEADLESS_FRONTEND_URLS = {
    "account_signup": f"{BASE_URL}/accounts/signup/",
    "account_reset_password": f"{BASE_URL}/accounts/password/reset/",
    "account_reset_password_from_key": f"{BASE_URL}/accounts/password/reset/key/{{key}}/",
}
STAFF_MFA_REQUIRED = env.bool("STAFF_MFA_REQUIRED", PRODUCTION)

UNFOLD = staff_look.UNFOLD

# Programs: OAuth 2.0 client credentials, and nothing else of what the identity provider could do.
IDP_OIDC_ADAPTER = "core.accounts.oauth.Issuer"
IDP_OIDC_AUTH_METHODS = ["client_secret_basic", "client_secret_post"]
IDP_OIDC_ACCESS_TOKEN_EXPIRES_IN = 3600
IDP_OIDC_CIMD_ENABLED = False
IDP_OIDC_DCR_ENABLED = False

# E-mail: files that a person can open, unless EMAIL_URL names a server.
EMAIL_URL = env.str("EMAIL_URL", "")
if EMAIL_URL:
    vars().update(env.dj_email_url("EMAIL_URL"))
else:
    EMAIL_BACKEND = "core.accounts.mail.FileBackend"
    EMAIL_FILE_PATH = VAR_DIR / "mail"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "Guichet <guichet@localhost>")

# Tasks --------------------------------------------------------------------------------------------------------------

# A broker of its own where one is named, else queues in the same PostgreSQL.
CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", "") or "pgmq://"
CELERY_TASK_DEFAULT_QUEUE = "guichet"
globals().update(broker.settings_for(CELERY_BROKER_URL, DATABASES["default"]))
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 8
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
CELERY_BEAT_SCHEDULE = beat.SCHEDULE

# What /readyz asks, in this order.
READINESS_CHECKS = {
    "database": "core.web.health.database_answers",
    "worker": "core.web.health.worker_is_alive",
    "storage": "core.storage.objects.ready",
}

# REST ---------------------------------------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "core.accounts.authentication.BearerToken",
        "core.accounts.authentication.Session",
        "core.accounts.authentication.SessionToken",
    ],
    "DEFAULT_PARSER_CLASSES": ["core.web.parsers.StrictJSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["core.web.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "core.web.schema.Schema",
    "EXCEPTION_HANDLER": "core.web.problems.exception_handler",
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "core.web.renderers.OneAnswer",
    "URL_FORMAT_OVERRIDE": None,
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = api_document.SETTINGS
# How often one principal may change things.
WRITE_RATE = env.str("WRITE_RATE", "600/min")

# The operator, as it stands on invoices ----------------------------------------------------------------------------

OPERATOR_NAME = env.str("OPERATOR_NAME", "Guichet Demo Operator")
OPERATOR_COUNTRY = env.str("OPERATOR_COUNTRY", "FR")
OPERATOR_VAT_ID = env.str("OPERATOR_VAT_ID", "")
OPERATOR_ADDRESS = env.str("OPERATOR_ADDRESS", "")
# Where its people work: their public holidays and hours are those of the reviewers' clock.
DESK_COUNTRY = env.str("DESK_COUNTRY", OPERATOR_COUNTRY)
DESK_ZONE = env.str("DESK_ZONE", "Europe/Paris")
