"""Every act on a need from every state: what NEED_MOVES allows happens, all else is refused."""

import pytest

from assistance import needs, supplying
from assistance.goods import Goods
from assistance.models import Need, NeedState
from assistance.models.care import NEED_MOVES
from assistance.supplying import Signed
from audit.refusal import Refused
from tests.assistance.cared import RICE, a_need

ACTS = {
    "assign": lambda need, who: needs.assign(
        need, to=who["other"], actor=who["cadre"], seen=need.assigned_to_id
    ),
    "buy": lambda need, who: supplying.buy(need, Goods(RICE), actor=who["cadre"]),
    "deliver": lambda need, who: supplying.deliver(need, actor=who["cadre"]),
    "sign": lambda need, who: supplying.sign(need, Signed("赵范例"), actor=who["cadre"]),
    "settle": lambda need, who: needs.settle(need, note="讲清楚了", actor=who["cadre"]),
    "cancel": lambda need, who: needs.cancel(need, note="不用了", actor=who["cadre"]),
}
# Done already: the act is quiet and changes nothing.
QUIET = {act: (target,) for act, (_, target) in NEED_MOVES.items()}
# Giving it to somebody else once more is a move of the table.
QUIET["assign"] = ()


def test_every_move_of_the_table_has_an_act_here():
    assert set(ACTS) == set(NEED_MOVES)


@pytest.mark.parametrize("state", NeedState)
@pytest.mark.parametrize("act", ACTS)
def test_an_act_leads_where_the_table_says_or_is_refused(act, state, household, cadre, other_cadre):
    need = a_need(household, cadre, state=state)
    who = {"cadre": cadre, "other": other_cadre}
    sources, target = NEED_MOVES[act]

    if state in sources:
        ACTS[act](need, who)
        assert Need.objects.get().state == target
    elif state in QUIET[act]:
        ACTS[act](need, who)
        assert Need.objects.get().state == state
    else:
        with pytest.raises(Refused):
            ACTS[act](need, who)
        assert Need.objects.get().state == state
