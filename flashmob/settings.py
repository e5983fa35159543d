"""Every setting of the site, read from the environment; a bad or missing value stops the start and says which.

Two shapes only. Embedded: no DATABASE_URL, no REDIS_URL (SQLite, in-process Celery). Server: both
(PostgreSQL, Redis). `DEMO=true` fills in the secrets with throw-away ones and opens the demo's extras
(practice payments, local mailbox, movable clock); it is refused on anything but a loopback SITE_URL.
"""

import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

from flashmob import logs

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
if (BASE_DIR / ".env").exists():
    env.read_env(BASE_DIR / ".env")

DEMO = env.bool("DEMO", default=False)
DEBUG = env.bool("DEBUG", default=False)
PORT = env.int("PORT", default=8000)
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / ".local")))
LOOPBACK_HOSTS = {"localhost", "127.0.0.1", "::1"}


def demo_secret(name: str) -> str:
    """A random secret of the demo, made once and kept in DATA_DIR so that links survive a restart."""
    file = DATA_DIR / "secrets" / name.lower()
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(48))
    return file.read_text()


def required(name: str) -> str:
    """The variable's value; outside the demo a missing one is refused by name."""
    value = env.str(name, default="")
    if value:
        return value
    if DEMO:
        return demo_secret(name)
    raise ImproperlyConfigured(f"{name} is not set. See .env.example; `make run` needs none of it (DEMO=true).")


# --- Where we are ---------------------------------------------------------------------------------------------

SITE_URL = env.str("SITE_URL", default=f"http://localhost:{PORT}" if DEMO else "").rstrip("/")
if not SITE_URL:
    raise ImproperlyConfigured("SITE_URL is not set, for example https://pmo-flashmob.example")
SITE_HOST = urlsplit(SITE_URL).hostname or ""
SITE_IS_SECURE = SITE_URL.startswith("https://")
if not SITE_IS_SECURE and SITE_HOST not in LOOPBACK_HOSTS:
    raise ImproperlyConfigured("SITE_URL must be https:// (plain http only on this machine itself)")
if DEMO and SITE_HOST not in LOOPBACK_HOSTS:
    raise ImproperlyConfigured("DEMO=true is for http://localhost only: it has no real secrets and no real money")

SECRET_KEY = required("SECRET_KEY")
TICKET_SECRETS = [secret for secret in required("TICKET_SECRETS").split(",") if secret]
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[SITE_HOST, *(LOOPBACK_HOSTS if DEMO else ())])
CSRF_TRUSTED_ORIGINS = [SITE_URL]
ADMIN_PATH = env.str("ADMIN_PATH", default="staff-desk").strip("/")
RELEASE = env.str("RELEASE", default="development")
CLOCK_FILE = DATA_DIR / "clock" if DEMO else None
SITE_NAME = env.str("SITE_NAME", default="Flashmob")

# --- What it is made of ---------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "flashmob.apps.FlashmobConfig",
    "payments",
    "attendees",
    "networking",
    "events",
    "foundation.accounts",
    "foundation.mail",
    "foundation.sweeps",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "flashmob.apps.StaffConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "flashmob.middleware.LogRequests",
    "flashmob.middleware.WakeWorkers",
    "foundation.lib.page_policy.SayPolicy",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "flashmob.middleware.KeepPrivate",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "flashmob.middleware.AnswerEverybody",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "events.views.way_in.ShowTheWay",
    "flashmob.middleware.SayBusy",
    "flashmob.middleware.SayButton",
]

ROOT_URLCONF = "flashmob.urls"
WSGI_APPLICATION = "flashmob.wsgi.application"
FORM_RENDERER = "foundation.lib.form_renderer.PlainForms"
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
            "builtins": ["foundation.lib.page_words"],
        },
    }
]

# --- Database, cache, broker: embedded or server, nothing between ----------------------------------------------

DATABASE_URL = env.str("DATABASE_URL", default="")
REDIS_URL = env.str("REDIS_URL", default="")
EMBEDDED = not DATABASE_URL and not REDIS_URL
if bool(DATABASE_URL) != bool(REDIS_URL):
    raise ImproperlyConfigured("Set both DATABASE_URL and REDIS_URL (server), or neither (embedded).")
if DATABASE_URL and not DATABASE_URL.startswith(("postgres://", "postgresql://")):
    raise ImproperlyConfigured("DATABASE_URL must be postgres://…; the embedded SQLite needs no DATABASE_URL.")

DATABASES: dict[str, dict[str, Any]]
CACHES: dict[str, dict[str, Any]]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
if EMBEDDED:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA_DIR / "flashmob.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
            },
        }
    }
    DATA_DIR.mkdir(parents=True, exist_ok=True)
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
else:
    DATABASES = {"default": env.db_url_config(DATABASE_URL)}
    DATABASES["default"]["ENGINE"] = "foundation.lib.postgres"
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # A lock held by somebody else costs a request 3 seconds at most, and then a sentence, not a hang.
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c lock_timeout=3000 -c statement_timeout=20000"
    DATABASES["default"]["OPTIONS"]["prepare_threshold"] = 0  # what a prepared cursor asks (foundation.lib.compiled)
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": REDIS_URL,
            "KEY_PREFIX": "flashmob",
            "OPTIONS": {"socket_timeout": 0.5, "socket_connect_timeout": 0.5},
        }
    }

CELERY_BROKER_URL = "memory://localhost//" if EMBEDDED else REDIS_URL

# --- Mail -----------------------------------------------------------------------------------------------------

EMAIL_URL = env.str("EMAIL_URL", default="")
if not EMAIL_URL and not DEMO:
    raise ImproperlyConfigured("EMAIL_URL is not set, for example smtp+tls://user:password@mail.example:587")
if EMAIL_URL.startswith("anymail://"):
    # anymail://postmark with its keys in ANYMAIL: a provider's API instead of SMTP.
    EMAIL_BACKEND = f"anymail.backends.{urlsplit(EMAIL_URL).hostname}.EmailBackend"
elif EMAIL_URL:
    vars().update(env.email_url_config(EMAIL_URL))
else:
    # The demo's mails stay on this machine, one file each, read at /mailbox/.
    EMAIL_BACKEND = "foundation.mail.domain.mailbox.EmailBackend"
    EMAIL_FILE_PATH = DATA_DIR / "mailbox"
EMAIL_TIMEOUT = 15
ANYMAIL = env.json("ANYMAIL", default={})
MAIL_DOMAIN = env.str("MAIL_DOMAIN", default=SITE_HOST)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default=f"{SITE_NAME} <hello@{MAIL_DOMAIN}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- Money ----------------------------------------------------------------------------------------------------

STRIPE_SECRET_KEY = env.str("STRIPE_SECRET_KEY", default="sk_test_demo" if DEMO else "")
STRIPE_WEBHOOK_SECRET = required("STRIPE_WEBHOOK_SECRET")
STRIPE_SIMULATOR = DEMO and STRIPE_SECRET_KEY == "sk_test_demo"
STRIPE_API_URL = env.str("STRIPE_API_URL", default=f"{SITE_URL}/simulator" if STRIPE_SIMULATOR else "")
STRIPE_CHECKOUT_ORIGIN = env.str(
    "STRIPE_CHECKOUT_ORIGIN", default=SITE_URL if STRIPE_SIMULATOR else "https://checkout.stripe.com"
)
if not STRIPE_SECRET_KEY:
    raise ImproperlyConfigured("STRIPE_SECRET_KEY is not set (sk_live_… or sk_test_…)")
if STRIPE_API_URL and urlsplit(STRIPE_API_URL).hostname not in LOOPBACK_HOSTS:
    raise ImproperlyConfigured("STRIPE_API_URL is for a simulator on this machine; leave it out for Stripe itself")

# --- Rules of the house, as numbers ----------------------------------------------------------------------------

PAYMENT_MINUTES = env.int("PAYMENT_MINUTES", default=31)  # Stripe's shortest session is 30 minutes
HOLD_GRACE_MINUTES = env.int("HOLD_GRACE_MINUTES", default=10)
LAPSED_HOLDS_PER_ADDRESS_PER_HOUR = env.int("LAPSED_HOLDS_PER_ADDRESS_PER_HOUR", default=5)
HOLD_SHARE_PER_ADDRESS = env.float("HOLD_SHARE_PER_ADDRESS", default=0.10)
WAITING_PER_ADDRESS_PER_HOUR = env.int("WAITING_PER_ADDRESS_PER_HOUR", default=20)  # entries of waiting lists
PEOPLE_AT_ONE_ADDRESS = env.int("PEOPLE_AT_ONE_ADDRESS", default=300)  # a full room on the Wi-Fi of its pub
WRONG_CODES_PER_MINUTE = env.int("WRONG_CODES_PER_MINUTE", default=20)  # of one address
WRONG_CODES_BEFORE_ALARM = env.int("WRONG_CODES_BEFORE_ALARM", default=200)  # of all addresses in a minute
TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)

# --- Accounts -------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "accounts:sign-in"
ACCOUNT_ADAPTER = "foundation.accounts.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "foundation.accounts.forms.LoginForm",
    "add_email": "foundation.accounts.forms.AddEmailForm",
    "change_password": "foundation.accounts.forms.ChangePasswordForm",
    "set_password": "foundation.accounts.forms.SetPasswordForm",
    "reset_password": "foundation.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "foundation.accounts.forms.ResetPasswordKeyForm",
    "reauthenticate": "foundation.accounts.forms.ReauthenticateForm",
    "confirm_email_verification_code": "foundation.accounts.forms.ConfirmEmailForm",
}
MFA_FORMS = {
    "authenticate": "foundation.accounts.forms.SecondFactorForm",
    "reauthenticate": "foundation.accounts.forms.SecondFactorAgainForm",
    "activate_totp": "foundation.accounts.forms.ActivateAppForm",
}
LOGIN_REDIRECT_URL = "/my/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]  # sign-up is closed; without the second, so is signing in by password
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SIGNUP_FORM_HONEYPOT_FIELD = "website"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if SITE_IS_SECURE else "http"
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_COUNT
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SITE_IS_SECURE
USERSESSIONS_TRACK_ACTIVITY = False

# --- Safety ---------------------------------------------------------------------------------------------------

SESSION_COOKIE_NAME = "__Host-session" if SITE_IS_SECURE else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if SITE_IS_SECURE else "csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SITE_IS_SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = SITE_IS_SECURE
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXY_COUNT else None
SECURE_HSTS_SECONDS = 31_536_000 if SITE_IS_SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SITE_IS_SECURE
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SELF, NONE = "'self'", "'none'"
CONTENT_SECURITY_POLICY = {
    "default-src": [NONE],
    "base-uri": [NONE],
    "connect-src": [SELF],
    "font-src": [SELF],
    "form-action": [SELF, STRIPE_CHECKOUT_ORIGIN],
    "frame-ancestors": [NONE],
    "img-src": [SELF, "data:"],
    "manifest-src": [SELF],
    "media-src": [SELF],
    "script-src": [SELF],
    "style-src": [SELF],
    "worker-src": [SELF],
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

# --- Words, time, files ---------------------------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
LOCALE_PATHS = [BASE_DIR / "locale"]  # what allauth's pages say, in our words
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(BASE_DIR / "staticfiles")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "flashmob.files.StaticFiles"},
}
MEDIA_ROOT = DATA_DIR / "media"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
LOGGING = logs.config(level=env.str("LOG_LEVEL", default="WARNING" if DEMO else "INFO"), is_json=not DEMO)
