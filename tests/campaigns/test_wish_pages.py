"""The wall, my wish, claiming one and bringing it."""

import pytest

from audit import services as audit
from campaigns import wish_claims
from campaigns.models import Campaign, Wish, WishState
from tests import factories
from tests.campaigns.booked import a_known_worker
from tests.campaigns.wished import a_wish
from tests.organizations.queries import queries_of

WALL = "/services/wishes/"
MINE = f"{WALL}mine/"
TEXT = "一双防水的冬天骑车手套"


@pytest.fixture
def wish(campaign, city, worker):
    return a_wish(campaign, city.ganzhou_federation, worker, state=WishState.PUBLISHED)


def texts(response) -> list[str]:
    return [wish.text for wish in response.context["page"].rows]


class TestTheWall:
    def test_anybody_reads_the_wish_its_value_and_district_and_no_name(self, client, wish, worker):
        text = client.get(WALL).text
        for word in (TEXT, "约80元", "甘州区"):
            assert word in text
        for word in (worker.name, worker.phone, str(worker.pk) + '"'):
            assert word not in text.split("</header>")[1]

    @pytest.mark.parametrize("state", sorted(set(WishState) - {WishState.PUBLISHED}))
    def test_only_what_waits_for_a_claimer_hangs_there(self, client, wish, other_worker, state):
        Wish.objects.update(state=state, claimer=other_worker)
        assert texts(client.get(WALL)) == []

    def test_an_archived_month_takes_its_wishes_down(self, client, wish):
        Campaign.objects.update(state="ended")
        assert texts(client.get(WALL)) == [TEXT]
        Campaign.objects.update(state="archived")
        assert texts(client.get(WALL)) == []

    @pytest.mark.parametrize("query", [{"after": "x"}, {"before": "x~y\0"}])
    def test_odd_words_in_the_address_change_nothing(self, client, wish, query):
        assert texts(client.get(WALL, query)) == [TEXT]

    @pytest.mark.parametrize("number", [1, 3])
    def test_it_takes_as_many_queries_for_three_rows_as_for_one(
        self, client, campaign, city, number
    ):
        for union in (city.ganzhou_federation, city.minle_federation, city.root)[:number]:
            a_wish(campaign, union, factories.a_worker(), state=WishState.PUBLISHED)
        assert queries_of(client, WALL) == 1

    @pytest.mark.parametrize("number", [1, 3])
    def test_for_a_claimer_too(self, signed_in, campaign, city, other_worker, number):
        for union in (city.ganzhou_federation, city.minle_federation, city.root)[:number]:
            a_wish(
                campaign, union, factories.a_worker(), state=WishState.CLAIMED,
                claimer=other_worker,
            )  # fmt: skip
        assert queries_of(signed_in(other_worker), WALL) == 4


class TestMyWish:
    @pytest.fixture
    def typed(self, city):
        return {"text": TEXT, "value_fen": "80", "organization": city.ganzhou_federation.pk}

    def test_it_is_sent_in_and_followed(self, signed_in, worker, campaign, typed):
        client = signed_in(worker)
        assert "许下这个心愿" in client.get(MINE).text
        response = client.post(MINE, typed, follow=True)
        assert "收到您的心愿了" in response.text
        assert "等工会看" in response.text
        assert "许下这个心愿" not in response.text

    def test_a_double_click_sends_it_once(self, signed_in, worker, campaign, typed):
        client = signed_in(worker)
        for _ in range(2):
            assert client.post(MINE, typed).status_code in (200, 302)
        assert Wish.objects.count() == 1

    def test_what_is_wrong_is_said_beside_the_field(self, signed_in, worker, campaign, typed):
        response = signed_in(worker).post(MINE, typed | {"value_fen": "1000"})
        assert response.context["form"].errors == {"value_fen": ["请填1到200元。"]}
        assert not Wish.objects.exists()

    def test_without_a_month_it_says_so(self, signed_in, worker, db, typed):
        client = signed_in(worker)
        assert "没有进行中的服务月" in client.get(MINE).text
        assert client.post(MINE, typed).status_code == 200

    def test_a_refused_one_shows_the_reason_and_the_form(self, signed_in, worker, campaign, city):
        a_wish(
            campaign, city.ganzhou_federation, worker, state=WishState.REFUSED,
            refuse_reason="超出微心愿的范围",
        )  # fmt: skip
        text = signed_in(worker).get(MINE).text
        assert "超出微心愿的范围" in text
        assert "再许一个" in text

    @pytest.mark.parametrize(
        ("state", "word"),
        [
            (WishState.SUBMITTED, "等工会看"), (WishState.PUBLISHED, "等人认领"),
            (WishState.CLAIMED, "等送到"), (WishState.DELIVERED, "收到了吗"),
            (WishState.CONFIRMED, "您收到了"), (WishState.WITHDRAWN, "您撤回了"),
        ],
    )  # fmt: skip
    def test_each_state_says_what_comes_next(
        self, signed_in, worker, other_worker, campaign, city, state, word
    ):
        a_wish(campaign, city.ganzhou_federation, worker, state=state, claimer=other_worker)
        assert word in signed_in(worker).get(MINE).text

    def test_it_is_withdrawn(self, signed_in, worker, wish):
        client = signed_in(worker)
        for _ in range(2):
            client.post(f"{WALL}{wish.pk}/withdraw/")
        assert Wish.objects.get().state == WishState.WITHDRAWN

    def test_it_is_confirmed(self, signed_in, worker, other_worker, wish):
        wish_claims.deliver(wish_claims.claim(wish, actor=other_worker), actor=other_worker)
        response = signed_in(worker).post(f"{WALL}{wish.pk}/confirm/", follow=True)
        assert "心愿实现了" in response.text
        assert Wish.objects.get().state == WishState.CONFIRMED

    def test_or_it_has_not_come(self, signed_in, worker, other_worker, wish):
        wish_claims.deliver(wish_claims.claim(wish, actor=other_worker), actor=other_worker)
        client, url = signed_in(worker), f"{WALL}{wish.pk}/not-received/"
        assert "请写一句情况" in client.post(url, {"remark": ""}).text
        assert "电话号码" in client.post(url, {"remark": "打19900000009"}).text
        client.post(url, {"remark": "窗口说没有"})
        assert Wish.objects.get().remark == "窗口说没有"

    @pytest.mark.parametrize("act", ["withdraw", "confirm", "not-received"])
    def test_nobody_acts_on_somebody_elses(self, signed_in, other_worker, wish, act):
        url = f"{WALL}{wish.pk}/{act}/"
        assert signed_in(other_worker).post(url, {"remark": "没有"}).status_code == 404
        assert Wish.objects.get().state == WishState.PUBLISHED

    def test_what_cannot_be_done_now_is_said(self, signed_in, worker, wish):
        response = signed_in(worker).post(f"{WALL}{wish.pk}/confirm/", follow=True)
        assert "现在是“待认领”，不能这样办" in response.text


class TestClaiming:
    @pytest.fixture
    def claiming(self, wish):
        return f"{WALL}{wish.pk}/claim/"

    def test_a_stranger_signs_in_and_comes_back(self, client, wish, claiming):
        assert "sign-in" in client.get(claiming).url
        assert "claim" in client.get(claiming).url

    def test_the_claimer_sees_where_to_bring_it_and_nobody(
        self, signed_in, wish, claiming, other_worker, worker, city
    ):
        union = city.ganzhou_federation
        union.address, union.phone = "甘州区演示街1号", "0936-000-0000"
        union.save(update_fields=["address", "phone"])
        client = signed_in(other_worker)
        assert "我来认领" in client.get(claiming).text
        text = client.post(claiming, follow=True).text
        for word in ("谢谢您", "甘州区总工会", "甘州区演示街1号", "0936-000-0000", "已送到"):
            assert word in text
        for word in (worker.name, worker.phone):
            assert word not in text

    def test_staff_claim_on_the_same_page(self, signed_in, auditor, claiming):
        assert "谢谢您" in signed_in(auditor).post(claiming, follow=True).text

    def test_somebody_was_quicker(self, signed_in, claiming, wish, other_worker):
        wish_claims.claim(wish, actor=factories.a_worker())
        client = signed_in(other_worker)
        for text in (client.get(claiming).text, client.post(claiming).text):
            assert "刚被别人认领" in text

    def test_ones_own_has_no_button(self, signed_in, worker, claiming):
        client = signed_in(worker)
        assert "我来认领" not in client.get(claiming).text
        assert "自己的心愿" in client.post(claiming).text

    @pytest.mark.parametrize("state", [WishState.SUBMITTED, WishState.REFUSED, WishState.WITHDRAWN])
    def test_what_does_not_hang_there_is_not_found(self, signed_in, other_worker, claiming, state):
        Wish.objects.update(state=state)
        assert signed_in(other_worker).get(claiming).status_code == 404

    def test_it_is_brought(self, signed_in, wish, claiming, other_worker):
        client = signed_in(other_worker)
        client.post(claiming)
        for _ in range(2):
            response = client.post(f"{WALL}{wish.pk}/deliver/", follow=True)
            assert "已送到" in response.text
        assert Wish.objects.get().state == WishState.DELIVERED

    def test_or_put_back(self, signed_in, wish, claiming, other_worker):
        client = signed_in(other_worker)
        client.post(claiming)
        response = client.post(f"{WALL}{wish.pk}/unclaim/", follow=True)
        assert response.redirect_chain[-1][0] == WALL
        assert "已放回心愿墙" in response.text
        assert client.post(f"{WALL}{wish.pk}/unclaim/").status_code == 404

    @pytest.mark.parametrize("act", ["", "deliver/", "unclaim/"])
    def test_nobody_else_has_it_in_hand(self, signed_in, wish, other_worker, worker, act):
        wish_claims.claim(wish, actor=other_worker)
        client, url = signed_in(worker), f"{WALL}{wish.pk}/{act}"
        assert (client.post(url) if act else client.get(url)).status_code == 404


class TestTheDesk:
    @pytest.fixture
    def listing(self, campaign):
        return f"/desk/campaigns/{campaign.pk}/wishes/"

    @pytest.fixture
    def waiting(self, campaign, city):
        return a_wish(campaign, city.ganzhou_federation, a_known_worker("李示例"))

    @pytest.fixture
    def desk(self, waiting):
        return f"/desk/wishes/{waiting.pk}/"

    def test_what_waits_comes_first_and_without_names(
        self, signed_in, officer, listing, waiting, campaign, city, worker
    ):
        a_wish(
            campaign, city.ganzhou_federation, worker, state=WishState.PUBLISHED, text="一个书包"
        )
        client = signed_in(officer)
        response = client.get(listing)
        assert texts(response) == [TEXT]
        assert "李" not in response.text
        assert "待审核 1" in response.text
        assert texts(client.get(listing, {"state": "all"})) == ["一个书包", TEXT]
        assert texts(client.get(listing, {"state": "published"})) == ["一个书包"]

    def test_when_nothing_waits_all_are_shown(self, signed_in, officer, listing, wish):
        assert texts(signed_in(officer).get(listing)) == [TEXT]
        assert texts(signed_in(officer).get(listing, {"state": "castle\0"})) == [TEXT]

    def test_another_district_sees_none_of_it(
        self, signed_in, other_officer, listing, waiting, desk
    ):
        client = signed_in(other_officer)
        assert texts(client.get(listing)) == []
        assert client.get(desk).status_code == 404
        for act in ("publish", "refuse", "claim", "deliver"):
            assert client.post(f"{desk}{act}/", {"reason": "不行"}).status_code == 404
        assert Wish.objects.get().state == WishState.SUBMITTED

    def test_looking_at_who_wishes_is_on_record_once(self, signed_in, officer, waiting, desk):
        client = signed_in(officer)
        for _ in range(2):
            assert "李示例" in client.get(desk).text
        (look,) = audit.looks_at(waiting.worker.person)
        assert (look.action, look.actor_id, look.actor_unit) == (
            "campaigns.wish_opened", officer.pk, "甘州区总工会",
        )  # fmt: skip

    def test_the_phone_is_full_only_when_there_is_something_to_hand_over(
        self, signed_in, officer, waiting, desk, other_worker
    ):
        phone, client = waiting.worker.phone, signed_in(officer)
        assert phone not in client.get(desk).text
        Wish.objects.update(
            state=WishState.CLAIMED, claimer=other_worker, claimed_at=waiting.created_at,
            claimed_until=waiting.created_at,
        )  # fmt: skip
        assert phone in client.get(desk).text

    def test_it_is_published_from_there(self, signed_in, officer, desk):
        client = signed_in(officer)
        for _ in range(2):
            response = client.post(f"{desk}publish/", follow=True)
            assert "已公布到心愿墙" in response.text
        assert Wish.objects.get().state == WishState.PUBLISHED

    def test_or_refused_with_a_reason(self, signed_in, officer, desk):
        client = signed_in(officer)
        assert "请写明不通过的理由" in client.post(f"{desk}refuse/", {"reason": ""}).text
        assert Wish.objects.get().state == WishState.SUBMITTED
        client.post(f"{desk}refuse/", {"reason": "超出范围"})
        assert Wish.objects.get().refuse_reason == "超出范围"

    def test_staff_claim_and_bring_it(self, signed_in, officer, desk):
        client = signed_in(officer)
        client.post(f"{desk}publish/")
        assert "我来认领" in client.get(desk).text
        client.post(f"{desk}claim/")
        client.post(f"{desk}deliver/")
        assert Wish.objects.get().state == WishState.DELIVERED

    def test_what_cannot_be_done_now_is_said(self, signed_in, officer, desk):
        response = signed_in(officer).post(f"{desk}deliver/", follow=True)
        assert "现在是“待审核”，不能这样办" in response.text

    @pytest.mark.parametrize("number", [1, 3])
    def test_the_list_takes_as_many_queries_for_three_rows_as_for_one(
        self, signed_in, officer, campaign, city, listing, number
    ):
        for union in (city.ganzhou_federation, city.couriers, city.joint)[:number]:
            a_wish(campaign, union, factories.a_worker())
        assert queries_of(signed_in(officer), listing) == 6
