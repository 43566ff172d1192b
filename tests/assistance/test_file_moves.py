"""Every act on a file from every state: what FILE_MOVES allows happens, all else is refused."""

import datetime

import pytest
from django.utils import timezone

from assistance import moving
from assistance.models import (
    FileState,
    HandOver,
    HandOverReason,
    HardshipFile,
    Need,
    NeedState,
    Pairing,
    Publication,
)
from assistance.models.file import FILE_MOVES
from audit.models import Entry
from audit.refusal import Refused
from tests.assistance.rows import a_file, a_pair
from tests.together import together

DAY = datetime.timedelta(days=1)
TODAY = timezone.localdate()

ACTS = {
    "ask": moving.ask,
    "postpone": lambda file, *, actor: moving.postpone(file, until=TODAY + 7 * DAY, actor=actor),
    "agree": moving.agree,
    "decline": moving.decline,
    "lift": moving.lift,
    "relapse": moving.relapse,
    "leave": lambda file, *, actor: moving.leave(file, reason="搬到外地", actor=actor),
    "reopen": moving.reopen,
}


def test_every_move_of_the_table_has_an_act_here():
    assert set(ACTS) == set(FILE_MOVES)


@pytest.mark.parametrize("state", FileState)
@pytest.mark.parametrize("act", ACTS)
def test_an_act_leads_where_the_table_says_or_is_refused(act, state, city, district_administrator):
    file = a_file(city.ganzhou_federation, state=state)
    sources, target = FILE_MOVES[act]

    if state in sources or state == target:
        ACTS[act](file, actor=district_administrator)
        ACTS[act](file, actor=district_administrator)
        assert HardshipFile.objects.get().state == target
    else:
        with pytest.raises(Refused):
            ACTS[act](file, actor=district_administrator)
        assert HardshipFile.objects.get().state == state


@pytest.mark.parametrize("act", ACTS)
def test_an_act_done_twice_is_on_record_once(act, city, district_administrator):
    state = FILE_MOVES[act][0][0]
    file = a_file(city.ganzhou_federation, state=state)
    for _ in range(2):
        ACTS[act](file, actor=district_administrator)
    recorded = Entry.objects.filter(subject_id=str(file.pk), action__startswith="assistance.")
    assert recorded.count() == 1
    assert recorded.get().person_id == file.person_id


@pytest.mark.parametrize("act", ACTS)
def test_only_the_supervisor_line_moves_a_file(act, city, cadre, reviewer, auditor, far_cadre):
    state = FILE_MOVES[act][0][0]
    file = a_file(city.ganzhou_federation, state=state)
    for actor in (cadre, reviewer, auditor, far_cadre):
        with pytest.raises(Refused) as refused:
            ACTS[act](file, actor=actor)
        assert "不归您管理" in refused.value.message
    assert HardshipFile.objects.get().state == state


# --- asking -----------------------------------------------------------------------------------
def test_asked_for_later_it_is_asked_again_from_that_day_on(city, district_administrator):
    file = a_file(city.ganzhou_federation, state=FileState.SURVEYED)
    file = moving.postpone(file, until=TODAY + 30 * DAY, actor=district_administrator)
    assert (file.state, file.ask_again_on) == (FileState.ASKED, TODAY + 30 * DAY)
    file = moving.postpone(file, until=TODAY + 60 * DAY, actor=district_administrator)
    assert file.ask_again_on == TODAY + 60 * DAY
    file = moving.agree(file, actor=district_administrator)
    assert file.ask_again_on is None


@pytest.mark.parametrize("days", [-1, 0, 367, 10_000])
def test_later_is_a_day_within_a_year(city, district_administrator, days):
    file = a_file(city.ganzhou_federation, state=FileState.SURVEYED)
    with pytest.raises(Refused) as refused:
        moving.postpone(file, until=TODAY + days * DAY, actor=district_administrator)
    assert refused.value.field == "until"


def test_whoever_declines_leaves_with_that_reason(city, district_administrator):
    file = a_file(city.ganzhou_federation, state=FileState.ASKED)
    moving.decline(file, actor=district_administrator)
    file = HardshipFile.objects.get()
    assert (file.state, file.leave_reason) == (FileState.LEFT, "不同意建档")


# --- out and back -----------------------------------------------------------------------------
@pytest.fixture
def paired(city, cadre) -> HardshipFile:
    file = a_file(city.ganzhou_federation, quiet_until=TODAY + DAY)
    pairing = a_pair(file, cadre)
    HandOver.objects.create(file=file, from_pairing=pairing, reason=HandOverReason.ASKED_FOR)
    return file


@pytest.mark.parametrize("act", ["lift", "leave"])
def test_the_pair_ends_with_it_and_nobody_is_to_call(act, paired, district_administrator):
    ACTS[act](paired, actor=district_administrator)
    paired.refresh_from_db()
    pairing = Pairing.objects.get()
    assert (pairing.until is not None, paired.next_due_on, paired.quiet_until) == (
        True, None, None,
    )  # fmt: skip
    assert pairing.end_reason == {"lift": "已脱困", "leave": "搬到外地"}[act]
    assert HandOver.objects.get().decided_at is not None


def test_a_household_in_need_again_waits_for_a_cadre(paired, district_administrator):
    moving.lift(paired, actor=district_administrator)
    moving.relapse(paired, actor=district_administrator)
    assert list(HardshipFile.objects.unpaired()) == [paired]


def test_leaving_says_why(city, district_administrator):
    file = a_file(city.ganzhou_federation)
    with pytest.raises(Refused) as refused:
        moving.leave(file, reason="  ", actor=district_administrator)
    assert refused.value.field == "reason"
    moving.leave(file, reason="去世", actor=district_administrator)
    file.refresh_from_db()
    assert (file.leave_reason, file.left_at is not None) == ("去世", True)
    assert Entry.objects.get(action="assistance.left").reason == "去世"


def test_what_is_public_comes_down_and_what_is_not_bought_is_dropped(
    city, district_administrator, cadre
):
    file = a_file(city.ganzhou_federation)
    Publication.objects.create(
        file=file, masked_name="赵*例", unit_name="某公司", hardship_class="deep",
        starts_on=TODAY, ends_on=TODAY + 9 * DAY, consented_at=timezone.now(),
        made_by=district_administrator,
    )  # fmt: skip
    for state in (NeedState.RAISED, NeedState.ASSIGNED, NeedState.BOUGHT):
        Need.objects.create(file=file, kind="goods", state=state, raised_by=cadre)
    moving.leave(file, reason="搬到外地", actor=district_administrator)
    assert not Publication.objects.standing(TODAY).exists()
    states = Need.objects.order_by("raised_at").values_list("state", flat=True)
    assert list(states) == [NeedState.CANCELLED, NeedState.CANCELLED, NeedState.BOUGHT]


def test_whoever_left_is_asked_anew_and_what_was_agreed_is_forgotten(city, district_administrator):
    file = a_file(city.ganzhou_federation)
    moving.leave(file, reason="搬到外地", actor=district_administrator)
    file = moving.reopen(file, actor=district_administrator)
    assert (file.state, file.agreed_at, file.left_at, file.leave_reason) == (
        FileState.ASKED, None, None, "",
    )  # fmt: skip


def test_a_file_of_nobody_is_not_opened_again(city, district_administrator):
    file = a_file(
        city.ganzhou_federation, state=FileState.LEFT, person=None, anonymised_at=timezone.now()
    )
    with pytest.raises(Refused) as refused:
        moving.reopen(file, actor=district_administrator)
    assert "重新建档" in refused.value.message


def test_a_person_on_file_elsewhere_is_not_opened_again(city, district_administrator):
    file = a_file(city.ganzhou_federation, state=FileState.LEFT)
    a_file(city.minle_federation, person=file.person)
    with pytest.raises(Refused) as refused:
        moving.reopen(file, actor=district_administrator)
    assert refused.value.message == "本人已在民乐县总工会建档，请和那边联系。"
    file.refresh_from_db()
    assert file.state == FileState.LEFT


@pytest.mark.django_db(transaction=True)
def test_agreed_and_declined_at_once_is_one_of_them(city, district_administrator, administrator):
    file = a_file(city.ganzhou_federation, state=FileState.ASKED)
    results = together(
        lambda: moving.agree(file, actor=district_administrator),
        lambda: moving.decline(file, actor=administrator),
    )
    refused = [result for result in results if isinstance(result, Exception)]
    assert [type(each) for each in refused] == [Refused]
    actions = Entry.objects.filter(action__in=("assistance.agreed", "assistance.declined"))
    assert actions.count() == 1
