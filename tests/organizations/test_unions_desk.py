"""工会 on the desk: walking one's own tree, adding and changing unions, the QR poster."""

import pytest
from django.urls import reverse

from audit.models import Entry
from organizations.models import Organization, Post, Role
from tests import factories
from tests.organizations.queries import queries_of

LIST = "/desk/unions/"
Kind = Organization.Kind


def page_of(union, what="desk-union") -> str:
    return reverse(f"organizations:{what}", args=[union.public_id])


def names(response) -> list[str]:
    return sorted(union.name for union in response.context["page"].rows)


@pytest.fixture
def typed(city):
    return {
        "name": "火车站街道货运联合工会", "kind": "joint", "division": city.railway.pk,
        "occupations": ["truck"], "phone": "0936-000-0000", "address": "站前路3号",
    }  # fmt: skip


def test_the_tree_opens_at_the_top_of_what_one_manages(city, signed_in, district_administrator):
    response = signed_in(district_administrator).get(LIST)
    assert response.url == page_of(city.ganzhou_federation)


def test_two_subtrees_are_listed_side_by_side(city, signed_in):
    both = factories.a_member_of_staff("秦示例", city.ganzhou_federation, Role.ADMINISTRATOR)
    Post.objects.create(
        user=both, organization=city.minle_federation, role=Role.ADMINISTRATOR,
        since=factories.local(2026, 1, 1),
    )  # fmt: skip
    assert names(signed_in(both).get(LIST)) == ["民乐县总工会", "甘州区总工会"]


def test_a_union_shows_its_level_and_the_way_up_as_far_as_one_manages(
    city, signed_in, district_administrator
):
    response = signed_in(district_administrator).get(page_of(city.railway_union))
    assert names(response) == ["火车站街道联合工会"]
    assert [union.name for union in response.context["above"]] == ["甘州区总工会"]


def test_a_search_finds_unions_at_any_depth_of_ones_own_tree(
    city, signed_in, district_administrator
):
    client = signed_in(district_administrator)
    assert names(client.get(LIST, {"text": "火车站"})) == ["火车站街道总工会", "火车站街道联合工会"]
    assert names(client.get(LIST, {"text": "民乐"})) == []
    assert client.get(LIST, {"text": "\0%'", "after": "x~9", "before": "~~"}).status_code == 200


def test_a_union_is_added_below_and_can_receive_at_once(
    city, signed_in, district_administrator, typed
):
    client = signed_in(district_administrator)
    client.post(page_of(city.railway_union, "desk-union-add"), typed)
    made = Organization.objects.get(name=typed["name"])
    assert (made.parent, made.division, made.occupations) == (
        city.railway_union, city.railway, ["truck"],
    )  # fmt: skip
    assert made in Organization.objects.receiving()
    assert made.path.startswith(city.railway_union.path)
    entry = Entry.objects.get(action="organizations.created", subject_id=str(made.pk))
    assert entry.actor_id == district_administrator.pk


@pytest.mark.parametrize(
    ("given", "errors"),
    [
        ({"name": ""}, {"name": ["请填工会名称。"]}),
        ({"name": "火车站街道联合工会"}, {"name": ["同一上级下已有同名工会，请核对名称。"]}),
        ({"kind": "guild"}, {"kind": ["请选类型。"]}),
        ({"kind": "holding", "division": "ganzhou"}, {"kind": ["甘州区已经有会员周转库了。"]}),
        ({"division": ""}, {"division": ["请选所在地。"]}),
        ({"occupations": ["knight"]}, {"occupations": ["请从列出的类别里选。"]}),
        ({"phone": "电话"}, {"phone": ["请填座机或手机号，只用数字和横线。"]}),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(
    city, signed_in, district_administrator, typed, given, errors
):
    if given.get("division") == "ganzhou":
        given = given | {"division": city.ganzhou.pk}
    before = Organization.objects.count()
    url = page_of(city.railway_union, "desk-union-add")
    response = signed_in(district_administrator).post(url, typed | given)
    assert response.context["form"].errors == errors
    assert Organization.objects.count() == before


def test_phone_and_address_are_changed_and_recorded_once(city, signed_in, district_administrator):
    client = signed_in(district_administrator)
    given = {
        "name": city.couriers.name, "kind": "industry", "division": city.ganzhou.pk,
        "occupations": ["parcel", "food"], "phone": "0936-111-1111", "address": "新址1号",
    }  # fmt: skip
    for _ in range(2):
        client.post(page_of(city.couriers, "desk-union-edit"), given)
    city.couriers.refresh_from_db()
    assert (city.couriers.phone, city.couriers.address) == ("0936-111-1111", "新址1号")
    saved = Entry.objects.filter(action="organizations.union_saved")
    assert [entry.data["changed"] for entry in saved] == [["phone", "address"]]


def test_a_union_cannot_take_its_siblings_name(city, signed_in, district_administrator):
    given = {"name": "甘州区会员周转库", "kind": "industry", "division": city.ganzhou.pk}
    url = page_of(city.couriers, "desk-union-edit")
    response = signed_in(district_administrator).post(url, given)
    assert response.context["form"].errors["name"] == ["同一上级下已有同名工会，请核对名称。"]


def test_unions_of_another_district_are_not_found(city, signed_in, district_administrator, typed):
    client = signed_in(district_administrator)
    for what in ("desk-union", "desk-union-edit", "desk-union-add", "desk-union-qr"):
        assert client.get(page_of(city.minle_federation, what)).status_code == 404
        assert client.get(page_of(city.root, what)).status_code == 404
    for what in ("desk-union-edit", "desk-union-add"):
        assert client.post(page_of(city.minle_federation, what), typed).status_code == 404


def test_organisers_look_and_print_but_change_nothing(city, signed_in, typed):
    organiser = factories.a_member_of_staff("朱示例", city.ganzhou_federation, Role.ORGANISER)
    client = signed_in(organiser)
    assert "加下级工会" not in client.get(page_of(city.couriers)).text
    assert client.get(page_of(city.couriers, "desk-union-qr")).status_code == 200
    assert client.post(page_of(city.couriers, "desk-union-add"), typed).status_code == 404


def test_the_poster_carries_the_code_and_nothing_inline(city, signed_in, district_administrator):
    response = signed_in(district_administrator).get(page_of(city.couriers, "desk-union-qr"))
    assert f"/u/{city.couriers.code}/" in response.text
    assert "style=" not in response.text


def test_a_level_takes_as_many_queries_for_three_unions_as_for_one(
    city, signed_in, district_administrator
):
    client = signed_in(district_administrator)
    url = page_of(city.railway_union)
    one = queries_of(client, url)
    for name in ("甲联合工会", "乙联合工会"):
        factories.a_union(name, Kind.JOINT, city.railway, city.railway_union)
    assert queries_of(client, url) == one


def test_a_union_closed_meanwhile_shows_nothing_of_its_administrators_desk(
    city, signed_in, district_administrator
):
    client = signed_in(district_administrator)
    city.ganzhou_federation.is_active = False
    city.ganzhou_federation.save(update_fields=["is_active"])
    assert client.get(LIST).status_code == 404
