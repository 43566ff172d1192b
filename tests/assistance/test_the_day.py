"""The day of 943, replayed: imported from a sheet, consented, proposed, confirmed, called the same
day, fifteen supplied to the receipt; then fifteen days pass.

By the very acts people use. The day is made once for all tests of this file, fifteen days ago, and
the tests begin on the sixteenth morning.
"""

import datetime
import uuid
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.models import Count, F
from django.test import override_settings
from django.utils import timezone

from assistance import computing, confirming, contacting, covering, moving, proposing, releasing
from assistance.demo import care, files, pairs
from assistance.imports import SURVEY
from assistance.models import (
    Contact,
    FileState,
    HandOver,
    HardshipFile,
    NeedState,
    Noticed,
    Pairing,
    ProposalState,
    Supply,
)
from assistance.reminders import REMINDERS
from assistance.said import Said
from audit import copying
from funds.models import Allocation
from notifications import delivery, reminders
from notifications.models import Message, State
from organizations.models import Division, Organization, Post, Role
from spreadsheets import deciding, running, uploading
from spreadsheets.models import Import, ImportState
from tests import factories
from tests.clients import signed_in

pytestmark = pytest.mark.django_db
DAY, HOUR = datetime.timedelta(days=1), datetime.timedelta(hours=1)
HOUSEHOLDS, CADRES = 943, 1_000
MONEY_FEN = 5_000_00
DISTRICTS = ("甘州区", "肃南裕固族自治县", "民乐县", "临泽县", "高台县", "山丹县")
# Of every hundred: never called again, tried in vain, asked for silence, left by their cadre.
SILENT, TRIED, QUIET, LEFT_BY_CADRE = 4, 2, 1, 1


@dataclass
class TheDay:
    """`morning`: nine o'clock of that day; `silent` and the others: ids of households."""

    morning: datetime.datetime
    administrator: object
    silent: set = field(default_factory=set)
    tried: set = field(default_factory=set)
    quiet: set = field(default_factory=set)
    left: set = field(default_factory=set)

    @property
    def sixteenth(self) -> datetime.datetime:
        return self.morning + 15 * DAY

    @property
    def due(self) -> set:
        """Not called within the interval, whether somebody tried or not."""
        return self.silent | self.tried


def a_city():
    """Six districts, each with an administrator, three townships and their unions."""
    city = factories.a_division("张掖市", Division.Level.CITY, code="620700")
    root = factories.a_union("张掖市总工会", Organization.Kind.FEDERATION, city)
    factories.office_hours(root)
    for number, name in enumerate(DISTRICTS):
        district = factories.a_division(name, Division.Level.DISTRICT, city, f"62072{number}")
        union = factories.a_union(f"{name}总工会", Organization.Kind.FEDERATION, district, root)
        factories.a_member_of_staff(f"{name[:1]}管理", union, Role.ADMINISTRATOR)
        for serial in "一二三":
            township = factories.a_division(
                f"{name[:2]}第{serial}镇", Division.Level.TOWNSHIP, district
            )
            factories.a_union(
                f"{name[:2]}第{serial}镇总工会", Organization.Kind.TOWNSHIP, township, union
            )
    return factories.a_member_of_staff("冯模拟", root, Role.ADMINISTRATOR)


def imported(actor) -> Import:
    """943 rows of a workbook, all of them good."""
    book = files.survey_book(HOUSEHOLDS, actor)
    job = uploading.take_in(
        kind=SURVEY, organization=actor.posts.get().organization, context={},
        upload=SimpleUploadedFile("摸底表.xlsx", book), client_id=uuid.uuid4(), actor=actor,
    )  # fmt: skip
    running.run(Import, job.pk)
    job.refresh_from_db()
    deciding.confirm(job, actor=actor)
    running.run(Import, job.pk)
    job.refresh_from_db()
    return job


def consented(actor, at) -> None:
    for file in HardshipFile.objects.filter(state=FileState.SURVEYED):
        moving.agree(file, actor=actor, at=at, **agreement(file))


def agreement(file) -> dict:
    return {"guardian_agreed": True} if file.has_minor else {}


def paired(actor, at) -> None:
    """Proposed by the machine, looked at and confirmed by a person."""
    proposal = proposing.start(
        actor.posts.get().organization, actor=actor, allows_across=True, at=at
    )
    computing.compute(proposal.pk)
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.READY
    confirming.confirm(proposal, actor=actor, at=at)
    confirming.go_on(proposal.pk, at=at)


def call(pairing: Pairing, at, *, result: str = "reached", **said) -> None:
    contacting.record(
        pairing.file, Said(channel="call", result=result, **said), actor=pairing.post.user,
        client_id=uuid.uuid4(), at=at,
    )  # fmt: skip


def standing():
    related = ("file__organization", "file__person", "post__user", "post__organization")
    return list(Pairing.objects.standing().select_related(*related).order_by("file_id"))


def fortnight(day: TheDay) -> None:
    """What the next fifteen days brought."""
    again = []
    for serial, pairing in enumerate(standing()):
        lot, at = serial % 100, day.morning + 10 * DAY + serial * HOUR / 200
        if lot < SILENT:
            day.silent.add(pairing.file_id)
        elif lot < SILENT + TRIED:
            day.tried.add(pairing.file_id)
            call(pairing, at, result="not_reached")
        elif lot < SILENT + TRIED + QUIET:
            day.quiet.add(pairing.file_id)
            call(pairing, at, quiet_until=timezone.localdate(at) + 60 * DAY)
        elif lot < SILENT + TRIED + QUIET + LEFT_BY_CADRE:
            day.left.add(pairing.file_id)
            leave(pairing.post, at)
        else:
            again.append(pairing.file_id)
    called_again(again, day.morning + 10 * DAY)


def called_again(ids, at) -> None:
    """In one statement: how a call is written down was seen on the day itself."""
    HardshipFile.objects.filter(pk__in=ids).update(
        last_contact_at=at, last_tried_at=at, next_due_on=timezone.localdate(at) + 14 * DAY
    )


def leave(post: Post, at) -> None:
    Post.objects.filter(pk=post.pk).update(until=at)
    releasing.post_ended(Post.objects.get(pk=post.pk), actor=None, at=at)


def made() -> TheDay:
    morning = timezone.localtime() - 15 * DAY
    day = TheDay(morning.replace(hour=9, minute=0, second=0, microsecond=0), a_city())
    pairs.cadres(CADRES, since=day.morning - 100 * DAY)
    job = imported(day.administrator)
    assert (job.state, job.done) == (ImportState.DONE, HOUSEHOLDS)
    consented(day.administrator, day.morning)
    paired(day.administrator, day.morning + HOUR)
    for serial, pairing in enumerate(standing()):
        call(pairing, day.morning + 2 * HOUR + serial * HOUR / 160)
    care.money(
        day.administrator.posts.get().organization, day.administrator, amount_fen=MONEY_FEN,
        shares={day.administrator.posts.get().organization: MONEY_FEN},
    )  # fmt: skip
    fifteen = [pairing.file for pairing in standing()[:15]]
    care.supply_fifteen(fifteen, actor=day.administrator, at=day.morning + 8 * HOUR)
    return day


@pytest.fixture(scope="module")
def day(django_db_setup, django_db_blocker, tmp_path_factory):
    """One transaction around all tests of this file; each of them is undone inside it."""
    with ExitStack() as stack:
        stack.enter_context(django_db_blocker.unblock())
        stack.enter_context(transaction.atomic())
        stack.callback(transaction.set_rollback, True)
        stack.enter_context(override_settings(STORAGES=stored_in(tmp_path_factory.mktemp("day"))))
        found = made()
        fortnight(found)
        # Autovacuum sees nothing of an open transaction; without figures the plans are a lottery.
        copying.analyse()
        yield found


def stored_in(folder) -> dict:

    backend = "django.core.files.storage.FileSystemStorage"
    default = {"BACKEND": backend, "OPTIONS": {"location": str(folder)}}
    return settings.STORAGES | {"default": default}


def test_every_household_of_the_sheet_is_on_file_and_has_a_name_to_call(day):
    known = HardshipFile.objects.all()
    assert known.count() == known.cared_for().count() == HOUSEHOLDS
    assert known.values("person").distinct().count() == HOUSEHOLDS
    pairs_of_the_day = Pairing.objects.filter(since__lt=day.morning + 2 * HOUR)
    assert pairs_of_the_day.count() == HOUSEHOLDS
    assert pairs_of_the_day.values("post").distinct().count() == HOUSEHOLDS
    assert all(pairs_of_the_day.values_list("why", flat=True))


def test_each_was_called_the_same_day(day):
    today = timezone.localdate(day.morning)
    called = Contact.objects.filter(at__date=today, result="reached")
    assert called.values("file").distinct().count() == called.count() == HOUSEHOLDS
    assert all(contact.by_id == contact.pairing.post.user_id for contact in _with_posts(called))


def _with_posts(contacts):
    return contacts.select_related("pairing__post")


def test_fifteen_were_supplied_to_the_receipt(day):
    given = Supply.objects.all()
    assert given.count() == given.filter(delivered_at__lt=F("signed_at")).count() == 15
    assert set(given.values_list("need__state", flat=True)) == {NeedState.SIGNED}
    share = Allocation.objects.get()
    assert share.spent_fen == 15 * care.EACH_FEN
    assert share.spent_fen + share.remaining_fen == MONEY_FEN


def test_none_is_in_two_pairs_and_none_is_lost(day):
    twice = Pairing.objects.standing().values("file").annotate(n=Count("pk")).filter(n__gt=1)
    assert not twice.exists()
    paired_now = set(Pairing.objects.standing().values_list("file", flat=True))
    waiting = set(HandOver.objects.pending().values_list("file", flat=True))
    assert waiting == day.left
    assert len(paired_now) + len(waiting) == len(paired_now | waiting) == HOUSEHOLDS


def sweep(at) -> None:
    """Three times, as beats do that are doubled and come back."""
    for reminder in 3 * REMINDERS:
        reminders.run(reminder, at)


def noticed(kind: str) -> Counter:
    return Counter(Noticed.objects.filter(kind=kind).values_list("file", flat=True))


def told(kind: str, channel: str = "inbox"):
    return Message.objects.filter(kind=f"assistance.{kind}", channel=channel)


def test_on_the_fifteenth_day_nobody_is_reminded_yet(day):
    sweep(day.sixteenth - DAY)
    assert noticed("silent") == Counter()


def test_fifteen_days_later_exactly_the_silent_ones_are_reminded_once(day):
    for days in range(4):
        sweep(day.sixteenth + days * DAY)
    assert noticed("silent") == Counter(day.due)
    callers = Pairing.objects.standing().filter(file__in=day.due)
    for channel in ("inbox", "sms"):
        assert Counter(told("silent", channel).values_list("recipient", flat=True)) == Counter(
            callers.values_list("post__user", flat=True)
        )


def test_three_days_later_exactly_they_are_escalated_once(day):
    for days in range(10):
        sweep(day.sixteenth + days * DAY)
    assert noticed("escalated") == Counter(day.due)
    first = Noticed.objects.filter(kind="escalated").values_list("at", flat=True).distinct()
    assert set(first) == {day.sixteenth + 3 * DAY}
    districts = HardshipFile.objects.filter(pk__in=day.due).values("organization").distinct()
    # One message for each district, whose one administrator reads of all of its households.
    assert told("escalated").count() == told("escalated", "sms").count() == districts.count()
    assert noticed("silent") == Counter(day.due)


def test_whoever_was_called_in_between_is_not_escalated(day):
    sweep(day.sixteenth)
    called = set(list(day.due)[: len(day.due) // 2])
    called_again(called, day.sixteenth + DAY)
    for days in range(2, 8):
        sweep(day.sixteenth + days * DAY)
    assert noticed("escalated") == Counter(day.due - called)


def test_only_after_the_next_interval_it_begins_again(day):
    # The others are called every ten days.
    others = HardshipFile.objects.exclude(pk__in=day.due | day.left | day.quiet)
    ids = list(others.values_list("pk", flat=True))
    for days in (0, 3, 13, 14, 17, 18):
        called_again(ids, day.sixteenth + days * DAY)
        sweep(day.sixteenth + days * DAY)
        if days == 13:
            assert noticed("silent") == noticed("escalated") == Counter(day.due)
    twice = Counter(dict.fromkeys(day.due, 2))
    assert (noticed("silent"), noticed("escalated")) == (twice, twice)


def test_those_whose_cadre_left_wait_and_the_supervisors_hear_of_it(day):
    sweep(day.sixteenth)
    assert noticed("hand_over") == Counter(day.left)


def test_what_is_queued_is_asked_once_more_before_it_leaves(day):
    sweep(day.sixteenth)
    called_again(day.tried, day.sixteenth)
    queued = told("silent").filter(state=State.QUEUED)
    delivery.deliver([str(pk) for pk in queued.values_list("pk", flat=True)], at=day.sixteenth)
    outcome = Counter(told("silent").values_list("state", flat=True))
    assert outcome == Counter({State.SENT: len(day.silent), State.SUPPRESSED: len(day.tried)})


def test_no_message_says_whose_household_it_is(day):
    sweep(day.sixteenth)
    sweep(day.sixteenth + 3 * DAY)
    words = {
        line for message in Message.objects.filter(kind__startswith="assistance.")
        for line in (message.title, message.body)
    }  # fmt: skip
    names = set(HardshipFile.objects.values_list("person__name", flat=True))
    staff = set(Post.objects.values_list("user__name", flat=True))
    assert not [name for name in names - staff for line in words if name in line]


@pytest.mark.parametrize("kept", [False, True])
def test_the_supervisor_sees_it_on_the_sixteenth_day(day, kept):
    if kept:
        covering.keep()
    client = signed_in(day.administrator)
    total = client.get("/desk/assistance/").context["table"].total
    assert (total.files, total.consented) == (HOUSEHOLDS, HOUSEHOLDS)
    assert total.paired == HOUSEHOLDS - len(day.left)
    assert (total.silent, total.tried) == (len(day.due), len(day.tried))
    assert total.contacted == HOUSEHOLDS - len(day.left) - len(day.due)
    assert (total.unpaired, total.hand_overs) == (len(day.left), len(day.left))


def test_a_thousand_written_rows_left_the_kept_sums_right(day):
    covering.recount(write=True)
    called_again(day.due, timezone.now())
    covering.fold()
    assert covering.recount(write=False) == []
