from celery import shared_task

from membership import promising, rolling, tallies


@shared_task
def fold_tallies() -> None:
    tallies.fold()
    promising.fold_all()
    rolling.fold()
