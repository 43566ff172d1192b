"""The one-screen log page: what a browser's form is answered, and what the page's script is told."""

import datetime
import json
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from campaigns import logging, verifying
from campaigns.models import Activity, ActivityState, CampaignState
from organizations.models import Post, Role
from tests import factories
from tests.campaigns.conftest import a_campaign, item
from tests.campaigns.typed import all_sums_hold, an_entry, submitted
from tests.people.conftest import a_number

pytestmark = pytest.mark.usefixtures("private_folder")
SCRIPT = {"X-Requested-With": "XMLHttpRequest"}


@pytest.fixture
def client(signed_in, officer):
    return signed_in(officer)


@pytest.fixture
def address(campaign):
    return reverse("campaigns:log", args=[campaign.pk])


def typed(campaign, **fields):
    given = {
        "client_id": str(uuid.uuid4()), "items": [str(item(campaign, 5).pk)], "place": "火车站广场",
        "people": "36", "occupation": "food", "platform": "美团", "money": "", "act": "submit",
        "held_on": timezone.localdate().isoformat(),
    }  # fmt: skip
    return {name: value for name, value in (given | fields).items() if value is not None}


def rows(prefix, *given):
    found = {f"{prefix}-TOTAL_FORMS": str(len(given)), f"{prefix}-INITIAL_FORMS": "0"}
    for number, row in enumerate(given):
        found |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return found


def text(answer) -> str:
    return answer.content.decode()


def test_the_page_offers_items_stations_and_what_money_is_left(
    client, address, city, campaign, money
):
    factories.a_station("火车站工会爱心驿站", city.couriers)
    factories.a_station("洪水镇驿站", city.minle_federation)

    page = text(client.get(address))

    for short in ("文化", "慰问", "技能"):
        assert f"<span>{short}</span>" in page
    assert '<option value="火车站工会爱心驿站">' in page
    assert "洪水镇驿站" not in page
    assert "专项资金还剩<b>1,000元</b>" in page
    assert "按职业和平台细分" in page
    assert 'name="organization"' not in page


def test_one_press_logs_it_and_shows_it(client, address, campaign, money, officer):
    answer = client.post(address, typed(campaign, money="300"))

    activity = Activity.objects.get()
    assert answer.url == reverse("campaigns:activity", args=[activity.pk])
    assert (activity.state, activity.logged_by) == (ActivityState.SUBMITTED, officer)
    assert (activity.people, activity.money_fen, activity.kind) == (36, 300_00, "handout")
    assert "记好了，等张掖市总工会核实。" in text(client.get(answer.url))


def test_the_script_is_answered_in_json(client, address, campaign, money, city):
    answer = client.post(address, typed(campaign, money="300"), headers=SCRIPT)

    activity = Activity.objects.get()
    assert answer.json() == {
        "saved": True, "message": "记好了，等张掖市总工会核实。",
        "url": f"/desk/activities/{activity.pk}/",
        "photos": f"/desk/activities/{activity.pk}/photos/",
        "left": {str(city.ganzhou_federation.public_id): 700_00},
    }  # fmt: skip


def test_a_place_that_is_a_stations_name_is_that_station(client, address, campaign, city):
    station = factories.a_station("火车站工会爱心驿站", city.couriers)
    client.post(address, typed(campaign, place="火车站工会爱心驿站"))

    assert Activity.objects.get().station == station


def test_a_name_that_two_stations_have_stays_words(client, address, campaign, city):
    for union in (city.couriers, city.joint):
        factories.a_station("爱心驿站", union)
    client.post(address, typed(campaign, place="爱心驿站"))

    assert (Activity.objects.get().station, Activity.objects.get().place) == (None, "爱心驿站")


def test_rows_say_who_was_reached_and_what_was_given(client, address, campaign):
    client.post(
        address,
        typed(campaign, people="40", occupation="", platform="")
        | rows(
            "reach", {"occupation": "food", "platform": "美团", "people": "30"},
            {"occupation": "parcel", "platform": "", "people": "10"}, {"people": ""},
        )
        | rows("goods", {"name": "保暖包", "quantity": "40", "unit": "个"}, {"unit": "份"}),
    )  # fmt: skip

    activity = Activity.objects.get()
    reach = activity.reach.values_list("occupation", "platform", "people").order_by("people")
    assert list(reach) == [("parcel", "", 10), ("food", "美团", 30)]
    assert [str(row) for row in activity.goods.all()] == ["保暖包40个"]


@pytest.mark.parametrize(
    ("fields", "name", "sentence"),
    [
        ({"items": []}, "items", "请选送了哪一项"),
        ({"items": ["99999"]}, "items", "已经不在清单里"),
        ({"items": ["x'\0"]}, "items", "已经不在清单里"),
        ({"place": ""}, "place", "请填在哪里"),
        ({"place": "x" * 81}, "place", "不超过80个字"),
        ({"place": "a\0b"}, "place", "空字符"),
        ({"people": ""}, "people", "至少1人"),
        ({"people": "-3"}, "people", "不能是负数"),
        ({"people": "many"}, "people", "整数"),
        ({"people": "9" * 30}, "people", "最多记10万"),
        ({"occupation": ""}, "occupation", "请选是哪些人"),
        ({"occupation": "astronaut"}, "occupation", "请从列出的"),
        ({"platform": "某某"}, "platform", "请从列出的"),
        ({"money": "一百"}, "money", "金额请填数字"),
        ({"money": "5000"}, "money", "还没有专项资金"),
        ({"held_on": ""}, "held_on", "请选哪一天"),
        ({"held_on": "2026-13-40"}, "held_on", "请按"),
        ({"held_on": "0001-01-01"}, "held_on", "年份不对"),
        ({"kind": "party"}, "kind", "请从列出的"),
        ({"note": "x" * 301}, "note", "不超过300个字"),
    ],
)
def test_each_slip_is_said_at_its_field_and_nothing_is_kept(
    client, address, campaign, fields, name, sentence
):
    given = typed(campaign, **fields)

    answer = client.post(address, given, headers=SCRIPT)
    assert answer.status_code == 422
    assert sentence in answer.json()["errors"][name]
    page = client.post(address, given)
    assert page.status_code == 200
    assert sentence in text(page)
    assert f'id="id_{name}_error"' in text(page)
    assert not Activity.objects.exists()


def test_all_that_is_missing_is_said_at_once(client, address, campaign):
    answer = client.post(address, typed(campaign, items=[], place="", people=""), headers=SCRIPT)

    assert set(answer.json()["errors"]) == {"items", "place", "people"}


def test_no_document_number_gets_in_anywhere(client, address, campaign):
    number = a_number()
    for name in ("place", "note", "partner"):
        answer = client.post(address, typed(campaign, **{name: f"李 {number}"}), headers=SCRIPT)
        assert "证件号码" in answer.json()["errors"][name]


@pytest.mark.parametrize(
    ("given", "name"),
    [
        (rows("reach", {"occupation": "", "people": "3"}), "reach-0-occupation"),
        (rows("reach", {"occupation": "food", "people": "-1"}), "reach-0-people"),
        (rows("reach", {"occupation": "food", "people": "37"}), "people"),
        (rows("goods", {"name": "手套", "quantity": ""}), "goods-0-quantity"),
        (rows("goods", {"name": "", "quantity": "3"}), "goods-0-name"),
        (rows("goods", *[{"name": "手套", "quantity": "1"}] * 21), ""),
        (rows("goods") | {"goods-TOTAL_FORMS": "many"}, ""),
    ],
)
def test_a_wrong_row_is_said_in_that_row(client, address, campaign, given, name):
    answer = client.post(address, typed(campaign) | given, headers=SCRIPT)

    assert answer.status_code == 422
    assert name in answer.json()["errors"]
    assert client.post(address, typed(campaign) | given).status_code == 200


def test_too_little_money_is_said_at_the_money(client, address, campaign, money):
    answer = client.post(address, typed(campaign, money="1,000.01"), headers=SCRIPT)

    assert "只剩1,000元" in answer.json()["errors"]["money"]


def test_the_same_form_sent_twice_is_one_activity(client, address, campaign, money):
    given = typed(campaign, money="300")
    first = client.post(address, given, headers=SCRIPT)
    again = client.post(address, given | {"place": "东街"}, headers=SCRIPT)

    assert first.json() == again.json()
    assert Activity.objects.get().place == "火车站广场"
    assert all_sums_hold()


def test_a_draft_may_lack_almost_everything(client, address, campaign):
    client.post(address, typed(campaign, items=[], place="", people="", occupation="", act="draft"))

    assert Activity.objects.get().state == ActivityState.DRAFT


def test_what_another_account_typed_is_not_taken(client, address, campaign, city_officer):
    given = typed(campaign, account=str(city_officer.public_id))

    assert client.post(address, given, headers=SCRIPT).status_code == 409
    assert client.post(address, given).url == address
    assert not Activity.objects.exists()


def test_a_script_without_a_session_is_told_to_sign_in(client, address, campaign):
    client.logout()

    answer = client.post(address, typed(campaign), headers=SCRIPT)

    assert answer.status_code == 401
    assert "/desk/sign-in/" in answer.json()["sign_in"]


def test_whoever_works_for_several_unions_says_for_which(client, address, campaign, city, officer):
    Post.objects.create(
        user=officer, organization=city.railway_union, role=Role.CAMPAIGN_OFFICER,
        since=factories.local(2026, 1, 1),
    )  # fmt: skip
    assert 'name="organization"' in text(client.get(address))
    unsaid = client.post(address, typed(campaign), headers=SCRIPT)
    assert unsaid.json()["errors"] == {"organization": "请选工会。"}

    other = client.post(address, typed(campaign, organization=str(city.minle.pk)), headers=SCRIPT)
    assert "organization" in other.json()["errors"]
    client.post(address, typed(campaign, organization=str(city.railway_union.public_id)))
    assert Activity.objects.get().organization == city.railway_union


def test_the_city_logs_for_itself(signed_in, city_officer, address, campaign, city):
    signed_in(city_officer).post(address, typed(campaign))

    assert Activity.objects.get().district == city.root


@pytest.mark.parametrize("state", [CampaignState.PREPARING, CampaignState.ARCHIVED])
def test_a_month_that_takes_nothing_says_so(client, address, campaign, state):
    campaign.state = state
    campaign.save(update_fields=["state"])

    page = text(client.get(address))
    assert "不能记活动" in page or "不能再记活动" in page
    assert 'id="log"' not in page
    assert client.post(address, typed(campaign), headers=SCRIPT).status_code == 422


# 和上次一样 -----------------------------------------------------------------------------------


def test_like_last_time_is_one_tap_away_and_fills_all_but_the_day(
    client, address, campaign, city, officer, money
):
    day = timezone.localdate() - datetime.timedelta(days=3)
    last = submitted(
        campaign, city.ganzhou_federation, officer, held_on=day, money_fen=300_00, note="签收表在办公室",
        partner="美团甘州站",
    )  # fmt: skip

    page = text(client.get(address))
    assert f"?from={last.pk}" in page
    assert '<option value="food" selected>' in page
    filled = text(client.get(f"{address}?from={last.pk}"))
    for shown in (
        'value="火车站广场"',
        'value="36"',
        'value="300"',
        'value="美团甘州站"',
        " checked",
    ):
        assert shown in filled
    assert f'value="{timezone.localdate():%Y-%m-%d}"' in filled
    assert "签收表" not in filled


def test_the_script_has_last_time_at_hand_without_a_connection(
    client, address, campaign, city, officer
):
    submitted(campaign, city.ganzhou_federation, officer)

    last = client.get(address).context["last_typed"]

    assert ["place", "火车站广场"] in json.loads(last)
    assert ["items", str(item(campaign, 5).pk)] in json.loads(last)
    assert "held_on" not in last


@pytest.mark.parametrize("source", ["nothing", "00000000-0000-0000-0000-000000000000", "\0"])
def test_like_one_that_is_not_there_is_an_empty_page(client, address, source):
    assert client.get(address, {"from": source}).status_code == 200


def test_another_districts_activity_is_no_pattern(client, address, campaign, city, other_officer):
    foreign = submitted(campaign, city.minle_federation, other_officer, place="洪水镇广场")

    assert "洪水镇广场" not in text(client.get(f"{address}?from={foreign.pk}"))


# Changing -----------------------------------------------------------------------------------


def edit(activity):
    return reverse("campaigns:activity-edit", args=[activity.pk])


def test_a_draft_is_gone_on_with(client, campaign, city, officer):
    draft = logging.save_draft(
        campaign, an_entry(campaign, items=(), reach=()), organization=city.ganzhou_federation,
        actor=officer,
    )  # fmt: skip

    page = text(client.get(edit(draft)))
    assert 'value="火车站广场"' in page
    assert "存草稿" in page
    client.post(edit(draft), typed(campaign, place="东街", act="draft"))
    draft.refresh_from_db()
    assert (draft.place, draft.state) == ("东街", ActivityState.DRAFT)
    client.post(edit(draft), typed(campaign, place="西街"))
    draft.refresh_from_db()
    assert (draft.place, draft.state) == ("西街", ActivityState.SUBMITTED)


def test_a_submitted_one_is_corrected_and_shows_what_it_spent(
    client, campaign, city, officer, money
):
    activity = submitted(campaign, city.ganzhou_federation, officer, money_fen=300_00)

    page = text(client.get(edit(activity)))
    assert 'data-spent="30000"' in page
    assert "存草稿" not in page
    client.post(edit(activity), typed(campaign, money="400"))
    activity.refresh_from_db()
    assert activity.money_fen == 400_00
    assert all_sums_hold()


def test_a_returned_one_shows_the_remark_and_goes_up_again(
    client, campaign, city, officer, city_officer
):
    activity = submitted(campaign, city.ganzhou_federation, officer)
    verifying.send_back(activity, remark="人数对不上", actor=city_officer)

    assert "退回说明：人数对不上" in text(client.get(edit(activity)))
    client.post(edit(activity), typed(campaign, people="30"))
    activity.refresh_from_db()
    assert (activity.state, activity.people) == (ActivityState.SUBMITTED, 30)


def test_what_is_verified_is_only_looked_at(client, campaign, city, officer, city_officer):
    activity = submitted(campaign, city.ganzhou_federation, officer)
    verifying.verify(activity, actor=city_officer)

    assert client.get(edit(activity)).url == reverse("campaigns:activity", args=[activity.pk])
    answer = client.post(edit(activity), typed(campaign), headers=SCRIPT)
    assert "已经核实" in answer.json()["errors"][""]
    assert "已经核实" in text(client.post(edit(activity), typed(campaign)))


def test_rows_come_back_as_they_were(client, campaign, city, officer):
    given = typed(campaign, people="") | rows(
        "reach", {"occupation": "food", "people": "30"}, {"occupation": "parcel", "people": "10"}
    )
    client.post(reverse("campaigns:log", args=[campaign.pk]), given)
    page = client.get(edit(Activity.objects.get()))

    assert [row.initial["people"] for row in page.context["screen"].reach.initial_forms] == [30, 10]
    assert 'id="split" open' in text(page)


@pytest.mark.parametrize("name", ["campaigns:activity-edit"])
def test_another_district_finds_nothing_here(
    signed_in, other_officer, campaign, city, officer, name
):
    activity = submitted(campaign, city.ganzhou_federation, officer)
    stranger = signed_in(other_officer)

    assert stranger.get(edit(activity)).status_code == 404
    assert stranger.post(edit(activity), typed(campaign)).status_code == 404


def test_a_month_of_another_tree_does_not_exist(client, city, other_officer):
    foreign = a_campaign(city.minle_federation, other_officer, title="民乐的")
    address = reverse("campaigns:log", args=[foreign.pk])

    assert client.get(address).status_code == 404
    assert client.post(address, typed(foreign)).status_code == 404


# Photos -------------------------------------------------------------------------------------


def test_photos_may_come_with_it_and_need_not(client, address, campaign):
    client.post(
        address, typed(campaign, photos=[factories.a_picture(), factories.a_picture("PNG")])
    )

    assert Activity.objects.get().photos.count() == 2


def test_what_is_no_photo_does_not_undo_the_activity(client, address, campaign):
    bad = SimpleUploadedFile("photo.jpg", b"no picture")

    answer = client.post(address, typed(campaign, photos=[bad]), follow=True)

    assert "活动已记下，有一张照片没收" in text(answer)
    assert Activity.objects.get().state == ActivityState.SUBMITTED


# The worker and the costs -------------------------------------------------------------------


def test_the_worker_is_a_script_that_anybody_may_renew(client):
    client.logout()
    answer = client.get(reverse("campaigns:log-worker"))

    assert answer["Content-Type"] == "text/javascript"
    assert "no-cache" in answer["Cache-Control"]
    assert "/static/js/log-queue.js" in text(answer)
    assert "worker-src 'self'" in answer["Content-Security-Policy"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_however_much_there_is(
    client, address, campaign, city, officer, money, count
):
    for number in range(count):
        submitted(campaign, city.ganzhou_federation, officer, items=range(1, count + 1))
        factories.a_station(f"驿站{number}", city.couriers)
    client.get(address)

    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    assert len(asked) == 10
