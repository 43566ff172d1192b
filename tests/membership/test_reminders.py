"""Who is reminded of what and when: from a moment onwards, once each, re-checked at sending."""

import pytest

from membership import deciding, joining
from membership.models import Application
from membership.reminders import REMINDERS
from notifications import reminders
from notifications.models import Message
from organizations.models import Role
from organizations.posts import holders
from tests.factories import a_member_of_staff, local
from tests.membership.conftest import MORNING

BY_NAME = {reminder.name.partition(".")[2]: reminder for reminder in REMINDERS}
# 10:00 to 18:00 without lunch is six hours: half have gone at 15:00.
HALF = local(2026, 11, 23, 15, 0)


def told(name: str) -> list[tuple[str, str]]:
    rows = Message.objects.filter(kind=f"membership.{name}")
    return sorted(rows.values_list("recipient__name", "channel"))


@pytest.mark.parametrize(
    ("name", "moment", "expected"),
    [
        ("reviewer_halfway", HALF, [("周演练", "inbox"), ("陈演示", "inbox")]),
        (
            "reviewer_last_hour", local(2026, 11, 23, 17, 0),
            [("周演练", "inbox"), ("周演练", "sms"), ("陈演示", "inbox"), ("陈演示", "sms")],
        ),
        ("supervisor_late", local(2026, 11, 23, 18, 0, 1), [("何示范", "inbox"), ("何示范", "sms")]),
    ],
)  # fmt: skip
def test_staff_are_reminded_from_the_moment_onwards_and_once(
    application, reviewer, colleague, stranger, district_administrator, name, moment, expected
):
    just_before = (
        moment.replace(second=0)
        if moment.second
        else moment.replace(minute=59, hour=moment.hour - 1)
    )
    reminders.run(BY_NAME[name], just_before)
    assert told(name) == []

    reminders.run(BY_NAME[name], moment)
    reminders.run(BY_NAME[name], moment)
    # A day nobody swept changes nothing: it is still due, and still once.
    reminders.run(BY_NAME[name], local(2026, 11, 25, 9, 0))
    assert told(name) == expected


def test_an_applicant_sent_back_hears_of_it_after_two_days(returned, worker):
    reminder = BY_NAME["applicant_waiting"]
    reminders.run(reminder, local(2026, 11, 25, 10, 59))
    assert told("applicant_waiting") == []

    reminders.run(reminder, local(2026, 11, 25, 11, 0))
    reminders.run(reminder, local(2026, 11, 29, 11, 0))
    assert [channel for _, channel in told("applicant_waiting")] == ["inbox", "sms"]


def test_a_decided_application_reminds_nobody(application, reviewer):
    deciding.approve(application, actor=reviewer, at=MORNING)

    for reminder in REMINDERS:
        assert reminders.run(reminder, local(2026, 12, 1, 9, 0)) == 0


def test_a_corrected_application_starts_a_new_round(returned, reviewer, worker, details):
    joining.submit(returned, details=details(), actor=worker, at=local(2026, 11, 23, 15, 30))
    application = Application.objects.get(pk=returned.pk)

    reminders.run(BY_NAME["reviewer_last_hour"], application.hour_before_at)

    assert len(told("reviewer_last_hour")) == 2


def test_what_was_decided_meanwhile_is_not_sent(application, reviewer):
    """The re-check at sending says why."""
    fresh = BY_NAME["reviewer_halfway"].still_due
    assert fresh(application, HALF) == ""

    deciding.approve(application, actor=reviewer, at=MORNING)
    application.refresh_from_db()
    assert fresh(application, HALF) == "申请已有答复或已退回"


def test_without_anybody_nearby_the_next_union_up_is_asked(city):
    assert holders(city.couriers, Role.ADMINISTRATOR) == []

    chief = a_member_of_staff("冯模拟", city.root, Role.ADMINISTRATOR)
    assert holders(city.couriers, Role.ADMINISTRATOR) == [chief]

    near = a_member_of_staff("何示范", city.ganzhou_federation, Role.ADMINISTRATOR)
    assert holders(city.couriers, Role.ADMINISTRATOR) == [near]
