"""Ending a post: at once, once, and never so that nobody is left to appoint."""

import datetime

import pytest
from django.utils import timezone

from accounts.models import User
from audit.models import Entry
from audit.refusal import Refused
from notifications.models import Message
from organizations import appointments, posts
from organizations.models import Post, Role
from tests import factories
from tests.together import together


def fresh(user):
    return User.objects.get(pk=user.pk)


def post_of(user, role=Role.REVIEWER) -> Post:
    return Post.objects.get(user=user, role=role, until__isnull=True)


def test_an_ended_post_opens_nothing_from_the_next_click_on(city, district_administrator, reviewer):
    post = post_of(reviewer)
    appointments.end(post, actor=district_administrator)
    assert posts.current_posts(fresh(reviewer)) == []
    entry = Entry.objects.get(action="organizations.post_ended")
    assert (entry.actor_id, entry.subject_id) == (district_administrator.pk, str(post.pk))
    assert Message.objects.get(kind="organizations.post_ended").recipient == reviewer


def test_ending_again_changes_nothing(city, district_administrator, reviewer):
    post = post_of(reviewer)
    appointments.end(post, actor=district_administrator)
    ended = Post.objects.get(pk=post.pk).until
    appointments.end(post, actor=district_administrator)
    assert Post.objects.get(pk=post.pk).until == ended
    assert Entry.objects.filter(action="organizations.post_ended").count() == 1


def test_a_post_that_has_not_begun_never_counts(city, administrator, reviewer):
    later = timezone.now() + datetime.timedelta(days=30)
    post = appointments.appoint(
        user=reviewer, organization=city.couriers, role=Role.CADRE, actor=administrator, since=later
    )
    appointments.end(post, actor=administrator)
    moments = (later, later + datetime.timedelta(seconds=1), later + datetime.timedelta(days=1))
    for moment in moments:
        assert not Post.objects.current(moment).filter(pk=post.pk).exists()


def test_posts_of_another_district_are_not_ours_to_end(city, district_administrator, stranger):
    with pytest.raises(Refused) as refusal:
        appointments.end(post_of(stranger), actor=district_administrator)
    assert refusal.value.message == "这个工会不在您的管理范围内。"
    assert posts.current_posts(fresh(stranger)) != []


def test_nobody_ends_their_own_last_administrators_post(city, district_administrator):
    with pytest.raises(Refused) as refusal:
        appointments.end(
            post_of(district_administrator, Role.ADMINISTRATOR), actor=district_administrator
        )
    assert "您自己最后一个管理员岗位" in refusal.value.message


def test_one_of_two_administrators_posts_may_be_given_up(city, administrator):
    second = appointments.appoint(
        user=administrator,
        organization=city.ganzhou_federation,
        role=Role.ADMINISTRATOR,
        actor=administrator,
    )
    actor = fresh(administrator)
    appointments.end(second, actor=actor)
    assert [post.organization for post in posts.current_posts(fresh(administrator))] == [city.root]


def test_an_auditors_post_is_ended_by_the_citys_administrator_alone(
    city, administrator, district_administrator, auditor
):
    local_auditor = factories.a_member_of_staff("沈示例", city.ganzhou_federation, Role.AUDITOR)
    with pytest.raises(Refused):
        appointments.end(post_of(local_auditor, Role.AUDITOR), actor=district_administrator)
    appointments.end(post_of(local_auditor, Role.AUDITOR), actor=administrator)
    assert posts.current_posts(fresh(local_auditor)) == []


def test_the_city_keeps_an_administrator(city, administrator):
    """Whoever is above nobody may end the last one, whatever else they hold."""
    second = factories.a_member_of_staff("韩示范", city.root, Role.ADMINISTRATOR)
    appointments.end(post_of(second, Role.ADMINISTRATOR), actor=administrator)
    assert post_of(administrator, Role.ADMINISTRATOR)
    with pytest.raises(Refused):
        appointments.end(post_of(administrator, Role.ADMINISTRATOR), actor=second)


def test_whoever_clicked_first_and_came_second_does_not_leave_the_city_bare(city, administrator):
    other = factories.a_member_of_staff("杨示范", city.root, Role.ADMINISTRATOR)
    mine, theirs = post_of(administrator, Role.ADMINISTRATOR), post_of(other, Role.ADMINISTRATOR)
    posts.current_posts(administrator), posts.current_posts(other)
    clicked = timezone.now()

    appointments.end(theirs, actor=administrator)
    with pytest.raises(Refused, match="至少要留一位管理员"):
        appointments.end(mine, actor=other, at=clicked)


@pytest.mark.django_db(transaction=True)
def test_two_administrators_ending_each_other_leave_one(city, administrator):
    other = factories.a_member_of_staff("杨示范", city.root, Role.ADMINISTRATOR)
    mine, theirs = post_of(administrator, Role.ADMINISTRATOR), post_of(other, Role.ADMINISTRATOR)
    # Both have clicked while both still held their posts.
    posts.current_posts(administrator), posts.current_posts(other)
    results = together(
        lambda: appointments.end(theirs, actor=administrator),
        lambda: appointments.end(mine, actor=other),
    )
    refused = [result for result in results if isinstance(result, Refused)]
    assert [refusal.message for refusal in refused] == [
        "张掖市总工会至少要留一位管理员，请先任命接手的人。"
    ]
    assert Post.objects.current().filter(role=Role.ADMINISTRATOR).count() == 1
