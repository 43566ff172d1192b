from celery import shared_task

from membership import tallies


@shared_task
def fold_tallies() -> None:
    tallies.fold()
