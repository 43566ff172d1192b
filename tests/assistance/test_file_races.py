"""Two desks open a file for one person at once: there is one, and the other desk is told."""

import pytest

from assistance import duplicates, filing
from assistance.filing import OnFile
from assistance.models import HardshipFile
from tests.assistance.typed import described, opened, somebody
from tests.together import together

pytestmark = pytest.mark.django_db(transaction=True)


def both_open(city, first, second) -> list:
    who = somebody()

    def by(actor, union):
        return lambda: filing.open_file(
            described(city), who=who, actor=actor, organization=union, is_confirmed=True
        )

    return together(by(first, city.ganzhou_federation), by(second, city.minle_federation))


def test_one_file_and_one_told(city, district_administrator, administrator):
    results = both_open(city, district_administrator, administrator)
    assert HardshipFile.objects.count() == 1
    assert sorted(type(each).__name__ for each in results) == ["HardshipFile", "OnFile"]


def test_asking_first_alone_would_not_do(city, district_administrator, administrator, monkeypatch):
    """With nobody found by the question, as when both ask before either has written: the
    constraint decides.
    """
    real, asked = duplicates.open_file_of, []

    def blind_at_first(person):
        asked.append(person)
        return None if len(asked) <= 2 else real(person)

    monkeypatch.setattr(duplicates, "open_file_of", blind_at_first)
    results = both_open(city, district_administrator, administrator)
    assert HardshipFile.objects.count() == 1
    assert [each for each in results if isinstance(each, OnFile)]


def test_the_same_press_twice_at_once_is_one_file_and_quiet(city, district_administrator):
    who = somebody()
    results = together(*([lambda: opened(city, district_administrator, who=who)] * 2))
    assert results[0] == results[1] == HardshipFile.objects.get()
