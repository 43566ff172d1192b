"""A contact written down: who was called how, whether they answered, and what they need.

“Tried, not reached” is tried, and no contact: it moves no date.
"""

import datetime
import uuid
from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from assistance import handing_over, needs, schedule
from assistance.ending import lock_file, standing
from assistance.models import Contact, HandOverReason, HardshipFile, Need, NeedState, Pairing
from assistance.permissions import refusal_to_contact
from assistance.recording import check
from assistance.said import COLUMNS, Said, check_days, columns, moment, with_silence
from assistance.vocabulary import ANSWERED
from audit import services as audit
from audit.refusal import Refused

NOT_NEEDED = "记错了，没有这个需要"
SENT_ALREADY = "这一页刚才已经记过一次，请回到“我的帮扶对象”重新打开。"


def record(
    file: HardshipFile,
    said: Said,
    *,
    actor: User,
    client_id: uuid.UUID,
    at: datetime.datetime | None = None,
) -> Contact:
    """Write a contact down. The same `client_id` once more is the same contact. Raises Refused.

    By a stand-in it counts for the pair.
    """
    at = at or timezone.now()
    with transaction.atomic():
        file = lock_file(file)
        made = known(actor, client_id)
        if made:
            return _same(made, file)
        check(refusal_to_contact(actor, file))
        check("" if file.is_cared_for else not_cared_for(file))
        pairing = standing(file)
        check_days(said, pairing, at)
        said = with_silence(said, file, timezone.localdate(at))
        contact = Contact(
            client_id=client_id, file=file, pairing=pairing, by=actor, recorded_at=at,
            at=moment(said, pairing, at), is_demo=file.is_demo, **columns(said),
        )  # fmt: skip
        _insert(contact)
        _note("assistance.contacted", contact, actor, at, needs=len(said.needs))
        _take_up(contact, said, contact.needs, actor, at)
        _follow(file, contact, pairing)
    return contact


def known(by: User, client_id: uuid.UUID | None) -> Contact | None:
    """What the phone sends once more is on record already."""
    return Contact.objects.filter(by=by, client_id=client_id).first() if client_id else None


def correct(
    contact: Contact, said: Said, *, actor: User, at: datetime.datetime | None = None
) -> Contact:
    """Change it, by whoever wrote it, until that day is over. What changes nothing is quiet."""
    at = at or timezone.now()
    with transaction.atomic():
        file = lock_file(contact.file)
        contact = Contact.objects.select_for_update(of=("self",)).get(pk=contact.pk)
        contact.file = file
        check(refusal_to_correct(actor, contact, at) or refusal_to_contact(actor, file))
        pairing = standing(file)
        check_days(said, pairing, at)
        before = {name: getattr(contact, name) for name in COLUMNS}
        spoke_last = _last_answered(file) == contact
        for name, value in columns(said).items():
            setattr(contact, name, value)
        if said.on and said.on != timezone.localdate(contact.at):
            contact.at = moment(said, pairing, at)
        changed = [name for name in COLUMNS if before[name] != getattr(contact, name)]
        if changed:
            contact.save(update_fields=changed)
            _note("assistance.contact_corrected", contact, actor, at, fields=changed)
        _drop_needs(contact, said, actor, at)
        new = [kind for kind in contact.needs if kind not in before["needs"]]
        _take_up(contact, said, new, actor, at)
        # Silence the person asked for since then is not the contact's to end.
        if file.quiet_until == before["quiet_until"] or contact.quiet_until:
            _follow(file, contact, pairing, spoke_last=spoke_last)
        else:
            _follow(file, contact, pairing, keeps_silence=True)
    return contact


def refusal_to_correct(user, contact: Contact, at: datetime.datetime | None = None) -> str:
    """Who wrote it, on the day of writing: later it is history."""
    if contact.by_id != user.pk:
        return "谁记的谁来改。"
    if timezone.localdate(contact.recorded_at) != timezone.localdate(at):
        return "只能当天改。情况有变化，请再记一次联系。"
    return ""


def _same(known: Contact, file: HardshipFile) -> Contact:
    if known.file_id != file.pk:
        raise Refused(SENT_ALREADY)
    return known


def _insert(contact: Contact) -> None:
    try:
        with transaction.atomic():
            contact.save(force_insert=True)
    except IntegrityError:
        # The very page was sent for another household at this moment.
        raise Refused(SENT_ALREADY) from None


def not_cared_for(file: HardshipFile) -> str:
    return f"这一户现在是“{file.get_state_display()}”，不用再记联系。"


def _take_up(
    contact: Contact, said: Said, kinds: Iterable[str], actor: User, at: datetime.datetime
) -> None:
    """Needs become rows that are followed; the wish for somebody else goes to the union."""
    for kind in kinds:
        needs.raise_need(
            contact.file, kind=kind, text=said.needs[kind], contact=contact, actor=actor, at=at
        )
    if said.asks_for_another:
        handing_over.ask(contact.file, reason=HandOverReason.ASKED_FOR, actor=actor, at=at)


def _drop_needs(contact: Contact, said: Said, actor: User, at: datetime.datetime) -> None:
    """What was ticked by mistake is called off, as long as nobody has it in hand."""
    for need in Need.objects.filter(contact=contact).exclude(state=NeedState.CANCELLED):
        if need.kind in said.needs:
            _reword(need, said.needs[need.kind])
            continue
        if need.state != NeedState.RAISED:
            raise Refused(f"“{need.get_kind_display()}”已经有人在办，不能去掉。", field="needs")
        needs.cancel(need, note=NOT_NEEDED, actor=actor, at=at)


def _reword(need: Need, text: str) -> None:
    if need.text != text and need.state == NeedState.RAISED:
        need.text = text
        need.save(update_fields=["text"])


def _follow(
    file: HardshipFile,
    contact: Contact,
    pairing: Pairing | None,
    *,
    spoke_last: bool = False,
    keeps_silence: bool = False,
) -> None:
    """What the file keeps of its contacts: read from them, so that a correction counts as well.

    `spoke_last`: the contact held the file's last word before it was corrected.
    """
    last_tried, last = file.contacts.order_by("-at", "-pk").first(), _last_answered(file)
    file.last_tried_at = last_tried.at if last_tried else None
    file.last_contact_at = last.at if last else None
    if not keeps_silence and (spoke_last or last == contact):
        file.quiet_until = last.quiet_until if last else None
    agreed = last.next_on if last and pairing and last.at >= pairing.since else None
    file.next_due_on = schedule.due_on(
        file, paired_on=timezone.localdate(pairing.since) if pairing else None, wished=agreed
    )
    file.save(update_fields=["last_tried_at", "last_contact_at", "quiet_until", "next_due_on"])


def _last_answered(file: HardshipFile) -> Contact | None:
    return file.contacts.filter(result__in=ANSWERED).order_by("-at", "-pk").first()


def _note(action: str, contact: Contact, actor: User, at: datetime.datetime, **data) -> None:
    """Neither names nor words: only that there was a contact, and how it went."""
    audit.record(
        action, actor=actor, subject=contact.file, person=contact.file.person_id,
        unit=contact.pairing.post.organization.name
        if contact.pairing
        else contact.file.organization.name,
        data={"contact": str(contact.pk), "result": contact.result, **data}, at=at,
    )  # fmt: skip
