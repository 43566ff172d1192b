"""1+1 in the demo city: households in every state, nearly all of those on file with a cadre."""

import datetime

from accounts.models import User
from assistance import handing_over
from assistance.demo import care, files, own, pairs
from assistance.models import CadreProfile, HandOverReason, HardshipFile, Pairing
from assistance.pairing import pair
from organizations import appointments
from organizations.models import Organization, Post, Role

DAY, HOUR = datetime.timedelta(days=1), datetime.timedelta(hours=1)
# Coats that lie ready and are to be brought.
WAITING = 6
FILES, CADRES = 400, 320
FUND_FEN, SHARE_FEN = 300_000_00, 40_000_00
PAIRED_DAYS_AGO = 40
ACCOUNT, OF_ACCOUNT = "cadre", 3


def load(now: datetime.datetime, *, actor: User) -> None:
    """Some households stay without a cadre, so that proposing has something to propose."""
    files.ceilings(now.year)
    _money(actor)
    pairs.cadres(CADRES, since=now - 300 * DAY)
    files.load(FILES, now=now)
    own_pairs = _of_the_account(now - PAIRED_DAYS_AGO * DAY, actor)
    waiting = list(
        HardshipFile.objects.unpaired().order_by("created_at").values_list("pk", flat=True)
    )
    chosen = HardshipFile.objects.filter(pk__in=waiting[: len(waiting) * 9 // 10])
    made = pairs.pair(chosen, at=now - PAIRED_DAYS_AGO * DAY, actor=actor)
    care.contacts([*own_pairs, *made], now)
    helped = [pairing.file for pairing in made]
    care.supply_fifteen(helped, actor=actor, at=now - 2 * DAY)
    care.set_aside(helped[care.FIFTEEN : care.FIFTEEN + WAITING], actor=actor, at=now - HOUR)
    own.load(now)
    # Last: a cadre who has gone must not be chosen for anybody any more.
    _change(made, actor, now)


def _change(made: list[Pairing], actor: User, now: datetime.datetime) -> None:
    """One household asks for somebody else, and one cadre has gone: both wait for a choice."""
    quiet = [pairing for pairing in made if _last_heard_before(pairing, now - DAY)]
    if len(quiet) > 1:
        handing_over.ask(
            quiet[0].file, reason=HandOverReason.ASKED_FOR, actor=actor, at=now - 6 * HOUR
        )
        appointments.end(quiet[-1].post, actor=actor, at=now - 5 * HOUR)


def _last_heard_before(pairing: Pairing, at: datetime.datetime) -> bool:
    tried = pairing.file.last_tried_at
    return tried is not None and tried < at


def _of_the_account(at: datetime.datetime, actor: User) -> list[Pairing]:
    """Three households for the cadre who is to be tried out."""
    post = Post.objects.select_related("organization").get(user__username=ACCOUNT, role=Role.CADRE)
    CadreProfile.objects.update_or_create(post=post, defaults={"cap": OF_ACCOUNT})
    waiting = HardshipFile.objects.unpaired().filter(organization=post.organization)
    chosen = list(waiting.order_by("created_at")[:OF_ACCOUNT])
    return [pair(file, post, actor=actor, at=at) for file in chosen]


def _money(actor: User) -> None:
    root = Organization.objects.get(parent=None)
    districts = Organization.objects.filter(parent=root, kind=Organization.Kind.FEDERATION)
    shares = dict.fromkeys(districts.order_by("path"), SHARE_FEN)
    care.money(root, actor, amount_fen=FUND_FEN, shares=shares)
