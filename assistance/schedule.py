"""When a household is to be called next. Pure: dates in, a date out.

The interval is 14 days unless the city, or the file itself, says otherwise (domain.md §4: an
interval by default, configurable; a pair may carry “no contact wanted until …”).
"""

import datetime

from django.conf import settings
from django.utils import timezone

from assistance.models import HardshipFile

DAY = datetime.timedelta(days=1)


def interval_of(file: HardshipFile) -> int:
    """Days between two contacts."""
    return file.interval_days or settings.CONTACT_INTERVAL_DAYS


def due_on(
    file: HardshipFile,
    *,
    paired_on: datetime.date | None,
    wished: datetime.date | None = None,
) -> datetime.date | None:
    """The last day on which a contact is in time; None while nobody is to call.

    From the last contact, or from the pairing when it is newer: a new cadre calls within the
    interval too. `wished` is the day agreed on in the last contact. Never before the day until
    which no contact is wanted.
    """
    if paired_on is None or not file.is_cared_for:
        return None
    last = file.last_contact_at
    since = max(paired_on, timezone.localdate(last)) if last else paired_on
    due = wished or since + interval_of(file) * DAY
    return max(due, file.quiet_until) if file.quiet_until else due


def round_of_silence(due: datetime.date, today: datetime.date, interval: int) -> int | None:
    """How many whole intervals have gone since the contact was due; None while it is in time.

    0 is the first reminder; the next one comes only an interval later.
    """
    late = (today - due).days
    return None if late <= 0 else (late - 1) // interval
