"""Ceilings are settings of the city, year by year; they suggest a class, a person decides."""

import pytest

from assistance import classes
from assistance.classes import Ceiling
from assistance.models import ClassRule
from audit.models import Entry
from audit.refusal import Refused

CEILINGS = {
    "deep": Ceiling(800_00, "市工发〔2026〕1号"), "relative": Ceiling(1_500_00),
    "sudden": Ceiling(2_500_00),
}  # fmt: skip
ADDRESS = "/desk/assistance/classes/"


def test_there_are_none_until_the_city_sets_them(db):
    assert classes.rules_of(2026) == []
    assert classes.sentence([], 100_00, 1) == ""


@pytest.mark.parametrize(
    ("income", "size", "kind"),
    [
        (0, 1, "deep"), (800_00, 1, "deep"), (800_01, 1, "relative"), (2_400_00, 3, "deep"),
        (2_400_03, 3, "relative"), (2_500_00, 1, "sudden"), (2_500_01, 1, None), (5_000, 0, "deep"),
    ],
)  # fmt: skip
def test_the_lowest_ceiling_that_is_not_passed_is_suggested(administrator, income, size, kind):
    classes.set_rules(2026, CEILINGS, actor=administrator)
    rule = classes.suggest(classes.rules_of(2026), classes.a_head(income, size))
    assert (rule.hardship_class if rule else None) == kind


def test_what_they_say_is_a_sentence_and_no_decision(administrator):
    classes.set_rules(2026, CEILINGS, actor=administrator)
    rules = classes.rules_of(2026)
    assert classes.sentence(rules, 2_700_00, 3) == (
        "人均每月900元，按2026年的标准属于“相对困难”（不超过1,500元）。由您决定。"
    )
    assert "超过了各类的上限（最高2,500元）" in classes.sentence(rules, 9_000_00, 1)
    assert classes.sentence(rules, None, 3) == ""


def test_each_year_has_its_own(administrator):
    classes.set_rules(2026, CEILINGS, actor=administrator)
    classes.set_rules(2027, {"deep": Ceiling(900_00)}, actor=administrator)
    assert [(year, [rule and rule.ceiling_fen for rule in rules]) for year, rules in classes.years()] == [
        (2027, [900_00, None, None]), (2026, [800_00, 1_500_00, 2_500_00]),
    ]  # fmt: skip


def test_a_ceiling_of_nothing_takes_the_class_away(administrator):
    classes.set_rules(2026, CEILINGS, actor=administrator)
    classes.set_rules(2026, CEILINGS | {"sudden": Ceiling()}, actor=administrator)
    assert [rule.hardship_class for rule in classes.rules_of(2026)] == ["deep", "relative"]


def test_what_was_and_what_is_stands_on_record_and_no_change_does_not(administrator):
    assert classes.set_rules(2026, {"deep": Ceiling(1_00)}, actor=administrator)
    assert not classes.set_rules(2026, {"deep": Ceiling(1_00)}, actor=administrator)
    assert classes.set_rules(2026, {"deep": Ceiling(2_00)}, actor=administrator)
    entries = Entry.objects.filter(action="assistance.rules_set").order_by("-id")
    assert entries[0].data == {"year": 2026, "before": {"deep": 1_00}, "after": {"deep": 2_00}}
    assert entries.count() == 2


def test_only_the_citys_administrators_set_them(district_administrator, cadre, auditor):
    for actor in (district_administrator, cadre, auditor):
        with pytest.raises(Refused):
            classes.set_rules(2026, CEILINGS, actor=actor)
    assert not ClassRule.objects.exists()


# --- the page ---------------------------------------------------------------------------------
def test_the_city_sets_a_year_on_its_page(administrator, signed_in):
    client = signed_in(administrator)
    typed = {"year": "2026", "deep_ceiling": "800", "deep_note": "一号文", "relative_ceiling": ""}
    assert client.post(ADDRESS, typed).status_code == 302
    rule = ClassRule.objects.get()
    assert (rule.year, rule.ceiling_fen, rule.note) == (2026, 800_00, "一号文")
    page = client.get(ADDRESS, {"year": "2026"}).content.decode()
    assert "800元" in page
    assert 'value="一号文"' in page


def test_a_district_reads_them_and_sets_none(administrator, district_administrator, signed_in):
    classes.set_rules(2026, CEILINGS, actor=administrator)
    client = signed_in(district_administrator)
    page = client.get(ADDRESS).content.decode()
    assert "1,500元" in page
    assert "由市总工会的管理员制定" in page
    assert '<form method="post" data-once' not in page
    client.post(ADDRESS, {"year": "2026", "deep_ceiling": "1"})
    assert ClassRule.objects.get(hardship_class="deep").ceiling_fen == 800_00


@pytest.mark.parametrize(
    "typed",
    [
        {"year": "26"}, {"year": "9" * 30}, {"year": "二〇二六"}, {},
        {"year": "2026", "deep_ceiling": "-1"}, {"year": "2026", "deep_ceiling": "9" * 40},
        {"year": "2026", "deep_ceiling": "1", "deep_note": "长" * 121},
        {"year": "2026", "deep_ceiling": "1", "deep_note": "629900198805061230"},
        {"year": "2026\0", "deep_ceiling": "1\0"},
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_on_the_page(administrator, signed_in, typed):
    answer = signed_in(administrator).post(ADDRESS, typed)
    assert answer.status_code == 200
    assert not ClassRule.objects.exists()


@pytest.mark.parametrize("year", ["", "abc", "99999999", "-1", "二〇二六", "\0"])
def test_an_odd_year_in_the_address_is_this_year(administrator, signed_in, year):
    assert signed_in(administrator).get(ADDRESS, {"year": year}).status_code == 200
