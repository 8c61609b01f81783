"""The program's settings with what only tests need: folders that vanish, quick passwords, a watch for N+1 queries."""

import atexit
import hashlib
import os
import shutil
import tempfile

DATA = tempfile.mkdtemp(prefix="vetted-tests-")
atexit.register(shutil.rmtree, DATA, ignore_errors=True)
os.environ["VETTED_DATA_DIR"] = DATA
os.environ["VETTED_SECRET_KEY"] = "only-for-tests"

from config.settings import *  # noqa: E402, F403
from config.settings import BASE_DIR, DATABASES, INSTALLED_APPS, MIDDLEWARE  # noqa: E402

INSTALLED_APPS = [*INSTALLED_APPS, "zeal"]
MIDDLEWARE = ["zeal.middleware.zeal_middleware", *MIDDLEWARE]  # any N+1 in a request is an error
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # speed; these passwords protect nothing

if DATABASES["default"]["ENGINE"].endswith("postgresql"):  # checkouts on one server do not share a database
    checkout = hashlib.sha256(str(BASE_DIR).encode()).hexdigest()[:8]
    DATABASES["default"]["TEST"] = {"NAME": f"test_vetted_{checkout}"}
    DATABASES["default"]["OPTIONS"]["options"] += " -c statement_timeout=120s"  # a bad plan fails by name, none hangs
