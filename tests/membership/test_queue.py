import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from membership import deciding, queue
from membership.models import Application
from organizations import tree
from organizations.models import Post
from tests.factories import a_worker, local
from tests.membership.conftest import ITEM, a_number

NOON = local(2026, 11, 23, 11, 30)
NO_FILTER = queue.Filters()


@pytest.fixture
def three(submit, reviewer):
    """Due today, due tomorrow, stopped — sent in the other way round."""
    stopped = submit(a_worker(), number=a_number(), name="蒋样例")
    deciding.return_for_correction(stopped, items=[ITEM], actor=reviewer, at=NOON)
    tomorrow = submit(a_worker(), at=local(2026, 11, 23, 17, 0), number=a_number(), name="周演练")
    today = submit(a_worker(), number=a_number(), name="李示例")
    return [today, tomorrow, stopped]


def test_it_is_sorted_by_due_time_with_stopped_ones_last(three, reviewer):
    assert queue.listed(reviewer, NO_FILTER).rows == three


def test_a_stranger_sees_none_of_it(three, stranger):
    assert queue.listed(stranger, NO_FILTER).rows == []
    assert queue.open_count(stranger) == 0


def test_drafts_are_nobodys_business(three, reviewer, worker):
    Application.objects.create(applicant=worker)

    assert queue.open_count(reviewer) == 3


def test_counts_say_what_presses(three, reviewer):
    assert queue.counts(reviewer, local(2026, 11, 23, 17, 30)) == {
        "all": 3, "submitted": 2, "returned": 1, "late": 0, "soon": 1,
    }  # fmt: skip
    assert queue.counts(reviewer, local(2026, 11, 23, 18, 1))["late"] == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("state=returned", ["蒋样例"]),
        ("text=周", ["周演练"]),
        ("text=zhouyan", ["周演练"]),
        ("text=lsl", ["李示例"]),
        ("occupation=food", ["李示例", "周演练", "蒋样例"]),
        ("occupation=truck", []),
        ("state=nonsense&district=x&occupation=y", ["李示例", "周演练", "蒋样例"]),
        ("district=99999999999999999999", ["李示例", "周演练", "蒋样例"]),
        ("text=%00", ["李示例", "周演练", "蒋样例"]),
    ],
)
def test_filters_understand_what_they_can(three, reviewer, text, expected):
    filters = queue.Filters.read(QueryDict(text))

    assert [row.name for row in queue.listed(reviewer, filters).rows] == expected


def test_a_phone_finds_its_application(three, reviewer):
    filters = queue.Filters(text=three[1].phone)

    assert queue.listed(reviewer, filters).rows == [three[1]]


def test_the_next_one_follows_by_due_time(three, reviewer):
    today, tomorrow, stopped = three

    assert queue.neighbours(reviewer, NO_FILTER, today) == (None, tomorrow.pk)
    assert queue.neighbours(reviewer, NO_FILTER, tomorrow) == (today.pk, None)
    # From a stopped one the way leads to the most pressing.
    stopped.refresh_from_db()
    assert queue.neighbours(reviewer, NO_FILTER, stopped) == (None, today.pk)


def test_a_moved_union_changes_what_one_sees_at_once(
    three, reviewer, stranger, city, administrator
):
    tree.move(city.couriers, parent=city.minle_federation, actor=administrator)
    for user in (reviewer, stranger):
        vars(user).pop("_current_posts", None)

    assert queue.open_count(reviewer) == 0
    assert queue.open_count(stranger) == 3


def test_an_ended_post_sees_nothing_any_more(three, reviewer):
    Post.objects.filter(user=reviewer).update(until=local(2026, 11, 1, 9, 0))
    vars(reviewer).pop("_current_posts", None)

    assert queue.listed(reviewer, NO_FILTER).rows == []


@pytest.mark.parametrize("rows", [1, 3])
def test_one_page_is_one_query_besides_the_posts(rows, submit, reviewer):
    for _ in range(rows):
        submit(a_worker(), number=a_number())

    with CaptureQueriesContext(connection) as queries:
        page = queue.listed(reviewer, NO_FILTER)
        assert all(row.number_masked.startswith("6299") for row in page.rows)

    assert len(queries) == 2
