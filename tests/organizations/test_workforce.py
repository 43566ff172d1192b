"""职工人数: reported by administrators, counted once, kept for good."""

import datetime

import pytest
from django.urls import reverse

from audit.models import Entry
from audit.refusal import Refused
from organizations import workforce
from organizations.models import WorkforceReport
from tests import factories
from tests.factories import local
from tests.organizations.queries import queries_of

JUNE = datetime.date(2026, 6, 30)
AT = local(2026, 7, 1, 9)
LIST = "/desk/workforce/"


@pytest.fixture
def say(administrator):
    """`say(union, 120)`: that many workers are reported for it."""

    def report(union, workers, as_of=JUNE, at=AT, actor=administrator, **groups):
        workforce.report(union, workers=workers, as_of=as_of, groups=groups, actor=actor, at=at)

    return report


def page_of(union) -> str:
    return reverse("organizations:desk-workforce-report", args=[union.public_id])


def test_a_report_is_kept_with_its_occupations_and_recorded(city, say, administrator):
    say(city.couriers, 120, food=70, parcel=40)

    found = workforce.newest(city.root.path)[city.couriers.path]
    assert (found.workers, found.as_of, found.groups) == (120, JUNE, {"food": 70, "parcel": 40})
    entry = Entry.objects.get(action="organizations.workforce_reported")
    assert entry.actor_id == administrator.pk
    assert entry.data["workers"] == 120


def test_the_newest_day_counts_and_the_older_ones_stay(city, say):
    say(city.couriers, 120, food=70)
    say(city.couriers, 150, as_of=datetime.date(2026, 9, 30), at=local(2026, 10, 1, 9))
    say(city.couriers, 90, as_of=datetime.date(2025, 12, 31), at=local(2026, 11, 1, 9))

    newest = workforce.newest(city.root.path)[city.couriers.path]
    # What the newest report leaves open is open: the older occupations are of another total.
    assert (newest.workers, newest.groups) == (150, {})
    assert [report.workers for report in workforce.history(city.couriers)] == [150, 120, 90]


def test_a_correction_of_the_same_day_is_a_new_report(city, say):
    say(city.couriers, 120)
    say(city.couriers, 102, at=local(2026, 7, 1, 10))

    assert workforce.newest(city.root.path)[city.couriers.path].workers == 102
    assert WorkforceReport.objects.count() == 2


def test_saying_the_same_again_writes_nothing(city, say):
    say(city.couriers, 120, food=20)
    say(city.couriers, 120, at=local(2026, 7, 1, 10), food=20)

    assert Entry.objects.filter(action="organizations.workforce_reported").count() == 1


def test_nobody_counts_twice_on_mixed_levels(city, say):
    """A report stands for its union and all below; what is reported below is detail of it."""
    say(city.joint, 30)
    say(city.couriers, 120)
    say(city.railway_union, 50)
    reports = workforce.newest(city.root.path)
    assert [report.workers for report in workforce.tops(reports)] == [50, 120]

    say(city.ganzhou_federation, 900)
    reports = workforce.newest(city.root.path)
    assert [report.workers for report in workforce.tops(reports)] == [900]


def test_unions_without_a_report_are_named_holding_unions_are_not_asked(city, say):
    def gaps():
        counted = workforce.tops(workforce.newest(city.root.path))
        return workforce.missing(city.root.path, {report.path: report for report in counted})

    assert gaps() == [city.joint.pk, city.couriers.pk]
    say(city.railway_union, 50)
    assert gaps() == [city.couriers.pk]
    say(city.ganzhou_federation, 900)
    assert gaps() == []


@pytest.mark.parametrize(
    ("terms", "sentence"),
    [
        ({"workers": 0}, "职工人数要填大于0的整数。"),
        ({"workers": 10**9}, "职工人数要填大于0的整数。"),
        ({"as_of": datetime.date(2026, 7, 2)}, "日期还没到，请填人数统计的那一天。"),
        ({"as_of": datetime.date(1998, 1, 1)}, "请填2015年以后的日期。"),
        ({"groups": {"food": -1}}, "各从业类别的人数不能是负数。"),
        ({"groups": {"nobody": 1}}, "各从业类别的人数不能是负数。"),
        (
            {"groups": {"food": 90, "truck": 20}},
            "各从业类别加起来是110人，比全部职工100人还多，请核对。",
        ),
    ],
)
def test_what_cannot_be_is_refused(city, administrator, terms, sentence):
    given = {"workers": 100, "as_of": JUNE, "groups": {}} | terms
    with pytest.raises(Refused, match=sentence):
        workforce.report(city.couriers, actor=administrator, at=AT, **given)
    assert not WorkforceReport.objects.exists()


def test_only_who_administers_the_union_reports_for_it(city, say, district_administrator):
    with pytest.raises(Refused):
        say(city.minle_holding, 10, actor=district_administrator)


def test_the_page_takes_a_report_and_shows_it(city, signed_in, district_administrator):
    client = signed_in(district_administrator)
    given = {"workers": "1200", "as_of": "2026-06-30", "food": "300", "parcel": ""}

    answer = client.post(page_of(city.couriers), given, follow=True)

    assert "最近一次：1,200人" in answer.content.decode()
    assert "网约送餐员300人" in answer.content.decode()
    assert [row["own"].workers for row in client.get(LIST).context["rows"] if row["own"]] == [1200]


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("workers", "", "请填职工人数。"),
        ("workers", "-3", "不能是负数，也不能是0。"),
        ("workers", "12.5", "请填整数。"),
        ("workers", "9" * 40, "数字太大，请核对。"),
        ("as_of", "2099-01-01", "日期还没到，请填人数统计的那一天。"),
        ("as_of", "\0", "请选日期。"),
        ("food", "-1", "不能是负数。"),
        ("food", "1300", "比全部职工1,200人还多"),
    ],
)
def test_bad_input_says_what_is_wrong(
    city, signed_in, district_administrator, field, value, sentence
):
    given = {"workers": "1200", "as_of": "2026-06-30"} | {field: value}
    answer = signed_in(district_administrator).post(page_of(city.couriers), given)
    assert sentence in answer.content.decode()
    assert not WorkforceReport.objects.exists()


def test_the_list_says_which_unions_are_missing(city, say, signed_in, district_administrator):
    say(city.railway_union, 50)
    client = signed_in(district_administrator)

    answer = client.get(LIST, {"missing": "1"})
    assert [row["union"] for row in answer.context["rows"]] == [city.couriers]
    lines = {row["union"]: row for row in client.get(LIST).context["rows"]}
    assert lines[city.joint]["through"] == "火车站街道总工会"
    assert city.minle_federation not in lines
    narrowed = client.get(LIST, {"union": str(city.railway_union.public_id), "missing": "1"})
    assert narrowed.context["gaps"] == 0


def test_another_districts_union_does_not_exist_here(city, signed_in, district_administrator):
    client = signed_in(district_administrator)
    assert client.get(page_of(city.minle_holding)).status_code == 404
    answer = client.get(LIST, {"union": str(city.minle_federation.public_id), "text": "\0'%"})
    assert answer.context["below"] is None


def test_the_list_takes_as_many_queries_for_many(city, say, signed_in, administrator):
    client = signed_in(administrator)
    before = queries_of(client, LIST)
    for name in ("甲", "乙", "丙"):
        union = factories.a_union(
            f"{name}公司工会", "primary", city.ganzhou, city.ganzhou_federation
        )
        say(union, 12)
    assert queries_of(client, LIST) <= before + 1
