"""A sheet on its way in and a list on its way out, of 甘州区's administrator."""

import uuid

from django.core.files.base import ContentFile

from campaigns import bulk_export
from campaigns.imports import ACTIVITIES
from spreadsheets import files
from spreadsheets.models import Export, ExportState, Import, ImportState


def import_and_export(city, month, actor) -> dict:
    context = {"campaign": str(month.pk)}
    shared = {"organization": city.ganzhou_federation, "context": context}
    taken_in = Import.objects.create(
        kind=ACTIVITIES, uploaded_by=actor, client_id=uuid.uuid4(), file_name="活动.xlsx", size=9,
        digest="0" * 64, state=ImportState.READY, **shared,
    )  # fmt: skip
    written = Export.objects.create(
        kind=bulk_export.NAME, requested_by=actor, title="活动", state=ExportState.READY,
        file=files.store(files.EXPORTS, ContentFile(b"PK")), **shared,
    )  # fmt: skip
    return {"import": taken_in, "export": written}
