"""Who may stand in public: whoever agreed to it (PIPL §23, §25), and what of them is shown."""

import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.models import User
from assistance.models import HardshipFile, Publication
from assistance.models.file import CARED_FOR, STEWARDS
from assistance.permissions import refusal_to_keep
from assistance.recording import check
from assistance.telling import Outbox, account_of
from audit.refusal import Refused
from organizations.posts import within
from people import names
from people import services as people
from people.models import Consent, Person, Purpose

OWN_DATA = "/me/data/"


def agreed():
    """Consents to stand in public, of the person of a file."""
    return Consent.objects.filter(
        person=OuterRef("person"), purpose=Purpose.PUBLICATION, withdrawn_at=None
    )


def candidates(user: User, today: datetime.date | None = None, *, again: bool = False):
    """Files the user keeps whose person agreed and who do not stand in public; those that stood
    there before only when asked for.
    """
    today = today or timezone.localdate()
    own = Publication.objects.filter(file=OuterRef("pk"))
    over = own.filter(taken_down_at=None, ends_on__lt=today)
    rows = HardshipFile.objects.filter(
        within(user, STEWARDS, "organization__path"),
        Exists(agreed()), ~Exists(own.standing(today)),
        Exists(over) if again else ~Exists(over), state__in=CARED_FOR,
    )  # fmt: skip
    return rows.defer("facts").select_related("person", "organization", "division__parent")


def masked_name(file: HardshipFile) -> str:
    return names.mask_middle(file.person.name) if file.person else ""


def unit_shown(file: HardshipFile) -> str:
    """Where the person works; without a unit, who keeps the file."""
    return file.unit_name or file.organization.name


def consent_of(person: Person) -> Consent | None:
    rows = Consent.objects.filter(person=person, purpose=Purpose.PUBLICATION, withdrawn_at=None)
    return rows.order_by("-given_at").first()


@transaction.atomic
def agree(file: HardshipFile, *, actor: User, at: datetime.datetime | None = None) -> Consent:
    """The person agrees on the own phone, or staff write down what was signed on paper: then the
    person is told, and may take it back. Twice is quiet. Raises Refused.
    """
    at = at or timezone.now()
    if file.person is None or not file.is_cared_for:
        raise Refused("在档的职工才公示，现在不用办。")
    own = file.person_id == actor.person_id
    check("" if own else refusal_to_keep(actor, file.organization))
    known = consent_of(file.person)
    if known:
        return known
    consent = people.give_consent(
        file.person, purpose=Purpose.PUBLICATION, policy_version=settings.POLICY_VERSION,
        actor=actor, at=at,
    )  # fmt: skip
    if not own:
        outbox = Outbox(at)
        outbox.enqueue(
            "assistance.publicity_noted", account_of(file), link=OWN_DATA,
            dedupe=f"{file.pk}:{at.isoformat()}", union=file.organization,
        )  # fmt: skip
        outbox.send()
    return consent
