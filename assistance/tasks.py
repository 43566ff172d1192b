from celery import shared_task

from assistance import releasing


@shared_task
def sweep_pairs() -> None:
    """Households whose cadre is gone by the clock, or by a door that tells nobody."""
    releasing.sweep()
