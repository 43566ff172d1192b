"""A need given to somebody, settled, called off: who may, who hears of it, what the record says."""

import pytest
from django.utils import timezone

from assistance import moving, needs
from assistance.models import HardshipFile, Need
from audit.models import Entry
from audit.refusal import Refused
from notifications.models import Message
from organizations.models import Post, Role
from tests import factories
from tests.assistance.cared import a_need, bought
from tests.assistance.rows import a_file


def read(kind: str) -> list[tuple]:
    rows = Message.objects.filter(kind=f"assistance.{kind}")
    return sorted(rows.values_list("recipient__name", "channel"))


# --- giving it to somebody -----------------------------------------------------------------------
def test_who_is_asked_is_told_without_names(household, cadre, other_cadre):
    need = a_need(household, cadre, kind="medicine", text="降压药")
    needs.assign(need, to=other_cadre, actor=cadre)
    need.refresh_from_db()
    assert (need.state, need.assigned_to) == ("assigned", other_cadre)
    assert read("need_assigned") == [("尤演示", "inbox"), ("尤演示", "sms")]
    for message in Message.objects.all():
        for word in ("赵", "范例", "药", "医", household.phone):
            assert word not in message.title + message.body + str(message.params)


def test_taking_it_oneself_tells_nobody(household, cadre):
    needs.assign(a_need(household, cadre), to=cadre, actor=cadre)
    assert Need.objects.get().assigned_to == cadre
    assert not Message.objects.exists()


def test_the_same_twice_is_quiet(household, cadre, other_cadre):
    need = a_need(household, cadre)
    for _ in range(2):
        needs.assign(need, to=other_cadre, actor=cadre)
    assert Entry.objects.filter(action="assistance.need_assigned").count() == 1
    assert len(read("need_assigned")) == 2


def test_whoever_was_asked_may_pass_it_on(household, cadre, other_cadre, district_administrator):
    need = needs.assign(a_need(household, cadre), to=other_cadre, actor=cadre)
    needs.assign(need, to=district_administrator, actor=other_cadre, seen=other_cadre.pk)
    assert Need.objects.get().assigned_to == district_administrator


def test_of_two_who_give_it_away_the_later_looks_again(
    household, cadre, other_cadre, district_administrator
):
    need = a_need(household, cadre)
    needs.assign(need, to=other_cadre, actor=cadre, seen=None)
    with pytest.raises(Refused, match="刚才已经交给尤演示") as refused:
        needs.assign(need, to=district_administrator, actor=cadre, seen=None)
    assert refused.value.field == "to"
    assert Need.objects.get().assigned_to == other_cadre


def test_only_who_helps_in_the_district_is_asked(
    household, city, cadre, far_cadre, reviewer, auditor, worker, administrator
):
    need = a_need(household, cadre)
    for user in (far_cadre, reviewer, auditor, worker):
        with pytest.raises(Refused, match="本区县") as refused:
            needs.assign(need, to=user, actor=cadre)
        assert refused.value.field == "to"
    needs.assign(need, to=administrator, actor=cadre)


def test_nobody_is_asked_whose_post_is_over(household, city, cadre, other_cadre):
    Post.objects.filter(user=other_cadre).update(until=timezone.now())
    with pytest.raises(Refused, match="本区县"):
        needs.assign(a_need(household, cadre), to=other_cadre, actor=cadre)


# --- settling and calling off ----------------------------------------------------------------------
def test_advice_given_settles_it_and_who_raised_it_hears(household, cadre, other_cadre):
    need = needs.assign(a_need(household, cadre, kind="policy"), to=other_cadre, actor=cadre)
    needs.settle(need, note=" 低保政策讲清楚了 ", actor=other_cadre)
    need.refresh_from_db()
    assert (need.state, need.closing_note) == ("settled", "低保政策讲清楚了")
    assert need.closed_at is not None
    assert read("need_closed") == [("褚演示", "inbox")]


def test_whoever_does_it_themselves_is_not_told(household, cadre):
    needs.settle(a_need(household, cadre), note="办好了", actor=cadre)
    assert not Message.objects.exists()


def test_who_raised_it_hears_nothing_of_a_household_handed_over(household, cadre, administrator):
    need = a_need(household, cadre)
    household.pairings.update(until=timezone.now())
    needs.settle(need, note="办好了", actor=administrator)
    assert not Message.objects.exists()


@pytest.mark.parametrize("act", [needs.settle, needs.cancel])
def test_without_a_word_nothing_is_closed(household, cadre, act):
    need = a_need(household, cadre)
    with pytest.raises(Refused) as refused:
        act(need, note="  ", actor=cadre)
    assert refused.value.field == "note"
    assert Need.objects.get().state == "raised"


def test_what_was_paid_goes_back_by_a_counter_entry(household, cadre, purse):
    need = a_need(household, cadre)
    entry = bought(need, cadre, purse.ganzhou, 86_50).entry
    needs.cancel(need, note="家里已经有了", actor=cadre)
    purse.ganzhou.refresh_from_db()
    assert (purse.ganzhou.spent_fen, purse.ganzhou.remaining_fen) == (0, 1_000_00)
    against = entry.reversed_by
    assert (against.amount_fen, against.reason) == (-86_50, "需要取消，物资退回")
    said = Entry.objects.get(action="assistance.need_cancelled")
    assert said.data == {"given_back_fen": 86_50}


def test_twice_it_goes_back_once(household, cadre, purse):
    need = a_need(household, cadre)
    bought(need, cadre, purse.ganzhou, 86_50)
    for _ in range(2):
        needs.cancel(need, note="家里已经有了", actor=cadre)
    purse.ganzhou.refresh_from_db()
    assert purse.ganzhou.spent_fen == 0
    assert Entry.objects.filter(action="assistance.need_cancelled").count() == 1


# --- who may -------------------------------------------------------------------------------------
def test_nobody_else_has_it_in_hand(
    household, city, cadre, other_cadre, far_cadre, stranger, auditor, worker
):
    need = a_need(household, cadre)
    sibling = factories.a_member_of_staff("钱试样", city.minle_federation, Role.ADMINISTRATOR)
    for user in (other_cadre, far_cadre, stranger, auditor, worker, sibling):
        for act in (
            lambda user=user: needs.raise_need(household, kind="law", actor=user),
            lambda user=user: needs.assign(need, to=cadre, actor=user),
            lambda user=user: needs.settle(need, note="办好了", actor=user),
            lambda user=user: needs.cancel(need, note="不用了", actor=user),
        ):
            with pytest.raises(Refused):
                act()
    assert list(Need.objects.values_list("state", flat=True)) == ["raised"]


def test_it_is_seen_by_who_calls_keeps_or_was_asked(
    household, city, cadre, other_cadre, far_cadre, district_administrator, administrator, auditor
):
    need = a_need(household, cadre)
    seen = lambda user: Need.objects.visible_to(user).filter(pk=need.pk).exists()  # noqa: E731
    assert all(map(seen, (cadre, district_administrator, administrator)))
    assert not any(map(seen, (other_cadre, far_cadre, auditor)))
    needs.assign(need, to=other_cadre, actor=cadre)
    assert seen(other_cadre)
    assert not HardshipFile.objects.visible_to(other_cadre).exists()


def test_nothing_new_is_arranged_for_who_has_left(city, administrator):
    file = a_file(city.couriers)
    need = a_need(file, administrator)
    HardshipFile.objects.update(state="left")
    with pytest.raises(Refused, match="不再安排"):
        needs.assign(need, to=administrator, actor=administrator)
    needs.cancel(need, note="退出了", actor=administrator)


def test_the_record_names_the_person_and_not_the_need(household, cadre):
    a_need(household, cadre, kind="mind", text="心里难受")
    entry = Entry.objects.get(action="assistance.need_raised")
    assert (entry.person_id, entry.data, entry.reason) == (household.person_id, {}, "")


def test_a_household_that_leaves_takes_its_open_needs_along_on_record(
    household, cadre, district_administrator
):
    waiting = a_need(household, cadre)
    ready = a_need(household, cadre, kind="medicine", state="bought")
    moving.leave(household, reason="搬走了", actor=district_administrator)
    for need in (waiting, ready):
        need.refresh_from_db()
    assert (waiting.state, ready.state) == ("cancelled", "bought")
    assert waiting.closing_note == "已退出帮扶"
    entry = Entry.objects.get(action="assistance.need_cancelled")
    assert (str(entry.subject_id), entry.actor_id, entry.person_id) == (
        str(waiting.pk), district_administrator.pk, household.person_id,
    )  # fmt: skip
    assert entry.data == {"left": True}
