"""Messages of 1+1. None says who is helped, with what or why: “您联系的一户”, and no more."""

import datetime
from functools import partial

from django.db import transaction

from assistance.models import Absence, HandOver, HandOverReason, HardshipFile, Pairing
from assistance.models.file import STEWARDS
from notifications import services as notifications
from notifications.handover import hand_over
from notifications.models import Channel, Message
from organizations.posts import holders

INBOX = (Channel.INBOX,)
BOTH = (Channel.INBOX, Channel.SMS)
HOUSEHOLDS = "/desk/households/"
HELP = "/me/help/"
HAND_OVERS = "/desk/assistance/hand-overs/"


class Outbox:
    """Messages of one act, written together: a day's pairs are a thousand of them."""

    def __init__(self, at: datetime.datetime):
        self.at = at
        self.messages: list[Message] = []

    def enqueue(self, kind: str, recipient, *, dedupe, channels=INBOX, link="", **context) -> None:
        if recipient is None or not recipient.is_active:
            return
        self.messages += notifications.compose(
            kind, recipient=recipient, channels=channels, context=context, dedupe=str(dedupe),
            link=link, at=self.at,
        )  # fmt: skip

    def send(self) -> None:
        notifications.store(self.messages)
        ids = [message.pk for message in self.messages]
        if ids:
            transaction.on_commit(partial(hand_over, ids), robust=True)

    def paired(self, pairing: Pairing) -> None:
        """Both sides: the cadre, and the household as far as it has an account."""
        cadre = pairing.post.user
        self.enqueue(
            "assistance.paired_cadre", cadre, dedupe=pairing.pk, link=HOUSEHOLDS,
            due=pairing.file.next_due_on,
        )  # fmt: skip
        self.enqueue(
            "assistance.paired_recipient", account_of(pairing.file), dedupe=pairing.pk,
            channels=BOTH, link=HELP, cadre=cadre, union=pairing.post.organization,
        )  # fmt: skip

    def ended(self, pairing: Pairing) -> None:
        """The household needs nobody's calls any more."""
        self.enqueue("assistance.pairing_ended", pairing.post.user, dedupe=pairing.pk)

    def handed_on(self, pairing: Pairing) -> None:
        """The cadre who called until now; `pairing` is the ended one."""
        self.enqueue("assistance.handed_on", pairing.post.user, dedupe=pairing.pk, link=HOUSEHOLDS)

    def cadre_left(self, found: HandOver) -> None:
        """The household: whom it knew is gone, somebody else is being found."""
        self.enqueue(
            "assistance.cadre_left", account_of(found.file), dedupe=found.pk, link=HELP,
            union=found.file.organization,
        )  # fmt: skip

    def waiting(self, found: list[HandOver], *, dedupe) -> None:
        """The supervisor line, each once, however many households it is about."""
        unions = {each.file.organization_id: each.file.organization for each in found}
        readers = {
            user.pk: user for union in unions.values() for role in STEWARDS
            for user in holders(union, role)
        }  # fmt: skip
        for reader in readers.values():
            self.enqueue(
                "assistance.hand_over_waiting", reader, dedupe=f"{dedupe}:{reader.pk}",
                link=HAND_OVERS, number=len(found),
                asked_for=found[0].reason == HandOverReason.ASKED_FOR,
            )  # fmt: skip

    def kept(self, found: HandOver, pairing: Pairing) -> None:
        """The household asked for another cadre and agreed to go on."""
        self.enqueue(
            "assistance.hand_over_kept", account_of(found.file), dedupe=found.pk, link=HELP,
            cadre=pairing.post.user,
        )  # fmt: skip

    def stood_in(self, absence: Absence, pairs: list[Pairing]) -> None:
        """The cadre, the stand-in, and the households that may be called by somebody new."""
        said = {"absence": absence, "cadre": absence.post.user, "stand_in": absence.stand_in.user}
        self.enqueue(
            "assistance.stand_in_named", absence.stand_in.user, dedupe=absence.pk,
            link=HOUSEHOLDS, number=len(pairs), **said,
        )  # fmt: skip
        self.enqueue(
            "assistance.stood_in_for", absence.post.user, dedupe=absence.pk, link=HOUSEHOLDS, **said
        )
        for pairing in pairs:
            self.enqueue(
                "assistance.stand_in_calls", account_of(pairing.file), link=HELP,
                dedupe=f"{absence.pk}:{pairing.pk}", **said,
            )  # fmt: skip

    def absence_ended(self, absence: Absence, reader) -> None:
        self.enqueue(
            "assistance.absence_ended", reader, dedupe=f"{absence.pk}:{reader.pk}",
            link=HOUSEHOLDS, cadre=absence.post.user, stand_in=absence.stand_in.user,
            own=reader == absence.post.user,
        )  # fmt: skip


def account_of(file: HardshipFile):
    """The account of the person helped, or None."""
    return getattr(file.person, "user", None)
