"""答复公示: for everybody, by district, of nobody in particular."""

import datetime
import random

import pytest
from django.urls import reverse
from django.utils import timezone

from dashboards.promise_public import Month, months
from membership.models import Application
from tests.membership import promised

NOVEMBER = datetime.date(2026, 11, 1)
TODAY = datetime.date(2026, 11, 20)


@pytest.fixture
def rows(city):
    promised.applications([city.couriers, city.joint], 120, random.Random(21))
    promised.applications([city.minle_holding], 60, random.Random(22))
    return Application.objects.all()


def a_month(city, first=NOVEMBER) -> Month:
    return Month(city.root, first, TODAY)


def test_the_month_is_that_of_the_rows(rows, city):
    month = a_month(city)
    everything = promised.rows(city.root.path)
    sums = promised.counted(everything, NOVEMBER, datetime.date(2026, 11, 30))
    assert (month.received, month.answered, month.percent) == (
        sums.submitted, sums.decided, sums.percent,
    )  # fmt: skip
    assert month.median == promised.median(everything, NOVEMBER, datetime.date(2026, 11, 30))
    below = promised.counted(
        promised.rows(city.ganzhou_federation.path), NOVEMBER, datetime.date(2026, 11, 30)
    )
    district = month.districts[0]
    assert (district.name, district.received, district.answered, district.percent) == (
        "甘州区", below.submitted, below.decided, below.percent,
    )  # fmt: skip


def test_fewer_than_five_are_not_told_nor_to_be_worked_out(rows, city):
    elsewhere = Application.objects.filter(organization=city.minle_holding)
    keep = elsewhere.filter(state="approved").values_list("pk", flat=True)[:3]
    elsewhere.exclude(pk__in=list(keep)).delete()

    ganzhou, minle = a_month(city).districts

    assert (minle.received, minle.answered, minle.percent, minle.median) == (
        "少于5",
        "少于5",
        None,
        None,
    )
    # The other one would give it away to whoever subtracts.
    assert (ganzhou.received, ganzhou.answered, ganzhou.percent) == ("—", "—", None)


def test_what_the_city_itself_did_stands_in_a_line_of_its_own(rows, city):
    promised.applications([city.root], 60, random.Random(23))
    month = a_month(city)
    assert [district.name for district in month.districts] == ["甘州区", "民乐县", "市级和其他"]
    assert sum(district.received for district in month.districts) == month.received


def test_everybody_reads_it_without_signing_in(rows, city, client):
    answer = client.get(reverse("dashboards:promise-month", args=["2026-11"]))
    text = answer.content.decode()
    assert answer.status_code == 200
    assert f"{a_month(city).percent}%" in text
    assert "李" not in text


def test_a_month_without_applications_says_so(city, client):
    text = client.get(reverse("dashboards:promise-month", args=["2026-03"])).content.decode()
    assert "这个月没有收到入会申请" in text


def test_the_month_in_progress_says_so(city, client):
    text = client.get(reverse("dashboards:promise-public")).content.decode()
    assert "还没过完" in text
    assert "这个月到今天还没有收到入会申请" in text


def test_months_to_come_and_months_that_are_none_do_not_exist(city, client):
    coming = (timezone.localdate().replace(day=1) + datetime.timedelta(days=40)).strftime("%Y-%m")
    for named in (coming, "2026-13", "2014-12", "0000-01"):
        assert client.get(f"/promise/{named}/").status_code == 404
    assert client.get("/promise/2026-1/").status_code == 404


def test_months_before_are_led_to(rows, city):
    assert a_month(city).others == [NOVEMBER]
    assert months(datetime.date(2025, 12, 9), TODAY)[::11] == [NOVEMBER, datetime.date(2025, 12, 1)]


def test_queries_do_not_grow(city, client, django_assert_num_queries):
    url = reverse("dashboards:promise-month", args=["2026-11"])
    for seed in range(2):
        promised.applications([city.couriers, city.minle_holding], 30, random.Random(seed))
        client.get(url)
        with django_assert_num_queries(6):
            client.get(url)


def test_the_front_page_leads_there(city, client):
    assert reverse("dashboards:promise-public") in client.get("/").content.decode()
