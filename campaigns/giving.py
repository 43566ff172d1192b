"""Giving by real name (实名发放、实名签收) and taking it back: signed for, paid, once a person."""

import datetime
import uuid

from django.conf import settings
from django.db import transaction
from django.urls import reverse as address_of
from django.utils import timezone

from accounts.models import Kind, User
from audit import services as audit
from audit.refusal import Refused
from campaigns import benefits, districts, money, recipients, tallies
from campaigns.gifts import Gift, Signed, check_gift, check_signed
from campaigns.models import Campaign, Grant, GrantKind
from campaigns.models.campaign import OFFICERS
from campaigns.permissions import refusal_to_give, refusal_to_reverse
from campaigns.recipients import Recipient
from funds import services as funds
from notifications import services as notifications
from notifications.models import Channel
from organizations.models import Organization
from organizations.posts import current_posts
from people import services as people
from people.models import Person, Purpose


def give(
    gift: Gift,
    *,
    to: Recipient,
    signed: Signed,
    actor: User,
    client_id: uuid.UUID,
    at: datetime.datetime | None = None,
) -> Grant:
    """Put a gift on the ledger, pay it from the district's share and tell the person.

    The same `client_id` twice is one gift. Raises Refused: given before (when and by whom), not
    enough money, a signature that is not the person's.
    """
    at = at or timezone.now()
    _check(refusal_to_give(actor, gift.campaign, gift.organization))
    check_gift(gift, timezone.localdate(at))
    check_signed(signed, to.name)
    with transaction.atomic():
        person = recipients.settled(to)
        if person.pk == actor.person_id:
            raise Refused("自己的要请同事登记。")
        built = _built(gift, person=person, signed=signed, actor=actor, client_id=client_id, at=at)
        grant, is_new = _kept_once(built)
        if is_new:
            _settle(grant, person, actor, at)
    return grant


def _built(gift: Gift, *, person: Person, signed: Signed, actor, client_id, at) -> Grant:
    return Grant(
        client_id=client_id, campaign=gift.campaign, item=gift.item, kind=gift.kind,
        organization=gift.organization, occupation=gift.occupation, person=person,
        district_id=districts.column_id(gift.campaign, gift.organization),
        amount_fen=gift.amount_fen, goods=gift.goods, given_on=gift.given_on, given_by=actor,
        signed_name=person.name, signature=signed.strokes, signed_at=at, created_at=at,
        is_demo=gift.is_demo,
    )  # fmt: skip


def _kept_once(grant: Grant) -> tuple[Grant, bool]:
    """Store it; (the one kept under this client_id, whether it is new). Raises Refused."""
    # The unique constraints decide, also between two at once: the later one waits here.
    Grant.objects.bulk_create([grant], ignore_conflicts=True)
    if Grant.objects.filter(pk=grant.pk).exists():
        return grant, True
    known = Grant.objects.filter(client_id=grant.client_id).first()
    if known is None:
        raise Refused(refusal_before(grant.campaign, grant.person_id, grant.kind) or TRY_AGAIN)
    if (known.person_id, known.kind, known.campaign_id) != (
        grant.person_id, grant.kind, grant.campaign_id,
    ):  # fmt: skip
        raise Refused("这一页刚才已经登记过一份，请回到“实名发放”，重新登记。")
    return known, False


TRY_AGAIN = "刚才同时有别的办理，请再试一次。"


def _settle(grant: Grant, person: Person, actor: User, at: datetime.datetime) -> None:
    """All that hangs on a gift, in its own transaction."""
    if grant.kind == GrantKind.CHECKUP_SUBSIDY:
        benefits.claim_for_grant(grant.campaign, person, grant)
    if grant.amount_fen:
        _pay(grant, actor, at)
    people.give_consent(
        person, purpose=Purpose.GIFTS, policy_version=settings.POLICY_VERSION, actor=actor, at=at
    )
    tallies.count_grant(grant, 1)
    _record("campaigns.given", grant, actor, at)
    _tell("campaigns.given", grant, at)


def _pay(grant: Grant, actor: User, at: datetime.datetime) -> None:
    share = money.allocation_for(grant.campaign, grant.organization)
    if share is None:
        raise Refused(f"还没有专项资金拨给{grant.organization.name}，暂时不能发钱。", field="money")
    grant.entry = funds.spend(
        share, amount_fen=grant.amount_fen, purpose=f"{grant.get_kind_display()}，{grant.item}",
        source=grant, actor=actor, at=at,
    )  # fmt: skip
    grant.save(update_fields=["entry"])


def refusal_before(campaign: Campaign, person_id: uuid.UUID | None, kind: str) -> str:
    """Why this person gets nothing of this kind any more: when and where they did; or ""."""
    if person_id is None:
        return ""
    rows = Grant.objects.standing().filter(campaign=campaign, person=person_id, kind=kind)
    earlier = rows.select_related("organization").first()
    if earlier:
        day = f"{earlier.given_on.month}月{earlier.given_on.day}日"
        what = earlier.get_kind_display()
        return f"本人{day}已由{earlier.organization.name}登记领过{what}，一个服务月每人一次。"
    if kind == GrantKind.CHECKUP_SUBSIDY:
        return benefits.refusal_to_claim(campaign, person_id, "grant")
    return ""


def reverse(
    grant: Grant, *, reason: str, actor: User, at: datetime.datetime | None = None
) -> Grant:
    """Take a gift back by a counter-entry: money, sums and the person's right to it return.

    Twice is quiet. Raises Refused.
    """
    at = at or timezone.now()
    with transaction.atomic():
        rows = Grant.objects.select_for_update(of=("self",))
        grant = rows.select_related("organization", "campaign", "entry", "item").get(pk=grant.pk)
        if grant.is_reversed:
            return grant
        _check(refusal_to_reverse(actor, grant))
        if not reason.strip():
            raise Refused("请写明冲销原因，以后对账要看。", field="reason")
        if grant.entry:
            funds.counter(grant.entry, reason=reason, actor=actor, at=at)
        benefits.release(grant=grant)
        grant.is_reversed, grant.reversed_at, grant.reversed_by = True, at, actor
        grant.reverse_reason = reason.strip()[:200]
        grant.save(update_fields=["is_reversed", "reversed_at", "reversed_by", "reverse_reason"])
        tallies.count_grant(grant, -1)
        _record("campaigns.gift_reversed", grant, actor, at, reason=grant.reverse_reason)
        _tell("campaigns.gift_reversed", grant, at)
    return grant


def unions_for(user: User, campaign: Campaign) -> list[Organization]:
    """The unions in whose name the user may give: those of the own posts inside the month's."""
    found = {}
    for post in current_posts(user):
        if post.role in OFFICERS:
            union = post.organization
            if campaign.organization.path.startswith(union.path):
                union = campaign.organization
            if union.path.startswith(campaign.organization.path):
                found[union.pk] = union
    return list(found.values())


def _check(refusal: str) -> None:
    if refusal:
        raise Refused(refusal)


def _record(
    action: str, grant: Grant, actor: User, at: datetime.datetime, reason: str = ""
) -> None:
    audit.record(
        action, actor=actor, subject=grant, person=grant.person_id, unit=grant.organization.name,
        reason=reason, at=at,
        data={"kind": grant.kind, "amount_fen": grant.amount_fen, "goods": grant.goods},
    )  # fmt: skip


def _tell(kind: str, grant: Grant, at: datetime.datetime) -> None:
    """Whoever has an account reads what was written down in their name."""
    user = User.objects.filter(kind=Kind.WORKER, person=grant.person_id, is_active=True).first()
    if user:
        notifications.enqueue(
            kind, recipient=user, channels=(Channel.INBOX,), context={"grant": grant},
            dedupe=str(grant.pk), about=grant, link=address_of("campaigns:received"), at=at,
        )  # fmt: skip
