"""A household waits for another cadre until somebody chooses one; none is dropped."""

import datetime

import pytest
from django.utils import timezone

from assistance import handing_over, releasing
from assistance.ending import end_pairing
from assistance.models import FileState, HandOver, HandOverReason, HardshipFile, Pairing
from assistance.pairing import pair
from audit.models import Entry
from audit.refusal import Refused
from notifications.models import Message
from organizations.models import Role
from tests import factories
from tests.assistance.rows import a_file, a_pair, the_post

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)
ASKED, OVERLOAD = HandOverReason.ASKED_FOR, HandOverReason.OVERLOAD


@pytest.fixture
def file(city, cadre):
    file = a_file(city.couriers)
    a_pair(file, cadre, since=timezone.now() - HOUR)
    return file


@pytest.fixture
def recipient(file, worker):
    worker.person = file.person
    worker.save(update_fields=["person"])
    return worker


def refusal(act, *args, **options) -> str:
    with pytest.raises(Refused) as said:
        act(*args, **options)
    return said.value.message


def test_the_household_asks_in_one_tap_and_is_called_on_until_somebody_is_chosen(
    file, cadre, recipient, district_administrator
):
    found = handing_over.ask(file, reason=ASKED, actor=recipient)
    assert (found.reason, found.from_pairing.post.user) == (ASKED, cadre)
    assert HardshipFile.objects.kept_by(cadre).get() == file
    assert HandOver.objects.visible_to(district_administrator).pending().get() == found
    assert Entry.objects.filter(action="assistance.hand_over_asked").count() == 1
    told = Message.objects.get(kind="assistance.hand_over_waiting")
    assert told.recipient == district_administrator
    assert file.person.name not in told.title + told.body


def test_asked_twice_is_asked_once(file, recipient, district_administrator):
    first = handing_over.ask(file, reason=ASKED, actor=recipient)
    assert handing_over.ask(file, reason=ASKED, actor=recipient) == first
    assert Message.objects.filter(kind="assistance.hand_over_waiting").count() == 1


def test_the_cadre_may_say_so_and_so_may_the_supervisor(city, cadre, district_administrator):
    for actor in (cadre, district_administrator):
        file = a_file(city.couriers)
        Pairing.objects.update(until=timezone.now())
        a_pair(file, cadre)
        assert handing_over.ask(file, reason=OVERLOAD, actor=actor, note="住院陪护")


def test_nobody_else_may(file, other_cadre, far_cadre, other_worker, auditor, reviewer):
    for actor in (other_cadre, far_cadre, other_worker, auditor, reviewer):
        assert refusal(handing_over.ask, file, reason=ASKED, actor=actor) == "这一户不是您联系的。"


def test_who_has_nobody_cannot_change(city, district_administrator):
    file = a_file(city.couriers)
    said = refusal(handing_over.ask, file, reason=ASKED, actor=district_administrator)
    assert said == "现在还没有联系干部，工会正在安排。"


def test_choosing_ends_the_old_pair_and_begins_the_new_and_tells_everybody(
    file, cadre, other_cadre, recipient, district_administrator
):
    found = handing_over.ask(file, reason=ASKED, actor=recipient)
    made = handing_over.choose(found, the_post(other_cadre), actor=district_administrator)
    former = Pairing.objects.get(post__user=cadre)
    assert former.until == made.since
    assert Pairing.objects.standing().get() == made
    found.refresh_from_db()
    assert (found.to_pairing, found.decided_by) == (made, district_administrator)
    told = set(Message.objects.values_list("kind", "recipient"))
    assert told >= {
        ("assistance.handed_on", cadre.pk),
        ("assistance.paired_cadre", other_cadre.pk),
        ("assistance.paired_recipient", recipient.pk),
    }
    assert Entry.objects.filter(action="assistance.handed_over").count() == 1


def test_chosen_twice_is_chosen_once(file, other_cadre, recipient, district_administrator):
    found = handing_over.ask(file, reason=ASKED, actor=recipient)
    made = [
        handing_over.choose(found, the_post(other_cadre), actor=district_administrator)
        for _ in range(2)
    ]
    assert made[0] == made[1]
    assert Pairing.objects.count() == 2


def test_what_another_decided_is_not_decided_again(
    file, other_cadre, recipient, city, district_administrator
):
    third = factories.a_member_of_staff("施演示", city.couriers, Role.CADRE)
    found = handing_over.ask(file, reason=ASKED, actor=recipient)
    handing_over.choose(found, the_post(other_cadre), actor=district_administrator)
    said = refusal(handing_over.choose, found, the_post(third), actor=district_administrator)
    assert said == "这一户的交接刚刚有人定了。"


def test_the_same_cadre_is_no_other_cadre(file, cadre, recipient, district_administrator):
    found = handing_over.ask(file, reason=ASKED, actor=recipient)
    said = refusal(handing_over.choose, found, the_post(cadre), actor=district_administrator)
    assert said.startswith("现在就是褚演示联系。")
    assert HandOver.objects.pending().exists()


def test_a_refused_choice_leaves_the_household_with_its_cadre(
    file, cadre, other_cadre, recipient, city, district_administrator
):
    a_pair(a_file(city.couriers), other_cadre)
    found = handing_over.ask(file, reason=ASKED, actor=recipient)
    said = refusal(handing_over.choose, found, the_post(other_cadre), actor=district_administrator)
    assert said == "尤演示联系的户数已满。"
    assert HardshipFile.objects.kept_by(cadre).get() == file


def test_talked_over_the_cadre_stays_and_the_household_reads_it(
    file, cadre, recipient, district_administrator
):
    found = handing_over.ask(file, reason=ASKED, actor=recipient)
    said = refusal(handing_over.keep, found, note=" ", actor=district_administrator)
    assert said == "请写一句怎么谈的。"
    for _ in range(2):
        handing_over.keep(found, note="误会，愿意继续", actor=district_administrator)
    found.refresh_from_db()
    assert (found.to_pairing.post.user, found.note) == (cadre, "误会，愿意继续")
    assert (
        Message.objects.filter(kind="assistance.hand_over_kept", recipient=recipient).count() == 1
    )
    assert Pairing.objects.count() == 1


def test_nobody_stays_who_is_gone(file, cadre, city, administrator):
    releasing.release(the_post(cadre), actor=administrator, at=timezone.now())
    found = HandOver.objects.get()
    said = refusal(handing_over.keep, found, note="不换", actor=administrator)
    assert said == "现在没有人联系这一户，请选一位干部。"


def test_only_the_supervisor_line_decides(file, recipient, cadre, other_cadre, far_cadre, city):
    found = handing_over.ask(file, reason=ASKED, actor=recipient)
    minle = factories.a_member_of_staff("钱试样", city.minle_federation, Role.ADMINISTRATOR)
    for actor in (recipient, cadre, other_cadre, far_cadre, minle):
        assert refusal(handing_over.choose, found, the_post(other_cadre), actor=actor)
        assert refusal(handing_over.keep, found, note="不换", actor=actor)
    assert HandOver.objects.pending().get() == found


def test_another_district_sees_no_hand_over(file, recipient, stranger, city, auditor):
    handing_over.ask(file, reason=ASKED, actor=recipient)
    minle = factories.a_member_of_staff("钱试样", city.minle_federation, Role.ADMINISTRATOR)
    for reader in (stranger, minle, auditor, recipient):
        assert not HandOver.objects.visible_to(reader).exists()


def test_whoever_leaves_waits_no_longer(file, recipient, district_administrator):
    handing_over.ask(file, reason=ASKED, actor=recipient)
    end_pairing(file, reason="搬走了", actor=district_administrator)
    assert not HandOver.objects.pending().exists()


def test_a_household_freed_by_an_ended_post_may_be_paired_from_its_file_as_well(
    file, cadre, other_cadre, district_administrator
):
    releasing.release(the_post(cadre), actor=district_administrator, at=timezone.now())
    made = pair(file, the_post(other_cadre), actor=district_administrator)
    assert HandOver.objects.get().to_pairing == made
    assert Entry.objects.filter(action="assistance.handed_over").count() == 1


def test_many_are_chosen_at_once_and_what_could_not_be_made_still_waits(
    city, cadre, other_cadre, district_administrator
):
    files = [a_file(city.couriers) for _ in range(3)]
    for slot, file in enumerate(files, 1):
        a_pair(file, cadre, slot=slot)
    releasing.release(the_post(cadre), actor=district_administrator, at=timezone.now())
    post = the_post(other_cadre)
    outcome = handing_over.choose_all(
        [handing_over.Choice(file.pk, post.pk) for file in files], actor=district_administrator
    )
    assert len(outcome.made) == 1
    assert [reason for _, reason in outcome.left] == ["尤演示联系的户数已满。"] * 2
    assert HandOver.objects.pending().count() == 2
    assert set(HardshipFile.objects.unpaired()) == set(files[1:])


@pytest.mark.parametrize("state", [FileState.LIFTED, FileState.LEFT])
def test_who_needs_nobody_any_more_does_not_wait(city, cadre, state, administrator):
    file = a_file(city.couriers, state=FileState.ON_FILE)
    a_pair(file, cadre)
    HardshipFile.objects.filter(pk=file.pk).update(state=state)
    releasing.release(the_post(cadre), actor=administrator, at=timezone.now())
    assert not Pairing.objects.standing().exists()
    assert not HandOver.objects.exists()
