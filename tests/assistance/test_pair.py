"""One household, one cadre: who may make a pair, of whom, and who hears of it."""

import datetime

import pytest
from django.utils import timezone

from assistance.models import Avoidance, FileState, HandOver, HardshipFile, Pairing
from assistance.pairing import pair
from audit.models import Entry
from audit.refusal import Refused
from notifications.models import Channel, Message
from organizations.models import Role
from tests import factories
from tests.assistance.rows import a_file, a_pair, the_post, with_cap
from tests.factories import local

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def file(city):
    return a_file(city.couriers)


def refusal(*args, **options) -> str:
    with pytest.raises(Refused) as said:
        pair(*args, **options)
    return said.value.message


def test_a_pair_stands_and_the_first_call_is_due_within_the_interval(
    file, cadre, district_administrator
):
    at = local(2026, 11, 3, 9)
    made = pair(file, the_post(cadre), actor=district_administrator, why="同一个工会", at=at)
    assert (made.post.user, made.slot, made.since, made.until) == (cadre, 1, at, None)
    assert (made.why, made.confirmed_by) == ("同一个工会", district_administrator)
    assert file.next_due_on == datetime.date(2026, 11, 17)
    file.refresh_from_db()
    assert file.next_due_on == datetime.date(2026, 11, 17)
    assert HardshipFile.objects.kept_by(cadre).get() == file
    assert not HardshipFile.objects.unpaired().exists()


def test_it_is_put_on_record_without_a_name(file, cadre, district_administrator):
    made = pair(file, the_post(cadre), actor=district_administrator)
    entry = Entry.objects.get(action="assistance.paired")
    assert (entry.actor_id, entry.person_id) == (district_administrator.pk, file.person_id)
    assert entry.subject_id == str(file.pk)
    assert entry.data == {"pairing": str(made.pk), "cadre": cadre.pk}


def test_the_cadre_hears_of_a_household_and_of_nothing_else(file, cadre, district_administrator):
    pair(file, the_post(cadre), actor=district_administrator)
    message = Message.objects.get(recipient=cadre)
    assert (message.kind, message.channel) == ("assistance.paired_cadre", Channel.INBOX)
    assert file.person.name not in message.title + message.body
    assert file.phone not in message.body


def test_the_household_hears_who_calls_when_it_has_an_account(
    file, cadre, worker, district_administrator
):
    worker.person = file.person
    worker.save(update_fields=["person"])
    cadre.phone = "19900005555"
    cadre.save(update_fields=["phone"])
    pair(file, the_post(cadre), actor=district_administrator)
    told = Message.objects.filter(recipient=worker, kind="assistance.paired_recipient")
    assert {message.channel for message in told} == {Channel.INBOX, Channel.SMS}
    for message in told:
        assert cadre.name in message.title + message.body
        assert "19900005555" in message.body


def test_without_an_account_nobody_else_is_told(file, cadre, district_administrator):
    pair(file, the_post(cadre), actor=district_administrator)
    assert Message.objects.exclude(recipient=cadre).count() == 0


def test_twice_is_once(file, cadre, district_administrator):
    first = pair(file, the_post(cadre), actor=district_administrator)
    again = pair(file, the_post(cadre), actor=district_administrator)
    assert first.pk == again.pk
    assert Pairing.objects.count() == Message.objects.count() == 1
    assert Entry.objects.filter(action="assistance.paired").count() == 1


@pytest.mark.parametrize(
    "state", [FileState.SURVEYED, FileState.ASKED, FileState.LIFTED, FileState.LEFT]
)
def test_only_who_is_on_file_is_paired(city, cadre, district_administrator, state):
    file = a_file(city.couriers, state=state)
    said = refusal(file, the_post(cadre), actor=district_administrator)
    assert said == f"这一户现在是“{FileState(state).label}”，不用结对。"


def test_who_fell_back_is_paired_again(city, cadre, district_administrator):
    file = a_file(city.couriers, state=FileState.RELAPSED)
    assert pair(file, the_post(cadre), actor=district_administrator)


def test_somebody_elses_household_is_refused_with_the_name(
    file, cadre, other_cadre, district_administrator
):
    a_pair(file, cadre)
    said = refusal(file, the_post(other_cadre), actor=district_administrator)
    assert said == "这一户刚刚已由褚演示联系。"


def test_one_household_a_cadre_unless_the_cap_is_higher(city, cadre, district_administrator):
    files = [a_file(city.couriers) for _ in range(3)]
    pair(files[0], the_post(cadre), actor=district_administrator)
    said = refusal(files[1], the_post(cadre), actor=district_administrator)
    assert said == "褚演示联系的户数已满。"
    with_cap(cadre, 2)
    assert pair(files[1], the_post(cadre), actor=district_administrator).slot == 2
    assert refusal(files[2], the_post(cadre), actor=district_administrator)


def test_a_lowered_cap_ends_no_pair_and_lets_none_in(city, cadre, district_administrator):
    files = [a_file(city.couriers) for _ in range(3)]
    with_cap(cadre, 2)
    pair(files[0], the_post(cadre), actor=district_administrator)
    second = pair(files[1], the_post(cadre), actor=district_administrator)
    with_cap(cadre, 1)
    assert refusal(files[2], the_post(cadre), actor=district_administrator)
    Pairing.objects.filter(file=files[0]).update(until=timezone.now())
    assert refusal(files[2], the_post(cadre), actor=district_administrator)
    Pairing.objects.filter(pk=second.pk).update(until=timezone.now())
    assert pair(files[2], the_post(cadre), actor=district_administrator).slot == 1


def test_never_with_somebody_to_be_avoided(file, cadre, district_administrator):
    Avoidance.objects.create(file=file, user=cadre, reason="亲属")
    said = refusal(file, the_post(cadre), actor=district_administrator)
    assert said == "褚演示和这一户要回避。"


def test_an_ended_post_calls_nobody(file, cadre, district_administrator):
    post = the_post(cadre)
    post.until = timezone.now()
    post.save(update_fields=["until"])
    assert "不在帮扶干部岗位上" in refusal(file, post, actor=district_administrator)


def test_a_shut_account_or_union_calls_nobody(file, cadre, district_administrator):
    post = the_post(cadre)
    cadre.is_active = False
    cadre.save(update_fields=["is_active"])
    assert "不在帮扶干部岗位上" in refusal(file, post, actor=district_administrator)
    cadre.is_active, post.organization.is_active = True, False
    cadre.save(update_fields=["is_active"])
    post.organization.save(update_fields=["is_active"])
    assert "已停用" in refusal(file, post, actor=district_administrator)


def test_another_role_is_no_cadre(file, reviewer, district_administrator):
    post = reviewer.posts.get()
    assert "不在帮扶干部岗位上" in refusal(file, post, actor=district_administrator)


def test_only_who_keeps_the_file_pairs_it(file, cadre, stranger, reviewer, auditor, city):
    minle = factories.a_member_of_staff("钱试样", city.minle_federation, Role.ADMINISTRATOR)
    for actor in (stranger, reviewer, auditor, minle, cadre):
        assert refusal(file, the_post(cadre), actor=actor) == "这一户的档案不归您管理。"


def test_a_district_has_no_say_over_anothers_cadres(
    file, far_cadre, district_administrator, administrator
):
    said = refusal(file, the_post(far_cadre), actor=district_administrator)
    assert said == "这位干部不在您的管理范围内。"
    assert pair(file, the_post(far_cadre), actor=administrator)


def test_a_household_that_waited_for_another_cadre_waits_no_longer(
    file, cadre, district_administrator
):
    waiting = HandOver.objects.create(file=file, reason="post_ended")
    made = pair(file, the_post(cadre), actor=district_administrator)
    waiting.refresh_from_db()
    assert (waiting.to_pairing, waiting.decided_by) == (made, district_administrator)


def test_silence_asked_for_goes_before_the_interval(city, cadre, district_administrator):
    quiet = timezone.localdate() + 60 * DAY
    file = a_file(city.couriers, quiet_until=quiet)
    pair(file, the_post(cadre), actor=district_administrator)
    file.refresh_from_db()
    assert file.next_due_on == quiet
