from celery import shared_task

from notifications import heartbeat


@shared_task
def worker_beat() -> None:
    """Proof that a task handed to the queue is done by a worker; /healthz reads it."""
    heartbeat.beat("worker")
