"""Settings, all from the environment (table in docs/operate.md). Production is checked by casemgr.safe_start."""

import datetime
import hashlib
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from casemgr import environment as env
from frontend.csp import CONTENT_SECURITY_POLICY

BASE_DIR = Path(__file__).resolve().parent.parent

DEBUG = False
CASEMGR_DEMO = env.flag("CASEMGR_DEMO")
CASEMGR_PROCESS = env.text("CASEMGR_PROCESS", "web")
CASEMGR_DATA_DIR = Path(env.text("CASEMGR_DATA_DIR", str(BASE_DIR / ".data")))
CASEMGR_MASTER_KEY_FILE = env.text("CASEMGR_MASTER_KEY_FILE")
CASEMGR_KEY_PROVIDER = env.text("CASEMGR_KEY_PROVIDER", "file")  # who wraps the root key (docs/keys.md)
CASEMGR_MASTER_KEY = env.take("CASEMGR_MASTER_KEY")
CASEMGR_VAULT_ADDRESS = env.text("CASEMGR_VAULT_ADDRESS")
CASEMGR_VAULT_MOUNT = env.text("CASEMGR_VAULT_MOUNT", "transit")
CASEMGR_VAULT_KEY = env.text("CASEMGR_VAULT_KEY", "casemgr")
CASEMGR_VAULT_TOKEN_FILE = env.text("CASEMGR_VAULT_TOKEN_FILE")
CASEMGR_CONTEXT_KEY_FILE = env.text("CASEMGR_CONTEXT_KEY_FILE")
CASEMGR_ERASURE_JOURNAL = env.text("CASEMGR_ERASURE_JOURNAL")  # none: in the data folder
CASEMGR_RUNTIME_DIR = env.text(
    "CASEMGR_RUNTIME_DIR"
)  # a folder in memory; none: one of this machine's own, if it has it
CASEMGR_MAX_UPLOAD_BYTES = env.number("CASEMGR_MAX_UPLOAD_BYTES", 105 * 1024 * 1024)
# how long the receiver can read what was disclosed after the service ended
CASEMGR_PRACTICE_KEPT = datetime.timedelta(days=env.number("CASEMGR_PRACTICE_KEPT_DAYS", 30))
CASEMGR_REFERRAL_KEPT = datetime.timedelta(days=env.number("CASEMGR_REFERRAL_KEPT_DAYS", 30))
CASEMGR_ENQUIRY_KEPT = datetime.timedelta(days=env.number("CASEMGR_ENQUIRY_KEPT_DAYS", 30))
# more cases than these aren't counted while somebody waits: their figures are counted in the background
CASEMGR_LIVE_CASES = env.number("CASEMGR_LIVE_CASES", 50_000)
CASEMGR_CLAMAV = env.text("CASEMGR_CLAMAV")  # host:port or /socket of a ClamAV daemon; none: files aren't scanned
CASEMGR_ADDRESS = (env.text("CASEMGR_ADDRESS") or f"http://localhost:{env.text('CASEMGR_PORT', '8000')}").rstrip("/")
CASEMGR_BREACHED_PASSWORDS = env.text("CASEMGR_BREACHED_PASSWORDS")  # a sorted file of SHA-1 hashes
CASEMGR_ANCHOR_FILE = env.text("CASEMGR_ANCHOR_FILE")  # checkpoints of the trail, outside the database
CASEMGR_ANCHOR_URL = env.text("CASEMGR_ANCHOR_URL")
# host:port of identity providers in a network of one's own; nothing else of it is reached (casemgr.outbound)
CASEMGR_OUTBOUND_ALLOW = [place.lower() for place in env.words("CASEMGR_OUTBOUND_ALLOW")]
# the same for webhooks, apart: who types those addresses must not reach what identity providers or Vault may be at
CASEMGR_WEBHOOK_ALLOW = [place.lower() for place in env.words("CASEMGR_WEBHOOK_ALLOW")]
# "": no exchange with other instances; https://NAME: reached there by them; "poll": takes part without being reached
CASEMGR_EXCHANGE_URL = env.text("CASEMGR_EXCHANGE_URL").rstrip("/")
CASEMGR_PURGE_HOURS = env.number("CASEMGR_PURGE_HOURS", 72)  # by when another instance has to confirm
CASEMGR_EXIT_URL = env.text("CASEMGR_EXIT_URL", "https://www.wikipedia.org/")
# signs pseudonyms and digests; never leaves the process
SECRET_KEY = env.text("CASEMGR_SECRET_KEY") or "unset-" + hashlib.sha256(str(BASE_DIR).encode()).hexdigest()

ALLOWED_HOSTS = env.words("CASEMGR_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env.words("CASEMGR_TRUSTED_ORIGINS")
BEHIND_TLS = env.flag("CASEMGR_BEHIND_TLS")
if BEHIND_TLS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 63072000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = env.flag("CASEMGR_HSTS_SUBDOMAINS", True)
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^health$"]
# how many proxies in front append to X-Forwarded-For; allauth counts refused sign-ins by the same address
CASEMGR_TRUSTED_PROXIES = ALLAUTH_TRUSTED_PROXY_COUNT = env.number("CASEMGR_TRUSTED_PROXIES", 0)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "casemgr.db",
    "casemgr.encryption",
    "casemgr.audit",
    "casemgr.accounts",
    "cases",
    "referrals",
    "anonymized_exports",
    "frontend",
    "guardian",
    "auditlog",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.humanize",
    "rest_framework",
    "drf_spectacular",
    "oauth2_provider",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "frontend.headers.HeadersMiddleware",
    "casemgr.audit.origin.OriginMiddleware",
    "frontend.gate.GateMiddleware",
    # pads each page by a random length, against guessing its content from its compressed size (BREACH)
    "frontend.compression.PageCompressionMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "frontend.public.PublicMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "frontend.middleware.PrivatePagesMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "frontend.gate.FormMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "casemgr.accounts.middleware.ActorMiddleware",
    "casemgr.accounts.middleware.DevicesMiddleware",
    "frontend.clock.PersonalMiddleware",
    "frontend.lock.LockMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "casemgr.accounts.middleware.SecondFactorMiddleware",
    "frontend.step_up.StepUpMiddleware",
    "frontend.drafts.DraftMiddleware",
    "frontend.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "casemgr.urls"
WSGI_APPLICATION = "casemgr.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "frontend" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "frontend.context.page",
            ]
        },
    }
]
FORM_RENDERER = "frontend.forms.renderer.CaseworkRenderer"
CSRF_FAILURE_VIEW = "frontend.views.errors.csrf_failure"

# separate logins (docs/decisions): the web process never holds the owner's URL
_own = {"worker": "WORKER_DATABASE_URL", "owner": "OWNER_DATABASE_URL"}.get(CASEMGR_PROCESS, "DATABASE_URL")
_app_url = env.text(_own) or env.text("DATABASE_URL") or "postgresql://casemgr_app@/casemgr"
DATABASES = {
    "default": env.database(_app_url, ATOMIC_REQUESTS=True, CONN_MAX_AGE=60, CONN_HEALTH_CHECKS=True),
    "owner": env.database(env.text("OWNER_DATABASE_URL") or _app_url),
    "exporter": env.database(env.text("EXPORTER_DATABASE_URL") or _app_url),
    "keys": env.database(
        env.text("KEYS_DATABASE_URL") or f"sqlite:///{CASEMGR_DATA_DIR / 'keys.sqlite3'}",
        ATOMIC_REQUESTS=False,
    ),
}
if DATABASES["keys"]["ENGINE"] == "casemgr.db":
    DATABASES["keys"]["ENGINE"] = "django.db.backends.postgresql"
else:  # a transaction that reads before it writes must not find that another came between
    DATABASES["keys"]["OPTIONS"] = {"transaction_mode": "IMMEDIATE"}
DATABASE_ROUTERS = ["casemgr.encryption.router.KeyStoreRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# limits, refused sign-ins and used codes are counted here. Past 300 entries, Django's default, the oldest would be
# forgotten: whoever makes entries enough would wipe out what was counted against them
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 200_000},
    }
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "guardian.backends.ObjectPermissionBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "casemgr.accounts.passwords.GuessingValidator"},
]
ANONYMOUS_USER_NAME = None
GUARDIAN_MONKEY_PATCH_USER = False
AUDITLOG_LOGENTRY_MODEL = "audit.AuditEntry"

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "today"
ACCOUNT_ADAPTER = "casemgr.accounts.adapters.AccountAdapter"
MFA_ADAPTER = "casemgr.accounts.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_RATE_LIMITS = {"webauthn_login": None}  # nothing about a passkey can be guessed; a limit would lock others out
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
MFA_FORMS = {
    "authenticate": "frontend.forms.second_step.CodeForm",
    "reauthenticate": "frontend.forms.second_step.CodeAgainForm",
    "add_webauthn": "frontend.forms.passkeys.AddPasskeyForm",
    "authenticate_webauthn": "frontend.forms.passkeys.UsePasskeyForm",
    "login_webauthn": "frontend.forms.passkeys.PasskeyAloneForm",
    "reauthenticate_webauthn": "frontend.forms.passkeys.PasskeyAgainForm",
}
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "casemgr.accounts.one_time_links.OneTimeTokens"  # noqa: S105
ACCOUNT_FORMS = {
    "reset_password": "frontend.forms.password_reset.AskResetForm",
    "login": "frontend.forms.sign_in.SignInForm",
}
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
# the library's own stay as they are, but for wrong tries: casemgr.accounts.tries counts those, so that nobody is locked
# out by others
ACCOUNT_RATE_LIMITS = {
    "key_passphrase": "5/10m/user",
    "provider": "30/m/ip",
    "login": None,
    "login_failed": None,
    "reset_password": "20/m/ip",
}

# `__Host-`: a browser takes it from this host alone, over TLS alone; no sister domain can set one
_host = "__Host-" if BEHIND_TLS else ""
SESSION_COOKIE_NAME = f"{_host}session"
CSRF_COOKIE_NAME = f"{_host}csrftoken"
DEVICE_COOKIE_NAME = f"{_host}device"
DEVICE_COOKIE_AGE = 180 * 24 * 3600
LANGUAGE_COOKIE_NAME = f"{_host}language"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = BEHIND_TLS
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = 12 * 3600
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # no words in a cookie of their own
SECURE_CSP = CONTENT_SECURITY_POLICY
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
FILE_UPLOAD_HANDLERS = ["casemgr.encryption.uploads.EncryptingUploadHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_NUMBER_FILES = 10

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("ar", _("Arabic"))]
LOCALE_PATHS = [BASE_DIR / "frontend" / "locale"]
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "frontend" / "static"]
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_ALLOW_ALL_ORIGINS = False

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["referrals.partner_api.permissions.DenyAll"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "referrals.partner_api.problems.handler",
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "OAS_VERSION": "3.1.1",
    "TITLE": "Casemgr partner API",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "ENFORCE_NON_BLANK_FIELDS": True,
    "COMPONENT_SPLIT_REQUEST": True,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "POSTPROCESSING_HOOKS": ["referrals.partner_api.openapi.complete"],
}
OAUTH2_PROVIDER_APPLICATION_MODEL = "accounts.PartnerClient"
OAUTH2_PROVIDER = {
    "ACCESS_TOKEN_EXPIRE_SECONDS": 600,
    "SCOPES_BACKEND_CLASS": "oauth2_provider.scopes.SettingsScopes",
    "SCOPES": {
        "directory:read": "Read the service directory",
        "directory:write": "Import files into your organization's part of the service directory",
        "referral:send": "Send referrals",
        "referral:receive": "Read referrals offered to you",
        "referral:decide": "Answer referrals",
        "message:write": "Write to the other side of a referral and arrange hand-offs",
        "consent:record": "Record a person's consent",
        "notice:draft": "Draft statutory notices, which a person of your organization approves and sends",
        "webhook:manage": "Say where your system is told that a referral moved",
    },
    "DEFAULT_SCOPES": [],
    "PKCE_REQUIRED": True,
    # RFC 9700: tokens are stored as hashes and taken from the header only
    "COMPLIANT_BCP_RFC9700_TOKEN_STORAGE": True,
    "COMPLIANT_BCP_RFC9700_ACCESS_TOKEN_TRANSPORT": True,
    "COMPLIANT_BCP_RFC9700_PASSWORD_GRANT": True,
    "COMPLIANT_BCP_RFC9700_IMPLICIT_GRANT": True,
}

MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": env.text("CASEMGR_SMTP_HOST"),
            "port": env.number("CASEMGR_SMTP_PORT", 587),
            "username": env.text("CASEMGR_SMTP_USER"),
            "password": env.text("CASEMGR_SMTP_PASSWORD"),
            "use_tls": env.flag("CASEMGR_SMTP_TLS", True),
        },
    }
    if env.text("CASEMGR_SMTP_HOST")
    else {"BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
}
DEFAULT_FROM_EMAIL = env.text("CASEMGR_MAIL_FROM", "noreply@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "casemgr.logs.PlainFormatter", "format": "{levelname} {name} {message}", "style": "{"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    # Django's own handlers for these: on errors it would mail requests with all their values to administrators
    "loggers": {name: {"handlers": [], "propagate": True} for name in ("django", "django.server")},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
