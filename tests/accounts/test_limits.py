"""Redis counts, however many try at once."""

import threading

import pytest

from accounts.limits import Limit, Spent, client, forgive, in_words, spend
from tests.together import together

FIVE = Limit("test", 5, 600)


def test_five_may_try_and_the_sixth_is_told_how_long_to_wait():
    assert [spend(FIVE, "a").left for _ in range(5)] == [4, 3, 2, 1, 0]
    sixth = spend(FIVE, "a")
    assert sixth.left == 0
    assert 590 <= sixth.wait <= 600


def test_each_counts_for_itself():
    for _ in range(5):
        spend(FIVE, "a")
    assert spend(FIVE, "b") == Spent(4)
    assert spend(Limit("other", 5, 600), "a") == Spent(4)


def test_fifty_at_once_do_not_pass_a_limit_of_five():
    results = together(*[lambda: spend(FIVE, "a")] * 50)
    assert sorted(spent.left for spent in results if not spent.wait) == [0, 1, 2, 3, 4]
    assert sum(spent.wait > 0 for spent in results) == 45


def test_counting_by_reading_first_would_let_them_all_pass():
    """Why the count is one INCR: the natural way to write it, fifty at once."""
    seen = threading.Barrier(50)

    def read_then_write():
        count = int(client().get("test:naive") or 0)
        seen.wait(10)
        client().set("test:naive", count + 1, ex=60)
        return count < FIVE.tries

    assert sum(together(*[read_then_write] * 50)) == 50


def test_no_count_lives_for_ever():
    together(*[lambda: spend(FIVE, "a")] * 20)
    keys = list(client().scan_iter("portal:limit:*"))
    assert keys == ["portal:limit:test:a"]
    assert 0 < client().ttl(keys[0]) <= 600


def test_trying_on_does_not_put_the_end_off():
    spend(FIVE, "a")
    client().expire("portal:limit:test:a", 100)
    for _ in range(20):
        spend(FIVE, "a")
    assert client().ttl("portal:limit:test:a") <= 100


def test_after_the_end_all_tries_are_free_again():
    for _ in range(9):
        spend(FIVE, "a")
    client().pexpire("portal:limit:test:a", 0)
    assert spend(FIVE, "a") == Spent(4)


def test_forgiving_clears_the_count():
    for _ in range(9):
        spend(FIVE, "a")
    forgive(FIVE, "a")
    assert spend(FIVE, "a") == Spent(4)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(1, "1秒"), (60, "60秒"), (61, "2分钟"), (3540, "59分钟"), (3541, "1小时"), (86400, "24小时")],
)
def test_a_wait_is_said_in_words_rounded_up(seconds, words):
    assert in_words(seconds) == words
