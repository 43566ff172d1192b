"""What a worker has typed so far: kept on the server, sealed, so that a closed tab loses nothing."""

import datetime
import json

from django.db import transaction
from django.utils import timezone

from audit.refusal import Refused
from membership.models import Application, State
from people import crypto

CONTEXT = "membership_application.draft"

# Everything the steps ask for; other keys a browser sends are dropped.
FIELDS = (
    "name", "document_type", "number", "sex", "birth_date", "occupation", "employer",
    "district", "township", "organization", "station",
)  # fmt: skip
MAX_LENGTH = 200


def open_draft(applicant, *, at: datetime.datetime | None = None) -> Application:
    """The applicant's draft, begun now if there is none.

    Raises Refused when an application is open already: it is to be shown instead.
    """
    application = _open_one(applicant, at)
    if application.state != State.DRAFT:
        raise Refused(_UNDER_WAY)
    return application


def to_fill_in(applicant, *, at: datetime.datetime | None = None) -> Application:
    """The application sent back to the applicant for correction, else their draft.

    Raises Refused when one is under review: it is to be shown instead.
    """
    application = _open_one(applicant, at)
    if application.state == State.SUBMITTED:
        raise Refused(_UNDER_WAY)
    return application


_UNDER_WAY = "您已经有一份申请正在办理。"


def _open_one(applicant, at: datetime.datetime | None) -> Application:
    """The one an applicant may have at a time; a draft, begun now, if there is none."""
    application, _ = Application.objects.get_or_create(
        applicant=applicant,
        state__in=(State.DRAFT, State.SUBMITTED, State.RETURNED),
        defaults={"state": State.DRAFT, "created_at": at or timezone.now()},
    )
    return application


def read(application: Application) -> dict[str, str]:
    if not application.draft:
        return {}
    return json.loads(crypto.unseal(bytes(application.draft), CONTEXT))


def save(application: Application, typed: dict[str, str]) -> dict[str, str]:
    """Merge what was typed into the draft; quietly leaves an application alone that moved on.

    Returns the merged draft.
    """
    with transaction.atomic():
        row = Application.objects.select_for_update().get(pk=application.pk)
        merged = read(row) | {
            key: str(typed[key]).replace("\0", "")[:MAX_LENGTH] for key in FIELDS if key in typed
        }
        if row.state in (State.DRAFT, State.RETURNED):
            row.draft = crypto.seal(json.dumps(merged), CONTEXT)
            row.save(update_fields=["draft"])
    # Whoever goes on with the row in hand must not show, and save, what stood there before.
    application.draft = row.draft
    return merged
