"""Two people at once. Each race is shown to exist without the cure, then cured."""

import threading

import pytest
from django.db import connection

from audit.refusal import Refused
from membership import deciding, drafts, joining
from membership.models import Application, Member, State
from membership.permissions import refusal_to_move
from tests.factories import a_worker, local
from tests.membership.conftest import MORNING, a_number

NOON = local(2026, 11, 23, 11, 30)
pytestmark = pytest.mark.django_db(transaction=True)


def together(*acts):
    """Run the acts at the same moment, each on its own connection; returns what came of each."""
    barrier = threading.Barrier(len(acts))
    results: list = [None] * len(acts)

    def run(number, act):
        barrier.wait()
        try:
            results[number] = act()
        except Refused as refused:
            results[number] = refused
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=item) for item in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_without_the_lock_two_reviewers_both_find_it_undecided(application):
    """What `deciding._lock` is for: both read “waiting” before either writes."""
    looked = threading.Barrier(2)

    def decide_without_a_lock(state):
        def act():
            found = Application.objects.get(pk=application.pk)
            looked.wait()
            refusal = refusal_to_move(found, "approve")
            Application.objects.filter(pk=found.pk).update(state=state, due_at=MORNING)
            return refusal

        return act

    results = together(decide_without_a_lock(State.APPROVED), decide_without_a_lock(State.REFUSED))

    assert results == ["", ""]


def test_two_reviewers_pressing_together_make_one_decision(application, reviewer, colleague):
    results = together(
        lambda: deciding.approve(application, actor=reviewer, at=NOON),
        lambda: deciding.refuse(application, reason="重复", actor=colleague, at=NOON),
    )

    refusals = [result for result in results if isinstance(result, Refused)]
    assert len(refusals) == 1
    assert "答复" in refusals[0].message
    application.refresh_from_db()
    approved = application.state == State.APPROVED
    assert Member.objects.count() == int(approved)


def test_a_double_click_sends_one_application(worker, details):
    draft = drafts.open_draft(worker)
    given = details()

    results = together(
        *[lambda: joining.submit(draft, details=given, actor=worker, at=MORNING)] * 4
    )

    assert {result.pk for result in results} == {draft.pk}
    assert Application.objects.filter(state=State.SUBMITTED).count() == 1


def test_two_phones_with_one_number_make_one_application(details):
    number = a_number()
    workers = [a_worker(), a_worker()]
    pairs = [(worker, drafts.open_draft(worker), details(number=number)) for worker in workers]

    results = together(*[
        lambda pair=pair: joining.submit(pair[1], details=pair[2], actor=pair[0], at=MORNING)
        for pair in pairs
    ])  # fmt: skip

    assert sum(isinstance(result, Refused) for result in results) == 1
    assert Application.objects.filter(state=State.SUBMITTED).count() == 1


def test_two_open_drafts_of_one_worker_are_one_row(worker):
    together(*[lambda: drafts.open_draft(worker)] * 4)

    assert Application.objects.filter(applicant=worker).count() == 1
