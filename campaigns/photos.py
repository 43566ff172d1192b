"""Pictures of an activity, never required: written anew, kept private."""

from functools import partial
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.refusal import Refused
from campaigns.activities import check, locked, record
from campaigns.models import Activity, ActivityPhoto, ActivityState
from campaigns.permissions import refusal_to_change
from people import pictures

MOST = 6
# After verifying, what was looked at stays as it was.
OPEN = (ActivityState.DRAFT, ActivityState.SUBMITTED, ActivityState.RETURNED)


def add(activity: Activity, *, upload: Any, actor: User) -> ActivityPhoto:
    """Keep a picture with an activity that is not verified yet.

    Raises Refused (field "photo") for what is no picture, is too large, or is one too many.
    """
    with transaction.atomic():
        activity = _open(activity, actor)
        if activity.photos.count() >= MOST:
            raise Refused(f"最多传{MOST}张，已经够了。", field="photo")
        content = pictures.reencode(upload)
        photo = ActivityPhoto(activity=activity, size=len(content))
        pictures.store(photo.file, content, folder="activities", unharmed="活动已经记下了。")
        photo.save()
        record("campaigns.activity_photo_added", activity, actor, timezone.now())
    return photo


def remove(photo: ActivityPhoto, *, actor: User) -> None:
    """Take a picture away, its file with it; gone already is quiet. Raises Refused."""
    with transaction.atomic():
        activity = _open(photo.activity, actor)
        gone, _ = ActivityPhoto.objects.filter(pk=photo.pk).delete()
        if not gone:
            return
        record("campaigns.activity_photo_removed", activity, actor, timezone.now())
        transaction.on_commit(partial(default_storage.delete, str(photo.file.name)), robust=True)


def _open(activity: Activity, actor: User) -> Activity:
    activity = locked(activity)
    check(refusal_to_change(actor, activity), field="photo")
    if activity.state not in OPEN or not activity.campaign.takes_activities:
        raise Refused("这条活动已经办完，照片不能再改。", field="photo")
    return activity
