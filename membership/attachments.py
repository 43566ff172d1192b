"""Pictures a worker adds to an application of their own will, kept private."""

from django.db import transaction

from audit import services as audit
from audit.refusal import Refused
from membership.models import Application, Attachment, State
from membership.permissions import refusal_to_answer
from people import pictures

MOST = 3


def add(application: Application, *, upload, actor) -> Attachment:
    """Keep a picture with an open application.

    Raises Refused (field "photo") for what is no picture, is too large, or is one too many.
    """
    with transaction.atomic():
        application = Application.objects.select_for_update().get(pk=application.pk)
        reason = refusal_to_answer(actor, application)
        if reason or application.state not in (State.SUBMITTED, State.RETURNED):
            raise Refused(reason or "这份申请已经办完，不用再补照片。", field="photo")
        if application.attachments.count() >= MOST:
            raise Refused(f"最多传{MOST}张，已经够了。", field="photo")
        content = pictures.reencode(upload)
        attachment = Attachment(application=application, size=len(content))
        pictures.store(attachment.file, content, folder="joining", unharmed="申请不受影响。")
        attachment.save()
        audit.record(
            "membership.attachment_added",
            actor=actor,
            subject=application,
            person=application.person_id,
        )
    return attachment
