"""Pages that start after the last row seen: forwards, backwards, with nulls, with nonsense."""

import datetime
import itertools

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from audit import keyset
from audit.models import Entry
from notifications.models import Message
from organizations.models import CalendarOverride
from tests.factories import local

START = local(2026, 11, 23, 9, 0)


def entries(count: int) -> list[Entry]:
    # Three at a time share a moment: the id must decide.
    return Entry.objects.bulk_create(
        Entry(
            at=START + datetime.timedelta(minutes=number // 3),
            action="test",
            subject_id=str(number),
        )
        for number in range(count)
    )


def walk(key: str, size: int) -> list[list[int]]:
    pages, after = [], ""
    for _ in range(50):
        page = keyset.page(Entry.objects.all(), key, after=after, size=size)
        pages.append([row.pk for row in page.rows])
        after = page.after
        if not after:
            return pages
    raise AssertionError("pages without end")


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["at", "-at"])
@pytest.mark.parametrize("size", [1, 2, 4, 7, 25])
def test_walking_forwards_meets_every_row_once_in_order(key, size):
    made = [entry.pk for entry in entries(10)]

    assert list(itertools.chain(*walk(key, size))) == (made if key == "at" else made[::-1])


@pytest.mark.django_db
def test_walking_back_shows_the_page_before():
    entries(10)
    first = keyset.page(Entry.objects.all(), "at", size=4)
    second = keyset.page(Entry.objects.all(), "at", after=first.after, size=4)

    back = keyset.page(Entry.objects.all(), "at", before=second.before, size=4)

    assert [row.pk for row in back.rows] == [row.pk for row in first.rows]
    assert (first.before, back.before, back.after) == ("", "", first.after)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "cursor", ["x", "~", "~~", "2026-99-99~1", "'; DROP~1", "2026-11-23~x'y", "😀~1", "~x", "\0~1"]
)
def test_a_cursor_typed_by_hand_gives_the_first_page(cursor):
    made = [entry.pk for entry in entries(3)]

    page = keyset.page(Entry.objects.all(), "at", after=cursor, before=cursor)

    assert [row.pk for row in page.rows] == made


@pytest.mark.django_db
def test_a_cursor_of_another_table_gives_the_first_page():
    assert keyset.page(Message.objects.all(), "-created_at", after="2026-11-23T00:00~17").rows == []


@pytest.mark.django_db
def test_a_moment_without_a_zone_is_nobodys_cursor():
    made = [entry.pk for entry in entries(3)]

    page = keyset.page(Entry.objects.all(), "at", after=f"2026-11-23T09:00:00~{made[0]}")

    assert [row.pk for row in page.rows] == made


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["day", "-day"])
def test_a_column_of_dates_is_walked_both_ways(key):
    days = [datetime.date(2026, 11, day) for day in range(1, 8)]
    CalendarOverride.objects.bulk_create(CalendarOverride(day=day, is_working=True) for day in days)
    rows = CalendarOverride.objects.all()

    first = keyset.page(rows, key, size=3)
    second = keyset.page(rows, key, after=first.after, size=3)
    back = keyset.page(rows, key, before=second.before, size=3)

    met = [row.day for row in (*first.rows, *second.rows)]
    assert met == (days if key == "day" else days[::-1])[:6]
    assert back.rows == first.rows


@pytest.mark.django_db
@pytest.mark.parametrize("cursor", ["2026-11-23T09:00:00+00:00~1", "2026-02-30~1", "heute~1"])
def test_a_date_that_is_none_gives_the_first_page(cursor):
    made = CalendarOverride.objects.create(day=datetime.date(2026, 11, 23), is_working=True)

    page = keyset.page(CalendarOverride.objects.all(), "-day", after=cursor)

    assert page.rows == [made]


@pytest.mark.django_db
@pytest.mark.parametrize("cursor", ["", "2026-11-23T09:00:00+00:00~1"])
def test_a_column_without_nulls_is_read_along_its_index(cursor):
    """An order that speaks of nulls, or a start behind an “or”, would sort the whole table."""
    with CaptureQueriesContext(connection) as asked:
        keyset.page(Entry.objects.all(), "-at", after=cursor)
    (query,) = (found["sql"] for found in asked.captured_queries)
    assert "NULLS" not in query
    assert ('"audit_entry"."at" <= ' in query) == bool(cursor)


class TestAnyMixture(TestCase):
    @settings(max_examples=25, deadline=None)
    @given(minutes=st.lists(st.integers(0, 5), max_size=20), size=st.integers(1, 6))
    def test_no_row_is_lost_or_doubled(self, minutes, size):
        Entry.objects.bulk_create(
            Entry(at=START + datetime.timedelta(minutes=minute), action="t") for minute in minutes
        )
        met = list(itertools.chain(*walk("-at", size)))
        assert sorted(met) == sorted(Entry.objects.values_list("pk", flat=True))
        assert len(met) == len(set(met))
