"""What a machine finds before a person decides: each finding is shown, none decides anything."""

import datetime
from dataclasses import asdict, dataclass

from django.db.models import Q

from membership.models import OPEN_STATES, STANDING_STATES, Application, State
from people import identity
from people.models import Person
from people.vocabulary import DocumentType

OK, INFO, WARN = "ok", "info", "warn"


@dataclass(frozen=True)
class Finding:
    code: str
    level: str
    text: str


def findings(application: Application, number: str) -> list[dict[str, str]]:
    """All findings for an application whose person is set, as stored on the row.

    Two queries. `number` is the full document number; it is looked at, never kept.
    """
    found = [
        Finding("number", OK, _NUMBER_OK.get(application.document_type, "证件号码格式符合")),
        Finding("phone", OK, "手机号本人验证"),
        Finding("membership", OK, "没有重复入会"),
        Finding("age", OK, "年满16周岁"),
    ]
    found += _about_the_number(application, number)
    found += _about_the_name(application)
    found += _about_the_union(application)
    found += _about_look_alikes(application)
    found += _about_earlier_ones(application)
    return [asdict(finding) for finding in found]


_NUMBER_OK: dict[str, str] = {DocumentType.IDENTITY_CARD: "证件号码校验通过"}


def _about_the_number(application, number):
    if application.document_type != DocumentType.IDENTITY_CARD:
        return
    # The province alone: most couriers work in another county than the one they were born in.
    if identity.region_differs(number, (application.district.code or "")[:2]):
        yield Finding("region", INFO, "证件上的省份与工作地不同，仅提醒，不影响通过")


def _about_the_name(application):
    if application.name != application.person.name:
        yield Finding("name", WARN, f"这个证件号码以前登记的姓名是“{application.person.name}”")


def _about_the_union(application):
    served = application.organization.occupations
    if served and application.occupation not in served:
        yield Finding("trade", INFO, "所选工会平时不服务这个从业类别")


def _about_look_alikes(application):
    """Same name and birthday under another document: perhaps one person twice."""
    person = application.person
    if not person.birth_date:
        return
    twins = (
        Person.objects.filter(name=application.name, birth_date=person.birth_date)
        .exclude(pk=person.pk)
        .filter(Q(memberships__state__in=STANDING_STATES) | Q(applications__state__in=OPEN_STATES))
    )
    if twins.exists():
        yield Finding("twin", WARN, "有姓名和生日都相同的会员或申请，可能重复，请核对")


def _about_earlier_ones(application):
    refused = Application.objects.filter(person=application.person, state=State.REFUSED)
    reasons = list(refused.order_by("-decided_at").values_list("decision_reason", flat=True)[:1])
    if reasons:
        yield Finding("earlier", INFO, f"以前申请过，当时没有通过：{reasons[0]}")


def count(found: list[dict], level: str) -> int:
    return sum(1 for finding in found if finding["level"] == level)


def is_clean(application: Application, at: datetime.datetime) -> bool:
    """Fit for batch approval: nothing warned of, in time, waiting for us."""
    return (
        application.state == State.SUBMITTED
        and not application.is_late(at)
        and not count(application.findings, WARN)
    )
