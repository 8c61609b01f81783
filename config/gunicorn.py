"""How the web process runs, under `./dev up` and in a container. The address is on the command line."""

import os

from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

wsgi_app = "config.wsgi:application"
workers = settings.WEB_WORKERS
threads = 4  # uploads and streamed exports must not hold up a page
timeout = 60  # seconds without a sign of life of a worker
graceful_timeout = 10
max_requests = 5000  # a worker is replaced after so many requests: memory that creeps goes back
max_requests_jitter = 500
accesslog = None  # the program logs requests itself, structured
control_socket_disable = True  # nothing is written outside the data folder
