"""What every act on a need does: lock the row, check, move on, put it on record, tell somebody."""

import datetime

from django.urls import reverse

from accounts.models import User
from assistance.models import Need
from assistance.models.care import NEED_MOVES
from assistance.permissions import refusal_to_see_to
from audit import services as audit
from audit.refusal import Refused
from notifications import services as notifications
from notifications.models import Channel

INBOX = (Channel.INBOX,)
BOTH = (Channel.INBOX, Channel.SMS)


def lock(need: Need) -> Need:
    """The need as it stands, held until the transaction ends."""
    # The row alone, read afterwards: a join would show the neighbours as before the wait.
    list(Need.objects.filter(pk=need.pk).select_for_update().values_list("pk"))
    rows = Need.objects.select_related(
        "file__organization", "file__person__user", "assigned_to", "raised_by"
    )
    return rows.get(pk=need.pk)


def check_cared_for(need: Need) -> None:
    """What was begun is brought to its end; nothing new is bought for who has left."""
    if not need.file.is_cared_for:
        raise Refused(f"这一户现在是“{need.file.get_state_display()}”，不再安排新的帮扶。")


def move(need: Need, act: str, *changed: str) -> None:
    allowed, after = NEED_MOVES[act]
    if need.state not in allowed:
        raise Refused(f"这件事现在是“{need.get_state_display()}”，不能这样办。")
    need.state = after
    need.save(update_fields=["state", *changed])


def record(action: str, need: Need, actor: User | None, at: datetime.datetime, **data) -> None:
    """Neither names nor what was needed: the record is read by auditors."""
    audit.record(
        action, actor=actor, subject=need, person=need.file.person_id,
        unit=need.file.organization.name, data=data, at=at,
    )  # fmt: skip


def tell(
    kind: str, need: Need, recipient: User | None, at: datetime.datetime, *, channels=INBOX,
    link: str = "",
) -> None:  # fmt: skip
    """Somebody on the staff; the message says that there is something, never for whom."""
    if recipient is None or not recipient.is_active:
        return
    notifications.enqueue(
        kind, recipient=recipient, channels=channels, context={"union": need.file.organization},
        dedupe=f"{need.pk}:{at.isoformat()}", about=need, at=at,
        link=link or reverse("assistance:need", args=[need.pk]),
    )  # fmt: skip


def tell_who_raised(need: Need, actor: User, at: datetime.datetime) -> None:
    """Whoever heard of it first follows it to the end, as long as the household is theirs."""
    reader = need.raised_by
    if reader.pk != actor.pk and not refusal_to_see_to(reader, need):
        tell("assistance.need_closed", need, reader, at)
