"""How far a wish is, as the worker reads it (components/timeline.html)."""

import datetime

from django.utils import timezone

from campaigns.models import Wish, WishState

# The steps one after the other: what is reached when the wish stands in this state or beyond.
_ORDER = (
    WishState.SUBMITTED, WishState.PUBLISHED, WishState.CLAIMED, WishState.DELIVERED,
    WishState.CONFIRMED,
)  # fmt: skip


def steps(wish: Wish) -> list[dict]:
    """Title, moment and lines of each step; one of them is where it stands now."""
    if wish.state == WishState.REFUSED:
        return [_wished(wish), _step("没有通过", "now", lines=[wish.refuse_reason])]
    if wish.state == WishState.WITHDRAWN:
        return [_wished(wish), _step("您撤回了", "now")]
    reached = _ORDER.index(WishState(wish.state))
    rest = [
        ("工会看过，公布了", "等工会看", wish.published_at, []),
        ("有人认领了", "等人认领", wish.claimed_at, _deadline(wish)),
        (f"送到了{wish.organization.name}", "等送到", wish.delivered_at, _where(wish)),
        ("您收到了", "请您确认", wish.confirmed_at, []),
    ]
    return [_wished(wish), *(_told(reached, at, each) for at, each in enumerate(rest))]


def _told(reached: int, number: int, words: tuple) -> dict:
    done, waits, at, lines = words
    if number < reached:
        return _step(done, "done", at=at, lines=lines)
    return _step(waits, "now" if number == reached else "todo")


def _wished(wish: Wish) -> dict:
    return _step("您许下心愿", "done", at=wish.created_at)


def _step(
    title: str, state: str, *, at: datetime.datetime | None = None, lines: list[str] | None = None
) -> dict:
    return {"title": title, "state": state, "at": at, "lines": lines or []}


def _deadline(wish: Wish) -> list[str]:
    if wish.state != WishState.CLAIMED or not wish.claimed_until:
        return []
    day = timezone.localtime(wish.claimed_until)
    return [f"{day.month}月{day.day}日前送到"]


def _where(wish: Wish) -> list[str]:
    return [text for text in (wish.organization.address, wish.organization.phone) if text]
