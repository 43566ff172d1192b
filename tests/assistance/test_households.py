"""我的帮扶对象: whom one calls and when, on the phone and at the desk; nobody else's household."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from assistance import needs
from assistance.models import Absence, HardshipFile
from audit import services as audit
from tests.assistance.cared import a_need, contacted
from tests.assistance.rows import a_file, a_pair, the_post
from tests.organizations.queries import queries_of

DAY = datetime.timedelta(days=1)
MINE = reverse("assistance:households")


def words(answer) -> str:
    return re.sub(r"<[^>]+>|\s+", "", answer.content.decode())


def today() -> datetime.date:
    return timezone.localdate()


def set_due(file, due, **fields):
    HardshipFile.objects.filter(pk=file.pk).update(next_due_on=due, **fields)


@pytest.fixture
def phone_in_hand(signed_in, cadre):
    return signed_in(cadre)


# --- one household --------------------------------------------------------------------------------
def test_one_household_is_a_card_with_a_button_to_call(phone_in_hand, household, cadre):
    contacted(household, cadre, channel="wechat")
    page = phone_in_hand.get(MINE)
    text = words(page)
    assert "赵范例困难职工甘州区火车站街道" in text
    assert f"{today().month}月{today().day}日微信" in text
    assert f'href="tel:{household.phone}"' in page.content.decode()
    assert reverse("assistance:contact", args=[household.pk]) in page.content.decode()


@pytest.mark.parametrize(
    ("days", "said"),
    [(0, "今天该联系"), (-1, "已过期1天"), (-14, "已过期14天")],
)
def test_it_says_when_it_is_time(phone_in_hand, household, days, said):
    set_due(household, today() + days * DAY)
    assert said in words(phone_in_hand.get(MINE))


def test_in_time_it_says_by_when(phone_in_hand, household):
    due = today() + 5 * DAY
    set_due(household, due)
    text = words(phone_in_hand.get(MINE))
    assert f"下次联系{due.month}月{due.day}日前" in text
    assert "该联系" not in text
    assert "过期" not in text


def test_who_wants_silence_is_left_in_peace(phone_in_hand, household):
    until = today() + 9 * DAY
    set_due(household, today() - DAY, quiet_until=until)
    text = words(phone_in_hand.get(MINE))
    assert "先不打扰" in text
    assert "过期" not in text
    assert f"{until.month}月{until.day}日后再联系" in text


def test_tried_in_vain_is_seen(phone_in_hand, household, cadre):
    contacted(household, cadre, result="not_reached")
    assert f"{today().month}月{today().day}日没有接通" in words(phone_in_hand.get(MINE))


# --- several --------------------------------------------------------------------------------------
def test_the_most_pressing_come_first_and_silence_last(phone_in_hand, household, city, cadre):
    set_due(household, today() + 9 * DAY)
    files = {}
    for slot, (name, due) in enumerate([("周试样", -3), ("吴模拟", 0), ("李示例", -9)], start=2):
        files[name] = a_file(city.couriers, name=name)
        a_pair(files[name], cadre, slot=slot)
        set_due(files[name], today() + due * DAY)
    set_due(files["李示例"], today() - 9 * DAY, quiet_until=today() + DAY)
    mine = phone_in_hand.get(MINE).context["mine"]
    assert [one.file.person.name for one in mine.own] == ["周试样", "吴模拟", "赵范例", "李示例"]


def test_a_stand_in_sees_whose_and_until_when(
    signed_in, household, cadre, other_cadre, administrator
):
    desk = signed_in(other_cadre)
    assert "没有和您结对" in words(desk.get(MINE))
    until = today() + 3 * DAY
    Absence.objects.create(
        post=the_post(cadre), stand_in=the_post(other_cadre), since_on=today(), until_on=until,
        recorded_by=administrator,
    )  # fmt: skip
    text = words(desk.get(MINE))
    assert f"临时代管1户代褚演示到{until.month}月{until.day}日赵赵范例" in text
    assert f"tel:{household.phone}" in desk.get(MINE).content.decode()


def test_what_is_open_is_followed_to_the_receipt(phone_in_hand, household, cadre):
    a_need(household, cadre, kind="medicine")
    a_need(household, cadre, state="delivered", kind="goods")
    a_need(household, cadre, state="signed", kind="school")
    text = words(phone_in_hand.get(MINE))
    assert "赵范例：就医购药" in text
    assert "赵范例：大米10公斤" in text
    assert "待签收" in text
    assert "已签收" not in text


def test_of_a_need_one_was_asked_to_see_to_the_name_is_masked(
    signed_in, household, cadre, other_cadre
):
    needs.assign(a_need(household, cadre, text="五年级课外书"), to=other_cadre, actor=cadre)
    text = words(signed_in(other_cadre).get(MINE))
    assert "赵**：五年级课外书" in text
    assert "赵范例" not in text
    assert household.phone not in text


# --- looks ----------------------------------------------------------------------------------------
def test_showing_the_number_is_a_look_once_a_day(phone_in_hand, household, cadre):
    for _ in range(3):
        phone_in_hand.get(MINE)
    (entry,) = audit.looks_at(household.person)
    assert (entry.action, entry.actor_id) == ("assistance.shown", cadre.pk)
    assert entry.data == {}


def test_opening_the_household_is_a_look_each_time(phone_in_hand, household):
    url = reverse("assistance:household", args=[household.pk])
    for _ in range(2):
        phone_in_hand.get(url)
    assert [look.action for look in audit.looks_at(household.person)] == ["assistance.opened"] * 2


# --- one household's page ---------------------------------------------------------------------------
def test_the_history_stays_with_the_household(phone_in_hand, household, cadre, administrator):
    contacted(household, administrator, note="一个人住", on=today() - DAY)
    contacted(household, cadre, note="身体还好", next_on=today() + 3 * DAY)
    page = phone_in_hand.get(reverse("assistance:household", args=[household.pk]))
    text = words(page)
    assert text.index("身体还好") < text.index("一个人住")
    # One's own of today can be put right.
    assert text.count("改一改") == 1


def test_a_long_history_has_pages(phone_in_hand, household, cadre):
    for _ in range(26):
        contacted(household, cadre)
    url = reverse("assistance:household", args=[household.pk])
    first = phone_in_hand.get(url)
    second = phone_in_hand.get(url, {"after": first.context["page"].after})
    assert [len(page.context["page"].rows) for page in (first, second)] == [25, 1]


def test_the_number_is_for_who_calls(signed_in, household, district_administrator):
    url = reverse("assistance:household", args=[household.pk])
    desk = signed_in(district_administrator)
    text = words(desk.get(url))
    assert household.phone not in text
    assert "由褚演示联系，电话只给联系的人看" in text
    # Nobody calls any more: somebody has to be able to.
    household.pairings.update(until=timezone.now())
    assert household.phone in words(desk.get(url))


@pytest.mark.parametrize("name", ["household", "contact"])
def test_nobody_else_finds_it(
    name, signed_in, household, other_cadre, far_cadre, stranger, auditor, reviewer
):
    url = reverse(f"assistance:{name}", args=[household.pk])
    for user in (other_cadre, far_cadre, stranger, auditor, reviewer):
        assert signed_in(user).get(url).status_code == 404
    assert not audit.looks_at(household.person).exists()


def test_the_neighbour_is_led_to_the_staffs_door(signed_in, household, other_worker):
    for url in (MINE, reverse("assistance:household", args=[household.pk])):
        assert "sign-in" in signed_in(other_worker).get(url).url


# --- what it costs ----------------------------------------------------------------------------------
@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_one_and_three(phone_in_hand, household, city, cadre, rows):
    for slot in range(2, rows + 1):
        file = a_file(city.couriers)
        a_pair(file, cadre, slot=slot)
        contacted(file, cadre)
        a_need(file, cadre)
    contacted(household, cadre)
    a_need(household, cadre)
    assert queries_of(phone_in_hand, MINE) == 9


@pytest.mark.parametrize("rows", [1, 3])
def test_so_does_the_page_of_a_household(phone_in_hand, household, cadre, rows):
    for number in range(rows):
        contacted(household, cadre)
        a_need(household, cadre, kind=("goods", "law", "work")[number])
    assert queries_of(phone_in_hand, reverse("assistance:household", args=[household.pk])) == 11


# --- today ------------------------------------------------------------------------------------------
def test_today_counts_what_is_to_be_done(phone_in_hand, household, cadre):
    set_due(household, today() - 2 * DAY)
    a_need(household, cadre)
    a_need(household, cadre, state="delivered", kind="law")
    text = words(phone_in_hand.get(reverse("membership:desk")))
    assert "1户今天该联系其中1户已过期" in text
    assert "1件需要等着办" in text
    assert "1份物资等本人签收" in text


def test_the_bar_is_for_cadres(signed_in, household, phone_in_hand, administrator):
    desk = reverse("membership:desk")
    assert "cadre-tabs" in phone_in_hand.get(desk).content.decode()
    assert "cadre-tabs" not in signed_in(administrator).get(desk).content.decode()


def test_the_rail_leads_cadres_there_and_marks_where_they_are(phone_in_hand, household):
    context = phone_in_hand.get(reverse("assistance:household", args=[household.pk])).context
    found = {entry["item"].label: entry["on"] for _, group in context["groups"] for entry in group}
    assert found == {"今天要办": False, "我的帮扶对象": True, "需要和物资": False}
