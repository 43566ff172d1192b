"""A stand-in for some days sees and calls the households on those days, and on no other."""

import datetime

import pytest
import time_machine
from django.utils import timezone

from assistance import absences
from assistance.models import Absence, HardshipFile
from audit.models import Entry
from audit.refusal import Refused
from notifications.models import Message
from organizations import appointments
from organizations.models import Post, Role
from tests import factories
from tests.assistance.rows import a_file, a_pair, the_post

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def file(city, cadre):
    file = a_file(city.couriers)
    a_pair(file, cadre)
    return file


@pytest.fixture
def today():
    return timezone.localdate()


def away(who, stand_in, since, until, *, actor=None, **options) -> Absence:
    return absences.name_stand_in(
        the_post(who), stand_in=the_post(stand_in), since_on=since, until_on=until,
        actor=actor or who, **options,
    )  # fmt: skip


def refusal(*args, **options) -> str:
    with pytest.raises(Refused) as said:
        away(*args, **options)
    return said.value.message


def test_the_stand_in_sees_the_household_on_those_days_only(file, cadre, other_cadre, today):
    away(cadre, other_cadre, today + DAY, today + 2 * DAY)
    seen = {}
    for days in range(4):
        with time_machine.travel(timezone.now() + days * DAY, tick=False):
            seen[days] = HardshipFile.objects.kept_by(other_cadre).exists()
            assert HardshipFile.objects.kept_by(cadre).get() == file
    assert seen == {0: False, 1: True, 2: True, 3: False}


def test_both_are_told_and_so_is_the_household(file, cadre, other_cadre, worker, today):
    worker.person = file.person
    worker.save(update_fields=["person"])
    away(cadre, other_cadre, today, today + DAY)
    told = set(Message.objects.values_list("kind", "recipient"))
    assert told == {
        ("assistance.stand_in_named", other_cadre.pk),
        ("assistance.stood_in_for", cadre.pk),
        ("assistance.stand_in_calls", worker.pk),
    }
    assert Entry.objects.get(action="assistance.stand_in_named").actor_id == cadre.pk
    for message in Message.objects.exclude(recipient=worker):
        assert file.person.name not in message.title + message.body


def test_the_same_twice_is_once(file, cadre, other_cadre, today):
    assert away(cadre, other_cadre, today, today) == away(cadre, other_cadre, today, today)
    assert Message.objects.count() == 2


def test_the_supervisor_may_arrange_it_and_nobody_else(
    file, cadre, other_cadre, far_cadre, district_administrator, stranger, today
):
    for actor in (other_cadre, far_cadre, stranger):
        said = refusal(cadre, other_cadre, today, today, actor=actor)
        assert said == "这位干部不归您管理。"
    assert away(cadre, other_cadre, today, today, actor=district_administrator)


def test_only_the_same_union_or_one_above_stands_in(cadre, other_cadre, far_cadre, city, today):
    said = refusal(cadre, far_cadre, today, today)
    assert said == "请选同一个工会或上级工会在岗的人代管。"
    # Below is not above.
    assert refusal(other_cadre, cadre, today, today)
    colleague = factories.a_member_of_staff("施演示", city.couriers, Role.CADRE)
    assert away(cadre, colleague, today, today)


def test_where_there_is_no_other_cadre_the_administrator_stands_in(
    file, cadre, district_administrator, reviewer, today
):
    days = {"since_on": today, "until_on": today}
    with pytest.raises(Refused):
        absences.name_stand_in(the_post(cadre), stand_in=reviewer.posts.get(), actor=cadre, **days)
    assert absences.name_stand_in(
        the_post(cadre), stand_in=district_administrator.posts.get(), actor=cadre, **days
    )
    assert HardshipFile.objects.kept_by(district_administrator).get() == file


def test_nobody_stands_in_for_themselves(cadre, city, administrator, today):
    second = appointments.appoint(
        user=cadre, organization=city.ganzhou_federation, role=Role.CADRE, actor=administrator
    )
    first = Post.objects.get(user=cadre, organization=city.couriers)
    for post in (first, second):
        with pytest.raises(Refused):
            absences.name_stand_in(
                first, stand_in=post, since_on=today, until_on=today, actor=cadre
            )


def test_days_go_forward_and_have_an_end(cadre, other_cadre, today):
    assert "已经过去" in refusal(cadre, other_cadre, today - DAY, today)
    assert "不能早于" in refusal(cadre, other_cadre, today + DAY, today)
    assert "最多半年" in refusal(cadre, other_cadre, today, today + 181 * DAY)


def test_one_stand_in_at_a_time(cadre, other_cadre, city, today):
    colleague = factories.a_member_of_staff("施演示", city.couriers, Role.CADRE)
    away(cadre, other_cadre, today, today + 5 * DAY)
    said = refusal(cadre, colleague, today + 5 * DAY, today + 9 * DAY)
    assert said == "这几天里已经安排了尤演示代管，要换人请先结束那一次。"
    assert away(cadre, colleague, today + 6 * DAY, today + 9 * DAY)


def test_nobody_stands_in_who_is_away_too(cadre, other_cadre, city, today):
    third = factories.a_member_of_staff("施演示", city.ganzhou_federation, Role.CADRE)
    away(other_cadre, third, today, today + 3 * DAY)
    assert refusal(cadre, other_cadre, today + 3 * DAY, today + 4 * DAY) == (
        "尤演示这几天自己也不在，请选别人。"
    )
    assert away(cadre, other_cadre, today + 4 * DAY, today + 4 * DAY)


def test_whoever_stands_in_does_not_go_away_without_a_word(cadre, other_cadre, city, today):
    third = factories.a_member_of_staff("施演示", city.ganzhou_federation, Role.CADRE)
    away(cadre, other_cadre, today, today + 3 * DAY)
    said = refusal(other_cadre, third, today + DAY, today + DAY)
    assert said == "这几天尤演示正替褚演示代管，请先给那边另找人。"


def test_back_early_it_ends_by_hand_and_both_hear_of_it(file, cadre, other_cadre, today):
    absence = away(cadre, other_cadre, today, today + 9 * DAY)
    for _ in range(2):
        absences.end(absence, actor=cadre)
    assert not HardshipFile.objects.kept_by(other_cadre).exists()
    told = Message.objects.filter(kind="assistance.absence_ended")
    assert {message.recipient for message in told} == {cadre, other_cadre}
    assert Entry.objects.filter(action="assistance.absence_ended").count() == 1


def test_the_stand_in_does_not_end_it(file, cadre, other_cadre, district_administrator, today):
    absence = away(cadre, other_cadre, today, today)
    with pytest.raises(Refused):
        absences.end(absence, actor=other_cadre)
    assert absences.end(absence, actor=district_administrator).ended_at


def test_what_is_over_by_itself_is_not_ended_again(cadre, other_cadre, today):
    absence = away(cadre, other_cadre, today, today)
    assert absences.end(absence, actor=cadre, at=timezone.now() + 2 * DAY).ended_at is None


def test_a_stand_in_whose_post_ends_stands_in_no_longer(
    file, cadre, other_cadre, district_administrator, today
):
    away(cadre, other_cadre, today, today + 9 * DAY)
    appointments.end(the_post(other_cadre), actor=district_administrator)
    assert Absence.objects.get().ended_at
    assert not HardshipFile.objects.kept_by(other_cadre).exists()
    assert Message.objects.filter(kind="assistance.absence_ended", recipient=cadre).exists()


def test_a_stand_in_whose_post_ran_out_by_the_clock_sees_nothing(file, cadre, other_cadre, today):
    away(cadre, other_cadre, today, today + 9 * DAY)
    Post.objects.filter(user=other_cadre).update(until=timezone.now())
    assert not HardshipFile.objects.kept_by(other_cadre).exists()


def test_an_ended_post_needs_no_stand_in(file, cadre, other_cadre, district_administrator, today):
    away(cadre, other_cadre, today, today + 9 * DAY)
    appointments.end(the_post(cadre), actor=district_administrator)
    assert Absence.objects.get().ended_at
    assert not HardshipFile.objects.kept_by(other_cadre).exists()
