"""Appointing: who may, where, and what counts at once."""

import datetime
import threading

import pytest
from django.db import transaction

from accounts.models import User
from audit.models import Entry
from audit.refusal import Refused
from notifications.models import Message
from organizations import appointments, posts
from organizations.models import Post, Role
from tests import factories
from tests.together import together


@pytest.fixture
def newcomer(db):
    return factories.a_member_of_staff("褚示例")


def fresh(user):
    """The user as the next request sees them."""
    return User.objects.get(pk=user.pk)


def refusal_of(**terms) -> str:
    with pytest.raises(Refused) as refusal:
        appointments.appoint(**terms)
    return refusal.value.message


def test_an_administrator_appoints_in_their_own_subtree(city, district_administrator, newcomer):
    post = appointments.appoint(
        user=newcomer, organization=city.couriers, role=Role.REVIEWER, actor=district_administrator
    )
    assert posts.holds(fresh(newcomer), (Role.REVIEWER,), city.couriers)
    assert not posts.holds(fresh(newcomer), (Role.REVIEWER,), city.ganzhou_federation)
    entry = Entry.objects.get(action="organizations.post_appointed")
    assert (entry.actor_id, entry.subject_id) == (district_administrator.pk, str(post.pk))
    assert entry.data == {
        "user": newcomer.pk,
        "name": "褚示例",
        "role": "reviewer",
        "organization": city.couriers.pk,
    }


def test_the_appointed_person_is_told(city, administrator, newcomer):
    appointments.appoint(
        user=newcomer, organization=city.couriers, role=Role.REVIEWER, actor=administrator
    )
    message = Message.objects.get(kind="organizations.post_appointed")
    assert (message.recipient, message.title) == (newcomer, "您有了新的岗位：审批员")


def test_appointing_the_same_again_returns_the_same_post(city, administrator, newcomer):
    terms = {"user": newcomer, "organization": city.couriers, "role": Role.REVIEWER}
    first = appointments.appoint(**terms, actor=administrator)
    assert appointments.appoint(**terms, actor=administrator) == first
    assert Post.objects.filter(user=newcomer).count() == 1
    assert Entry.objects.filter(action="organizations.post_appointed").count() == 1


def test_an_ended_post_can_be_given_anew(city, administrator, newcomer):
    terms = {"user": newcomer, "organization": city.couriers, "role": Role.REVIEWER}
    first = appointments.appoint(**terms, actor=administrator)
    appointments.end(first, actor=administrator)
    second = appointments.appoint(**terms, actor=administrator)
    assert second != first
    assert posts.holds(fresh(newcomer), (Role.REVIEWER,), city.couriers)


def test_a_post_may_begin_later_and_end_by_itself(city, administrator, newcomer):
    since, until = factories.local(2090, 1, 1), factories.local(2090, 2, 1)
    post = appointments.appoint(
        user=newcomer, organization=city.couriers, role=Role.REVIEWER, actor=administrator,
        since=since, until=until,
    )  # fmt: skip
    assert posts.current_posts(fresh(newcomer)) == []
    middle = since + datetime.timedelta(days=10)
    assert list(Post.objects.current(middle).filter(user=newcomer)) == [post]
    assert not Post.objects.current(until).filter(user=newcomer).exists()


def test_an_administrator_may_not_appoint_in_another_district(
    city, district_administrator, newcomer
):
    for organization in (city.minle_federation, city.root):
        assert refusal_of(
            user=newcomer, organization=organization, role=Role.REVIEWER,
            actor=district_administrator,
        ) == "这个工会不在您的管理范围内。"  # fmt: skip
    assert not Post.objects.filter(user=newcomer).exists()


@pytest.mark.parametrize("who", ["reviewer", "auditor", "worker"])
def test_others_may_not_appoint(request, city, newcomer, who):
    actor = request.getfixturevalue(who)
    assert refusal_of(
        user=newcomer, organization=city.couriers, role=Role.REVIEWER, actor=actor
    ) == "这个工会不在您的管理范围内。"  # fmt: skip


def test_an_auditor_is_appointed_by_the_citys_administrator_alone(
    city, administrator, district_administrator, newcomer
):
    terms = {"user": newcomer, "organization": city.ganzhou_federation, "role": Role.AUDITOR}
    assert "安全审计员只能由市总工会" in refusal_of(**terms, actor=district_administrator)
    appointments.appoint(**terms, actor=administrator)
    assert posts.holds_any(fresh(newcomer), (Role.AUDITOR,))


def test_whoever_runs_the_system_is_not_the_one_who_watches_it(
    city, administrator, district_administrator, auditor
):
    apart = "管理员和安全审计员要分开，不能是同一个人。"
    assert refusal_of(
        user=district_administrator, organization=city.root, role=Role.AUDITOR, actor=administrator
    ) == apart  # fmt: skip
    assert refusal_of(
        user=auditor, organization=city.root, role=Role.ADMINISTRATOR, actor=administrator
    ) == apart  # fmt: skip


def test_a_worker_or_a_disabled_account_is_given_no_post(city, administrator, worker, newcomer):
    newcomer.is_active = False
    newcomer.save(update_fields=["is_active"])
    for user in (worker, newcomer):
        assert refusal_of(
            user=user, organization=city.couriers, role=Role.REVIEWER, actor=administrator
        ) == "只能任命在用的工作人员账号。"  # fmt: skip


def test_nobody_is_appointed_at_a_union_out_of_use(city, administrator, newcomer):
    city.couriers.is_active = False
    city.couriers.save(update_fields=["is_active"])
    assert refusal_of(
        user=newcomer, organization=city.couriers, role=Role.REVIEWER, actor=administrator
    ) == "这个工会已停用，请另选一个。"  # fmt: skip


def test_a_newcomer_gets_an_account_and_a_post_or_neither(city, district_administrator):
    terms = {"username": "chu.shili", "name": "褚示例", "actor": district_administrator}
    with pytest.raises(Refused):
        appointments.appoint_newcomer(
            **terms, organization=city.minle_federation, role=Role.REVIEWER
        )
    assert not User.objects.filter(username="chu.shili").exists()
    post, password = appointments.appoint_newcomer(
        **terms, organization=city.couriers, role=Role.REVIEWER
    )
    assert post.user.check_password(password)
    assert post.user.must_change_password


def appoint_without_the_lock(both_have_looked, **post):
    """What `appoint` would be if it did not lock the person first."""
    with transaction.atomic():
        assert not Post.objects.filter(**post, until__isnull=True).exists()
        both_have_looked.wait(10)
        return Post.objects.create(**post)


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_one_of_two_administrators_would_break(city, newcomer):
    both = threading.Barrier(2)
    post = {"user": newcomer, "organization": city.couriers, "role": Role.REVIEWER}
    results = together(*[lambda: appoint_without_the_lock(both, **post)] * 2)
    assert sorted(type(result).__name__ for result in results) == ["IntegrityError", "Post"]


@pytest.mark.django_db(transaction=True)
def test_two_administrators_pressing_together_make_one_post(city, administrator, newcomer):
    other = factories.a_member_of_staff("蒋示范", city.root, Role.ADMINISTRATOR)
    terms = {"user": newcomer, "organization": city.couriers, "role": Role.REVIEWER}
    made = together(
        lambda: appointments.appoint(**terms, actor=administrator),
        lambda: appointments.appoint(**terms, actor=other),
    )
    assert made[0] == made[1]
    assert Post.objects.filter(user=newcomer).count() == 1
    assert Entry.objects.filter(action="organizations.post_appointed").count() == 1
