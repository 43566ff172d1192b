import uuid

from celery import shared_task

from assistance import care_days, computing, confirming, covering, overload, releasing


@shared_task
def sweep_pairs() -> None:
    """Households whose cadre is gone by the clock, or by a door that tells nobody; lists of
    proposals no worker is at.
    """
    releasing.sweep()
    computing.sweep()
    confirming.sweep()


@shared_task
def propose(pk: str) -> None:
    computing.compute(uuid.UUID(pk))


@shared_task
def confirm_proposal(pk: str) -> None:
    confirming.go_on(uuid.UUID(pk))


@shared_task
def keep_coverage() -> None:
    """The sums of the supervisor's page, and whom it worries about."""
    covering.keep()
    care_days.fold()
    overload.keep()
