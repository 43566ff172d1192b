import uuid

from celery import shared_task

from spreadsheets import running
from spreadsheets.models import Export, Import

MODELS = {model._meta.model_name: model for model in (Import, Export)}


@shared_task
def run(model: str, pk: str) -> bool:
    return running.run(MODELS[model], uuid.UUID(pk))


@shared_task
def sweep() -> int:
    """What waits for a worker, or lost its own, is handed over."""
    return running.sweep()
