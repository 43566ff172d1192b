"""Giving by real name: signed for, paid from the district's share, once a person and kind."""

import datetime
import uuid

import pytest
from django.utils import timezone

from audit.models import Entry
from audit.refusal import Refused
from campaigns import giving, planning, recipients, tallies
from campaigns.gifts import Signed
from campaigns.models import Campaign, Grant, GrantKind
from campaigns.models.campaign import CAMPAIGN_MOVES
from funds import proof
from funds.models import FundEntry
from notifications.models import Message
from organizations.models import Role
from people.models import Consent, Person, Purpose
from tests import factories
from tests.campaigns.booked import a_known_worker
from tests.campaigns.conftest import a_campaign
from tests.campaigns.given import STROKES, a_gift, give
from tests.people.conftest import a_number, a_person

DAY = datetime.timedelta(days=1)


@pytest.fixture
def gift(campaign, money, city, officer):
    """`gift(person, kind=…)` gives in the name of 甘州区."""

    def act(person=None, **fields):
        return give(campaign, city.ganzhou_federation, officer, person, **fields)

    return act


def test_it_is_on_the_ledger_with_all_that_belongs_to_it(gift, campaign, city, officer):
    person = a_person()
    given = gift(person, goods="围脖")
    given.refresh_from_db()
    assert (given.person, given.kind, given.amount_fen, given.goods) == (
        person, "solatium", 300_00, "围脖",
    )  # fmt: skip
    assert (given.district, given.given_by, given.signed_name) == (
        city.ganzhou_federation, officer, "李示例",
    )  # fmt: skip
    assert given.given_on == timezone.localdate()
    entry = Entry.objects.get(action="campaigns.given")
    assert (entry.person_id, entry.subject_id, entry.actor_unit) == (
        person.pk, str(given.pk), "甘州区总工会",
    )  # fmt: skip


def test_it_is_paid_from_the_share_of_the_district(gift, money):
    given = gift()
    money.ganzhou.refresh_from_db()
    assert money.ganzhou.spent_fen == 300_00
    assert (given.entry.source_type, given.entry.source_id, given.entry.purpose) == (
        "campaigns.grant", str(given.pk), "慰问金，送慰问品",
    )  # fmt: skip
    assert proof.recount(write=False) == []


def test_a_union_below_the_district_pays_from_the_same_share(campaign, money, city):
    clerk = factories.a_member_of_staff("尤演示", city.couriers, Role.CAMPAIGN_OFFICER)
    given = give(campaign, city.couriers, clerk)
    assert given.entry.allocation == money.ganzhou
    assert given.district == city.ganzhou_federation


def test_it_is_counted_in_its_cell_and_in_the_whole(gift, campaign, city):
    given = gift()
    cells = tallies.cells(campaign, [city.ganzhou_federation.pk])
    for item_id in (None, given.item_id):
        cell = cells[city.ganzhou_federation.pk, item_id]
        assert (cell.grants, cell.grants_fen) == (1, 300_00)
    assert tallies.recount(write=False) == []


def test_the_person_agreed_to_it_and_that_is_kept(gift):
    person = a_person()
    gift(person)
    gift(person, kind=GrantKind.ACCIDENT)
    consent = Consent.objects.get(person=person)
    assert (consent.purpose, consent.withdrawn_at) == (Purpose.GIFTS, None)


def test_whoever_has_an_account_is_told(gift):
    worker = a_known_worker()
    gift(worker.person)
    message = Message.objects.get(kind="campaigns.given")
    assert (message.recipient, message.channel) == (worker, "inbox")
    assert "甘州区总工会发给您慰问金300元，已签收。如果您没有收到，请告诉我们。" in message.body


def test_whoever_has_none_is_not(gift):
    gift(a_person())
    assert not Message.objects.filter(kind="campaigns.given").exists()


# --- once ---------------------------------------------------------------------------------------
def test_a_second_of_the_kind_is_refused_naming_when_and_where(gift, campaign, city, other_officer):
    person = a_person()
    gift(person, given_on=timezone.localdate() - 2 * DAY)
    day = timezone.localdate() - 2 * DAY
    with pytest.raises(Refused) as refused:
        give(campaign, city.minle_federation, other_officer, person)
    assert refused.value.message == (
        f"本人{day.month}月{day.day}日已由甘州区总工会登记领过慰问金，一个服务月每人一次。"
    )
    assert Grant.objects.count() == 1
    assert FundEntry.objects.filter(kind="spend").count() == 1


def test_another_kind_another_month_and_another_person_are_none_of_that(
    gift, campaign, city, city_officer, officer
):
    person = a_person()
    gift(person)
    gift(person, kind=GrantKind.WARM_PACK, amount_fen=0, goods="保暖包1份")
    gift(a_person("孙范例"))
    other = a_campaign(city.root, city_officer, title="明年的服务月")
    give(
        other, city.ganzhou_federation, officer, person, kind="warm_pack", amount_fen=0, goods="1份"
    )
    assert Grant.objects.count() == 4


def test_the_same_form_sent_twice_is_one_gift(gift, money):
    person, once = a_person(), uuid.uuid4()
    first = gift(person, client_id=once)
    assert gift(person, client_id=once) == first
    money.ganzhou.refresh_from_db()
    assert money.ganzhou.spent_fen == 300_00
    assert Entry.objects.filter(action="campaigns.given").count() == 1


def test_a_form_kept_open_does_not_pass_for_another_person(gift):
    once = uuid.uuid4()
    gift(a_person(), client_id=once)
    with pytest.raises(Refused, match="重新登记"):
        gift(a_person("孙范例"), client_id=once)
    with pytest.raises(Refused, match="重新登记"):
        gift(a_person("周范例"), client_id=once, kind=GrantKind.ACCIDENT)


# --- money --------------------------------------------------------------------------------------
def test_more_than_is_left_is_refused_and_nothing_is_kept(gift, money):
    with pytest.raises(Refused) as refused:
        gift(amount_fen=1_000_01)
    assert refused.value.message == "甘州区总工会的专项资金只剩1,000元，不够支出1,000.01元。"
    assert refused.value.field == "money"
    assert not Grant.objects.exists()
    assert not Consent.objects.exists()
    assert not Entry.objects.filter(action="campaigns.given").exists()


def test_without_a_share_only_what_costs_nothing_is_given(campaign, money, city, city_officer):
    with pytest.raises(Refused, match="还没有专项资金拨给张掖市总工会") as refused:
        give(campaign, city.root, city_officer)
    assert refused.value.field == "money"
    pack = give(
        campaign, city.root, city_officer, kind="warm_pack", amount_fen=0, goods="保暖包1份"
    )
    assert pack.entry is None


@pytest.mark.parametrize(
    ("kind", "fen", "goods", "field"),
    [
        ("solatium", 0, "", "money"), ("accident", 0, "围脖", "money"),
        ("checkup_subsidy", 0, "", "money"), ("warm_pack", 68_00, "", "goods"),
    ],
)  # fmt: skip
def test_each_kind_is_in_money_or_in_things(gift, kind, fen, goods, field):
    with pytest.raises(Refused) as refused:
        gift(kind=kind, amount_fen=fen, goods=goods)
    assert refused.value.field == field
    assert not Grant.objects.exists()


# --- signed for ---------------------------------------------------------------------------------
def test_the_typed_name_is_the_persons_own(gift):
    assert gift(signed=Signed(name=" 李 示例 ", agreed=True)).signed_name == "李示例"
    for name in ("李示", "孙范例", "李示例2"):
        with pytest.raises(Refused, match="一个字都不差") as refused:
            gift(signed=Signed(name=name, agreed=True))
        assert refused.value.field == "signed_name"


def test_a_drawn_signature_needs_no_typed_name(gift):
    given = gift(signed=Signed(strokes=STROKES, agreed=True))
    given.refresh_from_db()
    assert (given.signature, given.signed_name) == (STROKES, "李示例")


@pytest.mark.parametrize("name", ["", "   "])
def test_without_either_nothing_is_given(gift, name):
    with pytest.raises(Refused, match="手写签名"):
        gift(signed=Signed(name=name, agreed=True))


def test_without_agreement_nothing_is_given(gift):
    with pytest.raises(Refused, match="同意实名登记"):
        gift(signed=Signed(name="李示例"))
    assert not Grant.objects.exists()


# --- when and by whom ---------------------------------------------------------------------------
@pytest.mark.parametrize(("days", "said"), [(1, "今天以后"), (-11, "不在服务月里")])
def test_the_day_lies_in_the_month_and_not_ahead(gift, days, said):
    with pytest.raises(Refused, match=said) as refused:
        gift(given_on=timezone.localdate() + days * DAY)
    assert refused.value.field == "given_on"


def test_an_item_of_another_month_is_refused(gift, city, city_officer):
    other = a_campaign(city.root, city_officer, title="另一个服务月")
    with pytest.raises(Refused, match="请选这个服务月的项目"):
        gift(item=other.items.first())


@pytest.mark.parametrize(
    ("moves", "allowed"), [((), True), (("end",), True), (("end", "archive"), False)]
)
def test_it_is_given_while_the_month_runs_and_for_the_paper_after_it(
    campaign, money, city, officer, city_officer, moves, allowed
):
    for move in moves:
        campaign = planning.move(campaign, move, actor=city_officer)
    assert not moves or campaign.state == CAMPAIGN_MOVES[moves[-1]][1]
    if allowed:
        assert give(campaign, city.ganzhou_federation, officer)
    else:
        with pytest.raises(Refused, match="已归档"):
            give(campaign, city.ganzhou_federation, officer)


def test_in_preparation_nothing_is_given(campaign, money, city, officer):
    Campaign.objects.filter(pk=campaign.pk).update(state="preparing")
    campaign.refresh_from_db()
    with pytest.raises(Refused, match="筹备"):
        give(campaign, city.ganzhou_federation, officer)


def test_nobody_gives_in_another_districts_name(campaign, money, city, other_officer, reviewer):
    for actor in (other_officer, reviewer):
        with pytest.raises(Refused, match="不能以这个工会的名义"):
            give(campaign, city.ganzhou_federation, actor)


def test_nobody_gives_to_themselves(gift, officer):
    officer.person = a_person("华演示")
    officer.save()
    with pytest.raises(Refused, match="请同事登记"):
        gift(officer.person, signed=Signed(name="华演示", agreed=True))


def test_a_district_runs_a_month_of_its_own(city, officer, other_officer):
    own = a_campaign(city.ganzhou_federation, officer, title="甘州区自己的服务月")
    pack = {"kind": "warm_pack", "amount_fen": 0, "goods": "保暖包1份"}
    assert give(own, city.couriers, officer, **pack).district == city.couriers
    with pytest.raises(Refused):
        give(own, city.minle_federation, other_officer, **pack)


def test_a_refused_gift_leaves_no_new_person_behind(campaign, money, city, officer):
    found = recipients.by_document(
        name="李示例", document_type="identity_card", number=a_number(), actor=officer,
        unit=city.ganzhou_federation,
    )  # fmt: skip
    with pytest.raises(Refused):
        giving.give(
            a_gift(campaign, city.ganzhou_federation, amount_fen=9_999_99), to=found,
            signed=Signed(name="李示例", agreed=True), actor=officer, client_id=uuid.uuid4(),
        )  # fmt: skip
    assert not Person.objects.exists()
