"""The account behind a post: reset and shut by those who administer all of it, nobody else."""

import pytest
from django.urls import reverse

from accounts import second_factor
from accounts.models import User
from audit.models import Entry
from organizations.models import Post, Role


@pytest.fixture
def post(reviewer):
    return Post.objects.get(user=reviewer)


def page(name: str, post: Post) -> str:
    return reverse(f"organizations:{name}", args=[post.pk])


@pytest.fixture
def administrator_at_work(signed_in, district_administrator):
    """The district's administrator, who has just shown the second factor."""
    client = signed_in(district_administrator)
    session = client.session
    session["stepped_up_at"] = session["signed_in_at"]
    session.save()
    return client


def test_the_page_tells_how_the_account_stands(administrator_at_work, post):
    answer = administrator_at_work.get(page("desk-account", post))
    assert answer.context["refusal"] == ""
    assert "陈演示的账号" in answer.content.decode()
    assert "还没有登录过" in answer.content.decode()


def test_a_reset_shows_one_password_that_works_once_and_ends_every_session(
    administrator_at_work, signed_in, reviewer, post
):
    at_the_desk = signed_in(reviewer)
    answer = administrator_at_work.post(page("desk-account-reset", post))
    password = answer.context["password"]
    reviewer.refresh_from_db()
    assert password in answer.content.decode()
    assert reviewer.check_password(password)
    assert reviewer.must_change_password
    assert second_factor.device_of(reviewer) is None
    assert "sign-in" in at_the_desk.get(reverse("membership:desk")).url
    entry = Entry.objects.get(action="accounts.sign_in_reset")
    assert entry.subject_id == str(reviewer.pk)
    assert password not in str(entry.data)


def test_a_disabled_account_is_out_at_the_next_click_and_may_be_let_in_again(
    administrator_at_work, signed_in, reviewer, post
):
    at_the_desk = signed_in(reviewer)
    administrator_at_work.post(page("desk-account-active", post), {"active": "no"})
    assert not User.objects.get(pk=reviewer.pk).is_active
    assert at_the_desk.get(reverse("membership:desk")).status_code == 302
    administrator_at_work.post(page("desk-account-active", post), {"active": "yes"})
    assert User.objects.get(pk=reviewer.pk).is_active
    actions = Entry.objects.filter(subject_id=str(reviewer.pk), action__startswith="accounts.")
    assert list(actions.order_by("pk").values_list("action", flat=True)) == [
        "accounts.disabled",
        "accounts.enabled",
    ]


@pytest.mark.parametrize("name", ["desk-account-reset", "desk-account-active"])
def test_the_second_factor_is_asked_again_first(signed_in, district_administrator, post, name):
    client = signed_in(district_administrator)
    answer = client.post(page(name, post), {"active": "no"})
    assert answer.url.startswith(reverse("accounts:staff-step-up"))
    assert User.objects.get(pk=post.user_id).is_active


@pytest.mark.parametrize("name", ["desk-account-reset", "desk-account-active"])
def test_an_account_with_posts_elsewhere_is_left_to_those_above(
    administrator_at_work, city, post, name
):
    Post.objects.create(user=post.user, organization=city.minle_federation, role=Role.REVIEWER)
    shown = administrator_at_work.get(page("desk-account", post)).content.decode()
    assert "请由上级管理员办理" in shown
    assert administrator_at_work.post(page(name, post), {"active": "no"}).status_code == 404
    assert User.objects.get(pk=post.user_id).is_active


def test_nobody_shuts_their_own_account(administrator_at_work, district_administrator):
    own = Post.objects.get(user=district_administrator)
    assert "请别的管理员" in administrator_at_work.get(page("desk-account", own)).content.decode()
    answer = administrator_at_work.post(page("desk-account-active", own), {"active": "no"})
    assert answer.status_code == 404


def test_a_post_of_another_district_does_not_exist(administrator_at_work, stranger):
    other = Post.objects.get(user=stranger)
    assert administrator_at_work.get(page("desk-account", other)).status_code == 404


def test_a_reviewer_finds_no_account_pages(signed_in, colleague, post):
    assert signed_in(colleague).get(page("desk-account", post)).status_code == 404


def test_the_page_costs_the_same_for_one_post_and_for_three(
    administrator_at_work, city, post, django_assert_num_queries
):
    administrator_at_work.get(page("desk-account", post))
    with django_assert_num_queries(QUERIES):
        administrator_at_work.get(page("desk-account", post))
    for role in (Role.ORGANISER, Role.CADRE):
        Post.objects.create(user=post.user, organization=city.ganzhou_federation, role=role)
    with django_assert_num_queries(QUERIES):
        administrator_at_work.get(page("desk-account", post))


# user, own posts, the post, its holder's posts, device, last sign-in, open ones,
# posts for the refusal, badges of queue and inbox
QUERIES = 10


def test_a_name_in_the_list_leads_there(administrator_at_work, post):
    listed = administrator_at_work.get(reverse("organizations:desk-posts")).content.decode()
    assert page("desk-account", post) in listed
