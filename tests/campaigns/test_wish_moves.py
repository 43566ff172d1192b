"""Every act on a wish from every state: what WISH_MOVES allows happens, all else is refused."""

import pytest

from audit.refusal import Refused
from campaigns import wish_claims, wish_review, wishes
from campaigns.models import Wish, WishState
from campaigns.models.wish import WISH_MOVES
from tests.campaigns.wished import a_wish

ACTS = {
    "publish": lambda wish, who: wish_review.publish(wish, actor=who["officer"]),
    "refuse": lambda wish, who: wish_review.refuse(wish, reason="不合适", actor=who["officer"]),
    "withdraw": lambda wish, who: wishes.withdraw(wish, actor=who["worker"]),
    "claim": lambda wish, who: wish_claims.claim(wish, actor=who["officer"]),
    "unclaim": lambda wish, who: wish_claims.unclaim(wish, actor=who["claimer"]),
    "deliver": lambda wish, who: wish_claims.deliver(wish, actor=who["claimer"]),
    "confirm": lambda wish, who: wishes.confirm(wish, actor=who["worker"]),
    "not_received": lambda wish, who: wishes.not_received(
        wish, remark="没有收到", actor=who["worker"]
    ),
}
CLAIMED = (WishState.CLAIMED, WishState.DELIVERED, WishState.CONFIRMED)
# Done already: the act is quiet and changes nothing.
QUIET = {act: (target,) for act, (_, target) in WISH_MOVES.items()}
# Somebody else has claimed it; and it was not said before that it has not come.
QUIET["claim"] = QUIET["not_received"] = ()


def test_every_move_of_the_table_has_an_act_here():
    assert set(ACTS) == set(WISH_MOVES)


@pytest.mark.parametrize("state", WishState)
@pytest.mark.parametrize("act", ACTS)
def test_an_act_leads_where_the_table_says_or_is_refused(
    act, state, campaign, city, worker, other_worker, officer
):
    who = {"worker": worker, "claimer": other_worker, "officer": officer}
    claimer = other_worker if state in CLAIMED else None
    wish = a_wish(campaign, city.ganzhou_federation, worker, state=state, claimer=claimer)
    sources, target = WISH_MOVES[act]

    if state in sources:
        ACTS[act](wish, who)
        assert Wish.objects.get().state == target
    elif state in QUIET[act]:
        ACTS[act](wish, who)
        assert Wish.objects.get().state == state
    else:
        with pytest.raises(Refused):
            ACTS[act](wish, who)
        assert Wish.objects.get().state == state
