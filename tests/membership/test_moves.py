"""Every act from every state: what MOVES allows happens, all else is refused."""

import datetime

import pytest

from audit.refusal import Refused
from membership import deciding, joining
from membership.models import MOVES, Application, State
from tests.factories import local
from tests.membership.conftest import ITEM
from tests.people.conftest import number_of

AT = local(2026, 11, 23, 11, 30)


def _states(application, reviewer):
    """How to bring a row into each state without going through the acts under test."""
    running = {"due_at": AT + datetime.timedelta(hours=3), "seconds_left": None}
    stopped = {"due_at": None, "seconds_left": 3600}
    decided = {**running, "decided_at": AT, "decided_by": reviewer}
    fields = {
        State.DRAFT: running, State.SUBMITTED: running, State.RETURNED: stopped,
        State.APPROVED: decided, State.REFUSED: decided, State.WITHDRAWN: running,
    }  # fmt: skip

    def bring(state):
        Application.objects.filter(pk=application.pk).update(state=state, **fields[state])

    return bring


ACTS = {
    "submit": lambda a, worker, colleague, details: joining.submit(
        a, details=details, actor=worker, at=AT
    ),
    "return": lambda a, worker, colleague, details: deciding.return_for_correction(
        a, items=[ITEM], actor=colleague, at=AT
    ),
    "approve": lambda a, worker, colleague, details: deciding.approve(a, actor=colleague, at=AT),
    "refuse": lambda a, worker, colleague, details: deciding.refuse(
        a, reason="不在本地", actor=colleague, at=AT
    ),
    "withdraw": lambda a, worker, colleague, details: joining.withdraw(a, actor=worker, at=AT),
}
# The one button “提交” is both moves; pressing it again while waiting is a quiet return.
ALLOWED = {act: MOVES[act] for act in ("return", "approve", "refuse", "withdraw")} | {
    "submit": ((State.DRAFT, State.RETURNED, State.SUBMITTED), State.SUBMITTED)
}
# Withdrawing twice is quiet as well.
ALLOWED["withdraw"] = ((*MOVES["withdraw"][0], State.WITHDRAWN), State.WITHDRAWN)


def test_every_move_of_the_table_has_an_act_here():
    assert set(MOVES) - {"resubmit"} == set(ACTS)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("act", ACTS)
def test_an_act_leads_where_the_table_says_or_is_refused(
    act, state, application, worker, reviewer, colleague, details
):
    _states(application, reviewer)(state)
    given = details(number=_number(application))
    sources, target = ALLOWED[act]

    if state in sources:
        ACTS[act](application, worker, colleague, given)
        assert Application.objects.get(pk=application.pk).state == target
    else:
        with pytest.raises(Refused):
            ACTS[act](application, worker, colleague, given)
        assert Application.objects.get(pk=application.pk).state == state


def _number(application):
    return number_of(application.person)
