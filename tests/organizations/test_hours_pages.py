"""办公时间: whose hours a union keeps, and what it means for an answer."""

import datetime

import pytest
from django.urls import reverse

from audit.models import Entry
from organizations import calendar
from organizations.models import OfficeHours

LIST = "/desk/hours/"
OWN = {
    "own": "yes", "opens": "09:30", "lunch_from": "12:00", "lunch_to": "13:30",
    "closes": "17:30", "cutoff": "15:00",
}  # fmt: skip


def page_of(union) -> str:
    return reverse("organizations:desk-hours-change", args=[union.public_id])


def test_each_union_shows_its_hours_and_whose_they_are(city, signed_in, district_administrator):
    client = signed_in(district_administrator)
    client.post(page_of(city.couriers), OWN)
    rows = client.get(LIST).context["rows"]
    assert {row["union"].name: (row["own"], row["source"]) for row in rows} == {
        "甘州区总工会": (False, "张掖市总工会"),
        "火车站街道总工会": (False, "张掖市总工会"),
        "火车站街道联合工会": (False, "张掖市总工会"),
        "甘州区会员周转库": (False, "张掖市总工会"),
        "甘州区快递外卖行业工会联合会": (True, "甘州区快递外卖行业工会联合会"),
    }
    assert [row["union"] for row in client.get(LIST, {"own": "1"}).context["rows"]] == [
        city.couriers
    ]


def test_own_hours_are_kept_and_recorded_and_tell_the_due_time(
    city, signed_in, district_administrator
):
    response = signed_in(district_administrator).post(page_of(city.couriers), OWN, follow=True)
    assert "办公时间已保存" in response.text
    assert "现在提交，答复时限是" in response.text
    assert "17:30" in response.text
    hours = calendar.hours_for(city.couriers)
    assert (hours.opens, hours.cutoff) == (datetime.time(9, 30), datetime.time(15))
    entry = Entry.objects.get(action="organizations.hours_changed")
    assert entry.actor_id == district_administrator.pk


def test_following_the_union_above_needs_no_times(city, signed_in, district_administrator):
    client = signed_in(district_administrator)
    client.post(page_of(city.couriers), OWN)
    client.post(page_of(city.couriers), {"own": "no"})
    assert not OfficeHours.objects.filter(organization=city.couriers).exists()


@pytest.mark.parametrize(
    ("given", "errors"),
    [
        ({"own": ""}, {"own": ["请选一种。"]}),
        ({"opens": ""}, {"opens": ["请填时间，比如 09:00。"]}),
        ({"opens": "9点"}, {"opens": ["请按 09:00 的样子填时间。"]}),
        ({"opens": "25:00"}, {"opens": ["请按 09:00 的样子填时间。"]}),
        ({"opens": "12:30"}, {"lunch_from": ["午休要在上班以后开始。"]}),
        ({"lunch_to": "11:00"}, {"lunch_to": ["午休结束不能早于午休开始。"]}),
        (
            {"closes": "13:00"},
            {
                "closes": ["下班要在午休结束以后。"],
                "cutoff": ["当日截止要在上班以后，不晚于下班。"],
            },
        ),
        ({"cutoff": "09:30"}, {"cutoff": ["当日截止要在上班以后，不晚于下班。"]}),
        ({"cutoff": "17:31"}, {"cutoff": ["当日截止要在上班以后，不晚于下班。"]}),
    ],
)
def test_times_out_of_order_are_said_beside_their_fields(
    city, signed_in, district_administrator, given, errors
):
    response = signed_in(district_administrator).post(page_of(city.couriers), OWN | given)
    assert response.context["form"].errors == errors
    assert not OfficeHours.objects.filter(organization=city.couriers).exists()


def test_the_root_cannot_follow_anybody(city, signed_in, administrator):
    response = signed_in(administrator).post(page_of(city.root), {"own": "no"})
    assert "市总工会要有自己的办公时间" in response.context["form"].errors["own"][0]
    assert OfficeHours.objects.filter(organization=city.root).exists()


def test_hours_of_another_district_are_not_found(city, signed_in, district_administrator):
    client = signed_in(district_administrator)
    for union in (city.minle_federation, city.root):
        url = page_of(union)
        assert [client.get(url).status_code, client.post(url, OWN).status_code] == [404, 404]


def test_reviewers_have_no_such_page(city, signed_in, reviewer):
    client = signed_in(reviewer)
    assert client.get(LIST).status_code == 404
    assert client.get(page_of(city.couriers)).status_code == 404
