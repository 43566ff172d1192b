"""今天要办, the part of whoever supervises 1+1."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assistance.models import FileState, HandOver, HardshipFile, HelpRequest, Need
from organizations.models import Role
from tests import factories
from tests.assistance.rows import a_file, a_pair
from unionportal.work import supervisors_work

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def texts(user) -> list[str]:
    user.__dict__.pop("_current_posts", None)
    return [task.text for task in supervisors_work(user).get("tasks", [])]


@pytest.fixture
def busy(city, cadre, worker):
    file = a_file(city.couriers)
    a_pair(file, cadre)
    HardshipFile.objects.filter(pk=file.pk).update(next_due_on=timezone.localdate() - DAY)
    waiting = a_file(city.couriers)
    HandOver.objects.create(file=waiting, reason="post_ended")
    Need.objects.create(
        file=file, kind="goods", raised_by=cadre, raised_at=timezone.now() - 6 * DAY
    )
    HelpRequest.objects.create(
        worker=worker, organization=city.ganzhou_federation, division=city.railway,
        cause="job_loss", text="想找新的活",
    )  # fmt: skip
    a_file(city.couriers, state=FileState.ASKED, ask_again_on=timezone.localdate())
    a_file(city.couriers, state=FileState.ASKED, ask_again_on=timezone.localdate() + DAY)


def test_what_waits_the_silent_first(busy, district_administrator):
    assert texts(district_administrator) == [
        "1户该联系没联系", "1户等着交接", "1户还没有人联系", "1份帮扶申请等着答复",
        "1户说过以后再说，该再问一次", "1件需要超过5天没办完",
    ]  # fmt: skip


def test_another_district_has_nothing_of_it(busy, city):
    minle = factories.a_member_of_staff("钱试样", city.minle_federation, Role.ADMINISTRATOR)
    assert texts(minle) == []


@pytest.mark.parametrize("who", ["cadre", "reviewer", "auditor"])
def test_whoever_supervises_nothing_is_asked_nothing(request, busy, who):
    user = request.getfixturevalue(who)
    assert texts(user) == []
    with CaptureQueriesContext(connection) as captured:
        supervisors_work(user)
    assert len(captured) == 0


def test_it_is_four_queries_beside_the_posts(busy, city, district_administrator):
    texts(district_administrator)
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            supervisors_work(district_administrator)
        assert len(captured) == 4
        a_file(city.couriers)


def test_it_stands_on_the_desk(busy, signed_in, district_administrator):
    text = signed_in(district_administrator).get("/desk/").content.decode()
    assert "1户该联系没联系" in text
    assert 'href="/desk/assistance/silent/"' in text
    assert 'href="/desk/assistance/files/?show=again"' in text
