from celery import shared_task

from notifications import delivery, message_days, sweeping


@shared_task
def deliver(ids: list[str]) -> int:
    """Ids in, nothing out; delivered four times by the queue, a message is still sent once."""
    return delivery.deliver(ids)


@shared_task
def sweep() -> bool:
    return sweeping.sweep()


@shared_task
def fold_days() -> int:
    return message_days.fold()
