"""The hash chain: what is sealed cannot be changed, removed or added to without being found."""

import datetime
import threading
from contextlib import contextmanager
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from audit import chain
from audit import services as audit
from audit.models import Entry, Seal
from audit.tasks import seal as seal_task

pytestmark = pytest.mark.django_db


@contextmanager
def as_superuser_without_triggers():
    """What somebody with the keys of the database could do."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        yield cursor
        cursor.execute("SET session_replication_role = DEFAULT")


def some_entries(count: int) -> list[Entry]:
    return [
        audit.record("a.b", reason=f"第{number}件", data={"乙": number, "甲": [1.5, None]})
        for number in range(count)
    ]


def sealed(*counts: int) -> list[Entry]:
    """As many seals as counts, each over that many entries."""
    found = []
    for count in counts:
        found += some_entries(count)
        assert audit.seal() == count
    return found


def name(entries: list[Entry]) -> str:
    return f"第{entries[0].pk}至{entries[-1].pk}号记录"


def test_an_untouched_chain_verifies():
    sealed(3, 1, 2)
    assert audit.verify() == []
    links = list(Seal.objects.order_by("last_id"))
    assert [link.entries for link in links] == [3, 1, 2]
    assert [link.previous_hash for link in links] == ["", links[0].hash, links[1].hash]


def test_nothing_new_makes_no_seal():
    sealed(2)
    assert audit.seal() == 0
    assert Seal.objects.count() == 1


def test_a_long_stretch_is_sealed_in_several_links(monkeypatch):
    monkeypatch.setattr(chain, "BATCH", 2)
    some_entries(5)
    assert seal_task() == 5
    assert [link.entries for link in Seal.objects.order_by("last_id")] == [2, 2, 1]
    assert audit.verify() == []


@pytest.mark.parametrize(
    "change",
    [
        "reason = '改过'",
        "at = at + interval '1 microsecond'",
        "actor_id = 7",
        "data = '{}'",
        "person_id = gen_random_uuid()",
    ],
)
def test_a_changed_entry_is_found(change):
    first, second = sealed(2), sealed(2)
    with as_superuser_without_triggers() as cursor:
        cursor.execute(f"UPDATE audit_entry SET {change} WHERE id = %s", [second[0].pk])
    assert audit.verify() == [f"{name(second)}被改动过"]
    assert first[0].pk < second[0].pk


def test_a_removed_entry_is_found():
    entries = sealed(3)
    with as_superuser_without_triggers() as cursor:
        cursor.execute("DELETE FROM audit_entry WHERE id = %s", [entries[1].pk])
    assert audit.verify() == [f"{name(entries)}少了1条"]


def test_an_entry_slipped_in_later_is_found():
    entries = sealed(3)
    with as_superuser_without_triggers() as cursor:
        cursor.execute("DELETE FROM audit_entry WHERE id = %s", [entries[1].pk])
    Entry.objects.create(pk=entries[1].pk, at=timezone.now(), action="a.forged")
    assert audit.verify() == [f"{name(entries)}被改动过"]


def test_a_removed_seal_is_found():
    sealed(2)
    second, third = sealed(1), sealed(1)
    with as_superuser_without_triggers() as cursor:
        cursor.execute("DELETE FROM audit_seal WHERE last_id = %s", [second[0].pk])
    assert audit.verify() == [
        f"{name(third)}的封存接不上前一个：前面的封存少了或被改过",
        f"{name(third)}多出1条",
    ]


def test_entries_left_unsealed_for_over_an_hour_are_reported():
    audit.record("a.b", at=timezone.now() - datetime.timedelta(hours=2))
    audit.record("a.b")
    assert audit.verify() == ["有1条记录超过1小时没有封存，请检查定时任务"]


def test_the_command_prints_the_end_of_the_chain():
    sealed(2)
    out = StringIO()
    call_command("verify_audit", stdout=out)
    assert Seal.objects.get().hash in out.getvalue()
    assert "完好，共2条" in out.getvalue()


def test_the_command_fails_on_trouble_and_names_it():
    entries = sealed(2)
    with as_superuser_without_triggers() as cursor:
        cursor.execute("DELETE FROM audit_entry WHERE id = %s", [entries[0].pk])
    err = StringIO()
    with pytest.raises(CommandError, match="1处问题"):
        call_command("verify_audit", stderr=err)
    assert "少了1条" in err.getvalue()


def test_a_cut_off_end_is_found_by_the_hash_kept_elsewhere():
    sealed(1)
    second = sealed(1)
    kept = Seal.objects.order_by("last_id").last().hash
    with as_superuser_without_triggers() as cursor:
        cursor.execute("DELETE FROM audit_entry WHERE id = %s", [second[0].pk])
        cursor.execute("DELETE FROM audit_seal WHERE hash = %s", [kept])
    assert audit.verify() == []
    with pytest.raises(CommandError):
        call_command("verify_audit", expect=kept, stderr=StringIO())


@pytest.mark.django_db(transaction=True)
def test_sealing_waits_for_nobody_and_misses_nobody():
    """A writer that drew a lower id may commit later: nothing is sealed over its head."""
    written, go_on = threading.Event(), threading.Event()

    def slow_writer():
        with transaction.atomic():
            audit.record("a.slow")
            written.set()
            go_on.wait(10)
        connection.close()

    writer = threading.Thread(target=slow_writer)
    writer.start()
    written.wait(10)
    audit.record("a.quick")
    assert audit.seal() == 0
    go_on.set()
    writer.join()
    assert audit.seal() == 2
    assert audit.verify() == []


@pytest.mark.django_db(transaction=True)
def test_two_sealers_at_once_make_one_chain():
    some_entries(40)
    barrier = threading.Barrier(4)

    def sealer():
        barrier.wait(10)
        audit.seal()
        connection.close()

    threads = [threading.Thread(target=sealer) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    audit.seal()
    assert sum(link.entries for link in Seal.objects.all()) == 40
    assert audit.verify() == []
