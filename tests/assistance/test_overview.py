"""总览: what a supervisor sees first, and that every figure is the list it leads to."""

import datetime
import re
from html import unescape

import pytest
from django.utils import timezone

from assistance import covering, overload, overview
from assistance.models import FileState, HandOver, HardshipFile, NeedState, Overloaded
from organizations.models import Role
from tests import factories
from tests.assistance.cared import a_need, contacted
from tests.assistance.rows import a_file, a_pair, the_post, with_cap
from tests.organizations.queries import queries_of

ADDRESS = "/desk/assistance/"
DAY = datetime.timedelta(days=1)


@pytest.fixture
def desk(district_administrator, signed_in):
    return signed_in(district_administrator)


@pytest.fixture
def today():
    return timezone.localdate()


def silent(file: HardshipFile, days: int = 1) -> HardshipFile:
    HardshipFile.objects.filter(pk=file.pk).update(next_due_on=timezone.localdate() - days * DAY)
    return file


@pytest.fixture
def full(city, cadre, other_cadre, far_cadre):
    """Something of everything, in three unions."""
    with_cap(cadre, 5)
    files = [a_file(city.couriers, unit_name="中通演示分拨") for _ in range(4)]
    for slot, file in enumerate(files[:3], 1):
        a_pair(file, cadre, slot=slot, since=timezone.now() - 20 * DAY)
    contacted(files[0], cadre)
    contacted(files[1], cadre, result="not_reached")
    a_file(city.couriers, state=FileState.SURVEYED)
    a_file(city.couriers, state=FileState.LEFT, unit_name="中通演示分拨")
    a_pair(a_file(city.ganzhou_federation), other_cadre)
    theirs = a_file(city.minle_federation)
    a_pair(theirs, far_cadre)
    silent(theirs, 3)
    a_need(files[0], cadre)
    HandOver.objects.create(file=files[2], reason="asked_for")
    return files


def figures(page) -> dict[str, int]:
    """Link -> the number written on it."""
    text = page.content.decode()
    links = re.findall(r'<a[^>]*href="(/desk/assistance/[^"]*)"[^>]*>(.*?)</a>', text, re.DOTALL)
    found = {}
    for link, words in links:
        digits = re.findall(r"[\d,]+(?=户|</b>|$)", re.sub(r"<(?!/?b)[^>]*>", "", words).strip())
        if digits and ("show=" in link or "silent" in link):
            found[unescape(link)] = int(digits[-1].replace(",", ""))
    return found


def rows_behind(client, link: str) -> int:
    number, page = 0, client.get(link)
    while True:
        number += len(page.context["page"].rows)
        if not page.context["page"].after:
            assert f"共{number}户" in page.text, link
            return number
        mark = "&" if "?" in link else "?"
        page = client.get(f"{link}{mark}after={page.context['page'].after}")


@pytest.mark.parametrize("kept", [False, True])
@pytest.mark.parametrize("who", ["district_administrator", "administrator"])
def test_every_figure_is_the_list_it_leads_to(request, signed_in, full, who, kept, city):
    if kept:
        covering.keep()
    client = signed_in(request.getfixturevalue(who))
    for union in ("", f"?union={city.couriers.public_id}"):
        found = figures(client.get(ADDRESS + union))
        assert len(found) > 8
        assert {link: rows_behind(client, link) for link in found} == found


def test_the_silent_ones_come_first_without_a_name(desk, full):
    page = desk.get(ADDRESS)
    text = page.content.decode()
    assert "有2户该联系没联系" in text
    assert [row.days_late for row in page.context["first"]] == [6, 6]
    assert "褚演示联系的一户" in text
    assert full[1].person.name not in text
    assert full[1].phone not in text


def test_when_all_is_well_it_says_so(desk, city, cadre):
    a_pair(a_file(city.couriers), cadre)
    text = desk.get(ADDRESS).content.decode()
    assert "每一户都按时联系着" in text
    assert "没有过了日子还没联系的" in text


def test_with_no_file_at_all_it_says_what_would_be_here(desk):
    assert "结对以后，超过14天没联系上的会列在这里" in desk.get(ADDRESS).content.decode()


def lines(page) -> list[tuple]:
    return [
        (line.name, line.cover.files, line.cover.silent) for line in page.context["table"].lines
    ]


def test_the_city_reads_district_by_district_in_tree_order(signed_in, administrator, full):
    page = signed_in(administrator).get(ADDRESS)
    assert lines(page) == [("甘州区总工会", 6, 2), ("民乐县总工会", 1, 1)]
    assert page.context["table"].total.files == 7


def test_a_district_without_a_file_is_not_left_out(signed_in, administrator, city):
    a_file(city.couriers)
    page = signed_in(administrator).get(ADDRESS)
    assert lines(page) == [("甘州区总工会", 1, 0), ("民乐县总工会", 0, 0)]


def test_down_to_the_unions_of_a_district_and_back(signed_in, administrator, full, city):
    client = signed_in(administrator)
    page = client.get(f"{ADDRESS}?union={city.ganzhou_federation.public_id}")
    assert lines(page) == [
        ("甘州区总工会", 1, 0), ("甘州区快递外卖行业工会联合会", 5, 2),
    ]  # fmt: skip
    assert f"?union={city.root.public_id}" in page.content.decode()
    below = client.get(f"{ADDRESS}?union={city.couriers.public_id}")
    assert lines(below) == []
    units = [(line.name, line.cover.files) for line in below.context["units"].lines]
    assert units == [("没有填单位", 1), ("中通演示分拨", 4)]


def test_units_are_turned_page_by_page(desk, city, monkeypatch):
    monkeypatch.setattr(overview, "SIZE", 2)
    for name in ("丙单位", "乙单位", "丁单位"):
        a_file(city.ganzhou_federation, unit_name=name)
    first = desk.get(ADDRESS).context["units"]
    second = desk.get(ADDRESS, {"after": first.after}).context["units"]
    names = [line.name for line in (*first.lines, *second.lines)]
    assert names == sorted(["丙单位", "乙单位", "丁单位"])
    assert second.after == ""


def test_whoever_supervises_two_unions_sees_them_side_by_side(signed_in, city, full):
    both = factories.a_member_of_staff("谢试样", city.minle_federation, Role.ADMINISTRATOR)
    both.posts.create(organization=city.couriers, role=Role.ADMINISTRATOR)
    page = signed_in(both).get(ADDRESS)
    assert lines(page) == [("甘州区快递外卖行业工会联合会", 5, 2), ("民乐县总工会", 1, 1)]


def test_another_district_sees_nothing_of_it(signed_in, city, full):
    minle = factories.a_member_of_staff("钱试样", city.minle_federation, Role.ADMINISTRATOR)
    client = signed_in(minle)
    for union in ("", f"?union={city.couriers.public_id}", f"?union={city.root.public_id}"):
        page = client.get(ADDRESS + union)
        assert page.context["table"].total.files == 1
        assert "褚演示" not in page.content.decode()


@pytest.mark.parametrize("who", ["cadre", "far_cadre", "stranger", "auditor", "reviewer"])
@pytest.mark.parametrize("path", ["", "silent/", "export/"])
def test_for_who_does_not_supervise_it_does_not_exist(request, signed_in, full, who, path):
    client = signed_in(request.getfixturevalue(who))
    assert client.get(ADDRESS + path).status_code == 404


@pytest.mark.parametrize(
    "query",
    ["?union=x", "?union=%00", "?union=" + "9" * 400, "?after=%00", "?after=" + "乙" * 300],
)
def test_an_address_typed_by_hand_is_no_error(desk, full, query):
    assert desk.get(ADDRESS + query).status_code == 200


@pytest.mark.parametrize(("kept", "queries"), [(False, 20), (True, 18)])
@pytest.mark.parametrize("number", [1, 3])
def test_it_takes_as_many_queries_for_one_as_for_three(desk, city, cadre, number, kept, queries):
    with_cap(cadre, 5)
    for slot in range(1, number + 1):
        file = a_file(city.ganzhou_federation, unit_name=f"演示{slot}")
        a_pair(file, cadre, slot=slot)
        silent(file)
        a_need(file, cadre)
    if kept:
        covering.keep()
    assert queries_of(desk, ADDRESS) == queries


class TestOverload:
    """Who calls too many: an alarm, never a ranking."""

    def alarms(self, user) -> list[tuple[str, str]]:
        return [(str(alarm.post.user), alarm.sentence) for alarm in overload.alarms(user)]

    def pairs(self, city, cadre, number: int) -> list[HardshipFile]:
        files = [a_file(city.couriers) for _ in range(number)]
        for slot, file in enumerate(files, 1):
            a_pair(file, cadre, slot=slot)
        return files

    def test_nobody_within_bounds_is_named(self, city, cadre, district_administrator):
        with_cap(cadre, 3)
        self.pairs(city, cadre, 3)
        assert self.alarms(district_administrator) == []

    def test_more_than_the_cap(self, city, cadre, district_administrator, desk):
        with_cap(cadre, 2)
        self.pairs(city, cadre, 3)
        assert self.alarms(district_administrator) == [("褚演示", "联系3户，最多2户")]
        text = desk.get(ADDRESS).content.decode()
        assert "忙不过来的干部" in text
        assert f"/desk/assistance/cadres/{the_post(cadre).pk}/" in text

    def test_a_place_left_empty_is_not_more(self, city, cadre, district_administrator):
        with_cap(cadre, 2)
        first = self.pairs(city, cadre, 3)[0]
        first.pairings.update(until=timezone.now())
        assert self.alarms(district_administrator) == []

    def test_very_many_though_allowed(self, city, cadre, district_administrator):
        with_cap(cadre, 30)
        self.pairs(city, cadre, 15)
        assert self.alarms(district_administrator) == [("褚演示", "联系15户")]

    def test_many_open_needs(self, city, cadre, district_administrator):
        file = self.pairs(city, cadre, 1)[0]
        for kind in ("goods", "medicine", "school", "elders", "mind"):
            a_need(file, cadre, kind=kind, state=NeedState.ASSIGNED)
        assert self.alarms(district_administrator) == [("褚演示", "手上有5件需要没办完")]

    def test_each_supervisor_of_the_own(self, city, cadre, far_cadre, administrator, stranger):
        with_cap(cadre, 1)
        self.pairs(city, cadre, 2)
        minle = factories.a_member_of_staff("钱试样", city.minle_federation, Role.ADMINISTRATOR)
        assert len(self.alarms(administrator)) == 1
        assert self.alarms(minle) == []

    def test_kept_every_minute_and_asked_once_more(self, city, cadre, district_administrator):
        with_cap(cadre, 2)
        first = self.pairs(city, cadre, 3)[0]
        covering.keep()
        assert self.alarms(district_administrator) == []
        overload.keep()
        overload.keep()
        assert len(self.alarms(district_administrator)) == 1
        first.pairings.update(until=timezone.now())
        assert self.alarms(district_administrator) == []
        with_cap(cadre, 5)
        overload.keep()
        assert not Overloaded.objects.exists()

    def test_by_union_and_never_by_number(self, city, cadre, other_cadre, district_administrator):
        for user, number in ((cadre, 4), (other_cadre, 2)):
            with_cap(user, 1)
            self.pairs(city, user, number)
        assert [name for name, _ in self.alarms(district_administrator)] == ["尤演示", "褚演示"]
