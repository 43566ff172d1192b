"""公示: a masked name, a unit and a class, for five working days or more, and then nothing.

What stands in public is copied into the row as it was shown, so that no later mistake can show
more; the page asks for today's rows, so nothing has to be taken down.
"""

import datetime
import uuid
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from assistance.models import HardshipFile, Publication
from assistance.notice_days import check_days, said
from assistance.permissions import refusal_to_keep
from assistance.publicity import masked_name, unit_shown
from assistance.recording import check, record
from assistance.telling import HELP, Outbox, account_of
from audit.refusal import Refused
from people.models import Consent, Purpose

MOST_AT_ONCE = 200


@transaction.atomic
def publish(
    file_ids: Iterable[uuid.UUID],
    *,
    starts_on: datetime.date,
    ends_on: datetime.date,
    actor: User,
    at: datetime.datetime | None = None,
) -> list[Publication]:
    """Put these up, all or none. The same once more is quiet. Raises Refused."""
    at = at or timezone.now()
    check_days(starts_on, ends_on, timezone.localdate(at))
    files = _locked(set(file_ids))
    if not files:
        raise Refused("请至少选一户。", field="chosen")
    if len(files) > MOST_AT_ONCE:
        raise Refused(f"一次最多{MOST_AT_ONCE}户，请分几次。", field="chosen")
    consents = _consents(files)
    return [
        _published(
            file, consents.get(file.person_id), starts_on=starts_on, ends_on=ends_on, actor=actor,
            at=at,
        )
        for file in files
    ]  # fmt: skip


def _locked(ids: set[uuid.UUID]) -> list[HardshipFile]:
    """The consents first, as whoever withdraws one goes the same way (consenting.withdrawn)."""
    consents = Consent.objects.filter(
        person__hardship_files__in=ids, purpose=Purpose.PUBLICATION, withdrawn_at=None
    )
    list(consents.order_by("pk").select_for_update(of=("self",)).values_list("pk"))
    rows = HardshipFile.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")
    return list(rows.defer("facts").select_related("person__user", "organization"))


def _consents(files: list[HardshipFile]) -> dict[uuid.UUID | None, Consent]:
    people_of = [file.person_id for file in files]
    rows = Consent.objects.filter(
        person__in=people_of, purpose=Purpose.PUBLICATION, withdrawn_at=None
    )
    return {consent.person_id: consent for consent in rows.order_by("given_at")}


def _published(
    file: HardshipFile,
    consent: Consent | None,
    *,
    starts_on: datetime.date,
    ends_on: datetime.date,
    actor: User,
    at: datetime.datetime,
) -> Publication:
    known = Publication.objects.standing(timezone.localdate(at)).filter(file=file).first()
    if known and (known.starts_on, known.ends_on) == (starts_on, ends_on):
        return known
    _check(file, consent, known, actor)
    made = Publication.objects.create(
        file=file, masked_name=masked_name(file), unit_name=unit_shown(file),
        hardship_class=file.hardship_class, starts_on=starts_on, ends_on=ends_on,
        consented_at=consent.given_at if consent else at, made_by=actor,
    )  # fmt: skip
    days = {"from": starts_on.isoformat(), "until": ends_on.isoformat()}
    record("assistance.published", file, actor, at, data=days)
    _tell("assistance.published", made, at)
    return made


def _check(
    file: HardshipFile, consent: Consent | None, known: Publication | None, actor: User
) -> None:
    check(refusal_to_keep(actor, file.organization), field="chosen")
    if not file.is_cared_for or consent is None:
        raise Refused(f"{masked_name(file)}没有同意公示，或者已经不在档。", field="chosen")
    if not file.hardship_class:
        raise Refused(f"{masked_name(file)}的档案还没有困难类别，请先补上。", field="chosen")
    if known:
        raise Refused(
            f"{masked_name(file)}已经排在{said(known.ends_on)}为止的公示里。", field="chosen"
        )


@transaction.atomic
def take_down(
    publication: Publication, *, actor: User, at: datetime.datetime | None = None
) -> Publication:  # fmt: skip
    """Before its end: a mistake, an objection. Twice is quiet, and so is what is over."""
    at = at or timezone.now()
    list(Publication.objects.select_for_update().filter(pk=publication.pk).values_list("pk"))
    rows = Publication.objects.select_related("file__organization", "file__person__user")
    found = rows.defer("file__facts").get(pk=publication.pk)
    check(refusal_to_keep(actor, found.file.organization))
    if found.taken_down_at or found.ends_on < timezone.localdate(at):
        return found
    found.taken_down_at = at
    found.save(update_fields=["taken_down_at"])
    record("assistance.publication_taken_down", found.file, actor, at)
    _tell("assistance.publication_taken_down", found, at)
    return found


def _tell(kind: str, publication: Publication, at: datetime.datetime) -> None:
    outbox = Outbox(at)
    outbox.enqueue(
        kind, account_of(publication.file), dedupe=publication.pk, link=HELP,
        starts_on=publication.starts_on, ends_on=publication.ends_on,
    )  # fmt: skip
    outbox.send()
