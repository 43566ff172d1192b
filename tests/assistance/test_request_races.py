"""Two at once: each race is first shown to exist, then cured."""

import threading

import pytest

from assistance import answering, requesting
from assistance.models import HardshipFile, HelpRequest, HelpRequestState
from assistance.vocabulary import Cause
from audit.models import Entry
from audit.refusal import Refused
from people import services as people
from people.models import Consent, Purpose
from tests.assistance.asked import TEXT, a_known_worker, a_request
from tests.together import together

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def person_in_need(db):
    return a_known_worker()


@pytest.fixture
def asked(city, person_in_need):
    return a_request(person_in_need, city.ganzhou_federation, city.railway)


def ask(worker, division, text=TEXT):
    return requesting.ask(worker=worker, division=division, cause=Cause.OWN_ILLNESS, text=text)


def test_without_the_constraint_two_find_nothing_open(person_in_need):
    """What `one_open_help_request` is for: both look before either writes."""
    looked = threading.Barrier(2)

    def look():
        found = requesting.open_request_of(person_in_need)
        looked.wait()
        return found

    assert together(look, look) == [None, None]


def test_the_same_request_sent_four_times_at_once_is_one(
    city, person_in_need, district_administrator
):
    made = together(*[lambda: ask(person_in_need, city.railway)] * 4)
    assert len({each.pk for each in made}) == 1
    assert Entry.objects.filter(action="assistance.requested").count() == 1
    assert Consent.objects.count() == 1


def test_of_two_different_ones_one_is_told_to_wait(city, person_in_need):
    made = together(
        lambda: ask(person_in_need, city.railway, "一件事"),
        lambda: ask(person_in_need, city.railway, "另一件事"),
    )
    assert sorted(isinstance(each, Refused) for each in made) == [False, True]
    assert HelpRequest.objects.count() == 1


def test_without_the_lock_two_find_it_unanswered(asked):
    looked = threading.Barrier(2)

    def answer_without_a_lock(state):
        def act():
            found = HelpRequest.objects.get(pk=asked.pk)
            looked.wait()
            return found.state == HelpRequestState.SUBMITTED

        return act

    acts = [answer_without_a_lock(state) for state in ("accepted", "refused")]
    assert together(*acts) == [True, True]


def test_accepted_and_refused_at_once_it_is_one_of_both(
    asked, district_administrator, administrator
):
    made = together(
        lambda: answering.accept(asked, actor=district_administrator),
        lambda: answering.refuse(asked, reason="不符", actor=administrator),
    )
    assert sum(isinstance(each, Refused) for each in made) == 1
    asked.refresh_from_db()
    assert HardshipFile.objects.count() == (asked.state == HelpRequestState.ACCEPTED)


def test_accepted_by_two_at_once_it_is_one_file(asked, district_administrator, administrator):
    made = together(
        *[lambda who=who: answering.accept(asked, actor=who) for who in
          (district_administrator, administrator)] * 2
    )  # fmt: skip
    assert {each.file_id for each in made} == {HardshipFile.objects.get().pk}


@pytest.mark.parametrize("turn", range(3))
def test_withdrawn_and_the_consent_taken_back_at_once_nobody_waits_in_a_circle(
    asked, person_in_need, turn
):
    made = together(
        lambda: requesting.withdraw(asked, actor=person_in_need),
        lambda: people.withdraw_consent(
            person_in_need.person, purpose=Purpose.ASSISTANCE, actor=person_in_need
        ),
    )
    assert not [each for each in made if isinstance(each, Exception)]
    asked.refresh_from_db()
    assert asked.state == HelpRequestState.WITHDRAWN
    assert Entry.objects.filter(action="assistance.request_withdrawn").count() == 1


@pytest.mark.parametrize("turn", range(3))
def test_withdrawn_as_it_is_accepted_it_is_one_of_both(
    asked, person_in_need, district_administrator, turn
):
    made = together(
        lambda: answering.accept(asked, actor=district_administrator),
        lambda: requesting.withdraw(asked, actor=person_in_need),
    )
    assert sum(isinstance(each, Refused) for each in made) == 1
    asked.refresh_from_db()
    standing = Consent.objects.filter(withdrawn_at=None).exists()
    assert standing == (asked.state == HelpRequestState.ACCEPTED)
