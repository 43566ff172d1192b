"""A cadre goes, by whatever door: every household waits for another one, none falls silent."""

import datetime

import pytest
from django.utils import timezone

from accounts import services as accounts
from assistance import handing_over, releasing
from assistance.models import HandOver, HandOverReason, HardshipFile, Pairing
from notifications.models import Message
from organizations import appointments, tree
from organizations.models import Organization, Post, Role
from tests import factories
from tests.assistance.rows import a_file, a_pair, the_post

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def files(city, cadre):
    files = [a_file(city.couriers, name=name) for name in ("赵范例", "钱范例", "孙范例")]
    for slot, file in enumerate(files, 1):
        a_pair(file, cadre, slot=slot, since=timezone.now() - DAY)
    return files


def waiting() -> set:
    return {found.file for found in HandOver.objects.pending()}


def nobodys() -> set:
    return set(HardshipFile.objects.unpaired())


def test_ending_the_post_puts_every_household_on_hand_over_at_once(
    files, cadre, district_administrator
):
    appointments.end(the_post(cadre), actor=district_administrator)
    assert waiting() == nobodys() == set(files)
    assert not Pairing.objects.standing().exists()
    assert {found.reason for found in HandOver.objects.all()} == {HandOverReason.POST_ENDED}
    assert not HardshipFile.objects.kept_by(cadre).exists()
    assert not HardshipFile.objects.exclude(next_due_on=None).exists()


def test_the_supervisor_is_told_once_whatever_the_number(files, cadre, district_administrator):
    appointments.end(the_post(cadre), actor=district_administrator)
    told = Message.objects.get(kind="assistance.hand_over_waiting")
    assert told.title == "有3户要换联系干部"


def test_the_household_hears_that_somebody_else_is_being_found(
    files, cadre, worker, district_administrator
):
    worker.person = files[0].person
    worker.save(update_fields=["person"])
    appointments.end(the_post(cadre), actor=district_administrator)
    told = Message.objects.get(recipient=worker)
    assert told.kind == "assistance.cadre_left"


def test_history_stays(files, cadre, district_administrator):
    appointments.end(the_post(cadre), actor=district_administrator)
    post = Post.objects.get(user=cadre)
    for pairing in Pairing.objects.all():
        assert (pairing.post.user, pairing.until, pairing.end_reason) == (
            cadre, post.until, "干部离岗",
        )  # fmt: skip
    assert HandOver.objects.filter(from_pairing__in=Pairing.objects.all()).count() == 3


def test_ended_twice_waits_once(files, cadre, district_administrator):
    for _ in range(2):
        appointments.end(the_post(cadre), actor=district_administrator)
    assert HandOver.objects.count() == 3


def test_a_household_that_had_asked_for_another_one_goes_on_waiting_in_one_row(
    files, cadre, district_administrator
):
    handing_over.ask(files[0], reason="asked_for", actor=cadre)
    appointments.end(the_post(cadre), actor=district_administrator)
    assert waiting() == set(files)


def test_if_the_households_cannot_be_put_on_hand_over_the_post_does_not_end(
    files, cadre, district_administrator, settings
):
    """One transaction: there is no moment in which nobody knows of them."""
    settings.POST_ENDED = [*settings.POST_ENDED, f"{__name__}.fail"]
    with pytest.raises(ZeroDivisionError):
        appointments.end(the_post(cadre), actor=district_administrator)
    assert the_post(cadre).until is None
    assert Pairing.objects.standing().count() == 3


def fail(post, *, actor, at):
    1 / 0  # noqa: B018


def test_another_post_of_the_same_person_keeps_its_households(files, cadre, city, administrator):
    second = appointments.appoint(
        user=cadre, organization=city.railway_union, role=Role.CADRE, actor=administrator
    )
    kept = a_file(city.railway_union)
    Pairing.objects.create(file=kept, post=second)
    first = Post.objects.get(user=cadre, organization=city.couriers)
    appointments.end(first, actor=administrator)
    assert waiting() == set(files)
    assert HardshipFile.objects.kept_by(cadre).get() == kept


def test_shutting_the_account_hands_over_too(files, cadre, district_administrator):
    accounts.disable(cadre, actor=district_administrator)
    assert waiting() == nobodys() == set(files)


def test_opened_again_the_account_has_no_household_until_somebody_chooses_so(
    files, cadre, district_administrator
):
    accounts.disable(cadre, actor=district_administrator)
    accounts.enable(cadre, actor=district_administrator)
    assert not HardshipFile.objects.kept_by(cadre).exists()
    found = HandOver.objects.pending().get(file=files[0])
    assert handing_over.choose(found, the_post(cadre), actor=district_administrator)


def test_a_post_that_ran_out_by_the_clock_is_found_by_the_sweep(files, cadre):
    Post.objects.filter(user=cadre).update(until=timezone.now() - DAY / 24)
    assert {pairing.file for pairing in releasing.orphans()} == set(files)
    assert releasing.sweep() == 3
    assert releasing.sweep() == 0
    assert waiting() == nobodys() == set(files)
    assert not releasing.orphans().exists()


def test_a_post_that_will_run_out_is_left_alone_until_it_does(files, cadre):
    until = timezone.now() + DAY
    Post.objects.filter(user=cadre).update(until=until)
    assert releasing.sweep() == 0
    assert releasing.sweep(until) == 3


def test_a_closed_union_is_found_by_the_sweep(files, city):
    Organization.objects.filter(pk=city.couriers.pk).update(is_active=False)
    assert releasing.sweep() == 3


def test_a_moved_union_takes_its_pairs_with_it(files, cadre, city, administrator):
    tree.move(city.couriers, parent=city.minle_federation, actor=administrator)
    assert releasing.sweep() == 0
    assert HardshipFile.objects.kept_by(cadre).count() == 3
    minle = factories.a_member_of_staff("钱试样", city.minle_federation, Role.ADMINISTRATOR)
    assert HardshipFile.objects.visible_to(minle).count() == 3


def test_without_an_administrator_below_the_city_hears_of_it(files, cadre, city, administrator):
    appointments.end(the_post(cadre), actor=administrator)
    assert Message.objects.get(kind="assistance.hand_over_waiting").recipient == administrator
