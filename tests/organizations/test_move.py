"""Moving a union: everything below moves along, and what posts open moves with it at once."""

import threading

import pytest
from django.db import transaction

from accounts.models import User
from audit.models import Entry
from audit.refusal import Refused
from organizations import tree, visible
from organizations.models import Organization, Role
from organizations.posts import within
from tests import factories
from tests.together import together


def seen_by(user) -> set[str]:
    user = User.objects.get(pk=user.pk)
    found = Organization.objects.filter(within(user, (Role.REVIEWER,), "path"))
    return set(found.values_list("name", flat=True))


def test_a_moved_union_takes_all_below_it_along(city, administrator):
    tree.move(city.railway_union, parent=city.minle_federation, actor=administrator)
    for union in (city.railway_union, city.joint, city.minle_federation):
        union.refresh_from_db()
    assert city.railway_union.parent == city.minle_federation
    assert city.joint.path == city.railway_union.path + tree.segment(city.joint.pk)
    assert city.railway_union.path == city.minle_federation.path + tree.segment(
        city.railway_union.pk
    )


def test_what_reviewers_see_moves_with_it_at_once(city, administrator, reviewer, stranger):
    before_ours, before_theirs = seen_by(reviewer), seen_by(stranger)
    tree.move(city.railway_union, parent=city.minle_federation, actor=administrator)
    moved = {"火车站街道总工会", "火车站街道联合工会"}
    assert moved <= before_ours
    assert seen_by(reviewer) == before_ours - moved
    assert seen_by(stranger) == before_theirs | moved


def test_ancestors_are_told_nearest_first(city):
    assert list(tree.ancestors(city.joint)) == [
        city.joint, city.railway_union, city.ganzhou_federation, city.root,
    ]  # fmt: skip


def test_moving_is_recorded_and_moving_to_the_same_place_is_not(city, administrator):
    tree.move(city.joint, parent=city.ganzhou_federation, actor=administrator)
    tree.move(city.joint, parent=city.ganzhou_federation, actor=administrator)
    assert Entry.objects.filter(action="organizations.moved").count() == 1


def test_a_union_cannot_move_below_itself(city, administrator):
    for parent in (city.ganzhou_federation, city.railway_union, city.joint):
        with pytest.raises(Refused) as refusal:
            tree.move(city.ganzhou_federation, parent=parent, actor=administrator)
        assert refusal.value.message == "不能移到自己的下级工会里。"


def test_a_union_cannot_move_beside_a_namesake(city, administrator):
    factories.a_union(
        "火车站街道联合工会", Organization.Kind.JOINT, city.minle, city.minle_federation
    )
    with pytest.raises(Refused) as refusal:
        tree.move(city.joint, parent=city.minle_federation, actor=administrator)
    assert refusal.value.message == "那个工会下面已有同名工会，请先改名。"


def test_the_tree_grows_no_deeper_than_a_path_is_long(city, administrator):
    parent = city.joint
    while len(parent.path) < tree.PATH_LENGTH:
        parent = factories.a_union("下级工会", Organization.Kind.PRIMARY, city.railway, parent)
    with pytest.raises(Refused) as refusal:
        factories.a_union("再下级", Organization.Kind.PRIMARY, city.railway, parent)
    assert "层级太深" in refusal.value.message
    with pytest.raises(Refused) as refusal:
        tree.move(city.couriers, parent=parent, actor=administrator)
    assert "层级就太深" in refusal.value.message


def circle(city) -> bool:
    """Whether the two federations hang below one another, away from the root."""
    parents = dict(Organization.objects.values_list("pk", "parent_id"))
    pk, seen = city.ganzhou_federation.pk, set()
    while pk and pk not in seen:
        seen.add(pk)
        pk = parents[pk]
    return pk is not None


def move_without_the_lock(organization, parent, both_have_looked, wait_for=None):
    """Looks, then writes; one after the other, as the database would not let them write at once."""
    with transaction.atomic():
        moved, above = fresh(organization), fresh(parent)
        assert not above.path.startswith(moved.path)
        both_have_looked.wait(10)
        if wait_for:
            wait_for.wait(10)
        Organization.objects.filter(pk=organization.pk).update(parent=parent)


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_two_moves_would_close_a_circle(city):
    ganzhou, minle = city.ganzhou_federation, city.minle_federation
    both_have_looked, first_has_moved = threading.Barrier(2), threading.Event()

    def first():
        move_without_the_lock(ganzhou, minle, both_have_looked)
        first_has_moved.set()

    together(
        first, lambda: move_without_the_lock(minle, ganzhou, both_have_looked, first_has_moved)
    )
    assert circle(city)


@pytest.mark.django_db(transaction=True)
def test_two_moves_at_once_cannot_close_a_circle(city, administrator):
    ganzhou, minle = city.ganzhou_federation, city.minle_federation
    results = together(
        lambda: tree.move(
            Organization.objects.get(pk=ganzhou.pk), parent=fresh(minle), actor=administrator
        ),
        lambda: tree.move(
            Organization.objects.get(pk=minle.pk), parent=fresh(ganzhou), actor=administrator
        ),
    )
    assert [type(result) for result in results].count(Refused) == 1
    assert results.count(None) == 1
    assert not circle(city)
    for union in Organization.objects.exclude(parent=None).select_related("parent"):
        assert union.path == union.parent.path + tree.segment(union.pk)


def fresh(union):
    return Organization.objects.get(pk=union.pk)


@pytest.mark.django_db(transaction=True)
def test_a_union_founded_while_its_parent_moves_is_where_its_parent_is(city, administrator):
    together(
        lambda: tree.move(
            fresh(city.railway_union), parent=fresh(city.minle_federation), actor=administrator
        ),
        lambda: factories.a_union(
            "新建联合工会", Organization.Kind.JOINT, city.railway, city.railway_union
        ),
    )
    made = Organization.objects.select_related("parent").get(name="新建联合工会")
    assert made.path == made.parent.path + tree.segment(made.pk)


def test_an_administrator_sees_the_unions_of_their_subtree_and_no_other(
    city, district_administrator
):
    names = set(visible.unions(district_administrator).values_list("name", flat=True))
    assert names == {
        "甘州区总工会", "火车站街道总工会", "甘州区快递外卖行业工会联合会",
        "火车站街道联合工会", "甘州区会员周转库",
    }  # fmt: skip
