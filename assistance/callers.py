"""Who calls a household today: its cadre, or whoever stands in for these days."""

import datetime
from dataclasses import dataclass

from django.utils import timezone

from accounts.models import User
from assistance.cadres import refusal_to_serve
from assistance.ending import standing
from assistance.models import Absence, HardshipFile, Pairing


@dataclass(frozen=True)
class Callers:
    """`pairing`: None while another cadre is being found."""

    pairing: Pairing | None = None
    absence: Absence | None = None

    @property
    def cadre(self) -> User | None:
        return self.pairing.post.user if self.pairing else None

    @property
    def people(self) -> list[User]:
        stand_in = self.absence.stand_in.user if self.absence else None
        return [user for user in (self.cadre, stand_in) if user]


def of(file: HardshipFile, at: datetime.datetime | None = None) -> Callers:
    """Two queries."""
    at = at or timezone.now()
    pairing = standing(file)
    if pairing is None or refusal_to_serve(pairing.post, at):
        # Gone by the clock: the sweep will find it, nobody is sent to knock at a closed door.
        return Callers()
    return Callers(pairing, _absence(pairing, at))


def _absence(pairing: Pairing, at: datetime.datetime) -> Absence | None:
    today = timezone.localdate(at)
    rows = Absence.objects.filter(
        post=pairing.post, since_on__lte=today, until_on__gte=today, ended_at=None,
        stand_in__user__is_active=True,
    )  # fmt: skip
    found = rows.select_related("stand_in__user", "stand_in__organization").first()
    return found if found and found.stand_in.is_current(at) else None
