"""The good rows become files, all of them or none; undone as long as nobody has gone on with one."""

import pytest

from assistance import facts, filing, moving
from assistance.models import FileState, HardshipFile, Origin
from audit.models import Entry
from audit.refusal import Refused
from people import services as people
from people.models import Person
from spreadsheets import deciding
from spreadsheets.models import ImportState
from tests.assistance.rows import a_file
from tests.assistance.surveyed import a_row, checked
from tests.assistance.typed import a_number, described, opened, somebody
from tests.campaigns.importing import confirmed, states, undone
from tests.people.conftest import number_of

pytestmark = pytest.mark.usefixtures("private_folder")


def imported(actor, *rows):
    return confirmed(checked(actor, *rows), actor)


def test_a_row_becomes_a_file_of_its_districts_federation(city, district_administrator):
    number = a_number()
    row = a_row(
        证件号码=number, 单位="甘州区快递外卖行业工会联合会", 需要="生活物资、就医购药",
        常用语言="裕固语", 备注="行动不便",
    )  # fmt: skip
    job = imported(district_administrator, row)
    file = HardshipFile.objects.get()
    assert (job.state, job.done, file.import_id) == (ImportState.DONE, 1, job.pk)
    assert (file.state, file.origin, file.organization, file.created_by) == (
        FileState.SURVEYED, Origin.SURVEY, city.ganzhou_federation, district_administrator,
    )  # fmt: skip
    assert (file.person.name, number_of(file.person)) == ("赵范例", number)
    assert (file.unit, file.division, file.language) == (city.couriers, city.railway, "yugur")
    assert (file.group, file.hardship_class, file.cause) == ("hardship", "relative", "own_illness")
    assert (file.needs, file.household_size) == (["goods", "medicine"], 3)
    # Of the whole household, a month.
    assert facts.read(file) == {"address": "东街1号", "note": "行动不便", "income_fen": 2700_00}


def test_each_household_is_filed_where_it_lives(city, administrator):
    imported(administrator, a_row(), a_row(居住乡镇="洪水镇"))
    kept = HardshipFile.objects.order_by("organization__path")
    assert [file.organization for file in kept] == [
        city.ganzhou_federation, city.minle_federation,
    ]  # fmt: skip


def test_each_file_is_on_record_under_its_person(city, district_administrator):
    imported(district_administrator, a_row(), a_row())
    entries = Entry.objects.filter(action="assistance.filed")
    persons = set(HardshipFile.objects.values_list("person", flat=True))
    assert {entry.person_id for entry in entries} == persons
    assert {entry.actor_id for entry in entries} == {district_administrator.pk}


def test_somebody_known_is_the_same_person(city, district_administrator):
    number = a_number()
    known = people.register(name="赵范例", document_type="identity_card", number=number)
    imported(district_administrator, a_row(证件号码=number))
    assert HardshipFile.objects.get().person == known


def test_who_got_a_file_meanwhile_is_shown_and_nothing_is_made(city, district_administrator):
    number = a_number()
    job = checked(district_administrator, a_row(证件号码=number), a_row())
    opened(city, district_administrator, who=somebody("赵范例", number))
    job = confirmed(job, district_administrator)
    assert (job.state, states(job)) == (ImportState.READY, ["parked", "good"])
    assert HardshipFile.objects.count() == 1
    assert confirmed(job, district_administrator).done == 1


def test_nobody_of_another_district_imports_it(city, district_administrator, stranger):
    job = checked(district_administrator, a_row())
    with pytest.raises(Refused):
        deciding.confirm(job, actor=stranger)


# --- taken back -------------------------------------------------------------------------------
def test_all_of_it_is_taken_back_and_strangers_are_forgotten(city, district_administrator):
    number = a_number()
    known = a_file(city.ganzhou_federation, state=FileState.LEFT)
    rows = [a_row(证件号码=number), a_row(证件号码=number_of(known.person))]
    job = imported(district_administrator, *rows)
    assert HardshipFile.objects.filter(import_id=job.pk).count() == 2
    job = undone(job, district_administrator)
    assert job.state == ImportState.UNDONE
    assert list(HardshipFile.objects.all()) == [known]
    assert list(Person.objects.all()) == [known.person]


@pytest.mark.parametrize("act", ["ask", "agree", "leave"])
def test_a_file_somebody_went_on_with_stands_in_the_way(city, district_administrator, act):
    job = imported(district_administrator, a_row(), a_row())
    file = HardshipFile.objects.first()
    more = {"reason": "搬走"} if act == "leave" else {}
    getattr(moving, act)(file, actor=district_administrator, **more)
    with pytest.raises(Refused) as refused:
        deciding.undo(job, actor=district_administrator)
    assert "有1份已经征求过意见或改过" in refused.value.message
    assert HardshipFile.objects.count() == 2


def test_so_does_one_that_was_edited(city, district_administrator):
    job = imported(district_administrator, a_row())
    file = HardshipFile.objects.get()
    filing.edit(file, described(city), actor=district_administrator)
    with pytest.raises(Refused):
        deciding.undo(job, actor=district_administrator)


def test_looking_at_one_stands_in_nobodys_way(city, district_administrator, signed_in):
    job = imported(district_administrator, a_row())
    file = HardshipFile.objects.get()
    answer = signed_in(district_administrator).get(f"/desk/assistance/files/{file.pk}/")
    assert answer.status_code == 200
    assert undone(job, district_administrator).state == ImportState.UNDONE


def test_nine_hundred_and_forty_three_households_at_once(
    city, administrator, django_assert_max_num_queries
):
    """The survey of the day: over both districts, in a handful of queries a batch."""
    rows = [a_row(居住乡镇=("火车站街道", "洪水镇")[turn % 2]) for turn in range(943)]
    job = checked(administrator, *rows)
    assert (job.good, job.bad, job.doubtful) == (943, 0, 0)
    with django_assert_max_num_queries(80):
        job = confirmed(job, administrator)
    assert (job.state, HardshipFile.objects.count()) == (ImportState.DONE, 943)
    by_union = HardshipFile.objects.filter(organization=city.minle_federation)
    assert by_union.count() == 471
