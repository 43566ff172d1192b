"""One activity: its fields, its story, and only the buttons that one may press now."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns import logging, verifying
from campaigns.entries import Goods, Group
from campaigns.models import ActivityState
from notifications.models import Message
from people.vocabulary import Occupation
from tests.campaigns.typed import RIDERS, all_sums_hold, an_entry, submitted
from tests.people.conftest import a_number

ACTS = ("activity-verify", "activity-send-back", "activity-withdraw")


def at(activity, name="activity"):
    return reverse(f"campaigns:{name}", args=[activity.pk])


@pytest.fixture
def activity(campaign, city, officer, money):
    return submitted(
        campaign, city.ganzhou_federation, officer, items=(5, 6), money_fen=300_01,
        reach=(RIDERS, Group(Occupation.PARCEL, 4)), goods=(Goods("保暖包", 40, "个"),),
        partner="美团甘州站", note="骑手现场签收",
    )  # fmt: skip


@pytest.fixture
def as_city(signed_in, city_officer):
    return signed_in(city_officer)


@pytest.fixture
def as_district(signed_in, officer):
    return signed_in(officer)


def page_of(client, activity) -> str:
    return client.get(at(activity)).content.decode()


def test_everything_typed_can_be_read(as_city, activity):
    page = page_of(as_city, activity)

    for words in (
        "火车站广场",
        "送慰问",
        "150.01元",
        "<b>40</b>人次",
        "网约送餐员，美团：36",
        "快递员：4",
        "300.01元",
        "甘州区总工会专项资金",
        "保暖包40个",
        "美团甘州站",
        "骑手现场签收",
        "华演示",
        "物资发放",
    ):
        assert words in page, words


def buttons(page) -> set[str]:
    words = {
        "核实</button>",
        "退回给记录的人",
        "改一改",
        "作废这条",
        "改好再提交",
        "接着记",
        "传这张",
    }
    return {word.removesuffix("</button>") for word in words if word in page}


def test_the_city_verifies_and_sends_back(as_city, activity):
    assert {"核实", "退回给记录的人"} <= buttons(page_of(as_city, activity))


def test_the_district_corrects_and_withdraws(as_district, activity):
    assert buttons(page_of(as_district, activity)) == {"改一改", "作废这条", "传这张"}


def test_a_verified_one_may_only_be_sent_back_by_the_city(
    as_city, as_district, activity, city_officer
):
    verifying.verify(activity, actor=city_officer)

    assert buttons(page_of(as_city, activity)) == {"退回给记录的人"}
    assert buttons(page_of(as_district, activity)) == set()


def test_a_returned_one_shows_what_to_put_right(as_district, activity, city_officer):
    verifying.send_back(activity, remark="人数对不上", actor=city_officer)

    page = page_of(as_district, activity)
    assert "要改的：人数对不上" in page
    assert "改好再提交" in buttons(page)


def test_what_one_logged_oneself_is_for_a_colleague_to_verify(
    as_city, campaign, city, city_officer
):
    own = submitted(campaign, city.root, city_officer)

    page = page_of(as_city, own)
    assert "要请同事核实" in page
    assert "核实" not in buttons(page)


def test_an_archived_month_has_no_buttons(as_city, as_district, activity, campaign):
    campaign.state = "archived"
    campaign.save(update_fields=["state"])

    assert buttons(page_of(as_city, activity)) == buttons(page_of(as_district, activity)) == set()


def test_verifying_sending_back_and_withdrawing_by_button(as_city, as_district, activity):
    as_city.post(at(activity, "activity-verify"), {"seen": activity.saved_at.isoformat()})
    activity.refresh_from_db()
    assert activity.state == ActivityState.VERIFIED
    as_city.post(at(activity, "activity-send-back"), {"remark": "人数对不上"})
    activity.refresh_from_db()
    assert activity.state == ActivityState.RETURNED
    assert Message.objects.filter(kind="campaigns.sent_back", channel="inbox").exists()
    as_district.post(at(activity, "activity-withdraw"))
    activity.refresh_from_db()
    assert activity.state == ActivityState.WITHDRAWN
    assert "已退回专项资金" in page_of(as_district, activity)
    assert all_sums_hold()


def test_pressed_twice_it_is_done_once(as_city, as_district, activity):
    for _ in range(2):
        assert as_city.post(at(activity, "activity-verify")).url == at(activity)
    for _ in range(2):
        assert (
            as_city.post(at(activity, "activity-send-back"), {"remark": "请改"}).status_code == 302
        )
    for _ in range(2):
        as_district.post(at(activity, "activity-withdraw"))
    assert Message.objects.filter(kind="campaigns.sent_back", channel="inbox").count() == 1
    assert all_sums_hold()


def test_what_changed_while_one_looked_is_not_verified(as_city, activity, campaign, officer):
    seen = activity.saved_at.isoformat()
    logging.correct(activity, an_entry(campaign, place="东街"), actor=officer)

    answer = as_city.post(at(activity, "activity-verify"), {"seen": seen}, follow=True)
    assert "请再看一遍" in answer.content.decode()
    activity.refresh_from_db()
    assert activity.state == ActivityState.SUBMITTED


@pytest.mark.parametrize("seen", ["", "yesterday", "\0", "2026-11-23"])
def test_a_moment_typed_by_hand_is_no_error(as_city, activity, seen):
    assert as_city.post(at(activity, "activity-verify"), {"seen": seen}).status_code == 302


@pytest.mark.parametrize(
    ("remark", "sentence"),
    [("", "请写明要改什么"), ("x" * 301, "300字以内"), ("a\0b", "看不见的字符")],
)
def test_a_remark_that_will_not_do_is_said_at_its_field(as_city, activity, remark, sentence):
    answer = as_city.post(at(activity, "activity-send-back"), {"remark": remark})

    assert sentence in answer.content.decode()
    assert 'id="send-back" open' in answer.content.decode()
    activity.refresh_from_db()
    assert activity.state == ActivityState.SUBMITTED


def test_a_remark_carries_no_document_number(as_city, activity):
    answer = as_city.post(at(activity, "activity-send-back"), {"remark": a_number()})
    assert "证件号码" in answer.content.decode()


def test_a_district_may_press_no_button_of_the_city(as_district, activity):
    for name in ("activity-verify", "activity-send-back"):
        answer = as_district.post(at(activity, name), {"remark": "请改"}, follow=True)
        assert "由主办工会核实" in answer.content.decode()
    activity.refresh_from_db()
    assert activity.state == ActivityState.SUBMITTED


@pytest.mark.parametrize("name", ["activity", *ACTS, "activity-edit", "activity-photo-add"])
def test_another_district_finds_nothing_here(signed_in, other_officer, activity, name):
    stranger = signed_in(other_officer)

    assert stranger.get(at(activity, name)).status_code in (404, 405)
    assert stranger.post(at(activity, name), {"remark": "请改"}).status_code in (404, 405)
    activity.refresh_from_db()
    assert activity.state == ActivityState.SUBMITTED


def test_the_story_says_who_did_what_and_what_changed(
    as_city, activity, campaign, officer, city_officer
):
    logging.correct(
        activity,
        an_entry(campaign, items=(5,), reach=(RIDERS,), money_fen=200_00, place="东街"),
        actor=officer,
    )
    verifying.send_back(activity, remark="人数对不上", actor=city_officer)

    steps = as_city.get(at(activity)).context["timeline"]
    assert [step.title for step in steps] == ["华演示提交", "华演示改了提交的内容", "您退回"]
    assert steps[1].lines == [
        "人次40改为36", "花费300.01元改为200元", "改了地点、项目、物资、合作单位、备注",
    ]  # fmt: skip
    assert steps[2].lines == ["人数对不上"]
    assert steps[2].state == "hold"


def test_the_next_that_waits_is_one_tap_away(
    as_city, as_district, activity, campaign, city, officer
):
    following = submitted(campaign, city.ganzhou_federation, officer)

    assert at(following) in page_of(as_city, activity)
    assert "下一条待核实" not in page_of(as_district, activity)


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_the_same_however_much_it_holds(
    as_city, campaign, city, officer, city_officer, count
):
    groups = [Group(occupation, 5) for occupation in list(Occupation)[:count]]
    activity = submitted(
        campaign, city.ganzhou_federation, officer, items=range(1, count + 1),
        reach=tuple(groups), goods=(Goods("手套", 1),) * count,
    )  # fmt: skip
    as_city.get(at(activity))
    with CaptureQueriesContext(connection) as asked:
        as_city.get(at(activity))
    assert len(asked) == 12
