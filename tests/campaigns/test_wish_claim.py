"""Claiming and bringing: by one, within the time, confirmed by who wished."""

import datetime

import pytest
from django.utils import timezone

from audit.models import Entry
from audit.refusal import Refused
from campaigns import tasks, wish_claims, wishes
from campaigns.models import Campaign, Wish, WishState
from notifications.models import Message
from tests.campaigns.wished import DAY, a_wish


@pytest.fixture
def wish(campaign, city, worker):
    return a_wish(campaign, city.ganzhou_federation, worker, state=WishState.PUBLISHED)


@pytest.fixture
def claimed(wish, other_worker):
    return wish_claims.claim(wish, actor=other_worker)


def told(user) -> list[tuple[str, str]]:
    return sorted(Message.objects.filter(recipient=user).values_list("kind", "channel"))


def test_the_claimer_has_seven_days_and_the_worker_hears_of_it(wish, worker, other_worker):
    now = timezone.now()
    wish_claims.claim(wish, actor=other_worker, at=now)
    wish.refresh_from_db()
    assert (wish.state, wish.claimer, wish.claimed_until) == (
        WishState.CLAIMED, other_worker, now + 7 * DAY,
    )  # fmt: skip
    assert told(worker) == [("campaigns.wish_claimed", "inbox")]
    assert "孙" not in Message.objects.get().body
    assert Entry.objects.get(action="campaigns.wish_claimed").actor_id == other_worker.pk


def test_the_days_are_a_setting(wish, other_worker, settings):
    settings.WISH_CLAIM_DAYS = 3
    made = wish_claims.claim(wish, actor=other_worker)
    assert made.claimed_until - made.claimed_at == datetime.timedelta(days=3)


def test_claiming_twice_is_once(claimed, other_worker):
    wish_claims.claim(claimed, actor=other_worker)
    assert Entry.objects.filter(action="campaigns.wish_claimed").count() == 1


def test_staff_may_claim_too(wish, officer):
    assert wish_claims.claim(wish, actor=officer).claimer == officer


def test_somebody_elses_is_taken(claimed, officer):
    with pytest.raises(Refused, match="刚被别人认领"):
        wish_claims.claim(claimed, actor=officer)


def test_nobody_fulfils_their_own(wish, worker):
    with pytest.raises(Refused, match="自己的心愿"):
        wish_claims.claim(wish, actor=worker)


def test_nor_with_their_other_account(wish, worker, officer):
    officer.phone = worker.phone
    officer.save(update_fields=["phone"])
    with pytest.raises(Refused, match="自己的心愿"):
        wish_claims.claim(wish, actor=officer)


def test_an_archived_month_takes_no_claims(wish, other_worker):
    Campaign.objects.update(state="archived")
    with pytest.raises(Refused, match="已经归档"):
        wish_claims.claim(wish, actor=other_worker)
    Campaign.objects.update(state="ended")
    assert wish_claims.claim(wish, actor=other_worker)


class TestLettingGo:
    def test_the_claimer_puts_it_back(self, claimed, other_worker, officer):
        with pytest.raises(Refused, match="只有认领的人"):
            wish_claims.unclaim(claimed, actor=officer)
        for _ in range(2):
            wish_claims.unclaim(claimed, actor=other_worker)
        claimed.refresh_from_db()
        assert (claimed.state, claimed.claimer, claimed.claimed_until) == (
            WishState.PUBLISHED, None, None,
        )  # fmt: skip
        assert Entry.objects.filter(action="campaigns.wish_unclaimed").count() == 1
        assert told(other_worker) == []

    def test_in_time_nothing_happens(self, claimed):
        assert wish_claims.release_overdue(claimed.claimed_until - DAY / 24) == 0
        assert Wish.objects.get().state == WishState.CLAIMED

    def test_afterwards_it_goes_back_by_itself_and_the_claimer_is_told(self, claimed, other_worker):
        late = claimed.claimed_until
        assert [wish_claims.release_overdue(late) for _ in range(2)] == [1, 0]
        assert Wish.objects.get().state == WishState.PUBLISHED
        message = Message.objects.get(recipient=other_worker)
        assert (message.kind, message.channel, message.link) == (
            "campaigns.wish_unclaimed", "inbox", "/services/wishes/",
        )  # fmt: skip
        assert Entry.objects.get(action="campaigns.wish_unclaimed").actor_id is None

    def test_the_task_does_it(self, claimed):
        Wish.objects.update(claimed_until=timezone.now() - DAY)
        tasks.release_wishes()
        assert Wish.objects.get().state == WishState.PUBLISHED

    def test_what_was_brought_is_not_put_back(self, claimed, other_worker):
        wish_claims.deliver(claimed, actor=other_worker)
        assert wish_claims.release_overdue(claimed.claimed_until + DAY) == 0

    def test_who_let_it_go_may_claim_again(self, claimed, other_worker):
        wish_claims.release_overdue(claimed.claimed_until)
        assert wish_claims.claim(claimed, actor=other_worker).state == WishState.CLAIMED


class TestBringing:
    def test_the_worker_is_told_where_it_is(self, claimed, worker, other_worker, city):
        city.ganzhou_federation.address = "甘州区演示街1号"
        city.ganzhou_federation.save(update_fields=["address"])
        wish_claims.deliver(claimed, actor=other_worker)
        assert ("campaigns.wish_delivered", "sms") in told(worker)
        inbox = Message.objects.get(kind="campaigns.wish_delivered", channel="inbox")
        assert "甘州区总工会，地址：甘州区演示街1号" in inbox.body

    def test_the_union_may_say_so_too_and_nobody_else(
        self, claimed, officer, other_officer, worker
    ):
        for who in (other_officer, worker):
            with pytest.raises(Refused):
                wish_claims.deliver(claimed, actor=who)
        for _ in range(2):
            wish_claims.deliver(claimed, actor=officer)
        assert Entry.objects.filter(action="campaigns.wish_delivered").count() == 1

    def test_the_worker_confirms_and_the_claimer_is_thanked(self, claimed, worker, other_worker):
        wish_claims.deliver(claimed, actor=other_worker)
        with pytest.raises(Refused, match="只有许心愿的人"):
            wishes.confirm(claimed, actor=other_worker)
        for _ in range(2):
            wishes.confirm(claimed, actor=worker)
        claimed.refresh_from_db()
        assert claimed.state == WishState.CONFIRMED
        assert told(other_worker) == [("campaigns.wish_confirmed", "inbox")]

    def test_what_has_not_come_is_in_the_claimers_hands_again(self, claimed, worker, other_worker):
        wish_claims.deliver(claimed, actor=other_worker)
        now = timezone.now()
        for _ in range(2):
            wishes.not_received(claimed, remark="窗口说没有", actor=worker, at=now)
        claimed.refresh_from_db()
        assert (claimed.state, claimed.claimer, claimed.remark) == (
            WishState.CLAIMED, other_worker, "窗口说没有",
        )  # fmt: skip
        assert (claimed.delivered_at, claimed.claimed_until) == (None, now + 7 * DAY)
        assert told(other_worker) == [("campaigns.wish_not_received", "inbox")]
        assert "窗口说没有" in Message.objects.get(recipient=other_worker).body

    def test_a_word_on_it_is_needed(self, claimed, worker, other_worker):
        wish_claims.deliver(claimed, actor=other_worker)
        with pytest.raises(Refused) as refused:
            wishes.not_received(claimed, remark=" ", actor=worker)
        assert refused.value.field == "remark"

    def test_brought_again_the_remark_is_gone(self, claimed, worker, other_worker):
        wish_claims.deliver(claimed, actor=other_worker)
        wishes.not_received(claimed, remark="窗口说没有", actor=worker)
        wish_claims.deliver(claimed, actor=other_worker)
        claimed.refresh_from_db()
        assert (claimed.state, claimed.remark) == (WishState.DELIVERED, "")
