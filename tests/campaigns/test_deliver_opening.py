"""Opening a round on its page, and choosing its stations."""

import pytest

from campaigns.models import DeliveryRound
from tests.campaigns.conftest import item
from tests.campaigns.delivered import DAY, a_round, names, some_stations, today, url


@pytest.fixture
def stations(city):
    return some_stations(city)


@pytest.fixture
def made(campaign, city_officer, stations):
    return a_round(campaign, city_officer)


@pytest.fixture
def typed(campaign):
    return {
        "name": "医药箱进站点", "goods": "医药箱", "item": item(campaign).pk,
        "starts_on": today().isoformat(), "ends_on": (today() + DAY).isoformat(),
        "expires_on": (today() + 400 * DAY).isoformat(), "warn_days": "30",
    }  # fmt: skip


def test_a_round_is_opened_and_its_stations_chosen(
    campaign, city, city_officer, signed_in, typed, stations
):
    client = signed_in(city_officer)
    response = client.post(url("round-add", campaign), typed)
    made = DeliveryRound.objects.get()
    assert response.url == url("round-choose", made)
    page = client.get(response.url, {"district": city.ganzhou.pk})
    assert page.context["count"] == 2
    assert "加入这2个驿站" in page.text
    client.post(url("round-choose", made), {"district": city.ganzhou.pk})
    client.post(url("round-choose", made), {"district": city.ganzhou.pk})
    assert made.deliveries.count() == 2
    assert names(client.get(url("round", made))) == ["乙驿站", "甲驿站"]
    assert (made.goods, made.item, made.warn_days) == ("医药箱", item(campaign), 30)


@pytest.mark.parametrize(
    ("given", "errors"),
    [
        ({"name": ""}, {"name": ["请填名称，比如“医药箱进站点”。"]}),
        ({"name": "长" * 49}, {"name": ["名称不超过48个字。"]}),
        ({"name": "629900198805061230"}, {"name": ["请不要在这里写证件号码，去掉以后再提交。"]}),
        ({"goods": ""}, {"goods": ["请填送什么，比如“医药箱”。"]}),
        ({"item": "0"}, {"item": ["请从这个服务月的项目里选。"]}),
        ({"item": "x\0"}, {"item": ["请从这个服务月的项目里选。"]}),
        ({"starts_on": "明天"}, {"starts_on": ["请按 2026-11-04 的样子填日期。"]}),
        ({"starts_on": "0001-01-01"}, {"starts_on": ["年份不对，请核对。"]}),
        ({"ends_on": "2020-01-01"}, {"ends_on": ["送完的日期要在开始之后。"]}),
        ({"expires_on": "2020-01-01"}, {"expires_on": ["有效期要在开始配送之后，请核对。"]}),
        ({"expires_on": "9999-12-31"}, {"expires_on": ["年份不对，请核对。"]}),
        ({"warn_days": "0"}, {"warn_days": ["请填1到365天。"]}),
        ({"warn_days": "9" * 40}, {"warn_days": ["请填1到365天。"]}),
    ],
)
def test_what_is_wrong_with_a_round_is_said_beside_the_field(
    campaign, city_officer, signed_in, typed, given, errors
):
    response = signed_in(city_officer).post(url("round-add", campaign), typed | given)
    assert response.status_code == 200
    assert response.context["form"].errors == errors
    assert not DeliveryRound.objects.exists()


def test_the_same_name_with_other_goods_is_told_beside_the_name(
    campaign, city_officer, signed_in, typed
):
    client = signed_in(city_officer)
    client.post(url("round-add", campaign), typed)
    response = client.post(url("round-add", campaign), typed | {"goods": "血压计"})
    assert response.context["form"].errors == {"name": ["这个服务月已有同名的配送，请换个名称。"]}
