from celery import shared_task

from campaigns import planning, tallies


@shared_task
def fold_tallies() -> None:
    tallies.fold()


@shared_task
def keep_calendar() -> None:
    """Start and end service months on their days."""
    planning.keep_calendar()
