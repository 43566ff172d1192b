"""人员岗位: the list, the appointing form, ending with a confirmation."""

import pytest
from django.urls import reverse

from accounts.models import User
from organizations.models import Organization, Post, Role
from tests import factories
from tests.organizations.queries import queries_of

LIST = "/desk/posts/"
NEW = "/desk/posts/new/"


def names(response) -> list[str]:
    return [post.user.name for post in response.context["page"].rows]


def test_administrators_see_the_posts_of_their_subtree(
    city, signed_in, district_administrator, reviewer, stranger, auditor
):
    response = signed_in(district_administrator).get(LIST)
    assert sorted(names(response)) == ["何示范", "陈演示"]


@pytest.mark.parametrize("who", ["reviewer", "auditor"])
def test_for_others_the_page_does_not_exist(request, city, signed_in, who):
    client = signed_in(request.getfixturevalue(who))
    assert [client.get(url).status_code for url in (LIST, NEW)] == [404, 404]


def test_a_visitor_is_led_to_the_sign_in(city, client):
    assert client.get(LIST).status_code == 302


def test_the_list_is_searched_by_name_role_and_union(
    city, signed_in, administrator, reviewer, colleague, stranger
):
    client = signed_in(administrator)
    assert names(client.get(LIST, {"text": "陈"})) == ["陈演示"]
    assert sorted(names(client.get(LIST, {"role": "reviewer"}))) == ["周演练", "郑样本", "陈演示"]
    minle = {"union": city.minle_federation.public_id, "role": "reviewer"}
    assert names(client.get(LIST, minle)) == ["郑样本"]


@pytest.mark.parametrize(
    "given",
    [
        {"text": "\0'%_"}, {"role": "king"}, {"union": "x"}, {"after": "x~y"}, {"before": "\0~1"},
        {"after": "甘~00000000-0000-0000-0000-00000000000g"},
    ],
)  # fmt: skip
def test_nonsense_in_the_address_is_no_error(city, signed_in, administrator, given):
    assert signed_in(administrator).get(LIST, given).status_code == 200


def test_the_list_takes_as_many_queries_for_three_rows_as_for_one(city, signed_in, administrator):
    client = signed_in(administrator)
    one = queries_of(client, LIST)
    for name in ("吴示例", "郑示例"):
        factories.a_member_of_staff(name, city.couriers, Role.REVIEWER)
    assert queries_of(client, LIST) == one


def test_pages_follow_one_another_without_gap_or_double(city, signed_in, administrator):
    for number in range(60):
        factories.a_member_of_staff(f"示例{number}", city.couriers, Role.CADRE)
    client, seen, cursor = signed_in(administrator), [], ""
    while True:
        page = client.get(LIST, {"after": cursor}).context["page"]
        seen += [post.pk for post in page.rows]
        if not page.after:
            break
        cursor = page.after
    assert len(seen) == len(set(seen)) == Post.objects.count()
    back = client.get(LIST, {"before": page.before}).context["page"]
    assert [post.pk for post in back.rows] == seen[25:50]


def test_an_existing_account_is_appointed(city, signed_in, district_administrator):
    newcomer = factories.a_member_of_staff("褚示例")
    given = {
        "username": newcomer.username, "organization": city.couriers.name, "role": "reviewer",
    }  # fmt: skip
    response = signed_in(district_administrator).post(NEW, given, follow=True)
    assert "已任命褚示例为甘州区快递外卖行业工会联合会的审批员，现在就生效。" in response.text
    assert Post.objects.get(user=newcomer).organization == city.couriers


def test_a_new_account_is_opened_and_its_password_shown_once(
    city, signed_in, district_administrator
):
    client = signed_in(district_administrator)
    given = {
        "username": "chu.shili", "name": "褚示例", "organization": city.couriers.name,
        "role": "reviewer",
    }  # fmt: skip
    response = client.post(NEW, given)
    user = User.objects.get(username="chu.shili")
    password = response.context["password"]
    assert user.check_password(password)
    assert password in response.text
    # Sent again by a double click: the same post, no second account, no password.
    again = client.post(NEW, given)
    assert again.status_code == 302
    assert Post.objects.filter(user=user).count() == 1


@pytest.mark.parametrize(
    ("given", "field", "message"),
    [
        ({"username": ""}, "username", "请填写账号名。"),
        ({"username": "陈"}, "username", "账号名用3到32个字母、数字，可以有点、横线和下划线。"),
        ({"username": "a\0b"}, "username", None),
        (
            {"username": "nobody"}, "name",
            "没有这个账号。要新开账号，请填写姓名；否则请核对账号名。",
        ),
        ({"role": ""}, "role", "请选角色。"),
        ({"role": "king"}, "role", "请选角色。"),
        ({"organization": ""}, "organization", "请填工会名称。"),
        (
            {"organization": "民乐县总工会"}, "organization",
            "您管理的工会里没有这个名称，请核对。",
        ),
        (
            {"organization": "火车站街道"}, "organization",
            "请写全称，名称里有“火车站街道”的有：火车站街道总工会、火车站街道联合工会。",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_lost(
    city, signed_in, district_administrator, given, field, message
):
    newcomer = factories.a_member_of_staff("褚示例")
    typed = {
        "username": newcomer.username, "organization": city.couriers.name, "role": "reviewer",
    } | given  # fmt: skip
    response = signed_in(district_administrator).post(NEW, typed)
    assert response.status_code == 200
    errors = response.context["form"].errors
    assert list(errors) == [field]
    assert message is None or errors[field] == [message]
    assert response.context["form"]["role"].value() == typed["role"]
    assert not Post.objects.filter(user=newcomer).exists()


def test_a_name_that_is_not_the_accounts_is_asked_about(city, signed_in, district_administrator):
    newcomer = factories.a_member_of_staff("褚示例")
    given = {
        "username": newcomer.username, "name": "卫示例", "organization": city.couriers.name,
        "role": "reviewer",
    }  # fmt: skip
    response = signed_in(district_administrator).post(NEW, given)
    assert response.context["form"].errors["name"] == ["这个账号是褚示例的，请核对账号名或姓名。"]


def test_two_unions_of_one_name_are_told_apart_by_the_tree(city, signed_in, administrator):
    factories.a_union(
        "火车站街道联合工会", Organization.Kind.JOINT, city.minle, city.minle_federation
    )
    given = {"username": "x.y.z", "name": "褚示例", "organization": "火车站街道联合工会"}
    response = signed_in(administrator).post(NEW, given | {"role": "reviewer"})
    assert "有几个工会都叫这个名字" in response.context["form"].errors["organization"][0]


def test_a_refusal_of_the_service_stands_beside_its_field(city, signed_in, district_administrator):
    newcomer = factories.a_member_of_staff("褚示例")
    given = {
        "username": newcomer.username, "organization": city.couriers.name, "role": "auditor",
    }  # fmt: skip
    response = signed_in(district_administrator).post(NEW, given)
    assert response.context["form"].errors["organization"] == [
        "安全审计员只能由市总工会的管理员任命。"
    ]


def test_ending_asks_first_and_then_shows_among_the_ended(
    city, signed_in, district_administrator, reviewer
):
    client = signed_in(district_administrator)
    post = Post.objects.get(user=reviewer)
    url = reverse("organizations:desk-end-post", args=[post.pk])
    assert "结束这个岗位" in client.get(url).text
    assert Post.objects.get(pk=post.pk).until is None
    client.post(url)
    assert names(client.get(LIST)) == ["何示范"]
    assert names(client.get(LIST, {"ended": "1"})) == ["陈演示"]


def test_one_s_own_last_post_offers_no_button_and_refuses_a_forged_one(
    city, signed_in, district_administrator
):
    client = signed_in(district_administrator)
    post = Post.objects.get(user=district_administrator)
    url = reverse("organizations:desk-end-post", args=[post.pk])
    assert "结束这个岗位" not in client.get(url).text
    assert "最后一个管理员岗位" in client.post(url, follow=True).text
    assert Post.objects.get(pk=post.pk).until is None


def test_a_post_of_another_district_is_not_found(city, signed_in, district_administrator, stranger):
    post = Post.objects.get(user=stranger)
    url = reverse("organizations:desk-end-post", args=[post.pk])
    client = signed_in(district_administrator)
    assert [client.get(url).status_code, client.post(url).status_code] == [404, 404]


def test_a_reviewer_whose_post_ended_a_minute_ago_is_out_at_the_next_click(
    city, signed_in, administrator, district_administrator
):
    client = signed_in(district_administrator)
    assert client.get(LIST).status_code == 200
    post = Post.objects.get(user=district_administrator)
    signed_in(administrator).post(reverse("organizations:desk-end-post", args=[post.pk]))
    assert client.get(LIST).status_code == 404
