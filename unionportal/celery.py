"""The Celery application: started with `celery -A unionportal worker` and `… beat`."""

import os

from celery import Celery
from celery.signals import beat_init, setup_logging, worker_init
from django.db import connections
from django_structlog.celery.steps import DjangoStructLogInitStep

from unionportal.refusals import refuse_demo_accounts, refuse_unsafe_settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unionportal.settings")

app = Celery("unionportal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.steps["worker"].add(DjangoStructLogInitStep)


@setup_logging.connect
def keep_our_logging(**kwargs) -> None:
    """Celery sets up no logging of its own when somebody listens: settings.LOGGING holds."""


@worker_init.connect
@beat_init.connect
def refuse_unsafe_start(**kwargs) -> None:
    """A worker with demo keys would do as much harm as a web server with them."""
    refuse_unsafe_settings()
    refuse_demo_accounts()
    connections.close_all()
