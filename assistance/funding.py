"""The money of 1+1: set aside by a union, once for each name."""

from django.db import transaction

from accounts.models import User
from audit.refusal import Refused
from funds import services as funds
from funds.models import Fund, FundKind
from organizations.models import Organization


@transaction.atomic
def set_up(
    organization: Organization, *, name: str, amount_fen: int, actor: User, is_demo: bool = False
) -> Fund:
    """Set money aside for 1+1; the same name and sum once more is quiet. Raises Refused."""
    # Of two at once the later waits here for the earlier, and finds its fund.
    Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
    known = Fund.objects.filter(
        organization=organization, kind=FundKind.ASSISTANCE, name=name
    ).first()
    if known is None:
        return funds.open_fund(
            name=name, organization=organization, amount_fen=amount_fen, actor=actor,
            kind=FundKind.ASSISTANCE, is_demo=is_demo,
        )  # fmt: skip
    if known.amount_fen != amount_fen:
        raise Refused("已经有同名的帮扶资金，请换个名称，比如加上年份。", field="name")
    return known
