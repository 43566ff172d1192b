"""Which unions are proposed: scanned first, near and of the trade next, the holding one last."""

from organizations.models import Organization
from organizations.suggest import suggest
from people.vocabulary import Occupation
from tests import factories

Kind = Organization.Kind


def proposed(*given, **options) -> list[tuple[str, str]]:
    return [(found.organization.name, found.why) for found in suggest(*given, **options)]


def test_a_courier_is_proposed_the_couriers_union_then_those_nearby(city):
    assert proposed(city.ganzhou, city.railway, Occupation.FOOD) == [
        ("甘州区快递外卖行业工会联合会", "按工作地和从业类别推荐"),
        ("火车站街道联合工会", "按工作地推荐"),
        ("甘州区会员周转库", "暂时没有合适的工会时先加入这里"),
    ]


def test_a_union_of_another_trade_is_not_proposed(city):
    assert proposed(city.ganzhou, city.railway, Occupation.GUARD) == [
        ("火车站街道联合工会", "按工作地推荐"),
        ("甘州区会员周转库", "暂时没有合适的工会时先加入这里"),
    ]


def test_where_there_is_nothing_yet_the_holding_union_stands(city):
    assert proposed(city.minle, city.hongshui, Occupation.FOOD) == [
        ("民乐县会员周转库", "暂时没有合适的工会时先加入这里")
    ]


def test_the_scanned_union_comes_first_and_once(city):
    assert proposed(city.ganzhou, city.railway, Occupation.FOOD, scanned=city.joint) == [
        ("火车站街道联合工会", "您扫码的工会"),
        ("甘州区快递外卖行业工会联合会", "按工作地和从业类别推荐"),
        ("甘州区会员周转库", "暂时没有合适的工会时先加入这里"),
    ]


def test_a_scanned_union_of_another_district_does_not_push_the_holding_union_out(city):
    assert proposed(city.minle, city.hongshui, Occupation.FOOD, scanned=city.couriers) == [
        ("甘州区快递外卖行业工会联合会", "您扫码的工会"),
        ("民乐县会员周转库", "暂时没有合适的工会时先加入这里"),
    ]


def test_a_scanned_holding_union_is_named_once(city):
    found = proposed(city.minle, city.hongshui, Occupation.FOOD, scanned=city.minle_holding)
    assert found == [("民乐县会员周转库", "您扫码的工会")]


def test_at_most_five_are_proposed_joint_unions_before_those_of_one_employer(
    city, django_assert_num_queries
):
    for number in range(6):
        factories.a_union(f"演示公司{number}工会", Kind.PRIMARY, city.railway, city.railway_union)
    with django_assert_num_queries(2):
        found = proposed(city.ganzhou, city.railway, Occupation.FOOD)
    assert [name for name, _ in found] == [
        "甘州区快递外卖行业工会联合会", "火车站街道联合工会",
        "演示公司0工会", "演示公司1工会", "甘州区会员周转库",
    ]  # fmt: skip


def test_unions_out_of_use_and_federations_are_not_proposed(city):
    city.couriers.is_active = False
    city.couriers.save(update_fields=["is_active"])
    names = [name for name, _ in proposed(city.ganzhou, city.railway, Occupation.FOOD)]
    assert names == ["火车站街道联合工会", "甘州区会员周转库"]


def test_a_district_without_a_holding_union_falls_to_the_citys(city):
    factories.a_union("张掖市会员周转库", Kind.HOLDING, city.zhangye, city.root)
    city.minle_holding.is_active = False
    city.minle_holding.save(update_fields=["is_active"])
    names = [name for name, _ in proposed(city.minle, city.hongshui, Occupation.FOOD)]
    assert names == ["张掖市会员周转库"]
