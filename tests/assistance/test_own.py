"""我的帮扶: the person helped sees who calls, what came, what is open, and says what is wished."""

import datetime
import uuid

import pytest
from django.utils import timezone

from assistance import absences, contacting, handing_over, needs, own, silence, supplying
from assistance.goods import Goods
from assistance.models import (
    Contact,
    FileState,
    HandOver,
    HardshipFile,
    Need,
    NeedState,
    Pairing,
)
from assistance.said import Said
from assistance.vocabulary import ContactChannel, NeedKind, Result
from audit import services as audit
from audit.models import Entry
from audit.refusal import Refused
from notifications.models import Message
from people.models import Purpose
from tests import factories
from tests.assistance.asked import a_known_worker, consent_to
from tests.assistance.rows import a_file, a_pair, the_post
from tests.organizations.queries import queries_of

pytestmark = pytest.mark.django_db
PAGE = "/me/help/"
DAY = datetime.timedelta(days=1)


@pytest.fixture
def person(db):
    return a_known_worker()


@pytest.fixture
def file(city, person):
    return a_file(city.ganzhou_federation, person=person.person)


@pytest.fixture
def pair(file, cadre):
    cadre.phone = "19900005551"
    cadre.save(update_fields=["phone"])
    return a_pair(file, cadre)


@pytest.fixture
def client(signed_in, person):
    return signed_in(person)


def called(file, cadre, result=Result.REACHED, channel=ContactChannel.CALL, **fields) -> Contact:
    said = Said(channel=channel, result=result, **fields)
    return contacting.record(file, said, actor=cadre, client_id=uuid.uuid4())


def brought(file, cadre, text="大米10公斤") -> Need:
    need = needs.raise_need(file, kind=NeedKind.GOODS, text=text, actor=cadre)
    goods = Goods([{"name": "大米", "quantity": "10", "unit": "公斤"}])
    supplying.buy(need, goods, actor=cadre)
    supplying.deliver(need, actor=cadre)
    return need


class TestThePage:
    def test_the_cadre_and_the_number_to_call(self, client, pair, cadre, city):
        text = client.get(PAGE).text
        for word in (cadre.name, city.couriers.name, 'href="tel:19900005551"', "还没有联系过"):
            assert word in text

    def test_without_a_number_of_the_cadres_that_of_the_union(self, client, file, cadre, city):
        city.couriers.phone = "0936-8210000"
        city.couriers.save(update_fields=["phone"])
        a_pair(file, cadre)
        assert 'href="tel:0936-8210000"' in client.get(PAGE).text

    def test_when_it_was_and_when_it_will_be_in_plain_words(self, client, pair, file, cadre):
        contact = called(file, cadre, channel=ContactChannel.VISIT)
        due = timezone.localdate() + 14 * DAY
        text = client.get(PAGE).text
        assert f"{contact.at.astimezone().month}月" in text
        for word in ("上门看过您", f"{due.month}月{due.day}日前"):
            assert word in text

    def test_a_try_is_said_to_be_one(self, client, pair, file, cadre):
        called(file, cadre, Result.NOT_REACHED)
        text = client.get(PAGE).text
        assert "找过您，没有联系上" in text
        assert "还没有联系过" in text

    def test_that_it_is_late_is_said_openly(self, client, pair, file):
        HardshipFile.objects.update(next_due_on=timezone.localdate() - DAY)
        assert "联系晚了，您可以直接打过去" in client.get(PAGE).text

    def test_what_was_said_is_read_by_the_person(self, client, pair, file, cadre):
        called(file, cadre, note="孩子期中考试进步了")
        assert "孩子期中考试进步了" in client.get(PAGE).text

    def test_who_stands_in_these_days_comes_first(self, client, pair, cadre, other_cadre):
        other_cadre.phone = "19900005552"
        other_cadre.save(update_fields=["phone"])
        today = timezone.localdate()
        absences.name_stand_in(
            the_post(cadre), stand_in=the_post(other_cadre), since_on=today,
            until_on=today + 3 * DAY, actor=cadre,
        )  # fmt: skip
        text = client.get(PAGE).text
        until = today + 3 * DAY
        assert f"到{until.month}月{until.day}日由{other_cadre.name}替着联系您" in text
        assert text.index("tel:19900005552") < text.index("tel:19900005551")

    def test_when_the_cadre_is_gone_it_says_so_and_whom_to_call(
        self, client, pair, file, cadre, administrator
    ):
        HandOver.objects.create(file=file, from_pairing=pair, reason="post_ended")
        pair.until = timezone.now()
        pair.save(update_fields=["until"])
        text = client.get(PAGE).text
        assert "正在给您换一位联系人" in text
        assert cadre.name not in text.split("最近的联系")[0]

    def test_gone_by_the_clock_alone_too(self, client, pair, cadre):
        post = the_post(cadre)
        post.until = timezone.now() - DAY
        post.save(update_fields=["until"])
        assert "tel:19900005551" not in client.get(PAGE).text

    def test_on_file_and_not_yet_paired(self, client, file):
        assert "正在给您安排联系人" in client.get(PAGE).text

    @pytest.mark.parametrize(
        ("state", "word"),
        [
            (FileState.SURVEYED, "工会想听听您的意见"), (FileState.ASKED, "工会想听听您的意见"),
            (FileState.LIFTED, "您家已经脱困"), (FileState.LEFT, "您的帮扶档案已经停用"),
        ],
    )  # fmt: skip
    def test_each_state_says_what_it_means(self, client, file, state, word):
        HardshipFile.objects.update(state=state)
        text = client.get(PAGE).text
        assert word in text
        assert "换一位联系人" not in text

    def test_without_a_file_one_reads_how_to_ask(self, signed_in, worker, person):
        for user in (worker, person):
            text = signed_in(user).get(PAGE).text
            assert "您还没有帮扶档案" in text
            assert "申请困难帮扶" in text

    def test_the_open_file_counts_not_an_old_one(self, client, city, person, pair, cadre):
        a_file(city.minle_federation, person=person.person, state=FileState.LEFT)
        assert cadre.name in client.get(PAGE).text

    def test_looking_at_the_own_file_is_no_look(self, client, pair, person):
        client.get(PAGE)
        assert not audit.looks_at(person.person).exists()

    def test_nobody_else_sees_any_of_it(self, signed_in, pair, cadre, other_worker):
        neighbour = a_known_worker("钱范例")
        for user in (other_worker, neighbour):
            text = signed_in(user).get(PAGE).text
            assert cadre.name not in text
            assert "tel:19900005551" not in text

    def test_nothing_sealed_and_no_number_stands_on_it(self, client, pair, person):
        text = client.get(PAGE).text
        assert person.person.number_masked not in text

    def test_on_a_member_without_a_file_the_me_page_leads_here(self, client):
        assert f'href="{PAGE}"' in client.get("/me/").text


class TestNeeds:
    def test_how_far_each_is(self, client, pair, file, cadre):
        needs.raise_need(file, kind=NeedKind.LAW, text="想问劳动合同", actor=cadre)
        brought(file, cadre)
        text = client.get(PAGE).text
        for word in ("想问劳动合同", "工会知道了，正在安排", "大米10公斤", "送到了，等您签收"):
            assert word in text

    def test_what_was_brought_with_day_and_signature(self, client, pair, file, cadre, person):
        need = brought(file, cadre)
        supplying.sign(need, supplying.Signed(person.person.name), actor=person)
        text = client.get(PAGE).text
        assert "没办完的事" not in text
        day = timezone.localdate()
        assert f"{day.month}月{day.day}日签收" in text
        assert f"{cadre.name}送的" in text

    def test_what_was_called_off_is_not_shown_as_brought(self, client, pair, file, cadre):
        need = needs.raise_need(file, kind=NeedKind.GOODS, text="一袋面", actor=cadre)
        needs.cancel(need, note="不用了", actor=cadre)
        assert "一袋面" not in client.get(PAGE).text

    def test_after_leaving_what_was_brought_can_still_be_signed_for(
        self, client, pair, file, cadre
    ):
        need = brought(file, cadre)
        HardshipFile.objects.update(state=FileState.LEFT)
        assert f"{PAGE}receipts/{need.pk}/" in client.get(PAGE).text

    @pytest.mark.parametrize("number", [1, 3])
    def test_the_page_takes_as_many_queries_for_three_as_for_one(
        self, client, pair, file, cadre, person, number
    ):
        for turn in range(number):
            needs.raise_need(file, kind=NeedKind.LAW, text=f"第{turn}件", actor=cadre)
            need = brought(file, cadre, text=f"第{turn}袋米")
            supplying.sign(need, supplying.Signed(person.person.name), actor=person)
            brought(file, cadre, text=f"又{turn}袋米")
            called(file, cadre)
        assert queries_of(client, PAGE) == 13


class TestReceipt:
    @pytest.fixture
    def need(self, pair, file, cadre):
        return brought(file, cadre)

    def test_by_typing_the_own_name(self, client, need, person):
        url = f"{PAGE}receipts/{need.pk}/"
        assert "大米10公斤" in client.get(url).text
        response = client.post(url, {"signed_name": person.person.name}, follow=True)
        assert "签收好了" in response.text
        need.refresh_from_db()
        assert need.state == NeedState.SIGNED

    def test_another_name_is_refused_beside_the_field(self, client, need):
        response = client.post(f"{PAGE}receipts/{need.pk}/", {"signed_name": "钱范例"})
        assert "一个字都不差" in response.text
        need.refresh_from_db()
        assert need.state == NeedState.DELIVERED

    def test_nothing_typed_is_asked_for(self, client, need):
        response = client.post(f"{PAGE}receipts/{need.pk}/", {})
        assert "请本人手写签名，或填写本人姓名签收" in response.text

    def test_once_signed_it_leads_back(self, client, need, person):
        url = f"{PAGE}receipts/{need.pk}/"
        for _ in range(2):
            assert client.post(url, {"signed_name": person.person.name}).url == PAGE
        assert client.get(url).url == PAGE
        assert Entry.objects.filter(action="assistance.supply_signed").count() == 1

    @pytest.mark.parametrize("state", [NeedState.RAISED, NeedState.ASSIGNED, NeedState.BOUGHT])
    def test_what_has_not_come_is_not_found(self, client, need, state):
        Need.objects.update(state=state)
        assert client.get(f"{PAGE}receipts/{need.pk}/").status_code == 404

    def test_nobody_elses(self, signed_in, need, other_worker):
        for user in (other_worker, a_known_worker("钱范例")):
            response = signed_in(user).post(f"{PAGE}receipts/{need.pk}/", {"signed_name": "赵范例"})
            assert response.status_code == 404


class TestAnotherCadre:
    def test_one_tap_and_the_union_knows(self, client, pair, file, district_administrator, cadre):
        for _ in range(2):
            response = client.post(f"{PAGE}another/", follow=True)
            assert "正在给您换一位联系人" in response.text
        assert HandOver.objects.get().reason == "asked_for"
        assert Message.objects.filter(kind="assistance.hand_over_waiting").count() == 1
        assert f"有事还是找{cadre.name}" in response.text
        assert f'action="{PAGE}another/"' not in response.text

    def test_without_a_cadre_it_says_so(self, client, file):
        response = client.post(f"{PAGE}another/", follow=True)
        assert "还没有联系干部" in response.text

    def test_without_a_file_there_is_nothing_to_ask(self, signed_in, worker):
        for path in ("another/", "quiet/", "quiet/end/"):
            assert signed_in(worker).post(f"{PAGE}{path}").status_code == 404

    def test_nobody_asks_for_somebody_else(self, signed_in, pair, other_worker):
        assert signed_in(other_worker).post(f"{PAGE}another/").status_code == 404
        assert not HandOver.objects.exists()

    def test_once_there_is_another_it_may_be_asked_for_anew(
        self, client, pair, file, cadre, other_cadre, district_administrator
    ):
        client.post(f"{PAGE}another/")
        handing_over.choose(
            HandOver.objects.get(), the_post(other_cadre), actor=district_administrator
        )
        text = client.get(PAGE).text
        assert other_cadre.name in text
        assert f'action="{PAGE}another/"' in text


class TestSilence:
    def until(self, days: int) -> datetime.date:
        return timezone.localdate() + days * DAY

    @pytest.mark.parametrize("days", ["7", "14", "30"])
    def test_one_tap(self, client, pair, file, days):
        response = client.post(f"{PAGE}quiet/", {"days": days}, follow=True)
        file.refresh_from_db()
        assert file.quiet_until == self.until(int(days))
        assert "先不打扰您" in response.text
        assert "可以联系我了" in response.text

    def test_until_a_day_of_ones_own(self, client, pair, file):
        client.post(f"{PAGE}quiet/", {"until": self.until(100).isoformat()})
        file.refresh_from_db()
        assert file.quiet_until == self.until(100)
        assert file.next_due_on == self.until(100)

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ({}, "请选到哪一天"), ({"until": "明天"}, "请按 2026-12-05 的样子填日期"),
            ({"until": "2020-01-01"}, "请选明天起一年以内的日子"),
            ({"until": "9999-12-31"}, "请选明天起一年以内的日子"),
            ({"until": "2026-12-05\0"}, "请按 2026-12-05 的样子填日期"),
            ({"days": "365000"}, "请选到哪一天"),
        ],
    )  # fmt: skip
    def test_what_is_no_day_is_said_on_the_page(self, client, pair, file, typed, said):
        response = client.post(f"{PAGE}quiet/", typed)
        assert response.status_code == 200
        assert said in response.text
        file.refresh_from_db()
        assert file.quiet_until is None

    def test_whoever_calls_is_told_and_reads_no_name(self, pair, file, person, cadre, other_cadre):
        today = timezone.localdate()
        absences.name_stand_in(
            the_post(cadre), stand_in=the_post(other_cadre), since_on=today,
            until_on=today + DAY, actor=cadre,
        )  # fmt: skip
        silence.ask_for(file, until=self.until(7), actor=person)
        told = Message.objects.filter(kind="assistance.quiet_asked")
        assert set(told.values_list("recipient", flat=True)) == {cadre.pk, other_cadre.pk}
        assert "赵" not in "".join(f"{row.title}{row.body}" for row in told)

    def test_the_same_day_once_more_is_quiet(self, pair, file, person):
        for _ in range(2):
            silence.ask_for(file, until=self.until(7), actor=person)
        assert Entry.objects.filter(action="assistance.quiet_asked").count() == 1

    def test_a_later_day_agreed_on_stays(self, pair, file, person):
        HardshipFile.objects.update(next_due_on=self.until(20))
        silence.ask_for(file, until=self.until(7), actor=person)
        file.refresh_from_db()
        assert file.next_due_on == self.until(20)

    def test_it_is_ended_and_nobody_is_late_for_having_kept_it(self, client, pair, file, cadre):
        Pairing.objects.update(since=timezone.now() - 40 * DAY)
        HardshipFile.objects.update(quiet_until=self.until(5), next_due_on=self.until(5))
        for _ in range(2):
            client.post(f"{PAGE}quiet/end/")
        file.refresh_from_db()
        assert file.quiet_until is None
        assert file.next_due_on == self.until(1)
        assert Message.objects.filter(kind="assistance.quiet_ended", recipient=cadre).count() == 1

    @pytest.mark.parametrize(
        "state", sorted(set(FileState) - {FileState.ON_FILE, FileState.RELAPSED})
    )
    def test_only_while_somebody_calls(self, file, person, state):
        HardshipFile.objects.update(state=state)
        with pytest.raises(Refused, match="现在没有人会打扰您"):
            silence.ask_for(file, until=self.until(7), actor=person)

    def test_only_the_person(self, pair, file, cadre, other_worker):
        for actor in (cadre, other_worker, a_known_worker("钱范例")):
            with pytest.raises(Refused, match="只有本人"):
                silence.ask_for(file, until=self.until(7), actor=actor)
            with pytest.raises(Refused, match="只有本人"):
                silence.end(file, actor=actor)


class TestConsent:
    def test_it_is_taken_back_by_the_way_of_all_consents(self, client, pair, file, person):
        consent_to(person.person)
        text = client.get(PAGE).text
        assert "/me/data/withdraw/?purpose=assistance" in text
        before = client.get("/me/data/withdraw/?purpose=assistance").text
        assert "不再有人定期联系您" in before
        client.post("/me/data/withdraw/", {"purpose": "assistance"})
        file.refresh_from_db()
        assert file.state == FileState.LEFT
        assert not Pairing.objects.standing().exists()
        assert "您的帮扶档案已经停用" in client.get(PAGE).text

    def test_to_the_notice_it_is_given_by_itself(self, client, pair, file, person):
        text = client.get(f"{PAGE}publicity/").text
        assert "赵*例" in text
        assert "赵范例" not in text
        for _ in range(2):
            client.post(f"{PAGE}publicity/")
        given = person.person.consents.filter(withdrawn_at=None)
        assert [consent.purpose for consent in given] == [Purpose.PUBLICATION]
        assert "您同意了，还没有安排" in client.get(PAGE).text
        assert "正在公示的马上撤下" in client.get("/me/data/withdraw/?purpose=publication").text

    @pytest.mark.parametrize(
        "state", sorted(set(FileState) - {FileState.ON_FILE, FileState.RELAPSED})
    )
    def test_there_is_nothing_to_agree_to_for_others(self, client, file, state):
        HardshipFile.objects.update(state=state)
        assert client.get(f"{PAGE}publicity/").status_code == 404
        assert client.post(f"{PAGE}publicity/").status_code == 404

    def test_nor_without_a_file(self, signed_in, worker):
        assert signed_in(worker).get(f"{PAGE}publicity/").status_code == 404


def test_staff_and_strangers_are_led_to_a_door(client, signed_in, cadre, pair):
    anonymous = type(client)()
    for path in ("", "publicity/", "request/", f"receipts/{uuid.uuid4()}/"):
        for browser in (anonymous, signed_in(cadre)):
            assert "sign-in" in browser.get(f"{PAGE}{path}").url


def test_the_file_shown_is_ones_own(city, person, file):
    stranger = factories.a_worker()
    assert own.file_of(person) == file
    assert own.file_of(stranger) is None
