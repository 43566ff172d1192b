"""Two officers at one household, two households at one place. Each race is shown, then cured."""

import threading

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from assistance import confirming, handing_over, proposing, releasing
from assistance.admitting import Choice
from assistance.computing import compute
from assistance.ending import end_pairing
from assistance.models import HandOver, HardshipFile, Pairing
from assistance.pairing import pair, pair_all
from audit.models import Entry
from audit.refusal import Refused
from notifications.models import Message
from organizations import appointments
from organizations.models import Role
from tests import factories
from tests.assistance.rows import a_file, a_pair, the_post, with_cap
from tests.together import together

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def officers(city):
    return [
        factories.a_member_of_staff(name, city.ganzhou_federation, Role.ADMINISTRATOR)
        for name in ("何示范", "吕示范")
    ]


@pytest.fixture
def file(city):
    return a_file(city.couriers)


def refused(results) -> list[str]:
    return [each.message for each in results if isinstance(each, Refused)]


def looking_first(*acts):
    """Each looks, all wait for one another, then each writes: what happens without a lock."""
    looked = threading.Barrier(len(acts))

    def one(look, write):
        def act():
            found = look()
            looked.wait(10)
            write(found)
            return found

        return act

    return [one(*act) for act in acts]


def test_without_lock_and_constraint_both_find_the_household_free(file, cadre, other_cadre):
    """What the lock on the file is for: both read “nobody's” before either writes; only the
    constraint still stands in the way of the second.
    """
    acts = [
        (
            lambda: Pairing.objects.standing().filter(file=file).exists(),
            lambda _, post=post: Pairing.objects.create(file=file, post=post),
        )
        for post in (the_post(cadre), the_post(other_cadre))
    ]
    results = together(*looking_first(*acts))
    assert sum(each is False for each in results) == 1
    assert sum(isinstance(each, IntegrityError) for each in results) == 1


def test_without_lock_and_constraint_both_take_the_last_place(city, cadre):
    """What the lock on the post is for: a number alone would let two in."""
    files, post = [a_file(city.couriers) for _ in range(2)], the_post(cadre)
    acts = [
        (
            lambda: Pairing.objects.standing().filter(post=post).count(),
            lambda held, file=file, slot=slot: Pairing.objects.create(
                file=file, post=post, slot=slot
            ),
        )
        for slot, file in enumerate(files, 1)
    ]
    assert together(*looking_first(*acts)) == [0, 0]
    assert Pairing.objects.standing().filter(post=post).count() == 2


def test_two_officers_pair_the_same_household_with_two_cadres(file, cadre, other_cadre, officers):
    results = together(*[
        lambda who=who, officer=officer: pair(file, the_post(who), actor=officer)
        for who, officer in zip((cadre, other_cadre), officers, strict=True)
    ])  # fmt: skip
    made = Pairing.objects.get()
    assert refused(results) == [f"这一户刚刚已由{made.post.user}联系。"]
    assert Entry.objects.filter(action="assistance.paired").count() == 1
    assert Message.objects.filter(kind="assistance.paired_cadre").count() == 1


def test_two_officers_press_the_same_pair(file, cadre, officers):
    results = together(*[
        lambda officer=officer: pair(file, the_post(cadre), actor=officer) for officer in officers
    ])  # fmt: skip
    assert results[0] == results[1] == Pairing.objects.get()
    assert Message.objects.count() == 1


def test_five_households_want_the_last_two_places(city, cadre, officers):
    with_cap(cadre, 2)
    files = [a_file(city.couriers) for _ in range(5)]
    results = together(*[
        lambda file=file: pair(file, the_post(cadre), actor=officers[0]) for file in files
    ])  # fmt: skip
    assert refused(results) == ["褚演示联系的户数已满。"] * 3
    assert sorted(Pairing.objects.values_list("slot", flat=True)) == [1, 2]


def test_two_lists_that_cross_wait_for_one_another_and_not_in_a_circle(city, officers):
    cadres = [
        factories.a_member_of_staff(f"第{n}演示", city.couriers, Role.CADRE) for n in range(6)
    ]
    files = [a_file(city.couriers) for _ in cadres]
    choices = [Choice(file.pk, the_post(who).pk) for file, who in zip(files, cadres, strict=True)]
    results = together(
        lambda: pair_all(choices, actor=officers[0]),
        lambda: pair_all(choices[::-1], actor=officers[1]),
    )
    assert [len(outcome.made) for outcome in results] == [6, 6]
    assert Pairing.objects.count() == Message.objects.count() == 6


def test_a_list_confirmed_by_two_at_once_pairs_once(city, file, cadre, officers):
    proposal = proposing.start(city.ganzhou_federation, actor=officers[0])
    compute(proposal.pk)
    together(*[
        lambda officer=officer: confirming.confirm(proposal, actor=officer) for officer in officers
    ])  # fmt: skip
    assert Pairing.objects.count() == 1
    assert Entry.objects.filter(action="assistance.proposal_confirmed").count() == 1


def test_two_workers_compute_one_list(city, file, cadre, officers):
    proposal = proposing.start(city.ganzhou_federation, actor=officers[0])
    done = together(*[lambda: compute(proposal.pk)] * 3)
    assert sorted(done) == [False, False, True]
    assert proposal.pairs.count() == 1


def test_the_post_ends_just_as_a_household_is_paired_with_it(file, cadre, officers):
    post = the_post(cadre)
    results = together(
        lambda: pair(file, post, actor=officers[0]),
        lambda: appointments.end(post, actor=officers[1]),
    )
    if isinstance(results[0], Refused):
        assert not HandOver.objects.exists()
    else:
        assert HandOver.objects.pending().get().from_pairing == results[0]
    assert not Pairing.objects.standing().exists()
    assert HardshipFile.objects.unpaired().get() == file
    assert not releasing.orphans().exists()


def test_whoever_waited_for_the_post_that_ended_does_not_get_it(file, cadre, officers):
    """The moment that counts is the one after the wait, not the one before it."""
    post = the_post(cadre)
    ending, ended = threading.Event(), threading.Event()

    def end_slowly():
        with transaction.atomic():
            appointments.end(post, actor=officers[1])
            ending.set()
            ended.wait(1)

    def pair_then():
        ending.wait(10)
        return pair(file, post, actor=officers[0])

    results = together(end_slowly, pair_then)
    assert refused(results) == ["褚演示现在不在帮扶干部岗位上。"]


def test_two_officers_choose_two_cadres_for_one_hand_over(file, cadre, other_cadre, city, officers):
    a_pair(file, cadre)
    found = handing_over.ask(file, reason="asked_for", actor=cadre)
    third = factories.a_member_of_staff("施演示", city.couriers, Role.CADRE)
    results = together(
        lambda: handing_over.choose(found, the_post(other_cadre), actor=officers[0]),
        lambda: handing_over.choose(found, the_post(third), actor=officers[1]),
    )
    assert refused(results) == ["这一户的交接刚刚有人定了。"]
    assert Pairing.objects.standing().count() == 1
    assert Pairing.objects.count() == 2


def test_the_household_leaves_just_as_it_is_handed_over(file, cadre, other_cadre, officers):
    a_pair(file, cadre)
    found = handing_over.ask(file, reason="asked_for", actor=cadre)

    def leave():
        with transaction.atomic():
            locked = HardshipFile.objects.select_for_update().get(pk=file.pk)
            locked.state = "left"
            locked.save(update_fields=["state"])
            end_pairing(locked, reason="搬走了", actor=officers[1])

    together(lambda: handing_over.choose(found, the_post(other_cadre), actor=officers[0]), leave)
    assert not Pairing.objects.standing().exists()
    assert not HandOver.objects.pending().exists()


def test_two_sweeps_hand_over_once(city, cadre):
    files = [a_file(city.couriers) for _ in range(3)]
    for slot, file in enumerate(files, 1):
        a_pair(file, cadre, slot=slot)
    post = the_post(cadre)
    post.until = timezone.now()
    post.save(update_fields=["until"])
    assert sum(together(*[releasing.sweep] * 3)) == 3
    assert HandOver.objects.count() == 3
