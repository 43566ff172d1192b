"""Names and numbers in lists are looks as well, put on record where they are shown.

Tapping “打电话” is not recorded: it would be a clock on the cadre (不打卡), no page can tell whether
a call followed, and a detour over the server would cost a call where the network is poor. What
lays the number open is showing it, so that is what is recorded, once a day for each reader.
"""

import datetime
from collections.abc import Iterable

from django.utils import timezone

from assistance.models import HardshipFile
from audit import services as audit
from audit.models import Entry

OPENED, SHOWN = "assistance.opened", "assistance.shown"


def shown(files: Iterable[HardshipFile], viewer) -> None:
    """One query, two when something is new today."""
    known = {str(file.pk): file for file in files if file.person_id}
    if not known:
        return
    now = timezone.now()
    seen = _seen_today(viewer, known, now)
    audit.record_all([
        audit.entry(
            SHOWN, actor=viewer, subject=file, person=file.person_id,
            unit=file.organization.name, at=now,
        )
        for pk, file in known.items()
        if pk not in seen and file.person_id != viewer.person_id
    ])  # fmt: skip


def _seen_today(viewer, known: dict[str, HardshipFile], now: datetime.datetime) -> set[str]:
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    rows = Entry.objects.filter(
        subject_type=HardshipFile._meta.label_lower, subject_id__in=known,
        actor_id=viewer.pk, action__in=(OPENED, SHOWN), at__gte=midnight,
    )  # fmt: skip
    return set(rows.values_list("subject_id", flat=True))
