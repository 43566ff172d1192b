"""Wishing: short, not too dear, one a month, and nothing in it that leads to the worker."""

import pytest

from audit.models import Entry
from audit.refusal import Refused
from campaigns import wishes
from campaigns.forms_wishes import WishForm
from campaigns.models import Campaign, CampaignState, WishState
from tests.campaigns.wished import a_wish


@pytest.fixture
def typed(campaign, city):
    return {
        "organization": city.ganzhou_federation, "text": "一双防水的冬天骑车手套",
        "value_fen": 80_00,
    }  # fmt: skip


def test_it_waits_for_the_districts_union_and_is_recorded(typed, worker, campaign, city):
    made = wishes.wish(worker=worker, **typed)
    assert (made.state, made.campaign, made.organization) == (
        WishState.SUBMITTED, campaign, city.ganzhou_federation,
    )  # fmt: skip
    entry = Entry.objects.get(action="campaigns.wished")
    assert (entry.actor_id, entry.actor_unit) == (worker.pk, "甘州区总工会")


def test_sent_twice_it_is_one(typed, worker):
    assert wishes.wish(worker=worker, **typed) == wishes.wish(worker=worker, **typed)
    assert Entry.objects.filter(action="campaigns.wished").count() == 1


@pytest.mark.parametrize("state", sorted(set(WishState) - {WishState.REFUSED, WishState.WITHDRAWN}))
def test_a_second_one_in_a_month_is_refused(typed, worker, other_worker, campaign, city, state):
    a_wish(
        campaign, city.ganzhou_federation, worker, state=state, text="别的心愿",
        claimer=other_worker,
    )  # fmt: skip
    with pytest.raises(Refused, match="每人一个"):
        wishes.wish(worker=worker, **typed)


@pytest.mark.parametrize("state", [WishState.REFUSED, WishState.WITHDRAWN])
def test_after_a_refusal_or_taking_it_back_one_may_wish_again(typed, worker, campaign, city, state):
    a_wish(campaign, city.ganzhou_federation, worker, state=state)
    assert wishes.wish(worker=worker, **typed).state == WishState.SUBMITTED


def test_it_may_not_cost_more_than_the_month_allows(typed, worker):
    with pytest.raises(Refused, match="不超过200元") as refused:
        wishes.wish(worker=worker, **typed | {"value_fen": 200_01})
    assert refused.value.field == "value_fen"
    assert wishes.wish(worker=worker, **typed | {"value_fen": 200_00})


def test_only_the_districts_of_the_month_take_wishes(typed, worker, city):
    with pytest.raises(Refused, match="没有进行中的服务月"):
        wishes.wish(worker=worker, **typed | {"organization": city.couriers})


def test_without_a_running_month_nothing_is_wished(typed, worker):
    Campaign.objects.update(state=CampaignState.ENDED)
    with pytest.raises(Refused, match="没有进行中的服务月"):
        wishes.wish(worker=worker, **typed)


def test_the_open_wish_and_what_waits_are_told_to_other_pages(
    typed, worker, officer, other_officer, django_assert_num_queries
):
    assert wishes.open_wish_of(worker) is None
    made = wishes.wish(worker=worker, **typed)
    with django_assert_num_queries(1):
        assert wishes.open_wish_of(worker) == made
    assert (wishes.to_review_count(officer), wishes.to_review_count(other_officer)) == (1, 0)
    wishes.withdraw(made, actor=worker)
    assert wishes.open_wish_of(worker) is None


class TestTheForm:
    @pytest.fixture
    def filled(self, campaign, city):
        def fill(**fields):
            given = {
                "text": "一个大的保温饭盒", "value_fen": "80",
                "organization": city.ganzhou_federation.pk,
            }  # fmt: skip
            return WishForm(given | fields, campaign=campaign, unions=wishes.unions_of(campaign))

        return fill

    def test_districts_are_named_as_people_call_them(self, filled):
        labels = [label for _, label in filled().fields["organization"].choices]
        assert labels == ["请选择", "甘州区", "民乐县"]

    def test_it_hangs_on_the_wall_in_one_line(self, filled):
        form = filled(text=" 一个大的\r\n  保温饭盒 ")
        assert form.is_valid()
        assert form.cleaned_data["text"] == "一个大的 保温饭盒"

    @pytest.mark.parametrize(
        ("fields", "errors"),
        [
            ({"text": ""}, {"text": ["请写下您的心愿。"]}),
            ({"text": "饭" * 61}, {"text": ["请写在60个字以内。"]}),
            ({"text": "饭盒\0"}, {"text": ["不允许是用空字符串。"]}),
            ({"value_fen": ""}, {"value_fen": ["请填大约多少元。"]}),
            ({"value_fen": "0"}, {"value_fen": ["请填1到200元。"]}),
            ({"value_fen": "201"}, {"value_fen": ["请填1到200元。"]}),
            ({"value_fen": "9" * 23}, {"value_fen": ["金额太大，请核对是不是多打了几位。"]}),
            ({"value_fen": "二百"}, {"value_fen": ["金额请填数字，最多两位小数，比如1260.50。"]}),
            ({"organization": "0"}, {"organization": ["请选区县。"]}),
            ({"organization": "9" * 30}, {"organization": ["请选区县。"]}),
        ],
    )
    def test_what_is_wrong_is_said_beside_the_field(self, filled, fields, errors):
        assert filled(**fields).errors == errors

    @pytest.mark.parametrize(
        "text",
        [
            "手套，打19900000009给我",
            "手套，电话 199 0000 0009",
            "手套，１９９－００００－０００９",
            "手套，微信号19900000009",
            "手套，座机0936-8000000",
        ],
    )
    def test_no_number_leads_to_the_worker(self, filled, text):
        assert "电话号码" in filled(text=text).errors["text"][0]

    @pytest.mark.parametrize(
        "text", ["一件XL码的雨衣，150元左右", "2024款的头盔，3C认证", "1.5升水壶"]
    )
    def test_sizes_and_prices_are_no_phones(self, filled, text):
        assert filled(text=text).is_valid()
