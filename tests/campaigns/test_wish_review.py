"""Reviewing: published without the name, or refused with the reason; by the district alone."""

import pytest

from audit.models import Entry
from audit.refusal import Refused
from campaigns import wish_review, wishes
from campaigns.models import Wish, WishState
from notifications.models import Message
from tests import factories
from tests.campaigns.wished import a_wish


@pytest.fixture
def wish(campaign, city, worker):
    return a_wish(campaign, city.ganzhou_federation, worker)


def kinds_told(user) -> list[tuple[str, str]]:
    return sorted(Message.objects.filter(recipient=user).values_list("kind", "channel"))


def test_publishing_hangs_it_on_the_wall_and_tells_the_worker(wish, officer, worker):
    wish_review.publish(wish, actor=officer)
    wish.refresh_from_db()
    assert (wish.state, wish.reviewed_by) == (WishState.PUBLISHED, officer)
    assert wish.published_at is not None
    assert kinds_told(worker) == [("campaigns.wish_published", "inbox")]
    assert Entry.objects.get(action="campaigns.wish_published").actor_unit == "甘州区总工会"


def test_publishing_twice_is_once(wish, officer, city_officer):
    wish_review.publish(wish, actor=officer)
    wish_review.publish(wish, actor=city_officer)
    assert Entry.objects.filter(action="campaigns.wish_published").count() == 1
    assert Message.objects.count() == 1


def test_a_refusal_is_told_with_its_reason(wish, officer, worker):
    wish_review.refuse(wish, reason="超出微心愿的范围", actor=officer)
    wish.refresh_from_db()
    assert (wish.state, wish.refuse_reason) == (WishState.REFUSED, "超出微心愿的范围")
    assert kinds_told(worker) == [
        ("campaigns.wish_refused", "inbox"), ("campaigns.wish_refused", "sms"),
    ]  # fmt: skip
    assert "原因：超出微心愿的范围" in Message.objects.get(channel="inbox").body


def test_a_refusal_needs_a_reason(wish, officer):
    with pytest.raises(Refused, match="理由") as refused:
        wish_review.refuse(wish, reason=" ", actor=officer)
    assert refused.value.field == "reason"


def test_what_hangs_already_may_be_taken_down(wish, officer):
    wish_review.publish(wish, actor=officer)
    wish_review.refuse(wish, reason="写了住址", actor=officer)
    assert Wish.objects.get().state == WishState.REFUSED


def test_another_district_reviews_nothing(wish, other_officer):
    with pytest.raises(Refused, match="不归您办理"):
        wish_review.publish(wish, actor=other_officer)
    with pytest.raises(Refused, match="不归您办理"):
        wish_review.refuse(wish, reason="不行", actor=other_officer)


def test_nobody_reviews_their_own(campaign, city, officer):
    """A clerk has an account of each kind, with one phone."""
    as_worker = factories.a_worker()
    officer.phone = as_worker.phone
    officer.save(update_fields=["phone"])
    own = a_wish(campaign, city.ganzhou_federation, as_worker)
    with pytest.raises(Refused, match="请同事办理"):
        wish_review.publish(own, actor=officer)


def test_the_worker_takes_it_back_until_it_is_claimed(wish, officer, worker, other_worker):
    with pytest.raises(Refused, match="只有许心愿的人"):
        wishes.withdraw(wish, actor=other_worker)
    wish_review.publish(wish, actor=officer)
    for _ in range(2):
        wishes.withdraw(wish, actor=worker)
    assert Wish.objects.get().state == WishState.WITHDRAWN
    assert Entry.objects.filter(action="campaigns.wish_withdrawn").count() == 1
