"""A bare Django on the same database: what a list page costs before it does anything for its reader."""

import os

from config import settings as program

SECRET_KEY = os.environ["VETTED_SECRET_KEY"]
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1"]
DATABASES = program.DATABASES
DEFAULT_AUTO_FIELD = program.DEFAULT_AUTO_FIELD
AUTH_USER_MODEL = program.AUTH_USER_MODEL
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
ROOT_URLCONF = "bench.floor.urls"
USE_TZ = True
# The person's model needs its own apps, not the program's pages.
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "common",
    "accounts",
    "bench.floor",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]
LOGGING_CONFIG = None
