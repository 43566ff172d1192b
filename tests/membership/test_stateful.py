"""Whatever people do in whatever order, what was promised holds.

Hypothesis makes up days of work: applying, withdrawing, returning, mending, deciding, explaining a
delay, moving the union to another district, time passing. After every step all of it is checked.
"""

import datetime
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from accounts.models import User
from audit.models import Entry
from audit.refusal import Refused
from membership import deciding, drafts, joining, tallies
from membership.models import OPEN_STATES, Application, Member, State
from notifications.models import Message
from organizations import tree
from tests.factories import a_worker
from tests.membership.conftest import ITEM, MORNING, a_number

WORKERS = st.integers(0, 2)
STAFF = st.sampled_from(["reviewer", "colleague", "stranger"])
DECISIONS = ("membership.approved", "membership.refused")


class Days(RuleBasedStateMachine):
    """`city`, `cast` and `details` are set by the test below: the machine knows no fixtures."""

    city: SimpleNamespace
    cast: dict[str, User]
    details: Callable

    def __init__(self):
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.at = MORNING
        self.workers = [a_worker() for _ in range(3)]
        self.numbers = [a_number() for _ in self.workers]
        self.home = self.city.ganzhou_federation

    def teardown(self):
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    def latest(self, worker: int) -> Application | None:
        rows = Application.objects.filter(applicant=self.workers[worker])
        return rows.order_by("-created_at", "-submitted_at").first()

    def act(self, do) -> bool:
        """Whether it was done; a refusal must leave everything as it was."""
        self.at += datetime.timedelta(minutes=1)
        before = Entry.objects.count()
        try:
            do()
        except Refused:
            assert Entry.objects.count() == before
            return False
        return True

    def user(self, who: str):
        # A fresh row for each act, as each request has one.
        return type(self.cast[who]).objects.get(pk=self.cast[who].pk)

    @initialize()
    def begin(self):
        couriers = self.city.couriers
        couriers.refresh_from_db()
        if couriers.parent_id != self.home.pk:
            tree.move(couriers, parent=self.home, actor=self.cast["administrator"])

    @rule(minutes=st.integers(1, 900))
    def time_passes(self, minutes):
        self.at += datetime.timedelta(minutes=minutes)

    @rule(worker=WORKERS)
    def applies_or_mends(self, worker):
        user = self.workers[worker]
        standing = self.latest(worker)
        given = self.details(number=self.numbers[worker], name=f"李{'甲乙丙'[worker]}")

        def send():
            draft = standing
            if draft is None or draft.state not in OPEN_STATES:
                draft = drafts.open_draft(user, at=self.at)
            joining.submit(draft, details=given, actor=user, at=self.at)

        if self.act(send):
            assert self.latest(worker).state == State.SUBMITTED

    @rule(worker=WORKERS)
    def withdraws(self, worker):
        found = self.latest(worker)
        if found:
            self.act(lambda: joining.withdraw(found, actor=self.workers[worker], at=self.at))

    @rule(worker=WORKERS, who=STAFF)
    def is_sent_back(self, worker, who):
        found = self.latest(worker)
        if found:
            self.act(
                lambda: deciding.return_for_correction(
                    found, items=[ITEM], actor=self.user(who), at=self.at
                )
            )

    @rule(worker=WORKERS, who=STAFF, late_reason=st.sampled_from(["", "系统升级"]))
    def is_approved(self, worker, who, late_reason):
        found = self.latest(worker)
        if found:
            self.act(
                lambda: deciding.approve(
                    found, actor=self.user(who), late_reason=late_reason, at=self.at
                )
            )

    @rule(worker=WORKERS, who=STAFF, late_reason=st.sampled_from(["", "系统升级"]))
    def is_refused(self, worker, who, late_reason):
        found = self.latest(worker)
        if found:
            self.act(
                lambda: deciding.refuse(
                    found, reason="不在本市工作", actor=self.user(who),
                    late_reason=late_reason, at=self.at,
                )
            )  # fmt: skip

    @rule()
    def the_union_moves_to_the_other_district(self):
        elsewhere = self.home == self.city.ganzhou_federation
        self.home = self.city.minle_federation if elsewhere else self.city.ganzhou_federation
        self.city.couriers.refresh_from_db()
        tree.move(self.city.couriers, parent=self.home, actor=self.cast["administrator"])

    @invariant()
    def an_application_is_in_once(self):
        for user in self.workers:
            rows = Application.objects.filter(applicant=user, state__in=OPEN_STATES)
            assert rows.count() <= 1

    @invariant()
    def a_decision_is_made_once_and_told(self):
        for found in Application.objects.exclude(state=State.DRAFT):
            decisions = Entry.objects.filter(subject_id=str(found.pk), action__in=DECISIONS)
            decided = found.state in (State.APPROVED, State.REFUSED)
            assert decisions.count() == decided
            assert (
                Message.objects.filter(
                    kind__in=DECISIONS, recipient=found.applicant, about__contains=str(found.pk)
                ).count()
                == 2 * decided
            )  # inbox and SMS
            assert Member.objects.filter(application=found).count() == (
                found.state == State.APPROVED
            )

    @invariant()
    def a_late_decision_carries_its_reason(self):
        late = Application.objects.filter(was_late=True)
        assert not late.filter(late_reason="").exists()

    @invariant()
    def the_clock_runs_or_stands(self):
        for found in Application.objects.filter(state__in=OPEN_STATES):
            assert (found.due_at is None) == (found.state == State.RETURNED)
            assert (found.seconds_left is None) == (found.state == State.SUBMITTED)

    @invariant()
    def one_sees_what_lies_under_one_s_post_and_nothing_else(self):
        here = self.home == self.city.ganzhou_federation
        every = set(Application.objects.exclude(state=State.DRAFT).values_list("pk", flat=True))
        for who, sees in (("reviewer", here), ("stranger", not here)):
            visible = Application.objects.visible_to(self.user(who))
            assert set(visible.values_list("pk", flat=True)) == (every if sees else set())

    @invariant()
    def the_tallies_equal_the_rows(self):
        assert tallies.recount(write=False) == []


@pytest.mark.django_db
def test_no_order_of_acts_breaks_a_promise(
    city, reviewer, colleague, stranger, administrator, details
):
    Days.city, Days.details = city, staticmethod(details)
    Days.cast = {
        "reviewer": reviewer, "colleague": colleague, "stranger": stranger,
        "administrator": administrator,
    }  # fmt: skip
    run_state_machine_as_test(
        Days,
        settings=settings(
            max_examples=12, stateful_step_count=20, deadline=None,
            suppress_health_check=list(HealthCheck),
            # Shrinking replays whole days against the database for minutes; the seed is enough.
            phases=[Phase.explicit, Phase.reuse, Phase.generate],
        ),
    )  # fmt: skip
