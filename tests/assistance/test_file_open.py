"""A file is opened by hand: one a person, and whoever is there already is found first."""

import datetime

import pytest
from django.utils import timezone

from assistance import facts
from assistance.described import has_minor
from assistance.filing import OnFile
from assistance.models import FileState, HardshipFile, Origin
from audit.models import Entry
from audit.refusal import Refused
from organizations.models import Organization
from people.models import Person
from tests.assistance.rows import a_file
from tests.assistance.typed import a_number, described, opened, somebody
from tests.people.conftest import number_of

NOW = timezone.now()


def refusal(act) -> Refused:
    with pytest.raises(Refused) as refused:
        act()
    return refused.value


def test_a_file_is_opened_with_its_person_and_sealed_facts(city, district_administrator):
    number = a_number()
    file = opened(
        city, district_administrator, who=somebody("赵范例", number), phone="19900001111",
        unit_name="甘州区快递外卖行业工会联合会", needs=("goods",), household_size=3,
        facts={
            "address": "东街1号", "income_fen": 900_00, "note": "",
            "members": [{"name": "赵小样", "relation": "女儿", "birth_year": 2019}],
        },
    )  # fmt: skip
    file = HardshipFile.objects.get(pk=file.pk)
    assert (file.state, file.origin, file.created_by) == (
        FileState.SURVEYED, Origin.BY_HAND, district_administrator,
    )  # fmt: skip
    assert (file.person.name, number_of(file.person)) == ("赵范例", number)
    assert (file.unit, file.needs, file.phone) == (city.couriers, ["goods"], "19900001111")
    assert "东街" not in str(bytes(file.facts))
    assert facts.read(file)["members"][0]["name"] == "赵小样"
    assert "note" not in facts.read(file)
    assert file.has_minor


def test_who_opened_it_is_on_record_under_the_person(city, district_administrator):
    file = opened(city, district_administrator)
    entry = Entry.objects.get(action="assistance.filed")
    assert (entry.actor_id, entry.person_id, entry.subject_id) == (
        district_administrator.pk, file.person_id, str(file.pk),
    )  # fmt: skip


def test_a_unit_that_no_union_or_more_than_one_is_called_stays_a_word(city, district_administrator):
    assert opened(city, district_administrator, unit_name="某公司").unit is None


@pytest.mark.parametrize(
    ("number", "says"), [("123", "18位"), ("629900198805061239", "末位校验不对"), ("", "请填写")]
)
def test_a_number_that_cannot_be_right_is_refused_at_its_field(
    city, district_administrator, number, says
):
    who = somebody()
    who = type(who)(who.name, who.document_type, number)
    refused = refusal(lambda: opened(city, district_administrator, who=who))
    assert (refused.field, says in refused.message) == ("number", True)
    assert not HardshipFile.objects.exists()


def test_a_number_under_another_name_is_refused(city, district_administrator):
    number = a_number()
    opened(city, district_administrator, who=somebody("赵范例", number))
    refused = refusal(lambda: opened(city, district_administrator, who=somebody("钱范例", number)))
    assert (refused.field, "另一个姓名" in refused.message) == ("name", True)


def test_a_person_has_one_open_file_and_the_keeper_is_told_where(city, district_administrator):
    who = somebody()
    first = opened(city, district_administrator, who=who, at=NOW - datetime.timedelta(hours=1))
    refused = refusal(lambda: opened(city, district_administrator, who=who))
    assert isinstance(refused, OnFile)
    assert refused.file == first
    assert refused.message == "本人已有档案，在甘州区总工会，摸底。"


def test_of_another_districts_file_nothing_is_told_but_the_district(city, district_administrator):
    hongshui = Organization.objects.create(
        name="洪水镇总工会", kind="township", division=city.hongshui, code="HS0001",
        parent=city.minle_federation, path=f"{city.minle_federation.path}9999999",
    )  # fmt: skip
    who = somebody()
    file = a_file(hongshui, state=FileState.ON_FILE, hardship_class="deep")
    person = Person.objects.get(pk=file.person_id)
    who = type(who)(person.name, "identity_card", number_of(person))
    refused = refusal(lambda: opened(city, district_administrator, who=who))
    assert refused.message == "本人已在民乐县总工会建档，请和那边联系。"


def test_pressed_twice_there_is_one_file(city, district_administrator):
    who = somebody()
    first = opened(city, district_administrator, who=who)
    assert opened(city, district_administrator, who=who) == first
    assert HardshipFile.objects.count() == 1


def test_whoever_left_may_be_opened_a_new_file(city, district_administrator):
    who = somebody()
    first = opened(city, district_administrator, who=who)
    HardshipFile.objects.filter(pk=first.pk).update(state=FileState.LEFT)
    assert opened(city, district_administrator, who=who) != first


def test_the_phone_of_anothers_file_has_to_be_confirmed(city, district_administrator):
    opened(city, district_administrator, phone="19900001111")
    refused = refusal(lambda: opened(city, district_administrator, phone="19900001111"))
    assert refused.field == "phone"
    assert "已经登记在赵**的档案里（甘州区总工会）" in refused.message
    opened(city, district_administrator, phone="19900001111", is_confirmed=True)
    assert HardshipFile.objects.count() == 2


def test_of_another_districts_phone_no_name_is_told(city, district_administrator):
    a_file(city.minle_federation, name="钱范例", phone="19900001111")
    refused = refusal(lambda: opened(city, district_administrator, phone="19900001111"))
    assert "民乐县总工会的一份档案里" in refused.message
    assert "钱" not in refused.message


def test_files_without_a_phone_and_files_that_left_are_no_doubles(city, district_administrator):
    opened(city, district_administrator)
    opened(city, district_administrator)
    a_file(city.ganzhou_federation, state=FileState.LEFT, phone="19900001111")
    opened(city, district_administrator, phone="19900001111")


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"household_size": 1, "facts": {"members": [{"name": "甲"}]}}, "household_size"),
        ({"household_size": 2, "facts": {"members": [{"name": "甲", "birth_year": 2099}]}},
         "household_size"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(city, district_administrator, changed, field):
    assert refusal(lambda: opened(city, district_administrator, **changed)).field == field


def test_a_household_lives_in_a_township(city, district_administrator):
    refused = refusal(lambda: opened(city, district_administrator, division=city.ganzhou))
    assert refused.field == "division"


def test_nobody_opens_files_for_a_union_that_is_not_theirs(
    city, district_administrator, cadre, auditor, reviewer
):
    for actor in (cadre, auditor, reviewer):
        assert "不归您管理" in refusal(lambda who=actor: opened(city, who)).message
    refused = refusal(
        lambda: opened(city, district_administrator, organization=city.minle_federation)
    )
    assert "不归您管理" in refused.message
    assert not Person.objects.exists()


def test_a_year_of_birth_that_may_still_be_under_fourteen_counts_as_a_child(city):
    today = datetime.date(2026, 11, 3)
    years = {2012: True, 2011: False, 2026: True}
    for year, expected in years.items():
        members = {"members": [{"name": "甲", "birth_year": year}]}
        assert has_minor(described(city, facts=members), today) is expected
