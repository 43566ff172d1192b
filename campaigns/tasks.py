from celery import shared_task

from campaigns import planning, tallies, wish_claims


@shared_task
def fold_tallies() -> None:
    tallies.fold()


@shared_task
def keep_calendar() -> None:
    """Start and end service months on their days."""
    planning.keep_calendar()


@shared_task
def release_wishes() -> None:
    """Put back on the wall what was claimed and not delivered in time."""
    wish_claims.release_overdue()
