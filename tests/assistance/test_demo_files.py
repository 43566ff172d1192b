"""Files in bulk for the demo city: of members who have none, and no more than there are."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from assistance.demo import bulk
from assistance.models import HardshipFile
from tests.assistance.rows import a_file, a_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def a_demo(settings):
    settings.DEMO = True


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"members": 3, "files": 4}, "一份档案要有一名会员"),
        ({"files": -1}, "--files 应在 0 到"),
        ({"households": 944}, "--households 应在 0 到 943 之间"),
        ({"households": -1}, "--households 应在"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_loaded(a_demo, given, words):
    with pytest.raises(CommandError, match=words):
        call_command("load_demo", **given)


def test_a_file_each_for_those_who_have_none(city):
    a_file(city.couriers)
    for _ in range(3):
        a_person()
    assert bulk.people().count() == 3
    bulk.load(3, now=timezone.localtime())
    assert bulk.people().count() == 0
    assert HardshipFile.objects.count() == 4
