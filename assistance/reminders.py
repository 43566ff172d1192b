"""What is overdue in 1+1 and who hears of it. Run by `notifications.sweep`, once each, and asked
once more when a message leaves.

Households are gathered into one notice a reader (noticing.py); which ones is in overdue.py.
"""

import datetime
from functools import partial

from django.urls import reverse
from django.utils import timezone

from assistance import noticing, overdue
from assistance.models import Absence, Notice, NoticeKind
from assistance.models.file import STEWARDS
from notifications.models import Channel
from notifications.reminders import Reminder
from organizations.posts import holders

INBOX = (Channel.INBOX,)
BOTH = (Channel.INBOX, Channel.SMS)
DAY = datetime.timedelta(days=1)


def readers(notice: Notice) -> list:
    if notice.organization is None:
        return [notice.reader]
    return [user for role in STEWARDS for user in holders(notice.organization, role)]


def _still_overdue(notice: Notice, at: datetime.datetime) -> str:
    about, today = notice.occasions.all(), noticing.day_of(at)
    left = overdue.is_left(about, notice.kind, today, notice.reader)
    return "" if left else "都已经办了，或不归这位联系了"


def ending_tomorrow(at: datetime.datetime):
    """Stand-ins whose last day is tomorrow, or today unannounced; not those of a day or two."""
    today = noticing.day_of(at)
    rows = Absence.objects.filter(
        until_on__range=(today, today + DAY), since_on__lt=today, ended_at__isnull=True
    )
    return rows.select_related("post__user", "stand_in__user")


def _still_ending(absence: Absence, at: datetime.datetime) -> str:
    over = absence.ended_at or absence.until_on < timezone.localdate(at)
    return "代管已经结束" if over else ""


def _gathered(
    kind: NoticeKind, name: str, page: str, channels=BOTH, *, query: str = ""
) -> Reminder:
    name = f"assistance.{name}"
    return Reminder(
        name=name,
        due=partial(noticing.untold, kind, name),
        recipients=readers,
        context=lambda notice, _at: {"notice": notice, "number": notice.number},
        dedupe=lambda notice: str(notice.pk),
        channels=channels,
        link=lambda _notice: reverse(f"assistance:{page}") + query,
        still_due=_still_overdue,
    )


REMINDERS = [
    _gathered(NoticeKind.SILENT, "silent", "households"),
    _gathered(NoticeKind.ESCALATED, "escalated", "silent"),
    _gathered(NoticeKind.HAND_OVER, "hand_over_pending", "hand-overs", INBOX),
    _gathered(NoticeKind.NEED, "need_open", "needs"),
    _gathered(NoticeKind.RECEIPT, "receipt_missing", "needs", INBOX),
    _gathered(NoticeKind.AGAIN, "ask_again", "files", INBOX, query="?show=again"),
    Reminder(
        name="assistance.stand_in_ending",
        due=ending_tomorrow,
        recipients=lambda absence: [absence.stand_in.user, absence.post.user],
        context=lambda absence, at: {"absence": absence, "today": timezone.localdate(at)},
        dedupe=lambda absence: f"{absence.pk}:{absence.until_on}",
        channels=INBOX,
        link=lambda _absence: reverse("assistance:households"),
        still_due=_still_ending,
    ),
]
