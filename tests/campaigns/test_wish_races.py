"""Several hands reach for one wish. The race is shown to exist, then cured."""

import threading

import pytest

from audit.models import Entry
from audit.refusal import Refused
from campaigns import wish_claims, wishes
from campaigns.models import Wish, WishState
from notifications.models import Message
from tests import factories
from tests.campaigns.wished import DAY, a_wish
from tests.together import together

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def wish(campaign, city, worker):
    return a_wish(campaign, city.ganzhou_federation, worker, state=WishState.PUBLISHED)


def test_without_the_lock_two_find_it_free(wish):
    """What `wish_acts.lock` is for: both read “published” before either claims."""
    looked = threading.Barrier(2)

    def claim_without_a_lock(who):
        def act():
            found = Wish.objects.select_related("campaign", "worker").get(pk=wish.pk)
            looked.wait()
            refusal = wish_claims.refusal_to_claim(who, found)
            Wish.objects.filter(pk=wish.pk).update(state=WishState.CLAIMED, claimer=who)
            return refusal

        return act

    acts = [claim_without_a_lock(factories.a_worker()) for _ in range(2)]
    assert together(*acts) == ["", ""]


def test_exactly_one_claims_it_and_the_others_are_told(wish):
    hands = [factories.a_worker() for _ in range(5)]

    made = together(*[
        lambda who=who: wish_claims.claim(wish, actor=who) for who in hands
    ])  # fmt: skip

    refused = [each for each in made if isinstance(each, Refused)]
    assert len(refused) == 4
    assert {each.message for each in refused} == {"这个心愿刚被别人认领了，谢谢您。看看别的心愿。"}
    claimer = next(each.claimer for each in made if not isinstance(each, Refused))
    assert Wish.objects.get().claimer == claimer
    assert Entry.objects.filter(action="campaigns.wish_claimed").count() == 1


def test_withdrawing_and_claiming_at_once_leaves_one_of_both(wish, worker, other_worker):
    made = together(
        lambda: wishes.withdraw(wish, actor=worker),
        lambda: wish_claims.claim(wish, actor=other_worker),
    )
    assert sum(isinstance(each, Refused) for each in made) == 1


def test_two_sweeps_let_it_go_once(wish, other_worker):
    claimed = wish_claims.claim(wish, actor=other_worker)
    late = claimed.claimed_until + DAY
    made = together(*[lambda: wish_claims.release_overdue(late)] * 3)
    assert sorted(made) == [0, 0, 1]
    assert Message.objects.filter(kind="campaigns.wish_unclaimed").count() == 1


def test_brought_just_as_the_time_is_over_it_is_either_and_never_both(wish, other_worker):
    claimed = wish_claims.claim(wish, actor=other_worker)
    made = together(
        lambda: wish_claims.deliver(claimed, actor=other_worker),
        lambda: wish_claims.release_overdue(claimed.claimed_until),
    )
    delivered = not isinstance(made[0], Refused)
    assert made[1] == (0 if delivered else 1)
    state = Wish.objects.get().state
    assert state == (WishState.DELIVERED if delivered else WishState.PUBLISHED)


def test_a_double_click_wishes_once(campaign, city, worker):
    given = {"organization": city.ganzhou_federation, "text": "一个保温杯", "value_fen": 60_00}
    made = together(*[lambda: wishes.wish(worker=worker, **given)] * 4)
    assert len({each.pk for each in made}) == 1
