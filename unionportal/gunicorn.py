"""gunicorn's settings: `gunicorn -c python:unionportal.gunicorn unionportal.wsgi`."""

import os

from unionportal import env

# Sync workers measured best for these pages: the time goes into Python, not into waiting.
worker_class = "sync"
workers = env.integer("WEB_CONCURRENCY", min(2 * (os.cpu_count() or 1) + 1, 9))
# One import, one look for demo accounts; the workers are forks of it.
preload_app = True
timeout = 60
graceful_timeout = 10
# A worker is renewed now and then, not all of them at once.
max_requests = 20_000
max_requests_jitter = 2_000
loglevel = "warning"
# Requests are logged by django_structlog, with the personal data masked.
accesslog = None
control_socket_disable = True
