"""All of one go said to be brought in one press; each keeps its own row, record and message."""

import uuid

import pytest
from django.urls import reverse

from assistance import needs, supply_list, supply_many, supplying
from assistance.goods import Goods
from assistance.models import NeedState, Supply
from audit.models import Entry
from notifications.models import Message
from tests.assistance.cared import RICE
from tests.assistance.paired_pages import text_of
from tests.assistance.rows import a_file

BATCH = uuid.UUID(int=15)
DELIVERED = "assistance.supply_delivered"
pytestmark = pytest.mark.django_db


@pytest.fixture
def three(city, district_administrator) -> list[Supply]:
    files = [a_file(city.couriers, name=name) for name in ("赵范例", "钱范例", "孙范例")]
    return supply_many.give_to_many(
        files, Goods(RICE), kind="goods", actor=district_administrator, batch=BATCH
    )


@pytest.fixture
def desk(signed_in, district_administrator):
    return signed_in(district_administrator)


def press(client, **given):
    given = {"batch": str(BATCH), "without_contact": "on", "volunteer": ""} | given
    return client.post(reverse("assistance:supplies-delivered"), given, follow=True)


def states() -> list[str]:
    return sorted(Supply.objects.values_list("need__state", flat=True))


def test_one_press_delivers_them_all_each_by_itself(desk, three, district_administrator):
    page = press(desk, volunteer="马志愿")
    assert "3户都记为送到了" in text_of(page)
    assert states() == [NeedState.DELIVERED] * 3
    assert set(Supply.objects.values_list("volunteer", flat=True)) == {"马志愿"}
    assert Entry.objects.filter(action=DELIVERED, actor_id=district_administrator.pk).count() == 3
    assert Message.objects.filter(kind=DELIVERED).count() == 3


def test_pressed_twice_nobody_is_told_twice(desk, three):
    for _ in range(2):
        page = press(desk)
    assert "都已经记过送到了" in text_of(page)
    assert Entry.objects.filter(action=DELIVERED).count() == 3


def test_what_was_called_off_or_signed_for_is_let_be(desk, three, district_administrator):
    needs.cancel(three[0].need, note="不用了", actor=district_administrator)
    supplying.deliver(three[1].need, actor=district_administrator, volunteer="柴志愿")
    press(desk)
    assert states() == [NeedState.CANCELLED, NeedState.DELIVERED, NeedState.DELIVERED]
    assert Supply.objects.get(pk=three[1].pk).volunteer == "柴志愿"


def test_what_changed_in_that_very_moment_is_named_and_the_others_are_done(
    three, district_administrator
):
    waiting = list(supply_list.to_deliver(district_administrator, BATCH))
    needs.cancel(waiting[0].need, note="不用了", actor=district_administrator)
    found = supply_many.deliver_all(waiting, actor=district_administrator)
    assert (len(found.done), len(found.left)) == (2, 1)
    assert found.left[0] == (waiting[0], "这件事现在是“不用了”，不能这样办。")


def test_the_list_of_one_go_offers_it_while_something_waits(desk, three):
    url = reverse("assistance:supplies")
    assert "3户都送到了" in text_of(desk.get(url, {"batch": BATCH}))
    assert "都送到了" not in text_of(desk.get(url))
    press(desk)
    assert "户都送到了" not in text_of(desk.get(url, {"batch": BATCH}))


def test_a_name_that_is_none_is_asked_again_on_the_same_list(desk, three):
    page = press(desk, volunteer="\0" + "1" * 40)
    assert page.status_code == 200
    assert 'role="alert"' in text_of(page)
    assert states() == [NeedState.BOUGHT] * 3


@pytest.mark.parametrize("odd", ["", "x", "\0", "9" * 60])
def test_an_odd_batch_is_no_batch(desk, three, odd):
    assert press(desk, batch=odd).status_code == 200
    assert states() == [NeedState.BOUGHT] * 3


def test_a_cadre_says_it_of_the_own_household_alone(signed_in, three, cadre, far_cadre):
    press(signed_in(far_cadre))
    assert states() == [NeedState.BOUGHT] * 3
    needs.Need.objects.filter(pk=three[0].need_id).update(assigned_to=cadre)
    press(signed_in(cadre))
    assert states() == [NeedState.BOUGHT, NeedState.BOUGHT, NeedState.DELIVERED]
