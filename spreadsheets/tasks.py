import uuid

from celery import shared_task
from django.utils import timezone

from spreadsheets import exporting, running
from spreadsheets.models import Export, Import

MODELS = {model._meta.model_name: model for model in (Import, Export)}


@shared_task
def run(model: str, pk: str) -> bool:
    return running.run(MODELS[model], uuid.UUID(pk))


@shared_task
def sweep() -> int:
    """What waits for a worker, or lost its own, is handed over."""
    return running.sweep()


@shared_task
def let_go() -> int:
    """Written lists whose time is over lose their file within the hour."""
    return exporting.let_go(timezone.now())
