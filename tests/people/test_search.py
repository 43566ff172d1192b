"""Clerks find people by name, pinyin or initials, from the beginning, through an index."""

import datetime

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from membership.models import Member
from people import search
from people.models import Person
from people.vocabulary import DocumentType, Occupation
from tests.factories import local
from tests.people.conftest import a_person

pytestmark = pytest.mark.django_db

CAST = ("曾示例", "曾示范", "单样本", "吕范例", "欧阳演练", "阿依·试用", "䶮示例", "𠮷示例")


@pytest.fixture
def cast():
    for name in CAST:
        a_person(name)
    for number, name in (("E12345678", "José Müller"), ("E12345679", "John Smith")):
        a_person(name, number, document_type=DocumentType.PASSPORT)


def found(text: str) -> set[str]:
    return set(Person.objects.filter(search.by_name(text, "")).values_list("name", flat=True))


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("曾", {"曾示例", "曾示范"}),
        ("曾示例", {"曾示例"}),
        (" 曾 示例 ", {"曾示例"}),
        ("zeng", {"曾示例", "曾示范"}),
        ("ZengShiLi", {"曾示例"}),
        ("zeng shi li", {"曾示例"}),
        ("zsl", {"曾示例"}),
        ("ZSF", {"曾示范"}),
        ("shan", {"单样本"}),
        ("ｓｈａｎ", {"单样本"}),
        ("lv", {"吕范例"}),
        ("lü", {"吕范例"}),
        ("ouyang", {"欧阳演练"}),
        ("oy", {"欧阳演练"}),
        ("阿依.试", {"阿依·试用"}),
        ("ayi", {"阿依·试用"}),
        ("䶮", {"䶮示例"}),
        ("𠮷", {"𠮷示例"}),
        ("jose", {"José Müller"}),
        ("José M", {"José Müller"}),
        ("jm", {"José Müller"}),
        ("smith", set()),
        ("示例", set()),
        ("%", set()),
        ("_示例", set()),
        ("曾%", set()),
        ("629900", set()),
    ],
)
def test_what_is_typed_finds_whom_it_begins(cast, typed, names):
    assert found(typed) == names


def test_nothing_typed_is_no_filter(cast):
    assert found("  ") == {*CAST, "José Müller", "John Smith"}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=30))
def test_no_text_breaks_the_search(db, text):
    list(Person.objects.filter(search.by_name(text, ""))[:1])


@pytest.fixture
def crowd(city):
    """So many members, known to the planner, that reading them all costs more than an index."""
    people = Person.objects.bulk_create(
        Person(
            name=f"{surname}{nth}",
            name_pinyin=f"{pinyin}{nth}",
            name_initials=f"{pinyin[0]}{nth}",
            number_fingerprint=f"{surname}{nth:062x}",
        )
        for surname, pinyin in (("曾", "zeng"), *((chr(0x4E00 + n), f"q{n}") for n in range(39)))
        for nth in range(50)
    )
    Member.objects.bulk_create(
        Member(
            number=f"{nth:016d}",
            person=person,
            organization=city.joint,
            occupation=Occupation.FOOD,
            joined_at=local(2026, 11, 23, 10, 0),
        )
        for nth, person in enumerate(people)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE people_person, membership_member")


@pytest.mark.parametrize(
    ("typed", "indexes"),
    [("曾", ["person_name"]), ("zeng", ["person_pinyin", "person_initials"])],
)
def test_the_pattern_indexes_serve(crowd, typed, indexes):
    used = explained(Person, typed, "")
    assert [index for index in indexes if index in used] == indexes
    assert "Seq Scan on people_person" not in used


def test_they_serve_from_a_list_of_members_too(crowd):
    assert "person_name" in explained(Member, "曾", "person__")


def explained(model, text: str, prefix: str) -> str:
    """The plan as the database makes it, with the literals that Django really sends."""
    return plan(model.objects.filter(search.by_name(text, prefix)))


def plan(rows) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        statement, given_values = rows.query.sql_with_params()
        cursor.execute(f"EXPLAIN {statement}", given_values)
        return "\n".join(line for (line,) in cursor.fetchall())


def test_namesakes_born_on_one_day_are_found_along_an_index():
    """Thousands may share a name; whoever submits must not wait until all of them are read."""
    born = datetime.date(1960, 1, 1)
    Person.objects.bulk_create(
        Person(
            name="王示例",
            birth_date=born + datetime.timedelta(days=7 * nth),
            number_fingerprint=f"{nth:064x}",
        )
        for nth in range(2_000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE people_person")
    namesakes = Person.objects.filter(name="王示例", birth_date=datetime.date(1990, 1, 31))

    assert "person_namesake" in plan(namesakes)
