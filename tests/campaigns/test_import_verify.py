"""A whole sheet verified at once counts as if each activity had been verified by itself."""

import pytest
from django.urls import reverse

from audit import services as audit
from audit.refusal import Refused
from campaigns import bulk_verify, tallies, verifying
from campaigns.models import Activity, ActivityState
from tests.campaigns.importing import a_row, imported
from tests.campaigns.test_import_apply import sums_agree

pytestmark = pytest.mark.usefixtures("private_folder")


@pytest.fixture
def job(campaign, officer, money):
    rows = [
        a_row(送项目="送慰问品、送思想文化", **{"支出（元）": 10}), a_row(从业类别="货车司机", 平台=""),
        a_row(人次=5),
    ]  # fmt: skip
    return imported(campaign, officer, *rows)


def states() -> list[str]:
    return sorted(Activity.objects.values_list("state", flat=True))


def test_all_that_waits_is_counted_from_now_on(job, campaign, city_officer, city):
    assert bulk_verify.verify_all(job, actor=city_officer) == 3
    assert states() == ["verified"] * 3
    assert {a.verified_by for a in Activity.objects.all()} == {city_officer}
    assert sums_agree()
    cells = tallies.cells(campaign, [city.ganzhou_federation.pk])
    whole = cells[city.ganzhou_federation.pk, None]
    assert (whole.activities, whole.people, whole.money_fen, whole.pending) == (3, 77, 10_00, 0)
    assert tallies.groups(campaign, [city.ganzhou_federation.pk], by="occupation") == {
        "food": 41, "truck": 36,
    }  # fmt: skip


def test_twice_is_quiet(job, city_officer):
    bulk_verify.verify_all(job, actor=city_officer)
    assert bulk_verify.verify_all(job, actor=city_officer) == 0
    assert sums_agree()


def test_what_was_sent_back_stays_so(job, city_officer):
    verifying.send_back(Activity.objects.first(), remark="请写清楚", actor=city_officer)
    assert bulk_verify.verify_all(job, actor=city_officer) == 2
    assert states() == ["returned", "verified", "verified"]
    assert sums_agree()


def test_nobody_verifies_what_they_imported_themselves(campaign, city_officer):
    job = imported(campaign, city_officer, a_row())
    with pytest.raises(Refused) as refused:
        bulk_verify.verify_all(job, actor=city_officer)
    assert refused.value.message == "自己导入的活动要请别人核实。"


def test_a_district_does_not_verify(job, officer):
    with pytest.raises(Refused):
        bulk_verify.verify_all(job, actor=officer)
    assert set(states()) == {ActivityState.SUBMITTED}


def test_each_activity_tells_its_own_story(job, city_officer, officer):
    bulk_verify.verify_all(job, actor=city_officer)
    told = [
        (entry.action, entry.actor_id) for entry in audit.history(Activity.objects.get(people=5))
    ]
    assert told == [
        ("campaigns.activity_imported", officer.pk), ("campaigns.activity_verified", city_officer.pk),
    ]  # fmt: skip


def test_from_the_list_of_one_sheet(job, campaign, city_officer, officer, other_officer, signed_in):
    address = reverse("campaigns:imports-verify", args=[campaign.pk, job.pk])
    shown = f"{reverse('campaigns:activities', args=[campaign.pk])}?import={job.pk}"
    assert "整批核实" not in signed_in(officer).get(shown).text
    assert "整批核实" in signed_in(city_officer).get(shown).text
    assert signed_in(other_officer).post(address).status_code == 404
    assert "活动由主办工会核实" in signed_in(officer).post(address, follow=True).text
    answer = signed_in(city_officer).post(address, follow=True)
    assert "已核实3次活动" in answer.text
    assert answer.request["PATH_INFO"] == reverse("campaigns:activities", args=[campaign.pk])


def test_the_page_of_an_imported_activity_says_where_it_came_from(job, officer, signed_in):
    page = signed_in(officer).get(reverse("campaigns:activity", args=[Activity.objects.first().pk]))
    assert "您从表格导入" in page.text
