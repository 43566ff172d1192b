"""Asking a worker to take up a job. A hint: the row is the promise, the sweep asks again."""

from notifications.handover import ask
from spreadsheets.models import Job

TASK = "spreadsheets.tasks.run"
# A hint nobody took is no news: the next sweep gives another.
EXPIRES = 60


def hand_over(job: Job) -> bool:
    """False when the broker is away."""
    return ask(TASK, [[job._meta.model_name, str(job.pk)]], expires=EXPIRES)
