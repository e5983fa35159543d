"""The product's own settings in the surroundings of a test: the demo, in a folder of its own, on SQLite.

With DATABASE_URL and REDIS_URL set (`python -m tests.support.servers` does it) the same tests run on PostgreSQL.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

# Each process of a test run has its own folder: database, secrets, mailbox, clock. The first process of the run makes
# the one around them and takes it away; workers of pytest-xdist end too abruptly to clear up.
if "FLASHMOB_TESTS" not in os.environ:
    os.environ["FLASHMOB_TESTS"] = tempfile.mkdtemp(prefix="flashmob-tests-")
    atexit.register(shutil.rmtree, os.environ["FLASHMOB_TESTS"], ignore_errors=True)
DATA_DIR = Path(tempfile.mkdtemp(dir=os.environ["FLASHMOB_TESTS"]))

os.environ.update(
    DEMO="true",
    DATA_DIR=str(DATA_DIR),
    SITE_URL="http://localhost:8000",
    SECRET_KEY="secret-of-the-tests",
    TICKET_SECRETS="ticket-secret-of-the-tests",
    STRIPE_SECRET_KEY="sk_test_demo",
    STRIPE_WEBHOOK_SECRET="whsec_tests",
    EMAIL_URL="",
)
for name in ("DATABASE_URL", "REDIS_URL"):  # an empty one keeps the .env file's out
    os.environ.setdefault(name, "")
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "gw0")  # each has a database of its own in either
if os.environ["REDIS_URL"]:
    os.environ["REDIS_URL"] = os.environ["REDIS_URL"].rpartition("/")[0] + WORKER.replace("gw", "/")
# Playwright's event loop runs in the thread of the test that asks the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

from flashmob.settings import *  # noqa: E402, F403
from flashmob.settings import DATABASES, EMBEDDED, STORAGES  # noqa: E402

if EMBEDDED:
    # A file, so that threads and other processes have connections of their own, as in the product.
    DATABASES["default"]["TEST"] = {"NAME": DATA_DIR / "flashmob.sqlite3"}
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
else:
    DATABASES["default"]["TEST"] = {"NAME": f"test_{WORKER}"}

STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir()
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
