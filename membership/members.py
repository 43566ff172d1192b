"""Members: admission, numbers, who stands where."""

import datetime
import uuid

from django.db import connection

from audit.refusal import Refused
from membership.models import Application, Member
from organizations.models import Division
from people.models import Person


def standing_membership(person: Person) -> Member | None:
    return Member.objects.standing().filter(person=person).first()


def is_member(person_id: uuid.UUID | None) -> bool:
    return bool(person_id) and Member.objects.standing().filter(person=person_id).exists()


def next_number(district: Division, at: datetime.datetime) -> str:
    """District code, two digits of the year, a serial of the whole city: 620702 26 0001234."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('membership_member_number')")
        serial = cursor.fetchone()[0]
    return f"{district.code or '000000'}{at:%y}{serial:07d}"


def admit(application: Application, *, at: datetime.datetime) -> Member:
    """Make the applicant a member of the application's union, in the caller's transaction.

    Raises Refused when the person has become a member in the meantime.
    """
    if is_member(application.person_id):
        raise Refused("申请人已经是会员，不能重复入会。")
    return Member.objects.create(
        number=next_number(application.district, at),
        person_id=application.person_id,
        organization=application.organization,
        application=application,
        occupation=application.occupation,
        employer=application.employer,
        joined_at=at,
    )
