"""A real Celery worker: the list is computed without anybody looking, also after it was killed."""

import pytest
from celery import current_app

from assistance import computing, confirming, proposing
from assistance.models import Pairing, ProposalState
from organizations.models import Role
from tests import factories, processes
from tests.assistance.rows import a_file, with_cap

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def proposal(city, cadre, district_administrator):
    for _ in range(3):
        a_file(city.ganzhou_federation)
    return proposing.start(city.ganzhou_federation, actor=district_administrator)


def is_ready(proposal) -> bool:
    proposal.refresh_from_db()
    return proposal.state == ProposalState.READY


def test_a_worker_computes_what_was_asked_for_and_a_lost_queue_loses_nothing(proposal):
    current_app.control.purge()
    assert not is_ready(proposal)
    with processes.worker() as worker:
        worker.kill()
    assert not is_ready(proposal)
    with processes.worker():
        # On a busy machine the short-tempered hand-over may give up; the sweep comes back to it.
        computing.sweep()
        processes.wait_until(lambda: is_ready(proposal))
    assert proposal.pairs.count() == 3
    assert proposal.pairs.exclude(post=None).count() == 1


def test_asked_four_times_it_is_computed_once(proposal):
    with processes.worker():
        for _ in range(4):
            computing.sweep()
        processes.wait_until(lambda: is_ready(proposal))
    assert proposal.pairs.count() == 3


def test_a_long_list_is_confirmed_to_the_end_though_the_worker_is_killed(
    city, cadre, district_administrator
):
    number = confirming.AT_ONCE + 1
    users = [cadre] + [
        factories.a_member_of_staff(f"干部{serial}", city.couriers, Role.CADRE)
        for serial in range(number // 30 + 1)
    ]
    for user in users:
        with_cap(user, 30)
    for _ in range(number):
        a_file(city.ganzhou_federation)
    found = proposing.start(city.ganzhou_federation, actor=district_administrator)
    computing.compute(found.pk)
    confirming.confirm(found, actor=district_administrator)
    with processes.worker() as worker:
        processes.wait_until(Pairing.objects.exists)
        worker.kill()
    with processes.worker():
        confirming.sweep()
        processes.wait_until(lambda: is_confirmed(found))
    assert Pairing.objects.standing().count() == number
    assert found.pairs.filter(is_done=True, left_because="").count() == number


def is_confirmed(proposal) -> bool:
    proposal.refresh_from_db()
    return proposal.state == ProposalState.CONFIRMED
