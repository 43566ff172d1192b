"""For the matrix: a household of 甘州区 nobody calls yet, a list that proposes somebody, one on
hand-over, and a cadre who is away.
"""

import datetime

from django.utils import timezone

from assistance.models import (
    Absence,
    Avoidance,
    HandOver,
    HandOverReason,
    Proposal,
    ProposalState,
    ProposedPair,
)
from organizations.models import Role
from tests import factories
from tests.assistance.rows import a_file, a_pair, the_post


def paired_and_proposed(city, administrator) -> dict:
    union = city.ganzhou_federation
    cadre = factories.a_member_of_staff("褚结对", city.couriers, Role.CADRE)
    stand_in = factories.a_member_of_staff("尤代管", union, Role.CADRE)
    waiting, called = a_file(union), a_file(union)
    today = timezone.localdate()
    proposal = Proposal.objects.create(
        organization=union, made_by=administrator, state=ProposalState.READY, files=1
    )
    return {
        "unpaired": waiting,
        "proposal": proposal,
        "proposed": ProposedPair.objects.create(
            proposal=proposal, file=waiting, post=the_post(stand_in)
        ),
        "avoidance": Avoidance.objects.create(file=waiting, user=cadre, reason="亲属"),
        "hand_over": HandOver.objects.create(
            file=called, from_pairing=a_pair(called, cadre), reason=HandOverReason.ASKED_FOR
        ),
        "cadre_post": the_post(cadre),
        "absence": Absence.objects.create(
            post=the_post(cadre), stand_in=the_post(stand_in), since_on=today,
            until_on=today + datetime.timedelta(days=3), recorded_by=administrator,
        ),
    }  # fmt: skip
