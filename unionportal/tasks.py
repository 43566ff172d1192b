from celery import shared_task

from notifications import heartbeat
from unionportal import tidying


@shared_task
def worker_beat() -> None:
    """Proof that a task handed to the queue is done by a worker; /healthz reads it."""
    heartbeat.beat("worker")


@shared_task
def tidy() -> dict[str, int]:
    return tidying.tidy()
